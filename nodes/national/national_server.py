"""全国サーバー: keeps everybody's 本人確認情報, answers counters, tells card management and certification what changed."""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes import identity_comparison, identity_updates, planting, searching
from juki.nodes.identity_rows import Applied, IdentityRows, identity
from juki.nodes.national import national_fugo, national_numbers
from juki.nodes.node import Context, Node
from juki.nodes.provision_rows import provisions
from juki.protocol.checks import CHANGES_THE_CODE, Consequence
from juki.protocol.effects import Effect, Event, Notify, Received, Send
from juki.protocol.messages.identity import IdentityChanged, IdentityUpdate
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import CARD_MANAGEMENT, JPKI


class NationalServer(Node):
    """The server of the 機構."""

    role = Role.NATIONAL_SERVER
    migrations = (identity, provisions, national_fugo.told, national_numbers.numbers, planting.planting)
    decisions = {  # noqa: RUF012 - a table of the class
        **planting.decisions(planting.ABOVE, "identity"),
        **identity_comparison.DECISIONS,
        **identity_updates.AT_NATIONAL,
        **national_fugo.DECISIONS,
        **national_numbers.DECISIONS,
        **searching.AT_NATIONAL,
    }

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        rows = IdentityRows(context.store)
        match event:
            case Received(message=IdentityUpdate() as update) as taken:
                taking, effects = identity_updates.received(update, taken, rows)
                for applied in taking.applied:
                    effects += self._update(applied)
                    effects += national_fugo.code_changed(applied.update.record, context.store)
                return effects
            case _:
                return super().decide(event, context)

    def _update(self, applied: Applied) -> list[Effect]:
        record = applied.update.record
        if applied.verdict is Consequence.HISTORY:
            # The person already lives elsewhere: nothing of hers may lapse because an old record is closed late.
            return [Notify("late-erasure", {"municipality": record.municipality.digits})]
        old_code = record.old_code if record.reason in CHANGES_THE_CODE else None
        changed = IdentityChanged(
            record.code, record.reason, record.changed_on, record.reported_on, record.municipality, old_code
        )
        return [Send(JPKI, changed), Send(CARD_MANAGEMENT, changed)]

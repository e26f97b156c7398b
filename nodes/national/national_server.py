"""全国サーバー: keeps everybody's 本人確認情報, answers counters, tells card management and certification what changed."""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes.identity_rows import IdentityRows, identity
from juki.nodes.node import Context, Node
from juki.protocol.checks import Consequence, check_reply_key
from juki.protocol.effects import Effect, Event, Notify, Received, Reply, Send
from juki.protocol.messages.identity import IdentityChanged, IdentityCheckReply, IdentityCheckRequest, IdentityUpdate
from juki.protocol.terms import NodeId, Role, organisation_of
from juki.protocol.terms.nodes import CARD_MANAGEMENT, JPKI


class NationalServer(Node):
    """The server of the 機構."""

    role = Role.NATIONAL_SERVER
    migrations = (identity,)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        rows = IdentityRows(context.store)
        match event:
            case Received(message=IdentityUpdate() as update, proof=proof) if proof is not None:
                return self._update(update, rows.take(update, organisation_of(NodeId(proof.origin))))
            case Received(message=IdentityCheckRequest() as asked):
                check_reply_key(asked.reply_key)
                found = rows.found(asked.code)
                reply = IdentityCheckReply(*found) if found else IdentityCheckReply(None)
                return [Reply(reply, seal_to=asked.reply_key)]
            case _:
                return super().decide(event, context)

    def _update(self, update: IdentityUpdate, verdict: Consequence) -> list[Effect]:
        if verdict is Consequence.HISTORY:
            # The person already lives elsewhere: nothing of hers may lapse because an old record is closed late.
            return [Notify("late-erasure", {"municipality": update.record.municipality.digits})]
        record = update.record
        changed = IdentityChanged(
            record.code, record.reason, record.changed_on, record.reported_on, record.municipality
        )
        return [Send(JPKI, changed), Send(CARD_MANAGEMENT, changed)]

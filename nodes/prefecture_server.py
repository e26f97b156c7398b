"""都道府県サーバー: keeps the 本人確認情報 of its prefecture and passes updates on to the national server (住基法30条の7)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes import identity_comparison, identity_updates, planting, searching
from juki.nodes.identity_rows import IdentityRows, identity
from juki.nodes.node import Context, Node
from juki.nodes.provision_rows import provisions
from juki.protocol.effects import Effect, Event, Received, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.messages.move import MoveOutConfirmed
from juki.protocol.refusals import UNKNOWN_PERSON
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import NATIONAL_SERVER
from juki.protocol.wire import encode

prefecture = Migrations("prefecture-server")


@prefecture()
def first(database: Database) -> None:
    """Where people who left were told to have gone (住基法施行令13条3項)."""
    database.table("confirmed").create({"code": str, "moved_on": str, "confirmation": bytes}, pk=("code", "moved_on"))


class PrefectureServer(Node):
    """One governor's server."""

    role = Role.PREFECTURE_SERVER
    migrations = (identity, prefecture, provisions, planting.planting)
    decisions = {  # noqa: RUF012 - a table of the class
        **planting.decisions(planting.ABOVE, "identity"),
        **identity_comparison.DECISIONS,
        **identity_updates.AT_PREFECTURE,
        **searching.AT_PREFECTURE,
    }

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        rows = IdentityRows(context.store)
        match event:
            case Received(message=IdentityUpdate() as update) as taken:
                taking, effects = identity_updates.received(update, taken, rows)
                return [*effects, *(Send(NATIONAL_SERVER, said, proof=proof) for said, proof in taking.onwards)]
            case Received(message=MoveOutConfirmed() as confirmed):
                return self._confirm(confirmed, rows, context)
            case _:
                return super().decide(event, context)

    def _confirm(self, confirmed: MoveOutConfirmed, rows: IdentityRows, context: Context) -> list[Effect]:
        if rows.found(confirmed.code) is None:
            raise PeerFault(UNKNOWN_PERSON, f"{confirmed.code!r}")
        context.store.write(
            "insert or replace into confirmed (code, moved_on, confirmation) values (?, ?, ?)",
            confirmed.code.digits,
            confirmed.moved_on.isoformat(),
            encode(confirmed),
        )
        return []

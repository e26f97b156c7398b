"""都道府県サーバー: keeps the 本人確認情報 of its prefecture and passes updates on to the national server (住基法30条の7)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.identity_rows import IdentityRows, identity
from juki.nodes.node import Context, Node
from juki.protocol.effects import Effect, Event, Received, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.messages.move import MoveOutConfirmed
from juki.protocol.refusals import UNKNOWN_PERSON
from juki.protocol.terms import NodeId, Role, organisation_of
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
    migrations = (identity, prefecture)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        rows = IdentityRows(context.store)
        match event:
            case Received(message=IdentityUpdate() as update, proof=proof) if proof is not None:
                rows.take(update, organisation_of(NodeId(proof.origin)))
                return [Send(NATIONAL_SERVER, update, proof=proof)]
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

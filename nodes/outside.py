"""他市町村: whoever is not part of this network. Takes 附票 notices and files them; answers nothing."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.protocol.effects import Effect, Event, Received
from juki.protocol.messages.mailing import MailingNotice
from juki.protocol.terms import Role
from juki.protocol.wire import encode

outside = Migrations("outside")


@outside()
def first(database: Database) -> None:
    """Notices as they came, by message."""
    database.table("mailing").create({"message_id": str, "code": str, "place": str, "notice": bytes}, pk="message_id")


class OtherMunicipalities(Node):
    """All the municipalities beyond this network, in one."""

    role = Role.OUTSIDE
    migrations = (outside,)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        match event:
            case Received(message=MailingNotice() as notice):
                context.store.write(
                    "insert or replace into mailing (message_id, code, place, notice) values (?, ?, ?, ?)",
                    event.id,
                    notice.code.digits,
                    notice.family_register.municipality.digits,
                    encode(notice),
                )
                return []
            case _:
                raise self.unexpected(event)

"""What 公的個人認証 tells whoever checks a 利用者証明: whether the certificate is good, and by which key (公的個人認証法37条, 38条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.protocol.effects import Effect, Event, Received, Reply
from juki.protocol.messages.kiosk import CertificateStatusReply, CertificateStatusRequest

if TYPE_CHECKING:
    from juki.nodes.node import Context, Decision, Node, Topic
    from juki.nodes.store import Store

content = Migrations("jpki-content")
USER_PURPOSE = "user"


@content()
def first(database: Database) -> None:
    """What stands in a certificate beside its number: the hash of its key, and its last day."""
    database.table("certificate_content").create({"serial": str, "mark": str, "expires_on": str}, pk="serial")


def _asked(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=CertificateStatusRequest(key=key, certificate=certificate)):
            return [Reply(_status(key, certificate, context.store))]
        case _:
            raise node.unexpected(event)


def _status(key: str, certificate: str, store: Store) -> CertificateStatusReply:
    row = store.one(
        "select revoked_on, mark, expires_on from certificates join certificate_content using (serial)"
        " where serial = ? and purpose = ? -- one row",
        certificate,
        USER_PURPOSE,
    )
    if row is None:
        return CertificateStatusReply(key, certificate, is_known=False, is_revoked=False, expires_on=None, mark="")
    revoked_on, mark, expires_on = row
    return CertificateStatusReply(
        key,
        certificate,
        is_known=True,
        is_revoked=revoked_on is not None,
        expires_on=date.fromisoformat(expires_on),
        mark=mark,
    )


DECISIONS: dict[Topic, Decision] = {CertificateStatusRequest: _asked}

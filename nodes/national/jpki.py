"""公的個人認証: the certificates inside the cards, revoked by what happens to a record (公的個人認証法12条, 31条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.national import jpki_user
from juki.nodes.node import Context, Node
from juki.nodes.store import Store
from juki.protocol.deadlines import user_certificate
from juki.protocol.effects import CancelTimer, Effect, Event, Notify, Received, SetTimer, TimerDue
from juki.protocol.messages.identity import IdentityChanged
from juki.protocol.records.changes import Change, ChangeReason
from juki.protocol.terms import JuminhyoCode, Role

certificates = Migrations("jpki")
SIGNING, USER = "signing", "user"
"署名用電子証明書 and 利用者証明用電子証明書."
REVOKE = "revoke-user/"
"Timer, followed by the serial of a user certificate."
TOUCHES_THE_SIGNATURE = frozenset({ChangeReason.MOVED_WITHIN, ChangeReason.CORRECTED_EX_OFFICIO})
"Corrections of what the certificate says; a 軽微な修正 is none (公的個人認証法12条)."

BY_MOVE_OUT_REPORT = frozenset({ChangeReason.MOVED_OUT, ChangeReason.MOVED_ABROAD})
"Erasures after a 転出届: the user certificate outlives them for thirty days (公的個人認証法31条1号, 2号)."


@certificates()
def first(database: Database) -> None:
    """One row a certificate."""
    database.table("certificates").create(
        {"serial": str, "code": str, "purpose": str, "revoked_on": str, "reason": str}, pk="serial"
    ).create_index(["code"])


class Jpki(Node):
    """Revokes; the issuing of certificates is no part of a move."""

    role = Role.JPKI
    migrations = (certificates, jpki_user.content)
    decisions = jpki_user.DECISIONS

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        today = context.now.date()
        match event:
            case Received(message=IdentityChanged() as changed):
                return self._changed(changed, context.store, today)
            case TimerDue(name=name) if name.startswith(REVOKE):
                return self._revoke([name.removeprefix(REVOKE)], "no 転入届", context.store, today)
            case _:
                return super().decide(event, context)

    def _changed(self, changed: IdentityChanged, store: Store, today: date) -> list[Effect]:
        if changed.old_code is not None:
            # The code is none of the causes of 公的個人認証法12条: what was issued goes on under the new one.
            store.write("update certificates set code = ? where code = ?", changed.code.digits, changed.old_code.digits)
        effects: list[Effect] = []
        if changed.reason.change is not Change.CORRECTION or changed.reason in TOUCHES_THE_SIGNATURE:
            signing = self._valid(changed.code, SIGNING, store)
            effects += self._revoke(signing, changed.reason.value, store, today)
        user = self._valid(changed.code, USER, store)
        if changed.reason.change is Change.ERASURE and changed.reason not in BY_MOVE_OUT_REPORT:
            return [*effects, *self._revoke(user, changed.reason.value, store, today)]
        for serial in user:
            match changed.reason:
                case ChangeReason.MOVED_OUT | ChangeReason.MOVED_ABROAD:
                    effects.append(SetTimer(REVOKE + serial, user_certificate(changed.changed_on).timer))
                case ChangeReason.MOVED_IN:
                    effects.append(CancelTimer(REVOKE + serial))
                case _:
                    pass
        return effects

    def _valid(self, code: JuminhyoCode, purpose: str, store: Store) -> list[str]:
        rows = store.rows(
            "select serial from certificates where code = ? and purpose = ? and revoked_on is null order by serial",
            code.digits,
            purpose,
        )
        return [row[0] for row in rows]

    def _revoke(self, serials: Sequence[str], reason: str, store: Store, today: date) -> list[Effect]:
        for serial in serials:
            store.write(
                "update certificates set revoked_on = ?, reason = ? where serial = ? and revoked_on is null",
                today.isoformat(),
                reason,
                serial,
            )
        return [Notify("certificate-revoked", {"serial": serial, "reason": reason}) for serial in serials]

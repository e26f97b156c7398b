"""キオスク端末: a multi-copier in a shop that reads a card, asks the center, takes the fee and prints. One person at a time.

It keeps nothing of a person whose visit is over, and prints nothing that was not asked for in the visit under way.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.store import Opaque
from juki.protocol.card_proof import NONCE_BYTES
from juki.protocol.effects import Effect, Event, Ordered, Received, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.kiosk_hours import is_open
from juki.protocol.messages import Refusal
from juki.protocol.messages.kiosk import CertificateDeclined, CertificateDocument, UserDenied, UserProof
from juki.protocol.procedures.kiosk_visit import KIOSK_WAIT, OPEN, KioskEvent, KioskVisit, TimeUp, begin, step
from juki.protocol.records.certificates import CertificateKind
from juki.protocol.refusals import FORGED, KIOSK_BUSY, OUT_OF_HOURS, OUT_OF_TURN
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import CERTIFICATE_CENTER
from juki.protocol.wire import decode, encode

visits = Migrations("kiosk")


@visits()
def first(database: Database) -> None:
    """The visit under way, and key and end of those before."""
    database.table("kiosk_visits").create({"key": str, "state": str, "visit": bytes}, pk="key").create_index(["state"])


class Kiosk(Node):
    """One machine."""

    role = Role.KIOSK
    migrations = (visits,)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        match event:
            case Ordered(verb="request_certificate"):
                return self._begin(event, context)
            case Received(message=(UserProof() | UserDenied() | CertificateDeclined() | CertificateDocument()) as news):
                return self._advance(self._visit(event, context), news, context)
            case TimerDue(name=name) if name.startswith(KIOSK_WAIT):
                return self._advance(self._of_key(name.removeprefix(KIOSK_WAIT), context), TimeUp(), context)
            case _:
                return super().decide(event, context)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """Whatever was refused on behalf of a visit ends it."""
        return self._advance(self._visit(event, context), refusal, context)

    def _begin(self, event: Ordered, context: Context) -> Sequence[Effect]:
        if not is_open(context.now):
            raise PeerFault(OUT_OF_HOURS, f"{context.now:%m-%d %H:%M}")
        for state in sorted(OPEN):
            if context.store.one("select 1 from kiosk_visits where state = ? limit 1", state.value):
                raise PeerFault(KIOSK_BUSY)
        said = event.arguments
        visit = KioskVisit(
            key=event.case,
            card=said["card"],
            wanted=CertificateKind(said["certificate"]),
            in_full=said.get("in_full") == "yes",
            nonce=context.draws.octets(f"nonce/{event.case}", NONCE_BYTES),
            reply_key=context.vault.public.sealing,
        )
        visit, effects = begin(visit, said["pin"], context.now)
        self._put(visit, context)
        return effects

    def _visit(self, event: Received, context: Context) -> KioskVisit:
        visit = self._of_key(event.case, context)
        if event.sender not in {visit.card, CERTIFICATE_CENTER} and visit.state in OPEN:
            raise PeerFault(FORGED, f"{event.sender} has no part in this visit")
        return visit

    @staticmethod
    def _of_key(key: str, context: Context) -> KioskVisit:
        row = context.store.one("select visit from kiosk_visits where key = ? -- one row", key)
        if row is None:
            raise PeerFault(OUT_OF_TURN, f"no visit of case {key[:60]}")
        return decode(row[0], KioskVisit)

    def _advance(self, visit: KioskVisit, news: KioskEvent, context: Context) -> Sequence[Effect]:
        visit, effects = step(visit, news)
        self._put(visit, context)
        return effects

    @staticmethod
    def _put(visit: KioskVisit, context: Context) -> None:
        context.store.write(
            "insert or replace into kiosk_visits (key, state, visit) values (?, ?, ?)",
            visit.key,
            visit.state.value,
            Opaque(encode(visit)),
        )

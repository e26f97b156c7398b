"""証明書交付センター at the 機構: checks certificates, hours and membership, relays requests and documents. Reads no document.

It never learns a name: who asks is the number of a certificate, and what comes back is sealed to the kiosk (seed I 9-①).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.store import Opaque
from juki.protocol.checks import check_reply_key
from juki.protocol.effects import Effect, Event, Received, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.kiosk_hours import is_open
from juki.protocol.messages import Refusal, Sealed
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificateDocument,
    CertificatePrinted,
    CertificateRequest,
    CertificateStatusReply,
    RequestAborted,
)
from juki.protocol.procedures.certificate_errand import (
    CENTER_WAIT,
    CenterTimeUp,
    DocumentCame,
    Errand,
    ErrandEvent,
    RefusedBy,
    StatusChecked,
    begin,
    step,
)
from juki.protocol.refusals import FORGED, KEY_USED, MALFORMED, NOT_A_MEMBER, OUT_OF_HOURS, OUT_OF_TURN
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import JPKI, municipal_system
from juki.protocol.user_proof import check_user_proof
from juki.protocol.wire import decode, encode

errands = Migrations("certificate-center")


@errands()
def first(database: Database) -> None:
    """One row a request; keys stay for ever, so that none is used twice."""
    database.table("errands").create({"key": str, "state": str, "errand": bytes}, pk="key")


class CertificateCenter(Node):
    """The one center of the country."""

    role = Role.CERTIFICATE_CENTER
    migrations = (errands,)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        match event:
            case Received(message=CertificateRequest() as request):
                return self._begin(request, event, context)
            case Received(message=CertificateStatusReply() as reply):
                return self._advance(event, reply.key, StatusChecked(reply, context.now.date()), context)
            case Received(message=Sealed(kind=CertificateDocument.__name__) as document):
                return self._advance(event, event.case, DocumentCame(document, event.proof), context)
            case Received(message=(CertificateDeclined() | CertificatePrinted() | RequestAborted()) as news):
                return self._advance(event, news.key, news, context)
            case TimerDue(name=name) if name.startswith(CENTER_WAIT):
                errand = self._errand(name.removeprefix(CENTER_WAIT), context)
                return self._stepped(errand, CenterTimeUp(), context)
            case _:
                return super().decide(event, context)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """What was refused on behalf of a request ends it for all."""
        return self._advance(event, event.case, RefusedBy(event.sender, refusal), context)

    def _begin(self, request: CertificateRequest, event: Received, context: Context) -> Sequence[Effect]:
        if not is_open(context.now):
            raise PeerFault(OUT_OF_HOURS, f"{context.now:%m-%d %H:%M}")
        if request.key != event.case or request.key.partition(":")[0] != event.sender:
            raise PeerFault(MALFORMED, "the key is not one of this kiosk's")
        if context.store.one("select 1 from errands where key = ? limit 1", request.key):
            raise PeerFault(KEY_USED, request.key)
        city = self.surroundings.city_of.get(request.office)
        if city is None or city not in self.surroundings.members:
            raise PeerFault(NOT_A_MEMBER, f"{request.office}")
        check_reply_key(request.reply_key)
        check_user_proof(request)
        errand = Errand(
            request.key,
            event.sender,
            municipal_system(city, Role.CONVENIENCE_ISSUANCE),
            request=request,
            proof=event.proof,
        )
        errand, effects = begin(errand, context.now)
        self._put(errand, context)
        return effects

    def _advance(self, event: Received, key: str, news: ErrandEvent, context: Context) -> Sequence[Effect]:
        errand = self._errand(key, context)
        if key != event.case or event.sender not in {errand.kiosk, errand.city, JPKI}:
            raise PeerFault(FORGED, f"{event.sender} has no part in this request")
        return self._stepped(errand, news, context)

    @staticmethod
    def _errand(key: str, context: Context) -> Errand:
        row = context.store.one("select errand from errands where key = ? -- one row", key)
        if row is None:
            raise PeerFault(OUT_OF_TURN, f"no request {key[:60]}")
        return decode(row[0], Errand)

    def _stepped(self, errand: Errand, news: ErrandEvent, context: Context) -> Sequence[Effect]:
        errand, effects = step(errand, news)
        self._put(errand, context)
        return effects

    @staticmethod
    def _put(errand: Errand, context: Context) -> None:
        context.store.write(
            "insert or replace into errands (key, state, errand) values (?, ?, ?)",
            errand.key,
            errand.state.value,
            Opaque(encode(errand)),
        )

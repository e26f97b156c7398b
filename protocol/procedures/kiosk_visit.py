"""One person at one kiosk: card, PIN, request, paper (seed I 9-①). The kiosk's side; it forgets who it was when all is over.

Whatever comes for a request that has ended is destroyed and told, never printed: not for this person, not for the next.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from juki.protocol.effects import CancelTimer, Notify, Send, SetTimer
from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.kiosk_hours import KIOSK_WAITS
from juki.protocol.messages import Refusal
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificateDocument,
    CertificatePrinted,
    CertificateRequest,
    RequestAborted,
    UserChallenge,
    UserDenied,
    UserProof,
)
from juki.protocol.records.certificates import CertificateKind
from juki.protocol.refusals import WAIT_LIMIT, WRONG_DOCUMENT
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import CERTIFICATE_CENTER

KIOSK_WAIT = "kiosk-wait/"
"Timer, followed by the key of a request."


class KioskState(StrEnum):
    """What the kiosk is waiting for, or how it ended."""

    AT_CARD = "at-card"
    WAITING = "waiting"
    PRINTED = "printed"
    DECLINED = "declined"
    ABORTED = "aborted"


OPEN = frozenset({KioskState.AT_CARD, KioskState.WAITING})


class KioskVisit(msgspec.Struct, frozen=True):
    """One visit, as the kiosk keeps it while it lasts; of an ended one only key and state stay."""

    key: str
    state: KioskState = KioskState.AT_CARD
    card: str = ""
    wanted: CertificateKind = CertificateKind.RECORD_COPY
    in_full: bool = False
    nonce: bytes = b""
    reply_key: bytes = b""
    applicant: str = ""


class TimeUp(msgspec.Struct, frozen=True):
    """The wait is over."""


KioskEvent: TypeAlias = UserProof | UserDenied | CertificateDocument | CertificateDeclined | Refusal | TimeUp
EVENTS = (UserProof, UserDenied, CertificateDocument, CertificateDeclined, Refusal, TimeUp)
KioskEffect: TypeAlias = Send | SetTimer | CancelTimer | Notify
Outcome: TypeAlias = tuple[KioskVisit, list[KioskEffect]]


def begin(visit: KioskVisit, pin: str, now: datetime) -> Outcome:
    """The card lies on the reader, the PIN is typed."""
    challenge = UserChallenge(visit.key, visit.nonce, pin)
    return visit, [SetTimer(KIOSK_WAIT + visit.key, now + KIOSK_WAITS), Send(NodeId(visit.card), challenge)]


def step(visit: KioskVisit, event: KioskEvent) -> Outcome:  # noqa: PLR0911 - one return a row of the table
    """Advance by one event; the visit and what must now be done.

    Raises:
        OutOfTurn: this state expects no such event.
        PeerFault: `WRONG_DOCUMENT`; nothing is printed, and the request waits for its end.
    """
    match visit.state, event:
        case KioskState.AT_CARD, UserProof():
            return _asked(visit, event)
        case KioskState.AT_CARD, UserDenied(rule=rule):
            return _ended(visit, KioskState.DECLINED, Notify("declined", {"rule": rule, "detail": ""}))
        case KioskState.WAITING, CertificateDocument():
            return _printed(visit, event)
        case KioskState.WAITING, CertificateDeclined(rule=rule, detail=detail):
            state = KioskState.ABORTED if rule == WAIT_LIMIT.name else KioskState.DECLINED
            return _ended(visit, state, Notify("declined", {"rule": rule, "detail": detail}))
        case ((KioskState.AT_CARD | KioskState.WAITING), Refusal(rule=rule, detail=detail)):
            return _ended(visit, KioskState.DECLINED, Notify("declined", {"rule": rule, "detail": detail}))
        case ((KioskState.AT_CARD | KioskState.WAITING), TimeUp()):
            return _given_up(visit)
        case ((KioskState.DECLINED | KioskState.ABORTED), CertificateDocument()):
            return visit, [Notify("document-destroyed", {"key": visit.key})]
        case ((KioskState.PRINTED | KioskState.DECLINED | KioskState.ABORTED), Refusal()):
            return visit, []
        case ((KioskState.DECLINED | KioskState.ABORTED), (UserProof() | UserDenied() | CertificateDeclined())):
            return visit, []
        case _:
            raise OutOfTurn(visit.state, event)


def _asked(visit: KioskVisit, proof: UserProof) -> Outcome:
    request = CertificateRequest(
        key=visit.key,
        wanted=visit.wanted,
        in_full=visit.in_full,
        applicant=proof.certificate,
        office=proof.office,
        nonce=visit.nonce,
        public_key=proof.public_key,
        signature=proof.signature,
        reply_key=visit.reply_key,
    )
    waiting = replace(visit, state=KioskState.WAITING, applicant=proof.certificate)
    return waiting, [Send(CERTIFICATE_CENTER, request)]


def _printed(visit: KioskVisit, document: CertificateDocument) -> Outcome:
    if (document.key, document.applicant, document.wanted) != (visit.key, visit.applicant, visit.wanted):
        raise PeerFault(WRONG_DOCUMENT, f"asked by {visit.key}")
    about = {"key": visit.key, "yen": str(document.fee_yen)}
    # The fee is taken when the document is there, and the paper is out before anybody is told so.
    visit, effects = _ended(visit, KioskState.PRINTED, Notify("certificate-printed", about))
    return visit, [*effects, Send(CERTIFICATE_CENTER, CertificatePrinted(visit.key))]


def _given_up(visit: KioskVisit) -> Outcome:
    told = [Send(CERTIFICATE_CENTER, RequestAborted(visit.key))] if visit.state is KioskState.WAITING else []
    visit, effects = _ended(visit, KioskState.ABORTED, Notify("request-aborted", {"key": visit.key}))
    shown = Notify("declined", {"rule": WAIT_LIMIT.name, "detail": ""})
    return visit, [*effects, shown, *told]


def _ended(visit: KioskVisit, state: KioskState, notice: Notify) -> Outcome:
    """Over: what is known of the person is dropped, so that nothing of it can reach the next one."""
    return KioskVisit(visit.key, state), [CancelTimer(KIOSK_WAIT + visit.key), notice]

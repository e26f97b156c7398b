"""One request at the 証明書交付センター: certificate checked, city asked, document passed on unread (公的個人認証法38条).

The center is where a request ends for everybody: once it is aborted here, no document of it reaches a kiosk.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from juki.protocol.card_proof import mark_of
from juki.protocol.effects import CancelTimer, Notify, Send, SetTimer
from juki.protocol.errors import OutOfTurn
from juki.protocol.kiosk_hours import CENTER_WAITS
from juki.protocol.messages import Refusal, Sealed
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificatePrinted,
    CertificateRequest,
    CertificateStatusReply,
    CertificateStatusRequest,
    RequestAborted,
)
from juki.protocol.refusals import (
    CARD_NOT_GENUINE,
    USER_CERTIFICATE_ABSENT,
    USER_CERTIFICATE_EXPIRED,
    USER_CERTIFICATE_REVOKED,
    WAIT_LIMIT,
    Rule,
)
from juki.protocol.secure.envelope import Proof
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import JPKI

CENTER_WAIT = "center-wait/"
"Timer, followed by the key of a request."


class ErrandState(StrEnum):
    """Where a request stands at the center."""

    CHECKING = "checking"
    ASKED = "asked"
    PASSED = "passed"
    PRINTED = "printed"
    DECLINED = "declined"
    ABORTED = "aborted"


class Errand(msgspec.Struct, frozen=True):
    """One request. Its words are kept, with the kiosk's proof, until the city has been asked."""

    key: str
    kiosk: NodeId
    city: NodeId
    "The city's コンビニ交付システム."
    state: ErrandState = ErrandState.CHECKING
    request: CertificateRequest | None = None
    proof: Proof | None = None


class CenterTimeUp(msgspec.Struct, frozen=True):
    """The center's wait is over."""


class StatusChecked(msgspec.Struct, frozen=True):
    """What 公的個人認証 answered, and the day on which it did."""

    reply: CertificateStatusReply
    today: date


class DocumentCame(msgspec.Struct, frozen=True):
    """The document, which the center cannot read, with the city's signature."""

    document: Sealed
    proof: Proof | None


class RefusedBy(msgspec.Struct, frozen=True):
    """Something said for this request was refused by a peer."""

    peer: NodeId
    refusal: Refusal


ErrandEvent: TypeAlias = (
    StatusChecked | DocumentCame | CertificateDeclined | CertificatePrinted | RequestAborted | RefusedBy | CenterTimeUp
)
EVENTS = (
    StatusChecked,
    DocumentCame,
    CertificateDeclined,
    CertificatePrinted,
    RequestAborted,
    RefusedBy,
    CenterTimeUp,
)
ErrandEffect: TypeAlias = Send | SetTimer | CancelTimer | Notify
Outcome: TypeAlias = tuple[Errand, list[ErrandEffect]]
ENDED = frozenset({ErrandState.PRINTED, ErrandState.DECLINED, ErrandState.ABORTED})


def begin(errand: Errand, now: datetime) -> Outcome:
    """The request is taken: first its certificate is checked."""
    request = errand.request
    assert request is not None  # noqa: S101 - an errand begins with one
    question = CertificateStatusRequest(errand.key, request.applicant)
    return errand, [SetTimer(CENTER_WAIT + errand.key, now + CENTER_WAITS), Send(JPKI, question)]


def step(errand: Errand, event: ErrandEvent) -> Outcome:  # noqa: PLR0911 - one return a row of the table
    """Advance by one event; the errand and what must now be done.

    Raises:
        OutOfTurn: this state expects no such event.
    """
    match errand.state, event:
        case ErrandState.CHECKING, StatusChecked(reply=reply, today=today):
            return _checked(errand, reply, today)
        case ErrandState.ASKED, DocumentCame(document=document, proof=proof):
            passed = replace(errand, state=ErrandState.PASSED)
            return passed, [CancelTimer(CENTER_WAIT + errand.key), Send(errand.kiosk, document, proof)]
        case ErrandState.ASKED, CertificateDeclined(rule=rule, detail=detail):
            return _declined(errand, rule, detail)
        case ErrandState.PASSED, CertificatePrinted():
            return replace(errand, state=ErrandState.PRINTED), [Send(errand.city, event)]
        case ((ErrandState.CHECKING | ErrandState.ASKED), CenterTimeUp()):
            errand, effects = _aborted(errand)
            return errand, [*effects, Send(errand.kiosk, CertificateDeclined(errand.key, WAIT_LIMIT.name))]
        case ((ErrandState.CHECKING | ErrandState.ASKED | ErrandState.PASSED), RequestAborted()):
            return _aborted(errand)
        case ErrandState.PASSED, RefusedBy():
            # Whoever got a document that is not his alarmed us: the whole request ends.
            return _aborted(errand)
        case ((ErrandState.CHECKING | ErrandState.ASKED), RefusedBy(refusal=refusal)):
            return _declined(errand, refusal.rule, refusal.detail)
        case _ if errand.state in ENDED:
            return errand, [Notify("document-destroyed", {"key": errand.key})] * isinstance(event, DocumentCame)
        case _:
            raise OutOfTurn(errand.state, event)


def _checked(errand: Errand, reply: CertificateStatusReply, today: date) -> Outcome:
    request = errand.request
    assert request is not None  # noqa: S101 - kept until the city is asked
    rule = verdict(request, reply, today)
    if rule is not None:
        return _declined(errand, rule.name, "")
    asked = replace(errand, state=ErrandState.ASKED, request=None, proof=None)
    return asked, [Send(errand.city, request, errand.proof)]


def verdict(request: CertificateRequest, reply: CertificateStatusReply, today: date) -> Rule | None:
    """Why this certificate proves nothing; None if it does (公的個人認証法34条1項, 38条1項)."""
    if not reply.is_known or reply.certificate != request.applicant:
        return USER_CERTIFICATE_ABSENT
    if mark_of(request.public_key) != reply.mark:
        return CARD_NOT_GENUINE
    if reply.is_revoked:
        return USER_CERTIFICATE_REVOKED
    if reply.expires_on is not None and today > reply.expires_on:
        return USER_CERTIFICATE_EXPIRED
    return None


def _declined(errand: Errand, rule: str, detail: str) -> Outcome:
    ended = replace(errand, state=ErrandState.DECLINED, request=None, proof=None)
    declined = CertificateDeclined(errand.key, rule, detail)
    return ended, [CancelTimer(CENTER_WAIT + errand.key), Send(errand.kiosk, declined)]


def _aborted(errand: Errand) -> Outcome:
    """The whole request is void: here at once, and at the city if it has heard of it."""
    told = [] if errand.state is ErrandState.CHECKING else [Send(errand.city, RequestAborted(errand.key))]
    ended = replace(errand, state=ErrandState.ABORTED, request=None, proof=None)
    notice = Notify("request-aborted", {"key": errand.key})
    return ended, [CancelTimer(CENTER_WAIT + errand.key), notice, *told]

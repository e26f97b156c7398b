"""A visit to the counter with a card: proof, questions, report, rewriting (住基法24条の2第1項, 番号法17条, seed I 2, 3).

One case a visit, at the 統合端末. The file knows the order of the steps and who is asked; it keeps no number longer than
the visit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

import msgspec

from juki.protocol.effects import Notify, Send
from juki.protocol.errors import OutOfTurn
from juki.protocol.messages import Message, Refusal
from juki.protocol.messages.card import (
    CardChallenge,
    CardContinuation,
    CardContinued,
    CardDenied,
    CardProof,
    CardRewrite,
    CardRewritten,
    CardState,
    CardStatusReply,
    CardStatusRequest,
)
from juki.protocol.messages.identity import IdentityCheckReply, IdentityCheckRequest
from juki.protocol.messages.move import MoveInAccepted, MoveInDeclined, MoveInReport
from juki.protocol.refusals import (
    ALREADY_PRESENT,
    CARD_EXPIRED,
    CARD_NOT_ACTIVE,
    UNKNOWN_PERSON,
    WRONG_HOLDER,
    Rule,
)
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode, NodeId


class VisitState(StrEnum):
    """What the counter is waiting for."""

    AT_CARD = "at-card"
    AT_NATIONAL = "at-national"
    AT_CARD_MANAGEMENT = "at-card-management"
    AT_REGISTER = "at-register"
    REWRITING = "rewriting"
    CONTINUING = "continuing"
    DONE = "done"
    DECLINED = "declined"


class Purpose(StrEnum):
    """Why somebody came."""

    MOVE_IN = "move-in"
    CONTINUE_CARD = "continue-card"
    CHECK_IDENTITY = "check-identity"


class Visit(msgspec.Struct, frozen=True):
    """One visit, as the terminal keeps it while it lasts."""

    purpose: Purpose
    card: NodeId
    server: NodeId
    "The communication server of this city."
    municipality: MunicipalityCode
    address: Address
    moved_on: date
    today: date
    nonce: bytes
    reply_key: bytes
    state: VisitState = VisitState.AT_CARD
    code: JuminhyoCode | None = None
    origin: MunicipalityCode | None = None
    serial: str = ""
    card_mark: str = ""


@dataclass(frozen=True, slots=True)
class ProofChecked:
    """The card's proof, its signature already found good, and the hash of the key that made it."""

    proof: CardProof
    mark: str


VisitEvent: TypeAlias = (
    ProofChecked
    | CardDenied
    | IdentityCheckReply
    | CardStatusReply
    | MoveInAccepted
    | MoveInDeclined
    | CardRewritten
    | CardContinued
    | Refusal
)
Outcome: TypeAlias = tuple[Visit, list[Send | Notify]]
EVENTS = (
    ProofChecked,
    CardDenied,
    IdentityCheckReply,
    CardStatusReply,
    MoveInAccepted,
    MoveInDeclined,
    CardRewritten,
    CardContinued,
    Refusal,
)
SETTLED = (VisitState.DONE, VisitState.DECLINED)


def begin(visit: Visit, pin: str) -> Outcome:
    """The visitor lays the card on the reader and types the PIN."""
    return visit, [Send(visit.card, CardChallenge(visit.nonce, pin))]


def step(visit: Visit, event: VisitEvent) -> Outcome:  # noqa: PLR0911 - one return a row of the table
    """Advance by one answer; return the visit and what must now be asked.

    Raises:
        OutOfTurn: the answer is not expected now.
    """
    match visit.state, event:
        case VisitState.AT_CARD, ProofChecked():
            return _proved(visit, event)
        case VisitState.AT_CARD, CardDenied():
            return _decline(visit, event.rule, f"tries left: {event.tries_left}")
        case VisitState.AT_NATIONAL, IdentityCheckReply():
            return _identified(visit, event)
        case VisitState.AT_CARD_MANAGEMENT, CardStatusReply():
            return _status(visit, event)
        case VisitState.AT_REGISTER, MoveInAccepted():
            told = Notify("move-in-accepted", {"people": str(event.people)})
            rewriting, effects = _rewrite(visit)
            return rewriting, [told, *effects]
        case VisitState.AT_REGISTER, MoveInDeclined():
            return _decline(visit, event.rule, event.detail)
        case VisitState.REWRITING, CardRewritten():
            return _wait(visit, VisitState.CONTINUING, _continuation(visit))
        case VisitState.CONTINUING, CardContinued():
            done = msgspec.structs.replace(visit, state=VisitState.DONE, code=None, card_mark="")
            return done, [Notify("card-continued", {"serial": event.serial})]
        case state, Refusal() if state not in SETTLED:
            return _decline(visit, event.rule, event.detail)
        case _:
            raise OutOfTurn(visit.state, event)


def _wait(visit: Visit, state: VisitState, message: Message, to: NodeId | None = None) -> Outcome:
    return msgspec.structs.replace(visit, state=state), [Send(to or visit.server, message)]


def _decline(visit: Visit, rule: str, detail: str = "") -> Outcome:
    declined = msgspec.structs.replace(visit, state=VisitState.DECLINED, code=None, card_mark="")
    return declined, [Notify("declined", {"rule": rule, "detail": detail})]


def _refuse(visit: Visit, rule: Rule, detail: str = "") -> Outcome:
    return _decline(visit, rule.name, detail)


def _proved(visit: Visit, event: ProofChecked) -> Outcome:
    proof = event.proof
    if visit.today > proof.expires_on:
        return _refuse(visit, CARD_EXPIRED, f"valid to {proof.expires_on}")
    known = msgspec.structs.replace(visit, code=proof.code, serial=proof.serial, card_mark=event.mark)
    return _wait(known, VisitState.AT_NATIONAL, IdentityCheckRequest(proof.code, visit.reply_key))


def _identified(visit: Visit, reply: IdentityCheckReply) -> Outcome:
    code = visit.code
    if reply.found is None or code is None or reply.found.code != code:
        return _refuse(visit, UNKNOWN_PERSON)
    lives_here = reply.is_current and reply.found.municipality == visit.municipality
    if lives_here and visit.purpose is Purpose.MOVE_IN:
        return _refuse(visit, ALREADY_PRESENT)
    if not lives_here and visit.purpose is Purpose.CONTINUE_CARD:
        return _refuse(visit, UNKNOWN_PERSON, "the holder has not moved in here")
    if not reply.is_current and visit.purpose is Purpose.CHECK_IDENTITY:
        return _refuse(visit, UNKNOWN_PERSON, "no record of the holder is current")
    address = reply.found.address if visit.purpose is Purpose.CONTINUE_CARD else visit.address
    known = msgspec.structs.replace(visit, origin=reply.found.municipality, address=address)
    return _wait(known, VisitState.AT_CARD_MANAGEMENT, CardStatusRequest(code, visit.serial))


def _status(visit: Visit, reply: CardStatusReply) -> Outcome:
    if not reply.is_holders:
        return _refuse(visit, WRONG_HOLDER)
    if reply.state is not CardState.ACTIVE:
        return _refuse(visit, CARD_NOT_ACTIVE, f"card management says {reply.state}")
    if visit.today > reply.expires_on:
        return _refuse(visit, CARD_EXPIRED, f"valid to {reply.expires_on}")
    match visit.purpose:
        case Purpose.CONTINUE_CARD:
            return _rewrite(visit)
        case Purpose.CHECK_IDENTITY:
            return _checked(visit)
        case Purpose.MOVE_IN:
            return _wait(visit, VisitState.AT_REGISTER, _report(visit))


def _checked(visit: Visit) -> Outcome:
    """本人確認 and nothing else: the card is its holder's and in operation (seed I 2-③)."""
    done = msgspec.structs.replace(visit, state=VisitState.DONE, code=None, card_mark="")
    where = visit.origin.digits if visit.origin else ""
    return done, [Notify("identified", {"municipality": where, "state": "current"})]


def _rewrite(visit: Visit) -> Outcome:
    return _wait(visit, VisitState.REWRITING, CardRewrite(visit.nonce, visit.address, visit.today), visit.card)


def _report(visit: Visit) -> MoveInReport:
    assert visit.code is not None  # noqa: S101 - set when the card was proved
    assert visit.origin is not None  # noqa: S101 - set when the national server answered
    return MoveInReport(
        holder=visit.code,
        origin=visit.origin,
        office=visit.address.office,
        moved_on=visit.moved_on,
        reported_on=visit.today,
        address=visit.address,
        card_serial=visit.serial,
        card_mark=visit.card_mark,
    )


def _continuation(visit: Visit) -> CardContinuation:
    assert visit.code is not None  # noqa: S101 - set when the card was proved
    return CardContinuation(visit.code, visit.serial, visit.municipality, visit.today)

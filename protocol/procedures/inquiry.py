"""A question about a person, from the counter's side: asked, answered, compared, confirmed (seed I 2, 4, 5).

One case a question, at the 統合端末. Whoever fits is a candidate and nothing more: only an operator who has compared the
four items of a document binds one, also where a single one was found. The file asks nobody and keeps no 個人番号.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from juki.protocol.effects import Notify
from juki.protocol.errors import OutOfTurn, PeerFault
from juki.protocol.masking import mask
from juki.protocol.messages import Refusal
from juki.protocol.messages.search import (
    Candidate,
    FourItemsReply,
    IdentityInquiryReply,
    IdentitySearchReply,
    KnownItems,
    NumberCheckReply,
)
from juki.protocol.permissions.purposes import Means
from juki.protocol.refusals import NOT_THE_SAME_PERSON
from juki.protocol.searching import differing


class InquiryState(StrEnum):
    """How far a question has come."""

    ASKED = "asked"
    LISTED = "listed"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    REFUSED = "refused"


class Inquiry(msgspec.Struct, frozen=True):
    """One question, as the terminal keeps it."""

    means: Means
    purpose: str
    operator: str
    state: InquiryState = InquiryState.ASKED
    candidates: tuple[Candidate, ...] = ()
    "Whoever was listed, while the operator compares; without 個人番号."
    confirmed: Candidate | None = None


class Compared(msgspec.Struct, frozen=True):
    """同一人の確認: the operator typed the four items of the document that the person shows."""

    shown: KnownItems


class Forgotten(msgspec.Struct, frozen=True):
    """Another question is asked at this terminal: the list of this one leaves the screen."""


InquiryEvent: TypeAlias = (
    IdentitySearchReply | IdentityInquiryReply | FourItemsReply | NumberCheckReply | Compared | Forgotten | Refusal
)
Outcome: TypeAlias = tuple[Inquiry, list[Notify]]
EVENTS = (
    IdentitySearchReply,
    IdentityInquiryReply,
    FourItemsReply,
    NumberCheckReply,
    Compared,
    Forgotten,
    Refusal,
)
_ANSWERS: dict[Means, type] = {
    Means.SEARCH: IdentitySearchReply,
    Means.INQUIRY: IdentityInquiryReply,
    Means.FOUR_ITEMS_CHECK: FourItemsReply,
    Means.NUMBER_CHECK: NumberCheckReply,
}


def step(inquiry: Inquiry, event: InquiryEvent) -> Outcome:
    """Advance by one answer or act; return the question as it now stands and what the screen shows.

    Raises:
        OutOfTurn: the event is not expected now.
        PeerFault: `NOT_THE_SAME_PERSON`, when nobody listed has the items that were shown.
    """
    match inquiry.state, event:
        case InquiryState.ASKED, Refusal():
            refused = replace(inquiry, state=InquiryState.REFUSED)
            return refused, [Notify("declined", {"rule": event.rule, "detail": event.detail})]
        case InquiryState.ASKED, _ if isinstance(event, _ANSWERS.get(inquiry.means, ())):
            return _answered(inquiry, event)
        case InquiryState.LISTED, Compared(shown=shown):
            return _compared(inquiry, shown)
        case InquiryState.LISTED, Forgotten():
            return replace(inquiry, state=InquiryState.CLOSED, candidates=()), []
        case _:
            raise OutOfTurn(inquiry.state, event)


def _answered(inquiry: Inquiry, event: InquiryEvent) -> Outcome:
    closed = replace(inquiry, state=InquiryState.CLOSED)
    match event:
        case IdentitySearchReply(hits=hits) | IdentityInquiryReply(hits=hits):
            return _listed(inquiry, hits)
        case FourItemsReply(hits=1, municipality=municipality, is_current=is_current):
            where = municipality.digits if municipality else ""
            return closed, [Notify("identified", {"municipality": where, "state": state_word(is_current=is_current)})]
        case FourItemsReply(hits=hits):
            return closed, [Notify("not-identified", {"hits": str(hits)})]
        case NumberCheckReply(matches=True):
            return closed, [Notify("number-matches")]
        case _:
            return closed, [Notify("number-differs")]


def _listed(inquiry: Inquiry, hits: tuple[Candidate, ...]) -> Outcome:
    shown = [Notify("hits", {"hits": str(len(hits))}), *(_shown(place, hit) for place, hit in enumerate(hits, 1))]
    if not hits:
        return replace(inquiry, state=InquiryState.CLOSED), shown
    # A 個人番号 is shown and forgotten; the code is kept while the operator compares.
    kept = tuple(replace(hit, my_number=None) for hit in hits)
    return replace(inquiry, state=InquiryState.LISTED, candidates=kept), shown


def _shown(place: int, hit: Candidate) -> Notify:
    """One line of the list, its numbers masked."""
    return Notify(
        "hit",
        {
            "place": str(place),
            "name": hit.name.written,
            "birth": hit.birth.text,
            "address": hit.address.text,
            "state": state_word(is_current=hit.is_current),
            "code": mask(hit.code.digits) if hit.code else "",
            "number": mask(hit.my_number.digits) if hit.my_number else "",
        },
    )


def state_word(*, is_current: bool) -> str:
    return "current" if is_current else "erased"


def _compared(inquiry: Inquiry, shown: KnownItems) -> Outcome:
    differences = [differing(shown, candidate) for candidate in inquiry.candidates]
    same = [one for one, other in zip(inquiry.candidates, differences, strict=True) if not other]
    if len(same) != 1:
        nearest = min(differences, key=len)
        raise PeerFault(NOT_THE_SAME_PERSON, f"differs in {', '.join(nearest)}" if nearest else f"{len(same)} fit")
    bound = replace(inquiry, state=InquiryState.CONFIRMED, candidates=(), confirmed=same[0])
    code = same[0].code
    told = {"name": same[0].name.written, "code": mask(code.digits) if code else ""}
    return bound, [Notify("person-confirmed", told)]

"""Questions about people at the 統合端末: access-log notice and purpose first, then one question, then the operator compares.

What was listed is kept while it is compared, without 個人番号; a new question takes it from the screen. Knows no server's rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send
from juki.protocol.errors import LocalFault, MalformedValue, PeerFault
from juki.protocol.messages import Message, Refusal
from juki.protocol.messages.search import (
    FourItemsCheck,
    FourItemsReply,
    IdentityInquiry,
    IdentityInquiryReply,
    IdentitySearch,
    IdentitySearchReply,
    KnownItems,
    NumberCheck,
    NumberCheckReply,
)
from juki.protocol.permissions.purposes import RESIDENT_AFFAIRS, Means, purpose_named
from juki.protocol.procedures.inquiry import Compared, Forgotten, Inquiry, InquiryEvent, InquiryState, step
from juki.protocol.refusals import CHECK_DIGIT, FORGED, NOTICE_NOT_SHOWN, OUT_OF_TURN
from juki.protocol.searching import check_items
from juki.protocol.terms import MunicipalityCode, MyNumber, NodeId, PartialDate, Sex, organisation_of
from juki.protocol.terms.nodes import communication_server
from juki.protocol.wire import decode, encode

inquiries = Migrations("inquiries")
ANSWERS = (IdentitySearchReply, IdentityInquiryReply, FourItemsReply, NumberCheckReply)


@inquiries()
def first(database: Database) -> None:
    """The notice that stands on the screen, and every question with what came of it."""
    database.table("notices").create({"id": int, "purpose": str, "operator": str}, pk="id")
    database.table("inquiries").create({"case_id": str, "state": str, "inquiry": bytes}, pk="case_id")


def _show_notice(_: Node, event: Event, context: Context) -> Sequence[Effect]:
    """The access is logged, and the purpose must rest on a law: both are shown and confirmed (seed III)."""
    said = _arguments(event)
    purpose = purpose_named(said["purpose"])
    context.store.write(
        "insert or replace into notices (id, purpose, operator) values (1, ?, ?)",
        purpose.code,
        said.get("operator", ""),
    )
    return [Notify("access-log-notice", {"purpose": purpose.code})]


def _search(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    said = _arguments(event)
    asking = _after_notice(said, Means.SEARCH, context)
    items = items_of(said)
    check_items(items)
    lives_in = MunicipalityCode(said["lives_in"])
    key = context.vault.public.sealing
    return _ask(node, event, asking, IdentitySearch(items, lives_in, asking.purpose, asking.operator, key), context)


def _inquire(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    said = _arguments(event)
    asking = _after_notice(said, Means.INQUIRY, context)
    number = _number(said) if "number" in said else None
    items = items_of(said)
    if number is None:
        check_items(items)
    key = context.vault.public.sealing
    return _ask(node, event, asking, IdentityInquiry(number, items, asking.purpose, asking.operator, key), context)


def _check_number(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    said = _arguments(event)
    asking = _after_notice(said, Means.NUMBER_CHECK, context)
    key = context.vault.public.sealing
    asked = NumberCheck(_number(said), items_of(said), asking.purpose, asking.operator, key)
    return _ask(node, event, asking, asked, context)


def _check_four_items(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """本人確認 itself has one purpose, so none is chosen (seed I 2-②)."""
    said = _arguments(event)
    items = items_of(said)
    check_items(items)
    asking = Inquiry(Means.FOUR_ITEMS_CHECK, RESIDENT_AFFAIRS, said.get("operator", ""))
    return _ask(node, event, asking, FourItemsCheck(items, asking.operator, context.vault.public.sealing), context)


def _confirm(_: Node, event: Event, context: Context) -> Sequence[Effect]:
    """同一人の確認: an act of its own, on the list that stands on the screen, by whoever asked for it."""
    said = _arguments(event)
    row = context.store.one(
        "select case_id, inquiry from inquiries where state = ? order by rowid desc limit 1", InquiryState.LISTED.value
    )
    if row is None:
        raise PeerFault(OUT_OF_TURN, "no list stands on the screen")
    inquiry = decode(row[1], Inquiry)
    if inquiry.operator != said.get("operator", ""):
        raise PeerFault(OUT_OF_TURN, "the list is another operator's")
    return _advance(row[0], inquiry, Compared(items_of(said)), context)


def _answered(_: Node, event: Event, context: Context) -> Sequence[Effect]:
    if not isinstance(event, Received) or not isinstance(event.message, ANSWERS):
        raise LocalFault(f"{event} is no answer")
    inquiry = inquiry_of(event, context)
    if inquiry is None:
        raise PeerFault(OUT_OF_TURN, f"nothing was asked in case {event.case[:60]}")
    return _advance(event.case, inquiry, event.message, context)


def refused(event: Received, refusal: Refusal, context: Context) -> Sequence[Effect] | None:
    """A question of this terminal was refused; None if the refusal is about something else."""
    inquiry = inquiry_of(event, context)
    return None if inquiry is None else _advance(event.case, inquiry, refusal, context)


def inquiry_of(event: Received, context: Context) -> Inquiry | None:
    """The question of the case in which something came.

    Raises:
        PeerFault: `FORGED`, when it came from elsewhere than this city's communication server.
    """
    row = context.store.one("select inquiry from inquiries where case_id = ? -- one row", event.case)
    if row is None:
        return None
    owner = NodeId(event.case.rpartition(":")[0])
    if event.sender != communication_server(MunicipalityCode(organisation_of(owner))):
        raise PeerFault(FORGED, f"{event.sender} has no part in this question")
    return decode(row[0], Inquiry)


def _arguments(event: Event) -> Mapping[str, str]:
    if not isinstance(event, Ordered):
        raise LocalFault(f"{event} is no order")
    return event.arguments


def _after_notice(said: Mapping[str, str], means: Means, context: Context) -> Inquiry:
    """A question that begins; it uses up the notice that was shown for its purpose and operator.

    Raises:
        PeerFault: `UNKNOWN_PURPOSE` or `NOTICE_NOT_SHOWN`.
    """
    purpose, operator = purpose_named(said["purpose"]).code, said.get("operator", "")
    used = context.store.write("delete from notices where purpose = ? and operator = ?", purpose, operator)
    if not used:
        raise PeerFault(NOTICE_NOT_SHOWN, purpose)
    return Inquiry(means, purpose, operator)


def _number(said: Mapping[str, str]) -> MyNumber:
    """The 個人番号 as typed.

    Raises:
        PeerFault: `CHECK_DIGIT`, with the item and what is wrong with it; the number is not repeated.
    """
    try:
        return MyNumber(said["number"])
    except MalformedValue as fault:
        raise PeerFault(CHECK_DIGIT, f"item number: {fault}") from None


def items_of(said: Mapping[str, str]) -> KnownItems:
    """The items of an order; what is not there was not said."""
    return KnownItems(
        written=said.get("written", ""),
        kana=said.get("kana", ""),
        birth=PartialDate.parse(said["birth"]) if "birth" in said else None,
        sex=Sex(said["sex"]) if "sex" in said else None,
        office=MunicipalityCode(said["office"]) if "office" in said else None,
        address=said.get("address", ""),
    )


def _ask(node: Node, event: Event, inquiry: Inquiry, question: Message, context: Context) -> Sequence[Effect]:
    """Open the case, and take from the screen what an earlier question listed there."""
    assert isinstance(event, Ordered)  # noqa: S101 - its arguments were read
    for case, body in context.store.rows(
        "select case_id, inquiry from inquiries where state = ? order by case_id", InquiryState.LISTED.value
    ):
        _put(case, step(decode(body, Inquiry), Forgotten())[0], context)
    _put(event.case, inquiry, context)
    return [Send(communication_server(MunicipalityCode(organisation_of(node.me))), question)]


def _advance(case: str, inquiry: Inquiry, news: InquiryEvent, context: Context) -> Sequence[Effect]:
    inquiry, shown = step(inquiry, news)
    _put(case, inquiry, context)
    return shown


def _put(case: str, inquiry: Inquiry, context: Context) -> None:
    context.store.write(
        "insert or replace into inquiries (case_id, state, inquiry) values (?, ?, ?)",
        case,
        inquiry.state.value,
        encode(inquiry),
    )


DECISIONS: dict[Topic, Decision] = {
    "show_access_notice": _show_notice,
    "search_person": _search,
    "inquire_person": _inquire,
    "check_number": _check_number,
    "check_four_items": _check_four_items,
    "confirm_person": _confirm,
    **dict.fromkeys(ANSWERS, _answered),
}

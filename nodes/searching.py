"""How a server that keeps 本人確認情報 answers questions: ground, matching, 提供記録, seal. The same at city, prefecture and 機構.

Every question ends in a record, granted or refused. The file knows which rows fit, not why a purpose may ask: the table of
purposes does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.provision_rows import Asking, ProvisionRows
from juki.nodes.store import Store
from juki.protocol.checks import check_reply_key
from juki.protocol.effects import Effect, Event, Received, Refuse, Reply
from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.messages import Message
from juki.protocol.messages.identity import IdentityCheckReply, IdentityCheckRequest
from juki.protocol.messages.search import (
    Candidate,
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
from juki.protocol.permissions.purposes import RESIDENT_AFFAIRS, Ground, Means, ground_for
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import RECORD_UNDER_REVIEW, TOO_MANY_HITS, UNKNOWN_PERSON
from juki.protocol.searching import MOST_HITS, check_items, fits, same_four_items, told_of
from juki.protocol.terms import MunicipalityCode, NodeId, organisation_of
from juki.protocol.wire import decode, encode


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that fits; a frozen one is under review (更新禁止)."""

    record: IdentityRecord
    is_current: bool
    is_frozen: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, and of whom it tells."""

    message: Message
    about: tuple[Hit, ...] = ()


Question: TypeAlias = IdentitySearch | FourItemsCheck | IdentityInquiry | NumberCheck | IdentityCheckRequest
Look: TypeAlias = Callable[[Ground, Store], Answer]


def search(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """本人確認情報検索 (seed I 4-①): everybody who fits, none if they are too many."""
    asked = _asked(event)
    assert isinstance(asked, IdentitySearch)  # noqa: S101 - the topic of this decision

    def look(ground: Ground, store: Store) -> Answer:
        hits = _hits(asked.items, store)
        return Answer(IdentitySearchReply(tuple(_told(hit, ground) for hit in hits)), hits)

    return _provide(node, event, context, (Means.SEARCH, asked.purpose, asked.operator), look)


def inquiry(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """機構への照会 (seed I 5): by 個人番号, or by the items of a search."""
    asked = _asked(event)
    assert isinstance(asked, IdentityInquiry)  # noqa: S101 - the topic of this decision

    def look(ground: Ground, store: Store) -> Answer:
        number = asked.my_number
        if number is None:
            hits = _hits(asked.items, store)
        else:
            hits = tuple(hit for hit in _rows(store, encode(number)) if hit.record.my_number == number)
            if not hits:
                raise PeerFault(UNKNOWN_PERSON, f"{number!r}")
        _refuse_frozen(hits)
        return Answer(IdentityInquiryReply(tuple(_told(hit, ground) for hit in hits)), hits)

    return _provide(node, event, context, (Means.INQUIRY, asked.purpose, asked.operator), look)


def four_items_check(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """本人確認 by four items (seed I 2-②): how many have just these, and where the record of a single one stands."""
    asked = _asked(event)
    assert isinstance(asked, FourItemsCheck)  # noqa: S101 - the topic of this decision

    def look(_: Ground, store: Store) -> Answer:
        check_items(asked.items)
        hits = tuple(hit for hit in _near(asked.items, store) if same_four_items(asked.items, hit.record))
        if len(hits) != 1:
            return Answer(FourItemsReply(len(hits)), hits)
        return Answer(FourItemsReply(1, hits[0].record.municipality, hits[0].is_current), hits)

    return _provide(node, event, context, (Means.FOUR_ITEMS_CHECK, RESIDENT_AFFAIRS, asked.operator), look)


def number_check(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """番号の真正性確認 (番号法16条): whether number and items are one person's; who else has either is not told."""
    asked = _asked(event)
    assert isinstance(asked, NumberCheck)  # noqa: S101 - the topic of this decision

    def look(_: Ground, store: Store) -> Answer:
        number = asked.my_number
        holders = tuple(hit for hit in _rows(store, encode(number)) if hit.record.my_number == number)
        matching = tuple(hit for hit in holders if same_four_items(asked.items, hit.record))
        _refuse_frozen(matching)
        return Answer(NumberCheckReply(len(matching) == 1), matching)

    return _provide(node, event, context, (Means.NUMBER_CHECK, asked.purpose, asked.operator), look)


def card_check(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """本人確認 by the code in a card (seed I 2-③)."""
    asked = _asked(event)
    assert isinstance(asked, IdentityCheckRequest)  # noqa: S101 - the topic of this decision

    def look(_: Ground, store: Store) -> Answer:
        row = store.one("select record, is_current from identity where code = ? -- one row", asked.code.digits)
        if row is None:
            return Answer(IdentityCheckReply(None))
        hit = Hit(decode(row[0], IdentityRecord), bool(row[1]))
        return Answer(IdentityCheckReply(hit.record, hit.is_current), (hit,))

    return _provide(node, event, context, (Means.CARD_CHECK, RESIDENT_AFFAIRS, ""), look)


def _asked(event: Event) -> Question:
    message = event.message if isinstance(event, Received) else None
    if not isinstance(message, Question):
        raise LocalFault(f"{event} is no question")
    return message


def _provide(
    node: Node, event: Event, context: Context, asking: tuple[Means, str, str], look: Look
) -> Sequence[Effect]:
    """Answer or refuse, and record which: a refusal keeps its record, as `Refuse` keeps what was written."""
    assert isinstance(event, Received)  # noqa: S101 - questions come in messages
    assert event.proof is not None  # noqa: S101 - the gate demands it of every question
    asked = _asked(event)
    check_reply_key(asked.reply_key)
    means, purpose, operator = asking
    asker = NodeId(event.proof.origin)
    question = Asking(event.id, event.case, context.now, asker, operator, purpose, means)
    rows = ProvisionRows(context.store)
    try:
        ground = ground_for(purpose, node.role, means)
        answer = look(ground, context.store)
    except PeerFault as fault:
        rows.refused(question, fault.rule.name, fault.rule.basis)
        return [Refuse(fault.rule, fault.detail)]
    home = answer.about[0].record.municipality if answer.about else None
    article = ground.article_for(MunicipalityCode(organisation_of(asker)), home)
    rows.granted(question, article, tuple(hit.record.code for hit in answer.about))
    return [Reply(answer.message, seal_to=asked.reply_key)]


def _told(hit: Hit, ground: Ground) -> Candidate:
    return told_of(hit.record, is_current=hit.is_current, returns=ground.returns)


def _refuse_frozen(hits: tuple[Hit, ...]) -> None:
    """What is under review goes to no other affair until it is settled; a search may still find it, to settle it.

    Raises:
        PeerFault: `RECORD_UNDER_REVIEW`.
    """
    frozen = [hit for hit in hits if hit.is_frozen]
    if frozen:
        raise PeerFault(RECORD_UNDER_REVIEW, f"{frozen[0].record.code!r}")


def _hits(items: KnownItems, store: Store) -> tuple[Hit, ...]:
    """Everybody who fits.

    Raises:
        PeerFault: `TOO_FEW_ITEMS`, or `TOO_MANY_HITS`: then nobody is told of.
    """
    check_items(items)
    found = tuple(hit for hit in _near(items, store) if fits(items, hit.record))
    if len(found) > MOST_HITS:
        raise PeerFault(TOO_MANY_HITS, f"more than {MOST_HITS}")
    return found


def _near(items: KnownItems, store: Store) -> Iterator[Hit]:
    """Rows that hold the year of birth, or the office: a coarse sieve, which SQLite does without decoding."""
    if items.birth is not None:
        # Month and day are the last two octets of a date: an unknown part must not narrow the sieve.
        return _rows(store, encode(items.birth)[:-2])
    return _rows(store, encode(items.office) if items.office is not None else b"")


def _rows(store: Store, octets: bytes) -> Iterator[Hit]:
    """Rows whose record holds these octets; all of them for none."""
    for record, is_current, frozen_since in store.rows(
        "select record, is_current, frozen_since from identity where instr(record, ?) > 0 or ? = x'' order by code",
        octets,
        octets,
    ):
        yield Hit(decode(record, IdentityRecord), bool(is_current), frozen_since is not None)


AT_PREFECTURE: dict[Topic, Decision] = {IdentitySearch: search}
AT_NATIONAL: dict[Topic, Decision] = {
    IdentitySearch: search,
    FourItemsCheck: four_items_check,
    IdentityInquiry: inquiry,
    NumberCheck: number_check,
    IdentityCheckRequest: card_check,
}

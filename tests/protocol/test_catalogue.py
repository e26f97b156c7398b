"""Who may say what to whom: the whole product of nodes and kinds, compared with a list written by hand."""

from __future__ import annotations

from itertools import product
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from juki.protocol.catalogue import CATALOGUE, authorise, entry_of, message_types
from juki.protocol.catalogue.entry import Entry, Identifier, Relation
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message
from juki.protocol.refusals import FOREIGN_PEER, NOT_AUTHORISED, UNKNOWN_VERSION
from juki.protocol.terms import (
    AcquisitionNumber,
    Fugo,
    JuminhyoCode,
    MyNumber,
    NodeId,
    Role,
    organisation_of,
    role_of,
)

CITIES = ("152021", "151009", "141003")
NODES = tuple(
    NodeId(node)
    for node in (
        *(
            f"{city}/{system}"
            for city in CITIES
            for system in (
                *("resident-register", "communication-server", "integrated-terminal", "addressee-system"),
                *("business-common", "intermediary-server", "convenience-issuance"),
            )
        ),
        "15/prefecture-server",
        "14/prefecture-server",
        "jlis/national-server",
        "jlis/card-management",
        "jlis/jpki",
        "icn/core",
        "icn/interface",
        "jlis/certificate-center",
        "kiosk/0001",
        "kiosk/0002",
        "card/000001",
        "card/000002",
        "outside/other-municipalities",
    )
)
SHORT = {
    Role.RESIDENT_REGISTER: "REG",
    Role.COMMUNICATION_SERVER: "CS",
    Role.INTEGRATED_TERMINAL: "TERM",
    Role.ADDRESSEE_SYSTEM: "ADDR",
    Role.BUSINESS_COMMON: "BIZ",
    Role.INTERMEDIARY_SERVER: "MID",
    Role.CONVENIENCE_ISSUANCE: "CONV",
    Role.PREFECTURE_SERVER: "PREF",
    Role.NATIONAL_SERVER: "NAT",
    Role.CARD_MANAGEMENT: "CARDS",
    Role.JPKI: "JPKI",
    Role.CERTIFICATE_CENTER: "CENTER",
    Role.CORE: "CORE",
    Role.INTERFACE: "IF",
    Role.KIOSK: "KIOSK",
    Role.CARD: "CARD",
    Role.OUTSIDE: "OUT",
}
# kind: hops. `~` inside one city, `=` between two cities, `^` to the own prefecture, `>` without condition;
# `!` behind a hop: signed there; `?`: sealed there.
ALLOWED = """
MoveOutRecord         REG~CS CS=CS! CS~REG!
MoveInReport          TERM~CS CS~REG
MoveInReportReceived  CS=CS! CS~REG!
TransferUnavailable   REG~CS CS=CS! CS~REG!
MoveInCompleted       REG~CS
MoveInAccepted        CS~TERM
MoveInDeclined        REG~CS CS~TERM
MoveInNotice          CS=CS! CS~REG!
RegisterChanged       REG~CS
MoveOutConfirmed      REG~CS CS^PREF
MailingNotice         CS>OUT!
IdentityUpdate        CS^PREF! PREF>NAT!
IdentityChanged       NAT>JPKI NAT>CARDS
ResendRequest         NAT>PREF PREF^CS
NumberRequest         REG~CS CS>NAT
NumberNotice          NAT>CS CS~REG
IdentityCheckRequest  TERM~CS! CS>NAT!
IdentityCheckReply    NAT>CS? CS~TERM?
IdentitySearch        TERM~CS! CS^PREF! CS>NAT!
IdentitySearchReply   NAT>CS? PREF^CS? CS~TERM?
FourItemsCheck        TERM~CS! CS>NAT!
FourItemsReply        NAT>CS? CS~TERM?
IdentityInquiry       TERM~CS! CS>NAT!
IdentityInquiryReply  NAT>CS? CS~TERM?
NumberCheck           TERM~CS! CS>NAT!
NumberCheckReply      NAT>CS? CS~TERM?
CardChallenge         TERM>CARD
CardProof             CARD>TERM
CardDenied            CARD>TERM
CardRewrite           TERM>CARD
CardRewritten         CARD>TERM
CardStatusRequest     TERM~CS CS>CARDS
CardStatusReply       CARDS>CS CS~TERM
CardContinuation      TERM~CS CS>CARDS
CardContinued         CARDS>CS CS~TERM
AddresseeNotice       REG~BIZ BIZ~ADDR
FugoWish              ADDR~MID
AcquisitionPair       MID~ADDR
FugoRequest           ADDR~BIZ BIZ~REG REG~CS CS>NAT!
FugoCodeNotice        NAT>CORE!
FugoIssued            CORE>IF!? IF>MID!?
FugoAlreadyAcquired   CORE>IF!? IF>MID!?
FugoUnavailable       NAT>CS CS~REG REG~BIZ BIZ~ADDR ADDR~MID
FugoCodeChange        NAT>CORE!
UserChallenge         KIOSK>CARD
UserProof             CARD>KIOSK
UserDenied            CARD>KIOSK
CertificateRequest    KIOSK>CENTER! CENTER>CONV!
CertificateStatusRequest CENTER>JPKI
CertificateStatusReply JPKI>CENTER
CertificateDeclined   CONV>CENTER CENTER>KIOSK
CertificateDocument   CONV>CENTER!? CENTER>KIOSK!?
CertificatePrinted    KIOSK>CENTER CENTER>CONV
RequestAborted        KIOSK>CENTER CENTER>CONV
ReplicaUpdate         REG~CONV
ReplicaPositionRequest CONV~REG
ReplicaPosition       REG~CONV
ComparisonDigest      CS^PREF CS>NAT CS~REG
ComparisonRowsAsked   PREF^CS NAT>CS REG~CS
ComparisonSet         CS^PREF CS>NAT CS~REG
ComparisonAnswer      PREF^CS NAT>CS REG~CS
RecordFreeze          CS^PREF CS>NAT
RegisterRecordRequest CS~REG
RegisterRecord        REG~CS
"""
HOPS = {kind: hops for kind, *hops in (line.split() for line in ALLOWED.strip().splitlines())}
SIGN = {"~": Relation.SAME_CITY, "=": Relation.OTHER_CITY, "^": Relation.OWN_PREFECTURE, ">": Relation.ANY}


def hop(sender: NodeId, recipient: NodeId, sign: str) -> str:
    return SHORT[role_of(sender)] + sign + SHORT[role_of(recipient)]


def expected(sender: NodeId, recipient: NodeId, kind: str) -> str | None:
    """The hop of the list that allows it, by the rules of the list's own signs; None if none does."""
    one, other = organisation_of(sender), organisation_of(recipient)
    holds = {"~": one == other, "=": one != other, "^": one[:2] == other[:2], ">": True}
    for sign, held in holds.items():
        for found in HOPS.get(kind, []):
            if held and found.rstrip("!?") == hop(sender, recipient, sign):
                return found
    return None


def verdict(sender: NodeId, recipient: NodeId, kind: str) -> str | None:
    """The hop that the catalogue allows, in the signs of the list; or the name of the rule that refuses."""
    try:
        route = authorise(sender, recipient, kind, "1")
    except PeerFault as fault:
        return f"refused: {fault.rule.name}"
    assert (route.sender, route.recipient) == (role_of(sender), role_of(recipient))
    sign = next(sign for sign, relation in SIGN.items() if relation is route.relation)
    return hop(sender, recipient, sign) + "!" * route.signed + "?" * route.sealed


@pytest.mark.parametrize("kind", sorted(HOPS))
def test_exactly_the_listed_hops_are_allowed_of_the_whole_product(kind: str) -> None:
    allowed = 0
    for sender, recipient in product(NODES, NODES):
        want = expected(sender, recipient, kind)
        foreign = (
            role_of(recipient) is Role.COMMUNICATION_SERVER
            and organisation_of(sender) == organisation_of(recipient)
            and role_of(sender) not in {Role.RESIDENT_REGISTER, Role.INTEGRATED_TERMINAL}
        )
        rule = FOREIGN_PEER if foreign else NOT_AUTHORISED
        assert verdict(sender, recipient, kind) == (want or f"refused: {rule.name}"), (sender, recipient)
        allowed += want is not None
    assert allowed >= len(HOPS[kind])


def test_the_list_names_every_kind_but_the_refusal() -> None:
    assert set(HOPS) == set(CATALOGUE) - {"Refusal"}


@pytest.mark.parametrize("system", ["addressee-system", "communication-server"])
@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_nothing_else_inside_the_city_reaches_the_communication_server(system: str, kind: str) -> None:
    with pytest.raises(PeerFault) as refused:
        authorise(NodeId(f"152021/{system}"), NodeId("152021/communication-server"), kind, "1")
    assert refused.value.rule is FOREIGN_PEER


def test_a_refusal_may_go_back_wherever_a_message_came_from() -> None:
    for sender, recipient in product(NODES, NODES):
        if expected(sender, recipient, "Refusal") is None and any(expected(recipient, sender, kind) for kind in HOPS):
            assert verdict(sender, recipient, "Refusal") == hop(sender, recipient, ">")


@pytest.mark.parametrize("kind", ["", "NoSuchMessage", "Sealed", "Message", "moveinnotice", "x" * 500])
def test_an_unknown_kind_is_refused(kind: str) -> None:
    with pytest.raises(PeerFault) as refused:
        authorise(NodeId("152021/communication-server"), NodeId("151009/communication-server"), kind, "1")
    assert refused.value.rule is UNKNOWN_VERSION
    assert len(refused.value.detail) < 120


def test_a_message_of_another_version_is_unknown() -> None:
    entry = Entry(Message, "p", "s", "試験", "[D]", (), since="2", until="3")
    assert [version for version in "1234" if entry.speaks(version)] == ["2", "3"]
    with pytest.raises(PeerFault) as refused:
        entry_of("MoveInNotice", "0")
    assert refused.value.rule is UNKNOWN_VERSION


def found_in(annotation: Any) -> frozenset[Identifier]:
    """The identifiers that a type can carry, looked for in its fields."""
    if annotation is JuminhyoCode:
        return frozenset({Identifier.JUMINHYO_CODE})
    if annotation is MyNumber:
        return frozenset({Identifier.MY_NUMBER})
    if annotation is AcquisitionNumber:
        return frozenset({Identifier.ACQUISITION_NUMBER})
    if annotation is Fugo:
        return frozenset({Identifier.FUGO})
    if isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        return frozenset().union(*(found_in(hint) for hint in get_type_hints(annotation).values()))
    return frozenset().union(*(found_in(part) for part in get_args(annotation)))


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.kind)
def test_an_entry_says_what_its_message_can_carry(entry: Entry) -> None:
    assert entry.identifiers == found_in(entry.message)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.kind)
def test_an_entry_is_whole(entry: Entry) -> None:
    assert entry.ja
    assert entry.basis
    assert entry.kind == entry.message.__name__
    assert bool(entry.routes) == (entry.kind != "Refusal")
    assert (entry.origin is not None) == any(route.signed or route.sealed for route in entry.routes)
    assert (entry.reader is not None) == any(route.sealed for route in entry.routes)
    ends = {route.recipient for route in entry.routes} - {route.sender for route in entry.routes}
    if entry.reader is not None:
        assert ends == {entry.reader}


def test_no_two_messages_share_a_kind() -> None:
    assert len(set(message_types())) == len(CATALOGUE)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=lambda entry: entry.kind)
def test_a_signed_kind_is_signed_on_every_hop_from_its_origin_on(entry: Entry) -> None:
    """A relay cannot drop the proof: only the hops that bring the words to their signer are without."""
    signed_from = {route.sender for route in entry.routes if route.signed}
    for route in entry.routes:
        if signed_from and not route.signed:
            assert route.sender not in signed_from
            assert route.recipient is entry.origin or route.recipient in _unsigned_senders(entry)


def _unsigned_senders(entry: Entry) -> set[Role]:
    return {route.sender for route in entry.routes if not route.signed}

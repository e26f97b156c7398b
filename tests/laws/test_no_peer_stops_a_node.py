"""Whatever a certified peer may say, well-formed and signed, a node decides on it or refuses it: it is never stopped."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, PLANNED, TARO, notice, record, report, resident
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from letters import letter, signed
from little_world import CARD, CITIES, NODES, LittleWorld, little_world
from msgspec.structs import replace
from shapes import structs

from juki.protocol.catalogue import CATALOGUE, Entry, Route, authorise
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Message
from juki.protocol.secure.envelope import Envelope, pack, sealed_context
from juki.protocol.secure.sealing import seal
from juki.protocol.terms import NodeId, role_of
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import encode

UNSHRUNK = (Phase.explicit, Phase.generate)
"The traceback says enough; shrinking a whole record takes minutes."


def hops() -> list[tuple[Entry, Route, NodeId, NodeId]]:
    """One pair of nodes for every hop of every message."""
    found = {}
    for entry, (sender, recipient) in product(CATALOGUE.values(), product(NODES, NODES)):
        try:
            route = authorise(sender, recipient, entry.kind, "1")
        except PeerFault:
            continue
        found.setdefault((entry.kind, route.sender, route.recipient), (entry, route, sender, recipient))
    return list(found.values())


STANDING = little_world(link="null")
STANDING.report_move_out(resident(), planned_on=PLANNED)
CASES = st.sampled_from(
    [
        *(f"{ids.integrated_terminal(city)}:1" for city in CITIES),
        *(f"{ids.resident_register(city)}:1" for city in CITIES),
        *("", ":", "x", "152021/x:1", "jlis/jpki:1"),
    ]
)
EDGES = st.sampled_from([date.min, date.max, PLANNED, date(2026, 2, 28), date(9876, 2, 3)])
KNOWN = st.sampled_from([HANAKO, TARO])
CITY = st.sampled_from([NAGAOKA, NIIGATA])


def near(message: Message) -> st.SearchStrategy[Message]:
    """The message with dates at the edges of the calendar, and people and cities whom the nodes know."""
    names = message.__struct_fields__
    changes: dict[str, st.SearchStrategy[Any]] = {}
    for name in names:
        value = getattr(message, name)
        if isinstance(value, date):
            changes[name] = EDGES
        elif name in {"code", "holder"}:
            changes[name] = KNOWN
        elif name in {"origin", "municipality"}:
            changes[name] = CITY
        elif name == "group":
            changes[name] = st.lists(KNOWN, max_size=3).map(tuple)
    return st.fixed_dictionaries(changes).map(lambda said: replace(message, **said))


def said_by(made: LittleWorld, entry: Entry, route: Route, sender: NodeId, recipient: NodeId) -> Any:
    """Any message of this hop, as an envelope that passes every gate."""
    number = made.host(recipient).streams.received(sender)[0] + 1

    def envelope(said: tuple[Message, str]) -> Envelope:
        message, case = said
        plain = letter(sender, recipient, message, number, case=case)
        if route.sealed and entry.reader is role_of(recipient):
            key = made.registry.vault(recipient).public.sealing
            body = seal(encode(message), key, b"e" * 32, sealed_context(entry.kind, case))
            plain = replace(plain, body=body)
        if not route.signed:
            return plain
        origin = (
            sender if role_of(sender) is entry.origin else next(node for node in NODES if role_of(node) is entry.origin)
        )
        return signed(made, plain, origin)

    messages = structs(entry.message).flatmap(lambda message: st.one_of(st.just(message), near(message)))
    return st.tuples(messages, CASES).map(envelope)


@pytest.mark.parametrize(
    ("entry", "route", "sender", "recipient"),
    hops(),
    ids=lambda part: part.kind if isinstance(part, Entry) else part if isinstance(part, str) else "",
)
@settings(max_examples=10, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_well_formed_stops_a_node(
    entry: Entry, route: Route, sender: NodeId, recipient: NodeId, data: st.DataObject
) -> None:
    envelope = data.draw(said_by(STANDING, entry, route, sender, recipient))
    host = STANDING.host(recipient)
    before = host.streams.received(sender)[0]
    host.accept(sender, pack(envelope), STANDING.world.now)
    assert host.streams.received(sender)[0] == before + 1


@pytest.mark.parametrize("message", [record(), report(), notice()], ids=lambda message: type(message).__name__)
@settings(max_examples=25, phases=UNSHRUNK, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nothing_almost_right_stops_a_municipality(message: Message, data: st.DataObject) -> None:
    """Dates at the end of the calendar, groups without their own people, cities that lie."""
    entry = CATALOGUE[type(message).__name__]
    said, case = data.draw(near(message)), data.draw(CASES)
    for route, sender, recipient in [hop[1:] for hop in hops() if hop[0] is entry]:
        host = STANDING.host(recipient)
        number = host.streams.received(sender)[0] + 1
        envelope = letter(sender, recipient, said, number, case=case)
        if route.signed:
            origin = sender if role_of(sender) is entry.origin else ids.communication_server(NIIGATA)
            envelope = signed(STANDING, envelope, origin)
        host.accept(sender, pack(envelope), STANDING.world.now)
    assert STANDING.host(CARD) is not None

"""Whatever a certified peer may say about a request at a kiosk, the systems decide on it or refuse it: none is stopped."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kiosk_cast import CERTIFICATE, KEY, NONCE, OTHER_KEY, document, request, status
from kiosk_corner import CENTER, CITY, JPKI, KIOSK, REGISTER, Corner, card_of_first, order_of
from letters import letter
from msgspec.structs import replace
from shapes import structs

from juki.protocol.catalogue import Entry, Route
from juki.protocol.catalogue.kiosk import SECTION
from juki.protocol.messages import Message
from juki.protocol.messages.kiosk import ReplicaPositionRequest, ReplicaUpdate
from juki.protocol.secure.envelope import Proof, pack, sealed_context, signed_bytes
from juki.protocol.secure.sealing import seal
from juki.protocol.terms import MunicipalityCode, NodeId, Role, role_of
from juki.protocol.wire import encode

STANDING = Corner()
NODE_OF = {
    Role.KIOSK: KIOSK,
    Role.CARD: card_of_first(STANDING),
    Role.CERTIFICATE_CENTER: CENTER,
    Role.JPKI: JPKI,
    Role.CONVENIENCE_ISSUANCE: CITY,
    Role.RESIDENT_REGISTER: REGISTER,
}
HOPS = [(entry, route) for entry in SECTION for route in entry.routes]
KEYS = st.sampled_from([KEY, OTHER_KEY, "", ":", "kiosk/0001:999"])
KNOWN: dict[str, st.SearchStrategy[Any]] = {
    "key": KEYS,
    "applicant": st.sampled_from([CERTIFICATE, ""]),
    "certificate": st.sampled_from([CERTIFICATE, ""]),
    "office": st.sampled_from([MunicipalityCode("152021"), MunicipalityCode("131016")]),
    "nonce": st.just(NONCE),
    "position": st.sampled_from([-1, 0, 1, 2**63, 2**64 - 1]),
    "number": st.sampled_from([-(2**63), 0, 1, 2, 2**64 - 1]),
    "last": st.sampled_from([-1, 0, 2**64 - 1]),
    "reply_key": st.sampled_from([b"", b"\0" * 32, b"r" * 32]),
}
LAID = settings(max_examples=30, phases=(Phase.explicit, Phase.generate), suppress_health_check=list(HealthCheck))


def said(message: Message, case: str, sender: NodeId, route: Route, entry: Entry) -> bytes:
    """The message as a frame that passes every gate."""
    recipient = NODE_OF[route.recipient]
    host = STANDING.simulation.hosts[recipient]
    envelope = letter(sender, recipient, message, host.streams.received(sender)[0] + 1, case=case)
    registry = STANDING.simulation.registry
    if route.sealed and entry.reader is role_of(recipient):
        key = registry.vault(recipient).public.sealing
        envelope = replace(envelope, body=seal(encode(message), key, b"e" * 32, sealed_context(entry.kind, case)))
    if route.signed:
        assert entry.origin is not None
        origin = NODE_OF[entry.origin]
        words = signed_bytes(envelope.kind, envelope.version, origin, f"{origin}#1", case, envelope.body)
        envelope = replace(envelope, proof=Proof(origin, f"{origin}#1", case, registry.vault(origin).sign(words)))
    return pack(envelope)


def near(message: Message) -> st.SearchStrategy[Message]:
    changes = {name: values for name, values in KNOWN.items() if name in message.__struct_fields__}
    return st.fixed_dictionaries({}, optional=changes).map(lambda some: replace(message, **some))


def deliver(message: Message, case: str, route: Route, entry: Entry) -> None:
    sender, recipient = NODE_OF[route.sender], NODE_OF[route.recipient]
    host = STANDING.simulation.hosts[recipient]
    before = host.streams.received(sender)[0]
    host.accept(sender, said(message, case, sender, route, entry), STANDING.simulation.world.now)
    assert host.streams.received(sender)[0] == before + 1


@pytest.mark.parametrize(
    ("entry", "route"), HOPS, ids=[f"{entry.kind}-{route.sender}-{route.recipient}" for entry, route in HOPS]
)
@LAID
@given(data=st.data())
def test_nothing_well_formed_stops_a_system(entry: Entry, route: Route, data: st.DataObject) -> None:
    order_of(STANDING, KIOSK)
    message = data.draw(structs(entry.message).flatmap(lambda one: st.one_of(st.just(one), near(one))))
    deliver(message, data.draw(KEYS), route, entry)


ALMOST: list[Message] = [request(), status(), document(), ReplicaPositionRequest(0), ReplicaUpdate(1, "9", None)]


@pytest.mark.parametrize("message", ALMOST, ids=lambda message: type(message).__name__)
@LAID
@given(data=st.data())
def test_nothing_almost_right_stops_a_system(message: Message, data: st.DataObject) -> None:
    entry = next(entry for entry in SECTION if entry.message is type(message))
    case, some = data.draw(KEYS), data.draw(near(message))
    for route in entry.routes:
        deliver(some, case, route, entry)


@pytest.mark.parametrize("reply_key", [b"", b"\0" * 32, b"r" * 31])
def test_a_key_that_nothing_can_be_sealed_to_is_refused_before_any_work(reply_key: bytes) -> None:
    corner = Corner()
    outcome = corner.tell(KIOSK, CENTER, request(reply_key=reply_key), KEY, signed=True)
    assert outcome.refused is not None
    assert outcome.refused.name == "malformed"


@pytest.mark.parametrize("position", [-1, 1, 2**63])
def test_a_copy_that_is_where_the_register_never_was_is_refused(position: int) -> None:
    corner = Corner()
    outcome = corner.tell(CITY, REGISTER, ReplicaPositionRequest(position), KEY)
    assert outcome.refused is not None
    assert outcome.refused.name == "malformed"
    assert corner.rows(REGISTER, "select 1 from feeds") == []

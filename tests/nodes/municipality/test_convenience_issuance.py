"""コンビニ交付システム as a node: one document at a time, a copy that follows the register without gaps, keys used once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kiosk_cast import KEY, replica, request
from kiosk_corner import CENTER, CITY, KIOSK, REGISTER, Corner, kinds, rule

from juki.nodes.municipality.convenience_rows import ConvenienceRows
from juki.protocol.errors import PeerFault
from juki.protocol.messages.kiosk import ReplicaPosition, ReplicaUpdate, RequestAborted
from juki.protocol.records.certificates import replica_of
from juki.protocol.terms import MunicipalityCode


def rows(corner: Corner) -> ConvenienceRows:
    return ConvenienceRows(corner.simulation.hosts[CITY].store)


def states(corner: Corner) -> list[str]:
    return [str(state) for (state,) in corner.rows(CITY, "select state from jobs order by turn")]


def test_the_copy_begins_as_the_register_does() -> None:
    corner = Corner()
    here = [person.resident for person in corner.simulation.people if person.municipality.digits == "152021"]
    assert len(corner.rows(CITY, "select 1 from replica")) == len(here)
    for resident in here:
        copy = replica_of(resident)
        if copy.certificate:
            assert rows(corner).of_certificate(copy.certificate) == copy
    assert rows(corner).position == 0


def test_whoever_has_no_card_is_found_by_nobody() -> None:
    assert rows(Corner()).of_certificate("") is None


@given(st.lists(st.integers(1, 5), max_size=12))
def test_changes_are_taken_in_their_order_and_each_once(numbers: list[int]) -> None:
    copy, position = rows(Corner()), 0
    for number in numbers:
        update = ReplicaUpdate(number, "900000001", replica(household_head=str(number)))
        if number > position + 1:
            with pytest.raises(PeerFault) as refused:
                copy.take(update)
            assert refused.value.rule.name == "feed-gap"
        else:
            copy.take(update)
        position = max(position, number) if number <= position + 1 else position
        assert copy.position == position
        found = copy.of_certificate(replica().certificate)
        assert (found.household_head if found else "0") == str(position)


def test_the_record_in_force_is_found_before_an_old_one_of_the_same_card() -> None:
    copy = rows(Corner())
    copy.take(ReplicaUpdate(1, "900000002", replica(household_head="now")))
    copy.take(ReplicaUpdate(2, "900000009", replica(household_head="then", erased_on=replica().address_since)))
    found = copy.of_certificate(replica().certificate)
    assert found is not None
    assert found.household_head == "now"
    copy.take(ReplicaUpdate(3, "900000002", None))
    found = copy.of_certificate(replica().certificate)
    assert found is not None
    assert found.household_head == "then"


def asked(corner: Corner, number: int, **changes: Any) -> Any:
    key = f"{KIOSK}:{number}"
    # The kiosk signed it; the center hands it on.
    return relayed(corner, request(key=key, **changes), key)


def relayed(corner: Corner, said: Any, case: str) -> Any:
    from letters import letter
    from msgspec.structs import replace

    from juki.protocol.secure.envelope import Proof, pack, signed_bytes

    host = corner.simulation.hosts[CITY]
    envelope = letter(CENTER, CITY, said, host.streams.received(CENTER)[0] + 1, case=case)
    words = signed_bytes(envelope.kind, envelope.version, KIOSK, f"{KIOSK}#5", case, envelope.body)
    proof = Proof(KIOSK, f"{KIOSK}#5", case, corner.simulation.registry.vault(KIOSK).sign(words))
    return host.accept(CENTER, pack(replace(envelope, proof=proof)), corner.simulation.world.now)


def test_one_is_served_at_a_time_in_the_order_of_coming() -> None:
    corner = Corner()
    for number in (1, 2, 3):
        assert rule(asked(corner, number)) == ""
    assert states(corner) == ["working", "queued", "queued"]
    corner.tell(CENTER, CITY, RequestAborted(f"{KIOSK}:1"), f"{KIOSK}:1")
    assert states(corner) == ["aborted", "working", "queued"]
    corner.tell(CENTER, CITY, RequestAborted(f"{KIOSK}:3"), f"{KIOSK}:3")
    assert states(corner) == ["aborted", "working", "aborted"]


def test_a_key_is_used_once_even_after_its_end() -> None:
    corner = Corner()
    asked(corner, 1)
    corner.tell(CENTER, CITY, RequestAborted(f"{KIOSK}:1"), f"{KIOSK}:1")
    assert rule(asked(corner, 1)) == "key-used"


def test_a_request_for_another_city_or_under_another_case_is_refused() -> None:
    corner = Corner()
    assert rule(asked(corner, 1, office=MunicipalityCode("141003"))) == "misaddressed"
    assert rule(relayed(corner, request(), f"{KIOSK}:9")) == "malformed"


def test_a_word_about_no_request_is_refused() -> None:
    corner = Corner()
    assert rule(corner.tell(REGISTER, CITY, ReplicaPosition(0), f"{KIOSK}:9")) == "out-of-turn"
    assert rule(corner.tell(CENTER, CITY, RequestAborted(f"{KIOSK}:9"), f"{KIOSK}:9")) == "out-of-turn"


def test_load_queues_up_and_sends_nothing() -> None:
    corner = Corner()
    outcome = corner.order(CITY, "load", requests="4")
    assert (kinds(outcome), states(corner)) == ([], ["working", "queued", "queued", "queued"])
    asked(corner, 1)
    assert states(corner)[-1] == "queued"
    assert KEY not in states(corner)

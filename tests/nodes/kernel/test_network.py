"""Links: first in first out, fates as often as asked for, and sessions that die whole."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import START

from juki.nodes.host import to_micros
from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.faults import MILLION, PRESETS, Fate, Faults, preset
from juki.nodes.kernel.network import Network
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.protocol.errors import BadInput, PeerFault
from juki.protocol.terms import NodeId

ONE, OTHER = NodeId("152021/communication-server"), NodeId("151009/communication-server")
NOW = to_micros(START)


def network(link: str = "null", faults: Faults = PRESETS["calm"], seed: int = 7) -> Network:
    choices = SeededChoices(seed)
    return Network(KEYRINGS[link](Registry(choices, NOW)), faults, choices)


@pytest.mark.parametrize("link", ["null", "noise"])
def test_frames_arrive_in_the_order_in_which_they_were_sent(link: str) -> None:
    ours = network(link, PRESETS["lossy"])
    there, back = ours.link(ONE, OTHER), ours.link(OTHER, ONE)
    dues = []
    for number in range(50):
        frame = ours.seal(there, b"m%d" % number, NOW + number)
        dues.append(there.due)
        assert ours.open(frame) == b"m%d" % number
        assert ours.open(ours.seal(back, b"a", NOW)) == b"a"
    assert dues == sorted(dues)
    low, high = PRESETS["lossy"].delay
    assert NOW + low <= dues[0] <= NOW + high


@settings(max_examples=20)
@given(st.integers(0, 400_000), st.integers(0, 400_000), st.integers(0, 1000))
def test_fates_come_as_often_as_asked_for(loss: int, duplication: int, seed: int) -> None:
    ours = network(faults=Faults("test", loss=loss, duplication=duplication), seed=seed)
    link, count = ours.link(ONE, OTHER), 400
    fates = [ours.seal(link, b"m", NOW).fate for _ in range(count)]
    for fate, wanted in ((Fate.LOST, loss), (Fate.DOUBLED, duplication)):
        # Five standard deviations, and a little for the small ones.
        share = wanted / MILLION
        assert abs(fates.count(fate) - count * share) <= 5 * (count * share * (1 - share)) ** 0.5 + 1


def test_in_calm_nothing_is_drawn_for_fates() -> None:
    ours = network()
    ours.seal(ours.link(ONE, OTHER), b"m", NOW)
    assert [label for label in ours._choices.counts if label.startswith("fate/")] == []


@pytest.mark.parametrize("link", ["null", "noise"])
def test_what_was_in_flight_dies_with_its_session_and_the_next_frame_opens_a_new_one(link: str) -> None:
    ours = network(link)
    there, back = ours.link(ONE, OTHER), ours.link(OTHER, ONE)
    in_flight = [ours.seal(there, b"m", NOW), ours.seal(back, b"m", NOW)]
    ours.break_session(ONE, OTHER)
    assert [ours.open(frame) for frame in in_flight] == [None, None]
    assert ours.open(ours.seal(there, b"new", NOW)) == b"new"
    in_flight = [ours.seal(there, b"m", NOW)]
    ours.break_all()
    assert ours.open(in_flight[0]) is None


@pytest.mark.parametrize("link", ["null", "noise"])
@pytest.mark.parametrize("place", [0, 1, -1, -9])
def test_an_altered_frame_is_forged(link: str, place: int) -> None:
    ours = network(link)
    frame = ours.seal(ours.link(ONE, OTHER), b"a message of some length", NOW)
    altered = bytearray(frame.sealed)
    altered[place] ^= 1
    with pytest.raises(PeerFault) as refused:
        ours.open(replace(frame, sealed=bytes(altered)))
    assert refused.value.rule.name == "forged"


def test_a_frame_cannot_be_opened_on_another_link() -> None:
    ours = network("noise")
    third = NodeId("141003/communication-server")
    frame = ours.seal(ours.link(ONE, OTHER), b"m", NOW)
    ours.seal(ours.link(ONE, third), b"m", NOW)
    with pytest.raises(PeerFault):
        ours.open(replace(frame, link=ours.link(ONE, third)))


def test_presets_speak_both_languages_and_an_unknown_one_is_bad_input() -> None:
    for faults in PRESETS.values():
        assert faults.ja
        assert faults.en.isascii()
        assert faults.delay[0] <= faults.delay[1]
    with pytest.raises(BadInput):
        preset("no such weather")

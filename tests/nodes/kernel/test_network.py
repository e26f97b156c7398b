"""Links: first in first out, fates as often as asked for, and sessions that die whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from little_world import START
from msgspec.structs import replace

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.faults import MILLION, PRESETS, Fate, Faults, preset
from juki.nodes.kernel.network import Network, touched
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.protocol.errors import BadInput, PeerFault
from juki.protocol.moments import to_micros
from juki.protocol.terms import NodeId

ONE, OTHER = NodeId("152021/communication-server"), NodeId("151009/communication-server")
NOW = to_micros(START)


def network(link: str = "null", faults: Faults = PRESETS["calm"], seed: int = 7) -> Network:
    choices = SeededChoices(seed)
    return Network(KEYRINGS[link](Registry(choices, NOW)), faults, choices)


@pytest.mark.parametrize("link", ["null", "noise", "tls"])
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


RATES = st.tuples(*([st.integers(0, 150_000)] * 6))


@settings(max_examples=20)
@given(RATES, st.integers(0, 1000))
def test_fates_come_as_often_as_asked_for(rates: tuple[int, ...], seed: int) -> None:
    names = ("loss", "duplication", "tampering", "injection", "replays", "breaks")
    faults = Faults("test", **dict(zip(names, rates, strict=True)))
    ours, count = network(faults=faults, seed=seed), 400
    link = ours.link(ONE, OTHER)
    fates = [ours.seal(link, b"m", NOW).fate for _ in range(count)]
    kinds = (Fate.LOST, Fate.DOUBLED, Fate.TAMPERED, Fate.INJECTED, Fate.REPLAYED, Fate.BROKEN)
    assert faults.fates == tuple((fate, rate) for fate, rate in zip(kinds, rates, strict=True) if rate)
    for fate, wanted in zip(kinds, rates, strict=True):
        # Five standard deviations, and a little for the small ones.
        share = wanted / MILLION
        assert abs(fates.count(fate) - count * share) <= 5 * (count * share * (1 - share)) ** 0.5 + 1


def test_in_calm_nothing_is_drawn_for_fates() -> None:
    ours = network()
    ours.seal(ours.link(ONE, OTHER), b"m", NOW)
    assert [label for label in ours._choices.counts if label.startswith("fate/")] == []


@pytest.mark.parametrize("link", ["null", "noise", "tls"])
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


@pytest.mark.parametrize("link", ["null", "noise", "tls"])
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


@pytest.mark.parametrize("fate", [Fate.TAMPERED, Fate.INJECTED, Fate.REPLAYED])
@pytest.mark.parametrize("link", ["null", "noise", "tls"])
def test_what_was_touched_is_forged(link: str, fate: Fate) -> None:
    ours = network(link)
    there = ours.link(ONE, OTHER)
    for _ in range(2):
        old = ours.seal(there, b"an old message", NOW)
        ours.open(old)
        there.last_frame = old.sealed
    frame = touched(replace(ours.seal(there, b"a new message", NOW), fate=fate))
    with pytest.raises(PeerFault) as refused:
        ours.open(frame)
    assert refused.value.rule.name == "forged"
    assert (frame.fate, frame.plain) == (fate, b""), "nobody sealed these bytes"


def test_an_old_frame_that_is_not_there_yet_is_altered_bytes_instead() -> None:
    ours = network()
    frame = ours.seal(ours.link(ONE, OTHER), b"the first", NOW)
    assert touched(replace(frame, fate=Fate.REPLAYED)).sealed != frame.sealed


def test_breaking_a_node_closes_every_link_of_it_and_no_other() -> None:
    ours, third = network(), NodeId("141003/communication-server")
    pairs = [(ONE, OTHER), (third, ONE), (OTHER, third)]
    frames = [ours.seal(ours.link(*pair), b"m", NOW) for pair in pairs]
    ours.break_node(ONE)
    assert [ours.open(frame) for frame in frames] == [None, None, b"m"]


def test_a_cut_lasts_until_the_latest_end_it_was_given() -> None:
    ours = network()
    link, back = ours.link(ONE, OTHER), ours.link(OTHER, ONE)
    for until in (NOW + 5, NOW + 9, NOW + 7):
        ours.cut(link, until)
    assert (link.cut_until, back.cut_until) == (NOW + 9, 0)


def test_presets_speak_both_languages_and_an_unknown_one_is_bad_input() -> None:
    for faults in PRESETS.values():
        assert faults.ja
        assert faults.en.isascii()
        assert faults.delay[0] <= faults.delay[1]
    with pytest.raises(BadInput):
        preset("no such weather")

"""The tape of choices: a stream a label, the same from a seed, and loud when a replay asks for another history."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.nodes.kernel.choices import Choices, Diverged, Draw, DrawnAgain, RecordedChoices, SeededChoices, expand

LABELS = st.sampled_from(["delay/a>b", "delay/b>a", "fate/a>b", "key/network", ""])
ASKED = st.lists(st.tuples(LABELS, st.integers(1, 1000), st.booleans()), max_size=20)


def ask(choices: Choices, asked: list[tuple[str, int, bool]]) -> list[int | bytes]:
    return [
        choices.octets(label, bound) if of_octets else choices.below(label, bound) for label, bound, of_octets in asked
    ]


@given(st.integers(0, 2**64 - 1), ASKED)
def test_one_seed_gives_one_history(seed: int, asked: list[tuple[str, int, bool]]) -> None:
    assert ask(SeededChoices(seed), asked) == ask(SeededChoices(seed), asked)


@given(ASKED, st.integers(0, 20))
def test_one_more_draw_under_a_label_moves_no_other(asked: list[tuple[str, int, bool]], place: int) -> None:
    plain = dict(zip(range(len(asked)), ask(SeededChoices(7), asked), strict=True))
    more = SeededChoices(7)
    found = ask(more, asked[:place])
    more.below("another label", 10)
    found += ask(more, asked[place:])
    assert list(plain.values()) == found


@given(st.integers(1, 10**12), st.text(max_size=5))
def test_an_integer_is_below_its_bound(bound: int, label: str) -> None:
    choices = SeededChoices(1)
    assert all(0 <= choices.below(label, bound) < bound for _ in range(3))
    assert 5 <= choices.between(label, 5, 5 + bound) <= 5 + bound


@given(ASKED)
def test_a_recorded_tape_gives_the_same_draws_back(asked: list[tuple[str, int, bool]]) -> None:
    tape: list[Draw] = []
    first = ask(SeededChoices(3, tape.append), asked)
    again: list[Draw] = []
    assert ask(RecordedChoices(tape, again.append), asked) == first
    assert again == tape
    assert len(tape) == len(asked)


@given(ASKED.filter(bool), st.data())
def test_a_replay_that_asks_for_anything_else_diverges(asked: list[tuple[str, int, bool]], data: st.DataObject) -> None:
    tape: list[Draw] = []
    ask(SeededChoices(3, tape.append), asked)
    replay = RecordedChoices(tape)
    ask(replay, asked)
    label, bound, of_octets = data.draw(st.sampled_from(asked))
    with pytest.raises(Diverged):
        ask(replay, [(label, bound, of_octets)])
    with pytest.raises(Diverged):
        ask(RecordedChoices(tape[:0]), asked)
    other = RecordedChoices(tape)
    with pytest.raises(Diverged):
        ask(other, [(asked[0][0], asked[0][1] + 1, asked[0][2])])


def test_octets_are_not_taken_for_an_integer() -> None:
    tape: list[Draw] = []
    SeededChoices(3, tape.append).below("x", 4)
    with pytest.raises(Diverged):
        RecordedChoices(tape).octets("x", 4)


@given(st.binary(max_size=20), st.integers(0, 300), st.integers(0, 300))
def test_a_longer_stream_begins_with_the_shorter(name: bytes, one: int, other: int) -> None:
    short, long = sorted([one, other])
    assert expand(b"key", name, long)[:short] == expand(b"key", name, short)
    assert len(expand(b"key", name, long)) == long


def test_labels_and_seeds_tell_apart() -> None:
    found = {SeededChoices(seed).octets(label, 16) for seed in range(10) for label in ("a", "b", "1/a")}
    assert len(found) == 30


def test_the_newest_value_can_be_had_again_and_nobody_is_told() -> None:
    told: list[Draw] = []
    choices = SeededChoices(1, told.append)
    values = [choices.octets("key/a", 8), choices.octets("key/a", 8)]
    again = DrawnAgain(choices)
    assert [again.octets("key/a", 8), again.octets("key/a", 8)] == [values[1], values[1]]
    assert (len(told), choices.counts["key/a"]) == (2, 2)
    with pytest.raises(Diverged):
        again.octets("key/b", 8)

"""Whose turn it is: the next number, a known one, an early one, a recovery."""

from __future__ import annotations

from cast import NAGAOKA, PLANNED, resident
from hypothesis import given
from hypothesis import strategies as st

from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.records.changes import ChangeReason
from juki.protocol.sequences import Standing, Turn, is_unbroken, standing_of, turn_of

RECORD = resident().identity(NAGAOKA, ChangeReason.CORRECTED_EX_OFFICIO, PLANNED)
NUMBERS = st.integers(0, 6)
STANDINGS = st.builds(Standing, NUMBERS, NUMBERS)


def numbered(sequence: int, recovery: int = 0) -> IdentityUpdate:
    return IdentityUpdate(RECORD, sequence, recovery)


@given(NUMBERS, NUMBERS)
def test_only_the_next_number_is_taken_while_nothing_was_recovered(last: int, sequence: int) -> None:
    turn = turn_of(numbered(sequence), Standing(0, last))
    if sequence == last + 1:
        assert turn is Turn.NEXT
    else:
        assert turn is (Turn.REPEATED if sequence <= last else Turn.EARLY)


@given(STANDINGS, STANDINGS)
def test_a_higher_recovery_wins_whatever_the_sequence_and_a_lower_one_is_old(at: Standing, of: Standing) -> None:
    turn = turn_of(numbered(of.sequence, of.recovery), at)
    assert (turn is Turn.RECOVERS) == (of.recovery > at.recovery)
    if of.recovery < at.recovery:
        assert turn is Turn.REPEATED


@given(STANDINGS, st.lists(st.tuples(NUMBERS, NUMBERS), max_size=6))
def test_what_is_unbroken_can_be_taken_one_by_one(after: Standing, pairs: list[tuple[int, int]]) -> None:
    updates = [numbered(sequence, recovery) for sequence, recovery in pairs]
    if is_unbroken(updates, after):
        for update in updates:
            assert turn_of(update, after) in {Turn.NEXT, Turn.RECOVERS}
            after = standing_of(update)


def test_a_journal_with_a_hole_is_broken_unless_a_recovery_fills_it() -> None:
    assert is_unbroken([numbered(3), numbered(4)], Standing(0, 2))
    assert not is_unbroken([numbered(4)], Standing(0, 2))
    assert not is_unbroken([numbered(3), numbered(5)], Standing(0, 2))
    assert is_unbroken([numbered(9, 1), numbered(10, 1)], Standing(0, 2))

"""Comparing two sorted sets, and what the answers about one person come to."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from cast import NAGAOKA, YOKOHAMA, address, code_of, resident
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from juki.protocol.procedures.consistency import (
    Agreement,
    HeldRow,
    Side,
    bare_row_bytes,
    compare,
    digest_of,
    joined,
    row_bytes,
    twice,
)
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.comparison import ComparisonRow, Difference, Verdict
from juki.protocol.wire import decode, encode

CUT_OFF = date(2026, 3, 16)


def row(number: int = 1, *, lot: str = "1番1号", sequence: int = 1, is_current: bool = True) -> ComparisonRow:
    person = resident(number, address=address(NAGAOKA, lot))
    record = person.identity(NAGAOKA, ChangeReason.MOVED_IN, date(2026, 3, 1))
    return decode(row_bytes(encode(record), sequence, 0, is_current=is_current), ComparisonRow)


def test_a_record_makes_the_canonical_bytes_of_its_comparison_row() -> None:
    record = resident().identity(NAGAOKA, ChangeReason.MOVED_IN, date(2026, 3, 1))
    made = row_bytes(encode(record), 7, 2, is_current=False)
    assert encode(decode(made, ComparisonRow)) == made
    found = decode(made, ComparisonRow)
    assert (found.code, found.my_number, found.address) == (record.code, record.my_number, record.address)
    assert (found.sequence, found.recovery, found.is_current) == (7, 2, False)


def test_a_bare_row_leaves_out_what_a_register_does_not_keep() -> None:
    record = resident().identity(NAGAOKA, ChangeReason.MOVED_IN, date(2026, 3, 1))
    made = bare_row_bytes(encode(record), is_current=True)
    found = decode(made, ComparisonRow)
    assert encode(found) == made
    assert (found.reason, found.changed_on, found.sequence, found.recovery) == (None, None, 0, 0)


KINDS = st.sampled_from(["same", "differs", "here", "there", "behind", "ahead", "elsewhere"])


@given(st.lists(KINDS, max_size=12))
def test_a_comparison_is_two_way_and_finds_each_difference_once(kinds: list[str]) -> None:
    theirs, held, expected = [], [], []
    for number, kind in enumerate(kinds, 1):
        own = row(number)
        if kind != "there":
            theirs.append(own)
        match kind:
            case "same":
                held.append(HeldRow(own))
            case "differs":
                held.append(HeldRow(row(number, lot="9番")))
                expected.append(Difference(own.code, Verdict.DIFFERS, ("address",)))
            case "here":
                expected.append(Difference(own.code, Verdict.MISSING))
            case "there":
                held.append(HeldRow(own))
                expected.append(Difference(own.code, Verdict.SURPLUS))
            case "behind":
                held.append(HeldRow(row(number, sequence=0)))
                expected.append(Difference(own.code, Verdict.BEHIND))
            case "ahead":
                held.append(HeldRow(row(number, sequence=2)))
                expected.append(Difference(own.code, Verdict.AHEAD))
            case _:
                held.append(HeldRow(replace(own, is_current=False), YOKOHAMA, CUT_OFF))
                expected.append(Difference(own.code, Verdict.ELSEWHERE, other=YOKOHAMA, since=CUT_OFF))
    assert list(compare(theirs, held)) == expected


def test_an_erased_person_who_lives_elsewhere_now_is_no_difference() -> None:
    erased = row(is_current=False)
    assert list(compare([erased], [HeldRow(erased, YOKOHAMA, CUT_OFF)])) == []


@given(st.lists(st.integers(1, 3), max_size=3), st.lists(st.integers(1, 3), max_size=3))
def test_digests_are_alike_exactly_when_the_rows_are(one: list[int], other: list[int]) -> None:
    left, right = ([encode(row(number)) for number in numbers] for numbers in (one, other))
    assert (digest_of(left) == digest_of(right)) is (left == right)


def test_one_number_under_two_codes_is_found_and_a_changed_code_is_not_a_second_person() -> None:
    one, other, third = code_of(1), code_of(2), code_of(3)
    assert twice({"n": [other, one]}, {}) == [one, other]
    assert twice({"n": [one, other]}, {one: other}) == []
    assert twice({"n": [one, third]}, {one: other, other: third}) == []
    assert twice({"n": [one, third]}, {one: other}) == [one, third]


def said(side: Side, verdict: Verdict, **more: object) -> tuple[Side, Difference]:
    return side, Difference(code_of(1), verdict, **more)  # type: ignore[arg-type]


def together(*answers: tuple[Side, Difference], was_touched: bool = False) -> Agreement:
    return joined(code_of(1), answers, was_touched=was_touched, cut_off=CUT_OFF).agreement


@pytest.mark.parametrize(
    ("prefecture", "national", "agreement"),
    [
        (Verdict.MISSING, Verdict.MISSING, Agreement.ONLY_CS),
        (Verdict.MISSING, None, Agreement.ONLY_CS),
        (Verdict.SURPLUS, None, Agreement.ONLY_PREFECTURE),
        (None, Verdict.SURPLUS, Agreement.ONLY_NATIONAL),
        (Verdict.SURPLUS, Verdict.SURPLUS, Agreement.ONLY_ABOVE),
        (Verdict.BEHIND, Verdict.DIFFERS, Agreement.STALE),
        (None, Verdict.AHEAD, Agreement.STALE),
        (Verdict.DIFFERS, None, Agreement.DIFF),
        (Verdict.TWICE, Verdict.ELSEWHERE, Agreement.DUPLICATE),
        (Verdict.MISSING, Verdict.ELSEWHERE, Agreement.OTHER_MUNICIPALITY),
        (None, None, Agreement.MATCH),
    ],
)
def test_the_gravest_answer_is_the_class(
    prefecture: Verdict | None, national: Verdict | None, agreement: Agreement
) -> None:
    pairs = ((Side.PREFECTURE, prefecture), (Side.NATIONAL, national))
    assert together(*(said(side, verdict) for side, verdict in pairs if verdict)) is agreement


def test_nobody_votes_so_the_order_of_the_answers_does_not_matter() -> None:
    for one, other in product(Verdict, repeat=2):
        pair = said(Side.PREFECTURE, one), said(Side.NATIONAL, other)
        assert together(*pair) is together(*reversed(pair))


def test_whoever_was_written_since_the_cut_off_is_pending_but_a_double_number_never_is() -> None:
    assert together(said(Side.NATIONAL, Verdict.BEHIND), was_touched=True) is Agreement.PENDING
    assert together(said(Side.NATIONAL, Verdict.TWICE), was_touched=True) is Agreement.DUPLICATE


def test_an_entry_elsewhere_on_the_day_of_the_cut_off_is_pending_and_an_earlier_one_is_not() -> None:
    late = said(Side.NATIONAL, Verdict.ELSEWHERE, since=CUT_OFF)
    early = said(Side.NATIONAL, Verdict.ELSEWHERE, since=date(2026, 3, 15))
    assert (together(late), together(early)) == (Agreement.PENDING, Agreement.OTHER_MUNICIPALITY)

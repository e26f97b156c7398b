"""The two profiles are data: names, starts, and the rules in which they differ."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput
from juki.protocol.versions import PROFILES, profile


def test_there_are_two_profiles_and_the_law_in_force_comes_first() -> None:
    assert list(PROFILES) == ["law-2026", "seed-2022"]


def test_the_profiles_differ_in_rule_data() -> None:
    law, seed = profile("law-2026"), profile("seed-2022")
    assert (law.pushes_transfer_data, law.closed_record_years) == (True, 150)
    assert (seed.pushes_transfer_data, seed.closed_record_years) == (False, 5)


@pytest.mark.parametrize(("name", "start"), [("law-2026", (2026, 3, 16)), ("seed-2022", (2022, 3, 14))])
def test_a_run_begins_on_a_monday_at_nine_in_japan(name: str, start: tuple[int, int, int]) -> None:
    found = profile(name)
    assert found.start == datetime(*start, 9, tzinfo=JST)
    assert found.start.utcoffset() == timedelta(hours=9)
    assert found.start.weekday() == 0
    assert found.ja
    assert found.en


def test_an_unknown_profile_is_bad_input_that_names_the_choices() -> None:
    with pytest.raises(BadInput) as refused:
        profile("law-1999")
    assert "law-2026 or seed-2022" in str(refused.value)

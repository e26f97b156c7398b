"""Arrows between lanes, some of which a narrow window does not show."""

from __future__ import annotations

import pytest

from juki.tui.lanes import Lanes

THREE = Lanes(("a", "b", "c"), 4, 0)


@pytest.mark.parametrize(
    ("source", "target", "drawn"),
    [
        (0, 2, "  ├───┼──▶│ "),
        (2, 1, "  │   │◀──┤ "),
        (0, 3, "  ├───┼───┼»"),
        (3, 0, "  │◀──┼───┼─"),
        (1, -1, "«─┼───┤   │ "),
        (-1, 1, "──┼──▶│   │ "),
        (-1, 3, "──┼───┼───┼»"),
        (4, -2, "«─┼───┼───┼─"),
        (3, 5, "  │   │   │ "),
        (5, 3, "  │   │   │ "),
        (-2, -1, "  │   │   │ "),
        (-1, -2, "  │   │   │ "),
    ],
)
def test_an_arrow_runs_to_its_lane_or_to_the_edge(source: int, target: int, drawn: str) -> None:
    assert "".join(THREE.arrow(source, target)) == drawn
    first, behind = THREE.covered(source, target)
    for place, sign in enumerate(drawn):
        assert sign in " │" or first <= place < behind


@pytest.mark.parametrize(
    ("source", "target", "drawn"), [(0, 1, "  ├──×│   │ "), (0, 4, "  ├───┼───┼×"), (2, -1, "×─┼───┼───┤ ")]
)
def test_what_did_not_arrive_has_its_sign_at_the_end(source: int, target: int, drawn: str) -> None:
    assert "".join(THREE.arrow(source, target, "×")) == drawn


def test_a_note_on_a_hidden_lane_leaves_the_lines_as_they_are() -> None:
    assert THREE.note(1, "◆")[6] == "◆"
    assert THREE.note(3, "◆") == THREE.note(-1, "◆") == THREE.lifelines()


def test_names_that_would_touch_stand_apart_where_that_is_asked_for() -> None:
    names = ("Resident", "Nagaoka City", "Yokohama City", "J-LIS")
    assert "ResidentYokohama" in Lanes(names, 5, 0).header()[0]
    assert Lanes(names, 5, 0, gap=1).header() == ["Resident Yokohama City", "   Nagaoka…    J-LIS"]

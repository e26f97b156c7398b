"""Two courses compared: where they part, what one has and the other has not, and how their stores end."""

from __future__ import annotations

from typing import Any

import pytest
from kept_runs import kept
from msgspec.structs import replace
from trace_steps import happy_steps, refused_steps, step

from juki.scenarios.looking.views import Boxed, CertificateView, NodeView, TableView
from juki.scenarios.sitting.comparing import compare, compare_nodes


def test_a_course_is_the_same_as_itself() -> None:
    steps = kept("special-transfer").steps
    found = compare(steps, [replace(one) for one in steps])
    assert found.is_same
    assert found.shared == len(steps)
    assert found.messages == found.refusals == ((), ())
    assert found.fields == ()


def test_a_course_that_goes_on_has_more_and_differs_in_nothing() -> None:
    steps = happy_steps()
    found = compare(steps[:8], steps)
    assert not found.is_same
    assert found.first == (None, steps[8])
    assert found.fields == ()
    assert [one.sequence for one in found.messages[1]] == [9, 10, 11, 12, 15, 16]
    assert found.messages[0] == ()
    assert found.ends == (8, 16)


def test_the_first_step_that_differs_is_found_with_its_fields() -> None:
    steps = happy_steps()
    other = [*steps[:3], replace(steps[3], fate="doubled", at=steps[3].at + 7), *steps[4:]]
    found = compare(steps, other)
    assert found.shared == 3
    assert {(one.field, one.one, one.other) for one in found.fields} == {
        ("at", str(steps[3].at), str(steps[3].at + 7)),
        ("fate", "delivered", "doubled"),
    }
    assert found.messages == ((), ())


def test_messages_are_told_apart_by_what_they_are_and_not_by_their_ids() -> None:
    one = [step(1, "message", "15/prefecture-server", "a/b", "IdentityUpdate", id="a#1", case="c")]
    other = [replace(one[0], id="a#9", at=one[0].at + 1)]
    assert compare(one, other).messages == ((), ())


def test_a_message_that_came_twice_in_one_course_is_left_over_once() -> None:
    one = [step(n, "message", "15/prefecture-server", "a/b", "IdentityUpdate", case="c") for n in (1, 2)]
    other = [replace(one[0], at=one[0].at + 1)]
    left, right = compare(one, other).messages
    assert (len(left), len(right)) == (1, 0)


def test_what_is_declined_counts_as_a_refusal() -> None:
    found = compare([], refused_steps())
    assert [one.sequence for one in found.refusals[1]][:2] == [3, 4]
    assert found.times == (0, refused_steps()[-1].at)


def test_stories_that_part_at_a_pin_have_their_refusals_on_one_side() -> None:
    good, locked = kept("special-transfer").steps, kept("special-transfer-pin-locked").steps
    found = compare(good, locked)
    assert found.refusals[0] == ()
    assert len(found.refusals[1]) == 4
    assert {one.kind for one in found.messages[0]} >= {"MoveInNotice", "CardContinued"}
    turned = compare(locked, good)
    assert (turned.messages, turned.refusals, turned.first) == (
        found.messages[::-1],
        found.refusals[::-1],
        found.first[::-1],
    )


def test_a_loss_that_was_healed_is_a_trouble_and_no_message_is_missing() -> None:
    steps = happy_steps()
    healed = [one for one in steps if one.what not in {"lost", "resend"}]
    found = compare(steps, healed)
    assert found.messages == ((), ())
    assert [one.what for one in found.troubles[0]] == ["lost", "resend"]
    assert found.troubles[1] == ()


NODE = "152021/resident-register"


def node_view(*tables: TableView) -> NodeView:
    certificate = CertificateView(NODE, "1", "CA", 0, 1, "ab", "good")
    return NodeView(NODE, 1, 1, certificate, tables, (), (), (), (), 0, ())


def table(*rows: tuple[str | int, ...], total: int = 0) -> TableView:
    return TableView("residents", ("code", "name"), rows, total or len(rows))


def test_rows_that_one_side_has_alone_are_told_by_node_and_table() -> None:
    one = {NODE: node_view(table((1, "a"), (2, "b")))}
    other = {NODE: node_view(table((1, "a"), (2, "c"), (3, "d")))}
    (found,) = compare_nodes(one, other)
    assert (found.node, found.what) == (NODE, "residents")
    assert (found.one, found.other) == (((2, "b"),), ((2, "c"), (3, "d")))
    assert not found.is_partial


def test_equal_nodes_do_not_differ_and_a_missing_one_is_empty() -> None:
    view = node_view(table((1, "a")))
    assert compare_nodes({NODE: view}, {NODE: view}) == ()
    (found,) = compare_nodes({}, {NODE: view})
    assert (found.one, found.other) == ((), ((1, "a"),))


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"timers": (("erase/1", 5),)}, "timers"),
        ({"outbox": (Boxed("15/prefecture-server", 1, "a#1", "IdentityUpdate"),)}, "outbox"),
        ({"down_until": 9}, "down"),
    ],
)
def test_what_a_node_waits_for_is_compared_too(change: dict[str, Any], what: str) -> None:
    view = node_view()
    (found,) = compare_nodes({NODE: view}, {NODE: replace(view, **change)})
    assert found.what == what
    assert len(found.other) == 1


def test_a_long_table_says_that_it_is_compared_in_part() -> None:
    one, other = table((1, "a"), total=900), table((1, "b"), total=900)
    (found,) = compare_nodes({NODE: node_view(one)}, {NODE: node_view(other)})
    assert found.is_partial

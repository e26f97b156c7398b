"""The oracle over operation logs holds in an honest run, and sees every way in which an order may escape the door."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from small_stories import MOVE, OUT, Played, played, small_story

from juki.nodes.operator_rows import OperatorRows
from juki.nodes.store import Store
from juki.protocol.records.operation import DONE
from juki.protocol.terms import NodeId
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import View

REGISTER, TERMINAL = "152021/resident-register", "長岡市/統合端末"
GRANT = (
    f"apply_for_right: {{on: {TERMINAL}, of: JK-0009, duty: 受付}}",
    f"approve_right: {{on: {TERMINAL}, of: JK-0009, duty: 受付}}",
    f"register_right: {{on: {TERMINAL}, of: JK-0009, duty: 受付}}",
)


def findings(run: Played) -> list[str]:
    view = View(run.play.stage.simulation, run.play.trail, None, is_end=True)
    return list(next(one for one in ORACLES if one.name == "operations-recorded").findings(view))


def store_of(run: Played, node: str = REGISTER) -> Store:
    return run.play.stage.simulation.hosts[NodeId(node)].store


def forge(run: Played, node: str = REGISTER, **items: object) -> None:
    """A row of a log and a step that fits it, as a door that lets everybody through would leave them."""
    said = {"operator": "JK-0001", "terminal": "01", "verb": "report_move_out", "about": "", "purpose": ""}
    at, store = run.play.stage.simulation.world.now, store_of(run, node)
    row = {**said, "outcome": DONE, "at": at, **items}
    OperatorRows(store).enter(**row)  # type: ignore[arg-type]
    trail = run.play.trail
    step = replace(
        trail.steps[-1],
        what="order",
        node=node,
        kind=str(row["verb"]),
        at=at,
        change="00",
        refused="" if row["outcome"] == DONE else str(row["outcome"]),
    )
    trail.listen(step)


@pytest.fixture
def run() -> Played:
    return played(small_story(*MOVE))


def test_an_honest_run_has_nothing_to_tell(run: Played) -> None:
    assert run.failed() == []
    assert findings(run) == []


def test_rights_that_were_approved_are_rights() -> None:
    line = "report_move_in: {who: mover, at: 長岡市, moved_on: start, by: JK-0009}"
    run = played(small_story(*GRANT, line))
    assert findings(run) == []
    withdrawal = tuple(one.replace("register", "withdraw") for one in GRANT)
    again = (withdrawal[0].replace("受付}", "受付, what: withdraw}"), *withdrawal[1:])
    assert findings(played(small_story(*GRANT, *again))) == []


def test_an_order_without_its_row_is_seen(run: Played) -> None:
    store_of(run).write("delete from operations where number = 2")
    assert "had 2 orders and recorded 1; no row for report_move_out" in findings(run)[0]


def test_a_row_without_its_order_is_seen(run: Played) -> None:
    forge(run)
    run.play.trail.steps.pop()
    assert "had 2 orders and recorded 3" in findings(run)[0]


@pytest.mark.parametrize("column", ["operator", "terminal", "about", "outcome", "verb"])
def test_an_altered_row_is_seen(run: Played, column: str) -> None:
    store_of(run).write(f"update operations set {column} = 'x' where number = 2")  # noqa: S608 - from the list above
    assert any("row 2 of the operation log of 152021/resident-register" in one for one in findings(run))


UNLAWFUL: list[tuple[str, dict[str, object], str]] = [
    ("nobody logged on there", {"terminal": "05"}, "no session"),
    ("another's session", {"operator": "JK-0002"}, "no session"),
    ("days after the session", {}, "the session was over"),
    ("on no roll", {"operator": "JK-9999"}, "nobody of this code"),
    ("an order without a right", {"verb": "open_the_safe"}, "no right is named"),
]


@pytest.mark.parametrize(("items", "told"), [case[1:] for case in UNLAWFUL], ids=[case[0] for case in UNLAWFUL])
def test_what_the_door_should_have_refused_is_seen(run: Played, items: dict[str, object], told: str) -> None:
    forge(run, **items)
    assert any(told in one for one in findings(run))


def logged_on(run: Played, code: str) -> None:
    forge(run, verb="log_on", operator=code, terminal=code[-2:])


def test_an_order_without_the_right_is_seen(run: Played) -> None:
    logged_on(run, "JK-0004")
    assert findings(run) == []
    forge(run, operator="JK-0004", terminal="04")
    assert "without the right take-reports" in findings(run)[0]


def test_a_search_without_a_purpose_is_seen(run: Played) -> None:
    logged_on(run, "JK-0004")
    forge(run, operator="JK-0004", terminal="04", verb="search_person")
    assert "without a purpose" in findings(run)[0]


def no_approval(run: Played) -> None:
    forge(run, verb="apply_for_right", operator="JK-0006", terminal="06", about="JK-0009 reception issue")


def own_approval(run: Played) -> None:
    """The same person applied and approved; that he has both rights here is planted too."""
    no_approval(run)
    forge(run, verb="approve_right", operator="JK-0007", terminal="07", about="JK-0009 reception")
    log = "update operations set operator = 'JK-0006', terminal = '06' where verb = 'approve_right'"
    store_of(run).write(log)


def another_right(run: Played) -> None:
    no_approval(run)
    forge(run, verb="approve_right", operator="JK-0007", terminal="07", about="JK-0009 search")


@pytest.mark.parametrize("before", [lambda _: None, no_approval, own_approval, another_right])
def test_a_right_that_was_not_approved_is_seen(run: Played, before: Callable[[Played], None]) -> None:
    for code in ("JK-0006", "JK-0007"):
        logged_on(run, code)
    before(run)
    forge(run, verb="register_right", operator="JK-0006", terminal="06", about="JK-0009 reception")
    assert any("register_right" in one or "approve_right" in one for one in findings(run))


def test_a_refused_order_renews_no_session_that_is_over() -> None:
    late = OUT.replace("}", ', terminal: "01"}')
    run = played(small_story(OUT, "wait: {for: 20 minutes}", late))
    assert run.failed() == []
    forge(run)
    assert any("the session was over" in one for one in findings(run))

"""The door of a counter: who is let through, what is written down of it, and what a refusal leaves untouched."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from cast import NAGAOKA, resident
from little_world import surroundings

from juki.nodes.host import Host, Outcome
from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.registry import Registry
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.operator_rows import OperatorRows
from juki.protocol.deadlines import JST
from juki.protocol.errors import LocalFault
from juki.protocol.moments import to_micros
from juki.protocol.permissions.duties import NOT_OPERATED, Duty
from juki.protocol.procedures.operators import IDLE, Operator, hashed
from juki.protocol.records.operation import DONE, START, chained
from juki.protocol.terms import nodes as ids
from juki.scenarios.genesis import make_host

START_OF_DAY = datetime(2026, 3, 16, 9, tzinfo=JST)
CLERK, STRANGER = "JK-0101", "JK-0404"
KNOWN = {"operator": CLERK, "terminal": "07"}


class Desk:
    """The register of 長岡市 with one resident, and a clerk of this test's own."""

    def __init__(self) -> None:
        choices = SeededChoices(7)
        self.now = START_OF_DAY
        registry = Registry(choices, to_micros(self.now))
        self.host: Host = make_host(ids.resident_register(NAGAOKA), surroundings(), registry, choices)
        self.rows.fill([operator(CLERK, Duty.RECEPTION), operator("JK-0102"), operator("JK-0103", Duty.SECTION_HEAD)])
        self.rows.fill([operator("JK-0104", Duty.ADMINISTRATION), operator("JK-0105", Duty.AUDIT)])
        RegisterRows(self.host.store).fill([resident()])

    @property
    def rows(self) -> OperatorRows:
        return OperatorRows(self.host.store)

    def order(self, verb: str, **said: str) -> Outcome:
        return self.host.order(verb, said, to_micros(self.now))

    def log_on(self, code: str = CLERK, terminal: str = "07", **shown: str) -> Outcome:
        return self.order("log_on", **{"operator": code, "terminal": terminal, **right_ones(code), **shown})

    def move_out(self, operator: str = CLERK, terminal: str = "07") -> Outcome:
        return self.order(
            "report_move_out",
            operator=operator,
            terminal=terminal,
            people=resident().address_number,
            office="151033",
            planned_on="2026-04-01",
            address="試験町2番2号",
        )

    def log(self) -> list[tuple[str, str, str]]:
        return [(one.operator, one.verb, one.outcome) for one, _ in self.rows.operations()]


def right_ones(code: str) -> dict[str, str]:
    return {"password": f"himitsu-{code}", "vein": f"hand of {code}"}


def operator(code: str, *duties: Duty) -> Operator:
    shown = right_ones(code)
    vein, password = (hashed(code, shown[name]) for name in ("vein", "password"))
    return Operator(code, "架空 試験", vein, password, START_OF_DAY.date(), duties=duties)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def is_leaving(desk: Desk) -> bool:
    found = RegisterRows(desk.host.store).numbered(resident().address_number)
    return found is not None and found.planned_on is not None


def refused(outcome: Outcome) -> str:
    return outcome.refused.name if outcome.refused else ""


def test_an_operator_with_session_and_right_is_let_through(desk: Desk) -> None:
    assert refused(desk.log_on()) == ""
    assert refused(desk.move_out()) == ""
    assert is_leaving(desk)
    assert desk.log() == [(CLERK, "log_on", DONE), (CLERK, "report_move_out", DONE)]


def test_without_a_session_nothing_but_the_log_is_written(desk: Desk) -> None:
    assert refused(desk.move_out()) == "no-session"
    assert not is_leaving(desk)
    assert desk.log() == [(CLERK, "report_move_out", "no-session")]


def test_an_order_that_names_nobody_is_refused_and_recorded(desk: Desk) -> None:
    desk.log_on()
    assert refused(desk.order("report_move_out")) == "unknown-operator"
    assert desk.log()[-1] == ("", "report_move_out", "unknown-operator")


def test_nobody_is_let_through_without_the_right(desk: Desk) -> None:
    desk.log_on("JK-0102", "08")
    assert refused(desk.move_out("JK-0102", "08")) == "no-right"
    assert not is_leaving(desk)


def test_an_order_that_no_right_is_named_for_is_refused(desk: Desk) -> None:
    desk.log_on()
    assert refused(desk.order("open_the_safe", **KNOWN)) == "no-right"
    assert desk.log()[-1] == (CLERK, "open_the_safe", "no-right")


def test_what_nobody_orders_passes_no_door_and_leaves_no_row(desk: Desk) -> None:
    """The register knows no such failure, so it is refused there, by the register itself."""
    assert refused(desk.order(min(NOT_OPERATED), what="-", row="-")) != "no-session"
    assert desk.log() == []


@pytest.mark.parametrize(
    ("shown", "rule"), [({"password": "x"}, "wrong-password"), ({"vein": "hand of JK-0102"}, "wrong-factor")]
)
def test_a_failed_log_on_is_counted_and_recorded(desk: Desk, shown: dict[str, str], rule: str) -> None:
    assert refused(desk.log_on(**shown)) == rule
    found = desk.rows.operator(CLERK)
    assert found is not None
    assert found.failures == 1
    assert desk.log() == [(CLERK, "log_on", rule)]
    assert desk.rows.session("07") is None


def test_a_session_ends_when_it_is_not_used(desk: Desk) -> None:
    desk.log_on()
    desk.now += IDLE
    assert refused(desk.move_out()) == ""  # and is fresh again
    desk.now += IDLE
    assert refused(desk.order("list_rights", **KNOWN)) == "no-right"  # what is refused keeps it fresh too
    desk.now += IDLE + timedelta(seconds=1)
    assert refused(desk.order("log_off", **KNOWN)) == "no-session"


def test_a_session_ends_by_logging_off(desk: Desk) -> None:
    desk.log_on()
    desk.order("log_off", **KNOWN)
    assert refused(desk.move_out()) == "no-session"


def test_one_terminal_is_one_operators_at_a_time(desk: Desk) -> None:
    desk.log_on()
    assert refused(desk.log_on("JK-0103")) == "session-left-open"
    assert refused(desk.order("apply_for_right", operator="JK-0103", terminal="07")) == "session-left-open"
    assert refused(desk.log_on("JK-0103", "08")) == ""
    assert refused(desk.move_out()) == ""


def test_a_session_outlives_a_crash(desk: Desk) -> None:
    desk.log_on()
    desk.host = desk.host.reborn()
    assert refused(desk.move_out()) == ""


def test_an_order_of_no_form_leaves_no_row(desk: Desk) -> None:
    """It was never carried out, and whoever gave it is told at once."""
    desk.log_on()
    with pytest.raises((LookupError, LocalFault)):
        desk.order("report_move_out", **KNOWN)
    assert desk.log() == [(CLERK, "log_on", DONE)]


def grant(desk: Desk, verb: str, by: str, **said: str) -> str:
    desk.log_on(by, by[-2:])
    return refused(desk.order(verb, operator=by, terminal=by[-2:], subject="JK-0102", duty="reception", **said))


def test_a_right_comes_and_goes_by_approval(desk: Desk) -> None:
    assert grant(desk, "register_right", "JK-0103") == "right-not-pending"
    for verb, by, said in (
        ("apply_for_right", "JK-0103", {"what": "issue"}),
        ("approve_right", "JK-0104", {}),
        ("register_right", "JK-0103", {}),
    ):
        assert grant(desk, verb, by, **said) == ""
    desk.log_on("JK-0102", "08")
    assert refused(desk.move_out("JK-0102", "08")) == ""
    assert grant(desk, "apply_for_right", "JK-0103", what="withdraw") == ""
    assert grant(desk, "withdraw_right", "JK-0103") == "right-not-pending"
    assert grant(desk, "approve_right", "JK-0104") == ""
    assert grant(desk, "withdraw_right", "JK-0103") == ""
    assert refused(desk.move_out("JK-0102", "08")) == "no-right"


@pytest.mark.parametrize(("verb", "by"), [("apply_for_right", "JK-0104"), ("approve_right", "JK-0103")])
def test_head_and_administrator_do_not_do_each_others_part(desk: Desk, verb: str, by: str) -> None:
    assert grant(desk, verb, by, what="issue") == "no-right"


def test_the_log_shows_whom_an_order_was_about_and_no_whole_number(desk: Desk) -> None:
    desk.log_on()
    desk.move_out()
    desk.order("report_move_out", **KNOWN, people="123456789012", office="151033")
    about = [one.about for one, _ in desk.rows.operations()]
    assert about == ["", resident().address_number, "********9012"]


def test_the_log_is_a_chain(desk: Desk) -> None:
    desk.log_on()
    desk.move_out()
    desk.move_out(STRANGER)
    head = START
    for number, (operation, kept) in enumerate(desk.rows.operations(), start=1):
        head = chained(operation, head)
        assert (operation.number, head) == (number, kept)


def test_an_audit_draws_a_sample_and_counts_what_is_striking(desk: Desk) -> None:
    desk.log_on()
    desk.move_out()
    desk.move_out(STRANGER)
    desk.log_on(password="x")  # noqa: S106 - a wrong one
    desk.now = desk.now.replace(hour=20)
    desk.log_on("JK-0105", "05")
    [notice] = desk.order("audit_sample", operator="JK-0105", terminal="05", size="3").notices
    assert (notice.about["rows"], notice.about["failed"], notice.about["refused"]) == ("5", "1", "1")
    assert notice.about["after_hours"] == "1"
    sample = [int(number) for number in notice.about["sample"].split(", ")]
    assert len(sample) == 3
    assert set(sample) <= {1, 2, 3, 4, 5}


def test_a_review_points_out_rights_that_nobody_uses(desk: Desk) -> None:
    desk.now += timedelta(days=80)
    desk.log_on()
    desk.now += timedelta(days=20)
    desk.rows.put_operator(operator("JK-0105", Duty.AUDIT))
    desk.host.store.write("update operators set changed_on = '2026-06-24' where code = 'JK-0105'")
    desk.log_on("JK-0105", "05")
    [notice] = desk.order("list_rights", operator="JK-0105", terminal="05").notices
    assert "JK-0101 reception" in notice.about["list"]
    assert "JK-0102 -" in notice.about["list"]
    unused = int(notice.about["unused"])
    assert unused == 8 + 2  # eight of the run's own cast have duties; head and administrator of this test

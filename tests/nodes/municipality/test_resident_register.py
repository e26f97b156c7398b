"""The register: what a 転出届 does, what a notice writes on the 除票, and whom it lets in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import (
    FAMILY,
    HANAKO,
    NAGAOKA,
    NIIGATA,
    NIIGATA_CHUO,
    PLANNED,
    TARO,
    YOKOHAMA,
    YOKOHAMA_NAKA,
    address,
    notice,
    record,
    report,
    resident,
)
from letters import hand, letter, signed
from little_world import LittleWorld, little_world

from juki.nodes.host import Outcome
from juki.nodes.municipality.register_rows import RegisterRows
from juki.protocol.messages import Message
from juki.protocol.messages.move import (
    MoveInCompleted,
    MoveInDeclined,
    MoveInNotice,
    MoveInReport,
    MoveInReportReceived,
    MoveOutRecord,
)
from juki.protocol.records.changes import ChangeReason
from juki.protocol.secure.envelope import unpack
from juki.protocol.terms import MunicipalityCode, NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.terms.codes import local_check_digit
from juki.protocol.wire import decode

NEW, NEW_SERVER = ids.resident_register(NIIGATA), ids.communication_server(NIIGATA)
OLD, OLD_SERVER = ids.resident_register(NAGAOKA), ids.communication_server(NAGAOKA)
CASE = f"{ids.integrated_terminal(NIIGATA)}:1"


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def say(
    made: LittleWorld, city: MunicipalityCode, message: Message, case: str = CASE, signer: NodeId | None = None
) -> Outcome:
    server, register = ids.communication_server(city), ids.resident_register(city)
    number = made.host(register).streams.received(server)[0] + 1
    said = letter(server, register, message, number, case=case)
    return hand(made, said if isinstance(message, MoveInReport) else signed(made, said, signer))


def arrive(made: LittleWorld, *records: MoveOutRecord, said: MoveInReport | None = None) -> Outcome:
    say(made, NIIGATA, said or report())
    for each in records:
        outcome = say(made, NIIGATA, each, signer=OLD_SERVER)
    return outcome


def only(outcome: Outcome, kind: type[Message]) -> Message:
    [sent] = outcome.sent
    assert sent.kind == kind.__name__
    return decode(unpack(sent.envelope).body, kind)


def test_a_report_of_several_puts_the_head_first_whatever_the_clerk_typed(made: LittleWorld) -> None:
    made = little_world(link="null", people=(resident(1), resident(2), resident(3)))
    made.report_move_out(resident(3), resident(2), resident(1), planned_on=PLANNED)
    departure = made.register(NAGAOKA).departure(HANAKO)
    assert departure is not None
    assert departure.group[0] == HANAKO
    assert set(departure.group) == set(FAMILY)


def test_one_wrong_person_refuses_the_whole_report(made: LittleWorld) -> None:
    made.report_move_out(resident(1), resident(2), planned_on=PLANNED)
    assert made.refusals() == ["unknown-person"]
    assert made.rows(OLD, "select code from departures") == []
    person = made.register(NAGAOKA).last_of(HANAKO)
    assert person is not None
    assert person.planned_on is None


def test_a_second_report_is_refused(made: LittleWorld) -> None:
    made.report_move_out(resident(), planned_on=PLANNED)
    made.report_move_out(resident(), planned_on=PLANNED + timedelta(days=1))
    assert made.refusals() == ["already-leaving"]


def test_a_report_a_fortnight_late_is_good_and_a_day_more_is_not(made: LittleWorld) -> None:
    today = PLANNED - timedelta(days=4)
    made.report_move_out(resident(), planned_on=today - timedelta(days=15))
    assert made.refusals() == ["move-out-too-late"]
    made.report_move_out(resident(), planned_on=today - timedelta(days=14))
    assert made.refusals() == ["move-out-too-late"]
    made.world.step()
    made.quiet()
    person = made.register(NAGAOKA).last_of(HANAKO)
    assert person is not None
    assert person.erased_on == today - timedelta(days=14)


def test_everybody_enters_one_household_with_numbers_that_check(made: LittleWorld) -> None:
    completed = only(arrive(made, *(record(number, FAMILY) for number in (1, 2, 3))), MoveInCompleted)
    assert isinstance(completed, MoveInCompleted)
    assert [each.code for each in completed.people] == list(FAMILY)
    assert {each.reason for each in completed.people} == {ChangeReason.MOVED_IN}
    assert len(completed.mailing) == 3
    people = [made.register(NIIGATA).last_of(code) for code in FAMILY]
    numbers = [person.address_number for person in people if person] + [people[0].household_number if people[0] else ""]
    assert len(set(numbers[:3])) == 3
    assert all(local_check_digit(number[:-1]) == number[-1] for number in numbers)
    assert len({person.household_number for person in people if person}) == 1


def test_a_new_record_keeps_code_and_number_and_begins_with_the_move(made: LittleWorld) -> None:
    arrive(made, record())
    person = made.register(NIIGATA).last_of(HANAKO)
    assert person is not None
    old = resident()
    assert (person.code, person.my_number, person.name, person.birth) == (old.code, old.my_number, old.name, old.birth)
    assert (person.resident_since, person.address_since, person.reported_on) == (PLANNED, PLANNED, PLANNED)
    assert (person.previous_municipality, person.previous_address) == (NAGAOKA, old.address.text)
    assert (person.planned_on, person.erased_on) == (None, None)


def test_a_foreigner_has_no_notice_to_a_family_register(made: LittleWorld) -> None:
    completed = only(arrive(made, record(family_register=None, nationality="ベトナム")), MoveInCompleted)
    assert isinstance(completed, MoveInCompleted)
    assert completed.mailing == ()


def test_nobody_enters_who_already_lives_here(made: LittleWorld) -> None:
    """A member of the group was entered by another way meanwhile: the whole report is declined, nothing is written."""
    made.register(NIIGATA).put(resident(2, NIIGATA_CHUO))
    declined = only(arrive(made, *(record(number, (HANAKO, TARO)) for number in (1, 2))), MoveInDeclined)
    assert isinstance(declined, MoveInDeclined)
    assert declined.rule == "already-present"
    assert made.register(NIIGATA).last_of(HANAKO) is None
    again = say(made, NIIGATA, record(1, (HANAKO, TARO)), signer=OLD_SERVER)
    assert again.refused is not None


def test_a_record_without_a_report_is_out_of_turn(made: LittleWorld) -> None:
    outcome = say(made, NIIGATA, record(), case="151009/integrated-terminal:77", signer=OLD_SERVER)
    assert outcome.refused is not None
    assert outcome.refused.name == "out-of-turn"


def test_a_notice_for_somebody_who_never_reported_changes_nothing(made: LittleWorld) -> None:
    before = made.register(NAGAOKA).last_of(HANAKO)
    outcome = say(made, NAGAOKA, notice(), signer=NEW_SERVER)
    assert outcome.refused is not None
    assert outcome.refused.name == "out-of-turn"
    assert made.register(NAGAOKA).last_of(HANAKO) == before


def test_a_notice_writes_where_she_went_beside_where_she_meant_to_go(made: LittleWorld) -> None:
    """標準 4.1.3.1.1 says the plan is not written over."""
    made.report_move_out(resident(), planned_on=PLANNED, office=YOKOHAMA_NAKA)
    made.until(PLANNED)
    say(made, NAGAOKA, notice(PLANNED), signer=NEW_SERVER)
    person = made.register(NAGAOKA).last_of(HANAKO)
    assert person is not None
    assert (person.planned_office, person.planned_on) == (YOKOHAMA_NAKA, PLANNED)
    assert (person.moved_to, person.moved_on, person.notice_on) == (notice().address.text, PLANNED, PLANNED)


def test_who_comes_back_gets_a_new_record_and_may_leave_again(made: LittleWorld) -> None:
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    back = made.register(NIIGATA).last_of(HANAKO)
    assert back is not None
    here = made.register(NAGAOKA)
    here.put(resident(address_number="5000000990"))
    assert here.last_of(HANAKO) == resident(address_number="5000000990")
    made.report_move_out(resident(address_number="5000000990"), planned_on=PLANNED + timedelta(days=30))
    departure = here.departure(HANAKO)
    assert departure is not None
    assert (departure.state, departure.timer) == ("leaving", "erase/5000000990")


def test_whoever_arrived_elsewhere_is_not_handed_over_with_the_rest() -> None:
    """住基法施行令24条の2第2項1号: 太郎 was entered in 横浜市; for 花子 nothing changes."""
    folk = (resident(1), resident(2))
    made = little_world(link="null", people=folk)
    made.report_move_out(*folk, planned_on=PLANNED)
    elsewhere = MoveInNotice(TARO, YOKOHAMA, address(YOKOHAMA_NAKA), PLANNED, PLANNED)
    say(made, NAGAOKA, elsewhere, signer=ids.communication_server(YOKOHAMA))
    asked = MoveInReportReceived(HANAKO, NIIGATA_CHUO, PLANNED, PLANNED)
    told = only(say(made, NAGAOKA, asked, signer=NEW_SERVER), MoveOutRecord)
    assert isinstance(told, MoveOutRecord)
    assert (told.code, told.group) == (HANAKO, (HANAKO,))


@pytest.mark.parametrize(("law", "years"), [("law-2026", 150), ("seed-2022", 5)])
def test_a_closed_record_is_kept_for_the_years_of_its_profile(law: str, years: int) -> None:
    made = little_world(link="null", law=law)
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    [(due,)] = made.rows(OLD, "select due from timers where name like 'purge-closed/%' order by name")
    from juki.protocol.moments import to_datetime

    gone = to_datetime(due)
    assert (gone.date(), gone.hour) == (PLANNED.replace(year=PLANNED.year + years) + timedelta(days=1), 0)
    host = made.host(OLD)
    [(name,)] = host.store.rows("select name from timers where due = ? order by name", due)
    host.fire(name, due, due)
    assert RegisterRows(host.store).last_of(HANAKO) is None


def test_a_record_in_force_is_never_purged(made: LittleWorld) -> None:
    rows = made.register(NAGAOKA)
    rows.erase_closed(resident().address_number)
    assert rows.last_of(HANAKO) is not None

"""Changes that are no moves, from the counter of a city up to the 機構, and back where an entry is refused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA_CHUO, TARO, code_of, resident
from little_world import LittleWorld, little_world

from juki.nodes.host import Outcome
from juki.nodes.identity_rows import IdentityRows
from juki.nodes.municipality.change_rows import ChangeRows
from juki.nodes.municipality.register_mistakes import MISTAKES
from juki.nodes.municipality.server_rows import ServerRows
from juki.nodes.national.national_numbers import designate
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.resident import Resident
from juki.protocol.terms import MyNumber
from juki.protocol.terms import nodes as ids

REGISTER, SERVER, NATIONAL = ids.resident_register(NAGAOKA), ids.communication_server(NAGAOKA), ids.NATIONAL_SERVER
POOL = (code_of(900), code_of(901))
TODAY = date(2026, 3, 16)
HERS, HIS = resident(1).address_number, resident(2).address_number
WITHIN = {
    "moved_on": "2026-03-10",
    "office": NAGAOKA.digits,
    "office_name": "試験県試験市",
    "town": "新町",
    "lot": "7番7号",
}


@pytest.fixture
def made() -> LittleWorld:
    world = little_world(link="null", people=(resident(1), resident(2)))
    ChangeRows(world.host(REGISTER).store).fill(POOL)
    designate(POOL, NAGAOKA, world.host(NATIONAL).store)
    return world


def order(made: LittleWorld, verb: str, people: str = HERS, **said: str) -> Outcome:
    outcome = made.world.order(REGISTER, verb, {"people": people, **said})
    made.quiet()
    return outcome


def current(made: LittleWorld, address_number: str = HERS) -> Resident:
    found = made.register(NAGAOKA).numbered(address_number)
    assert found is not None
    return found


def above(made: LittleWorld, code: Any = HANAKO) -> Any:
    found = IdentityRows(made.host(NATIONAL).store).found(code)
    assert found is not None
    return found


def states(made: LittleWorld) -> list[str]:
    return [row[0] for row in made.rows(ids.CARD_MANAGEMENT, "select state from cards order by serial")]


def valid(made: LittleWorld) -> list[str]:
    rows = made.rows(ids.JPKI, "select purpose from certificates where revoked_on is null order by purpose")
    return [row[0] for row in rows]


def test_a_move_within_changes_the_address_everywhere_and_ends_the_signature(made: LittleWorld) -> None:
    order(made, "report_move_within", f"{HERS},{HIS}", **WITHIN)
    for code in (HANAKO, TARO):
        record, is_current = above(made, code)
        assert (record.address.town, record.reason, is_current) == ("新町", ChangeReason.MOVED_WITHIN, True)
    assert made.refusals() == []
    assert (valid(made), states(made)) == (["user"], ["active"])
    assert current(made).previous_address == "試験県試験市試験町1番1号"


def test_a_move_within_another_city_or_in_the_future_is_refused_and_taken_back(made: LittleWorld) -> None:
    order(made, "report_move_within", **{**WITHIN, "moved_on": (TODAY + timedelta(days=1)).isoformat()})
    order(made, "report_move_within", **{**WITHIN, "office": NIIGATA_CHUO.digits})
    assert made.refusals() == ["in-future", "unknown-municipality"]
    assert made.notices("entry-error") == [{"rule": "unknown-municipality", "item": "address"}]
    assert current(made).address.town == "試験町"
    assert above(made)[0].reason is ChangeReason.ENTERED_EX_OFFICIO


def test_of_two_people_the_one_who_is_frozen_is_taken_back_and_the_other_is_not(made: LittleWorld) -> None:
    ServerRows(made.host(SERVER).store).freeze(HANAKO, "2026-03-16")
    order(made, "report_move_within", f"{HERS},{HIS}", **WITHIN)
    assert made.notices("entry-error") == [{"rule": "record-frozen", "item": "frozen"}]
    assert [current(made, number).address.town for number in (HERS, HIS)] == ["試験町", "新町"]
    assert above(made, TARO)[0].address.town == "新町"


@pytest.mark.parametrize(
    ("verb", "reason", "user"),
    [("report_death", ChangeReason.DEATH, []), ("erase_record", ChangeReason.ERASED_EX_OFFICIO, [])],
)
def test_an_erasure_ends_card_and_certificates(
    made: LittleWorld, verb: str, reason: ChangeReason, user: list[str]
) -> None:
    order(made, verb, on="2026-03-15")
    record, is_current = above(made)
    assert (record.reason, is_current) == (reason, False)
    assert (states(made), valid(made)) == (["lapsed"], user)
    assert current(made).erased_because is reason
    order(made, verb, on="2026-03-15")
    assert made.refusals() == ["unknown-person"]


def test_somebody_erased_by_mistake_is_entered_again_under_the_same_code(made: LittleWorld) -> None:
    order(made, "erase_record", on="2026-03-15")
    order(made, "enter_record")
    assert above(made)[1]
    entered = made.register(NAGAOKA).last_of(HANAKO)
    assert entered is not None
    assert (entered.erased_on, entered.address_number != HERS) == (None, True)
    order(made, "enter_record")
    assert made.refusals() == ["already-present"]


def test_a_newborn_gets_a_code_of_the_city_and_then_the_number_that_was_made_for_it(made: LittleWorld) -> None:
    order(made, "report_birth", name="試験 光", kana="しけん ひかり", sex="1", born_on="2026-03-12")
    child = made.register(NAGAOKA).last_of(POOL[0])
    assert child is not None
    assert child.my_number is not None
    assert child.my_number.digits.startswith("99")
    record, is_current = above(made, POOL[0])
    assert (record.reason, record.my_number, is_current) == (ChangeReason.MY_NUMBER_ENTERED, child.my_number, True)
    assert record.old_number is None
    assert made.refusals() == []


def test_a_city_without_codes_enters_nobody_new(made: LittleWorld) -> None:
    for _ in POOL:
        order(made, "change_code")
    order(made, "change_code")
    assert made.refusals() == ["no-code-left"]
    assert current(made).code == POOL[1]


def test_a_changed_code_carries_the_old_one_and_ends_the_card(made: LittleWorld) -> None:
    order(made, "change_code")
    record, is_current = above(made, POOL[0])
    assert (record.old_code, record.code_used_since, is_current) == (HANAKO, TODAY, True)
    assert not above(made, HANAKO)[1]
    assert ServerRows(made.host(SERVER).store).on_file(HANAKO, NAGAOKA) is not None
    assert (states(made), valid(made)) == (["lapsed"], ["signing", "user"])
    order(made, "report_death", on="2026-03-15")
    assert valid(made) == []


def test_a_code_is_not_changed_between_two_cities(made: LittleWorld) -> None:
    made.report_move_out(current(made), planned_on=date(2026, 4, 1))
    order(made, "change_code")
    assert made.refusals() == ["already-leaving"]
    assert current(made).code == HANAKO


@pytest.mark.parametrize(
    ("said", "reason"),
    [({}, ChangeReason.MY_NUMBER_CHANGE_REQUESTED), ({"ex_officio": "yes"}, ChangeReason.MY_NUMBER_CORRECTED)],
)
def test_a_changed_number_carries_the_old_one_and_ends_the_card(
    made: LittleWorld, said: dict[str, str], reason: ChangeReason
) -> None:
    before = current(made).my_number
    order(made, "change_number", **said)
    record, _ = above(made)
    assert (record.reason, record.old_number) == (reason, before)
    assert record.my_number == current(made).my_number != before
    assert (states(made), valid(made)) == (["lapsed"], ["signing", "user"])


def test_no_number_is_ever_made_twice(made: LittleWorld) -> None:
    numbers = {current(made).my_number, current(made, HIS).my_number}
    for _ in range(4):
        order(made, "change_number", f"{HERS},{HIS}")
        numbers |= {current(made).my_number, current(made, HIS).my_number}
    assert len(numbers) == 10
    assert all(isinstance(number, MyNumber) for number in numbers)


def test_a_record_is_locked_while_its_number_is_made(made: LittleWorld) -> None:
    made.world.order(REGISTER, "change_number", {"people": HERS})
    made.world.order(REGISTER, "report_move_within", {"people": HERS, **WITHIN})
    made.quiet()
    assert made.notices("entry-error") == [{"rule": "record-locked", "item": "locked"}]
    assert current(made).address.town == "試験町"
    assert above(made)[0].my_number == current(made).my_number
    order(made, "report_move_within", **WITHIN)
    assert above(made)[0].address.town == "新町"


def test_two_changes_in_a_row_that_are_both_refused_leave_the_record_as_it_was(made: LittleWorld) -> None:
    ServerRows(made.host(SERVER).store).freeze(HANAKO, "2026-03-16")
    before = current(made)
    made.world.order(REGISTER, "report_move_within", {"people": HERS, **WITHIN})
    made.world.order(REGISTER, "correct_record", {"people": HERS, "reason": "C9", "name": "試験 改"})
    made.quiet()
    assert len(made.notices("entry-error")) == 2
    assert current(made) == before


def test_a_refused_erasure_leaves_no_clock(made: LittleWorld) -> None:
    ServerRows(made.host(SERVER).store).freeze(HANAKO, "2026-03-16")
    order(made, "report_death", on="2026-03-15")
    assert current(made).erased_on is None
    assert made.rows(REGISTER, "select name from timers order by name") == []


def test_a_number_for_somebody_elses_resident_is_not_made(made: LittleWorld) -> None:
    made.host(NATIONAL).store.write("update identity set is_current = 0 where code = ?", HANAKO.digits)
    before = current(made).my_number
    order(made, "change_number")
    assert made.refusals() == ["unknown-person"]
    assert current(made).my_number == before
    assert made.rows(SERVER, "select count(*) from identity where locked_by != ''") == [(0,)]
    assert made.rows(REGISTER, "select count(*) from awaited_numbers") == [(0,)]


@pytest.mark.parametrize("word", MISTAKES)
def test_every_mistake_of_a_register_is_caught_at_the_city_s_door(made: LittleWorld, word: str) -> None:
    reason = {"old_number": "D1", "old_code": "E1"}.get(word, "C1" if word != "office" else "C2")
    order(made, "send_wrong_entry", reason=reason, wrong=word)
    assert len(made.refusals()) == 1
    assert made.notices("entry-error")
    assert made.rows(SERVER, "select sequence from identity order by code") == [(1,), (1,)]
    assert made.notices("change-taken-back") == []

"""A special transfer from end to end over real hosts and links: the law's paths, early and late, alone and as a family."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cast import HANAKO, KODOMO, NAGAOKA, NIIGATA, NIIGATA_CHUO, PLANNED, TARO, YOKOHAMA, YOKOHAMA_NAKA, resident
from little_world import LittleWorld, little_world

from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode

DAY = timedelta(days=1)


def lives_in(made: LittleWorld, node: NodeId, code: JuminhyoCode) -> tuple[str, bool]:
    [(city, is_current)] = made.rows(node, "select municipality, is_current from identity where code = ?", code.digits)
    return city, bool(is_current)


def revoked(made: LittleWorld) -> dict[str, str | None]:
    return dict(made.rows(ids.JPKI, "select serial, revoked_on from certificates order by serial"))


def card_state(made: LittleWorld) -> tuple[str, str, str]:
    [row] = made.rows(ids.CARD_MANAGEMENT, "select state, municipality, lapses_because from cards")
    return row[0], row[1], row[2]


def agree(made: LittleWorld, code: JuminhyoCode, city: MunicipalityCode) -> None:
    """Everybody above holds the same, and nothing is owed by anybody."""
    assert lives_in(made, ids.NATIONAL_SERVER, code) == (city.digits, True)
    assert lives_in(made, ids.prefecture_server(city.prefecture), code) == (city.digits, True)
    new = made.register(city).last_of(code)
    old = made.register(NAGAOKA).last_of(code)
    assert new is not None
    assert new.erased_on is None
    assert old is not None
    assert old.erased_on is not None
    assert old.moved_to == new.address.text
    assert made.refusals() == []
    for node, host in made.world.hosts.items():
        assert host.streams.peers_waited_for() == [], node


@pytest.mark.parametrize("law", ["law-2026", "seed-2022"])
@pytest.mark.parametrize("link", ["noise", "null", "tls"])
def test_she_moves_on_the_planned_date(law: str, link: str) -> None:
    made = little_world(law=law, link=link)
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    agree(made, HANAKO, NIIGATA)
    old = made.register(NAGAOKA).last_of(HANAKO)
    assert old is not None
    assert (old.erased_on, old.planned_on, old.notice_on) == (PLANNED, PLANNED, PLANNED)
    assert card_state(made) == ("active", NIIGATA.digits, "")
    assert revoked(made) == {"C000001-S": PLANNED.isoformat(), "C000001-U": None}
    assert len(made.rows(ids.OTHER_MUNICIPALITIES, "select code from mailing")) == 1
    asked = [step.kind for step in made.steps if step.kind == "MoveInReportReceived"]
    assert bool(asked) == (law == "seed-2022")


def test_early_arrival_never_erases_her_where_she_lives_now() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    early = PLANNED - 2 * DAY
    made.until(early)
    made.report_move_in(moved_on=early)
    agree(made, HANAKO, NIIGATA)
    old = made.register(NAGAOKA).last_of(HANAKO)
    assert old is not None
    # The record ends with the move (標準 1.1.5); upwards the planned date is told (住基法施行令30条の5第2号).
    assert (old.erased_on, old.planned_on) == (early, PLANNED)
    [(body,)] = made.rows(
        ids.NATIONAL_SERVER, "select record from history where origin = ? and sequence = 2", NAGAOKA.digits
    )
    assert decode(body, IdentityRecord).changed_on == PLANNED
    made.until(PLANNED + DAY)
    agree(made, HANAKO, NIIGATA)


def test_another_destination_than_declared_is_asked_for() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED, office=NIIGATA_CHUO)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED, city=YOKOHAMA, office=YOKOHAMA_NAKA)
    agree(made, HANAKO, YOKOHAMA)
    assert lives_in(made, ids.prefecture_server("15"), HANAKO) == (NAGAOKA.digits, False)
    assert [step.kind for step in made.steps].count("MoveInReportReceived") == 2


@pytest.mark.parametrize("law", ["law-2026", "seed-2022"])
def test_a_family_rides_on_one_card(law: str) -> None:
    folk = (resident(1), resident(2), resident(3))
    made = little_world(people=folk, law=law)
    made.report_move_out(*reversed(folk), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    households = set()
    for code in (HANAKO, TARO, KODOMO):
        agree(made, code, NIIGATA)
        new = made.register(NIIGATA).last_of(code)
        assert new is not None
        households.add(new.household_number)
        assert (new.relationship == "世帯主") == (code == HANAKO)
    assert len(households) == 1


@pytest.mark.parametrize(("days", "is_good"), [(14, True), (15, False)])
def test_the_special_rule_holds_for_fourteen_days(days: int, *, is_good: bool) -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED + days * DAY)
    made.report_move_in(moved_on=PLANNED)
    assert [about["rule"] for about in made.notices("declined")] == ([] if is_good else ["special-rule-lapsed"])
    assert (made.register(NIIGATA).last_of(HANAKO) is not None) == is_good


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [1, 3])
def test_records_asked_for_after_their_time_come_whole_and_are_judged(count: int, seed: int) -> None:
    """The stored ones are gone by then: the old city sends them again, and the register says what is late."""
    folk = tuple(resident(number) for number in range(1, count + 1))
    made = little_world(seed, link="null", people=folk)
    made.report_move_out(*folk, planned_on=PLANNED)
    made.until(PLANNED + 33 * DAY)
    assert made.rows(ids.communication_server(NIIGATA), "select code from transfers") == []
    # The card has lapsed by then; the register would say why, if it came so far.
    made.host(ids.CARD_MANAGEMENT).store.write("update cards set state = 'active'")
    made.report_move_in(moved_on=PLANNED)
    assert [about["rule"] for about in made.notices("declined")] == ["special-rule-lapsed"]
    made.until(PLANNED + 34 * DAY)
    assert made.rows(ids.communication_server(NIIGATA), "select code from transfers") == []


def test_without_move_out_report_there_is_no_special_transfer() -> None:
    made = little_world()
    made.report_move_in(moved_on=date(2026, 3, 16))
    assert made.notices("declined") == [{"rule": "no-transfer-data", "detail": "not-leaving"}]
    assert made.register(NIIGATA).last_of(HANAKO) is None
    assert lives_in(made, ids.NATIONAL_SERVER, HANAKO) == (NAGAOKA.digits, True)


def test_transfer_data_are_erased_as_the_thirty_second_day_begins() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED + 31 * DAY, hour=23)
    assert len(made.rows(ids.communication_server(NIIGATA), "select code from transfers")) == 1
    made.until(PLANNED + 32 * DAY, hour=0)
    assert made.rows(ids.communication_server(NIIGATA), "select code from transfers") == []


def test_the_card_of_a_mover_who_never_arrives_lapses_and_so_does_her_certificate() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED + 30 * DAY, hour=23)
    assert card_state(made)[0] == "active"
    assert revoked(made)["C000001-U"] is None
    made.until(PLANNED + 31 * DAY, hour=0)
    assert card_state(made)[0] == "lapsed"
    assert revoked(made)["C000001-U"] == (PLANNED + 31 * DAY).isoformat()


def test_a_report_of_nobody_with_a_card_is_told_to_nobody_beforehand() -> None:
    """住基法24条の2第3項 is about card holders; others get a paper (住基法施行令24条1項)."""
    folk = (resident(2), resident(3))
    made = little_world(people=folk)
    made.report_move_out(*folk, planned_on=PLANNED)
    assert [step.kind for step in made.steps if step.kind == "MoveOutRecord"] == []
    made.until(PLANNED)
    assert lives_in(made, ids.NATIONAL_SERVER, TARO) == (NAGAOKA.digits, False)


def test_who_went_elsewhere_is_not_handed_over_with_the_rest() -> None:
    """住基法施行令24条の2第2項1号: 花子 went to 横浜市; whoever asks for her husband gets him alone."""
    folk = (resident(1), resident(2))
    made = little_world(people=folk, law="seed-2022")
    made.report_move_out(resident(1), planned_on=PLANNED, office=YOKOHAMA_NAKA)
    made.report_move_out(resident(2), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED, city=YOKOHAMA, office=YOKOHAMA_NAKA)
    assert made.register(YOKOHAMA).last_of(HANAKO) is not None
    assert made.register(YOKOHAMA).last_of(TARO) is None


def test_a_move_inside_the_city_is_no_move_out() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED, office=NAGAOKA)
    assert made.refusals() == ["same-municipality"]


def test_a_number_typed_for_an_address_number_is_not_shown() -> None:
    made = little_world()
    stranger = resident(1, address_number=HANAKO.digits)
    made.report_move_out(stranger, planned_on=PLANNED)
    assert made.refusals() == ["unknown-person"]
    assert all(HANAKO.digits not in step.detail for step in made.steps)


def test_the_terminal_keeps_no_number_after_the_visit() -> None:
    made = little_world()
    made.report_move_out(resident(), planned_on=PLANNED)
    made.until(PLANNED)
    made.report_move_in(moved_on=PLANNED)
    image = made.host(ids.integrated_terminal(NIIGATA)).store.image()
    assert HANAKO.digits.encode() not in image

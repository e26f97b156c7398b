"""The city's part in an acquisition: who is known to the 団体内統合宛名, and how requests leave (標準 7.1.2.2, 7.1.2.3)."""

from __future__ import annotations

from fugo_stories import ACQUIRE, ADDRESSEE, MIDDLE, NATIONAL, SERVER, acquired, hops, notices, refusals, rows

from juki.nodes.municipality.addressee_rows import AddresseeRows
from juki.protocol.terms import MyNumber, NodeId

YOKOHAMA = NodeId("141003/addressee-system")
MEDIUM = "acquire_fugo: {who: family, at: 長岡市, by_medium: true}"
SENT = "send_medium: {at: 長岡市, witness: JK-0002}"
MOVED = (
    "report_move_out: {who: resident, to: 横浜市西区, planned: start + 16}",
    'wait: {until: start + 17, at: "10:00"}',
    "report_move_in: {who: resident, at: 横浜市西区, moved_on: start + 16, pin: right}",
)


def test_an_addressee_system_knows_its_residents_and_whoever_is_named_to_it() -> None:
    run = acquired(ACQUIRE, "acquire_fugo: {who: owner, at: 横浜市}")
    people = run.play.stage.simulation.people
    here = sum(person.municipality.digits == "152021" for person in people)
    there = sum(person.municipality.digits == "141003" for person in people)
    assert rows(run, ADDRESSEE, "select count(*) from addressees") == [(here,)]
    assert rows(run, YOKOHAMA, "select count(*) from addressees") == [(there + 2,)]
    assert rows(run, YOKOHAMA, "select count(*) from addressees where address_number = ''") == [(2,)]


def test_nobody_is_known_to_a_city_that_was_not_told() -> None:
    run = acquired("acquire_fugo: {who: resident, at: 横浜市}")
    assert refusals(run) == [(YOKOHAMA, "unknown-person")]
    assert hops(run, "FugoWish") == []


def test_whoever_moves_in_is_told_to_the_addressee_system_by_name() -> None:
    run = acquired(
        *MOVED, "register_addressee: {who: resident, at: 横浜市}", "acquire_fugo: {who: resident, at: 横浜市}"
    )
    kinds = [(kind, recipient) for kind, _, recipient in hops(run, "AddresseeNotice")]
    assert kinds == [("AddresseeNotice", "141003/business-common"), ("AddresseeNotice", YOKOHAMA)]
    assert notices(run, NodeId("141003/intermediary-server")) == ["fugo-acquired"]


def test_one_who_is_known_as_no_resident_keeps_her_number_when_she_moves_in() -> None:
    moved = tuple(step.replace("who: resident", "who: owner") for step in MOVED)
    run = acquired(*moved, "register_addressee: {who: owner, at: 横浜市}")
    number = run.play.stage.parts["owner"][0].resident.my_number
    assert isinstance(number, MyNumber)
    found = AddresseeRows(run.play.stage.simulation.hosts[YOKOHAMA].store).bearing(number)
    assert found is not None
    assert found.address_number
    assert rows(run, YOKOHAMA, "select count(*) from addressees where my_number = ?", number.digits) == [(1,)]


def test_a_number_that_is_nobodys_is_told_back_with_its_reason() -> None:
    run = acquired("acquire_fugo: {who: stranger, at: 横浜市}")
    assert [recipient.partition("/")[2] for _, _, recipient in hops(run, "FugoUnavailable")] == [
        *("communication-server", "resident-register", "business-common", "addressee-system", "intermediary-server"),
    ]
    told = [about for step in run.steps for code, about in step.notices if code == "fugo-unavailable"]
    assert told == [{"rule": "unknown-person"}]
    assert hops(run, "FugoCodeNotice") == []


def test_a_medium_without_a_witness_is_not_made() -> None:
    run = acquired(MEDIUM, "send_medium: {at: 長岡市}")
    assert refusals(run) == [(SERVER, "no-witness")]
    assert rows(run, SERVER, "select 1 from media") == []


def test_a_medium_carries_what_waits_and_is_read_the_next_day() -> None:
    waits = acquired(MEDIUM, SENT, 'wait: {until: start + 1, at: "9:59"}')
    assert hops(waits, "FugoCodeNotice") == []
    read = acquired(MEDIUM, SENT, 'wait: {until: start + 1, at: "10:01"}')
    assert [recipient for *_, recipient in hops(read, "FugoRequest")].count(NATIONAL) == 2
    assert notices(read, MIDDLE) == ["fugo-acquired", "fugo-acquired"]
    assert rows(read, SERVER, "select requests, witness, copies from media") == [(2, "JK-0002", 1)]
    assert rows(read, SERVER, "select 1 from medium_requests") == []


def test_an_empty_medium_is_not_made() -> None:
    assert refusals(acquired(SENT)) == [(SERVER, "out-of-turn")]

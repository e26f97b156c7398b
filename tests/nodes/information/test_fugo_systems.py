"""中間サーバー, core and interface in an acquisition: what each does, keeps and forgets (番号法21条の2, 番号法施行令27条)."""

from __future__ import annotations

import pytest
from fugo_stories import (
    ACQUIRE,
    ADDRESSEE,
    AGAIN,
    COMMON,
    MIDDLE,
    NATIONAL,
    OTHER_MIDDLE,
    REGISTER,
    SERVER,
    acquired,
    hops,
    notices,
    refusals,
    rows,
)
from small_stories import Played

from juki.protocol.terms.nodes import CORE, INTERFACE

BOTH_CITIES = ("acquire_fugo: {who: owner, at: 長岡市}", "acquire_fugo: {who: owner, at: 横浜市}")


@pytest.fixture(scope="module")
def once() -> Played:
    return acquired(ACQUIRE)


def test_the_request_goes_the_one_way_there_is_and_the_answer_comes_back_by_the_interface(once: Played) -> None:
    kinds = ("FugoWish", "AcquisitionPair", "FugoRequest", "FugoCodeNotice", "FugoIssued")
    ways = [(ADDRESSEE, MIDDLE), (MIDDLE, ADDRESSEE)]
    ways += [(ADDRESSEE, COMMON), (COMMON, REGISTER), (REGISTER, SERVER), (SERVER, NATIONAL)]
    ways += [(NATIONAL, CORE), (CORE, INTERFACE), (INTERFACE, MIDDLE)]
    assert [(sender, recipient) for _, sender, recipient in hops(once, *kinds)] == ways


def test_the_intermediary_server_binds_the_fugo_and_forgets_the_number(once: Played) -> None:
    [(unified, fugo)] = rows(once, MIDDLE, "select unified, fugo from fugo")
    assert rows(once, MIDDLE, "select number from acquisitions") == []
    assert rows(once, CORE, "select agency, fugo from fugo") == [("152021", fugo)]
    assert rows(once, ADDRESSEE, "select 1 from addressees where unified = ?", unified) == [(1,)]


def test_the_interface_reads_nothing_and_keeps_nothing(once: Played) -> None:
    [step] = [step for step in once.play.trail.taken("FugoIssued") if step.node == INTERFACE]
    assert step.body is None
    assert rows(once, INTERFACE, "select 1 from held") == []


def test_the_core_keeps_no_code(once: Played) -> None:
    code = once.play.stage.parts["resident"][0].resident.code.digits
    [(mark, link)] = rows(once, CORE, "select code_mark, link from people")
    assert code not in mark + link


def test_the_same_seed_gives_the_same_fugo_and_another_seed_another() -> None:
    one, same, other = (rows(acquired(ACQUIRE, seed=seed), CORE, "select fugo from fugo") for seed in (1, 1, 2))
    assert one == same != other


def test_a_second_request_gets_a_notice_and_no_second_fugo() -> None:
    run = acquired(ACQUIRE, AGAIN, ACQUIRE)
    assert len(rows(run, CORE, "select fugo from fugo")) == 1
    assert notices(run, MIDDLE) == ["fugo-acquired", "fugo-already-acquired"]
    assert refusals(run) == []


def test_one_person_has_unequal_fugo_at_two_bodies_and_one_link_at_the_core() -> None:
    run = acquired(*BOTH_CITIES)
    one, other = (rows(run, node, "select fugo from fugo") for node in (MIDDLE, OTHER_MIDDLE))
    assert one != other
    assert len(rows(run, CORE, "select distinct link from fugo")) == 1
    assert len(rows(run, CORE, "select fugo from fugo")) == 2


def test_two_people_have_two_links() -> None:
    run = acquired("acquire_fugo: {who: family, at: 長岡市}")
    assert len(rows(run, CORE, "select distinct link from fugo")) == 2


def test_a_number_without_an_answer_is_forgotten_in_time_and_a_late_answer_refused() -> None:
    hold, release = "hold_answers: {at: 長岡市}", "release_answers: {at: 長岡市}"
    run = acquired(hold, ACQUIRE, "wait: {until: start + 6}", release)
    assert rows(run, MIDDLE, "select 1 from acquisitions") == []
    assert notices(run, MIDDLE)[:1] == ["fugo-given-up"]
    assert refusals(run) == [(MIDDLE, "acquisition-ended")]
    assert rows(run, CORE, "select fugo from fugo") == []


def test_an_answer_just_before_the_end_is_taken() -> None:
    hold, release = "hold_answers: {at: 長岡市}", "release_answers: {at: 長岡市}"
    run = acquired(hold, ACQUIRE, 'wait: {until: start + 5, at: "23:59"}', release)
    assert notices(run, MIDDLE) == ["fugo-acquired"]


def test_a_withdrawn_fugo_comes_back_as_it_was() -> None:
    """Or the same person would be two at one body."""
    hold, release = "hold_answers: {at: 長岡市}", "release_answers: {at: 長岡市}"
    run = acquired(hold, ACQUIRE, "wait: {until: start + 6}", release, ACQUIRE)
    assert rows(run, MIDDLE, "select fugo from fugo") == rows(acquired(ACQUIRE), MIDDLE, "select fugo from fugo")


def test_answers_in_another_order_and_twice_find_their_people() -> None:
    straight = acquired("acquire_fugo: {who: family, at: 長岡市}")
    turned = acquired(
        "hold_answers: {at: 長岡市}",
        "acquire_fugo: {who: family, at: 長岡市}",
        "release_answers: {at: 長岡市, times: 3}",
    )
    wanted = "select unified, fugo from fugo order by unified"
    assert rows(turned, MIDDLE, wanted) == rows(straight, MIDDLE, wanted)
    assert notices(turned, MIDDLE).count("fugo-answered-before") == 4
    assert refusals(turned) == []


def test_holding_the_answers_for_one_city_lets_another_go_on() -> None:
    run = acquired("hold_answers: {at: 長岡市}", *BOTH_CITIES)
    assert rows(run, MIDDLE, "select fugo from fugo") == []
    assert len(rows(run, OTHER_MIDDLE, "select fugo from fugo")) == 1


def test_nobody_has_two_numbers_at_once() -> None:
    run = acquired("hold_answers: {at: 長岡市}", ACQUIRE, ACQUIRE)
    assert refusals(run) == [(MIDDLE, "acquisition-pending")]
    assert len(rows(run, MIDDLE, "select 1 from acquisitions")) == 1


def test_marks_of_used_numbers_are_gone_when_their_time_is_over() -> None:
    run = acquired(ACQUIRE, "wait: {until: start + 6}")
    assert rows(run, MIDDLE, "select mark from answered") == []
    assert rows(run, CORE, "select mark from used") == []
    assert len(rows(run, MIDDLE, "select fugo from fugo")) == 1


def test_a_number_that_is_used_twice_is_refused_and_nothing_changes() -> None:
    medium = ("acquire_fugo: {who: resident, at: 長岡市, by_medium: true}",)
    once = acquired(*medium, "send_medium: {at: 長岡市, witness: JK-0002}", "wait: {until: start + 2}")
    twice = acquired(*medium, "send_medium: {at: 長岡市, witness: JK-0002, copies: 2}", "wait: {until: start + 2}")
    assert refusals(twice) == [(CORE, "acquisition-reused")]
    for node, sql in ((CORE, "select link, agency, fugo from fugo"), (MIDDLE, "select unified, fugo from fugo")):
        assert rows(twice, node, sql) == rows(once, node, sql)

"""A step at a kiosk becomes an order there, whoever asks stays for the answer, and what was printed is found again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kiosk_corner import ASK, CAST
from small_stories import Played, finish, played, small_story, staged

from juki.nodes.kernel.drive import Instruction, Until
from juki.nodes.kernel.happenings import Order
from juki.protocol.errors import BadInput
from juki.scenarios.acting import instructions
from juki.scenarios.kiosk_genesis import user_pin

PRINTED = "printed: {who: first, times: 1}"


def begun(line: str) -> tuple[Played, Iterator[Instruction]]:
    run = staged(small_story(line, cast=CAST))
    return run, instructions(run.play.stage.story.steps[0], run.play.stage)


def order(line: str) -> Order:
    found = next(begun(line)[1])
    assert isinstance(found, Order)
    return found


def run_of(*steps: str, expect: list[str]) -> list[tuple[bool, str]]:
    run = played(small_story(*steps, expect=expect, cast=CAST))
    assert run.failed() == []
    return [(checked.held, checked.found) for checked in run.expectations()]


def test_the_order_is_given_at_the_kiosk_with_the_pin_of_the_user_certificate() -> None:
    run, acts = begun(ASK)
    issue = run.play.stage.parts["first"][0].card
    assert issue is not None
    asked = next(acts)
    assert isinstance(asked, Order)
    assert (asked.node, asked.verb) == ("kiosk/0001", "request_certificate")
    assert asked.arguments["pin"] == user_pin(issue)
    assert (asked.arguments["certificate"], asked.arguments["in_full"]) == ("record-copy", "no")


def test_a_wrong_pin_is_never_the_right_one() -> None:
    wrong, typed = (order(ASK.replace("right", pin)).arguments["pin"] for pin in ("wrong", "'0042'"))
    assert wrong != order(ASK).arguments["pin"]
    assert typed == "0042"


def test_whoever_asks_stays_until_the_paper_is_out() -> None:
    assert run_of(ASK, expect=[PRINTED, "destroyed: {times: 0}"]) == [(True, "1 times"), (True, "0 times")]


def test_a_step_that_does_not_settle_waits_for_nothing() -> None:
    _, acts = begun(f"{{{ASK}, settle: false}}")
    assert not any(isinstance(one, Until) for one in acts)


def test_what_was_printed_paid_and_shown_is_found() -> None:
    closed = "request_certificate: {who: second, kiosk: kiosk/0002, pin: wrong}"
    found = run_of(
        ASK.replace("pin: right", "pin: right, in_full: true"),
        closed,
        expect=[
            "printed: {who: first, kiosk: kiosk/0002, times: 0}",
            "document: {who: first, address_at: 長岡市, in_full: true}",
            "document: {who: first, in_full: false}",
            "document: {who: first, address_at: 横浜市西区}",
            "document: {who: second}",
            "fee: {who: first, yen: 200}",
            "fee: {who: second, yen: 200}",
            "kiosk_shows: {kiosk: kiosk/0002, rule: pin-wrong}",
            "kiosk_shows: {kiosk: kiosk/0001, rule: pin-wrong}",
            "user_tries: {who: second, left: 2}",
        ],
    )
    assert [held for held, _ in found] == [True, True, False, False, False, True, False, True, False, True]
    assert found[1][1] == "address in 152021, in full"
    assert found[4][1] == "nothing was printed"
    assert found[8][1] == "nothing was declined"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (ASK.replace("kiosk/0001", "機構/全国サーバー"), "which is no kiosk"),
        (ASK.replace("kiosk/0001", "キオスク端末"), "which names 2 nodes"),
        (ASK.replace("first", "nobody"), "nobody"),
        (ASK.replace("pin: right", "pin: right, certificate: passport"), "passport"),
        ("load: {at: 長岡市, requests: 1001}", "a whole number from 0 to 1000"),
    ],
)
def test_a_wrong_word_is_told_before_anything_happens(line: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        staged(small_story(line, cast=CAST))


def test_whoever_has_no_card_cannot_ask() -> None:
    with pytest.raises(BadInput, match="who holds no card"):
        staged(small_story(ASK, cast={"first": "{of: 長岡市, card: none}"}))


def test_an_expectation_of_a_kiosk_names_one() -> None:
    for line in (
        "kiosk_shows: {kiosk: 機構/全国サーバー, rule: pin-wrong}",
        PRINTED.replace("times", "kiosk: 長岡市/住民記録, times"),
    ):
        with pytest.raises(BadInput, match="which is no kiosk"):
            staged(small_story(ASK, expect=[line], cast=CAST))


def test_a_kiosk_that_is_down_takes_the_order_when_it_is_up_again() -> None:
    run = finish(
        staged(
            small_story(
                "crash: {of: kiosk/0001, for: 30 seconds}", ASK, "wait: {for: 2 minutes}", expect=[PRINTED], cast=CAST
            )
        )
    )
    assert [checked.held for checked in run.expectations()] == [True]

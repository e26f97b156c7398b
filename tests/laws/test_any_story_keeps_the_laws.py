"""Whatever people do at the counters, whatever the network suffers: every oracle holds, and no run breaks off."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_stories import RESIDENTS, small_story, story_text

from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.intrusion import Attempt
from juki.protocol.errors import BadInput
from juki.scenarios.running import RunOptions, run_story

WHO = st.sampled_from(["mover", "mover", "family", "family", "family/1", "family/2", "cardless"])
HOLDER = st.sampled_from(["mover", "family", "family/1", "family/2"])
OFFICE = st.sampled_from(["新潟市中央区", "新潟市南区", "横浜市西区", "横浜市港北区", "長岡市"])
CITY = st.sampled_from(["長岡市", "新潟市", "横浜市"])
NODE = st.sampled_from(
    [
        *("長岡市/住民記録", "長岡市/市町村CS", "新潟市/市町村CS", "新潟市/統合端末", "横浜市/市町村CS"),
        *(
            "新潟県/都道府県サーバー",
            "神奈川県/都道府県サーバー",
            "機構/全国サーバー",
            "jlis/card-management",
            "jlis/jpki",
        ),
    ]
)
PIN = st.sampled_from(["", "", ", pin: right", ", pin: wrong", ", card: family/1", ", presents_card: false"])
SPAN = st.sampled_from(["10 seconds", "5 minutes", "3 hours", "2 days", "20 days"])
DIRECT = RunOptions(link="null", driver="direct", residents=RESIDENTS)
DAYS = st.sampled_from([1, 1, 2, 3, 10, 14, 15, 20, 31, 32, 90, 400, 1830])
LINKS = st.lists(NODE, min_size=2, max_size=2, unique=True)


@st.composite
def any_steps(draw: st.DrawFn) -> list[str]:
    """Steps in an order that nobody planned; days are near the clock, so that some reports come too early or too late."""
    steps, spoiled, clock = [], [], 5
    for _ in range(draw(st.integers(2, 9))):
        day = max(0, clock + draw(st.integers(-5, 25)))
        match draw(st.sampled_from("oooiiiicwwwnpbxs")):
            case "o":
                line = f"report_move_out: {{who: {draw(WHO)}, to: {draw(OFFICE)}, planned: start + {day}}}"
            case "i":
                moved = max(0, clock - draw(st.integers(-3, 5)))
                line = (
                    f"report_move_in: {{who: {draw(HOLDER)}, at: {draw(OFFICE)}, moved_on: start + {moved}{draw(PIN)}}}"
                )
            case "c":
                line = f"continue_card: {{who: {draw(HOLDER)}, at: {draw(CITY)}}}"
            case "n":
                one, other = draw(LINKS)
                line = f"intrude: {{what: {draw(st.sampled_from(Attempt))}, from: {one}, to: {other}}}"
            case "p":
                line = f"partition: {{of: {draw(NODE)}, for: {draw(SPAN)}}}"
            case "b":
                one, other = draw(LINKS)
                line = f"break_link: {{of: {one}, to: {other}}}"
            case "s":
                spoiled.append(draw(NODE))
                line = f"spoil_certificate: {{of: {spoiled[-1]}, state: {draw(st.sampled_from(CertificateState))}}}"
            case "x":
                line = f"crash: {{of: {draw(NODE)}, for: {draw(SPAN)}}}"
            case _:
                clock += draw(DAYS)
                line = f'wait: {{until: start + {clock}, at: "23:59"}}'
        steps.append(f"{{{line}, settle: false}}" if draw(st.integers(0, 6)) == 0 else line)
    # Whoever shows a bad certificate for ever is never answered: what it wants to say is not lost, and never arrives.
    mended = [f"spoil_certificate: {{of: {node}, state: good}}" for node in spoiled]
    return [*steps, *mended, "wait: {for: 1 day}"]


def keeps_the_laws(steps: list[str], options: RunOptions) -> None:
    try:
        report = run_story(small_story(*steps), options)
    except BadInput as fault:
        # Old bytes of a link that was never used, or a wait that a long cut has overtaken: told, and nothing else.
        assert "nothing has travelled" in fault.found or "a wait until" in fault.found, fault  # noqa: PT017
        return
    broken = [f"{oracle.name}: {oracle.found}" for oracle in report.oracles if not oracle.held]
    assert broken == [], f"{story_text(*steps)}\n{report.replay}"


@settings(max_examples=40)
@given(
    any_steps(),
    st.integers(0, 2**64 - 1),
    st.sampled_from(["law-2026", "seed-2022"]),
    st.sampled_from(["calm", "calm", "lossy", "hostile", "shaky", "stormy"]),
)
def test_any_story_keeps_the_laws(steps: list[str], seed: int, profile: str, faults: str) -> None:
    keeps_the_laws(steps, replace(DIRECT, seed=seed, profile=profile, faults=faults))


@pytest.mark.soak
@settings(max_examples=1_500)
@given(
    any_steps(),
    st.integers(0, 2**64 - 1),
    st.sampled_from(["law-2026", "seed-2022"]),
    st.sampled_from(["calm", "lossy", "hostile", "shaky", "stormy"]),
)
def test_any_of_thousands_of_stories_keeps_the_laws(steps: list[str], seed: int, profile: str, faults: str) -> None:
    keeps_the_laws(steps, replace(DIRECT, seed=seed, profile=profile, faults=faults))


def test_servers_may_differ_while_one_is_owed_what_another_said() -> None:
    """Found by a random story: a register gives up on its server for a day, and tells it afterwards."""
    spoiled, mended = (f"spoil_certificate: {{of: 長岡市/住民記録, state: {state}}}" for state in ("expired", "good"))
    out = "report_move_out: {who: mover, to: 新潟市中央区, planned: start + 1}"
    keeps_the_laws([spoiled, out, 'wait: {until: start + 2, at: "23:59"}', mended, "wait: {for: 1 day}"], DIRECT)

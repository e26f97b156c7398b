"""Certificates from kiosks under load, loss, crashes and cuts: the right paper or none, and one end for every request."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kiosk_corner import CAST
from small_stories import RESIDENTS, Played, finish, small_story, staged

from juki.scenarios.running import RunOptions

WHO, WHERE = st.sampled_from(["first", "second"]), st.sampled_from(["kiosk/0001", "kiosk/0002"])
ASKS = st.builds(
    "{{request_certificate: {{who: {}, kiosk: {}, pin: {}}}, settle: {}}}".format,
    WHO,
    WHERE,
    st.sampled_from(["right", "right", "wrong"]),
    st.sampled_from(["true", "false"]),
)
WAITS = st.builds("{{wait: {{for: {} seconds}}, settle: false}}".format, st.integers(1, 130))
LOADS = st.builds("load: {{at: 長岡市, requests: {}}}".format, st.integers(0, 60))
SYSTEMS = st.sampled_from(
    ["kiosk/0001", "機構/証明書交付センター", "長岡市/コンビニ交付システム", "長岡市/住民記録", "機構/公的個人認証"]
)
CRASHES = st.builds("crash: {{of: {}, for: {} seconds}}".format, SYSTEMS, st.integers(1, 150))
CUTS = st.builds("partition: {{of: {}, for: {} seconds}}".format, SYSTEMS, st.integers(1, 150))
MOVES = st.just("{report_move_out: {who: first, to: 横浜市西区, planned: today}, settle: false}")
DEEDS = st.lists(st.one_of(ASKS, ASKS, ASKS, WAITS, LOADS, CRASHES, CUTS, MOVES), min_size=1, max_size=8)
END = ("wait: {for: 10 minutes}", "wait: {for: 10 minutes}")
OPEN = {"at-card", "waiting", "checking", "asked", "queued", "working", "confirming"}


@given(DEEDS, st.integers(0, 2**32), st.sampled_from(["calm", "lossy", "stormy"]))
def test_whatever_happens_the_oracles_hold_and_every_request_ends(deeds: list[str], seed: int, faults: str) -> None:
    options = RunOptions(link="null", residents=RESIDENTS, seed=seed, faults=faults)
    run = finish(staged(small_story(*deeds, *END, cast=CAST), options))
    assert run.failed() == [], f"seed {seed}, {faults}: {deeds}"
    if faults == "calm":
        assert not OPEN & set(ends(run)), f"seed {seed}: {deeds}"


def ends(run: Played) -> list[str]:
    hosts = run.play.stage.simulation.hosts
    tables = {"kiosk": "kiosk_visits", "certificate-center": "errands", "convenience-issuance": "jobs"}
    return [
        state
        for node in sorted(hosts)
        for part, table in tables.items()
        if part in node
        for (state,) in hosts[node].store.rows(f"select state from {table} order by key")  # noqa: S608 - names from this list
    ]


@pytest.mark.parametrize("link", ["noise", "tls"])
def test_a_request_has_one_history_whatever_the_link(link: str) -> None:
    story = small_story(*(f"request_certificate: {{who: {who}, kiosk: kiosk/0001}}" for who in CAST), cast=CAST)
    here, there = (
        finish(staged(story, RunOptions(link=kind, residents=RESIDENTS, driver="direct"))) for kind in ("null", link)
    )
    assert (here.digest, here.failed()) == (there.digest, [])


def test_everybody_gets_a_paper_when_many_ask_at_once_and_nobody_waits_too_long() -> None:
    names = [f"p{number}" for number in range(8)]
    cast = dict.fromkeys(names, "{of: 長岡市, card: valid}")
    asks = [
        f"request_certificate: {{who: {name}, kiosk: kiosk/000{1 + place % 2}}}" for place, name in enumerate(names)
    ]
    run = finish(
        staged(small_story(*asks, expect=[f"printed: {{who: {name}, times: 1}}" for name in names], cast=cast))
    )
    assert all(checked.held for checked in run.expectations())
    assert run.failed() == []

"""The reference is as the code would make it, and leaves nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from command_pages import commands, help_of
from documents import ROOT, anchors, text_of
from machines import Machine, machines
from protocol_pages import clocks
from reference import PAGES, stale

from juki.nodes.kernel.faults import PRESETS
from juki.nodes.kernel.intrusion import Attempt
from juki.protocol.catalogue import CATALOGUE
from juki.protocol.refusals import RULES
from juki.protocol.terms import Role
from juki.protocol.versions import PROFILES
from juki.scenarios.expectations import EXPECTATIONS, STRIKES
from juki.scenarios.library import stories
from juki.scenarios.oracles import ORACLES
from juki.scenarios.verbs import VERBS
from juki.tui.cli import COMMANDS, juki


def test_no_page_and_no_picture_is_stale() -> None:
    assert sorted(path.relative_to(ROOT).as_posix() for path in stale()) == [], "run: make docs"


def test_no_page_is_left_over() -> None:
    folder = ROOT / "docs" / "reference"
    made = {name for name in PAGES if name.startswith("reference/")}
    assert {path.relative_to(folder.parent).as_posix() for path in folder.iterdir()} == made


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("commands", [f"juki-{'-'.join(path)}" for path in commands(juki)]),
        ("messages", [kind.lower() for kind in CATALOGUE]),
        ("nodes", [role.value for role in Role]),
        ("stories", [story.name for story in stories()]),
        ("story-language", [verb.name for verb in (*VERBS, *EXPECTATIONS)]),
        ("machines", [machine.name.lower() for machine in machines()]),
    ],
)
def test_everything_of_a_kind_has_its_section(page: str, names: Iterable[str]) -> None:
    assert set(names) - anchors(text_of(f"docs/reference/{page}.md")) == set()


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("refusals", RULES),
        ("oracles", [oracle.name for oracle in ORACLES]),
        ("faults", (*PRESETS, *STRIKES)),
        ("deadlines", [clock.__name__ for clock, _ in clocks()]),
        ("profiles", PROFILES),
        ("story-language", [attempt.value for attempt in Attempt]),
    ],
)
def test_everything_of_a_kind_has_its_row(page: str, names: Iterable[str]) -> None:
    text = text_of(f"docs/reference/{page}.md")
    assert [name for name in names if f"| `{name}` |" not in text] == []


def test_every_clock_of_the_code_is_found() -> None:
    assert len(clocks()) == len(
        re.findall(r"^def \w+\(.*\) -> Deadline:", text_of("protocol/deadlines.py"), re.MULTILINE)
    )


def test_every_command_is_told_in_both_languages() -> None:
    assert {path[0] for path in commands(juki)} == set(COMMANDS)
    for path in ((), *commands(juki)):
        english, japanese = (help_of(path, lang) for lang in ("en", "ja"))
        assert english.startswith("Usage: juki")
        assert japanese.startswith("使い方: juki")


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.name)
def test_a_diagram_has_tried_every_event_in_every_state(machine: Machine) -> None:
    tried = {(trial.state, trial.event) for trial in machine.trials()}
    assert tried == {
        (state.value, event.__name__)
        for state in machine.states  # type: ignore[attr-defined] # an enumeration
        for event in machine.events
    }


@pytest.mark.parametrize("machine", machines(), ids=lambda machine: machine.name)
def test_every_state_of_a_diagram_can_be_reached(machine: Machine) -> None:
    states = [state.value for state in machine.states]  # type: ignore[attr-defined] # an enumeration
    reached = {trial.after for trial in machine.trials() if trial.after} | {states[0]}
    assert reached == set(states)

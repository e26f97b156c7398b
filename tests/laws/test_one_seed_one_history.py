"""One seed, one history: the digest is the same with either driver, with every link, in every process, and on replay."""

from __future__ import annotations

import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from cast import NAGAOKA, NIIGATA, PLANNED, resident
from little_world import CALM, CARD, PIN, LittleWorld, little_world

from juki.nodes.kernel.choices import Diverged, RecordedChoices
from juki.nodes.kernel.drive import DirectDriver, Instruction, Quiet, TaskDriver, Until
from juki.nodes.kernel.faults import PRESETS, Faults
from juki.nodes.kernel.happenings import Order
from juki.protocol.deadlines import JST
from juki.protocol.moments import to_micros
from juki.protocol.terms import nodes as ids

SUPPORT = Path(__file__).resolve().parents[1] / "support"
LOSSY = PRESETS["lossy"]
STORY: tuple[Instruction, ...] = (
    Order(
        ids.resident_register(NAGAOKA),
        "report_move_out",
        {
            "people": resident().address_number,
            "office": "151033",
            "planned_on": PLANNED.isoformat(),
            "address": "試験町2番2号",
        },
    ),
    Quiet(),
    Until(to_micros(datetime(2026, 3, 20, 10, tzinfo=JST))),
    Order(
        ids.integrated_terminal(NIIGATA),
        "report_move_in",
        {
            "card": str(CARD),
            "pin": PIN,
            "moved_on": PLANNED.isoformat(),
            "office": "151033",
            "office_name": "試験県試験市",
            "town": "試験町",
            "lot": "2番2号",
        },
    ),
    Quiet(),
    Until(to_micros(datetime(2026, 5, 1, 9, tzinfo=JST))),
)


def directly(made: LittleWorld) -> str:
    driver = DirectDriver(made.world)
    for instruction in STORY:
        driver.follow(instruction)
    return made.world.trace.digest


@pytest.mark.parametrize("faults", [CALM, LOSSY], ids=lambda faults: faults.name)
@pytest.mark.parametrize("link", ["noise", "null", "tls"])
async def test_both_drivers_and_all_links_give_one_digest(link: str, faults: Faults) -> None:
    made = little_world(link=link, faults=faults)
    async with TaskDriver(made.world) as driver:
        for instruction in STORY:
            await driver.follow(instruction)
    assert made.world.trace.digest == directly(little_world(link="null", faults=faults))
    assert made.world.trace.messages > 20


@pytest.mark.parametrize("faults", [CALM, LOSSY], ids=lambda faults: faults.name)
def test_another_seed_gives_another_history(faults: Faults) -> None:
    digests = {directly(little_world(seed, link="null", faults=faults)) for seed in range(4)}
    assert len(digests) == 4


def test_whether_anybody_listens_does_not_matter() -> None:
    heard, unheard = little_world(link="null"), little_world(link="null")
    unheard.world.trace._listeners.clear()
    assert directly(heard) == directly(unheard)


@pytest.mark.parametrize("link", ["noise", "null", "tls"])
def test_a_replay_from_the_tape_is_the_same_history(link: str) -> None:
    first = little_world(link=link, faults=LOSSY)
    digest = directly(first)
    again = little_world(link=link, faults=LOSSY, choices=RecordedChoices(first.draws))
    assert directly(again) == digest


def test_a_replay_from_a_cut_tape_diverges_loudly() -> None:
    first = little_world(link="null", faults=LOSSY)
    directly(first)
    cut = little_world(link="null", faults=LOSSY, choices=RecordedChoices(first.draws[:-5]))
    with pytest.raises(Diverged):
        directly(cut)


TOLD = """
import sys
sys.path.insert(0, {support!r})
sys.path.insert(0, {here!r})
from little_world import little_world
from test_one_seed_one_history import LOSSY, directly
print(directly(little_world(link="noise", faults=LOSSY)))
"""


def test_fresh_processes_with_other_hash_seeds_give_one_digest() -> None:
    told = TOLD.format(support=str(SUPPORT), here=str(Path(__file__).parent))
    digests = {
        subprocess.run(
            [sys.executable, "-c", told], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("0", "4711")
    }
    assert digests == {directly(little_world(link="null", faults=LOSSY))}

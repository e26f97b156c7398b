"""Whatever is damaged on communication server, prefecture and national server, a comparison finds that, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

import pytest
from small_stories import finish, small_story, staged

from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.protocol.messages.consistency import Scope
from juki.protocol.terms import MunicipalityCode
from juki.protocol.terms.nodes import communication_server
from juki.scenarios.running import RunOptions

NAGAOKA = MunicipalityCode("152021")
SYSTEMS = {"cs": "長岡市/市町村CS", "pref": "新潟県/都道府県サーバー", "nat": "機構/全国サーバー"}
ITEMS = ("name", "birth", "sex", "address", "my_number", "reason", "changed_on", "is_current")
PEOPLE = tuple(f"p{number}" for number in range(8))
LENDERS = ("lender1", "lender2")
"Nothing is done to these but that their number is written into others' records too."
CAST = dict.fromkeys((*PEOPLE, *LENDERS), "{of: 長岡市, card: none}") | {"mover": "{of: 長岡市, card: valid}"}
MOVE = (
    "report_move_out: {who: mover, to: 横浜市西区, planned: start + 16}",
    'wait: {until: start + 17, at: "10:00"}',
    "report_move_in: {who: mover, at: 横浜市西区, moved_on: start + 16, pin: right}",
    "wait: {until: start + 20}",
)


@dataclass
class Copy:
    """What one system holds of one person, as far as it was damaged."""

    lost: bool = False
    altered: set[str] = field(default_factory=set)
    behind: int = 0
    elsewhere: bool = False
    lender: str = ""


Copies = dict[str, dict[str, Copy]]


def planted(random: Random) -> tuple[list[str], Copies]:
    """Damage in words of a story, and what it leaves of each copy."""
    steps: list[str] = []
    copies: Copies = {person: {system: Copy() for system in SYSTEMS} for person in (*PEOPLE, *LENDERS)}
    for person in PEOPLE:
        for system, node in SYSTEMS.items():
            if random.random() > 0.4:
                continue
            copy = copies[person][system]
            what = random.choice(["altered", "altered", "lost", "stale", "same-number", "elsewhere"])
            more = ""
            match what:
                case "altered":
                    item = random.choice(ITEMS)
                    copy.altered.add(item)
                    more = f", field: {item}"
                case "lost":
                    copy.lost = True
                case "stale":
                    copy.behind = 1
                case "same-number":
                    copy.lender = random.choice(LENDERS)
                    more = f", with: {copy.lender}"
                case _ if system == "cs":
                    continue
                case _:
                    copy.elsewhere = True
                    more = ", city: 横浜市"
            steps.append(f"plant_difference: {{who: {person}, on: {node}, what: {what}{more}}}")
    return steps, copies


def difference(cs: Copy, there: Copy) -> tuple[str, set[str]]:
    """What one server must answer about one person: the word that it has for it, and the items."""
    if cs.lost or there.lost:
        return ("same", set()) if cs.lost and there.lost else ("surplus" if cs.lost else "missing", set())
    if there.elsewhere and "is_current" not in cs.altered:
        return "elsewhere", set()
    if cs.behind != there.behind:
        return "stale", set()
    items = (cs.altered ^ there.altered) | ({"my_number"} if cs.lender != there.lender else set())
    if there.elsewhere:
        # Compared is what this city sent last, which nothing has damaged; there she is a 消除者 of this city.
        items = cs.altered - {"is_current"} | ({"my_number"} if cs.lender else set())
    return ("diff", items) if items else ("same", set())


def borrows(system: str, copies: Copies, person: str) -> bool:
    """Whether a number stands twice on this system, and once with this person."""
    if person in LENDERS:
        return any(copies[one][system].lender == person for one in PEOPLE)
    return bool(copies[person][system].lender)


def expected(copies: Copies) -> dict[str, tuple[str, set[str]]]:
    """The class of each person who is no match, and the items."""
    found = {}
    for person, copy in copies.items():
        answers = [difference(copy["cs"], copy["pref"]), difference(copy["cs"], copy["nat"])]
        words = [word for word, _ in answers]
        result: tuple[str, set[str]] = ("match", set())
        if any(borrows(system, copies, person) for system in SYSTEMS):
            result = "dup", {"my_number"}
        elif "elsewhere" in words:
            result = "other-muni", set()
        elif "surplus" in words:
            alone = {("surplus", "same"): "only-pref", ("same", "surplus"): "only-nat"}
            result = alone.get((words[0], words[1]), "only-above"), set()
        elif "missing" in words:
            result = "only-cs", set()
        elif "stale" in words:
            result = "stale", set()
        elif "diff" in words:
            result = "diff", answers[0][1] | answers[1][1]
        if result[0] != "match":
            found[person] = result
    return found


def finds_what_was_planted(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - the damage of a test
    steps, copies = planted(random)
    before = MOVE if seed % 4 == 0 else ()
    story = small_story(*before, *steps, "check_consistency: {at: 長岡市}", cast=CAST)
    played = finish(staged(story, RunOptions(seed=seed, link="null", residents=32)))
    stage = played.play.stage
    rows = ComparisonRows(stage.simulation.hosts[communication_server(NAGAOKA)].store)
    comparison = rows.last_done(Scope.ABOVE)
    assert comparison is not None
    names = {people[0].resident.code: name for name, people in stage.parts.items()}
    found = {
        names.get(result.code, "somebody else"): (result.agreement.value, set(result.fields))
        for result in rows.results(comparison.run)
    }
    assert found == expected(copies), f"seed {seed}: {steps}"
    assert not played.failed(), f"seed {seed}: {played.failed()}"


@pytest.mark.parametrize("seed", range(12))
def test_a_comparison_finds_exactly_what_was_planted(seed: int) -> None:
    finds_what_was_planted(seed)


@pytest.mark.soak
@pytest.mark.parametrize("thousand", range(10))
def test_a_thousand_comparisons_find_exactly_what_was_planted(thousand: int) -> None:
    for seed in range(thousand * 100, thousand * 100 + 100):
        finds_what_was_planted(seed)

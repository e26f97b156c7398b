"""A beginning that was made before is used again only where it would be made the same, and never shared between two runs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from juki.nodes.kernel.choices import SeededChoices
from juki.protocol.terms import NodeId
from juki.protocol.versions import profile
from juki.scenarios import beginnings
from juki.scenarios.population import Person
from juki.scenarios.simulation import Mark, Plan, Simulation


@pytest.fixture(autouse=True)
def _nothing_is_kept() -> Iterator[None]:
    beginnings._POPULATIONS.clear()
    beginnings._SETTLED.clear()
    yield
    beginnings._POPULATIONS.clear()
    beginnings._SETTLED.clear()


def simulation(seed: int = 1, residents: int = 3, law: str = "law-2026") -> Simulation:
    return Simulation(Plan("small", profile(law), residents, "calm", "null"), SeededChoices(seed))


def images(made: Simulation) -> dict[NodeId, bytes]:
    return {node: made.hosts[node].store.image() for node in made.nodes()}


def test_a_second_beginning_is_the_first_one_byte_by_byte() -> None:
    first, second = simulation(), simulation()
    assert len(beginnings._SETTLED) == len(beginnings._POPULATIONS) == 1
    assert second.people == first.people
    assert second.people is not first.people
    assert images(second) == images(first)
    assert second.world.choices.counts == first.world.choices.counts


def test_two_runs_of_one_beginning_do_not_share_their_stores() -> None:
    first = simulation()
    before = images(first)
    second = simulation()
    for node in second.nodes():
        second.hosts[node].store.write("delete from node")
    assert images(first) == before == images(simulation())


@pytest.mark.parametrize("other", [{"seed": 2}, {"residents": 4}, {"law": "seed-2022"}], ids=str)
def test_another_plan_or_seed_has_people_of_its_own(other: dict[str, int | str]) -> None:
    first = simulation()
    assert simulation(**other).people != first.people  # type: ignore[arg-type] # a table of arguments
    assert len(beginnings._SETTLED) == 2


def test_another_cast_is_settled_anew() -> None:
    first = simulation()

    def amend(people: list[Person], _: Mark) -> list[Person]:
        return people[:-1]

    other = Simulation(first.plan, SeededChoices(1), amend)
    assert len(beginnings._POPULATIONS) == 1
    assert len(beginnings._SETTLED) == 2
    assert images(other) != images(first)


def test_only_a_few_beginnings_are_kept_and_no_large_one() -> None:
    for seed in range(3 * beginnings.RUNS):
        simulation(seed, residents=1)
    assert len(beginnings._POPULATIONS) == beginnings.RUNS
    assert len(beginnings._SETTLED) == 2 * beginnings.RUNS
    before = list(beginnings._SETTLED)
    simulation(residents=beginnings.MOST // 3 + 1)
    assert list(beginnings._SETTLED) == before

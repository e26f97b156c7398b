"""Going back in a run: what can be asked for, what is compared, and what a moment of the past may not be told."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from run_folders import NOISE, copied, recorded, resealed

from juki.nodes.kernel.choices import Diverged
from juki.nodes.kernel.disturbances import BreakLink
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.folder import HEADER, TAPE, TRACE, open_run
from juki.scenarios.history import History

BREAK = BreakLink(NodeId("152021/resident-register"), NodeId("152021/communication-server"))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("history") / "run", options=NOISE)


@pytest.fixture
def altered(run: Path, tmp_path: Path) -> Path:
    return copied(run, tmp_path / "altered")


def change_step(run: Path, place: int, **fields: object) -> None:
    """One line of the trace says something else, and everything is sealed anew."""
    texts = (run / TRACE).read_bytes().splitlines(keepends=True)
    step = msgspec.structs.replace(msgspec.json.decode(texts[place - 1], type=Step), **fields)
    texts[place - 1] = msgspec.json.encode(step) + b"\n"
    (run / TRACE).write_bytes(b"".join(texts))
    resealed(run)


def test_a_moment_knows_how_far_it_is(run: Path) -> None:
    history, header = History(run), open_run(run).header
    assert history.at(0).count == 0
    moment = history.at(header.steps)
    assert (moment.count, moment.digest) == (header.steps, header.digest)
    assert history.at(30).count == 30


def test_the_stores_of_a_moment_are_those_of_that_time(run: Path) -> None:
    """The mover is current in her old city first, and nowhere else; in the end it is the other way round."""
    history = History(run, every=10)
    end = history.at(open_run(run).header.steps)
    begin = history.at(0)

    def counts(moment_hosts: object) -> list[int]:
        hosts = moment_hosts
        return [
            hosts[NodeId(f"{city}/resident-register")].store.one("select count(*) from residents")[0]  # type: ignore[index]
            for city in ("152021", "151009")
        ]

    before, after = counts(begin.simulation.hosts), counts(end.simulation.hosts)
    assert after[1] == before[1] + 1


@pytest.mark.parametrize("step", [-1, 10_000])
def test_a_step_that_the_run_does_not_have_is_told(run: Path, step: int) -> None:
    with pytest.raises(BadInput, match="a run of"):
        History(run).at(step)


@pytest.mark.parametrize("every", [1, 20, 1000])
@pytest.mark.parametrize("fields", [{"fate": "lost"}, {"at": 5}, {"detail": "nobody said so"}], ids=str)
def test_a_step_that_is_not_the_recorded_one_is_named(altered: Path, every: int, fields: dict[str, object]) -> None:
    change_step(altered, 25, **fields)
    history = History(altered, every=every)
    assert history.at(24).count == 24
    with pytest.raises(Diverged, match="step 25 at "):
        history.at(40)


def test_a_trace_that_goes_on_beyond_the_history_is_named(altered: Path) -> None:
    texts = (altered / TRACE).read_bytes().splitlines(keepends=True)
    (altered / TRACE).write_bytes(b"".join([*texts, texts[-1]]))
    resealed(altered)
    with pytest.raises(Diverged, match=f"step {len(texts) + 1}"):
        History(altered).at(len(texts) + 1)


def test_an_altered_tape_is_told_with_its_line(altered: Path) -> None:
    texts = (altered / TAPE).read_bytes().splitlines(keepends=True)
    drawn = next(number for number, text in enumerate(texts) if number > 2 and b'"count":' in text)
    texts[drawn] = texts[drawn].replace(b'"count":', b'"count":1', 1)
    (altered / TAPE).write_bytes(b"".join(texts))
    with pytest.raises(BadInput, match=rf"tape\.jsonl:{drawn + 1}"):
        History(altered)


@pytest.mark.parametrize("change", [{"juki": "0.0.0"}, {"python": "2.7"}, {"places": "elsewhere"}], ids=str)
def test_a_run_of_another_version_is_told(altered: Path, change: dict[str, str]) -> None:
    resealed(altered, lambda header: msgspec.structs.replace(header, **change))
    with pytest.raises(BadInput, match=HEADER):
        History(altered)


def test_a_folder_that_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        History(tmp_path)


def test_the_past_takes_no_command_and_goes_its_way_alone(run: Path) -> None:
    moment = History(run).at(10)
    for ask in (lambda: moment.command(BREAK), moment.quiet, lambda: moment.until(10**18)):
        with pytest.raises(BadInput, match="a branch"):
            ask()
    assert moment.count == 10


def test_two_moments_of_one_history_do_not_touch_each_other(run: Path) -> None:
    history, header = History(run, every=5), open_run(run).header
    one, other, branch = history.at(12), history.at(12), history.branch(12)
    branch.command(BREAK)
    branch.quiet()
    one.advance(header.steps)
    assert other.count == 12
    other.advance(header.steps)
    assert one.digest == other.digest == header.digest

"""The inspectors show every message and every node of a run as they were, whole or masked, without breaking a column."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from alone import Alone, expect_whole, play
from run_folders import NOISE, recorded
from textual.pilot import Pilot

from juki.nodes.kernel.trace import Step
from juki.protocol.masking import mask
from juki.scenarios.folder import TRACE
from juki.scenarios.history import History
from juki.scenarios.looking.messages import arrived_view
from juki.scenarios.looking.nodes import node_view
from juki.scenarios.looking.views import MessageView, NodeView
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets.message_inspector import MessageInspector
from juki.tui.dashboard.widgets.node_inspector import NodeInspector
from juki.tui.dashboard.widgets.node_sections import TABS
from juki.tui.language import use

Looked = tuple[Ledger, list[MessageView], list[NodeView]]
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:9[0-9]{10}|99[0-9]{10})(?![0-9A-Za-z])")
"Synthetic codes and numbers."


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Looked:
    """One message of each kind of a run, and every node at its end."""
    folder: Path = recorded(tmp_path_factory.mktemp("runs") / "run", options=NOISE)
    steps = [msgspec.json.decode(line, type=Step) for line in (folder / TRACE).read_bytes().splitlines()]
    history = History(folder)
    last = {step.kind: step for step in steps if step.what == "message"}
    messages = [arrived_view(history.at(step.sequence - 1).simulation, step) for step in last.values()]
    world = history.at(len(steps)).simulation
    return Ledger(steps), messages, [node_view(world, node) for node in sorted({step.node for step in steps})]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(38, 10), (100, 30)])
def test_every_kind_of_message_of_a_run(looked: Looked, language: str, size: tuple[int, int]) -> None:
    use(language)
    ledger, messages, _nodes = looked
    pane = MessageInspector()
    pane.shut.clear()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        for view in messages:
            pane.look(view, ledger)
            await pilot.pause()
            expect_whole(pane)
            pane.action_mask()
            expect_whole(pane)
            said = "\n".join(pane.row(place).text for place in range(pane.count))
            assert not _NUMBER.search(said)
            assert mask(said) == said
            pane.action_mask()

    assert len(messages) > 10
    play(pane, act, size)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(38, 10), (100, 30)])
def test_every_node_of_a_run_in_every_part(looked: Looked, language: str, size: tuple[int, int]) -> None:
    use(language)
    _ledger, _messages, nodes = looked
    pane = NodeInspector()

    async def act(pilot: Pilot[None], _app: Alone) -> None:
        for view in nodes:
            pane.look(view)
            for _part in TABS:
                await pilot.press("full_stop")
                for place in range(0, pane.count, 7):
                    row = pane.row(place)
                    if row.act and row.act.what == "row" and place < 40:
                        pane.perform(row.act)
                expect_whole(pane)
                pane.action_mask()
                expect_whole(pane)
                assert not _NUMBER.search("\n".join(pane.row(place).text for place in range(pane.count)))
                pane.action_mask()

    assert len(nodes) > 5
    play(pane, act, size)

"""A story as it is played: the instructions for a driver, and what is checked between them. Knows no file and no clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from juki.nodes.kernel.drive import Instruction, Quiet
from juki.nodes.kernel.trace import Step as TraceStep
from juki.protocol.errors import LocalFault
from juki.scenarios.acting import instructions, rehearse
from juki.scenarios.finding import look, rehearse_expectation
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import Readings, View
from juki.scenarios.stage import Stage, codes_of
from juki.scenarios.story import Step, Wanted
from juki.scenarios.trail import Trail
from juki.scenarios.wording import wording

MOST_FINDINGS = 5
"Findings of one oracle that are told; more would hide the others."


class Checked(msgspec.Struct, frozen=True):
    """One expectation or oracle, and whether it held.

    Attributes:
        name: of the verb or the oracle.
        ja: what was wanted, in Japanese.
        en: what was wanted, in English.
        place: of an expectation, file and line; of an oracle, the article or section it rests on.
        found: what was there instead, or as it should be; no whole number of a person.
    """

    name: str
    held: bool
    ja: str
    en: str
    place: str
    found: str = ""


class Memory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a play knows between two steps of its story, beside what the trace holds.

    Attributes:
        next_step: of the story, from 0.
        instructions: that it has given so far.
        expectations: looked at so far.
        findings: of each oracle so far.
    """

    next_step: int
    instructions: int
    expectations: list[Checked]
    findings: dict[str, list[str]]


class Play:
    """One story on its stage.

    Raises:
        BadInput: a name in the story has no counterpart in the network.
    """

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.trail = Trail()
        self.asks_oracles = True
        "A benchmark of the bare network switches them off."
        self.expectations: list[Checked] = []
        self.instructions_given = 0
        self.between_steps: Callable[[], None] = lambda: None
        "Called wherever the play stands between two steps of its story."
        self.judged: Callable[[], None] = lambda: None
        "Called whenever expectations or oracles have been looked at."
        self._next_step = 0
        self._readings = Readings()
        self._findings: dict[str, list[str]] = {oracle.name: [] for oracle in ORACLES}
        stage.simulation.world.trace.listen(self.trail.listen)
        story = stage.story
        for step in story.steps:
            rehearse(step, stage)
        for wanted in (*(wanted for step in story.steps for wanted in step.wanted), *story.expect):
            rehearse_expectation(wanted, stage)

    def instructions(self) -> Iterator[Instruction]:
        """What the driver must do; expectations and oracles are looked at in between.

        Raises:
            BadInput: a step cannot be taken at this moment.
        """
        for instruction in self._all_instructions():
            self.instructions_given += 1
            yield instruction

    def _all_instructions(self) -> Iterator[Instruction]:
        steps = self.stage.story.steps
        while self._next_step < len(steps):
            yield from self._taken(steps[self._next_step])
            self._next_step += 1
            if self._next_step < len(steps):
                self.between_steps()
        yield Quiet()
        self._expect(self.stage.story.expect)
        self.stage.simulation.sign_logs()
        self._ask_oracles(is_end=True)

    def _taken(self, step: Step) -> Iterator[Instruction]:
        if step.verb == "expect":
            self._expect(step.wanted)
            return
        yield from instructions(step, self.stage)
        if step.settles and self.stage.simulation.world.is_quiet:
            self._ask_oracles(is_end=False)

    def memory(self) -> Memory:
        """What must be known to go on from here, between two steps."""
        findings = {name: list(found) for name, found in self._findings.items()}
        return Memory(self._next_step, self.instructions_given, list(self.expectations), findings)

    def recall(self, memory: Memory, steps: Iterable[TraceStep]) -> None:
        """Stand where another play of the same story stood, after these steps of the trace.

        Raises:
            LocalFault: it was no play of this story.
        """
        if memory.next_step >= len(self.stage.story.steps) or memory.findings.keys() != self._findings.keys():
            raise LocalFault("a memory of another story")
        self._next_step, self.instructions_given = memory.next_step, memory.instructions
        self.expectations = list(memory.expectations)
        self._findings = {name: list(found) for name, found in memory.findings.items()}
        for step in steps:
            self.trail.listen(step)

    def _expect(self, wanted: tuple[Wanted, ...]) -> None:
        for one in wanted:
            if "profile" in one.arguments and one.arguments["profile"].value != self.stage.profile:
                continue
            found = look(one, self.stage, self.trail)
            words = wording(one)
            self.expectations.append(Checked(one.verb, found.held, words.ja, words.en, str(one.place), found.text))
        self.judged()

    def _ask_oracles(self, *, is_end: bool) -> None:
        if not self.asks_oracles:
            return
        only = None if is_end else codes_of(self.stage.parts)
        view = View(self.stage.simulation, self.trail, only, is_end=is_end, readings=self._readings)
        if view.waiting and not is_end:
            return  # a peer that was given up for a while is owed something, and servers differ till it has come
        for oracle in ORACLES:
            findings = self._findings[oracle.name]
            for finding in oracle.findings(view):
                told = f"{self.stage.time_text()} {finding}"
                if len(findings) < MOST_FINDINGS and not any(finding in earlier for earlier in findings):
                    findings.append(told)
        self.judged()

    @property
    def oracles(self) -> list[Checked]:
        """Every oracle, with what contradicted it."""
        return [
            Checked(
                oracle.name,
                not self._findings[oracle.name],
                oracle.words.ja,
                oracle.words.en,
                oracle.basis,
                "; ".join(self._findings[oracle.name]),
            )
            for oracle in ORACLES
        ]

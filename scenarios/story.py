"""What a story is: who takes part, what happens in which order, what must come out. Values only; knows no file and no world.

A verb of a step is a row of `verbs.py`, one of an expectation a row of `expectations.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from juki.scenarios.tape import CommandLine

DEFAULT_SEED = 1
"Of all chance, unless the story or `--seed` says otherwise."
DEFAULT_RESIDENTS = 200
"Residents of each municipality, unless the story or `--residents` says otherwise."


class Words(msgspec.Struct, frozen=True):
    """One text in both languages."""

    ja: str
    en: str

    def in_(self, language: str) -> str:
        """The text in `ja` or `en`."""
        return self.ja if language == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands: for error texts and verdicts."""

    file: str
    line: int
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" + (f":{self.column}" if self.column else "")


Scalar: TypeAlias = str | int | bool


@dataclass(frozen=True, slots=True)
class Said:
    """One argument as the file says it, and where."""

    value: Scalar
    place: Place


@dataclass(frozen=True, slots=True)
class Wanted:
    """One expectation: its verb and arguments, which the table of expectations has already checked."""

    verb: str
    arguments: Mapping[str, Said]
    place: Place


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an order at somebody's counter, a wait, an intrusion, or expectations that must hold at this moment.

    Attributes:
        settles: the story waits until the network is quiet before the next step.
    """

    verb: str
    arguments: Mapping[str, Said]
    place: Place
    settles: bool = True
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One role of the cast: what kind of person or household the population must offer."""

    name: str
    wish: Mapping[str, Said]
    place: Place


@dataclass(frozen=True, slots=True)
class ByHand:
    """One command that a hand gave, to be given again at its exact moment."""

    line: CommandLine
    place: Place


@dataclass(frozen=True, slots=True)
class Story:
    """One story, read and checked for form.

    Attributes:
        days: named days, each an expression over earlier ones, in order.
        seed: of all chance, unless somebody says otherwise.
        hand: commands beside the story's steps, in order; they fit the history of one seed.
        text: the file as it was read; a run keeps it, so that it can be replayed when the file has changed.
    """

    name: str
    aliases: tuple[str, ...]
    title: Words
    teaches: Words
    law: tuple[str, ...]
    minutes: int
    profiles: tuple[str, ...]
    network: str
    residents: int
    faults: str
    days: Mapping[str, Said]
    cast: tuple[Part, ...]
    steps: tuple[Step, ...]
    expect: tuple[Wanted, ...]
    path: Path
    text: str = field(repr=False)
    seed: int = DEFAULT_SEED
    hand: tuple[ByHand, ...] = ()

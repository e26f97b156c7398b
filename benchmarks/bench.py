"""The benchmark table: every row beside its bare parts and peers, in the same interleaved rounds on one core. Measures nothing.

Readings are CPU time, so what other processes take is not in them; what they take of caches and clock is. So a ratio, taken
round by round, is worth more than a figure.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

import comparisons
import parts
import worlds

PYKKA = "asks a second, pykka 4"
PARTS = "straight-line parts of a hop"
SCAN = "scan, encode, BLAKE2b of three copies"
DIRECT = "committed message, direct, {}"


@dataclass(slots=True)
class Row:
    """What is measured, in which unit, and its readings."""

    name: str
    unit: str
    measure: Callable[[int], float]
    readings: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached: a reading, or the median ratio to another row's readings of the same rounds.

    Attributes:
        row: name of what is measured.
        against: name of its parts or its peer; empty for none.
        sign: `<=` or `>=`; empty where nothing is asked.
        bound: of the ratio if there is another row, or else of the reading; 0 where nothing is asked.
        of_reading: the bound is of the reading, though there is another row.
    """

    row: str
    against: str = ""
    sign: str = ""
    bound: float = 0
    of_reading: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    name: str
    unit: str
    middle: float
    low: float
    high: float
    against: str
    parts: float | None
    ratio: float | None
    goal: str
    reached: str


ROWS = [
    Row("AEAD seal and open, 600 bytes", "us", parts.bare_aead),
    Row("a message encoded and decoded", "us", parts.bare_codec),
    Row("a line chained, 450 bytes", "us", parts.bare_chain),
    Row(PARTS, "us", parts.straight_line),
    Row("secured hop without store", "us", parts.secured_hop),
    Row("Ed25519 sign and verify", "us", parts.bare_signature),
    Row("signed hop", "us", parts.signed_hop),
    Row("parts of a session", "us", parts.bare_session),
    Row("session, cold chains", "us", parts.cold_session),
    Row("session, warm chains", "us", parts.warm_session),
    Row("TLS 1.3 mutual handshake, cold chains", "us", parts.cold_tls),
    Row("TLS 1.3 mutual handshake, warm chains", "us", parts.warm_tls),
    Row("asks a second, secured", "1/s", parts.secured_asks),
    Row("asks a second, secured, a whole record", "1/s", parts.secured_echoes),
    Row(PYKKA, "1/s", parts.pykka_asks),
    Row("bare SQL and parts of a message", "us", parts.bare_commit),
    *(Row(DIRECT.format(link), "us", worlds.committed(link, "direct")) for link in ("null", "noise", "tls")),
    *(
        Row(f"committed message, tasks, {link}", "us", worlds.committed(link, "task"))
        for link in ("null", "noise", "tls")
    ),
    *(
        Row(f"runs, new seeds, {link}", "1/s", worlds.seeds_a_second(link, fresh=True))
        for link in ("null", "noise", "tls")
    ),
    *(
        Row(f"runs, one seed again, {link}", "1/s", worlds.seeds_a_second(link, fresh=False))
        for link in ("null", "noise")
    ),
    Row("start of a network of 13 systems", "ms", worlds.start_of_network),
    Row("store of a node", "KiB", worlds.size_of_store),
    Row("steps a second, history again", "1/s", worlds.history_again),
    Row(SCAN, "us", comparisons.scanned(comparisons.SMALL)),
    Row("consistency check, three copies, a resident", "us", comparisons.compared(comparisons.SMALL)),
]

GOALS = [
    Goal("AEAD seal and open, 600 bytes"),
    Goal("a message encoded and decoded"),
    Goal("a line chained, 450 bytes"),
    Goal("secured hop without store", PARTS, "<=", 1.5),
    Goal("signed hop", "Ed25519 sign and verify", "<=", 1.3),
    Goal("session, cold chains", "parts of a session", "<=", 1.25),
    Goal("TLS 1.3 mutual handshake, cold chains", "session, cold chains", ">=", 2.3),
    Goal("TLS 1.3 mutual handshake, warm chains", "session, warm chains", ">=", 3),
    Goal("asks a second, secured", PYKKA, ">=", 1.3),
    Goal("asks a second, secured, a whole record", PYKKA),
    Goal(DIRECT.format("null"), "bare SQL and parts of a message"),
    Goal(DIRECT.format("noise"), "bare SQL and parts of a message", "<=", 50, of_reading=True),
    Goal(DIRECT.format("tls"), DIRECT.format("noise")),
    *(Goal(f"committed message, tasks, {link}", DIRECT.format(link), "<=", 1.7) for link in ("null", "noise", "tls")),
    Goal("runs, new seeds, null", sign=">=", bound=100),
    Goal("runs, new seeds, noise", sign=">=", bound=50),
    Goal("runs, new seeds, tls"),
    Goal("runs, one seed again, null", "runs, new seeds, null", ">=", 100, of_reading=True),
    Goal("runs, one seed again, noise", "runs, new seeds, noise", ">=", 50, of_reading=True),
    Goal("start of a network of 13 systems"),
    Goal("store of a node", sign="<=", bound=80),
    Goal("steps a second, history again"),
    Goal("consistency check, three copies, a resident", SCAN, "<=", 1.2),
]


def measured(rounds: int) -> None:
    """Fill the readings of every row, one a round."""
    worlds.warm()
    for row in ROWS:
        row.measure(0)
    # The towns of Japan are many objects that never go; looked through again and again, they would be in every reading.
    gc.collect()
    gc.freeze()
    for number in range(1, rounds + 1):
        for row in ROWS:
            gc.collect()
            row.readings.append(row.measure(number))


def line(goal: Goal, rows: dict[str, Row]) -> Line:
    row, other = rows[goal.row], rows.get(goal.against)
    middle = median(row.readings)
    ratio = median(a / b for a, b in zip(row.readings, other.readings, strict=True)) if other else None
    judged = middle if goal.of_reading or not goal.against else ratio
    met = judged is not None and (judged <= goal.bound if goal.sign == "<=" else judged >= goal.bound)
    mark = "x" if goal.against and not goal.of_reading else f" {row.unit}"
    return Line(
        name=row.name,
        unit=row.unit,
        middle=middle,
        low=min(row.readings),
        high=max(row.readings),
        against=goal.against if other else "",
        parts=median(other.readings) if other else None,
        ratio=ratio,
        goal=f"{goal.sign} {goal.bound:g}{mark}" if goal.sign else "",
        reached="" if not goal.sign or judged is None else ("yes" if met else "no"),
    )


HEAD = ("what", "median", "range", "parts or peer", "median", "ratio", "goal", "reached")


def table(lines: list[Line]) -> str:
    """The lines as a table in Markdown."""
    cells = [
        (
            one.name,
            f"{_figure(one.middle)} {one.unit}",
            f"{_figure(one.low)} to {_figure(one.high)}",
            one.against,
            "" if one.parts is None else _figure(one.parts),
            "" if one.ratio is None else f"{one.ratio:.2f}x",
            one.goal,
            one.reached,
        )
        for one in lines
    ]
    widths = [max(map(len, column)) for column in zip(HEAD, *cells, strict=True)]
    ruled = [HEAD, tuple("-" * width for width in widths), *cells]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in ruled
    )


def _figure(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"  # noqa: PLR2004 - three digits are all that is meant


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure juki beside its bare parts.")
    parser.add_argument("--rounds", type=int, default=15, help="readings of each row (15)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep readings and table")
    asked = parser.parse_args()
    if asked.rounds < 1:
        parser.error("--rounds: at least 1")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    began = perf_counter()
    measured(asked.rounds)
    lines = [line(goal, {row.name: row for row in ROWS}) for goal in GOALS]
    machine = {"python": platform.python_version(), "machine": platform.machine(), "cores": os.cpu_count()}
    print(f"{asked.rounds} interleaved rounds on one core in {perf_counter() - began:.0f} s, CPU time, {machine}")
    print(table(lines))
    if asked.json is not None:
        kept = {"machine": machine, "rounds": asked.rounds, "lines": [asdict(one) for one in lines]}
        kept["readings"] = {row.name: row.readings for row in ROWS}
        asked.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""The chain over the operation log: any change of any item of any row shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace

from juki.protocol.records.operation import DONE, START, Operation, chained

ROW = Operation(1, 5, "JK-0001", "01", "report_move_out", "5000000019", "", DONE)


@dataclass
class Change:
    field: str
    value: Any


@pytest.mark.parametrize(
    "change",
    [
        Change("number", 2),
        Change("at", 6),
        Change("operator", "JK-0002"),
        Change("terminal", "02"),
        Change("verb", "report_move_in"),
        Change("about", ""),
        Change("purpose", "local-tax"),
        Change("outcome", "no-right"),
    ],
    ids=lambda change: change.field,
)
def test_every_item_is_in_the_chain(change: Change) -> None:
    assert chained(replace(ROW, **{change.field: change.value}), START) != chained(ROW, START)


def test_a_row_depends_on_all_before_it() -> None:
    second = replace(ROW, number=2)
    assert chained(second, chained(ROW, START)) != chained(second, START)


def test_the_chain_is_the_same_in_every_process() -> None:
    assert chained(ROW, START).hex() == chained(replace(ROW), START).hex()
    assert len(chained(ROW, START)) == 16

"""The rows of 整合性確認 at a 市町村CS: runs, what is still to be answered, what was said, what it came to. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

import msgspec
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.comparing import bounds
from juki.nodes.store import Store
from juki.protocol.deadlines import JST
from juki.protocol.messages.consistency import Scope
from juki.protocol.procedures.consistency import Agreement, Result, Side, bare_row_bytes, row_bytes
from juki.protocol.records.comparison import Difference
from juki.protocol.terms import JuminhyoCode
from juki.protocol.wire import decode, encode

comparison = Migrations("comparison")


@comparison()
def first(database: Database) -> None:
    """Runs by case; parts without an answer; what sides said; results other than a match; when records were written."""
    database.table("comparisons").create({"run": str, "state": str, "comparison": bytes}, pk="run")
    database.table("comparison_open").create({"run": str, "side": str, "part": int}, pk=("run", "side", "part"))
    database.table("comparison_said").create({"run": str, "code": str, "side": str, "difference": bytes})
    database.table("comparison_results").create(
        {"run": str, "code": str, "agreement": str, "fields": str, "sides": str}, pk=("run", "code")
    )
    database.table("touched").create({"code": str, "at": str}, pk="code")


class Comparison(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One run, and the piece that is being answered."""

    run: str
    "The case that it was ordered in."
    scope: Scope
    cut_off: date
    "What was written on this day or later may still be under way."
    piece: int = 0
    after: JuminhyoCode | None = None
    upto: JuminhyoCode | None = None
    is_last: bool = False
    rows: int = 0
    "Of the set, so far."
    only: JuminhyoCode | None = None
    "The one record that is looked at again after a correction."


class ComparisonRows:
    """Reads and writes the runs of one communication server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def touch(self, code: JuminhyoCode, at: datetime) -> None:
        """Note that a record was written; what comes up with it may be under way for a while."""
        self._store.write("insert or replace into touched (code, at) values (?, ?)", code.digits, at.isoformat())

    def was_touched(self, code: JuminhyoCode, since: date) -> bool:
        row = self._store.one("select at from touched where code = ? -- one row", code.digits)
        return row is not None and row[0] >= datetime.combine(since, time(), JST).isoformat()

    def put(self, comparison: Comparison, state: str) -> None:
        self._store.write(
            "insert or replace into comparisons (run, state, comparison) values (?, ?, ?)",
            comparison.run,
            state,
            encode(comparison),
        )

    def running(self, run: str) -> Comparison | None:
        row = self._store.one("select comparison from comparisons where run = ? and state = 'running' -- one row", run)
        return decode(row[0], Comparison) if row else None

    def last_done(self, scope: Scope) -> Comparison | None:
        """The newest run that is over, those of one record alone left out."""
        for (body,) in self._store.rows("select comparison from comparisons where state = 'done' order by rowid desc"):
            found = decode(body, Comparison)
            if found.scope is scope and found.only is None:
                return found
        return None

    def open(self, run: str, side: Side, part: int) -> None:
        self._store.write("insert into comparison_open (run, side, part) values (?, ?, ?)", run, side.value, part)

    def close(self, run: str, side: Side, part: int) -> bool:
        """The part is answered. False if nobody waits for that."""
        return bool(
            self._store.write(
                "delete from comparison_open where run = ? and side = ? and part = ?", run, side.value, part
            )
        )

    def is_open(self, run: str, side: Side, part: int) -> bool:
        found = self._store.one(
            "select 1 from comparison_open where run = ? and side = ? and part = ? -- one row", run, side.value, part
        )
        return found is not None

    def is_waiting(self, run: str) -> bool:
        return self._store.one("select 1 from comparison_open where run = ? limit 1", run) is not None

    def say(self, run: str, side: Side, differences: Iterable[Difference]) -> None:
        """Keep what a side said until the piece is joined."""
        for one in differences:
            self._store.write(
                "insert into comparison_said (run, code, side, difference) values (?, ?, ?, ?)",
                run,
                one.code.digits,
                side.value,
                encode(one),
            )

    def said(self, run: str) -> list[tuple[Side, Difference]]:
        """What was said of the piece, by code, the first side first."""
        return [
            (Side(side), decode(body, Difference))
            for side, body in self._store.rows(
                "select side, difference from comparison_said where run = ? order by code, side, rowid", run
            )
        ]

    def forget_said(self, run: str) -> None:
        self._store.write("delete from comparison_said where run = ?", run)

    def forget_results(self, run: str) -> None:
        self._store.write("delete from comparison_results where run = ?", run)

    def put_result(self, run: str, result: Result) -> None:
        self._store.write(
            "insert or replace into comparison_results (run, code, agreement, fields, sides) values (?, ?, ?, ?, ?)",
            run,
            result.code.digits,
            result.agreement.value,
            ",".join(result.fields),
            ",".join(result.sides),
        )

    def results(self, run: str) -> list[Result]:
        """Everybody who is not a match, by code."""
        return [
            Result(
                JuminhyoCode(code),
                Agreement(agreement),
                tuple(fields.split(",")) if fields else (),
                tuple(Side(side) for side in sides.split(",") if side),
            )
            for code, agreement, fields, sides in self._store.rows(
                "select code, agreement, fields, sides from comparison_results where run = ? order by code", run
            )
        ]

    def found_in_row(self, run: str, row: int) -> JuminhyoCode | None:
        """Who stands in a row of a result, from 0: a clerk picks from a screen, and no order bears a number."""
        found = self._store.one(
            "select code from comparison_results where run = ? order by code limit 1 offset ?", run, row
        )
        return JuminhyoCode(found[0]) if found else None

    def piece(self, comparison: Comparison, most: int) -> tuple[list[bytes], JuminhyoCode | None]:
        """The next rows behind the last piece, at most so many; and the last code of a full piece, else None."""
        low, high = bounds(comparison.upto, comparison.only)
        rows = self._rows(comparison, low, high, most)
        return [row for _, row in rows], JuminhyoCode(rows[-1][0]) if len(rows) == most else None

    def rows_of(self, comparison: Comparison) -> list[tuple[JuminhyoCode, bytes]]:
        """The rows of the piece that is being answered, with their codes."""
        low, high = bounds(comparison.after, comparison.upto)
        return [(JuminhyoCode(code), row) for code, row in self._rows(comparison, low, high, -1)]

    def _rows(self, comparison: Comparison, low: str, high: str, most: int) -> list[tuple[str, bytes]]:
        found = self._store.rows(
            "select code, record, sequence, recovery, is_current from identity"
            " where code > ? and code <= ? order by code limit ?",
            low,
            high,
            most,
        )
        if comparison.scope is Scope.REGISTER:
            return [(code, bare_row_bytes(body, is_current=bool(current))) for code, body, _, _, current in found]
        return [
            (code, row_bytes(body, sequence, recovery, is_current=bool(current)))
            for code, body, sequence, recovery, current in found
        ]

    def before(self, code: JuminhyoCode) -> JuminhyoCode | None:
        """The code on file before this one."""
        row = self._store.one("select code from identity where code < ? order by code desc limit 1", code.digits)
        return JuminhyoCode(row[0]) if row else None

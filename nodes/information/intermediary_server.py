"""中間サーバー of one body: draws 取得番号, binds the 符号 that comes to the 統一識別番号 it was for, and forgets the number.

It knows nobody's 個人番号 and nobody's 住民票コード (番号法21条の2).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.store import Store
from juki.protocol.deadlines import acquisition_number
from juki.protocol.effects import Effect, Event, Notify, Received, Reply, SetTimer, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages.fugo import AcquisitionPair, FugoAlreadyAcquired, FugoIssued, FugoUnavailable, FugoWish
from juki.protocol.refusals import ACQUISITION_ENDED, ACQUISITION_PENDING
from juki.protocol.secure.keys import KeyVault
from juki.protocol.terms import AcquisitionNumber, Fugo, Role

NUMBER_BYTES = 8
ENDS = "acquisition/"
"Timer, followed by the serial of an acquisition: a 取得番号 is in no name."

intermediary = Migrations("intermediary-server")


@intermediary()
def first(database: Database) -> None:
    """Acquisitions under way, 符号 by 統一識別番号, and marks of numbers that were answered."""
    database.table("acquisitions").create({"serial": int, "number": str, "unified": str}, pk="serial").create_index(
        ["number"]
    )
    database.table("fugo").create({"unified": str, "fugo": str}, pk="unified")
    database.table("answered").create({"mark": str, "serial": int}, pk="mark")
    database.table("counters").create({"kind": str, "last": int}, pk="kind")


class IntermediaryRows:
    """Reads and writes one body's store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, number: AcquisitionNumber, unified: str) -> int:
        """Note an acquisition; returns its serial.

        Raises:
            PeerFault: `ACQUISITION_PENDING`: one person has one number at a time.
        """
        if self._store.one("select 1 from acquisitions where unified = ? limit 1", unified):
            raise PeerFault(ACQUISITION_PENDING)
        self._store.write(
            "insert into counters (kind, last) values ('acquisition', 1)"
            " on conflict (kind) do update set last = last + 1"
        )
        row = self._store.one("select last from counters where kind = 'acquisition' -- one row")
        assert row is not None  # noqa: S101 - written in the line above
        serial: int = row[0]
        self._store.write(
            "insert into acquisitions (serial, number, unified) values (?, ?, ?)", serial, number.digits, unified
        )
        return serial

    def is_under_way(self, number: AcquisitionNumber) -> bool:
        return self._store.one("select 1 from acquisitions where number = ? limit 1", number.digits) is not None

    def end(self, number: AcquisitionNumber, mark: str) -> str | None:
        """Forget a number that was answered; returns the 統一識別番号 it was for, None if none is under way."""
        row = self._store.one(
            "select serial, unified from acquisitions where number = ? order by serial limit 1", number.digits
        )
        if row is None:
            return None
        self._store.write("delete from acquisitions where serial = ?", row[0])
        self._store.write("insert into answered (mark, serial) values (?, ?)", mark, row[0])
        unified: str = row[1]
        return unified

    def was_answered(self, mark: str) -> bool:
        return self._store.one("select 1 from answered where mark = ? -- one row", mark) is not None

    def give_up(self, serial: int) -> bool:
        """Forget all that is left of an acquisition; says whether it was still unanswered."""
        self._store.write("delete from answered where serial = ?", serial)
        return self._store.write("delete from acquisitions where serial = ?", serial) > 0

    def bind(self, unified: str, fugo: Fugo) -> None:
        """Keep the 符号 of somebody; the same one again changes nothing."""
        self._store.write("insert or replace into fugo (unified, fugo) values (?, ?)", unified, fugo.text)

    def holds(self, fugo: Fugo) -> bool:
        return self._store.one("select 1 from fugo where fugo = ? limit 1", fugo.text) is not None


def mark_of(number: AcquisitionNumber, vault: KeyVault) -> str:
    """By which an answered number is known again without being kept: a hash that only this node can compute."""
    return vault.keyed_hash(b"acquisition number " + number.digits.encode()).hex()[:32]


class IntermediaryServer(Node):
    """The intermediary server of one municipality; all of them stand on one platform."""

    role = Role.INTERMEDIARY_SERVER
    migrations = (intermediary,)


def _wish(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=FugoWish() as wish):
            rows = IntermediaryRows(context.store)
            number = _drawn(event.case, rows, context)
            serial = rows.begin(number, wish.unified_number)
            ends = acquisition_number(context.now.date())
            pair = AcquisitionPair(number, wish.unified_number, context.vault.public.sealing, wish.by_medium)
            return [Reply(pair), SetTimer(f"{ENDS}{serial}", ends.timer)]
        case _:
            raise node.unexpected(event)


def _drawn(case: str, rows: IntermediaryRows, context: Context) -> AcquisitionNumber:
    """A number that is not in use here (番号カード等命令41条の2)."""
    while True:
        number = AcquisitionNumber.of_octets(context.draws.octets(f"acquisition/{case}", NUMBER_BYTES))
        if not rows.is_under_way(number):
            return number


def _answered(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Whatever the answer is, the number is forgotten; a second answer changes nothing."""
    match event:
        case Received(message=FugoIssued() | FugoAlreadyAcquired() | FugoUnavailable() as answer):
            rows = IntermediaryRows(context.store)
            mark = mark_of(answer.number, context.vault)
            if rows.was_answered(mark):
                return [Notify("fugo-answered-before")]
            unified = rows.end(answer.number, mark)
            if unified is None and isinstance(answer, FugoIssued) and rows.holds(answer.fugo):
                return [Notify("fugo-answered-before")]
            if unified is None:
                raise PeerFault(ACQUISITION_ENDED)
            return _taken(answer, unified, rows)
        case _:
            raise node.unexpected(event)


def _taken(
    answer: FugoIssued | FugoAlreadyAcquired | FugoUnavailable, unified: str, rows: IntermediaryRows
) -> list[Effect]:
    match answer:
        case FugoIssued(fugo=fugo):
            rows.bind(unified, fugo)
            return [Notify("fugo-acquired")]
        case FugoAlreadyAcquired():
            return [Notify("fugo-already-acquired")]
        case FugoUnavailable(rule=rule):
            return [Notify("fugo-unavailable", {"rule": rule})]


def _over(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case TimerDue(name=name):
            was_open = IntermediaryRows(context.store).give_up(int(name.removeprefix(ENDS)))
            return [Notify("fugo-given-up")] if was_open else []
        case _:
            raise node.unexpected(event)


IntermediaryServer.decisions = {
    FugoWish: _wish,
    FugoIssued: _answered,
    FugoAlreadyAcquired: _answered,
    FugoUnavailable: _answered,
    ENDS.removesuffix("/"): _over,
}

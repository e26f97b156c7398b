"""情報提供ネットワークシステムのコア: makes 符号 from 住民票コード, and alone can tell which of them are one person's.

It keeps 符号, who was given each, and a link value that joins them; never a 住民票コード, and no attribute of anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.store import Store
from juki.protocol.checks import check_reply_key
from juki.protocol.deadlines import acquisition_number
from juki.protocol.effects import Effect, Event, Notify, Received, Send, SetTimer, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.fugo import FugoAlreadyAcquired, FugoCodeChange, FugoCodeNotice, FugoIssued
from juki.protocol.refusals import ACQUISITION_REUSED, LOGIC_CHECK
from juki.protocol.secure.keys import KeyVault
from juki.protocol.terms import Fugo, JuminhyoCode, Role
from juki.protocol.terms.nodes import INTERFACE

FORGETS = "forget-numbers/"
"Timer, followed by a day."

core = Migrations("core")


@core()
def first(database: Database) -> None:
    """The person behind each code that was told, by marks of both; the 符号 of each body; marks of numbers that were used."""
    database.table("people").create({"code_mark": str, "link": str}, pk="code_mark")
    database.table("fugo").create({"link": str, "agency": str, "fugo": str, "case_id": str}, pk=("link", "agency"))
    database["fugo"].create_index(["fugo"], unique=True)  # type: ignore[union-attr]
    database.table("used").create({"mark": str, "forget_on": str}, pk="mark")


class CoreRows:
    """Reads and writes the core's store."""

    def __init__(self, store: Store, vault: KeyVault) -> None:
        self._store = store
        self._vault = vault

    def _mark(self, purpose: bytes, *parts: str) -> bytes:
        """What only the core can compute, so that no list of codes gives anything away (番号法施行令27条5項2号)."""
        return self._vault.keyed_hash(b"\0".join((purpose, *(part.encode() for part in parts))))

    def use(self, number: str, forget_on: str) -> None:
        """Take a 取得番号 as used, without keeping it.

        Raises:
            PeerFault: `ACQUISITION_REUSED`.
        """
        mark = self._mark(b"acquisition number", number).hex()[:32]
        if self._store.one("select 1 from used where mark = ? -- one row", mark):
            raise PeerFault(ACQUISITION_REUSED)
        self._store.write("insert into used (mark, forget_on) values (?, ?)", mark, forget_on)

    def forget_used(self, day: str) -> None:
        self._store.write("delete from used where forget_on <= ?", day)

    def link_of(self, code: JuminhyoCode) -> str:
        """The link value of a person, new if nobody ever told of her."""
        known = self._known(code)
        if known is not None:
            return known
        link = self._mark(b"link", code.digits).hex()[:32]
        self._join(code, link)
        return link

    def _known(self, code: JuminhyoCode) -> str | None:
        row = self._store.one("select link from people where code_mark = ? -- one row", self._code_mark(code))
        return row[0] if row else None

    def _code_mark(self, code: JuminhyoCode) -> str:
        return self._mark(b"code", code.digits).hex()[:32]

    def _join(self, code: JuminhyoCode, link: str) -> None:
        self._store.write("insert into people (code_mark, link) values (?, ?)", self._code_mark(code), link)

    def change_code(self, old: JuminhyoCode, new: JuminhyoCode) -> None:
        """Let a new code mean the person of the old one (住基法施行令30条の8の2第2項).

        Raises:
            PeerFault: `LOGIC_CHECK`: nobody was told of by the old code, or the new one means somebody else.
        """
        link, other = self._known(old), self._known(new)
        if link is None or other not in {None, link}:
            raise PeerFault(LOGIC_CHECK, "the codes are of two people" if other else "the old code was never told")
        if other is None:
            self._join(new, link)

    def has(self, link: str, agency: str) -> bool:
        row = self._store.one("select 1 from fugo where link = ? and agency = ? -- one row", link, agency)
        return row is not None

    def issue(self, link: str, agency: str, case: str) -> Fugo:
        """The 符号 of a person for one body: from the code by way of the link value, unlike every other (27条5項)."""
        turn = 0
        while True:
            fugo = Fugo.of_octets(self._mark(b"fugo", link, agency, str(turn)))
            if self._store.one("select 1 from fugo where fugo = ? limit 1", fugo.text) is None:
                break
            turn += 1
        self._store.write(
            "insert into fugo (link, agency, fugo, case_id) values (?, ?, ?, ?)", link, agency, fugo.text, case
        )
        return fugo

    def withdraw(self, case: str) -> int:
        """Take back what was issued in a case; returns how many."""
        return self._store.write("delete from fugo where case_id = ?", case)


class Core(Node):
    """The core system of the network, run by the 内閣総理大臣 (番号法21条)."""

    role = Role.CORE
    migrations = (core,)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """A 符号 that did not arrive was not acquired: the body may ask again."""
        told = list(super().refused(event, refusal, context))
        if event.sender == INTERFACE and refusal.kind == FugoIssued.__name__:
            CoreRows(context.store, context.vault).withdraw(event.case)
        return told


def _code_told(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=FugoCodeNotice() as notice):
            check_reply_key(notice.reply_key)
            rows = CoreRows(context.store, context.vault)
            ends = acquisition_number(context.now.date())
            day = ends.timer.date().isoformat()
            rows.use(notice.number.digits, day)
            link = rows.link_of(notice.code)
            answer: FugoIssued | FugoAlreadyAcquired
            if rows.has(link, notice.agency):
                answer = FugoAlreadyAcquired(notice.number)
            else:
                answer = FugoIssued(notice.number, rows.issue(link, notice.agency, event.case))
            return [Send(INTERFACE, answer, seal_to=notice.reply_key), SetTimer(f"{FORGETS}{day}", ends.timer)]
        case _:
            raise node.unexpected(event)


def _code_changed(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=FugoCodeChange() as change):
            CoreRows(context.store, context.vault).change_code(change.old_code, change.new_code)
            return [Notify("fugo-code-changed")]
        case _:
            raise node.unexpected(event)


def _forget(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case TimerDue(name=name):
            CoreRows(context.store, context.vault).forget_used(name.removeprefix(FORGETS))
            return []
        case _:
            raise node.unexpected(event)


Core.decisions = {FugoCodeNotice: _code_told, FugoCodeChange: _code_changed, FORGETS.removesuffix("/"): _forget}

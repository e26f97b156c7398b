"""The communication server's part in 符号 acquisition: requests go to the 機構 by line or on a medium (番号法施行令27条2項).

A medium is made before a witness, encrypted here, and read at the 機構 a day later; what was on it is forgotten then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.deadlines import JST
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send, SetTimer, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages.fugo import FugoRequest, FugoUnavailable
from juki.protocol.refusals import NO_WITNESS, OUT_OF_TURN
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import NATIONAL_SERVER, beside
from juki.protocol.wire import decode, encode

ARRIVES = "medium/"
"Timer, followed by the number of a medium."
READ_AT = time(10)
"When a medium that was made the day before is read at the 機構 ([D])."

media = Migrations("communication-server-media")


@media()
def first(database: Database) -> None:
    """Requests that wait for a medium or are on one, and the record of media that were made."""
    database.table("medium_requests").create({"id": int, "case_id": str, "medium": int, "request": bytes}, pk="id")
    database.table("media").create(
        {"id": int, "made_at": str, "witness": str, "requests": int, "copies": int, "arrived_at": str}, pk="id"
    )


def _requested(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=FugoRequest(by_medium=False) as request):
            return [Send(NATIONAL_SERVER, request)]
        case Received(message=FugoRequest() as request):
            context.store.write(
                "insert into medium_requests (case_id, medium, request) values (?, 0, ?)", event.case, encode(request)
            )
            return [Notify("fugo-awaits-medium")]
        case _:
            raise node.unexpected(event)


def _made(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Write all that waits on one medium, in the presence of a witness."""
    match event:
        case Ordered(arguments=arguments):
            if not arguments.get("witness"):
                raise PeerFault(NO_WITNESS)
            medium = _medium(arguments, context)
            arrival = datetime.combine(context.now.date() + timedelta(days=1), READ_AT, JST)
            return [Notify("medium-sent", {"requests": str(medium[1])}), SetTimer(f"{ARRIVES}{medium[0]}", arrival)]
        case _:
            raise node.unexpected(event)


def _medium(arguments: Mapping[str, str], context: Context) -> tuple[int, int]:
    """Number of the new medium, and how many requests are on it."""
    store = context.store
    row = store.one("select max(id) from media")
    medium = (row[0] or 0 if row else 0) + 1
    count = store.write("update medium_requests set medium = ? where medium = 0", medium)
    if not count:
        raise PeerFault(OUT_OF_TURN, "nothing waits for a medium")
    store.write(
        "insert into media (id, made_at, witness, requests, copies, arrived_at) values (?, ?, ?, ?, ?, null)",
        medium,
        context.now.isoformat(),
        arguments["witness"],
        count,
        int(arguments.get("copies", "1")),
    )
    return medium, count


def _arrived(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case TimerDue(name=name):
            return _read(int(name.removeprefix(ARRIVES)), context.now, context.store)
        case _:
            raise node.unexpected(event)


def _read(medium: int, now: datetime, store: Store) -> list[Effect]:
    """What is read at the 機構 is as if this server said it then; a second copy says it again."""
    row = store.one("select copies from media where id = ? -- one row", medium)
    requests = [
        Send(NATIONAL_SERVER, decode(body, FugoRequest), case=case)
        for case, body in store.rows(
            "select case_id, request from medium_requests where medium = ? order by id", medium
        )
    ]
    store.write("delete from medium_requests where medium = ?", medium)
    store.write("update media set arrived_at = ? where id = ?", now.isoformat(), medium)
    return [Notify("medium-arrived", {"requests": str(len(requests))}), *(requests * (row[0] if row else 1))]


def _unavailable(node: Node, event: Event, context: Context) -> Sequence[Effect]:  # noqa: ARG001 - the form of a decision
    match event:
        case Received(message=FugoUnavailable() as answer):
            return [Send(beside(node.me, Role.RESIDENT_REGISTER), answer)]
        case _:
            raise node.unexpected(event)


DECISIONS: Mapping[Topic, Decision] = {
    FugoRequest: _requested,
    FugoUnavailable: _unavailable,
    "send_medium": _made,
    ARRIVES.removesuffix("/"): _arrived,
}

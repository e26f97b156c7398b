"""The tables that every node has: its counters, links, outbox, timers and message log. Knows no system's own tables."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

common = Migrations("common")


@common()
def first(database: Database) -> None:
    """Counters, ordered streams to and from each peer, what is still to be acknowledged, timers, the log."""
    database.table("node").create(
        {"id": int, "messages": int, "cases": int, "log_number": int, "log_head": bytes}, pk="id", not_null={"log_head"}
    )
    database.table("links").create({"peer": str, "sent": int, "received": int, "count": int}, pk="peer")
    database.table("outbox").create({"peer": str, "number": int, "envelope": bytes}, pk=("peer", "number"))
    database.table("timers").create({"name": str, "due": int, "case_id": str}, pk="name")
    database.table("log").create({"number": int, "is_signed": int, "lines": bytes}, pk="number")

"""Views of nodes and messages made by hand, for tests of what shows them: no world is needed. Knows no widget."""

from __future__ import annotations

from typing import Any

import msgspec
from trace_steps import CODE, DAY, NAGAOKA, NIIGATA, NINE, NUMBER

from juki.scenarios.looking.views import (
    Boxed,
    Cell,
    CertificateView,
    Inbox,
    Knowledge,
    LogLine,
    MessageView,
    NodeView,
    SealView,
    TableView,
)

REGISTER, SERVER, OTHER = (
    f"{NAGAOKA}/resident-register",
    f"{NAGAOKA}/communication-server",
    f"{NIIGATA}/communication-server",
)
MESSAGE = f"{SERVER}#1"
BODY: dict[str, object] = {
    "code": CODE,
    "my_number": NUMBER,
    "name": {"written": "渡邉󠄐 𠮷彦", "kana": "ワタナベ ヨシヒコ", "alphabet": "", "common_name": ""},
    "birth": {"year": 1950, "month": 0, "day": 0},
    "sex": "1",
    "planned_on": "2026-04-01",
    "card": None,
    "group": [CODE],
    "is_protected": False,
}


def certificate(node: str, state: str = "good") -> CertificateView:
    return CertificateView(
        node, "1a2b", "Network CA", NINE - DAY, NINE + 365 * DAY, "ab" * 32, state, "c" * 64, "d" * 64
    )


def message(**changed: Any) -> MessageView:
    """A 転出証明書情報 between two communication servers, as it arrived in step 4 of `happy_steps`."""
    plain = msgspec.msgpack.encode([MESSAGE, "MoveOutRecord", "2", SERVER, OTHER, BODY])
    view = MessageView(
        id=MESSAGE,
        kind="MoveOutRecord",
        sender=SERVER,
        recipient=OTHER,
        step=4,
        header=(("id", MESSAGE), ("kind", "MoveOutRecord"), ("sent_at", str(NINE)), ("proof.origin", SERVER)),
        body=BODY,
        is_signed=True,
        signature="5e" * 64,
        is_genuine=True,
        seal=None,
        sender_certificate=certificate(SERVER),
        recipient_certificate=certificate(OTHER),
        link="noise",
        epoch=1,
        plain=plain,
        wire=bytes(255 - octet for octet in plain) + b"tagtagtagtagtag!",
        cause=f"{REGISTER}#1",
        consequences=("m2", "m3"),
        at=NINE + 160_000,
    )
    return msgspec.structs.replace(view, **changed)


def sealed() -> MessageView:
    """A message whose body this recipient cannot read."""
    seal = SealView(f"{NAGAOKA}/integrated-terminal", (SERVER,), 512)
    return message(kind="IdentityCheckReply", body=None, seal=seal, is_genuine=None, signature="", is_signed=False)


def table(name: str = "residents", rows: tuple[tuple[Cell, ...], ...] | None = None, **changed: Any) -> TableView:
    kept = (
        rows
        if rows is not None
        else ((CODE, NUMBER, "渡邉󠄐 𠮷彦", b"\x00\x01", None), (CODE, None, "長岡 花子", b"", 3))
    )
    columns = ("code", "my_number", "name", "record", "sequence")[: len(kept[0]) if kept else 5]
    view = TableView(name, columns, kept, len(kept), (0,) if kept else ())
    return msgspec.structs.replace(view, **changed)


def node(**changed: Any) -> NodeView:
    """A communication server with something in every part."""
    view = NodeView(
        node=SERVER,
        step=4,
        at=NINE,
        certificate=certificate(SERVER),
        tables=(table(), table("journal", ()), table("many", tuple((str(n), n) for n in range(200)), total=1234)),
        timers=(("erase/3926857060", NINE + 16 * DAY), ("give-up", NINE + 30_000_000)),
        outbox=(Boxed(OTHER, 3, MESSAGE, "MoveOutRecord"),),
        inbox=(Inbox(REGISTER, 7),),
        log=(
            LogLine(1, NINE, "received", REGISTER, f"{REGISTER}#1", "MoveOutRecord", "c", ""),
            LogLine(2, NINE + 1, "received", OTHER, f"{OTHER}#1", "MoveInNotice", "c", "not-authorised"),
            LogLine(3, NINE + 2, "sent", OTHER, MESSAGE, "MoveOutRecord", "c", ""),
        ),
        log_total=30,
        knows=(
            Knowledge("juminhyo-code", 2, may_hold=True, masked=("*******7890",)),
            Knowledge("fugo", 0, may_hold=False),
        ),
    )
    return msgspec.structs.replace(view, **changed)

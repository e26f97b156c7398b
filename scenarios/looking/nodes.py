"""One node at a moment: its tables, timers, boxes, log, certificate, and what it knows. Looks at a node and leaves it as it is.

A node that nothing has reached yet, as most cards, does not exist: looking does not make one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from juki.nodes.kernel.network import MESSAGE
from juki.nodes.store import Store
from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId
from juki.scenarios.looking.certificates import certificate_view
from juki.scenarios.looking.knowing import knowledge_views
from juki.scenarios.looking.rows import Row, cell, rows_of, tables, total_of
from juki.scenarios.looking.views import Boxed, Inbox, LogLine, NodeView, TableView
from juki.scenarios.looking.worlds import envelope_in
from juki.scenarios.simulation import Simulation

MOST_ROWS = 200
"Of a table; as many again of those that changed further down."
MOST_LINES = 200
"Of a log."
Before = Mapping[str, Sequence[Row]]
"The rows of a node at an earlier moment, by table."


class _Entry(msgspec.Struct, frozen=True):
    """What is read of a line of a log; hashes and signatures are left out."""

    number: int
    at: int
    what: str
    peer: str = ""
    id: str = ""
    kind: str = ""
    case: str = ""
    refused: str = ""


_DECODER = msgspec.json.Decoder(_Entry)


def has_node(simulation: Simulation, node: str) -> bool:
    """Whether a node exists by now."""
    return node in simulation.hosts


def rows_before(simulation: Simulation, node: str) -> dict[str, list[Row]]:
    """Every row of a node as it stands, to be compared with by a later `node_view`; nothing if there is no such node yet."""
    return rows_of(simulation.hosts[NodeId(node)].store) if has_node(simulation, node) else {}


def node_view(simulation: Simulation, node: str, before: Before | None = None) -> NodeView:
    """A node as it stands.

    Args:
        simulation: it is a part of.
        node: its id.
        before: its rows a step ago (`rows_before`); None if it is not to be said what changed.

    Raises:
        BadInput: there is no such node, or not yet.
    """
    if not has_node(simulation, node):
        raise BadInput("node", node, "a node that has spoken or was spoken to")
    host, world = simulation.hosts[NodeId(node)], simulation.world
    rows = rows_of(host.store)
    return NodeView(
        node=node,
        step=world.trace.count,
        at=world.now,
        certificate=certificate_view(simulation, NodeId(node)),
        tables=tuple(
            _table(name, columns, rows[name], total_of(host.store, name), before)
            for name, columns, _ in tables(host.store)
        ),
        timers=tuple((str(name), int(due)) for name, due in host.timers()),
        outbox=tuple(_outbox(host.store)),
        inbox=tuple(Inbox(*row) for row in host.store.rows("select peer, received from links order by peer")),
        log=_log(host.store),
        log_total=_log_total(host.store),
        knows=knowledge_views(simulation, host, rows.values()),
        down_until=world.down.until(NodeId(node)),
    )


def with_changes(before: NodeView, after: NodeView) -> NodeView:
    """The later of two views of a node, saying which of its rows are not in the earlier one: of long tables the rows shown."""
    earlier = {table.name: table for table in before.tables}
    return msgspec.structs.replace(
        after,
        tables=tuple(
            _compared(table, earlier[table.name].rows if table.name in earlier else ()) for table in after.tables
        ),
    )


def _compared(table: TableView, before: Iterable[tuple[object, ...]]) -> TableView:
    stood = set(before)
    changed = tuple(place for place, row in enumerate(table.rows) if row not in stood)
    return msgspec.structs.replace(table, changed=changed, gone=len(stood.difference(table.rows)))


def _table(name: str, columns: tuple[str, ...], rows: list[Row], total: int, before: Before | None) -> TableView:
    """Rows with the records in them, the first ones and whatever changed."""
    shown, changed, gone = list(range(min(len(rows), MOST_ROWS))), [], 0
    if before is not None:
        stood = set(before.get(name, ()))
        changed = [place for place, row in enumerate(rows) if row not in stood]
        gone = len(stood.difference(rows))
        shown += [place for place in changed if place >= MOST_ROWS][:MOST_ROWS]
    places = {place: index for index, place in enumerate(shown)}
    return TableView(
        name,
        columns,
        tuple(
            tuple(cell(name, column, value) for column, value in zip(columns, rows[place], strict=True))
            for place in shown
        ),
        total,
        tuple(places[place] for place in changed if place in places),
        gone,
    )


def _outbox(store: Store) -> Iterable[Boxed]:
    for peer, number, octets in store.rows("select peer, number, envelope from outbox order by peer, number"):
        envelope = envelope_in(MESSAGE + octets)
        yield Boxed(peer, number, envelope.id if envelope else "", envelope.kind if envelope else "")


def _log(store: Store) -> tuple[LogLine, ...]:
    """Its last lines; each row holds at least one."""
    rows = store.rows("select lines from log order by number desc limit ?", MOST_LINES)
    lines = [line for (text,) in reversed(rows) for line in text.splitlines()][-MOST_LINES:]
    found = map(_DECODER.decode, lines)
    return tuple(
        LogLine(one.number, one.at, one.what, one.peer, one.id, one.kind, one.case, one.refused) for one in found
    )


def _log_total(store: Store) -> int:
    row = store.one("select log_number from node where id = 1")
    return int(row[0]) if row else 0


__all__ = ["Before", "has_node", "node_view", "rows_before", "with_changes"]

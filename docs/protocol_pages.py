"""Pages about what is said and by whom: messages, records, nodes, refusals, machines. Adds nothing to the tables it reads."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from typing import get_args, get_type_hints

import msgspec
from machines import diagram, machines, refusals
from markup import code, fields, first_paragraph, page, table

from juki.nodes.migrations import common
from juki.nodes.store import Store, template
from juki.protocol import deadlines, records, terms
from juki.protocol.catalogue import CATALOGUE, Entry
from juki.protocol.catalogue.entry import Identifier
from juki.protocol.deadlines import Deadline
from juki.protocol.knowledge import knowledge_of
from juki.protocol.messages import Message
from juki.protocol.records import changes, identity, resident
from juki.protocol.refusals import RULES
from juki.protocol.terms import Role, role_of
from juki.protocol.terms.nodes import JAPANESE
from juki.protocol.versions import PROFILES
from juki.scenarios.cities import later_nodes, members, standing_nodes
from juki.scenarios.genesis import SYSTEMS

RECORDS = "records.md"
NUMBERS = {
    Identifier.JUMINHYO_CODE: "住民票コード",
    Identifier.MY_NUMBER: "個人番号",
    Identifier.ACQUISITION_NUMBER: "取得番号",
    Identifier.FUGO: "符号",
}
DAY = date(2026, 4, 1)
"Of the example on the page of deadlines."
_PUBLIC_PARTS = ("codes", "dates", "fugo", "kana", "nodes", "people")


def _numbers(found: frozenset[Identifier]) -> str:
    return ", ".join(NUMBERS[one] for one in Identifier if one in found) or "none"


def _role(role: Role) -> str:
    return f"[{JAPANESE[role]}](nodes.md#{role.value})"


def messages_page() -> str:
    introduction = (
        "Every message of the network, from the catalogue ([protocol/catalogue](../../protocol/catalogue/)). "
        "A message that is not here, or on a route that is not here, is refused. *Signed* means that the hop demands the "
        "origin's Ed25519 signature, *sealed* that the body is encrypted end to end to its reader."
    )
    overview = table(
        ("kind", "名称", "procedure", "step", "basis"),
        [
            (f"[`{entry.kind}`](#{entry.kind.lower()})", entry.ja, entry.procedure, entry.step, entry.basis)
            for entry in CATALOGUE.values()
        ],
    )
    return page("Messages", introduction, overview, *(_message(entry) for entry in CATALOGUE.values()))


def _message(entry: Entry) -> str:
    routes = table(
        ("from", "to", "between", "signed", "sealed"),
        [
            (
                _role(route.sender),
                _role(route.recipient),
                route.relation.value,
                "yes" if route.signed else "",
                "yes" if route.sealed else "",
            )
            for route in entry.routes
        ]
        or [("whoever refuses", "whoever sent", "no condition", "", "")],
    )
    facts = [
        f"*{entry.ja}*. {first_paragraph(entry.message)}",
        f"Basis: {entry.basis}. Numbers of a person it may carry: {_numbers(entry.identifiers)}."
        + (f" Origin: {_role(entry.origin)}." if entry.origin else "")
        + (f" Reader: {_role(entry.reader)}." if entry.reader else "")
        + f" Since version {entry.since}{f', until {entry.until}' if entry.until else ''}.",
    ]
    return "\n\n".join([f"## {entry.kind}", *facts, routes, fields(entry.message, RECORDS)])


def records_page() -> str:
    introduction = (
        "What messages are made of: the values of the field ([protocol/terms](../../protocol/terms/)), the records "
        "([protocol/records](../../protocol/records/)) and what messages carry of their own. A value checks itself when it is made."
    )
    found = [*_classes(terms, *_PUBLIC_PARTS), *_classes(records, "changes", "identity", "resident")]
    for entry in CATALOGUE.values():
        _take_named(entry.message, found)
    return page("Values and records", introduction, *(_shape(shape) for shape in found))


def _take_named(shape: type, found: list[type]) -> None:
    """Add what a message or record is made of and no page explains yet."""
    for hint in get_type_hints(shape).values():
        for part in _parts(hint):
            if part.__module__.startswith("juki.protocol.") and part not in found and not issubclass(part, Message):
                found.append(part)
                _take_named(part, found)


def _parts(hint: object) -> Iterator[type]:
    """The classes in a type: of `tuple[X, ...]` and `X | None`, X."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for argument in get_args(hint):
        yield from _parts(argument)


def _classes(package: object, *parts: str) -> list[type]:
    """Public classes of the parts of a package, in the order of the code."""
    modules = [sys.modules[f"{getattr(package, '__name__', '')}.{part}"] for part in parts]
    return [
        shape
        for module in modules
        for name, shape in vars(module).items()
        if inspect.isclass(shape) and shape.__module__ == module.__name__ and not name.startswith("_")
    ]


def _shape(shape: type) -> str:
    parts = [f"## {shape.__name__}", first_paragraph(shape)]
    if issubclass(shape, msgspec.Struct):
        parts.append(fields(shape, ""))
    elif issubclass(shape, Enum):
        japanese: dict[object, str] = dict([*JAPANESE.items(), *changes.JAPANESE.items()])
        parts.append(
            table(("value", "name", "日本語"), [(f"`{one.value}`", one.name, japanese.get(one, "")) for one in shape])
        )
    return "\n\n".join(parts)


def nodes_page() -> str:
    introduction = (
        "The systems of the network. What may stand in a system's store and what it may read in a message is a table "
        "([protocol/knowledge.py](../../protocol/knowledge.py)); the oracle `knowledge` looks into every store, byte by "
        "byte. A relay that passes on a sealed body does neither."
    )
    network = table(
        ("node", "名称"),
        [
            (f"`{node}`", JAPANESE[role_of(node)])
            for node in (*standing_nodes(members("small")), *later_nodes(members("small")))
        ],
    )
    small = (
        "## The small network\n\nThe nodes that every run has. A card is a node `card/000017`, made when it is first "
        f"spoken to.\n\n{network}"
    )
    return page("Nodes", introduction, *(_node(role) for role in SYSTEMS), small)


def _node(role: Role) -> str:
    system, known = SYSTEMS[role], knowledge_of(role)
    path = system.__module__.removeprefix("juki.").replace(".", "/") + ".py"
    says = [entry.kind for entry in CATALOGUE.values() if any(route.sender is role for route in entry.routes)]
    hears = [entry.kind for entry in CATALOGUE.values() if any(route.recipient is role for route in entry.routes)]
    rows = [
        ("名称", JAPANESE[role]),
        ("class", f"`{system.__name__}` in [{path}](../../{path})"),
        ("keeps numbers", _numbers(known.keeps)),
        ("reads numbers", _numbers(known.reads)),
        ("because", known.why),
        ("says", _linked(says)),
        ("hears", _linked(hears)),
        ("tables of its own", code(*_tables(role)) or "none"),
    ]
    about = first_paragraph(sys.modules[system.__module__])
    return f"## {role.value}\n\n{about}\n\n{table(('', ''), rows)}"


def _linked(kinds: list[str]) -> str:
    return ", ".join(f"[`{kind}`](messages.md#{kind.lower()})" for kind in kinds) or "nothing"


def _tables(role: Role) -> list[str]:
    """Tables of a system beyond those that every node has."""
    sql = "select name from sqlite_master where type = 'table' order by name"
    every = Store(template(common)).rows(sql)
    return [row[0] for row in Store(template(common, *SYSTEMS[role].migrations)).rows(sql) if row not in every]


def refusals_page() -> str:
    introduction = (
        "The rules by which a node refuses ([protocol/refusals.py](../../protocol/refusals.py)). A refusal goes back to the "
        "sender as a message of kind `Refusal`, stands in the log of whoever refused, and rolls back what the decision had "
        "written. Those of the counter are shown on its screen."
    )
    rows = [(f"`{rule.name}`", rule.ja, rule.en, rule.basis) for rule in RULES.values()]
    return page("Refusals", introduction, table(("rule", "理由", "reason", "basis"), rows))


def machines_page() -> str:
    introduction = (
        "The machines of a special transfer, drawn by trying every event in every state. Whatever has no arrow is refused: "
        "by the rule that the table names, else as `out-of-turn`, and the case stays as it was."
    )
    sections = []
    for machine in machines():
        refused = [(f"`{state}`", event, f"`{rule}`") for state, event, rule in refusals(machine)]
        parts = [
            f"## {machine.name}",
            f"{machine.ja}. [{machine.module}](../../{machine.module})",
            diagram(machine),
        ]
        if refused:
            parts.append(table(("state", "event", "refused by"), refused))
        sections.append("\n\n".join(parts))
    return page("State machines", introduction, *sections)


def profiles_page() -> str:
    introduction = (
        "A profile pins a protocol version and rule data ([protocol/versions](../../protocol/versions/)). It is chosen with "
        "`juki run --profile`; no code asks for a profile's name."
    )
    rows = [
        (
            f"`{one.name}`",
            one.ja,
            one.en,
            one.version,
            f"{one.start:%Y-%m-%d %H:%M}",
            "old municipality sends" if one.pushes_transfer_data else "new municipality asks",
            f"{one.closed_record_years} years",
        )
        for one in PROFILES.values()
    ]
    head = ("profile", "内容", "meaning", "version", "begins", "転出証明書情報", "除票 kept")
    return page("Profiles", introduction, table(head, rows))


def deadlines_page() -> str:
    introduction = (
        "The legal clocks of a move ([protocol/deadlines.py](../../protocol/deadlines.py)), each with the day that it gives "
        f"for a move planned and made on {DAY}. On the last good day the right still stands; it ends at 00:00 (Japan time) "
        "of the next day. The first day is not counted, and holidays shift nothing "
        "([inventions.md](../inventions.md#deadlines))."
    )
    rows = [(f"`{clock.__name__}`", first_paragraph(clock), end.last_good_day, end.article) for clock, end in clocks()]
    return page("Deadlines", introduction, table(("clock", "what ends", "last good day", "basis"), rows))


def clocks() -> list[tuple[Callable[..., Deadline], Deadline]]:
    """Every legal clock of the code, and what it gives for one move."""
    found: list[tuple[Callable[..., Deadline], Deadline]] = []
    for clock in vars(deadlines).values():
        if inspect.isfunction(clock) and get_type_hints(clock).get("return") is Deadline:
            asked = [name for name in get_type_hints(clock) if name != "return"]
            years = PROFILES["law-2026"].closed_record_years
            found.append((clock, clock(*(years if name == "years" else DAY for name in asked))))
    return found


_ = (identity, resident)  # loaded so that their classes can be listed

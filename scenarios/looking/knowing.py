"""What a node knows of people: how many of each kind of number stand in its rows. Finds values, not names of columns.

Looked for are the numbers that the world has given to somebody so far, or has set apart to be given. The law of a whole run looks deeper, into freed pages
and other forms (`oracles/knowledge.py`); here is counted what the system itself could read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from weakref import WeakKeyDictionary

from juki.nodes.host import Host
from juki.protocol.catalogue.entry import Identifier
from juki.protocol.knowledge import forbidden
from juki.protocol.masking import mask
from juki.protocol.terms import NodeId, Role, role_of
from juki.protocol.terms.nodes import CORE, NATIONAL_SERVER
from juki.scenarios.looking.rows import Row
from juki.scenarios.looking.views import Knowledge
from juki.scenarios.simulation import Simulation

SAMPLES = 3
"Numbers of a kind that are shown, masked."
_RUN = re.compile(rb"[0-9A-F]{11,}")
_LENGTHS = (11, 12, 18, 32)
"Of 住民票コード, 個人番号, 取得番号 and 符号."
_PEOPLE: WeakKeyDictionary[Simulation, tuple[frozenset[str], frozenset[str]]] = WeakKeyDictionary()
"住民票コード and 個人番号 of the population, which stays the same."


def knowledge_views(simulation: Simulation, host: Host, rows: Iterable[Iterable[Row]]) -> tuple[Knowledge, ...]:
    """Every kind of number: how many of them stand in these rows and in the outbox.

    Args:
        simulation: whose people they are.
        host: of the node.
        rows: of each of its tables.
    """
    found = _runs(rows) | _runs([host.store.rows("select envelope from outbox order by peer, number")])
    hidden = forbidden(host.node.role)
    views = []
    for identifier, numbers in _numbers(simulation).items():
        known = sorted(found & numbers)
        samples = tuple(map(mask, known[:SAMPLES]))
        views.append(Knowledge(identifier, len(known), identifier not in hidden, samples))
    return tuple(views)


def _runs(rows: Iterable[Iterable[Row]]) -> set[str]:
    """Whatever could be a number, inside of a longer run of digits too."""
    octets = b"\n".join(_octets(value) for table in rows for row in table for value in row if value is not None)
    runs = {one.decode() for one in _RUN.findall(octets)}
    return {
        run[place : place + length] for run in runs for length in _LENGTHS for place in range(len(run) - length + 1)
    }


def _octets(value: str | int | bytes) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _numbers(simulation: Simulation) -> dict[Identifier, set[str] | frozenset[str]]:
    """Every number that somebody has at this moment or had, as far as it is written anywhere."""
    codes, my_numbers = _population(simulation)
    return {
        Identifier.JUMINHYO_CODE: codes
        | _column(simulation, NATIONAL_SERVER, "select code from designated order by code"),
        Identifier.MY_NUMBER: my_numbers
        | _column(simulation, NATIONAL_SERVER, "select number from made_numbers order by number"),
        Identifier.ACQUISITION_NUMBER: {
            number
            for node in sorted(simulation.hosts)
            if role_of(node) is Role.INTERMEDIARY_SERVER
            for number in _column(simulation, node, "select number from acquisitions order by serial")
        },
        Identifier.FUGO: _column(simulation, CORE, "select fugo from fugo order by fugo"),
    }


def _population(simulation: Simulation) -> tuple[frozenset[str], frozenset[str]]:
    known = _PEOPLE.get(simulation)
    if known is None:
        residents = [person.resident for person in simulation.people]
        codes = frozenset(resident.code.digits for resident in residents)
        numbers = frozenset(one.my_number.digits for one in residents if one.my_number is not None)
        known = _PEOPLE[simulation] = codes, numbers
    return known


def _column(simulation: Simulation, node: NodeId, sql: str) -> set[str]:
    if node not in simulation.hosts:
        return set()
    return {value for (value,) in simulation.hosts[node].store.rows(sql)}

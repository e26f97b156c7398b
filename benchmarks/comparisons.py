"""A 整合性確認 of a large city against prefecture and national copies, beside the bare scan, encoding and hash of the same rows.

The decisions are those of the nodes, their messages are encoded and decoded; links and drivers are measured elsewhere.
Stores lie on the disk, so that what a comparison takes of memory is its own.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from time import monotonic, process_time

from msgspec.structs import replace

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.municipality.communication_server import CommunicationServer
from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.nodes.municipality.server_comparison import counts
from juki.nodes.national.national_server import NationalServer
from juki.nodes.node import Context, Node
from juki.nodes.prefecture_server import PrefectureServer
from juki.nodes.store import Store, template
from juki.protocol.deadlines import JST
from juki.protocol.effects import Effect, Ordered, Received, Reply, Send
from juki.protocol.messages import Message
from juki.protocol.messages.consistency import Scope
from juki.protocol.procedures.consistency import row_bytes
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MyNumber, NodeId
from juki.protocol.terms.nodes import NATIONAL_SERVER, communication_server, prefecture_server
from juki.protocol.versions import profile
from juki.protocol.wire import decode, encode
from juki.scenarios.cities import members, surroundings
from juki.scenarios.genesis import identity_of
from juki.scenarios.population import populate

RESIDENTS = 770_000
"As many as 新潟市 has."
SMALL = 20_000
"For the table, which measures many times."
MODELS = 2_000
"People from the generator; the others are like them under other numbers."
NOW = datetime(2026, 3, 16, 9, tzinfo=JST)
CITY = members("small")[1]
SERVER, PREFECTURE = communication_server(CITY), prefecture_server("15")
PERIOD = 0.2
_STEP = 1_000_003
"Prime to every number of people: codes in an order of their own, none twice."


class DiskStore(Store):
    """A store in a file."""

    def __init__(self, path: Path, image: bytes) -> None:
        super().__init__(image)
        path.write_bytes(image)
        self._connection.close()
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("pragma journal_mode=off")
        self._connection.execute("pragma synchronous=off")
        self._run = self._connection.execute


def records(count: int) -> Iterator[IdentityRecord]:
    """So many people of the city, by code."""
    models = [
        identity_of(person.resident, CITY)
        for person in populate(bytes(32), (CITY,), MODELS, NOW.date(), lambda number: number)
    ]
    span = 900_000_000 // count
    for place in range(count):
        code = JuminhyoCode.of_body(f"9{place * span:09d}")
        number = MyNumber.of_body(f"99{place * _STEP % 1_000_000_000:09d}")
        yield replace(models[place % len(models)], code=code, my_number=number)


class Network:
    """The three systems, each with its copy of the city's records; messages pass at once."""

    def __init__(self, count: int) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="juki-bench-")
        folder = Path(self._folder.name)
        around = surroundings(members("small"), profile("law-2026"))
        systems: tuple[tuple[NodeId, type[Node]], ...] = (
            (SERVER, CommunicationServer),
            (PREFECTURE, PrefectureServer),
            (NATIONAL_SERVER, NationalServer),
        )
        self.count = count
        self.nodes = {me: system(me, around) for me, system in systems}
        self.stores = {
            me: DiskStore(folder / f"{place}.sqlite", template(*system.migrations))
            for place, (me, system) in enumerate(systems)
        }
        for me, store in self.stores.items():
            with store.transaction():
                _fill(store, me, count)
        self.runs = 0

    def compare(self, progress: Callable[[int], None] = lambda _: None) -> dict[str, str]:
        """One whole comparison; who is in which class."""
        self.runs += 1
        case = f"{SERVER}:{self.runs}"
        order = Ordered("check_consistency", {"scope": Scope.ABOVE.value}, case)
        waiting = deque(self._decided(SERVER, order))
        rows = ComparisonRows(self.stores[SERVER])
        while waiting:
            sender, recipient, message = waiting.popleft()
            body = encode(message)
            event = Received(decode(body, type(message)), sender, "", case)
            waiting.extend(self._decided(recipient, event))
            running = rows.running(case)
            progress(running.rows if running else self.count)
        done = rows.last_done(Scope.ABOVE)
        assert done is not None  # noqa: S101 - nothing is waiting
        return counts(done, rows)

    def _decided(self, me: NodeId, event: Ordered | Received) -> Iterable[tuple[NodeId, NodeId, Message]]:
        store = self.stores[me]
        with store.transaction():
            effects = self.nodes[me].decide(event, Context(store, NOW, SeededChoices(1), None))  # type: ignore[arg-type] # no key is used
        return [self._sent(me, event, effect) for effect in effects if isinstance(effect, Send | Reply)]

    @staticmethod
    def _sent(me: NodeId, event: Ordered | Received, effect: Effect) -> tuple[NodeId, NodeId, Message]:
        match effect:
            case Send(to=to, message=message):
                return me, to, message
            case Reply(message=message) if isinstance(event, Received):
                return me, event.sender, message
            case _:
                raise TypeError(effect)

    def scan(self) -> None:
        """The same rows of all three: read, encoded, hashed one by one; compared with nothing."""
        for me, store in self.stores.items():
            _scanned(store, _BELOW if me == SERVER else _ABOVE)


_BELOW = "select record, sequence, recovery, is_current from identity order by code"
_ABOVE = (
    "select i.record, s.last, s.recovery, i.is_current from identity i join sequences s"
    " on s.code = i.code and s.origin = i.municipality order by i.code"
)


def _scanned(store: DiskStore, sql: str) -> None:
    for record, sequence, recovery, is_current in store._run(sql):  # noqa: SLF001 - a cursor, so that no list is made
        blake2b(row_bytes(record, sequence, recovery, is_current=bool(is_current)), digest_size=16).digest()


def _fill(store: Store, me: NodeId, count: int) -> None:
    rows = (
        (one.code.digits, CITY.digits, encode(one), one.my_number.digits) for one in records(count) if one.my_number
    )
    if me == SERVER:
        sql = "insert into identity (code, sequence, is_current, record, my_number) values (?, 1, 1, ?, ?)"
        store.fill(sql, ((code, body, number) for code, _, body, number in rows))
        return
    store.fill("insert into identity (code, municipality, is_current, record, my_number) values (?, ?, 1, ?, ?)", rows)
    codes = [code for (code,) in store.rows("select code from identity order by code")]
    store.fill("insert into sequences (code, origin, last) values (?, ?, 1)", ((code, CITY.digits) for code in codes))


@cache
def network(count: int) -> Network:
    return Network(count)


def compared(count: int) -> Callable[[int], float]:
    """Microseconds a person of a whole comparison."""

    def measure(_: int) -> float:
        made = network(count)
        began = process_time()
        found = made.compare()
        spent = process_time() - began
        if found != {"match": str(count)}:
            raise AssertionError(found)
        return spent * 1e6 / count

    return measure


def scanned(count: int) -> Callable[[int], float]:
    """Microseconds a person of the bare scan."""

    def measure(_: int) -> float:
        made = network(count)
        began = process_time()
        made.scan()
        return (process_time() - began) * 1e6 / count

    return measure


def _bar(total: int) -> Callable[[int], None]:
    due = monotonic()

    def show(done: int) -> None:
        nonlocal due
        if sys.stderr.isatty() and monotonic() >= due:
            due = monotonic() + PERIOD
            width = 40 * done // total
            sys.stderr.write(f"\r[{'#' * width}{'.' * (40 - width)}] {done:,} of {total:,}")
            sys.stderr.flush()

    return show


def _memory(*, peak: bool = False) -> int:
    """MiB of this process, as Linux tells them; asking for what it takes now begins a new peak. 0 elsewhere."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    if not peak:
        Path("/proc/self/clear_refs").write_text("5", "ascii")
    name = "VmHWM:" if peak else "VmRSS:"
    return (
        next(int(line.split()[1]) for line in status.read_text("ascii").splitlines() if line.startswith(name)) // 1024
    )


def main() -> None:
    """The whole size, three rounds: `python benchmarks/comparisons.py`."""
    print(f"{RESIDENTS:,} residents, three copies; filling the stores")
    made = network(RESIDENTS)
    for _ in range(3):
        began = process_time()
        made.scan()
        bare = process_time() - began
        before = _memory()
        began = process_time()
        found = made.compare(_bar(RESIDENTS))
        spent = process_time() - began
        grown = _memory(peak=True) - before
        sys.stderr.write("\r\x1b[K" if sys.stderr.isatty() else "")
        print(
            f"scan, encode, BLAKE2b {bare:.2f} s; comparison {spent:.2f} s, {spent / bare:.2f}x, +{grown} MiB; {found}"
        )


if __name__ == "__main__":
    main()

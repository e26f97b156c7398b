"""One node's SQLite store: transactions, savepoints, and a hash of what each one wrote. Knows no table but by its SQL.

Stores of a simulated world are in memory. The schema is made once by sqlite-utils migrations and copied as an image;
statements on the way of a message are plain SQL, which costs a sixth. Rows that every message touches several times are
kept in books while a transaction lasts, and written once, by its commit.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeAlias

import msgspec

if TYPE_CHECKING:
    from sqlite_utils.migrations import Migrations

PAGE_BYTES = 512
STORE_VERSION = 2
"Of the tables of all nodes together; rises with every migration. Kept in the file as `user_version`."
Value: TypeAlias = str | int | bytes | None


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is written but not hashed: ciphertext, signatures, keys, what carries them."""

    value: Value


Record: TypeAlias = tuple[str, Sequence[Value]]
"One write as the change tells it: a statement and its values, without the opaque ones."
_CANONICAL = msgspec.msgpack.Encoder()
_FEW, _MANY = 15, 65_535
"Items of a list whose head is one byte, and three bytes; that of a longer one is five (msgpack, array format family)."


class Book(Protocol):
    """Rows that are kept in memory while a transaction lasts."""

    def write_rows(self) -> None:
        """Write what has changed; the transaction ends."""

    def mark(self) -> Callable[[], None]:
        """What lets the rows stand again as they stand now."""

    def forget(self) -> None:
        """Everything kept is in doubt: the rows are to be read anew."""


class _Transaction:
    """All of it happens, or none."""

    __slots__ = ("_store",)

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> None:
        self._store.begin()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self._store.commit()
        else:
            self._store.roll_back()


class Mark(msgspec.Struct, frozen=True):
    """Where a savepoint begins.

    Attributes:
        records: how many writes come before it.
        is_nested: rows were written before it, so that SQLite must keep it apart from them.
        books: what lets each stand as it stood.
    """

    records: int
    is_nested: bool
    books: tuple[Callable[[], None], ...]


class _Savepoint:
    """Inside a transaction: what fails in here is as if it had never been written."""

    __slots__ = ("_mark", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> None:
        self._mark = self._store.mark()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self._store.roll_back(self._mark)
        self._store.release(self._mark)


class Store:
    """A node's rows.

    Every write of a transaction goes into `change`, so that two runs can be compared by what they wrote.
    """

    def __init__(self, image: bytes) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=256)
        self._connection.deserialize(image)
        # Numbers of people are in these pages: what is deleted must be gone.
        self._connection.execute("pragma secure_delete=on")
        self._run = self._connection.execute
        self._books: list[Book] = []
        self._records: list[Record] = []
        "What the transaction has written, to be hashed if somebody asks."
        self._has_rows = False
        "Whether the transaction has written rows, beside those in the books."
        self.is_open = False
        "Whether a transaction is under way."
        self.version = 0
        "Rises with every write, and with every one that is taken back: as long as it stands, rows read are as they were."
        self.rollbacks = 0
        "How often something was taken back, or the whole store replaced: what was known of its rows is then in doubt."

    def keep(self, book: Book) -> None:
        """Ask this book for its rows whenever a transaction ends, and tell it what is taken back."""
        self._books.append(book)

    def write(self, sql: str, *values: Value | Opaque) -> int:
        """Run one writing statement; returns the number of rows it touched."""
        if Opaque in map(type, values):
            return self._write_opaque(sql, values)
        self._records.append((sql, values))  # type: ignore[arg-type] # none is opaque
        self.version += 1
        self._has_rows = True
        return self._run(sql, values).rowcount

    def _write_opaque(self, sql: str, values: Sequence[Value | Opaque]) -> int:
        self.tell(sql, *[value for value in values if not isinstance(value, Opaque)])
        return self.write_untold(sql, *[value.value if isinstance(value, Opaque) else value for value in values])

    def tell(self, sql: str, *values: Value) -> None:
        """Put a write into the change that some other statement carries out: that of a book, or one for several."""
        self._records.append((sql, values))
        self.version += 1

    def write_untold(self, sql: str, *values: Value) -> int:
        """Run one writing statement that goes into no change, or was told before; returns the number of rows it touched."""
        self.version += 1
        self._has_rows = True
        return self._run(sql, values).rowcount

    def write_alone(self, sql: str, *values: Value) -> int:
        """A whole transaction of one statement, which goes into no change unless it is told."""
        self._records = []
        self.version += 1
        return self._run(sql, values).rowcount

    def fill(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one writing statement for many rows, before the history of the store begins: it goes into no change."""
        self.version += 1
        self._has_rows = True
        self._connection.executemany(sql, rows)

    def rows(self, sql: str, *values: Value) -> list[tuple]:  # type: ignore[type-arg] # what a row holds is the caller's SQL
        return self._run(sql, values).fetchall()

    def one(self, sql: str, *values: Value) -> tuple | None:  # type: ignore[type-arg] # what a row holds is the caller's SQL
        """The first row, or None."""
        found: tuple | None = self._run(sql, values).fetchone()  # type: ignore[type-arg]
        return found

    def transaction(self) -> AbstractContextManager[None]:
        """All of it happens, or none."""
        return _Transaction(self)

    def savepoint(self) -> AbstractContextManager[None]:
        """Inside a transaction: what fails in here is as if it had never been written, in the change hash too."""
        return _Savepoint(self)

    def begin(self) -> None:
        """Begin a transaction; better by `transaction`, which ends it too."""
        self._run("begin")
        self._records = []
        self._has_rows = False
        self.is_open = True

    def commit(self) -> None:
        """End a transaction."""
        try:
            for book in self._books:
                book.write_rows()
            self._run("commit")
        except BaseException:
            self.roll_back()
            raise
        self.is_open = False

    def mark(self) -> Mark:
        """Begin a savepoint; better by `savepoint`, which ends it too.

        As long as the transaction has written no row, its own beginning is the savepoint.
        """
        if self._has_rows:
            self._run("savepoint decision")
        return Mark(len(self._records), self._has_rows, tuple([book.mark() for book in self._books]))

    def release(self, mark: Mark) -> None:
        """End the innermost savepoint."""
        if mark.is_nested:
            self._run("release decision")

    def roll_back(self, mark: Mark | None = None) -> None:
        """Take back everything since a mark, or the whole transaction."""
        self.version += 1
        self.rollbacks += 1
        if mark is None:
            self._run("rollback")
            self.is_open = False
            for book in self._books:
                book.forget()
            return
        if mark.is_nested:
            self._run("rollback to decision")
        else:
            self._run("rollback")
            self._run("begin")
        self._has_rows = mark.is_nested
        del self._records[mark.records :]
        for go_back in mark.books:
            go_back()

    @property
    def change(self) -> bytes:
        """Hash of the last transaction's writes; empty if it wrote nothing."""
        records = self._records
        if not records:
            return b""
        # The records one after the other, without the head of the list that holds them.
        head = 1 if len(records) <= _FEW else 3 if len(records) <= _MANY else 5
        return blake2b(_CANONICAL.encode(records)[head:], digest_size=16).digest()

    def image(self) -> bytes:
        """The whole store as the bytes of an SQLite file."""
        return bytes(self._connection.serialize())

    def restore(self, image: bytes) -> None:
        """Take the rows of an image in place of one's own."""
        self._connection.deserialize(image)
        self._connection.execute("pragma secure_delete=on")
        self.version += 1
        self.rollbacks += 1
        for book in self._books:
            book.forget()

    def close(self) -> None:
        self._connection.close()


@cache
def template(*migrations: Migrations) -> bytes:
    """The image of an empty store after these migrations; made once per combination."""
    import sqlite_utils

    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute(f"pragma page_size={PAGE_BYTES}")
    connection.execute(f"pragma user_version={STORE_VERSION}")
    connection.execute("vacuum")
    database = sqlite_utils.Database(connection)
    for migration in migrations:
        migration.apply(database)
    # When a migration was applied is the machine's time; it has no place in a store that must come out alike.
    connection.execute("update _sqlite_migrations set applied_at = ''")
    image = bytes(connection.serialize())
    connection.close()
    return image

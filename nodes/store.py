"""One node's SQLite store: transactions, savepoints, and a hash of what each one wrote. Knows no table but by its SQL.

Stores of a simulated world are in memory. The schema is made once by sqlite-utils migrations and copied as an image;
statements on the way of a message are plain SQL, which costs a sixth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

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


_CANONICAL = msgspec.msgpack.Encoder()
_PAIR = _CANONICAL.encode(["", ""])[:1]
"How an array of two begins: of a statement and its values."


@lru_cache(maxsize=1024)
def _opening(sql: str) -> bytes:
    """How the record of a statement begins: the same each time, so it is written once."""
    return _PAIR + _CANONICAL.encode(sql)


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


class _Savepoint:
    """Inside a transaction: what fails in here is as if it had never been written."""

    __slots__ = ("_mark", "_store")

    def __init__(self, store: Store) -> None:
        self._store = store
        self._mark = 0

    def __enter__(self) -> None:
        self._mark = self._store.mark()

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            self._store.roll_back(self._mark)
        self._store.release()


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
        self._written_so_far: list[bytes] = []
        "What the transaction has written, a record a statement, to be hashed if somebody asks."
        self.version = 0
        "Rises with every write, and with every one that is taken back: as long as it stands, rows read are as they were."
        self.rollbacks = 0
        "How often something was taken back, or the whole store replaced: what was known of its rows is then in doubt."

    def write(self, sql: str, *values: Value | Opaque) -> int:
        """Run one writing statement; returns the number of rows it touched."""
        return self._written(sql, values).rowcount

    def fill(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one writing statement for many rows, before the history of the store begins: it goes into no change."""
        self.version += 1
        self._connection.executemany(sql, rows)

    def count(self, sql: str, *values: Value) -> int:
        """Run one writing statement that returns one number, as a counter that goes on."""
        number: int = self._written(sql, values).fetchone()[0]
        return number

    def _written(self, sql: str, values: Sequence[Value | Opaque]) -> sqlite3.Cursor:
        hashed = [value for value in values if type(value) is not Opaque]
        self._written_so_far.append(_opening(sql) + _CANONICAL.encode(hashed))
        self.version += 1
        if len(hashed) == len(values):
            return self._run(sql, hashed)
        return self._run(sql, [value.value if type(value) is Opaque else value for value in values])

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
        self._written_so_far = []
        self._run("begin")

    def commit(self) -> None:
        """End a transaction."""
        self._run("commit")

    def mark(self) -> int:
        """Begin a savepoint; better by `savepoint`, which ends it too. Returns how many writes come before it."""
        self._run("savepoint decision")
        return len(self._written_so_far)

    def release(self) -> None:
        """End the innermost savepoint."""
        self._run("release decision")

    def roll_back(self, mark: int | None = None) -> None:
        """Take back everything since a mark, or the whole transaction."""
        self.version += 1
        self.rollbacks += 1
        if mark is None:
            self._run("rollback")
        else:
            self._run("rollback to decision")
            del self._written_so_far[mark:]

    @property
    def change(self) -> bytes:
        """Hash of the last transaction's writes; empty if it wrote nothing."""
        written = self._written_so_far
        return blake2b(b"".join(written), digest_size=16).digest() if written else b""

    def image(self) -> bytes:
        """The whole store as the bytes of an SQLite file."""
        return bytes(self._connection.serialize())

    def restore(self, image: bytes) -> None:
        """Take the rows of an image in place of one's own."""
        self._connection.deserialize(image)
        self._connection.execute("pragma secure_delete=on")
        self.version += 1
        self.rollbacks += 1

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

"""One node's SQLite store: transactions, savepoints, and a hash of what each one wrote. Knows no table but by its SQL.

Stores of a simulated world are in memory. The schema is made once by sqlite-utils migrations and copied as an image;
statements on the way of a message are plain SQL, which costs a sixth.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeAlias

import msgspec

if TYPE_CHECKING:
    from sqlite_utils.migrations import Migrations

PAGE_BYTES = 512
STORE_VERSION = 1
"Of the tables of all nodes together; rises with every migration. Kept in the file as `user_version`."
Value: TypeAlias = str | int | bytes | None


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is written but not hashed: ciphertext, signatures, keys, what carries them."""

    value: Value


_CANONICAL = msgspec.msgpack.Encoder()


class Store:
    """A node's rows.

    Every write of a transaction goes into `change`, so that two runs can be compared by what they wrote.
    """

    def __init__(self, image: bytes) -> None:
        self._connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=256)
        self._connection.deserialize(image)
        # Numbers of people are in these pages: what is deleted must be gone.
        self._connection.execute("pragma secure_delete=on")
        self._hash = blake2b(digest_size=16)
        self._wrote = False

    def write(self, sql: str, *values: Value | Opaque) -> int:
        """Run one writing statement; returns the number of rows it touched."""
        return self._written(sql, values).rowcount

    def count(self, sql: str, *values: Value) -> int:
        """Run one writing statement that returns one number, as a counter that goes on."""
        number: int = self._written(sql, values).fetchone()[0]
        return number

    def _written(self, sql: str, values: Sequence[Value | Opaque]) -> sqlite3.Cursor:
        plain = [value.value if type(value) is Opaque else value for value in values]
        hashed = [value for value in values if type(value) is not Opaque]
        self._hash.update(_CANONICAL.encode([sql, hashed]))
        self._wrote = True
        return self._connection.execute(sql, plain)

    def rows(self, sql: str, *values: Value) -> list[tuple]:  # type: ignore[type-arg] # what a row holds is the caller's SQL
        return self._connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Value) -> tuple | None:  # type: ignore[type-arg] # what a row holds is the caller's SQL
        """The first row, or None."""
        found: tuple | None = self._connection.execute(sql, values).fetchone()  # type: ignore[type-arg]
        return found

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it happens, or none."""
        self._hash = blake2b(digest_size=16)
        self._wrote = False
        self._connection.execute("begin")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Inside a transaction: what fails in here is as if it had never been written, in the change hash too."""
        before, wrote = self._hash.copy(), self._wrote
        self._connection.execute("savepoint decision")
        try:
            yield
        except BaseException:
            self._connection.execute("rollback to decision")
            self._connection.execute("release decision")
            self._hash, self._wrote = before, wrote
            raise
        self._connection.execute("release decision")

    @property
    def change(self) -> bytes:
        """Hash of the last transaction's writes; empty if it wrote nothing."""
        return self._hash.digest() if self._wrote else b""

    def image(self) -> bytes:
        """The whole store as the bytes of an SQLite file."""
        return bytes(self._connection.serialize())

    def restore(self, image: bytes) -> None:
        """Take the rows of an image in place of one's own."""
        self._connection.deserialize(image)
        self._connection.execute("pragma secure_delete=on")

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

"""A node's store: transactions, savepoints, the hash of what was written, and that what is deleted is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.nodes.migrations import common
from juki.nodes.municipality.register_rows import register
from juki.nodes.municipality.server_rows import server
from juki.nodes.store import PAGE_BYTES, Opaque, Store, template

PUT = "insert or replace into timers (name, due, case_id) values (?, ?, ?)"
ALL = "select name, due from timers order by name"


@pytest.fixture
def store() -> Store:
    return Store(template(common))


def wrote(store: Store, *rows: tuple[str, int | Opaque]) -> bytes:
    with store.transaction():
        for name, due in rows:
            store.write(PUT, name, due, "c:1")
    return store.change


def fails(store: Store, scope: Callable[[], AbstractContextManager[None]], name: str) -> None:
    """Write one row inside a scope, and fail before it ends."""
    with scope():
        store.write(PUT, name, 2, "c:1")
        raise ZeroDivisionError


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        fails(store, store.transaction, "a")
    assert store.rows(ALL) == []
    wrote(store, ("b", 2))
    assert store.rows(ALL) == [("b", 2)]


def test_a_savepoint_that_fails_takes_back_its_own_and_no_more(store: Store) -> None:
    with store.transaction():
        store.write(PUT, "before", 1, "c:1")
        with pytest.raises(ZeroDivisionError):
            fails(store, store.savepoint, "inside")
        store.write(PUT, "after", 3, "c:1")
    assert store.rows(ALL) == [("after", 3), ("before", 1)]


def test_what_a_savepoint_took_back_is_not_in_the_change(store: Store) -> None:
    with store.transaction():
        store.write(PUT, "before", 1, "c:1")
        with pytest.raises(ZeroDivisionError):
            fails(store, store.savepoint, "inside")
    assert store.change == wrote(Store(template(common)), ("before", 1))


def test_a_savepoint_that_took_back_everything_changed_nothing(store: Store) -> None:
    with store.transaction(), pytest.raises(ZeroDivisionError):
        fails(store, store.savepoint, "inside")
    assert store.change == b""


def test_a_savepoint_inside_a_savepoint_takes_back_only_its_own(store: Store) -> None:
    with store.transaction(), store.savepoint():
        store.write(PUT, "outer", 1, "c:1")
        with pytest.raises(ZeroDivisionError):
            fails(store, store.savepoint, "inner")
    assert store.rows(ALL) == [("outer", 1)]


def test_a_savepoint_before_the_first_row_is_the_transaction_itself(store: Store) -> None:
    with store.transaction():
        store.tell("what a book will write", 1)
        with pytest.raises(ZeroDivisionError):
            fails(store, store.savepoint, "inside")
        store.write(PUT, "after", 3, "c:1")
    told = store.change
    assert store.rows(ALL) == [("after", 3)]
    with store.transaction():
        store.tell("what a book will write", 1)
        store.write(PUT, "after", 3, "c:1")
    assert store.change == told


class FullBook:
    """A book whose rows cannot be written."""

    def write_rows(self) -> None:
        raise ZeroDivisionError

    def mark(self) -> Callable[[], None]:
        return lambda: None

    def forget(self) -> None:
        self.is_forgotten = True


def test_a_book_that_cannot_be_written_takes_the_transaction_back(store: Store) -> None:
    book = FullBook()
    store.keep(book)
    with pytest.raises(ZeroDivisionError):
        wrote(store, ("a", 1))
    assert book.is_forgotten
    assert store.rows(ALL) == []
    assert not store.is_open


def test_a_transaction_that_writes_nothing_has_no_change(store: Store) -> None:
    assert wrote(store) == b""


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), min_size=1, max_size=4))
def test_the_change_is_equal_where_the_same_was_written(rows: list[tuple[str, int]]) -> None:
    one, other = (wrote(Store(template(common)), *rows) for _ in range(2))
    assert one == other != b""
    assert wrote(Store(template(common)), *rows, ("d", 9)) != one


def test_an_opaque_value_is_kept_and_not_hashed(store: Store) -> None:
    one = wrote(store, ("a", Opaque(1)))
    other = wrote(Store(template(common)), ("a", Opaque(2)))
    assert one == other
    assert one != wrote(Store(template(common)), ("a", 1))
    assert store.rows(ALL) == [("a", 1)]


def test_a_deleted_number_is_gone_from_the_pages(store: Store) -> None:
    wrote(store, ("90000000012", 1))
    assert b"90000000012" in store.image()
    with store.transaction():
        store.write("delete from timers where name = ?", "90000000012")
    assert b"90000000012" not in store.image()
    restored = Store(template(common))
    restored.restore(store.image())
    wrote(restored, ("90000000012", 1))
    with restored.transaction():
        restored.write("delete from timers where name = ?", "90000000012")
    assert b"90000000012" not in restored.image()


def test_an_image_holds_everything(store: Store) -> None:
    wrote(store, ("a", 1), ("b", 2))
    other = Store(template(common))
    other.restore(store.image())
    assert other.rows(ALL) == [("a", 1), ("b", 2)]


def test_two_templates_are_alike_and_small() -> None:
    template.cache_clear()
    one = template(common, register)
    template.cache_clear()
    assert template(common, register) == one
    assert len(template(common, server)) < 80 * 1024
    assert int.from_bytes(one[16:18], "big") == PAGE_BYTES


def test_a_wrong_statement_is_our_fault_and_not_swallowed(store: Store) -> None:
    with store.transaction(), pytest.raises(sqlite3.OperationalError):
        store.write("insert into nowhere (a) values (1)")
    assert store.one("select count(*) from timers") == (0,)


def test_what_fills_a_store_before_its_history_is_in_no_change(store: Store) -> None:
    with store.transaction():
        store.fill(PUT, [("a", 1, "c:1"), ("b", 2, "c:1")])
    assert store.change == b""
    assert store.rows(ALL) == [("a", 1), ("b", 2)]


def test_a_version_stands_as_long_as_the_rows_do(store: Store) -> None:
    seen = [store.version]

    def has_risen() -> bool:
        seen.append(store.version)
        return seen[-1] > seen[-2]

    store.rows(ALL)
    assert not has_risen()
    wrote(store, ("a", 1))
    assert has_risen()
    with store.transaction():
        store.fill(PUT, [("b", 2, "c:1")])
        assert has_risen()
        with pytest.raises(ZeroDivisionError):
            fails(store, store.savepoint, "c")
        assert has_risen()
    with pytest.raises(ZeroDivisionError):
        fails(store, store.transaction, "d")
    assert has_risen()
    store.restore(template(common))
    assert has_risen()


def test_every_way_back_is_counted_once(store: Store) -> None:
    wrote(store, ("a", 1))
    assert store.rollbacks == 0
    with store.transaction(), pytest.raises(ZeroDivisionError):
        fails(store, store.savepoint, "b")
    with pytest.raises(ZeroDivisionError):
        fails(store, store.transaction, "c")
    store.restore(template(common))
    assert store.rollbacks == 3

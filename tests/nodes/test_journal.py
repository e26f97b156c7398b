"""The journal of a node: counters, chained rows, checkpoints; a rollback takes its entries along, and nobody reads a body."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from small_pki import ALICE, BOB, vault_of

from juki.nodes.journal import Journal
from juki.nodes.migrations import common
from juki.nodes.store import Store, template
from juki.protocol.errors import PeerFault
from juki.protocol.refusals import MALFORMED, REPLAYED
from juki.protocol.secure.envelope import Envelope
from juki.protocol.secure.keys import SoftwareVault
from juki.protocol.secure.log import CHECKPOINT_EVERY, contradictions, verify
from juki.protocol.terms import NodeId

NUMBER = "99" + "1" * 10
BODY = f"a body that names {NUMBER}".encode()


def journal(node: NodeId = ALICE, vault: SoftwareVault | None = None) -> tuple[Store, Journal]:
    store = Store(template(common))
    store.write("insert into node (id, messages, cases, log_number, log_head) values (1, 0, 0, 0, x'')")
    return store, Journal(store, node, vault or vault_of(node))


def envelope(sender: NodeId = BOB, recipient: NodeId = ALICE, count: int = 1, **changes: object) -> Envelope:
    said: dict[str, object] = {
        "id": f"{sender}#{count}",
        "kind": "IdentityChanged",
        "version": "1",
        "sender": sender,
        "recipient": recipient,
        "case": "152021/resident-register:1",
        "number": count,
        "cause": "",
        "sent_at": 1,
        "anchor": bytes(32),
        "body": BODY,
    }
    return Envelope(**{**said, **changes})  # type: ignore[arg-type] # a table of fields


def enter(store: Store, book: Journal, number: int = 1) -> None:
    with store.transaction():
        book.received(BOB, envelope(count=number), BODY, None, number)


def problem(book: Journal) -> object:
    return verify(ALICE, book.lines(), vault_of(ALICE).public.signing)


def test_counters_go_up_by_one_and_do_not_mix() -> None:
    store, book = journal()
    with store.transaction():
        assert [book.next_message() for _ in range(3)] == [1, 2, 3]
        assert [book.next_case() for _ in range(2)] == [1, 2]
        assert book.next_message() == 4


def test_what_was_entered_and_signed_verifies() -> None:
    store, book = journal()
    with store.transaction():
        book.sent(envelope(ALICE, BOB), BODY, 5)
        book.received(BOB, envelope(), BODY, REPLAYED, 6)
        book.refused_unread(BOB, b"no envelope", MALFORMED, 7)
    book.checkpoint(8)
    assert [line.split(b",")[2] for line in book.lines()] == [
        b'"what":"sent"',
        b'"what":"received"',
        b'"what":"unread"',
        b'"what":"checkpoint"',
    ]
    assert problem(book) is None


def test_a_log_is_signed_every_so_many_lines_in_between() -> None:
    store, book = journal()
    for number in range(1, 2 * CHECKPOINT_EVERY + 1):
        enter(store, book, number)
    book.checkpoint(9999)
    lines = list(book.lines())
    signed = [number for number, line in enumerate(lines, 1) if b'"what":"checkpoint"' in line]
    assert signed == [CHECKPOINT_EVERY, 2 * CHECKPOINT_EVERY, 2 * CHECKPOINT_EVERY + 3]
    assert problem(book) is None


def test_what_is_signed_is_not_signed_twice() -> None:
    store, book = journal()
    book.checkpoint(1)
    book.checkpoint(2)
    assert len(list(book.lines())) == 1
    enter(store, book)
    book.checkpoint(3)
    assert len(list(book.lines())) == 3
    assert problem(book) is None


def test_a_rollback_takes_its_entries_along() -> None:
    store, book = journal()
    enter(store, book)
    head = book.head
    with store.transaction():
        with pytest.raises(PeerFault):
            _decide_in_vain(store, book)
        assert book.head == head
        assert book.next_message() == 1
        book.received(BOB, envelope(count=2), b"", None, 6)
    book.checkpoint(7)
    assert len(list(book.lines())) == 3
    assert problem(book) is None


def _order_in_vain(store: Store, book: Journal) -> None:
    with store.transaction():
        book.next_case()
        _decide_in_vain(store, book)


def _decide_in_vain(store: Store, book: Journal) -> None:
    with store.savepoint():
        book.next_message()
        book.sent(envelope(ALICE, BOB), BODY, 5)
        raise PeerFault(MALFORMED)


def test_the_lines_of_a_transaction_are_one_row() -> None:
    store, book = journal()
    with store.transaction():
        book.sent(envelope(ALICE, BOB), BODY, 5)
        book.received(BOB, envelope(), BODY, None, 6)
        assert store.rows("select number from log order by number") == []
    assert store.rows("select number, is_signed from log order by number") == [(2, 0)]
    assert len(list(book.lines())) == 2


def test_a_transaction_that_fails_takes_counters_and_lines_along() -> None:
    store, book = journal()
    enter(store, book)
    head = book.head
    with pytest.raises(PeerFault):
        _order_in_vain(store, book)
    assert book.head == head
    with store.transaction():
        assert (book.next_message(), book.next_case()) == (1, 1)
    assert store.one("select messages, cases, log_number from node where id = 1") == (1, 1, 1)


def test_a_store_taken_back_to_its_image_goes_on_from_there() -> None:
    store, book = journal()
    enter(store, book)
    image = store.image()
    enter(store, book, 2)
    store.restore(image)
    enter(store, book, 2)
    book.checkpoint(3)
    assert len(list(book.lines())) == 3
    assert problem(book) is None


def test_no_line_holds_a_body_or_a_number() -> None:
    store, book = journal()
    with store.transaction():
        book.sent(envelope(ALICE, BOB), BODY, 1)
        book.received(BOB, envelope(), BODY, None, 1)
        book.received(BOB, envelope(kind=NUMBER, case=f"x{NUMBER}", id=f"{NUMBER}#1"), b"", MALFORMED, 1)
        book.received(BOB, envelope(case="住所", anchor=NUMBER.encode() * 9), b"", MALFORMED, 1)
        book.received(BOB, envelope(case="c" * 70_000), b"", MALFORMED, 1)
        book.refused_unread(BOB, BODY, MALFORMED, 1)
    book.checkpoint(2)
    text = b"".join(book.lines())
    assert NUMBER.encode() not in text
    assert NUMBER.encode().hex().encode() not in text
    assert "住所".encode() not in text
    assert max(map(len, book.lines())) < 700
    assert problem(book) is None


def test_equal_bodies_have_other_hashes_in_other_logs() -> None:
    hashes = set()
    for node in (ALICE, BOB):
        store, book = journal(node)
        with store.transaction():
            book.received(BOB, envelope(), BODY, None, 1)
        hashes.add(next(book.lines()).split(b'"body":"')[1][:64])
    assert len(hashes) == 2


def test_the_digest_is_the_same_under_other_keys_and_other_ciphertext() -> None:
    changes = []
    for secret, anchor, body in ((bytes(32), bytes(32), b"sealed"), (bytes([1]) * 32, b"\1" * 32, b"otherwise")):
        store, book = journal(vault=SoftwareVault(secret))
        told = []
        for number in range(1, CHECKPOINT_EVERY + 5):
            with store.transaction():
                book.received(BOB, envelope(count=number, anchor=anchor, body=body), b"", None, number)
            told.append(store.change)
        changes.append(told)
    assert changes[0] == changes[1]


def test_a_checkpoint_in_between_does_not_move_the_digest() -> None:
    changes = []
    for interrupts in (False, True):
        store, book = journal()
        told = []
        for number in range(1, CHECKPOINT_EVERY + 5):
            enter(store, book, number)
            told.append(store.change)
            if interrupts and number % 50 == 0:
                book.checkpoint(number)
        changes.append(told)
    assert changes[0] == changes[1]


def conversation(rewrite: Callable[[Journal, Store], None] | None = None) -> dict[NodeId, list[bytes]]:
    """Alice sends three messages to Bob; then she may write her log anew."""
    (alice_store, alice), (bob_store, bob) = journal(ALICE), journal(BOB)
    for count in range(1, 4):
        with alice_store.transaction(), bob_store.transaction():
            message = envelope(ALICE, BOB, alice.next_message(), anchor=alice.head)
            alice.sent(message, BODY, count)
            bob.received(ALICE, message, BODY, None, count)
    if rewrite is not None:
        alice_store, alice = journal(ALICE)
        rewrite(alice, alice_store)
    logs = {}
    for node, book in ((ALICE, alice), (BOB, bob)):
        book.checkpoint(9)
        logs[node] = list(book.lines())
        assert verify(node, logs[node], vault_of(node).public.signing) is None
    return logs


def test_what_hosts_write_bears_each_other_out() -> None:
    assert contradictions(conversation()) == []


def test_a_log_written_anew_verifies_alone_and_not_beside_its_neighbour() -> None:
    def without_the_second(book: Journal, store: Store) -> None:
        for count in (1, 3):
            with store.transaction():
                book.sent(envelope(ALICE, BOB, count, anchor=book.head), BODY, count)

    found = contradictions(conversation(without_the_second))
    assert [(one.witness, one.accused, one.message) for one in found] == [
        (BOB, ALICE, f"{ALICE}#2"),
        (BOB, ALICE, f"{ALICE}#3"),
    ]

"""Ordered streams between two nodes: against a model, whatever is lost, doubled or late."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.nodes.migrations import common
from juki.nodes.store import Store, template
from juki.nodes.streams import Outgoing, Place, Streams, place_after

PEER, OTHER = "152021/communication-server", "151009/communication-server"


def streams() -> Streams:
    return Streams(Store(template(common)))


def send(ours: Streams, peer: str = PEER) -> int:
    number = ours.next_number(peer)
    ours.put(Outgoing(peer, number, f"me#{number}", "Kind", b"%d" % number))
    return number


def test_numbers_begin_at_one_for_each_peer() -> None:
    ours = streams()
    assert [send(ours), send(ours), send(ours, OTHER), send(ours)] == [1, 2, 1, 3]
    assert ours.peers_waited_for() == [OTHER, PEER]


def test_places_are_next_seen_and_early() -> None:
    ours = streams()
    assert [place_after(0, number) for number in (0, 1, 2)] == [Place.SEEN, Place.NEXT, Place.EARLY]
    ours.take(PEER, 1, 5)
    assert [place_after(ours.received(PEER)[0], number) for number in (1, 2, 3)] == [
        Place.SEEN,
        Place.NEXT,
        Place.EARLY,
    ]
    assert ours.received(PEER) == (1, 5)
    assert ours.received(OTHER) == (0, 0)


def test_taking_and_sending_do_not_disturb_each_other() -> None:
    ours = streams()
    send(ours)
    ours.take(PEER, 1, 9)
    assert send(ours) == 2
    assert ours.received(PEER) == (1, 9)


def test_the_highest_count_is_kept() -> None:
    ours = streams()
    ours.take(PEER, 1, 9)
    ours.take(PEER, 2, 3)
    assert ours.received(PEER) == (2, 9)


@pytest.mark.parametrize("number", [2, 2**63 - 1, 2**63, 2**64 - 1])
def test_an_acknowledgement_of_what_was_never_sent_is_no_news(number: int) -> None:
    ours = streams()
    send(ours)
    assert not ours.acknowledge(PEER, number)
    assert [waiting for waiting, _ in ours.waiting(PEER)] == [1]


@given(st.lists(st.one_of(st.just("send"), st.integers(0, 12)), max_size=30))
def test_acknowledgement_is_cumulative_and_never_ahead_of_what_was_sent(said: list[str | int]) -> None:
    """Model: the last number sent, and the highest believable acknowledgement."""
    ours, sent, acknowledged = streams(), 0, 0
    for event in said:
        if isinstance(event, str):
            sent = send(ours)
        else:
            is_news = acknowledged < event <= sent
            assert ours.acknowledge(PEER, event) == is_news
            acknowledged = event if is_news else acknowledged
        assert [number for number, _ in ours.waiting(PEER)] == list(range(acknowledged + 1, sent + 1))
        assert ours.peers_waited_for() == ([PEER] if acknowledged < sent else [])


def test_what_was_taken_in_vain_is_not_remembered() -> None:
    store = Store(template(common))
    ours = Streams(store)
    ours.take(PEER, 1, 5)
    with pytest.raises(ZeroDivisionError):
        _take_in_vain(store, ours)
    assert ours.received(PEER) == Streams(store).received(PEER) == (1, 5)


def _take_in_vain(store: Store, ours: Streams) -> None:
    with store.transaction():
        ours.take(PEER, 2, 9)
        assert ours.received(PEER) == (2, 9)
        raise ZeroDivisionError


def test_a_peers_row_is_written_once_a_transaction() -> None:
    store = Store(template(common))
    ours = Streams(store)
    with store.transaction():
        ours.take(PEER, 1, 5)
        assert (ours.next_number(PEER), ours.next_number(PEER)) == (1, 2)
        assert store.rows("select peer from links order by peer") == []
    assert store.rows("select peer, sent, received, count from links order by peer") == [(PEER, 2, 1, 5)]


def test_a_savepoint_gives_numbers_back_and_keeps_what_came_before() -> None:
    store = Store(template(common))
    ours = Streams(store)
    with store.transaction():
        ours.take(PEER, 1, 5)
        with pytest.raises(ZeroDivisionError):
            _send_in_vain(store, ours)
        assert send(ours) == 1
    assert ours.received(PEER) == Streams(store).received(PEER) == (1, 5)
    assert (Streams(store).next_number(PEER), ours.waiting(OTHER)) == (2, [])


def _send_in_vain(store: Store, ours: Streams) -> None:
    with store.savepoint():
        send(ours)
        send(ours, OTHER)
        raise ZeroDivisionError


def test_the_count_of_a_peer_never_falls() -> None:
    store = Store(template(common))
    ours = Streams(store)
    ours.take(PEER, 1, 5)
    ours.take(PEER, 2, 3)
    assert ours.received(PEER) == Streams(store).received(PEER) == (2, 5)


def test_what_is_remembered_goes_when_the_store_is_replaced() -> None:
    store = Store(template(common))
    ours = Streams(store)
    ours.take(PEER, 1, 1)
    store.restore(template(common))
    assert ours.received(PEER) == (0, 0)

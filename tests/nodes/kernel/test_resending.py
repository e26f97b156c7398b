"""When to send again: patience doubles, ends, and begins anew with every acknowledgement."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juki.nodes.kernel.network import Link
from juki.nodes.kernel.resending import ATTEMPTS, FIRST_WAIT, LONGEST_WAIT, Resending
from juki.protocol.terms import NodeId

LINK, BACK = Link(NodeId("a/x"), NodeId("b/x")), Link(NodeId("b/x"), NodeId("a/x"))


def test_the_first_message_makes_an_appointment_and_the_next_does_not() -> None:
    ours = Resending()
    assert ours.sent(LINK, 1, 100) == (100 + FIRST_WAIT, 1)
    assert ours.sent(LINK, 2, 200) is None
    assert ours.is_live(LINK, 1)
    assert not ours.is_live(LINK, 2)
    assert not ours.is_live(BACK, 1)
    assert ours.is_waiting
    assert ours.waiting_links() == [LINK]


def test_an_acknowledgement_of_all_ends_the_waiting() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    assert ours.acknowledged(LINK, 1, 10) is None
    assert not ours.is_waiting
    assert not ours.is_live(LINK, 1)
    assert ours.acknowledged(LINK, 1, 20) is None


def test_an_acknowledgement_of_some_makes_a_new_appointment() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    ours.sent(LINK, 2, 0)
    assert ours.acknowledged(LINK, 1, 10) == (10 + FIRST_WAIT, 2)
    assert not ours.is_live(LINK, 1)


def test_patience_begins_anew_with_an_acknowledgement() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    ours.sent(LINK, 2, 0)
    assert ours.resent(LINK, 0) == (2 * FIRST_WAIT, 2)
    assert ours.resent(LINK, 0) == (4 * FIRST_WAIT, 3)
    assert ours.acknowledged(LINK, 1, 0) == (FIRST_WAIT, 4)


def test_patience_doubles_up_to_the_longest_and_ends() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    waits = []
    while (due := ours.resent(LINK, 0)) is not None:
        waits.append(due[0])
    assert waits[:5] == [2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT, 16 * FIRST_WAIT, LONGEST_WAIT]
    assert set(waits[4:]) == {LONGEST_WAIT}
    assert len(waits) == ATTEMPTS
    assert not ours.is_waiting


def test_a_link_that_was_given_up_lives_again_with_the_next_message() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    while ours.resent(LINK, 0) is not None:
        pass
    assert ours.sent(LINK, 2, 5) is not None
    assert ours.is_waiting


def test_beginning_anew_forgets_lost_patience_and_the_old_appointment() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    for _ in range(5):
        ours.resent(LINK, 0)
    due = ours.begin_anew(LINK, 100)
    assert due == (100 + FIRST_WAIT, 7)
    assert not ours.is_live(LINK, 6)
    assert ours.is_live(LINK, 7)


def test_a_link_that_was_given_up_lives_again_when_it_begins_anew() -> None:
    ours = Resending()
    ours.sent(LINK, 1, 0)
    while ours.resent(LINK, 0) is not None:
        pass
    assert (ours.waiting_links(), ours.links_of(LINK.sender), ours.links_of(LINK.recipient)) == ([], [LINK], [LINK])
    assert ours.begin_anew(LINK, 0) is not None
    assert ours.is_waiting
    assert ours.waiting_links() == [LINK]


def test_nothing_begins_anew_where_nothing_is_owed() -> None:
    ours = Resending()
    assert ours.begin_anew(LINK, 0) is None
    ours.sent(LINK, 1, 0)
    ours.acknowledged(LINK, 1, 0)
    assert ours.begin_anew(LINK, 0) is None
    assert ours.links_of(LINK.sender) == []
    assert not ours.is_waiting


STEP = st.one_of(st.just("send"), st.just("again"), st.just("anew"), st.integers(0, 6))


@given(st.lists(st.tuples(st.sampled_from([LINK, BACK]), STEP), max_size=40))
def test_somebody_waits_just_as_long_as_something_is_owed(said: list[tuple[Link, str | int]]) -> None:
    """Model: per link what was sent and acknowledged. (Fewer steps than the patience of a link.)"""
    ours = Resending()
    sent, done = {LINK.name: 0, BACK.name: 0}, {LINK.name: 0, BACK.name: 0}
    for link, step in said:
        if step == "send":
            sent[link.name] += 1
            ours.sent(link, sent[link.name], 0)
        elif step == "again" and sent[link.name]:
            ours.resent(link, 0)
        elif step == "anew":
            ours.begin_anew(link, 0)
        elif isinstance(step, int):
            ours.acknowledged(link, step, 0)
            done[link.name] = max(done[link.name], min(step, sent[link.name]))
        owed = [name for name in sent if sent[name] > done[name]]
        assert ours.is_waiting == bool(owed)
        assert sorted(link.name for link in ours.waiting_links()) == sorted(owed)

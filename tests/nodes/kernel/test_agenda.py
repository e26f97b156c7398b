"""What is to come: by time, then in the order in which it was put; and how much of it keeps the network awake."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from juki.nodes.kernel.agenda import Agenda
from juki.nodes.kernel.happenings import Delayed, Due, Happening, Order, Renewal, Restart
from juki.protocol.terms import NodeId

NODE = NodeId("152021/resident-register")
KINDS: tuple[Happening, ...] = (Due(NODE, "erase", 5), Renewal(), Restart(NODE), Delayed(Order(NODE, "ask", {})))
PUTS = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(KINDS)), max_size=30)


def filled(puts: list[tuple[int, Happening]]) -> Agenda:
    agenda = Agenda()
    for due, happening in puts:
        agenda.put(due, happening)
    return agenda


def emptied(agenda: Agenda) -> list[tuple[int, int, Happening]]:
    taken = []
    while agenda.first() is not None:
        taken.append(agenda.take())
    return taken


@given(PUTS)
def test_of_two_at_one_time_the_one_put_first_comes_first(puts: list[tuple[int, Happening]]) -> None:
    taken = emptied(filled(puts))
    assert [(due, order) for due, order, _ in taken] == sorted((due, place) for place, (due, _) in enumerate(puts, 1))
    assert all(puts[order - 1] == (due, happening) for due, order, happening in taken)


@given(PUTS, st.integers(0, 30))
def test_what_keeps_the_network_awake_is_counted(puts: list[tuple[int, Happening]], taken: int) -> None:
    agenda = filled(puts)
    for _ in range(min(taken, len(puts))):
        agenda.take()
    assert agenda.in_flight == sum(isinstance(happening, Delayed) for _, _, happening in agenda.entries())


@given(PUTS, PUTS)
def test_a_replaced_agenda_goes_on_as_the_one_it_was_taken_from(
    puts: list[tuple[int, Happening]], later: list[tuple[int, Happening]]
) -> None:
    one, other = filled(puts), filled([(9, Renewal())])
    other.replace(one.entries(), one.put_so_far)
    for agenda in (one, other):
        for due, happening in later:
            agenda.put(due, happening)
    assert (one.in_flight, one.put_so_far) == (other.in_flight, other.put_so_far)
    assert emptied(one) == emptied(other)


def test_to_look_takes_nothing() -> None:
    agenda = filled([(3, Renewal()), (1, Restart(NODE))])
    assert agenda.first() == agenda.first() == (1, 2, Restart(NODE))
    assert [due for due, _, _ in agenda.entries()] == [1, 3]
    assert Agenda().first() is None


@given(PUTS, st.data())
def test_what_is_hastened_comes_before_everything_and_the_last_hastened_first(
    puts: list[tuple[int, Happening]], data: st.DataObject
) -> None:
    agenda = filled([(due, Restart(NodeId(str(place)))) for place, (due, _) in enumerate(puts)])
    before = [happening for _, _, happening in agenda.entries()]
    hastened = data.draw(st.permutations(before))[:3]
    for happening in hastened:
        agenda.hasten(happening, 0)
    agenda.put(0, Renewal())
    rest = [happening for happening in before if happening not in hastened]
    after = [happening for _, _, happening in emptied(agenda)]
    assert after[: len(hastened)] == hastened[::-1]
    assert [happening for happening in after[len(hastened) :] if isinstance(happening, Restart)] == rest

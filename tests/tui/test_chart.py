"""The marks of a run that goes on are those of the whole, whatever is entered at a time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from trace_steps import DAY, NINE, happy_steps, refused_steps

from juki.nodes.kernel.trace import Step
from juki.tui.chart import LOOK_BACK, Chart, Lanes, Mark, chart, lanes_of
from juki.tui.names import lane_of, system_lane_of

CITY, OTHER, PREFECTURE = "152021/communication-server", "151009/communication-server", "15/prefecture-server"
NODES = st.sampled_from([CITY, OTHER, PREFECTURE, "152021/resident-register", "card/000017"])
SOMETHING = st.fixed_dictionaries(
    {
        "what": st.sampled_from(["message", "message", "lost", "order", "timer", "broken", "crash", "acknowledgement"]),
        "node": NODES,
        "peer": NODES,
        "kind": st.sampled_from(["MoveInNotice", "IdentityUpdate", "erase"]),
        "case": st.sampled_from(["", "a", "b"]),
        "refused": st.sampled_from(["", "", "", "forged"]),
        "fate": st.sampled_from(["delivered", "tampered"]),
        "sent": st.sampled_from([(), ("m",)]),
        "day": st.integers(0, 1),
    }
)


def steps_of(drawn: list[dict[str, object]]) -> list[Step]:
    days = sorted(int(str(one["day"])) for one in drawn)
    rest = [{key: value for key, value in one.items() if key != "day"} for one in drawn]
    return [
        Step(sequence=number, at=NINE + day * DAY + number, **one)  # type: ignore[arg-type]
        for number, (day, one) in enumerate(zip(days, rest, strict=True), 1)
    ]


def joined(marks: list[Mark]) -> list[Mark]:
    """What joining means, written down once more without any haste."""
    whole: list[Mark] = []
    for mark in marks:
        for place in range(len(whole) - 1, max(-1, len(whole) - 1 - LOOK_BACK), -1):
            other = whole[place]
            is_alike = replace(other, sequence=0, at=mark.at, count=1) == replace(mark, sequence=0)
            if is_alike and other.at.date() == mark.at.date() and (not mark.refused or mark.fate == "broken"):
                whole[place] = replace(other, count=other.count + 1)
                break
        else:
            whole.append(mark)
    return whole


@given(
    st.lists(SOMETHING, max_size=30),
    st.lists(st.integers(0, 7), max_size=12),
    st.sampled_from([lane_of, system_lane_of]),
)
def test_marks_entered_a_few_at_a_time_are_those_of_the_whole(
    drawn: list[dict[str, object]], sizes: list[int], lanes: Lanes
) -> None:
    steps = steps_of(drawn)
    growing, rest = Chart(lanes), steps
    for size in sizes:
        growing.take(rest[:size])
        rest = rest[size:]
    growing.take(rest)
    marks = [growing[place] for place in range(len(growing))]
    assert marks == joined(chart(steps, lanes, join=False))
    assert growing.lanes == lanes_of(marks)


@given(st.lists(SOMETHING, max_size=30))
def test_in_detail_every_step_is_drawn(drawn: list[dict[str, object]]) -> None:
    steps = steps_of(drawn)
    whole = Chart(system_lane_of, join=False, detail=True)
    whole.take(steps)
    assert {whole.sequence(place) for place in range(len(whole))} == {step.sequence for step in steps}
    assert all(whole[place].label for place in range(len(whole)))


def test_a_step_is_found_at_the_last_mark_that_had_begun() -> None:
    whole = Chart()
    whole.take(happy_steps())
    sequences = [whole.sequence(place) for place in range(len(whole))]
    for sequence in range(len(happy_steps()) + 2):
        place = whole.place_of(sequence)
        assert sequences[: place + 1] == [one for one in sequences if one <= sequence]


def test_what_is_drawn_of_a_step_knows_its_time_and_case() -> None:
    steps = refused_steps()
    for mark in chart(steps):
        step = steps[mark.sequence - 1]
        assert mark.at.timestamp() * 1_000_000 - 946_652_400_000_000 == step.at
        assert step.case in mark.case

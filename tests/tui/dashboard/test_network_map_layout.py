"""The layout of the network map: boxes never meet, lines keep clear of boxes, and whatever has room is there."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watched_runs import steps_of

from juki.nodes.kernel.trace import Step
from juki.scenarios.cities import NETWORKS, later_nodes, members, standing_nodes
from juki.scenarios.library import stories
from juki.tui import language
from juki.tui.dashboard.widgets.map_layout import Box, Detail, Layout, lay_out
from juki.tui.dashboard.widgets.map_places import MANY, Layer, layer_of, places
from juki.tui.dashboard.widgets.map_routes import Pair, Routes, pair_of
from juki.tui.dashboard.widgets.map_traffic import Traffic

SIZES = ((36, 6), (58, 18), (76, 20), (98, 26), (118, 36), (158, 44), (20, 4), (1, 1))
CARDS = tuple(f"card/{number:06d}" for number in range(1, 31))


def everybody(network: str) -> tuple[str, ...]:
    cities = members(network)
    return (*standing_nodes(cities), *later_nodes(cities), *CARDS)


def expect_apart(layout: Layout) -> None:
    """No two boxes meet but a frame and what is inside it, and everything is on the map."""
    whole = Box(0, 0, layout.width, layout.height)
    for one, other in combinations(layout.frames, 2):
        assert not one.box.meets(other.box), (one, other)
    for one, other in combinations(layout.spots, 2):
        assert not one.box.meets(other.box), (one, other)
    for frame in layout.frames:
        assert whole.holds(frame.box.x, frame.box.y)
        assert frame.box.right <= whole.right
        assert frame.box.bottom <= whole.bottom
        assert not any(frame.label.meets(spot.box) for spot in layout.spots)
    boxes = {frame.organisation: frame.box for frame in layout.frames}
    for spot in layout.spots:
        box = boxes[spot.place.organisation]
        assert box.holds(spot.box.x, spot.box.y)
        assert box.holds(spot.box.right - 1, spot.box.y)


def expect_clear(layout: Layout, pairs: list[Pair]) -> None:
    """Every line runs from neighbour to neighbour, through no system and no foreign organisation."""
    routes = Routes(layout)
    for pair in pairs:
        path = routes.path(pair)
        own = {layout.spot_of(node).place.organisation for node in pair if layout.spot_of(node)}  # type: ignore[union-attr]
        for (x, y), (to_x, to_y) in pairwise(path):
            assert abs(x - to_x) + abs(y - to_y) == 1
        for x, y in path:
            assert 0 <= x < layout.width
            assert 0 <= y < layout.height
            assert not any(spot.box.holds(x, y) for spot in layout.spots)
            assert not any(frame.label.holds(x, y) for frame in layout.frames)
            crossed = {frame.organisation for frame in layout.frames if frame.box.holds(x, y)}
            assert crossed <= (own if layout.detail is Detail.FULL else set())


def pairs_of(steps: tuple[Step, ...]) -> list[Pair]:
    return list({pair_of(step.peer, step.node): 0 for step in steps if step.peer})


@pytest.mark.parametrize("tongue", language.LANGUAGES)
@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("size", SIZES)
def test_no_two_boxes_of_a_network_meet_at_any_size(network: str, size: tuple[int, int], tongue: str) -> None:
    language.use(tongue)
    for nodes in (standing_nodes(members(network)), everybody(network)):
        expect_apart(lay_out(nodes, *size))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from(everybody("small"))),
    st.integers(1, 170),
    st.integers(1, 60),
    st.sampled_from(["ja", "en"]),
)
def test_no_two_boxes_of_any_nodes_meet(nodes: list[str], cells: int, lines: int, tongue: str) -> None:
    language.use(tongue)
    expect_apart(lay_out(nodes, cells, lines))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(*[st.sampled_from(everybody("small"))] * 2).filter(lambda ends: ends[0] != ends[1]), max_size=20
    ),
    st.sampled_from(SIZES),
)
def test_lines_between_any_nodes_keep_clear_of_boxes(ends: list[tuple[str, str]], size: tuple[int, int]) -> None:
    layout = lay_out((*standing_nodes(members("small")), *(node for pair in ends for node in pair)), *size)
    expect_clear(layout, [pair_of(*pair) for pair in ends])


@pytest.mark.parametrize("tongue", language.LANGUAGES)
def test_every_story_has_a_map_on_which_boxes_and_lines_keep_apart(tongue: str) -> None:
    language.use(tongue)
    seen: set[tuple[frozenset[str], frozenset[Pair]]] = set()
    for name in (story.name for story in stories()):
        traffic = Traffic(standing_nodes(members("small")))
        traffic.take(steps_of(name))
        key = frozenset(traffic.nodes), frozenset(traffic.pairs)
        if key in seen:
            continue
        seen.add(key)
        for size in ((58, 18), (118, 36)):
            layout = lay_out(traffic.nodes, *size)
            expect_apart(layout)
            assert all(layout.spot_of(node) for node in traffic.nodes), name
            expect_clear(layout, list(traffic.pairs))
            if layout.detail is Detail.FULL:
                routes = Routes(layout)
                assert all(
                    routes.path(pair)
                    for pair in traffic.pairs
                    if layout.spot_of(pair[0]) is not layout.spot_of(pair[1])
                )


def test_the_map_takes_the_detail_for_which_there_is_room() -> None:
    nodes = standing_nodes(members("small"))
    assert lay_out(nodes, 118, 36).detail is Detail.FULL
    assert lay_out(nodes, 58, 18).detail is Detail.COMPACT
    assert lay_out(nodes, 36, 6).detail is Detail.LIST
    assert lay_out(everybody("small"), 118, 36).detail is Detail.FULL


def test_layers_stand_as_the_network_is_drawn() -> None:
    layout = lay_out(everybody("small"), 118, 40)
    tops = [(layer_of(frame.organisation), frame.box.y) for frame in layout.frames]
    assert [layer for layer, _ in sorted(tops, key=lambda pair: pair[1])] == sorted(layer for layer, _ in tops)
    assert {layer for layer, _ in tops} == set(Layer)


def test_a_prefecture_stands_above_its_cities() -> None:
    layout = lay_out(standing_nodes(members("small")), 118, 36)
    boxes = {frame.organisation: frame.box for frame in layout.frames}
    assert boxes["152021"].x < boxes["15"].x < boxes["151009"].right
    assert boxes["141003"].x < boxes["14"].x < boxes["141003"].right


def test_many_cards_share_a_place_and_each_can_be_found() -> None:
    found = places(CARDS)["public"]
    assert len(found) == MANY
    assert {node for place in found for node in place.nodes} == set(CARDS)
    assert found[-1].name(tiny=False) == f"+{len(CARDS) - MANY + 1}"
    layout = lay_out(CARDS, 118, 36)
    assert layout.spot_of(CARDS[-1]) is layout.spots[-1]


def test_a_line_of_one_pair_stays_where_it_is_when_others_come() -> None:
    layout = lay_out(standing_nodes(members("small")), 118, 36)
    routes = Routes(layout)
    first = routes.path(("152021/communication-server", "15/prefecture-server"))
    routes.path(("151009/communication-server", "152021/communication-server"))
    assert routes.path(("152021/communication-server", "15/prefecture-server")) == first
    path, _, _ = routes.directed("152021/communication-server", "15/prefecture-server")
    back, _, _ = routes.directed("15/prefecture-server", "152021/communication-server")
    assert path == tuple(reversed(back))

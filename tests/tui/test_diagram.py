"""Pictures of a run: what is drawn, columns, syntax, and that no personal number is in any of them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from trace_steps import CODE, NUMBER, happy_steps, refused_steps, step

from juki.nodes.kernel.trace import Step
from juki.tui.cells import width
from juki.tui.chart import chart, lanes_of
from juki.tui.diagram import Diagram
from juki.tui.filters import Filter
from juki.tui.language import LANGUAGES, use
from juki.tui.listing import listing
from juki.tui.mermaid import escape, mermaid
from juki.tui.names import lane_names
from juki.tui.svg import CAP, Picture

RUNS = pytest.mark.parametrize("steps", [happy_steps(), refused_steps()], ids=["happy", "refused"])
SPOKEN = pytest.mark.parametrize("lang", LANGUAGES)


def every_form(steps: list[Step]) -> dict[str, str]:
    marks = chart(steps)
    return {
        "diagram": "\n".join(Diagram(marks).lines()),
        "listing": "\n".join(listing(steps, with_ids=True)),
        "mermaid": mermaid(marks, "title"),
        "svg": Picture(marks, "title", "seed 1").text,
    }


def test_only_what_passes_between_organisations_is_drawn() -> None:
    marks = chart(happy_steps())
    assert all(mark.source != mark.target or mark.kind == "erase" for mark in marks)
    assert "acknowledgement" not in {mark.kind for mark in marks}


def test_lanes_stand_in_the_order_of_their_first_use() -> None:
    assert lanes_of(chart(happy_steps())) == ["public", "152021", "151009", "15", "jlis", "outside"]


def test_like_arrows_of_one_moment_are_drawn_once_with_their_number() -> None:
    one, other = "152021/communication-server", "151009/communication-server"
    steps = [step(number, "message", other, one, "MoveOutRecord") for number in (1, 2, 3)]
    (mark,) = chart(steps)
    assert mark.count == 3
    assert any("×3" in line for line in Diagram([mark]).lines())


def test_visits_and_messages_of_several_cases_are_drawn_one_by_one() -> None:
    terminal = "151009/integrated-terminal"
    steps = [step(number, "order", terminal, kind="report_move_in") for number in (1, 2)]
    steps += [step(number, "message", "card/000017", terminal, "CardChallenge", case=f"{number}") for number in (3, 4)]
    assert [mark.count for mark in chart(steps)] == [1, 1, 1, 1]


def test_a_lost_acknowledgement_is_not_drawn() -> None:
    one, other = "152021/communication-server", "151009/communication-server"
    assert chart([step(1, "lost", one, other, "acknowledgement", fate="lost")]) == []


@SPOKEN
def test_a_system_that_goes_down_and_what_was_done_to_links_are_drawn_with_their_names(lang: str) -> None:
    use(lang)
    one, other = "152021/communication-server", "15/prefecture-server"
    steps = [
        step(1, "disturbance", other, kind="Partition"),
        step(2, "lost", other, one, "IdentityUpdate", fate="cut"),
        step(3, "disturbance", one, kind="Crash"),
        step(4, "crash", one),
        step(5, "restart", one),
        step(6, "broken", other, one, refused="forged", fate="tampered"),
    ]
    told = {
        "en": ["links cut: Prefecture Server", "Identity update", "system down: CS", "system up again: CS", "altered"],
        "ja": [
            "回線の不通: 都道府県サーバー",
            "本人確認情報の更新",
            "システム停止: 市町村CS",
            "システム再開: 市町村CS",
            "改ざん",
        ],
    }
    marks = chart(steps)
    assert [mark.label for mark in marks] == told[lang]
    assert [mark.fate for mark in marks] == ["delivered", "lost", "down", "delivered", "broken"]
    listed = list(listing(steps))[1:]
    assert len(listed) == len(steps)
    assert {"en": "Identity update (cut off)", "ja": "本人確認情報の更新 (不通)"}[lang] in listed[1]
    assert {"en": "session broken (altered)", "ja": "通信路の切断 (改ざん)"}[lang] in listed[5]


def test_a_handshake_that_fails_again_and_again_is_drawn_once_with_its_number() -> None:
    one, other = "152021/communication-server", "151009/communication-server"
    steps = [step(number, "broken", other, one, refused="expired-certificate") for number in range(1, 8)]
    [mark] = chart(steps)
    assert (mark.count, mark.fate) == (7, "broken")


def test_many_lanes_have_their_whole_names_in_two_rows() -> None:
    use("ja")
    server, others = "151009/communication-server", ("15/prefecture-server", "14/prefecture-server")
    others += ("152021/communication-server", "141003/communication-server", "jlis/jpki", "card/000017")
    others += ("outside/other-municipalities",)
    steps = [step(number, "message", other, server, "MoveInNotice") for number, other in enumerate(others, start=1)]
    lines = Diagram(chart(steps)).lines()
    assert {"神奈川県", "他市町村", "新潟市"} <= set(" ".join(lines[:2]).split())


def test_the_same_message_on_another_day_is_drawn_again() -> None:
    one, other = "152021/communication-server", "151009/communication-server"
    first = step(1, "message", other, one, "MoveOutRecord")
    later = step(2, "message", other, one, "MoveOutRecord", at=first.at + 86_400_000_000)
    assert len(chart([first, later])) == 2


@SPOKEN
@RUNS
def test_a_diagram_fits_a_hundred_columns(steps: list[Step], lang: str) -> None:
    use(lang)
    assert max(map(width, Diagram(chart(steps)).lines())) <= 100


@SPOKEN
@RUNS
def test_lifelines_stand_in_the_same_cell_in_every_line(steps: list[Step], lang: str) -> None:
    use(lang)
    diagram = Diagram(chart(steps))
    middles = [9 + diagram.lanes.middle(place) for place in range(len(diagram.lanes.names))]
    for line in diagram.lines():
        if re.match(r"\d\d:", line):
            drawn = [at_cell(line, cell) for cell in middles]
            assert all(sign in "│├┤┼◆✗" for sign in drawn), line


def at_cell(line: str, cell: int) -> str:
    for place in range(len(line)):
        if width(line[:place]) == cell:
            return line[place]
    return " "


def test_a_long_diagram_says_how_much_it_leaves_out() -> None:
    marks = chart(happy_steps())
    lines = Diagram(marks).lines(6)
    assert any(f"{len(marks) - 6} lines left out" in line for line in lines)
    assert sum(bool(re.match(r"\d\d:", line)) for line in lines) == 6


def test_a_refusal_has_a_sign_and_its_reason() -> None:
    text = every_form(refused_steps())
    assert "✗ the PIN is wrong" in text["diagram"]
    assert "✗ the catalogue does not let this role send this [not-authorised]" in text["listing"]
    assert 'class="bad"' in text["svg"]
    assert "-x" in text["mermaid"]


def test_a_lost_message_is_drawn_as_lost() -> None:
    text = every_form(happy_steps())
    assert "(lost)" in text["diagram"]
    assert "(lost)" in text["listing"]


@SPOKEN
@RUNS
def test_no_form_shows_a_whole_personal_number(steps: list[Step], lang: str) -> None:
    use(lang)
    for name, text in every_form(steps).items():
        assert CODE not in text, name
        assert NUMBER not in text, name


@SPOKEN
def test_the_columns_of_a_listing_hold_with_japanese(lang: str) -> None:
    use(lang)
    lines = [line for line in listing(happy_steps()) if " -> " in line]
    assert len({width(line[: line.index(" -> ")]) for line in lines}) == 1


@SPOKEN
@RUNS
def test_the_picture_is_well_formed(steps: list[Step], lang: str) -> None:
    use(lang)
    picture = Picture(chart(steps), "a < b & c", "seed 1")
    root = ET.fromstring(picture.text)  # noqa: S314 - we made it
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "a < b & c"


def test_a_picture_beyond_the_cap_says_so() -> None:
    one, other = "152021/communication-server", "151009/communication-server"
    steps = [
        step(number, "message", *pair, kind)
        for number, (pair, kind) in enumerate(
            (((one, other), "MoveInNotice"), ((other, one), "MoveOutRecord")) * (CAP // 2 + 5), start=1
        )
    ]
    marks = chart(steps, join=False)
    assert f"… {len(marks) - CAP} lines left out" in Picture(marks, "t", "").text
    assert f"{len(marks) - CAP} lines left out" in mermaid(marks, "t")


@SPOKEN
@RUNS
def test_mermaid_has_a_statement_a_line_and_known_participants_only(steps: list[Step], lang: str) -> None:
    use(lang)
    head, kind, *statements = mermaid(chart(steps), 'a "title"').partition("---\nsequenceDiagram")[0], "", ""
    body = mermaid(chart(steps), 'a "title"').split("sequenceDiagram\n", 1)[1].splitlines()
    aliases = set(re.findall(r"participant (p\d+) as ", "\n".join(body)))
    pattern = re.compile(r"    (participant p\d+ as .+|Note over (p\d+)(,p\d+)?: .+|(p\d+)(->>|-x)(p\d+): .+)")
    assert aliases
    assert not kind
    assert not any(statements)
    assert 'title: "a \\"title\\""' in head
    for line in body:
        assert pattern.fullmatch(line), line
        assert set(re.findall(r"\bp\d+\b", line.split(":")[0])) <= aliases
        assert ";" not in re.sub(r"#(\d+|\w+);", "", line)


def test_mermaid_escapes_what_ends_a_statement() -> None:
    assert escape("a;b#c<d>\ne") == "a#59;b#35;c#lt;d#gt; e"


def test_a_filter_takes_ids_and_names() -> None:
    use("ja")
    steps = happy_steps()
    chosen = {
        name: [step.sequence for step in Filter(nodes=(name,)).pick(steps)]
        for name in ("151009/integrated-terminal", "新潟市/統合端末", "15", "新潟県")
    }
    assert chosen["151009/integrated-terminal"] == chosen["新潟市/統合端末"] == [8, 9, 10]
    assert chosen["15"] == chosen["新潟県"] == [6, 7]


def test_a_filter_takes_kinds_limits_and_refusals() -> None:
    steps = happy_steps()
    assert [step.sequence for step in Filter(kinds=("転入通知",)).pick(steps)] == [13, 15]
    assert [step.sequence for step in Filter(first=3, last=5).pick(steps)] == [3, 4, 5]
    assert [step.sequence for step in Filter(refused=True).pick(refused_steps())] == [4, 5]


def test_steps_of_a_run_stay_in_order() -> None:
    assert all(one.sequence <= other.sequence for one, other in pairwise(chart(happy_steps())))


def test_systems_that_are_alike_are_told_apart_by_their_city_and_the_others_need_none() -> None:
    use("en")
    lanes = ["public", "152021/communication-server", "151009/communication-server", "icn/core"]
    assert lane_names(lanes) == ["Resident", "Nagaoka City CS", "Niigata City CS", "Core"]
    use("ja")
    assert lane_names(lanes) == ["住民", "長岡市 市町村CS", "新潟市 市町村CS", "コア"]

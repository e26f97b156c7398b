"""Dialogs of fields: breakpoints and faults are put together from names in either language, by keys alone."""

from __future__ import annotations

from typing import Any

import pytest
from pilots import drive, shown
from textual.app import App
from textual.pilot import Pilot

from juki.nodes.kernel.disturbances import BadCertificate, BreakLink, CertificateState, Crash, Partition
from juki.nodes.kernel.intrusion import Attempt, Intrusion
from juki.scenarios.breakpoints import Breakpoint
from juki.scenarios.oracles import ORACLES
from juki.scenarios.tape import command_of, line_of_command
from juki.tui.dashboard.dialogs.breakpoints import BreakpointsDialog, breakpoint_text
from juki.tui.dashboard.dialogs.faults import FaultDialog, fault_kinds
from juki.tui.dashboard.dialogs.form import Form
from juki.tui.language import LANGUAGES, use

REGISTER, SERVER, OTHER = "152021/resident-register", "152021/communication-server", "151009/communication-server"
NODES = (REGISTER, SERVER, OTHER, "15/prefecture-server", "jlis/national-server")
OPEN = object()
MINUTE = 60_000_000


class Asking(App[None]):
    def __init__(self, dialog: Form[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.given: Any = OPEN

    def on_mount(self) -> None:
        self.push_screen(self.dialog, lambda given: setattr(self, "given", given))


def ask(dialog: Form[Any], *keys: str, filled: dict[str, str] | None = None) -> tuple[Any, str]:
    """What the dialog gives when these fields were filled in and then these keys pressed, and the screen."""
    app = Asking(dialog)
    screens: list[str] = []

    async def play(pilot: Pilot[None]) -> None:
        for name, text in (filled or {}).items():
            dialog.lines[name].box.value = text
            await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        screens.append(shown(app))

    drive(app, (100, 30), play)
    return app.given, screens[0]


def set_(*before: Breakpoint, **filled: str) -> tuple[Breakpoint, ...]:
    given, _ = ask(BreakpointsDialog(before, NODES, ("a:1", "b:2")), "enter", "escape", filled=filled)
    return tuple(given)


@pytest.mark.parametrize(
    ("filled", "made"),
    [
        ({"kind": "転入通知"}, Breakpoint(kind="MoveInNotice")),
        ({"kind": "moveinnotice"}, Breakpoint(kind="MoveInNotice")),
        ({"kind": "Move in notice", "node": "長岡市/市町村CS"}, Breakpoint(kind="MoveInNotice", node=SERVER)),
        ({"kind": "report_move_in"}, Breakpoint(kind="report_move_in")),
        ({"kind": "*", "case": "a:1"}, Breakpoint(kind="*", case="a:1")),
        ({"case": "something:9"}, Breakpoint(case="something:9")),
        ({"refused": "すべて"}, Breakpoint(refused="*")),
        (
            {"refused": "pin-locked", "node": "ｊｌｉｓ/national-server"},
            Breakpoint(refused="pin-locked", node=NODES[4]),
        ),
        ({"oracle": "one-record"}, Breakpoint(oracle="one-record")),
        ({"oracle": ORACLES[1].words.ja}, Breakpoint(oracle=ORACLES[1].name)),
    ],
)
def test_a_breakpoint_is_made_from_names_in_either_language(filled: dict[str, str], made: Breakpoint) -> None:
    assert set_(**filled) == (made,)


@pytest.mark.parametrize(
    "filled", [{}, {"kind": "nothing like it"}, {"kind": "転入"}, {"kind": "転入通知", "oracle": "*"}]
)
def test_what_is_no_breakpoint_is_complained_about_and_changes_nothing(filled: dict[str, str]) -> None:
    before = (Breakpoint(refused="*"),)
    dialog = BreakpointsDialog(before, NODES)
    _, screen = ask(dialog, "enter", filled=filled)
    assert "✗ " in screen
    assert tuple(dialog.breakpoints) == before


def test_the_same_breakpoint_is_set_once_and_del_takes_one_away() -> None:
    any_, notice = Breakpoint(refused="*"), Breakpoint(kind="MoveInNotice")
    assert set_(any_, refused="*") == (any_,)
    given, _ = ask(BreakpointsDialog((any_, notice), NODES), "shift+tab", "delete", "escape")
    assert given == (notice,)
    given, _ = ask(
        BreakpointsDialog((any_,), NODES), "shift+tab", "delete", *"notice", "down", "enter", "enter", "escape"
    )
    assert len(given) == 1


def test_what_the_step_stood_at_has_is_suggested_first() -> None:
    dialog = BreakpointsDialog((), NODES, ("a:1",), {"kind": "acknowledgement", "node": OTHER, "case": "c:3"})
    given, _ = ask(dialog, "down", "enter", "enter", "tab", "down", "enter", "enter", "escape")
    assert given == (Breakpoint(kind="acknowledgement"), Breakpoint(node=OTHER))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_breakpoint_is_told_in_words(lang: str) -> None:
    use(lang)
    text = breakpoint_text(Breakpoint(kind="MoveInNotice", node=SERVER, refused="*"))
    expected = {
        "ja": "種類=転入通知、システム=長岡市/市町村CS、拒否の理由=すべて",
        "en": "kind=Move in notice, node=Nagaoka City/CS, refusal=any",
    }
    assert text == expected[lang]


@pytest.mark.parametrize(
    ("filled", "command"),
    [
        ({"fault": "partition", "node": REGISTER, "other": SERVER}, Partition(REGISTER, (SERVER,), one_way=False, lasts=10 * MINUTE)),
        (
            {"fault": "回線の不通", "node": "長岡市/市町村CS", "one_way": "はい", "lasts": "2 h"},
            Partition(SERVER, tuple(sorted(set(NODES) - {SERVER})), one_way=True, lasts=120 * MINUTE),
        ),
        ({"fault": "break_link", "node": REGISTER, "other": SERVER}, BreakLink(REGISTER, SERVER)),
        ({"fault": "crash", "node": "全国サーバー", "lasts": "5分"}, Crash(NODES[4], 5 * MINUTE)),
        (
            {"fault": "certificate-revoked", "node": OTHER},
            BadCertificate(OTHER, CertificateState.REVOKED),
        ),
        (
            {"fault": "forged-frame", "node": REGISTER, "other": SERVER},
            Intrusion(Attempt.FORGED_FRAME, REGISTER, SERVER),
        ),
    ],
)  # fmt: skip
def test_a_fault_becomes_a_command_that_can_stand_on_a_tape(filled: dict[str, str], command: Any) -> None:
    use("ja")
    given, _ = ask(FaultDialog(NODES), "enter", filled=filled)
    assert given == command
    assert command_of(line_of_command(given, 1, 2, 3)) == command


@pytest.mark.parametrize(
    "filled",
    [
        {},
        {"fault": "flood"},
        {"fault": "crash"},
        {"fault": "crash", "node": REGISTER, "lasts": "long"},
        {"fault": "break_link", "node": REGISTER},
        {"fault": "break_link", "node": REGISTER, "other": REGISTER},
        {"fault": "crash", "node": "長岡市"},
    ],
)
def test_a_fault_that_cannot_be_is_complained_about(filled: dict[str, str]) -> None:
    given, screen = ask(FaultDialog(NODES), "enter", filled=filled)
    assert given is OPEN
    assert "✗ " in screen


def test_only_the_fields_of_the_chosen_fault_are_asked_for() -> None:
    use("en")
    assert "other end" not in ask(FaultDialog(NODES), filled={"fault": "crash"})[1]
    assert "other end" in ask(FaultDialog(NODES), filled={"fault": "break_link"})[1]
    assert "one way only" in ask(FaultDialog(NODES), filled={"fault": "partition"})[1]


def test_by_keys_alone_from_suggestion_to_command() -> None:
    keys = ("down", "down", "down", "enter", "down", "enter", "enter")
    given, _ = ask(FaultDialog(NODES), *keys)
    assert given == Crash(NODES[0], 10 * MINUTE)


def test_the_chosen_node_and_link_are_there_to_begin_with() -> None:
    given, _ = ask(FaultDialog(NODES, node=SERVER, other=OTHER, fault="break_link"), "enter")
    assert given == BreakLink(SERVER, OTHER)


def test_every_kind_of_fault_has_words_in_both_languages() -> None:
    for kind in fault_kinds():
        assert kind.words.ja != kind.words.en
        assert kind.fields

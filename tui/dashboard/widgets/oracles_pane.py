"""What was wanted of the run and what holds of it: expectations and oracles, with their verdicts. Judges nothing itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from juki.scenarios.playing import Checked
from juki.scenarios.story import Words
from juki.tui.dashboard.widgets.folding_lines import FoldingLines
from juki.tui.dashboard.widgets.value_lines import BAD, GOOD, WARNED, Act, Pair, Row, Section, pairs, prose, sentence
from juki.tui.dashboard.widgets.wordings import gists
from juki.tui.findings import finding
from juki.tui.language import pick

_MOST_GISTS = 6


def summary(oracles: Sequence[Checked]) -> str:
    """How many hold, in a few cells: `✓ 23/23`."""
    held = sum(one.held for one in oracles)
    return f"{GOOD if held == len(oracles) else BAD} {held}/{len(oracles)}" if oracles else "–"


class OraclesPane(FoldingLines):
    """Expectations of the story, then laws of the whole network; what failed stands first."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "シナリオの期待する結果と、網全体で常に成り立つべきこと(検証項目)の判定です。"
            "✓ は成り立つもの、✗ は破れたもので、破れたものが先に並びます。"
            "Enter で、何が見つかったか、どの条文によるかを開きます。"
        ),
        en=(
            "What the story expects, and the laws that must hold of the whole network at any time (oracles). "
            "✓ holds, ✗ failed; what failed stands first. Enter shows what was found instead and the legal basis."
        ),
    )

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self._expectations: tuple[Checked, ...] = ()
        self._oracles: tuple[Checked, ...] = ()
        self._is_current = True
        self._opened: set[str] = set()

    def show_checks(self, expectations: Iterable[Checked], oracles: Iterable[Checked], is_current: bool = True) -> None:  # noqa: FBT001, FBT002 - one of three things that the screen knows
        """Show these verdicts.

        Args:
            expectations: of the story.
            oracles: of the network.
            is_current: they are of the moment looked at, and not of one before it.
        """
        shown = tuple(expectations), tuple(oracles), is_current
        if shown != (self._expectations, self._oracles, self._is_current):
            self._expectations, self._oracles, self._is_current = shown
            self.reword()

    def reword(self) -> None:
        """Word everything in the language in use."""
        self.border_title = pick("判定", "verdicts")
        self.border_subtitle = summary(self._oracles)
        self.rebuild()

    def sections(self, cells: int) -> list[Section]:
        shown = [
            self._section(
                "expectations", pick("シナリオの期待", "expectations of the story"), self._expectations, cells
            ),
            self._section("oracles", pick("検証項目", "laws of the network"), self._oracles, cells),
        ]
        if not self._is_current and (self._oracles or self._expectations):
            text = pick(
                "前に判定したときの結果です。この時点ではまだ判定していません。",
                "As last judged, at an earlier moment; this moment was not judged yet.",
            )
            shown.insert(
                0, Section("earlier", pick("前の時点", "an earlier moment"), sentence(text, cells, "warned"), WARNED)
            )
        return shown

    def _section(self, key: str, title: str, checks: Sequence[Checked], cells: int) -> Section:
        rows: list[Row] = []
        for place, one in sorted(enumerate(checks), key=lambda item: (item[1].held, item[0])):
            rows += self._check(f"{key}:{place}", one, cells)
        if not rows:
            rows = sentence(pick("まだ判定していない。", "Not judged yet."), cells, "muted")
        is_good = all(one.held for one in checks)
        role = "muted" if not checks else "good" if is_good else "bad"
        return Section(key, title, rows, summary(checks), role)

    def _check(self, key: str, one: Checked, cells: int) -> list[Row]:
        sign, act = f"{GOOD if one.held else BAD} ", Act("check", key)
        lines = prose(pick(one.ja, one.en), max(1, cells - 4))
        role = "good" if one.held else "bad"
        rows = [
            Row(((f"  {sign if not number else '  '}", role), (line, "plain" if one.held else "bad")), act)
            for number, line in enumerate(lines)
        ]
        return rows + _details(one, cells) if key in self._opened else rows

    def perform(self, act: Act) -> None:
        if act.what == "check":
            self._opened ^= {act.name}
            self.rebuild()
        else:
            super().perform(act)


def _details(one: Checked, cells: int) -> list[Row]:
    found = (
        finding(one.found) if one.found else pick("問題なし", "nothing wrong") if one.held else pick("不明", "unknown")
    )
    items = [Pair(pick("見つかったもの", "found"), found, role="plain" if one.held else "bad")]
    law = [] if _is_place(one.place) else gists(one.place)[:_MOST_GISTS]
    if not law:
        items.append(Pair(pick("場所", "where"), one.place))
    items.append(Pair(pick("名前", "name"), one.name))
    rows = pairs(items, cells, indent=4)
    for article, words in law:
        rows += sentence(article, cells, "marked", indent=4)
        if words:
            rows += sentence(words, cells, indent=6)
    return rows


def _is_place(text: str) -> bool:
    """Whether it is a line of a file, and no article of law."""
    return text.rpartition(":")[2].isdigit()

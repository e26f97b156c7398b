"""Plots of a run: traffic, latency over time and by kind, what is on its way. The plotting library is loaded when first shown.

Plotext counts letters, not cells: whatever may be Japanese stands beside the plot, never in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.containers import Vertical
from textual.widgets import Static

from juki.scenarios.story import Words
from juki.tui.cells import cut, left
from juki.tui.dashboard.ledger import Ledger
from juki.tui.dashboard.widgets.in_flight import ahead
from juki.tui.dashboard.widgets.plot_measures import Bucket, Buckets, Measures, grouped
from juki.tui.days import moment
from juki.tui.language import N_, pick
from juki.tui.words import message_name

if TYPE_CHECKING:
    from textual_plotext import PlotextPlot

REDRAWS = 4
"A second, at most."
MOST_AT_ONCE = 15_000
"Steps that are counted between two redraws: more than a run makes in that time, and less than a key would wait for."
KINDS = ("traffic", "latency", "by-kind", "queue")
_TITLES = {
    "traffic": Words("通信量", "Traffic"),
    "latency": Words("所要時間", "Latency"),
    "by-kind": Words("種類ごとの所要時間", "Latency by kind"),
    "queue": Words("配送中の電文の数", "Messages on their way"),
}
_MILLI = 1000
_CELLS_A_LABEL = 18
_NAME, _NUMBERS = 24, 22


class TrafficPlots(Vertical, can_focus=True):
    """One plot at a time; `p` shows the next kind."""

    HELP: ClassVar[Words] = Words(  # type: ignore[assignment] # Textual's own is Markdown, in one language
        ja=(
            "実行のグラフです。p で、通信量(⠒ 電文、x 拒否、o 消失)、所要時間(⠒ 中央値、x 最大)、種類ごとの所要時間、"
            "配送中の電文の数を順に切り替えます。v で横軸をステップと仮想時間の間で切り替えます。縦の線は時点です。"
        ),
        en=(
            "Plots of the run. p shows the next: traffic (⠒ messages, x refusals, o losses), latency (⠒ median, x longest), latency "
            "by kind of message, messages on their way. v switches the axis between steps and virtual time. The vertical "
            "line is the moment looked at."
        ),
    )
    DEFAULT_CSS = """
    TrafficPlots { background: $surface; min-width: 10; min-height: 3; }
    TrafficPlots > #plot-heading { height: 1; color: $text-muted; text-style: bold; }
    TrafficPlots > #plot-bars { height: 1fr; display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "next_kind", N_("The next plot."), show=False),
        Binding("v", "switch_axis", N_("Steps or virtual time along the axis."), show=False),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's own name
        super().__init__(id=id, classes=classes)
        self.kind = KINDS[0]
        self.is_by_time = False
        self._ledger = Ledger()
        self._measures = Measures()
        self._taken = self._moment = 0
        self._plot: PlotextPlot | None = None
        self._is_dirty = True
        self._has_grown = self._was_drawn = False

    def compose(self) -> ComposeResult:
        yield Static(id="plot-heading")
        yield Static(id="plot-bars")

    # What the screen tells.

    def show(self, ledger: Ledger) -> None:
        """Plot this course of events from now on."""
        self._ledger = ledger
        self._count_anew()

    def grown(self) -> None:
        """There is more to count, when somebody looks."""
        self._is_dirty = self._has_grown = True

    def stand(self, sequence: int) -> None:
        """Draw the line of the moment after this step."""
        self._moment = max(0, min(sequence, len(self._ledger)))
        self._is_dirty = True

    def reword(self) -> None:
        """The language has changed."""
        self.border_title = pick("グラフ", "Plots")
        self._is_dirty = True

    # Keys.

    def action_next_kind(self) -> None:
        """Plot the next kind of thing."""
        self.kind = KINDS[(KINDS.index(self.kind) + 1) % len(KINDS)]
        self._draw()

    def action_switch_axis(self) -> None:
        """Steps or virtual time."""
        self.is_by_time = not self.is_by_time
        self._count_anew()
        self._draw()

    # Drawing.

    def on_mount(self) -> None:
        self.reword()
        self.set_interval(1 / REDRAWS, self._tick)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw())

    def on_resize(self) -> None:
        self._is_dirty = True

    def on_show(self) -> None:
        self._is_dirty = True

    def _tick(self) -> None:
        """Draw if there is something new; while the run goes on, every other time."""
        self._was_drawn = not self._was_drawn and self._has_grown
        if self._is_dirty and not self._was_drawn and self.is_on_screen and self.size.area:
            self._has_grown = False
            self._draw()

    def _draw(self) -> None:
        """Draw what is wanted; the library comes in here, the first time."""
        if not self.is_mounted or not self.is_on_screen:
            return
        self._is_dirty = self._count()
        self.query_one("#plot-heading", Static).update(Text(cut(self._heading(), self.size.width), end=""))
        is_bars = self.kind == "by-kind"
        bars = self.query_one("#plot-bars", Static)
        bars.display = is_bars
        if self._plot is None and not is_bars:
            from textual_plotext import PlotextPlot

            self._plot = PlotextPlot(id="plot")
            self.mount(self._plot)
        if self._plot is not None:
            self._plot.display = not is_bars
        if is_bars:
            bars.update(self._bars(self.size.width, max(self.size.height - 1, 1)))
        elif self._plot is not None:
            self._fill(self._plot)
            self._plot.refresh()

    def _count_anew(self) -> None:
        self._measures, self._taken = Measures(is_by_time=self.is_by_time), 0
        self._is_dirty = True

    def _count(self) -> bool:
        """Count the next steps, not so many that a key would wait; whether there are still more."""
        steps = self._ledger.steps[self._taken : self._taken + MOST_AT_ONCE]
        self._measures.take(steps)
        self._taken += len(steps)
        return self._taken < len(self._ledger)

    def _heading(self) -> str:
        title = _TITLES[self.kind]
        signs = {
            "traffic": pick("⠒電文 x拒否 o消失", "⠒ messages x refused o lost"),
            "latency": pick("⠒中央値 x最大 (ms)", "⠒ median x longest (ms)"),
            "by-kind": pick("件数 中央値 最大", "count, median, longest"),
            "queue": "⠒",
        }[self.kind]
        per = ""
        if self.kind == "traffic":
            width = self._buckets.width * self._joined
            span = (
                ahead(width) if self.is_by_time else pick(f"{width}ステップ", f"{width} steps" if width > 1 else "step")
            )
            per = pick(f" /{span}", f" per {span}")
        return f"{pick(title.ja, title.en)}{per}  {signs}  {pick('p: 次 v: 横軸', 'p: next v: axis')}"

    @property
    def _buckets(self) -> Buckets:
        return self._measures.buckets

    def _fill(self, plot: PlotextPlot) -> None:
        """The curves, the moment, and times under the axis."""
        plt = plot.plt
        plt.clear_figure()
        buckets = grouped(self._buckets.buckets, self._joined)
        for marker, name, values in self._curves(buckets):
            points = [(x, y) for x, y in enumerate(values) if y or marker == "braille"]
            if points:
                draw = plt.plot if marker == "braille" else plt.scatter
                draw([x for x, _ in points], [y for _, y in points], marker=marker, color=self._colour(name))
        if not buckets:
            plt.plot([0], [0], marker="braille")
        elif 0 < self._moment <= self._taken:
            plt.vline(self._place_of_moment(), color=self._colour("accent"))
        plt.xlim(0, max(len(buckets) - 1, 1))
        ticks = self._ticks(buckets)
        plt.xticks([place for place, _ in ticks], [label for _, label in ticks])
        if self.kind != "latency":
            # Messages are whole.
            most = max((value for _, _, values in self._curves(buckets) for value in values), default=0)
            by = max(round(most) // max(self.size.height // 3, 1), 1)
            plt.yticks([float(value) for value in range(0, round(most) + 1, by)])

    def _curves(self, buckets: Sequence[Bucket]) -> list[tuple[str, str, list[float]]]:
        """Marker, colour and values of each curve."""
        if self.kind == "traffic":
            return [
                ("braille", "primary", [bucket.messages for bucket in buckets]),
                ("x", "error", [bucket.refused for bucket in buckets]),
                ("o", "warning", [bucket.lost for bucket in buckets]),
            ]
        if self.kind == "latency":
            return [
                ("braille", "primary", [bucket.spread.median / _MILLI for bucket in buckets]),
                ("x", "warning", [bucket.spread.most / _MILLI for bucket in buckets]),
            ]
        return [("braille", "primary", [bucket.waiting for bucket in buckets])]

    @property
    def _joined(self) -> int:
        """Buckets that are drawn as one: more would not be told apart."""
        return -(-len(self._buckets.buckets) // max(self.size.width // 2, 1)) or 1

    def _place_of_moment(self) -> int:
        return self._measures.place(self._ledger[self._moment]) // (self._buckets.width * self._joined)

    def _ticks(self, buckets: Sequence[Bucket]) -> list[tuple[int, str]]:
        """A few places of the axis with their virtual time, in digits only; days if the run takes days."""
        count = max(min(self.size.width // _CELLS_A_LABEL, len(buckets)), 1)
        places = (
            sorted({round(part * (len(buckets) - 1) / max(count - 1, 1)) for part in range(count)}) if buckets else []
        )
        found: list[tuple[int, str]] = []
        day = ""
        for place in places:
            at = moment(self._time_of(buckets, place))
            form = "%H:%M:%S" if f"{at:%m-%d}" == day else "%m-%d %H:%M"
            day = f"{at:%m-%d}"
            found.append((place, f"{at:{form}}"))
        return found

    def _time_of(self, buckets: Sequence[Bucket], place: int) -> int:
        if self.is_by_time:
            return self._measures.origin + place * self._buckets.width * self._joined
        return buckets[place].first_at or self._measures.origin

    def _colour(self, name: str) -> tuple[int, int, int]:
        """A colour of the theme as Plotext takes it."""
        return Color.parse(self.app.theme_variables[name]).rgb

    def _bars(self, cells: int, lines: int) -> Text:
        """The kinds that are most frequent, a bar for the median of each."""
        kinds = sorted(self._measures.kinds.items(), key=lambda pair: (-pair[1].count, pair[0]))[:lines]
        longest = max((spread.median for _, spread in kinds), default=1) or 1
        name = min(_NAME, max(cells - _NUMBERS - 4, 8))
        room = max(cells - name - _NUMBERS - 2, 0)
        rows = [
            left(message_name(kind), name)
            + f"{spread.count:>6} {ahead(spread.median):>7} {ahead(spread.most):>7}  "
            + "█" * max(room * spread.median // longest, min(room, 1))
            for kind, spread in kinds
        ]
        return Text("\n".join(cut(row, cells) for row in rows), no_wrap=True)

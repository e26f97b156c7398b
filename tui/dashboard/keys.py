"""THE table of keys: which key does what, where, and in which words. Bindings, footer, F1, palette and documents are made of it.

Knows no screen: an action `x` of the table is the method `action_x` of whatever binds the table's place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from juki.scenarios.story import Words

if TYPE_CHECKING:
    from textual.binding import BindingType


class Place(Enum):
    """Where a key works."""

    APP = Words("どこでも", "Everywhere")
    PICKER = Words("シナリオ選択", "Story picker")
    RUN = Words("実行画面", "Run screen")
    LINES = Words("一覧の中", "In a list of lines")
    DIAGRAM = Words("シーケンス図と出来事", "Sequence diagram and event log")
    MAP = Words("ネットワーク図", "Network map")
    COUNTERS = Words("窓口の画面", "Screens of the counter")
    PLOTS = Words("グラフ", "Plots")
    INSPECTOR = Words("電文とシステムの中身", "Inspectors of messages and nodes")
    IN_FLIGHT = Words("配送中の電文", "Messages in flight")
    TIMELINE = Words("経過の帯", "Timeline")
    GLOSSARY = Words("用語集", "Glossary")
    HELP = Words("ヘルプ", "Help")
    PROMPT = Words("移動の入力欄", "Jump prompt")


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that a key does.

    Attributes:
        id: the action; alone in its place.
        keys: as Textual names them, the one shown first.
        label: a word or two, for the footer.
        help: a sentence.
        is_shown: in the footer, too; a key of the widgets' own library is in the help alone.
        is_ours: we bind it; else the widget in focus does.
        goes_first: works although somebody types.
    """

    id: str
    keys: tuple[str, ...]
    label: Words
    help: Words
    place: Place
    is_shown: bool = True
    is_ours: bool = True
    goes_first: bool = False

    @property
    def sign(self) -> str:
        """The key as it stands on screens."""
        return sign_of(self.keys[0])


SIGNS = {
    "left": "←", "right": "→", "up": "↑", "down": "↓", "home": "Home", "end": "End", "enter": "Enter", "space": "Space",
    "tab": "Tab", "escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn", "shift+tab": "⇧Tab",
    "shift+f3": "⇧F3", "shift+left": "⇧←", "shift+right": "⇧→",
}  # fmt: skip


def sign_of(key: str) -> str:
    """`ctrl+s` as ^s, `left` as ←, `f1` as F1."""
    if key in SIGNS:
        return SIGNS[key]
    if key.startswith("ctrl+"):
        return "^" + key.removeprefix("ctrl+")
    return key.upper() if key[0] == "f" and key[1:].isdigit() else key


def _key(place: Place, id_: str, keys: str, ja: tuple[str, str], en: tuple[str, str], **more: bool) -> Key:
    return Key(id_, tuple(keys.split(" ")), Words(ja[0], en[0]), Words(ja[1], en[1]), place, **more)


def _run(id_: str, keys: str, ja: tuple[str, str], en: tuple[str, str], **more: bool) -> Key:
    return _key(Place.RUN, id_, keys, ja, en, **more)


def _view(number: int, id_: str, ja: str, en: str) -> Key:
    return _run(
        id_,
        str(number),
        (ja, f"{ja}を大きく表示します。"),
        (en, f"Shows the {en.lower()} in the large pane."),
    )


_RUN = (
    _run("play_pause", "space", ("再生/停止", "再生し、または一時停止します。"), ("play/pause", "Plays, or pauses.")),
    _run("step", "n", ("1ステップ", "次の出来事を一つだけ進めます。"), ("step", "Lets one event happen.")),
    _run(
        "step_case",
        "c",
        ("同じ事案へ", "時点の事案の次の電文まで進めます。"),
        ("next of case", "Goes on to the next message of the case at the cursor."),
    ),
    _run("faster", "+ =", ("速く", "再生を速くします。"), ("faster", "Plays faster.")),
    _run("slower", "-", ("遅く", "再生を遅くします。"), ("slower", "Plays more slowly.")),
    _run(
        "step_back", "left", ("戻る", "1ステップ前の時点を見ます。"), ("back", "Looks at the moment one step earlier.")
    ),
    _run("step_forward", "right", ("進む", "1ステップ後の時点を見ます。"), ("forward", "Looks one step later.")),
    _run(
        "to_beginning", "home", ("最初", "実行の始まりを見ます。"), ("beginning", "Looks at the beginning of the run.")
    ),
    _run("to_now", "end", ("現在", "いま進んでいる時点に戻ります。"), ("now", "Looks at the present moment again.")),
    _run(
        "previous_of_case",
        "[",
        ("事案の前", "同じ事案の前のステップを見ます。"),
        ("case: previous", "Looks at the step of this case before."),
    ),
    _run(
        "next_of_case",
        "]",
        ("事案の次", "同じ事案の次のステップを見ます。"),
        ("case: next", "Looks at the step of this case after."),
    ),
    _run(
        "jump",
        ": fullwidth_colon",
        ("移動", "ステップ、日時、システム、電文、事案、画面へ移動します。例 :57 :09:05 :長岡市/住民記録 :転入通知"),
        ("jump", "Jumps to a step, a time, a node, a message, a case or a view: :57 :09:05 :MoveInNotice :diagram"),
    ),
    _run(
        "branch",
        "B",
        ("分岐", "見ている時点から分岐して、そこから進めます。"),
        ("branch", "Leaves the course at the moment looked at, and goes on from there."),
    ),
    _run("compare", "V", ("比較", "分岐を選び、または比べます。"), ("compare", "Chooses a branch, or compares two.")),
    _run(
        "breakpoints",
        "b",
        ("停止条件", "電文の種類、システム、事案、拒否、検証項目で止める条件を決めます。"),
        ("breakpoints", "Sets where to stop: kind, node, case, refusal, oracle."),
    ),
    _run(
        "inject_fault",
        "f",
        ("障害", "障害を名前で選んで起こします。"),
        ("fault", "Lets a fault happen, chosen by name."),
    ),
    _run("drop", "d", ("破棄", "選んだ配送中の電文を失わせます。"), ("drop", "Loses the chosen message in flight.")),
    _run(
        "duplicate",
        "u",
        ("重複", "選んだ電文をもう一度届けます。"),
        ("duplicate", "Delivers the chosen message twice."),
    ),
    _run(
        "tamper", "x", ("改ざん", "選んだ電文の1ビットを変えます。"), ("tamper", "Changes a bit of the chosen message.")
    ),
    _run("hold", "h", ("保留", "選んだ電文を止めておきます。"), ("hold", "Holds the chosen message back.")),
    _run("release", "r", ("解放", "保留した電文を解放します。"), ("release", "Releases a message that is held.")),
    _run("delay", "y", ("遅延", "選んだ電文を遅らせます。"), ("delay", "Delays the chosen message.")),
    _run(
        "take_next",
        "t",
        ("次に届ける", "選んだ電文を次に届けます。"),
        ("take next", "Lets the chosen message arrive next."),
    ),
    _run(
        "save_scenario",
        "s",
        ("シナリオ保存", "ここまでの操作を含むシナリオをファイルに保存します。"),
        ("save as story", "Saves the story with all that was done by hand, as a file that replays it."),
    ),
    _run("search", "/ fullwidth_solidus", ("検索", "出来事の中を検索します。"), ("search", "Searches the events.")),
    _run("filter", "F", ("絞り込み", "表示する出来事を絞り込みます。"), ("filter", "Chooses which events are shown.")),
    _view(1, "view_diagram", "シーケンス図", "Sequence diagram"),
    _view(2, "view_map", "ネットワーク図", "Network map"),
    _view(3, "view_events", "出来事", "Event log"),
    _view(4, "view_screens", "窓口の画面", "Screens of the counter"),
    _view(5, "view_plots", "グラフ", "Plots"),
    _view(6, "view_oracles", "検証項目", "Oracles"),
    _view(7, "view_connections", "接続", "Connections"),
    _run(
        "inspect_message",
        "m",
        ("電文の中身", "時点の電文を調べます。"),
        ("message", "Looks into the message at the cursor."),
    ),
    _run(
        "inspect_node",
        "o",
        ("システムの中", "システムの表、電文記録、期限を調べます。"),
        ("node", "Looks into a node: tables, log, timers, boxes."),
    ),
    _run(
        "in_flight", "i", ("配送中", "配送中の電文の一覧へ移ります。"), ("in flight", "Goes to the messages in flight.")
    ),
    _run(
        "switch_lanes",
        "w",
        ("列の単位", "シーケンス図の列を団体ごと、システムごとに切り替えます。"),
        ("lanes", "A lane for each organisation, or for each node."),
    ),
    _run(
        "detail", "e", ("詳細", "受信確認なども表示します。"), ("detail", "Shows acknowledgements and the like, too.")
    ),
    _run("attach_to_end", "a", ("追従", "常に最後の出来事を見ます。"), ("follow", "Keeps to the newest event.")),
    _run(
        "next_pane",
        "tab",
        ("次の枠", "次の枠へ移ります。"),
        ("next pane", "Goes to the next pane."),
        is_shown=False,
        is_ours=False,
    ),
    _run(
        "previous_pane",
        "shift+tab",
        ("前の枠", "前の枠へ移ります。"),
        ("previous pane", "Goes to the pane before."),
        is_shown=False,
        is_ours=False,
    ),
)
_PICKER = (
    _key(Place.PICKER, "play", "enter", ("開く", "選んだシナリオを始め、または実行を開きます。"),
         ("open", "Begins the chosen story, or opens the chosen run."), is_ours=False),
    _key(Place.PICKER, "search", "/ fullwidth_solidus", ("検索", "題名、内容、条文、名前を打ちながら検索します。"),
         ("search", "Searches title, lesson, law and name as you type.")),
    _key(Place.PICKER, "seed", "s", ("シード", "乱数のシードを入力します。"), ("seed", "Takes another seed.")),
    _key(Place.PICKER, "profile", "p", ("プロファイル", "プロファイルを切り替えます。"), ("profile", "Takes the next profile.")),
    _key(Place.PICKER, "link", "k", ("通信路", "通信路の暗号を切り替えます。"), ("link", "Takes the next kind of link.")),
    _key(Place.PICKER, "faults", "f", ("障害", "偶然の障害を切り替えます。"), ("faults", "Takes the next set of faults.")),
    _key(Place.PICKER, "clear", "escape", ("検索をやめる", "検索をやめて一覧に戻ります。"),
         ("clear", "Forgets the search and goes back to the list."), is_shown=False),
)  # fmt: skip
_LINES = (
    _key(Place.LINES, "line_up", "up k", ("上", "1行上へ。"), ("up", "One line up."), is_shown=False, is_ours=False),
    _key(Place.LINES, "line_down", "down j", ("下", "1行下へ。"), ("down", "One line down."), is_shown=False, is_ours=False),
    _key(Place.LINES, "page_up", "pageup", ("前のページ", "1ページ上へ。"), ("page up", "A page up."), is_shown=False, is_ours=False),
    _key(Place.LINES, "page_down", "pagedown", ("次のページ", "1ページ下へ。"), ("page down", "A page down."),
         is_shown=False, is_ours=False),
    _key(Place.LINES, "first", "home", ("最初", "最初の行へ。図と出来事では実行の始まりへ。"),
         ("first", "The first line; in diagram and event log the beginning of the run."), is_shown=False, is_ours=False),
    _key(Place.LINES, "last", "end", ("最後", "最後の行へ。図と出来事では現在へ。"),
         ("last", "The last line; in diagram and event log the present."), is_shown=False, is_ours=False),
    _key(Place.LINES, "open_line", "enter", ("開く", "選んだ行を調べます。"), ("open", "Looks into the line."),
         is_shown=False, is_ours=False),
)  # fmt: skip


def _pane(place: Place, id_: str, keys: str, ja: tuple[str, str], en: tuple[str, str]) -> Key:
    """A key that a pane of the run's screen takes itself while it has the focus."""
    return _key(place, id_, keys, ja, en, is_shown=False, is_ours=False)


_PANES = (
    _pane(Place.DIAGRAM, "hidden_lanes", "shift+left shift+right", ("隠れた列", "画面に入らない列を表示します。"),
          ("hidden lanes", "Shows the lanes that do not fit.")),
    _pane(Place.DIAGRAM, "next_hit", "f3 shift+f3", ("検索の次・前", "検索の次または前の箇所へ移ります。"),
          ("next hit", "Goes to the next hit of the search, or the one before.")),
    _pane(Place.MAP, "choose_node", "up down left right", ("システムを選ぶ", "その方向の最も近いシステムを選びます。"),
          ("choose a system", "Chooses the nearest system in that direction.")),
    _pane(Place.MAP, "open_node", "enter", ("中を見る", "選んだシステムの中を調べます。"), ("look inside", "Looks into the chosen system.")),
    _pane(Place.COUNTERS, "counter", "shift+left shift+right", ("窓口を選ぶ", "前または次の窓口を表示します。"),
          ("choose a counter", "Shows the counter before, or the next one.")),
    _pane(Place.PLOTS, "next_kind", "p", ("次のグラフ", "通信量、遅延、種類別の遅延、待ち行列を順に表示します。"),
          ("next plot", "Traffic, latency, latency by kind, queues, in turn.")),
    _pane(Place.PLOTS, "switch_axis", "v", ("横軸", "横軸をステップと仮想時刻で切り替えます。"),
          ("axis", "Steps or virtual time along the axis.")),
    _pane(Place.INSPECTOR, "open_row", "enter", ("開く", "見出しを開閉し、原因や用語へ移ります。"),
          ("open", "Folds a heading, goes to a cause or a consequence, explains a term.")),
    _pane(Place.INSPECTOR, "section", ", .", ("前・次の部分", "システムの表、記録、タイマーなどを切り替えます。"),
          ("parts", "Tables, log, timers, boxes, knowledge, certificate of a node, in turn.")),
    _pane(Place.INSPECTOR, "columns", "shift+left shift+right", ("列を送る", "表の列を左右に送ります。"),
          ("columns", "Scrolls the columns of a table.")),
    _pane(Place.INSPECTOR, "mask", "M", ("番号を伏せる", "番号を伏せ、または全て表示します。"), ("mask", "Masks numbers, or shows them whole.")),
    _pane(Place.IN_FLIGHT, "show_fates", "v", ("扱いを表示", "回線が電文をどう扱うことになっているかを表示します。"),
          ("fates", "Shows what the network has in store for the messages.")),
    _pane(Place.TIMELINE, "leap", "pageup pagedown", ("1割動く", "全体の1割だけ前後の時点を見ます。"),
          ("a tenth", "Looks a tenth of the course earlier or later.")),
    _pane(Place.TIMELINE, "mark", "shift+left shift+right", ("印へ", "前または次の印の時点を見ます。"),
          ("marks", "Looks at the mark before, or the next one.")),
)  # fmt: skip
_GLOSSARY = (
    _key(Place.GLOSSARY, "search", "/ fullwidth_solidus", ("検索", "用語を日本語、読み、英語で検索します。"),
         ("search", "Searches by Japanese, reading or English.")),
    _key(Place.GLOSSARY, "close", "escape", ("閉じる", "用語集を閉じます。"), ("close", "Closes the glossary.")),
)  # fmt: skip
_HELP = (
    _key(Place.HELP, "close", "escape enter", ("閉じる", "ヘルプを閉じます。"), ("close", "Closes the help.")),
    _key(Place.HELP, "all_keys", "space", ("全てのキー", "全ての画面のキーを表示します。"),
         ("all keys", "Shows the keys of every screen.")),
)  # fmt: skip
_PROMPT = (
    _key(Place.PROMPT, "go", "enter", ("移動", "入力した所へ移動します。"), ("go", "Jumps there."), is_ours=False),
    _key(Place.PROMPT, "next_suggestion", "down", ("次の候補", "次の候補を選びます。"),
         ("next", "The next suggestion."), goes_first=True),
    _key(Place.PROMPT, "previous_suggestion", "up", ("前の候補", "前の候補を選びます。"),
         ("previous", "The suggestion before."), goes_first=True),
    _key(Place.PROMPT, "complete", "tab", ("補完", "候補を入力欄に写します。"),
         ("complete", "Takes the suggestion into the prompt."), goes_first=True),
    _key(Place.PROMPT, "close", "escape", ("やめる", "移動をやめます。"), ("cancel", "Stays here."), goes_first=True),
)  # fmt: skip
_APP = (
    _key(Place.APP, "help", "f1", ("ヘルプ", "いま使っている部分の説明とキーを表示します。"),
         ("help", "Explains the part in focus and its keys."), goes_first=True),
    _key(Place.APP, "more_keys", "?", ("他のキー", "この欄の続きのキーを表示します。"),
         ("more keys", "Shows more keys in these two lines.")),
    _key(Place.APP, "language", "L f2", ("English", "日本語と英語を切り替えます。"),
         ("日本語", "Switches between Japanese and English.")),
    _key(Place.APP, "theme", "T", ("配色", "配色を切り替えます。明、暗、色覚に配慮、単色。"),
         ("theme", "The next theme: light, dark, colour-blind-safe, monochrome.")),
    _key(Place.APP, "projector", "P", ("投影", "投影に切り替えます。少なく大きく表示し、番号を伏せます。"),
         ("projector", "Projector mode: few things, large, numbers masked.")),
    _key(Place.APP, "glossary", "g", ("用語集", "用語集を開きます。"), ("glossary", "Opens the glossary.")),
    _key(Place.APP, "screenshot", "ctrl+s", ("画面保存", "画面をSVGで screenshots に保存します。番号は伏せます。"),
         ("screenshot", "Saves the screen as SVG under screenshots, numbers masked."), goes_first=True),
    _key(Place.APP, "command_palette", "ctrl+p", ("コマンド", "コマンドを名前で探します。"),
         ("commands", "Finds a command by its name."), goes_first=True),
    _key(Place.APP, "back", "q", ("戻る/終了", "前の画面に戻り、または終了します。実行中は確かめます。"),
         ("back/quit", "Back to the screen before, or out; asks while a run is under way.")),
    _key(Place.APP, "quit", "ctrl+q ctrl+c", ("終了", "終了します。実行は保存されます。"),
         ("quit", "Quits; the run is kept."), goes_first=True),
)  # fmt: skip
KEYS: tuple[Key, ...] = (*_RUN, *_PICKER, *_LINES, *_PANES, *_GLOSSARY, *_HELP, *_PROMPT, *_APP)


def of(*places: Place) -> tuple[Key, ...]:
    """The keys of places, in the order of the table."""
    return tuple(key for place in places for key in KEYS if key.place is place)


def bindings(*places: Place, owner: str = "") -> list[BindingType]:
    """What Textual binds in these places.

    Args:
        places: of the table.
        owner: `app.` on a modal screen that lets keys of the whole application through.
    """
    from textual.binding import Binding

    return [
        Binding(",".join(key.keys), owner + key.id, key.label.en, show=False, priority=key.goes_first)
        for key in of(*places)
        if key.is_ours
    ]

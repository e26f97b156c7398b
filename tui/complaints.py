"""What was wrong with an input, in the reader's language. The layers below say it in English; the phrases are here.

Texts that hold names, numbers or lines of a file are patterns; a test finds a phrase of the scenarios that has none.
"""

from __future__ import annotations

import errno
import os
import re

from juki.protocol.errors import BadInput
from juki.tui.language import _, spoken


class Phrases:
    """English phrases and their Japanese, tried in order; what a group matches is taken over."""

    def __init__(self, *pairs: tuple[str, str]) -> None:
        self._pairs = [(re.compile(pattern, re.DOTALL), words) for pattern, words in pairs]

    def worded(self, text: str) -> str | None:
        """The Japanese of the whole text; None if no phrase fits it."""
        for pattern, words in self._pairs:
            found = pattern.fullmatch(text)
            if found:
                return found.expand(words)
        return None


_PHRASES = Phrases(
    # Consistency checks.
    (r"(.+), about whom nothing was found", r"\1(照合で差異のない人)"),
    (r"somebody whom the last consistency check found to differ", "直近の整合性確認で差異があった人"),
    (r"(.+), of whom (.+) holds no record", r"\1(\2に記録がない人)"),
    (r"somebody on file there", "そこに記録がある人"),
    (r"(.+), which (.+) cannot suffer", r"\1(\2では起きない)"),
    (r"(.+) without (.+):", r"\2:のない\1"),
    (r"(.+): beside it", r"\1:の併記"),
    # What a right input looks like.
    (r"a new folder, or an empty one", "新しいフォルダ又は空のフォルダ"),
    (r"a new folder", "新しいフォルダ"),
    (r"a folder that juki run has written", "juki runが書き出したフォルダ"),
    (r"a run that was broken off", "中断された実行"),
    (r"one that was broken off", "中断された実行"),
    (r"the story that was begun", "開始時のシナリオ"),
    (r"what juki run writes first", "juki runが最初に書き出すもの"),
    (r"run\.json as juki run writes it", "juki runが書き出したrun.json"),
    (r"the (logs|certificates) that juki run writes", "juki runが書き出したもの"),
    (r"a story file that can be read", "読み取れるシナリオファイル"),
    (r"a file of faults that can be read", "読み取れる障害のファイル"),
    (r"(.+) that can be read", r"読み取れる\1"),
    (r"a file as it was run", "実行時のファイル"),
    (r"faults: (.+)", r"障害の項目: \1"),
    (r"a rate: (.+), (.+)", r"割合(例: \1、\2)"),
    (r"(.+): two spans, the shorter first: (.+)", r"\1:に短い順の二つの時間(例: \2)"),
    (r"(.+): a node", r"\1:にシステム"),
    (r"(.+): a list", r"\1:に一覧"),
    (r"(.+): a list of mappings", r"\1:に対応表の一覧"),
    (r"at most 100 %", "100 %以下"),
    (r"a file in UTF-8", "UTF-8のファイル"),
    (r"at most (\d+) bytes", r"\1バイト以下"),
    (r"at most (\d+) days", r"\1日以内"),
    (r"at most (\d+) in a story", r"一つのシナリオに\1個以下"),
    (r"well-formed YAML", "正しい形式のYAML"),
    (r"well-formed YAML without tags", "正しい形式で、タグのないYAML"),
    (r"text", "文字"),
    (r"a file of ours, which needs four", "本モデルのファイル(括弧は四重で足りる)"),
    (r"a name", "名前"),
    (r"the name of a folder", "フォルダの名前"),
    (r"the trace of a run", "実行の経過"),
    (
        r"a letter or digit, then at most 59 of letters, digits, - _ \. and spaces",
        "文字又は数字で始まり、文字、数字、- _ . 空白が59字以内で続くもの",
    ),
    (r"a word of letters, digits and _, none of (.+)", r"文字、数字、_からなる語(\1を除く)"),
    (r"a moment of the recorded run", "記録された実行の中の時点"),
    (r"a branch: (.+)", r"分岐: \1"),
    (r"another node", "別のシステム"),
    (r"another municipality", "別の市町村"),
    (r"one that is held", "留め置かれている電文"),
    (r"one that is under way", "送信中の電文"),
    (r"at with until only", "atはuntilとともに"),
    (r"a day of the years (\d+) to (\d+)", r"\1年から\2年までの日"),
    (r"a year before (\d+)", r"\1年より前"),
    (r"a whole number from (\d+) to (\d+)", r"\1から\2までの整数"),
    (r"a whole number above zero", "1以上の整数"),
    (r"a whole number", "整数"),
    (r"true or false", "true又はfalse"),
    (r"a day before the year 10000", "9999年までの日"),
    (
        r"a day: 2026-04-01, or a named day with \+ or - days \(start, today, or one under days:\)",
        "日付(2026-04-01)又は名前の付いた日(start、today、days:の名前)に日数を加減したもの",
    ),
    (r"a day: 2026-04-01, start \+ 14, planned - 1", "日(例: 2026-04-01、start + 14、planned - 1)"),
    (r"a span of time: 30 minutes, (?:2 hours, )?3 days", "期間(例: 30分、2時間、3日)"),
    (r"a time of day, for example 9:00", "時刻(例: 9:00)"),
    (r"a time of day: 9:00", "時刻(例: 9:00)"),
    (r"after (.+)", r"\1より後"),
    (r"until: a day, or for: a span", "until:(日)又はfor:(期間)"),
    (r"a named day of the story: (.*)", r"シナリオにある日の名前: \1"),
    (r"it has none", "なし"),
    (
        r"a municipality or ward of this network, by name or six-digit code",
        "このネットワークの市区町村(名称又は6桁のコード)",
    ),
    (r"a municipality or ward of Japan, by name or six-digit code", "日本の市区町村(名称又は6桁のコード)"),
    (r"one of its wards, the register offices of a designated city \((.*)\)", r"指定都市では区を指定する(\1)"),
    (r"a kind of message: juki list messages", "電文の種類(juki list messages)"),
    (r"a municipality of this network, or one of its wards", "このネットワークの市区町村、又はその区"),
    (r"a node, for example (.+) or (.+)", r"システム(例: \1、\2)"),
    (r"a name under cast:, or name/2 for the second of a household", "cast:にある名前(世帯の二人目は名前/2)"),
    (r"right, wrong, or digits", "right、wrong又は数字"),
    (r"a text", "文字列"),
    (r"a single value", "単一の値"),
    (r"a list under (.+):", r"\1:の下の一覧"),
    (r"(.+): a text", r"\1:に文字列"),
    (r"(.+): a whole number above zero", r"\1:に1以上の整数"),
    (r"(.+): with ja: and en:", r"\1:にja:とen:"),
    (r"(.+) to (.+/\d+)", r"\1から\2まで"),
    (r"(.+), for (special-\S+)", r"\1(\2の場合)"),
    (r"a holder of a card", "カードを持つ人"),
    (r"one of the kiosks of this network", "このネットワークのキオスク端末"),
    (r"(.+), which is no kiosk", r"\1(キオスク端末でない)"),
    (r"a holder of a number", "個人番号のある人"),
    (r"one person, with card none", "カードを持たない一人"),
    (r"an earlier name under cast:", "cast:で先に挙げた名前"),
    (r"one verb a step", "一つのステップに動詞は一つ"),
    (r"one an item", "一つの項目に一つ"),
    (r"(\w+) once", r"\1は一度だけ"),
    (r"a link that was used before", "既に使われた通信路"),
    (r"a system with operators", "操作者がいるシステム"),
    (r"a node of this network", "このネットワークのシステム"),
    (r"an order that can be carried out", "実行できる届出又は申請"),
    (r"virtual seconds a second, more than 0", "1秒当たりの仮想時間の秒数(0より大きいもの)"),
    (r"'tls', but this machine has no TLS 1\.3 or no /dev/fd", "'tls'(この環境にはTLS 1.3又は/dev/fdがない)"),
    (r"a step of the trace", "トレースの1ステップ"),
    (r"(\d+) or more", r"\1以上"),
    (r"none of them", "0"),
    # Checkpoints of a run.
    (r"one as juki run writes it", "juki runが書き出したもの"),
    (r"one of the step in its name", "名前どおりのステップのもの"),
    (r"one of this run", "この実行のもの"),
    (r"those beside which it was written", "それと同時に書き出されたもの"),
    (r"none: the run never stood there", "なし(実行はその時点を通らない)"),
    (r"no checkpoint", "チェックポイントでないもの"),
    (r"a checkpoint that was torn or altered", "途中で切れたか書き換えられたチェックポイント"),
    (r"a checkpoint of step (\d+)", r"ステップ\1のチェックポイント"),
    (r"a checkpoint of another beginning", "始まりの異なる実行のチェックポイント"),
    (r"a checkpoint of (\w+) (.+)", r"\1 \2のチェックポイント"),
    (r"a checkpoint that does not fit \((.*)\)", r"この実行に合わないチェックポイント(\1)"),
    (r"a tape or trace that ends before it", "それより前で終わるテープ又はトレース"),
    (r"another tape or trace", "別のテープ又はトレース"),
    # Runs driven by hand.
    (r"a moment that never came", "訪れない時点"),
    (r"one that comes", "訪れる時点"),
    (
        r"the seed and settings under which it was saved \(this is seed (\d+)\)",
        r"保存時のシードと設定(今回のシードは\1)",
    ),
    (r"(\d+) steps at that moment", r"その時点で\1ステップ"),
    (r"(.+) at that moment", r"その時点で\1"),
    (r"bytes that nobody sealed before it on its link", "同じ通信路に、その前に届く暗号化されていないバイト列がある"),
    (r"an acknowledgement before it on its link", "同じ通信路に、その前に届く受信確認がある"),
    (r"message (.+) before it on its link", r"同じ通信路に、その前に届く電文\1がある"),
    (r"(.+) before it on its link", r"同じ通信路に、その前に届く\1がある"),
    (r"the first on its own link", "通信路の先頭の電文"),
    (r"a moment before that of the command above", "上の操作より前の時点"),
    (r"commands in their order", "順に並んだ操作"),
    (r"(\d+) verbs in one item", r"一つの項目に動詞\1個"),
    (r"arguments: what is commanded, and its moment", "引数(操作の内容とその時点)"),
    (r"what the order says", "操作の項目"),
    (r"a command, for example (.+)", r"操作(例: \1)"),
    (r"words of an order in (\w+)", r"\1に書かれた窓口操作の項目"),
    (r"them in an order alone", "窓口操作だけに書く"),
    (r"seconds, at most six digits after the point: 20 s, 0\.5 s", "秒数(小数点以下6桁まで。例: 20 s、0.5 s)"),
    (r"a moment: (.+)", r"時点(例: \1)"),
    (r"one or more nodes, with commas between them", "一つ以上のシステム(コンマで区切る)"),
    (r"a kind, a node, a case, a refusal or an oracle", "種類、システム、事案、拒否又はオラクル"),
    (r"an oracle together with others", "オラクルと他の条件の併記"),
    (r"an oracle alone", "オラクルだけ"),
    (r"faults of a file, which a story cannot hold", "ファイルの障害(シナリオには書けない)"),
    (r"a run with faults that have a name", "名前のある障害による実行"),
    (r"a name that ends in \.yaml", "末尾が.yamlの名前"),
    (r"a new file", "新しいファイル"),
    (r"(.+) at (.+), which says a whole number of a person", r"人の番号の全桁を含む\2での\1"),
    (r"orders that say none", "番号を含まない操作"),
    (r"a step of kind (\w+)", r"\1の種類のステップ"),
    (r"one in which a message came to its end", "電文の配送が終わったステップ"),
    (r"none under way", "配送中のものはない"),
    (r"one that is on its way at this moment", "その時点で配送中の電文"),
    (r"a node that has spoken or was spoken to", "既に電文を送受信したシステム"),
    # What was found.
    (r"no mapping", "対応表でないもの"),
    (r"rates of more than 100 % together", "合計が100 %を超える割合"),
    (r"more than (\d+) bytes", r"\1バイト超"),
    (r"more than (\d+) items", r"\1個を超える項目"),
    (r"more than (\d+) open brackets", r"\1重を超える括弧"),
    (r"a number of many digits", "桁数の多すぎる数"),
    (r"the character (U\+[0-9A-F]+)", r"文字\1"),
    (r"something that cannot be read \((.+)\)", r"読み取れないもの(\1)"),
    (r"(\d+) runs that were broken off", r"中断された実行\1件"),
    (r"a run that is still being written", "まだ書き出し中の実行"),
    (r"no beginning of a run \((.*)\)", r"実行の始まりがない(\1)"),
    (r"format (.+)", r"形式\1"),
    (r"a run of (\d+) steps", r"\1ステップの実行"),
    (r"(.+), the same node", r"\1(同じシステム)"),
    (r"the node (.+)", r"システム\1"),
    (r"none held on its way to (.+)", r"\1への電文で留め置かれているものはない"),
    (r"none under way to (.+)", r"\1への電文で送信中のものはない"),
    (r"at together with for", "forとともに書かれたat"),
    (r"(.+) on (.+), on which nothing has travelled yet", r"まだ何も流れていない通信路\2での\1"),
    (r"(.+), which has no operators", r"\1(操作者がいない)"),
    (r"(.+), which keeps no such record", r"\1(この記録を持たない)"),
    (r"(.+), no item that can be wrong", r"\1(誤りにできる項目でない)"),
    (r"(.+), who are several people", r"\1(複数の者)"),
    (r"one person", "一人"),
    (r"nobody among (\d+) people of (.+)", r"\2の\1人に該当者がない"),
    (r"(\d+) holders of a card with card (.+)", r"カードの条件が\2で、カードを持つ人が\1人"),
    (r"card (.+)", r"カード\1"),
    (r"size (.+)", r"人数\1"),
    (r"(.+), which is not one place", r"\1(複数の場所に該当)"),
    (r"(.+), which is not in this network", r"\1(このネットワークの外)"),
    (r"(.+), which names (\d+) nodes", r"\1(該当するシステム\2件)"),
    (r"(.+), who holds no card", r"\1(カードを持っていない)"),
    (r"(.+), who has no number yet", r"\1(個人番号がまだない)"),
    (r"(.+), who is not cast yet", r"\1(まだ配役されていない)"),
    (r"a namesake of (.+) with card (.+)", r"\1人でカードの条件が\2の同姓同名"),
    (r"(.+), where he lives", r"\1(居住地)"),
    (r"(.+), who is not in the cast", r"\1(配役にない)"),
    (r"(.+), a designated city", r"\1(指定都市)"),
    (r"something that (?:is there already|came there meanwhile)", "既にあるもの"),
    (r"something else", "別のもの"),
    (r"no header of a run \((.*)\)", r"記録の見出しがない(\1)"),
    (r"no log named in the header", "見出しに電文ログの名前がない"),
    (r"no certificate", "証明書がない"),
    (r"no file|No such file or directory", "ファイルがない"),
    (r"Not a directory", "フォルダでない"),
    (r"Is a directory", "フォルダ"),
    (r"Permission denied", "権限がない"),
    (r"no YAML", "YAMLでないもの"),
    (r"nothing that has travelled on it yet", "まだ何も流れていない"),
    (r"nothing", "なし"),
    (r"a mapping", "対応表"),
    (r"a list", "一覧"),
    (r"(\d+) bytes", r"\1バイト"),
    (r"bytes that are not UTF-8", "UTF-8でないバイト列"),
    (r"a store of version (.+)", r"第\1版の保存データ"),
    (r"version (.+)", r"第\1版"),
    (r"(\d+) verbs in one step", r"一つのステップに動詞\1個"),
    (r"(\d+) expectations in one item", r"一つの項目に期待\1個"),
    (r"argument (.+) of (\w+)", r"\2の引数\1"),
    (r"argument (.+) a second time", r"引数\1が二度目"),
    (r"(\w+) without (\w+)", r"\2のない\1"),
    (r"verb (.+)", r"動詞\1"),
    (r"key (.+)", r"項目\1"),
    (r"name (.+)", r"名前\1"),
    (r"message (.+)", r"電文\1"),
    (r"no (\w+)", r"\1なし"),
    (r"wait with neither or both of until and for", "waitにuntilとforの両方があるか、どちらもない"),
    (r"a wait until (.+)", r"\1まで待つこと"),
    # Lists of names, last: they take what is left.
    (r"(.+), the nearest(.*)", r"\1(最も近い名前)\2"),
    (r"one of (.+)", r"次のいずれか: \1"),
    (r"for example (.+)", r"例: \1"),
)
_PLACES = {"scenario": "シナリオ", "municipality": "市区町村", "network": "ネットワーク"}
_TAIL = ", or a file ending in .yaml"


def complaint(place: str, found: str, expected: str) -> str:
    """One line: where, what was found, what was expected."""
    words = _("{place}: found {found}; expected {expected}")
    if spoken() == "ja":
        place, found, expected = _PLACES.get(place, place), japanese(found), japanese(expected)
    return words.format(place=place, found=found, expected=expected)


def of(fault: BadInput) -> str:
    """The complaint of an error."""
    return complaint(fault.place, fault.found, fault.expected)


def of_disk(reason: str) -> str:
    """Why a file could not be written, by the words of the operating system."""
    known = {
        os.strerror(errno.ENOSPC): _("the disk is full"),
        os.strerror(errno.EACCES): _("permission denied"),
        os.strerror(errno.EROFS): _("the disk is read-only"),
        os.strerror(errno.EDQUOT): _("the disk quota is used up"),
    }
    return known.get(reason, reason)


def japanese(text: str) -> str:
    """The text in Japanese as far as its phrases are known; names, quotations and numbers stay."""
    if text.endswith(_TAIL):
        return japanese(text.removesuffix(_TAIL)) + "、又は.yamlで終わるファイル"
    head, named, names = text.partition("; named here: ")
    if named:
        return f"{japanese(head)}。ここで使える名前: {names}"
    return _PHRASES.worded(text) or text.replace(" or ", " 又は ")

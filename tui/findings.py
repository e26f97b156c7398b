"""What was found instead, in the reader's language: of expectations, oracles, logs and replays. Judges nothing.

The layers below say it in English. Names, numbers and hashes stay as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from juki.tui.complaints import Phrases, japanese
from juki.tui.language import _, spoken

if TYPE_CHECKING:
    from juki.scenarios.replaying import Difference

_FOUND = Phrases(
    # Expectations.
    (r"current", "記載中"),
    (r"leaving", "転出予定"),
    (r"closed", "除票"),
    (r"none", "なし"),
    (r"closed, moved to (.+) \((.+)\)", r"除票、転出先確定は\1(\2)"),
    (r"no record", "記録なし"),
    (r"current, last by (.+) \((.+)\)", r"現存、最後の更新は\1(\2)"),
    (r"erased, last by (.+) \((.+)\)", r"消除済み、最後の更新は\1(\2)"),
    (r"no card", "カードなし"),
    (r"no chip", "チップなし"),
    (r"(.+), kept by (.+)", r"\1、管理は\2"),
    (r"address in (.+), (\d+) tries left", r"住所は\1、残り\2回"),
    (r"no certificate", "電子証明書なし"),
    (r"revoked", "失効済み"),
    (r"valid", "有効"),
    (r"kept", "保存中"),
    (r"not there", "なし"),
    (r"not told", "通知なし"),
    (r"told: (.+)", r"通知あり: \1"),
    (r"nothing was declined", "不受理なし"),
    (r"(\d+) (?:notices|messages)", r"\1件"),
    (r"(\d+) times", r"\1回"),
    (r"(\d+) attempts, (\d+) refusals", r"試行\1件、拒否\2件"),
    # Oracles.
    (r"card (.+) of (.+) is active, but (.+)", r"\2のカード\1は運用中だが、\3"),
    (r"(.+) moved, and the signing certificate still stands", r"\1は異動したが、署名用電子証明書が有効なまま"),
    (r"(.+) was locked and proved itself", r"\1はロック中なのに応答した"),
    (r"(.+) has (\d+) tries left after (\d+)", r"\1の残り回数が\3の次に\2"),
    (r"(.+) is current on (.+), and no longer in (.+)", r"\1は\2で現存、\3では記載なし"),
    (r"(.+) is current in (.+)", r"\1が複数の市町村で記載中: \2"),
    (r"(.+) belongs to (\d+) people", r"\1が\2人に付いている"),
    (r"(.+) has (\d+) 個人番号", r"\1に個人番号が\2個"),
    (r"one 個人番号 belongs to (.+) and (.+)", r"\1と\2の個人番号が同じ"),
    (r"(.+) is current only in the register of (.+)", r"\1は\2の住民記録だけで記載中"),
    (r"(.+) is current only in the communication server of (.+)", r"\1は\2の市町村CSだけで記載中"),
    (r"(.+) is current (.+) of (.+)", r"\1は\3の\2で記載中"),
    (r"(.+) differs between register and communication server of (.+)", r"\1は\2の住民記録と市町村CSで異なる"),
    (r"(.+): (.+) stands at (\d+), (.+) at (\d+)", r"\1の更新順番号が\2では\3、\4では\5"),
    (
        r"(.+) is current on the national server and in no municipality",
        r"\1は全国サーバーで現存、どの市町村にも記載なし",
    ),
    (r"(.+) is missing on (.+)", r"\1が\2にない"),
    (r"(.+) on (.+) is not what its municipality sent", r"\2の\1は市町村の送信内容と異なる"),
    (r"(.+) on (.+): (\d+) after (\d+) from (.+)", r"\2の\1: \5からの更新順番号が\4の次に\3"),
    (r"(.+): (.+) keeps transfer data that had to be gone on (.+)", r"\1: \2に\3までに消去すべき転出証明書情報が残る"),
    (r"(.+): the closed record of (.+) still stands in (.+)", r"\1: \2の除票が保存期間後も\3に残る"),
    (
        r"(.+): (\d+) records were closed, (\d+) stand and (\d+) were erased in time",
        r"\1: 除票\2件のうち保存中\3件、期限どおり廃棄\4件",
    ),
    (r"(.+) was taken (\d+) times", r"\1が\2回処理された"),
    (r"(.+) still waits for (\d+) acknowledgements", r"\1に受信確認待ち\2件が残る"),
    (r"(.+) refused (\d+) messages and recorded (\d+)", r"\1は\2件を拒否し、記録は\3件"),
    (r"(.+): line (\d+) has (.+), expected (.+)", r"\1の\2行目: 誤り \3 / 正しくは \4"),
    (r"(.+) is contradicted by line (\d+) of (.+)", r"\1は\3の\2行目と矛盾"),
    (r"(.+) holds (\d+) numbers of kind (.+)", r"\1が\3を\2個保持"),
    (r"(.+) sent (\d+) messages to (.+), which counts (\d+)", r"\1が\3に送った電文は\2件、\3の記録は\4件"),
    (r"(.+) from (.+) in step (\d+) was not refused by (.+)", r"\3番目のステップで\2が送った\1を\4が拒否していない"),
    (r"the log of (.+) shows a number", r"\1の電文ログに番号がある"),
    (r"step (\d+) at (.+) shows a number", r"\2のステップ\1に番号がある"),
    # Logs and replays.
    (r"a header that was altered", "改変された見出し"),
    (r"the header that its seal covers", "封印どおりの見出し"),
    (r"the file that the header names", "見出しにあるファイル"),
    (r"a file that the header does not name", "見出しにないファイル"),
    (r"a file", "ファイル"),
    (r"none: the history makes no such file", "なし(この経過からは作られない)"),
    (r"a tape of another length", "長さの異なるテープ"),
    (r"the tape that the header names", "見出しどおりのテープ"),
    (r"every draw of the run", "実行時のすべての抽選"),
    (r"(\d+) lines", r"\1行"),
    (r"the end of the line", "行末"),
    (r"the end", "末尾"),
    (r"chain (.+)", r"連鎖\1"),
    (r"hash (.+)", r"ハッシュ\1"),
    (r"number (.+)", r"番号\1"),
    (r"a draw or a command", "抽選又は操作の行"),
    (r"the same line in other bytes", "表記の異なる同じ行"),
    (r"(?:its canonical form|a line in its canonical form)", "正規の表記"),
    (r"an? (.+) of unknown form", r"形式の不明な\1"),
    (r"a command as it was written", "書き出されたときの操作"),
    (r"a command after (\d+) steps", r"\1ステップ後の操作"),
    (r"one after (\d+)", r"\1ステップ後の操作"),
    (r"a tape that plays", "再生できるテープ"),
    (r"the end of the log", "ログの末尾"),
    (r"a signed checkpoint", "署名付きチェックポイント"),
    (r"a signature that does not verify", "検証できない署名"),
    (r"a signature of (.+)", r"\1の署名"),
    (r"no readable authority \((.*)\)", r"認証局の証明書が読めない(\1)"),
    (r"a chain that does not verify \((.*)\)", r"検証できない証明書の連鎖(\1)"),
    (r"the chain of (.+)", r"\1の証明書の連鎖"),
    (r"(.+), by (\S+)", r"\1(\2の記録による)"),
)
_WHEN = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d) (.+)", re.DOTALL)


def difference_text(difference: Difference) -> str:
    """Where a run or a log was altered, and how."""
    words = _("{place}: found {found}; expected {expected}")
    return words.format(place=difference.place, found=finding(difference.found), expected=finding(difference.expected))


def finding(text: str) -> str:
    """What was found, in the language in use; several findings are joined by semicolons."""
    return text if spoken() == "en" else "; ".join(_one(part) for part in text.split("; "))


def _one(text: str) -> str:
    dated = _WHEN.fullmatch(text)
    if dated:
        return f"{dated[1]} {_one(dated[2])}"
    return _FOUND.worded(text) or japanese(text)

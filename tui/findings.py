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
    (r"(.+), sequence (\d+), recovery (\d+)", r"\1、更新順番号\2、異常時更新順番号\3"),
    (r"(.+), sequence (\d+), recovery (\d+), frozen", r"\1、更新順番号\2、異常時更新順番号\3、更新禁止"),
    (r"(.+), frozen", r"\1、更新禁止"),
    (r"another number", "別の個人番号"),
    (r"the number of the beginning", "最初の個人番号"),
    (r"another code", "別の住民票コード"),
    (r"the code of the beginning", "最初の住民票コード"),
    (r"with a number", "個人番号あり"),
    (r"without a number", "個人番号なし"),
    (r"no newborn", "出生の記載なし"),
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
    (r"(\d+) people listed", r"該当者\1人を表示"),
    (r"no list", "該当者の表示なし"),
    (r"confirmed", "同一人と確認済み"),
    (r"not confirmed", "同一人と確認していない"),
    (r"identified", "本人確認済み"),
    (r"not identified", "本人確認できず"),
    (r"the number matches", "番号一致"),
    (r"no match", "番号不一致"),
    (r"(\d+) provision records", r"提供記録\1件"),
    (r"(.+) recorded (.+) of (.+), which came to (.+)", r"\1での\3の提供記録は\2、実際は\4"),
    (r"(.+) has bound (\d+) people, and operators confirmed (\d+)", r"\1で同一人とされた\2人、操作者の確認は\3人"),
    (r"fugo acquired", "符号取得済み"),
    (r"fugo waiting", "符号の回答待ち"),
    (r"fugo none", "符号なし"),
    (r"not held by both", "双方にはない"),
    (r"the same at both", "双方で同じ符号"),
    (r"unequal, joined by the core", "異なる符号、コアでは同じ人"),
    (r"unequal, joined by nobody", "異なる符号、コアでも結び付かない"),
    (r"no medium", "媒体なし"),
    (r"medium of (\d+), witness (.+), arrived", r"要求\1件の媒体、立会人\2、到着済み"),
    (r"medium of (\d+), witness (.+), under way", r"要求\1件の媒体、立会人\2、未到着"),
    (r"(\d+) (?:notices|messages)", r"\1件"),
    (r"(\d+) times", r"\1回"),
    (r"(\d+) attempts, (\d+) refusals", r"試行\1件、拒否\2件"),
    (r"nothing was printed", "交付なし"),
    (r"address in (.+), in full", r"住所は\1、省略なし"),
    (r"address in (.+), in short", r"住所は\1、一部省略"),
    (r"(\d+) yen", r"\1円"),
    (r"(\d+) tries left", r"残り\1回"),
    (r"no comparison is over", "終わった照合なし"),
    (r"(\d+) people", r"\1人"),
    (r"(\d+) of (\d+) rows", r"操作履歴\2行のうち\1行"),
    (r"holds (.+)", r"保有: \1"),
    (r"logged on", "ログオン中"),
    (r"not logged on", "ログオンしていない"),
    (r"nothing was told", "表示なし"),
    # Oracles.
    (
        r"(.+) had (\d+) orders and recorded (\d+); no row for (.+)",
        r"\1での操作は\2件、操作履歴は\3件(\4の記録なし)",
    ),
    (r"(.+) had (\d+) orders and recorded (\d+)", r"\1での操作は\2件、操作履歴は\3件"),
    (r"row (\d+) of the operation log of (.+) is not as it was written", r"\2の操作履歴の\1行目が書き込み時と異なる"),
    (r"(.+) by (.+) at (.+) \(row (\d+)\): (.+)", r"\3の操作履歴\4行目: \2の\1(\5)"),
    (r"(.+) was corrected by fewer than three people in (.+)", r"\1の\2での訂正は三人によるものではない"),
    (
        r"(.+) was corrected in (.+), and (.+) never gave the order (.+)",
        r"\1は\2で訂正されたが、\3は操作\4を行っていない",
    ),
    (r"(.+) was used by (.+) a second time", r"申請番号\1を\2が再び使った"),
    (r"a document of (.+) came to (.+) in case (.+)", r"申請\1の証明書が\3として\2に届いた"),
    (r"the document of (.+) names another applicant than the request", r"\1の証明書の申請者が申請と異なる"),
    (r"the document of (.+) is about somebody else than its applicant", r"\1の証明書は申請者本人のものでない"),
    (r"(.+) was printed twice", r"\1が二度印刷された"),
    (r"(.+) was printed after it was aborted", r"\1が中止後に印刷された"),
    (r"(.+) was printed by (.+), where nobody had asked", r"\1が申請のない\2で印刷された"),
    (r"(.+) ended as (.+)", r"\1の終わり方が食い違う(端末、センター、市: \2)"),
    (r"(.+) was issued by (.+) without the register's word", r"\1: \2が住民記録の確認なしに交付"),
    (
        r"(.+) was issued by (.+) from change (.+), and the register was at (.+)",
        r"\1: \2が連携番号\3の写しから交付、住民記録は\4",
    ),
    (r"(.+) was issued by (.+) for somebody who had left", r"\1: \2が既に転出等をした人に交付"),
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
    (r"(.+) holds (\d+) numbers of kind (.+) in another form", r"\1が\3を\2個、別の形で保持"),
    (r"(.+) holds (\d+) numbers of kind (.+)", r"\1が\3を\2個保持"),
    (
        r"(.+) was told a number of kind (.+) by (.+) in (.+), field (.+)",
        r"\1が\3からの\4の項目\5で\2を知らされた",
    ),
    (r"(.+) holds a 符号 of (.+)", r"\1が\2の符号を保持"),
    (r"(.+) holds a 符号 for (.+) that the core did not issue to it", r"\1の\2の符号はコアが発行したものでない"),
    (r"the log of (.+) shows a number in another form", r"\1の電文ログに別の形の番号がある"),
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

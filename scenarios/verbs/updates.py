"""Verbs of changes that are no moves, of frozen and recovered records, and of what may go wrong with an update."""

from __future__ import annotations

from juki.nodes.municipality.register_mistakes import MISTAKES
from juki.protocol.records.changes import ChangeReason
from juki.scenarios.story import Words
from juki.scenarios.verbs.common import WHO
from juki.scenarios.vocabulary import Kind, Parameter, Verb

NAME, KANA = (
    Parameter("name", "氏名", Kind.TEXT, required=False),
    Parameter("kana", "振り仮名", Kind.TEXT, required=False),
)
ON_DAY = Parameter("on", "日", Kind.DAY)
ON_NODE = Parameter("on", "システム", Kind.NODE)
CORRECTIONS = (ChangeReason.CORRECTED_EX_OFFICIO.value, ChangeReason.MINOR_CORRECTION.value)
SEX = Parameter("sex", "性別", Kind.TEXT, required=False, choices=("1", "2"))

VERBS = (
    Verb(
        "report_move_within",
        "転居届",
        Words(
            "同じ市区町村の中で住所を変えたことを届け出る(住基法23条)",
            "report a move inside the municipality (Act art. 23)",
        ),
        (
            WHO,
            Parameter("to", "転居先", Kind.OFFICE, required=False),
            Parameter("moved_on", "転居日", Kind.DAY),
        ),
    ),
    Verb(
        "report_birth",
        "出生届",
        Words(
            "親の世帯に出生した子を記載し、個人番号の生成を求める(番号法7条1項)",
            "enter a newborn in a parent's household and ask for a My Number (My Number Act art. 7)",
        ),
        (WHO, Parameter("born_on", "出生日", Kind.DAY), NAME, KANA, SEX),
    ),
    Verb(
        "report_death",
        "死亡届",
        Words("死亡した者の住民票を消除する", "erase the record of somebody who died"),
        (WHO, ON_DAY),
    ),
    Verb(
        "erase_record",
        "職権消除",
        Words("職権で住民票を消除する(住基法施行令12条)", "erase a record ex officio (Order art. 12)"),
        (WHO, ON_DAY),
    ),
    Verb(
        "enter_record",
        "職権記載",
        Words("消除された者を職権で記載する(住基法施行令12条)", "enter ex officio somebody whose record was erased"),
        (WHO,),
    ),
    Verb(
        "correct_record",
        "職権修正",
        Words("氏名などを職権で修正する", "correct a name ex officio, or how it is written"),
        (
            WHO,
            NAME,
            KANA,
            Parameter("reason", "異動事由", Kind.TEXT, required=False, choices=CORRECTIONS),
        ),
    ),
    Verb(
        "change_code",
        "住民票コード変更",
        Words("住民票コードの記載の変更を請求する(住基法30条の4)", "have the 住民票コード changed (Act art. 30-4)"),
        (WHO,),
    ),
    Verb(
        "change_number",
        "個人番号変更",
        Words(
            "漏えいした個人番号の変更を請求する(番号法7条2項)",
            "have a My Number that leaked changed (My Number Act art. 7)",
        ),
        (WHO, Parameter("ex_officio", "職権", Kind.FLAG, required=False)),
    ),
    Verb(
        "freeze_record",
        "更新禁止",
        Words("本人確認情報を更新禁止にする", "let no normal update change a record on a server"),
        (WHO, ON_NODE),
    ),
    Verb(
        "unfreeze_record",
        "更新禁止解除",
        Words("更新禁止を解除し、届かなかった更新を求める", "free a record again; what bounced is asked for"),
        (WHO, ON_NODE),
    ),
    Verb(
        "send_recovery",
        "異常時更新",
        Words(
            "市町村CSの記録全体を異常時更新順番号を付けて送る",
            "send a communication server's whole record as a recovery update",
        ),
        (WHO, Parameter("at", "市区町村", Kind.CITY)),
    ),
    Verb(
        "lose_update",
        "更新の滅失",
        Words(
            "サーバーが最後の更新を失う(古い複製からの復元など)",
            "let a server fall back behind its last update, as after a restore of an older copy",
        ),
        (WHO, ON_NODE),
    ),
    Verb(
        "forget_journal",
        "送信履歴の滅失",
        Words("送信済みの更新の控えを失わせる", "let a system lose its journal of sent updates"),
        (WHO, ON_NODE),
    ),
    Verb(
        "send_wrong_entry",
        "誤った異動",
        Words(
            "住民記録の不具合で誤った項目を含む異動を送らせる",
            "let a faulty register send an entry with wrong items",
        ),
        (
            WHO,
            Parameter("reason", "異動事由", Kind.TEXT, choices=tuple(reason.value for reason in ChangeReason)),
            Parameter("wrong", "誤り", Kind.TEXT, required=False),
        ),
    ),
)
MISTAKE_WORDS = tuple(MISTAKES)

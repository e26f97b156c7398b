"""Verbs of operators: sessions, passwords, rights, review, audit; and what any order says of its operator. Knows no act."""

from __future__ import annotations

from juki.scenarios.roll import DUTY_WORDS, WORDS
from juki.scenarios.story import Words
from juki.scenarios.vocabulary import Kind, Parameter, Verb

ON = Parameter("on", "システム", Kind.NODE)
BY = Parameter("by", "操作者", Kind.TEXT, required=False, choices=WORDS)
TERMINAL = Parameter("terminal", "端末", Kind.TEXT, required=False, choices=tuple(f"{n:02d}" for n in range(1, 10)))
OPERATED = (BY, TERMINAL)
"Of any order at a counter."
WHO_LOGS_ON = Parameter("by", "操作者", Kind.TEXT, choices=WORDS)
OF = Parameter("of", "対象者", Kind.TEXT, choices=WORDS)
DUTY = Parameter("duty", "担当業務", Kind.TEXT, choices=DUTY_WORDS)
PASSWORD = Parameter("password", "パスワード", Kind.TEXT, required=False, choices=("right", "wrong", "old"))
HAND = Parameter("hand", "静脈", Kind.TEXT, required=False, choices=WORDS)

VERBS = (
    Verb(
        "log_on",
        "ログオン",
        Words(
            "パスワードと静脈認証で端末にログオンする(書かなければ各操作の前に自動で行う)",
            "log on at a terminal with password and vein; without it operators log on by themselves before an order",
        ),
        (ON, WHO_LOGS_ON, PASSWORD, HAND, TERMINAL),
    ),
    Verb("log_off", "ログオフ", Words("端末からログオフする", "log off from a terminal"), (ON, WHO_LOGS_ON, TERMINAL)),
    Verb(
        "change_password",
        "パスワード変更",
        Words("自分のパスワードを変更する(期限切れの後も)", "change one's own password, aged or not"),
        (
            ON,
            WHO_LOGS_ON,
            PASSWORD,
            HAND,
            Parameter("new", "新パスワード", Kind.TEXT, required=False, choices=("fresh", "same", "short")),
            TERMINAL,
        ),
    ),
    Verb(
        "reset_password",
        "パスワード初期化",
        Words("システム管理者が職員のパスワードを初期化する", "the administrator gives an operator a new password"),
        (ON, OF, *OPERATED),
    ),
    Verb(
        "apply_for_right",
        "権限申請",
        Words(
            "所属長が職員の権限の発効(失効)をシステム管理者に申請する",
            "the section head applies for the rights of a duty, or for their withdrawal",
        ),
        (
            ON,
            OF,
            DUTY,
            Parameter("what", "内容", Kind.TEXT, required=False, choices=("issue", "withdraw")),
            *OPERATED,
        ),
    ),
    Verb(
        "approve_right",
        "権限許可",
        Words("システム管理者が申請を許可する", "the administrator approves the application"),
        (ON, OF, DUTY, *OPERATED),
    ),
    Verb(
        "register_right",
        "権限発効",
        Words("申請した所属長が許可された権限を発効させる", "the section head issues the rights that were approved"),
        (ON, OF, DUTY, *OPERATED),
    ),
    Verb(
        "withdraw_right",
        "権限失効",
        Words("申請した所属長が許可された失効を行う", "the section head withdraws the rights, as was approved"),
        (ON, OF, DUTY, *OPERATED),
    ),
    Verb(
        "list_rights",
        "利用者一覧",
        Words("見直しのために利用者と権限の一覧表を出力する", "list the operators and their rights, for review"),
        (ON, *OPERATED),
    ),
    Verb(
        "audit_sample",
        "操作履歴監査",
        Words("操作履歴から抽出して監査する", "draw a sample of the operation log, for audit"),
        (ON, Parameter("size", "件数", Kind.COUNT), *OPERATED),
    ),
)

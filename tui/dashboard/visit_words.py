"""The wording of counters' screens: forms, waits, answers, and what the citizen sees of them. Knows no layout.

A whole number of a person is in the clerk's form alone, where the clerk has typed it (contracts 13).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from juki.nodes.kernel.trace import Step
from juki.protocol.errors import JukiError
from juki.protocol.masking import mask
from juki.protocol.permissions.duties import SESSION_ORDERS
from juki.protocol.refusals import RULES
from juki.protocol.terms.dates import PartialDate
from juki.scenarios.story import Words
from juki.tui.dashboard.visits import Entry, Turn, Visit
from juki.tui.days import day_text, moment, time_text
from juki.tui.language import pick, spoken
from juki.tui.names import node_name, organisation_name
from juki.tui.words import (
    basis_text,
    duties_named,
    message_name,
    notice_text,
    order_name,
    purpose_name,
    reason_name,
    rule_name,
    timer_name,
)

FIELDS = {
    "people": Words("宛名番号", "addressee no."),
    "office": Words("市区町村", "municipality"),
    "office_name": Words("市区町村名", "place"),
    "address": Words("住所", "address"),
    "town": Words("町字", "town"),
    "lot": Words("番地", "lot"),
    "building": Words("方書", "building"),
    "postal_code": Words("郵便番号", "postal code"),
    "planned_on": Words("転出予定日", "planned on"),
    "moved_on": Words("異動日", "moved on"),
    "on": Words("異動日", "on"),
    "born_on": Words("生年月日", "born on"),
    "birth": Words("生年月日", "birth"),
    "name": Words("氏名", "name"),
    "written": Words("氏名", "name"),
    "kana": Words("フリガナ", "kana"),
    "sex": Words("性別", "sex"),
    "number": Words("番号", "number"),
    "card": Words("カード", "card"),
    "pin": Words("暗証番号", "PIN"),
    "certificate": Words("証明書の種類", "certificate"),
    "in_full": Words("省略なし", "in full"),
    "lives_in": Words("現住所地", "lives in"),
    "purpose": Words("利用目的", "purpose"),
    "reason": Words("異動事由", "reason"),
    "scope": Words("照合範囲", "scope"),
    "cut_off": Words("基準日", "cut-off day"),
    "run": Words("照合の事案", "comparison"),
    "finding": Words("差異の番号", "difference no."),
    "row": Words("行", "row"),
    "unified_number": Words("統一識別番号", "unified number"),
    "by_medium": Words("媒体で送る", "by medium"),
    "copies": Words("部数", "copies"),
    "witness": Words("立会人", "witness"),
    "subject": Words("対象の利用者", "about operator"),
    "duty": Words("担当業務", "duty"),
    "what": Words("申請内容", "what"),
    "size": Words("抽出件数", "sample size"),
    "password": Words("パスワード", "password"),
    "new": Words("新パスワード", "new password"),
    "vein": Words("静脈認証", "vein"),
    "ex_officio": Words("職権", "ex officio"),
    "wrong": Words("誤った項目", "wrong item"),
}
"Fields of forms, by the argument of the order."
SECRET = frozenset({"pin", "password", "new"})
HIDDEN = frozenset({"operator", "terminal", "office_name"})
"Not in the form: in the title bar, or said by another field."
WHOLE = frozenset({"number"})
"Fields in which the clerk has a person's number whole."
DAYS = frozenset({"birth", "born_on", "planned_on", "moved_on", "on", "cut_off"})
_YES = {"yes": Words("はい", "yes"), "no": Words("いいえ", "no")}
_SEXES = {"1": Words("男", "male"), "2": Words("女", "female")}
_VALUES = {
    "record-copy": Words("住民票の写し", "copy of the record"),
    "record-items": Words("住民票記載事項証明書", "certificate of recorded items"),
    "above": Words("上位サーバー", "servers above"),
    "register": Words("住民記録システム", "register"),
    "issue": Words("発効", "issue"),
    "withdraw": Words("失効", "withdraw"),
}
TITLES = {
    "report_move_out": Words("転出届", "Move-out report"),
    "report_move_in": Words("転入届", "Move-in report"),
    "report_move_within": Words("転居届", "Report of a move within"),
    "report_birth": Words("出生届", "Birth report"),
    "report_death": Words("死亡届", "Death report"),
    "continue_card": Words("カードの継続利用", "Card to be continued"),
    "request_certificate": Words("証明書の交付申請", "Request for a certificate"),
    "change_code": Words("住民票コードの変更請求", "Request for another code"),
    "change_number": Words("個人番号の変更請求", "Request for another number"),
    "check_identity": Words("カードによる本人確認", "Identification by card"),
    "check_four_items": Words("4情報による本人確認", "Identification by four items"),
}
"What the visitor hands in, by the order; no other order has a visitor."
_TOLD = {
    "move-out-accepted": Words("転出届を受け付けました。", "Your move-out report is accepted."),
    "move-in-accepted": Words("転入届を受け付けました。", "Your move-in report is accepted."),
    "card-continued": Words("カードは引き続き使えます。", "Your card stays in use."),
    "certificate-printed": Words("証明書をお取りください。手数料{yen}円。", "Take your certificate. Fee: {yen} yen."),
    "document-destroyed": Words("遅れて届いた証明書は廃棄されました。", "A document that came too late was destroyed."),
    "request-aborted": Words(
        "申請は中止されました。手数料はいただきません。", "The request is void. Nothing is charged."
    ),
    "identified": Words("ご本人と確認しました。", "You are identified."),
    "not-identified": Words("ご本人と確認できませんでした。", "You could not be identified."),
    "change-entered": Words("届出を受け付けました。", "Your report is entered."),
    "number-designated": Words("個人番号が指定されました。", "A number was designated."),
}
"What a visitor is told, by the notice on the operator's screen."


def title_of(visit: Visit, form: Mapping[str, str]) -> str:
    """System, operator and terminal, as in the bar over a real screen."""
    parts = [node_name(visit.node)]
    if form.get("terminal"):
        parts.append(pick(f"端末{form['terminal']}", f"terminal {form['terminal']}"))
    if form.get("operator"):
        parts.append(pick(f"操作者 {form['operator']}", f"operator {form['operator']}"))
    return "  ".join(parts)


def field_name(name: str) -> str:
    known = FIELDS.get(name)
    return known.in_(spoken()) if known else name


def field_value(name: str, value: str) -> str:
    """A value as a screen shows it; secrets as dots, days in the reader's calendar."""
    if name in SECRET:
        return "●" * min(len(value), 8)
    if name == "vein":
        return pick("読取り済み", "read")
    for words in (_YES if name in {"in_full", "by_medium", "ex_officio"} else {}, _SEXES if name == "sex" else {}):
        if value in words:
            return words[value].in_(spoken())
    return _value(name, value)


def _value(name: str, value: str) -> str:
    if name in DAYS:
        return _day(value)
    if name in _NAMERS:
        return _NAMERS[name](value)
    return _VALUES[value].in_(spoken()) if value in _VALUES else value


def _day(value: str) -> str:
    try:
        return day_text(date.fromisoformat(value))
    except ValueError:
        pass
    try:
        known = PartialDate.parse(value)
    except (JukiError, ValueError):
        return value
    if not known.month or not known.day:
        year = f"西暦{known.year}年" if known.year else "年不詳"
        return pick(f"{year}{f'{known.month}月' if known.month else ''}(以下不詳)", value)
    return value


def _place(code: str) -> str:
    """A municipality with its city before a ward, as a form has it."""
    from juki.scenarios.population.municipalities import municipality

    try:
        place = municipality(code)
    except (JukiError, LookupError):
        return organisation_name(code)
    return pick(place.address_name, organisation_name(code))


_NAMERS: Mapping[str, Callable[[str], str]] = {
    "office": _place,
    "lives_in": _place,
    "card": node_name,
    "purpose": purpose_name,
    "reason": reason_name,
    "duty": duties_named,
}
"How a value of a field is worded, where it is no text."


def form_lines(form: Mapping[str, str], *, is_masked: bool = False) -> Iterator[tuple[str, str]]:
    """The fields of a form in the order in which they were filled in; empty ones are left out."""
    for name, value in form.items():
        if name in HIDDEN or not value:
            continue
        shown = field_value(name, value)
        yield field_name(name), shown if name in WHOLE and not is_masked else mask(shown)


def refusal_lines(rule: str, detail: str = "") -> Iterator[str]:
    """The reason and the article on which it rests."""
    yield rule_name(rule) + (f" ({mask(detail)})" if detail else "")
    known = RULES.get(rule)
    if known and known.basis:
        yield pick("根拠 ", "basis: ") + basis_text(known.basis)


def entry_text(entry: Entry) -> str:
    """One line of what the operator saw happen; its results are in `results`."""
    step = entry.step
    match entry.turn:
        case Turn.ORDER:
            return order_name(step.kind)
        case Turn.LOST:
            name = message_name(step.kind)
            return pick(f"{name}が途中で消失", f"{name} lost on its way")
        case Turn.CARD:
            return pick(f"カードへ: {message_name(step.kind)}", f"to the card: {message_name(step.kind)}")
        case Turn.OUT:
            return pick(
                f"{node_name(step.node)}へ: {message_name(step.kind)}",
                f"to {node_name(step.node)}: {message_name(step.kind)}",
            )
        case _ if step.what == "timer":
            return timer_name(step.kind)
        case _:
            name = message_name(step.kind)
            return pick(f"{node_name(step.peer)}から: {name}", f"from {node_name(step.peer)}: {name}")


def results(step: Step) -> Iterator[tuple[str, str, str]]:
    """What a step told the operator: code, rule by which something was refused (or empty), text."""
    if step.refused:
        yield "refused-here", step.refused, mask(step.detail)
    for code, about in step.notices:
        if step.refused and code == "refused-here":
            continue
        if code in {"declined", "refused", "refused-here"}:
            yield code, about.get("rule", ""), mask(about.get("detail", ""))
        else:
            yield code, "", mask(notice_text(code, about))


def clock(step: Step) -> str:
    return time_text(moment(step.at))


def citizen_title(visit: Visit) -> str:
    """What the visitor has come for; empty if the order has no visitor."""
    known = TITLES.get(visit.order.kind)
    return known.in_(spoken()) if known else ""


def nobody_text(visit: Visit) -> str:
    """Why there is no visitor."""
    if visit.order.kind in SESSION_ORDERS:
        return pick("窓口に来庁者はいません(操作者の認証)。", "Nobody is at the counter (an operator logs on).")
    return pick("来庁者のいない職員の操作です。", "The staff's own work: no visitor.")


def citizen_lines(entry: Entry) -> Iterator[tuple[str, str]]:
    """What the visitor sees of one entry: a sign and a line. Signs: `?` asked, `i` told, `✗` refused, `●` written."""
    step = entry.step
    if entry.turn is Turn.CARD:
        yield from _at_the_reader(step)
    body = step.body if isinstance(step.body, Mapping) else {}
    if step.kind in {"CardDenied", "UserDenied"} and "tries_left" in body:
        left = body["tries_left"]
        yield "✗", pick(f"カードが応答しません: {_why(body)}", f"The card does not answer: {_why(body)}")
        yield "i", pick(f"残り{left}回", f"tries left: {left}")
    elif step.kind in {"CardProof", "UserProof"} and entry.turn is Turn.IN:
        yield "i", pick("暗証番号が合いました。", "The PIN is right.")
    for code, about in step.notices:
        if code == "declined":
            yield "✗", pick("受け付けられません: ", "Not accepted: ") + rule_name(about.get("rule", ""))
        elif code in _TOLD:
            yield "i", _TOLD[code].in_(spoken()).format(yen=about.get("yen", ""))
    if step.refused and entry.turn is Turn.ORDER:
        yield "✗", pick("受け付けられません: ", "Not accepted: ") + rule_name(step.refused)


def _at_the_reader(step: Step) -> Iterator[tuple[str, str]]:
    card = node_name(step.node)
    match step.kind:
        case "CardChallenge":
            yield "?", pick(f"{card}: 暗証番号(住民基本台帳用)を入力 ●●●●", f"{card}: PIN for the registry typed ●●●●")
        case "UserChallenge":
            yield "?", pick(f"{card}: 暗証番号(利用者証明用)を入力 ●●●●", f"{card}: PIN for the certificate typed ●●●●")
        case "CardRewrite":
            yield "●", pick("カードに新しい住所を書き込みました。", "The new address is written into the card.")
        case _:
            yield "i", message_name(step.kind)


def _why(body: Mapping[str, object]) -> str:
    return rule_name(str(body.get("rule", "")))

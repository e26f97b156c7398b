"""The wording of what happens: messages, orders, timers, refusals, notices, faults, articles of law. Knows no run, no layout.

Codes come from the nodes (`Notify`, verbs, timer names); each has its sentence here, and a test finds a code without one.
"""

from __future__ import annotations

import re

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.refusals import RULES
from juki.protocol.terms import NodeId, role_of
from juki.tui.language import N_, _, pick, spoken
from juki.tui.names import organisation_name

NOTICES = {
    "move-out-accepted": N_("move-out report accepted ({people})"),
    "entered": N_("entered in the register ({people})"),
    "move-in-accepted": N_("move-in report accepted ({people})"),
    "declined": N_("declined: {rule}"),
    "card-continued": N_("card stays in use"),
    "card-lapsed": N_("card lapsed"),
    "certificate-revoked": N_("certificate revoked"),
    "closed-record-erased": N_("closed record erased"),
    "transfer-data-erased": N_("move-out records erased ({records})"),
    "destination-outside": N_("destination is not part of this network"),
    "late-erasure": N_("erasure by {municipality} changed nothing: entered elsewhere since"),
    "refused": N_("peer refused {kind}: {rule}"),
    "refused-here": N_("refused: {rule}"),
}
ORDERS = {
    "report_move_out": N_("move-out report"),
    "report_move_in": N_("move-in report"),
    "continue_card": N_("card continuation"),
}
TIMERS = {
    "erase": N_("planned date came: record erased"),
    "purge-closed": N_("closed record's term is over"),
    "erase-transfers": N_("move-out records' term is over"),
    "give-up": N_("no answer in time"),
    "lapse": N_("card's term at the new municipality is over"),
    "revoke-user": N_("certificate's term is over"),
}
HAPPENINGS = {
    "acknowledgement": N_("acknowledgement"),
    "resend": N_("sent again"),
    "broken": N_("session broken"),
    "renewal": N_("node certificates renewed"),
    "lost": N_("lost"),
    "disturbance": N_("disturbance"),
    "crash": N_("system down"),
    "restart": N_("system up again"),
    "intrusion": N_("intrusion"),
    "message": N_("message"),
    "timer": N_("timer"),
    "order": N_("counter"),
}
ATTEMPTS = {
    "forged-frame": N_("altered frame"),
    "replayed-frame": N_("old frame once more"),
    "replayed-envelope": N_("old message once more"),
    "unknown-version": N_("message of an unknown version"),
    "wrong-role": N_("message that this role may not send"),
    "malformed-body": N_("malformed message"),
    "misaddressed": N_("message under another name"),
}
DISTURBANCES = {
    "Partition": N_("links cut"),
    "BreakLink": N_("session ended"),
    "Crash": N_("system stopped"),
    "BadCertificate": N_("another certificate shown"),
    "Handle": N_("message handled on its way"),
}
STRIKES = {
    "lost": N_("lost"),
    "doubled": N_("came twice"),
    "tampered": N_("altered"),
    "injected": N_("injected bytes"),
    "replayed": N_("old frame once more"),
    "broken": N_("session broken"),
    "cut": N_("cut off"),
    "held": N_("held back"),
    "crash": N_("system down"),
    "certificate-expired": N_("expired certificate"),
    "certificate-revoked": N_("revoked certificate"),
    "certificate-anothers": N_("certificate of another"),
    "certificate-self-signed": N_("self-signed certificate"),
}
"Faults as they are counted where they take effect."
PROCEDURES = {
    "special-transfer": N_("special transfer"),
    "identity-update": N_("update of identity records"),
    "identity-check": N_("identity check"),
    "card": N_("card at the counter and in card management"),
    "every": N_("every procedure"),
}
_LAWS = (
    ("住基法施行令", "BRR Order"),
    ("住基法施行規則", "BRR Rules"),
    ("住基法", "BRR Act"),
    ("番号法施行令", "My Number Order"),
    ("番号法", "My Number Act"),
    ("公的個人認証法", "JPKI Act"),
    ("番号カード等命令", "Card Order"),
    ("標準", "Standard"),
    ("リスク", "risk "),
    ("フォーマットチェック", "format check"),
    ("論理チェック", "logic check"),
    ("相互認証", "mutual authentication"),
    ("市町村CSへのアクセスの限定", "access to the CS limited"),
)
_ARTICLE = re.compile(r"(\d+)条((?:の\d+)*)")
_PARAGRAPH = re.compile(r"第?(\d+)[項号]")


def message_name(kind: str) -> str:
    """転出証明書情報, or move-out record; an unknown kind as it is."""
    entry = CATALOGUE.get(kind)
    if entry is None:
        return kind
    return pick(entry.ja, re.sub(r"(?<!^)(?=[A-Z])", " ", kind).capitalize())


def rule_name(rule: str) -> str:
    """The reason of a refusal as a clerk reads it."""
    known = RULES.get(rule)
    return pick(known.ja, known.en) if known else rule


def notice_text(code: str, about: dict[str, str]) -> str:
    """What an operator's screen says."""
    words = {"rule": "", "kind": "", "people": "", "records": "", "municipality": ""} | about
    words["rule"] = rule_name(words["rule"])
    words["kind"] = message_name(words["kind"])
    words["municipality"] = organisation_name(words["municipality"])
    return _(NOTICES[code]).format(**words) if code in NOTICES else code


def order_name(verb: str) -> str:
    return _(ORDERS[verb]) if verb in ORDERS else verb


def timer_name(name: str) -> str:
    return _(TIMERS[name]) if name in TIMERS else name


def attempt_name(attempt: str) -> str:
    return _(ATTEMPTS[attempt]) if attempt in ATTEMPTS else attempt


def disturbance_name(disturbance: str) -> str:
    return _(DISTURBANCES[disturbance]) if disturbance in DISTURBANCES else disturbance


def strike_name(strike: str) -> str:
    return _(STRIKES[strike]) if strike in STRIKES else strike


def happening_name(what: str) -> str:
    return _(HAPPENINGS[what]) if what in HAPPENINGS else what


def procedure_name(procedure: str) -> str:
    return _(PROCEDURES[procedure]) if procedure in PROCEDURES else procedure


def basis_text(basis: str) -> str:
    """Articles of law in the language in use: 住基法24条の2第3項, or BRR Act art. 24-2 (3)."""
    if spoken() == "ja":
        return basis.replace("[D]", "本モデル").replace("seed", "評価書")
    text = basis.replace("seed", "assessment").replace("別添", "app. ").replace("[D]", "this model")
    for japanese, english in _LAWS:
        text = text.replace(japanese, f"{english} ")
    text = _ARTICLE.sub(lambda found: f"art. {found[1]}{found[2].replace('の', '-')} ", text)
    return re.sub(r"\s+([,;]|$)", r"\1", re.sub(r" {2,}", " ", _PARAGRAPH.sub(r"(\1)", text))).strip()


def first_basis(kind: str, sender: str, recipient: str) -> str:
    """The first article on which a message rests on this hop, for a narrow column."""
    entry = CATALOGUE.get(kind)
    if entry is None:
        return ""
    ends = role_of(NodeId(sender)), role_of(NodeId(recipient))
    own = next((route.basis for route in entry.routes if (route.sender, route.recipient) == ends), "")
    return basis_text(re.split(r"[,;]", own or entry.basis)[0])

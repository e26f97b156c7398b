"""The wording of what happens: messages, orders, timers, refusals, notices, faults, articles of law. Knows no run, no layout.

Codes come from the nodes (`Notify`, verbs, timer names); each has its sentence here, and a test finds a code without one.
"""

from __future__ import annotations

import re

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.permissions.duties import JAPANESE as DUTIES
from juki.protocol.permissions.purposes import PURPOSE_OF
from juki.protocol.records.changes import JAPANESE as REASONS
from juki.protocol.records.changes import ChangeReason
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
    "addressee-registered": N_("told to the addressee system"),
    "fugo-wished": N_("a fugo is wanted"),
    "fugo-requested": N_("request for a fugo sent to the CS"),
    "fugo-awaits-medium": N_("request waits for a medium"),
    "medium-sent": N_("medium made and sent ({requests} requests)"),
    "medium-arrived": N_("medium read at J-LIS ({requests} requests)"),
    "fugo-number-unknown": N_("no code for a number that {municipality} sent: {rule}"),
    "fugo-acquired": N_("fugo acquired"),
    "fugo-already-acquired": N_("fugo acquired before: no second one"),
    "fugo-unavailable": N_("fugo not to be had: {rule}"),
    "fugo-given-up": N_("no fugo in time: acquisition number forgotten"),
    "fugo-answered-before": N_("answer came again: nothing changed"),
    "fugo-code-changed": N_("a changed code joined to its person"),
    "answer-held": N_("answer held back"),
    "access-log-notice": N_("access is logged; purpose: {purpose}"),
    "hits": N_("people who fit: {hits}"),
    "hit": N_("{place}. {name}, {birth}, {address} ({state}) {code} {number}"),
    "person-confirmed": N_("compared and confirmed: {name} {code}"),
    "identified": N_("identified ({municipality}, {state})"),
    "not-identified": N_("not identified (people who fit: {hits})"),
    "number-matches": N_("the number is this person's"),
    "number-differs": N_("the number is not this person's"),
    "certificate-printed": N_("certificate printed, {yen} yen taken"),
    "document-destroyed": N_("document came too late: destroyed unprinted"),
    "request-aborted": N_("request aborted"),
    "change-entered": N_("change entered: {reason}"),
    "change-taken-back": N_("change taken back: the record is as it was"),
    "entry-error": N_("wrong item {item}: {rule}"),
    "number-asked": N_("a number was asked for"),
    "number-designated": N_("number designated"),
    "update-early": N_("update of {municipality} came too early: what is missing is asked for"),
    "update-repeated": N_("update of {municipality} is known already"),
    "updates-resent": N_("updates sent again ({records})"),
    "held-update-refused": N_("update that had waited is refused: {rule}"),
    "journal-short": N_("journal does not reach back so far"),
    "recovery-sent": N_("whole record sent as a recovery update"),
    "record-recovered": N_("record recovered from {municipality}"),
    "record-frozen": N_("record frozen"),
    "record-unfrozen": N_("record free again"),
    "lock-ended": N_("lock on a record ended by itself"),
    "update-lost": N_("last update lost"),
    "journal-lost": N_("journal lost ({records})"),
    "comparison-progress": N_("compared so far: {rows}"),
    "comparison-done": N_("comparison over: {classes}"),
    "correction-proposed": N_("correction {number} proposed, record frozen"),
    "correction-compared": N_("correction {number}: the register has answered"),
    "correction-checked": N_("correction {number} checked by a second person"),
    "correction-approved": N_("correction {number} permitted, recovery update sent"),
    "correction-clean": N_("correction {number}: compared again, no difference left"),
    "correction-unclean": N_("correction {number}: compared again, still different"),
    "correction-withdrawn": N_("correction {number} withdrawn, record unfrozen"),
    "freeze-without-record": N_("freeze of a record that is not held of that municipality"),
    "logged-on": N_("logged on: {operator}"),
    "logged-off": N_("logged off: {operator}"),
    "password-changed": N_("password changed: {operator}"),
    "password-reset": N_("password reset: {operator}"),
    "right-applied": N_("right applied for: {operator}, {duty}"),
    "right-approved": N_("right approved: {operator}, {duty}"),
    "right-issued": N_("right issued: {operator}, {duty}"),
    "right-withdrawn": N_("right withdrawn: {operator}, {duty}"),
    "rights-listed": N_("operators {operators}, rights not used {unused}: {list}"),
    "operations-audited": N_(
        "operation log of {rows} rows, sample {sample}: failed log-ons {failed}, refused {refused}, after hours {after_hours}"
    ),
    "refused": N_("peer refused {kind}: {rule}"),
    "refused-here": N_("refused: {rule}"),
}
ORDERS = {
    "report_move_out": N_("move-out report"),
    "report_move_in": N_("move-in report"),
    "continue_card": N_("card continuation"),
    "check_consistency": N_("consistency check"),
    "propose_correction": N_("correction proposed"),
    "check_correction": N_("correction checked"),
    "approve_correction": N_("correction permitted"),
    "withdraw_correction": N_("correction withdrawn"),
    "plant_difference": N_("damage to a record"),
    "report_move_within": N_("move inside the municipality"),
    "report_birth": N_("birth report"),
    "report_death": N_("death report"),
    "erase_record": N_("erasure ex officio"),
    "enter_record": N_("entry ex officio"),
    "correct_record": N_("correction ex officio"),
    "change_code": N_("change of the code"),
    "change_number": N_("change of the number"),
    "freeze_record": N_("record to be frozen"),
    "unfreeze_record": N_("record to be freed"),
    "send_recovery": N_("recovery update"),
    "lose_update": N_("an update is lost"),
    "forget_journal": N_("a journal is lost"),
    "send_wrong_entry": N_("an entry with wrong items"),
    "request_certificate": N_("request for a certificate"),
    "load": N_("other requests queue up"),
    "check_identity": N_("identification by card"),
    "check_four_items": N_("identification by four items"),
    "show_access_notice": N_("access-log notice shown"),
    "search_person": N_("search of identity records"),
    "inquire_person": N_("inquiry to J-LIS"),
    "check_number": N_("check of a number"),
    "confirm_person": N_("person compared and confirmed"),
    "acquire_fugo": N_("acquisition of a fugo"),
    "register_addressee": N_("addressee told"),
    "send_medium": N_("medium sent"),
    "hold_answers": N_("answers held back"),
    "release_answers": N_("answers sent after all"),
    "log_on": N_("log-on"),
    "log_off": N_("log-off"),
    "change_password": N_("change of a password"),
    "reset_password": N_("reset of a password"),
    "apply_for_right": N_("application for a right"),
    "approve_right": N_("approval of a right"),
    "register_right": N_("issue of a right"),
    "withdraw_right": N_("withdrawal of a right"),
    "list_rights": N_("list of operators and rights"),
    "audit_sample": N_("audit of the operation log"),
}
TIMERS = {
    "look-again": N_("corrected record looked at again"),
    "erase": N_("planned date came: record erased"),
    "purge-closed": N_("closed record's term is over"),
    "erase-transfers": N_("move-out records' term is over"),
    "give-up": N_("no answer in time"),
    "unlock": N_("lock on a record is over"),
    "lapse": N_("card's term at the new municipality is over"),
    "revoke-user": N_("certificate's term is over"),
    "kiosk-wait": N_("the kiosk's wait is over"),
    "center-wait": N_("the center's wait is over"),
    "issue": N_("document made"),
    "confirm-position": N_("the register did not answer in time"),
    "acquisition": N_("acquisition number's time is over"),
    "forget-numbers": N_("used acquisition numbers forgotten"),
    "medium": N_("medium arrives"),
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
    "number-designation": N_("designation of a number"),
    "identity-search": N_("search of identity records"),
    "identity-inquiry": N_("inquiry to J-LIS"),
    "number-check": N_("check of a number"),
    "card": N_("card at the counter and in card management"),
    "consistency-check": N_("consistency check"),
    "fugo-issuance": N_("acquisition of a fugo"),
    "kiosk-certificate": N_("certificate from a kiosk"),
    "every": N_("every procedure"),
}
STATES = {"current": N_("current"), "erased": N_("erased")}
"Of a record that a screen lists."
_LAWS = (
    ("住基法施行令", "BRR Order"),
    ("住基法施行規則", "BRR Rules"),
    ("住基法", "BRR Act"),
    ("番号法施行令", "My Number Order"),
    ("番号法", "My Number Act"),
    ("公的個人認証法施行規則", "JPKI Rules"),
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
    return pick(entry.ja, spaced(kind))


def spaced(kind: str) -> str:
    """Move out record for MoveOutRecord."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", kind).capitalize()


def rule_name(rule: str) -> str:
    """The reason of a refusal as a clerk reads it."""
    known = RULES.get(rule)
    return pick(known.ja, known.en) if known else rule


def notice_text(code: str, about: dict[str, str]) -> str:
    """What an operator's screen says."""
    words = {"rule": "", "kind": "", "people": "", "records": "", "municipality": "", "requests": "", "yen": ""} | about
    words["rule"] = rule_name(words["rule"])
    words["kind"] = message_name(words["kind"])
    words["municipality"] = organisation_name(words["municipality"])
    words["reason"] = reason_name(words.get("reason", ""))
    words["duty"] = duties_named(words.get("duty", ""))
    words["list"] = duties_named(words.get("list", ""))
    words["purpose"] = purpose_name(words.get("purpose", ""))
    words["state"] = _(STATES[words["state"]]) if words.get("state") in STATES else words.get("state", "")
    return _(NOTICES[code]).format(**words) if code in NOTICES else code


def duties_named(text: str) -> str:
    """A text in which duties are named in the language in use."""
    for duty, japanese in DUTIES.items():
        text = text.replace(duty.value, pick(japanese, duty.value.replace("-", " ")))
    return text


def reason_name(reason: str) -> str:
    """異動事由 with its code, where there is one."""
    try:
        return pick(f"{REASONS[ChangeReason(reason)]}({reason})", reason)
    except ValueError:
        return reason


def purpose_name(purpose: str) -> str:
    """An affair for which somebody may be asked for."""
    known = PURPOSE_OF.get(purpose)
    return pick(known.ja, known.en) if known else purpose


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

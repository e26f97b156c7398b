"""Oracles about cards: a card in operation has a holder who may have it, its certificates and PIN counter keep their rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from juki.nodes.national.jpki import TOUCHES_THE_SIGNATURE
from juki.protocol.deadlines import card_presentation, card_without_move_in
from juki.protocol.messages.card import CardState
from juki.protocol.records.changes import Change
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms.nodes import CARD_MANAGEMENT, JPKI, NATIONAL_SERVER
from juki.scenarios.oracles.people import masked
from juki.scenarios.oracles.view import Registered, View


def active_cards_have_cause(view: View) -> Iterator[str]:
    """A card in operation fulfils none of 番号法施行令14条."""
    rows = view.rows(view.store(CARD_MANAGEMENT), "serial, code, state, municipality", "cards", "serial")
    for serial, code, state, municipality in rows:
        if state == CardState.ACTIVE.value:
            fault = _fault(view.registered.get(code, []), municipality, view.today)
            if fault:
                yield f"card {serial} of {masked(code)} is active, but {fault}"


def _fault(rows: list[Registered], kept_by: str, today: date) -> str:
    current = next((row for row in rows if row.is_current), None)
    if current is None:
        closed = max((row.resident.erased_on for row in rows if row.resident.erased_on), default=None)
        if closed is None:
            return "its holder is in no register"
        lapse = card_without_move_in(closed)
        return f"its holder left on {closed} and moved in nowhere" if lapse.has_passed(today) else ""
    if current.city.digits == kept_by:
        return ""
    lapse = card_presentation(current.resident.reported_on)
    return "it was not handed in within 90 days of the move-in" if lapse.has_passed(today) else ""


def signatures_revoked(view: View) -> Iterator[str]:
    """署名用電子証明書 ends with every move and every correction of what it says (公的個人認証法12条)."""
    moved = set()
    rows = view.rows(view.store(NATIONAL_SERVER), "code, sequence, record", "history", "rowid")
    first = {code for code, sequence, _ in rows if sequence == 1}
    seen: set[str] = set()
    for code, _, body in rows:
        is_genesis = code in first and code not in seen
        seen.add(code)
        reason = view.record(body, IdentityRecord).reason
        if not is_genesis and (reason.change is not Change.CORRECTION or reason in TOUCHES_THE_SIGNATURE):
            moved.add(code)
    valid = view.rows(view.store(JPKI), "code, purpose, revoked_on", "certificates", "serial")
    for code, purpose, revoked_on in valid:
        if code in moved and purpose == "signing" and revoked_on is None:
            yield f"{masked(code)} moved, and the signing certificate still stands"


def pin_counters(view: View) -> Iterator[str]:
    """A PIN counter falls with each wrong PIN until a right one, and a locked card never proves itself again.

    The PIN of the register and that of the user certificate have a counter each.
    """
    yield from _one_counter(view, "CardProof", "CardDenied")
    yield from _one_counter(view, "UserProof", "UserDenied")


def _one_counter(view: View, proof: str, denial: str) -> Iterator[str]:
    left: dict[str, int] = {}
    for step in view.trail.steps:
        if step.what != "message" or step.place != "next":
            continue
        if step.kind == proof:
            if left.get(step.peer) == 0:
                yield f"{step.peer} was locked and proved itself"
            left.pop(step.peer, None)
        elif step.kind == denial and isinstance(step.body, dict):
            tries = step.body["tries_left"]
            if tries > left.get(step.peer, tries + 1) - (left.get(step.peer) != 0):
                yield f"{step.peer} has {tries} tries left after {left[step.peer]}"
            left[step.peer] = tries

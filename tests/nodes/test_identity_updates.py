"""Gaps, repetitions, frozen records, journals: what prefecture and national server share about updates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from cast import HANAKO, NAGAOKA, address, code_of, resident
from letters import hand, letter, signed
from little_world import LittleWorld, little_world
from msgspec.structs import replace

from juki.nodes.host import Outcome
from juki.nodes.identity_rows import IdentityRows
from juki.protocol.messages import Message
from juki.protocol.messages.identity import IdentityUpdate, ResendRequest
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.secure.envelope import unpack
from juki.protocol.sequences import Standing
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode

PREFECTURE, SERVER, NATIONAL = ids.prefecture_server("15"), ids.communication_server(NAGAOKA), ids.NATIONAL_SERVER
EARLIER = date(2026, 3, 10)


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def record(reason: ChangeReason = ChangeReason.MOVED_WITHIN, lot: str = "1番1号", **changes: Any) -> IdentityRecord:
    person = resident(address=address(NAGAOKA, lot))
    return replace(person.identity(NAGAOKA, reason, EARLIER), **changes)


def moved(sequence: int, recovery: int = 0) -> IdentityUpdate:
    """The n-th change of 花子's address."""
    return IdentityUpdate(record(lot=f"{sequence}番"), sequence, recovery)


def say(made: LittleWorld, message: Message, to: NodeId = PREFECTURE, sender: NodeId = SERVER) -> Outcome:
    number = made.host(to).streams.received(sender)[0] + 1
    said = letter(sender, to, message, number)
    return hand(made, signed(made, said, SERVER) if isinstance(message, IdentityUpdate) else said)


def rows(made: LittleWorld, node: NodeId = PREFECTURE) -> IdentityRows:
    return IdentityRows(made.host(node).store)


def told(outcome: Outcome) -> list[str]:
    return [notice.code for notice in outcome.notices]


def sent(outcome: Outcome) -> list[tuple[str, str, int]]:
    """Recipient, kind and, of an update, its number."""
    found = []
    for each in outcome.sent:
        body = unpack(each.envelope).body
        number = decode(body, IdentityUpdate).sequence if each.kind == "IdentityUpdate" else 0
        found.append((each.peer, each.kind, number))
    return found


def order(made: LittleWorld, node: NodeId, verb: str) -> Outcome:
    return made.host(node).order(verb, {"row": "0"}, made.world.now)


def test_what_waited_is_taken_and_passed_on_in_order_once_the_gap_is_filled(made: LittleWorld) -> None:
    assert sent(say(made, moved(4))) == [(SERVER, "ResendRequest", 0)]
    assert sent(say(made, moved(3))) == [(SERVER, "ResendRequest", 0)]
    filled = say(made, moved(2))
    assert sent(filled) == [(NATIONAL, "IdentityUpdate", number) for number in (2, 3, 4)]
    assert rows(made).standing(HANAKO, NAGAOKA.digits) == Standing(0, 4)
    assert made.rows(PREFECTURE, "select sequence from held") == []


def test_what_waited_and_does_not_pass_is_dropped_with_its_rule(made: LittleWorld) -> None:
    wrong = record(ChangeReason.MY_NUMBER_CORRECTED, old_number=None)
    say(made, IdentityUpdate(wrong, 3))
    filled = say(made, moved(2))
    assert told(filled) == ["held-update-refused"]
    assert rows(made).standing(HANAKO, NAGAOKA.digits) == Standing(0, 2)


def test_a_recovery_update_takes_the_place_of_whatever_is_missing(made: LittleWorld) -> None:
    say(made, moved(4))
    recovered = say(made, moved(5, recovery=1))
    assert told(recovered) == ["record-recovered"]
    assert sent(recovered) == [(NATIONAL, "IdentityUpdate", 5)]
    assert told(say(made, moved(2))) == ["update-repeated"]
    assert rows(made).standing(HANAKO, NAGAOKA.digits) == Standing(1, 5)
    assert made.rows(PREFECTURE, "select sequence from held") == []


def test_a_frozen_record_bounces_normal_updates_and_takes_a_recovery(made: LittleWorld) -> None:
    assert told(order(made, PREFECTURE, "freeze_record")) == ["record-frozen"]
    bounced = say(made, moved(2))
    assert bounced.refused is not None
    assert bounced.refused.name == "record-frozen"
    assert rows(made).is_frozen(HANAKO)
    assert sent(say(made, moved(2, recovery=1))) == [(NATIONAL, "IdentityUpdate", 2)]
    assert rows(made).is_frozen(HANAKO)


@pytest.mark.parametrize(("node", "below"), [(PREFECTURE, SERVER), (NATIONAL, PREFECTURE)])
def test_a_record_that_is_free_again_asks_for_what_bounced(made: LittleWorld, node: NodeId, below: NodeId) -> None:
    order(made, node, "freeze_record")
    assert sent(order(made, node, "unfreeze_record")) == [(below, "ResendRequest", 0)]
    assert not rows(made, node).is_frozen(HANAKO)


def test_an_order_for_a_row_behind_the_last_is_refused(made: LittleWorld) -> None:
    outcome = made.host(PREFECTURE).order("freeze_record", {"row": "7"}, made.world.now)
    assert outcome.refused is not None
    assert outcome.refused.name == "unknown-person"


def test_the_prefecture_sends_again_what_it_has_with_the_citys_proof(made: LittleWorld) -> None:
    say(made, moved(2))
    say(made, moved(3))
    again = say(made, ResendRequest(HANAKO, NAGAOKA, 1), PREFECTURE, NATIONAL)
    assert sent(again) == [(NATIONAL, "IdentityUpdate", 2), (NATIONAL, "IdentityUpdate", 3)]
    proofs = [unpack(each.envelope).proof for each in again.sent]
    assert [proof.origin for proof in proofs if proof] == [SERVER, SERVER]


def test_a_prefecture_without_journal_asks_the_city_and_passes_on_what_comes(made: LittleWorld) -> None:
    say(made, moved(2))
    assert told(order(made, PREFECTURE, "forget_journal")) == ["journal-lost"]
    short = say(made, ResendRequest(HANAKO, NAGAOKA, 1), PREFECTURE, NATIONAL)
    assert sent(short) == [(SERVER, "ResendRequest", 0)]
    assert sent(say(made, moved(2))) == [(NATIONAL, "IdentityUpdate", 2)]
    assert sent(say(made, moved(2))) == []


def test_a_lost_update_leaves_the_one_before_it(made: LittleWorld) -> None:
    say(made, moved(2))
    say(made, moved(3))
    assert told(order(made, PREFECTURE, "lose_update")) == ["update-lost"]
    found = rows(made).found(HANAKO)
    assert found is not None
    assert (found[0].address.lot, found[1]) == ("2番", True)
    assert rows(made).standing(HANAKO, NAGAOKA.digits) == Standing(0, 2)
    assert told(order(made, PREFECTURE, "lose_update")) == ["refused-here"]


def test_a_resend_is_asked_of_those_who_know_the_person(made: LittleWorld) -> None:
    outcome = say(made, ResendRequest(code_of(99), NAGAOKA, 1), PREFECTURE, NATIONAL)
    assert outcome.refused is not None
    assert outcome.refused.name == "unknown-person"


@pytest.mark.parametrize("node", [PREFECTURE, NATIONAL])
def test_a_changed_code_begins_anew_and_leaves_a_chain(made: LittleWorld, node: NodeId) -> None:
    new = code_of(50)
    changed = record(ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED, lot="1番1号", code=new, old_code=HANAKO)
    sender = SERVER if node == PREFECTURE else PREFECTURE
    outcome = say(made, IdentityUpdate(changed, 1), node, sender)
    assert outcome.refused is None
    held = rows(made, node)
    assert held.successor(HANAKO) == new
    assert [held.found(code) and held.found(code)[1] for code in (HANAKO, new)] == [False, True]  # type: ignore[index]
    again = replace(changed, code=code_of(51))
    refused = say(made, IdentityUpdate(again, 1), node, sender)
    assert refused.refused is not None
    assert refused.refused.name == "unknown-person"


def test_an_old_number_that_is_not_on_file_is_refused(made: LittleWorld) -> None:
    wrong = record(ChangeReason.MY_NUMBER_CORRECTED, old_number=None)
    outcome = say(made, IdentityUpdate(wrong, 2))
    assert outcome.refused is not None
    assert outcome.refused.name == "old-value-differs"

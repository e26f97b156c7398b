"""What leaves a city is numbered and kept: sent again from the journal, or as one whole record when that is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, code_of, resident
from letters import hand, letter
from little_world import LittleWorld, little_world
from msgspec.structs import replace

from juki.nodes.host import Outcome
from juki.nodes.municipality.server_rows import ServerRows
from juki.protocol.messages import Message
from juki.protocol.messages.identity import IdentityUpdate, NumberRequest, ResendRequest
from juki.protocol.messages.move import RegisterChanged
from juki.protocol.moments import to_datetime
from juki.protocol.records.changes import ChangeReason
from juki.protocol.secure.envelope import unpack
from juki.protocol.sequences import Standing
from juki.protocol.terms import NodeId
from juki.protocol.terms import nodes as ids
from juki.protocol.wire import decode

SERVER, REGISTER, PREFECTURE = (
    ids.communication_server(NAGAOKA),
    ids.resident_register(NAGAOKA),
    ids.prefecture_server("15"),
)


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def say(made: LittleWorld, sender: NodeId, message: Message, case: str = f"{REGISTER}:1") -> Outcome:
    number = made.host(SERVER).streams.received(sender)[0] + 1
    return hand(made, letter(sender, SERVER, message, number, case=case))


def change(made: LittleWorld, lot: str, case: str = f"{REGISTER}:1") -> Outcome:
    person = resident()
    moved = person.identity(NAGAOKA, ChangeReason.CORRECTED_EX_OFFICIO, to_datetime(made.world.now).date())
    address = type(person.address)(NAGAOKA, "試験県試験市", "試験町", lot)
    return say(made, REGISTER, RegisterChanged(replace(moved, address=address)), case)


def updates(outcome: Outcome) -> list[tuple[str, int, int]]:
    found = []
    for each in outcome.sent:
        if each.kind == "IdentityUpdate":
            update = decode(unpack(each.envelope).body, IdentityUpdate)
            found.append((update.record.address.lot, update.sequence, update.recovery))
    return found


def test_a_resend_gives_what_was_sent_after_the_number_that_is_named(made: LittleWorld) -> None:
    for lot in ("2番", "3番", "4番"):
        change(made, lot)
    again = say(made, PREFECTURE, ResendRequest(HANAKO, NAGAOKA, 2))
    assert updates(again) == [("3番", 3, 0), ("4番", 4, 0)]
    assert updates(say(made, PREFECTURE, ResendRequest(HANAKO, NAGAOKA, 4))) == []


def test_without_a_journal_the_whole_record_goes_under_the_next_recovery_number(made: LittleWorld) -> None:
    change(made, "2番")
    change(made, "3番")
    made.host(SERVER).order("forget_journal", {"row": "0"}, made.world.now)
    again = say(made, PREFECTURE, ResendRequest(HANAKO, NAGAOKA, 1))
    assert updates(again) == [("3番", 3, 1)]
    assert updates(change(made, "4番")) == [("4番", 4, 1)]
    assert ServerRows(made.host(SERVER).store).standing(HANAKO) == Standing(1, 4)
    assert updates(say(made, PREFECTURE, ResendRequest(HANAKO, NAGAOKA, 3, 1))) == [("4番", 4, 1)]


def test_a_recovery_goes_even_when_the_record_is_frozen(made: LittleWorld) -> None:
    made.host(SERVER).order("freeze_record", {"row": "0"}, made.world.now)
    refused = change(made, "2番").refused
    assert refused is not None
    assert refused.name == "record-frozen"
    sent = made.host(SERVER).order("send_recovery", {"row": "0"}, made.world.now)
    assert updates(sent) == [("1番1号", 1, 1)]
    made.host(SERVER).order("unfreeze_record", {"row": "0"}, made.world.now)
    assert updates(change(made, "2番")) == [("2番", 2, 1)]


def test_a_resend_of_another_citys_updates_or_of_nobody_is_refused(made: LittleWorld) -> None:
    for asked, rule in (
        (ResendRequest(HANAKO, NIIGATA, 0), "misaddressed"),
        (ResendRequest(code_of(99), NAGAOKA, 0), "unknown-person"),
    ):
        refused = say(made, PREFECTURE, asked).refused
        assert refused is not None
        assert refused.name == rule


def test_a_lock_ends_by_itself(made: LittleWorld) -> None:
    case = f"{REGISTER}:1"
    outcome = say(made, REGISTER, NumberRequest(HANAKO), case)
    [(name, due)] = outcome.timers
    assert due - made.world.now == timedelta(minutes=10) // timedelta(microseconds=1)
    refused = change(made, "2番", f"{REGISTER}:2").refused
    assert refused is not None
    assert refused.name == "record-locked"
    ended = made.host(SERVER).fire(name, due, due)
    assert ended is not None
    assert [notice.code for notice in ended.notices] == ["lock-ended"]
    assert updates(change(made, "2番", f"{REGISTER}:2")) == [("2番", 2, 0)]


def test_a_number_is_asked_for_residents_only(made: LittleWorld) -> None:
    refused = say(made, REGISTER, NumberRequest(code_of(99))).refused
    assert refused is not None
    assert refused.name == "unknown-person"

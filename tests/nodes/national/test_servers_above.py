"""Prefecture and national server: the record on file, its history, and who is told what (住基法30条の6, 30条の7)."""

from __future__ import annotations

from datetime import date

import pytest
from cast import HANAKO, NAGAOKA, NIIGATA, PLANNED, TARO, YOKOHAMA, address, code_of, resident
from letters import hand, letter, signed
from little_world import LittleWorld, little_world

from juki.nodes.host import Outcome
from juki.protocol.messages.identity import IdentityCheckRequest, IdentityUpdate
from juki.protocol.messages.move import MoveOutConfirmed
from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import MunicipalityCode, NodeId
from juki.protocol.terms import nodes as ids

NIIGATA_PREFECTURE = ids.prefecture_server("15")


@pytest.fixture
def made() -> LittleWorld:
    return little_world(link="null")


def update(city: MunicipalityCode, reason: ChangeReason, sequence: int, on: date = PLANNED) -> IdentityUpdate:
    return IdentityUpdate(resident(city=city).identity(city, reason, on), sequence)


def say(
    made: LittleWorld, said: IdentityUpdate, signer: MunicipalityCode, *, to: NodeId = NIIGATA_PREFECTURE
) -> Outcome:
    """Signed by a city, as its own server would send it; to the national server as its prefecture would relay it."""
    origin = ids.communication_server(signer)
    sender = ids.prefecture_server(signer.prefecture) if to == ids.NATIONAL_SERVER else origin
    number = made.host(to).streams.received(sender)[0] + 1
    return hand(made, signed(made, letter(sender, to, said, number), origin))


def on_file(made: LittleWorld, node: NodeId) -> tuple[str, int]:
    [row] = made.rows(node, "select municipality, is_current from identity where code = ?", HANAKO.digits)
    return row[0], row[1]


def test_a_prefecture_passes_on_what_it_takes_with_the_same_proof(made: LittleWorld) -> None:
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, 2), NAGAOKA)
    assert [(sent.peer, sent.kind) for sent in outcome.sent] == [(ids.NATIONAL_SERVER, "IdentityUpdate")]
    assert on_file(made, NIIGATA_PREFECTURE) == (NAGAOKA.digits, 0)
    made.world._follow(NIIGATA_PREFECTURE, outcome)
    made.quiet()
    assert on_file(made, ids.NATIONAL_SERVER) == (NAGAOKA.digits, 0)
    assert made.refusals() == []


@pytest.mark.parametrize("node", [NIIGATA_PREFECTURE, ids.NATIONAL_SERVER])
def test_a_late_erasure_by_the_old_city_is_history(made: LittleWorld, node: NodeId) -> None:
    say(made, update(NIIGATA, ChangeReason.MOVED_IN, 1), NIIGATA, to=node)
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, 2), NAGAOKA, to=node)
    assert outcome.refused is None
    assert on_file(made, node) == (NIIGATA.digits, 1)
    history = made.rows(node, "select origin, sequence from history where code = ? order by rowid", HANAKO.digits)
    assert history == [(NIIGATA.digits, 1), (NAGAOKA.digits, 2)]


def test_a_late_erasure_lets_nothing_lapse(made: LittleWorld) -> None:
    say(made, update(NIIGATA, ChangeReason.MOVED_IN, 1), NIIGATA, to=ids.NATIONAL_SERVER)
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, 2), NAGAOKA, to=ids.NATIONAL_SERVER)
    assert outcome.sent == []
    assert [notice.code for notice in outcome.notices] == ["late-erasure"]


def test_a_change_that_counts_is_told_to_certification_and_card_management(made: LittleWorld) -> None:
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, 2), NAGAOKA, to=ids.NATIONAL_SERVER)
    assert [(sent.peer, sent.kind) for sent in outcome.sent] == [
        (ids.JPKI, "IdentityChanged"),
        (ids.CARD_MANAGEMENT, "IdentityChanged"),
    ]


@pytest.mark.parametrize("sequence", [1, 0])
def test_a_number_that_is_known_already_changes_nothing_and_goes_no_further(made: LittleWorld, sequence: int) -> None:
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, sequence), NAGAOKA)
    assert (outcome.refused, outcome.sent) == (None, [])
    assert [notice.code for notice in outcome.notices] == ["update-repeated"]
    assert on_file(made, NIIGATA_PREFECTURE) == (NAGAOKA.digits, 1)
    assert made.rows(NIIGATA_PREFECTURE, "select last from sequences") == [(1,)]


@pytest.mark.parametrize("sequence", [3, 2**40])
def test_a_number_that_comes_too_early_waits_and_what_is_missing_is_asked_for(made: LittleWorld, sequence: int) -> None:
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, sequence), NAGAOKA)
    assert [(sent.peer, sent.kind) for sent in outcome.sent] == [(ids.communication_server(NAGAOKA), "ResendRequest")]
    assert on_file(made, NIIGATA_PREFECTURE) == (NAGAOKA.digits, 1)
    assert made.rows(NIIGATA_PREFECTURE, "select sequence from held") == [(sequence,)]


def test_a_city_cannot_erase_another_citys_resident(made: LittleWorld) -> None:
    outcome = say(made, update(NAGAOKA, ChangeReason.MOVED_OUT, 1), NIIGATA)
    assert outcome.refused is not None
    assert outcome.refused.name == "logic-check"
    assert on_file(made, NIIGATA_PREFECTURE) == (NAGAOKA.digits, 1)


def test_a_city_of_another_prefecture_is_not_heard_here(made: LittleWorld) -> None:
    outcome = say(made, update(YOKOHAMA, ChangeReason.MOVED_IN, 1), YOKOHAMA)
    assert outcome.refused is not None
    assert outcome.refused.name == "not-authorised"


def test_the_answer_to_a_counter_is_sealed_to_it(made: LittleWorld) -> None:
    terminal = ids.integrated_terminal(NIIGATA)
    asked = IdentityCheckRequest(HANAKO, made.registry.vault(terminal).public.sealing)
    inner = letter(ids.communication_server(NIIGATA), ids.NATIONAL_SERVER, asked, case=f"{terminal}:1")
    outcome = hand(made, signed(made, inner, terminal))
    [sent] = outcome.sent
    assert sent.kind == "IdentityCheckReply"
    assert HANAKO.digits.encode() not in sent.envelope


LOW_ORDER = "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"


@pytest.mark.parametrize("key", [b"", b"x" * 31, b"x" * 33, bytes(32), b"\x01" + bytes(31), bytes.fromhex(LOW_ORDER)])
def test_a_key_that_nothing_can_be_sealed_to_is_malformed_and_stops_nobody(made: LittleWorld, key: bytes) -> None:
    terminal = ids.integrated_terminal(NIIGATA)
    asked = IdentityCheckRequest(HANAKO, key)
    inner = letter(ids.communication_server(NIIGATA), ids.NATIONAL_SERVER, asked, case=f"{terminal}:1")
    outcome = hand(made, signed(made, inner, terminal))
    assert outcome.refused is not None
    assert outcome.refused.name == "malformed"


def test_who_went_where_is_kept_for_known_people_only(made: LittleWorld) -> None:
    for number, (code, rule) in enumerate([(HANAKO, None), (code_of(99), "unknown-person")], start=1):
        said = MoveOutConfirmed(code, NIIGATA, address(NIIGATA), PLANNED)
        outcome = hand(made, letter(ids.communication_server(NAGAOKA), NIIGATA_PREFECTURE, said, number))
        assert (outcome.refused.name if outcome.refused else None) == rule
    assert made.rows(NIIGATA_PREFECTURE, "select code from confirmed") == [(HANAKO.digits,)]
    assert TARO != HANAKO

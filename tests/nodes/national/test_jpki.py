"""Certification: which change revokes which certificate, and when (公的個人認証法12条, 31条)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from cast import HANAKO, NAGAOKA, PLANNED, TARO
from letters import hand, letter
from little_world import LittleWorld, little_world

from juki.protocol.messages.identity import IdentityChanged
from juki.protocol.records.changes import ChangeReason
from juki.protocol.terms import JuminhyoCode
from juki.protocol.terms import nodes as ids

TODAY = date(2026, 3, 16)
BOTH, SIGNATURE, NEITHER = {"C000001-S", "C000001-U"}, {"C000001-S"}, set[str]()


def changed(made: LittleWorld, reason: ChangeReason, code: JuminhyoCode = HANAKO) -> None:
    number = made.host(ids.JPKI).streams.received(ids.NATIONAL_SERVER)[0] + 1
    said = IdentityChanged(code, reason, PLANNED, PLANNED, NAGAOKA)
    made.world._follow(ids.JPKI, hand(made, letter(ids.NATIONAL_SERVER, ids.JPKI, said, number)))


def revoked(made: LittleWorld) -> dict[str, str]:
    return dict(made.rows(ids.JPKI, "select serial, revoked_on from certificates where revoked_on is not null"))


@pytest.mark.parametrize(
    ("reason", "serials"),
    [
        (ChangeReason.MOVED_OUT, SIGNATURE),
        (ChangeReason.MOVED_ABROAD, SIGNATURE),
        (ChangeReason.MOVED_IN, SIGNATURE),
        (ChangeReason.MOVED_WITHIN, SIGNATURE),
        (ChangeReason.CORRECTED_EX_OFFICIO, SIGNATURE),
        (ChangeReason.MINOR_CORRECTION, NEITHER),
        (ChangeReason.MY_NUMBER_CHANGE_REQUESTED, NEITHER),
        (ChangeReason.MY_NUMBER_CORRECTED, NEITHER),
        (ChangeReason.MY_NUMBER_ENTERED, NEITHER),
        (ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED, NEITHER),
        (ChangeReason.DEATH, BOTH),
        (ChangeReason.ERASED_EX_OFFICIO, BOTH),
        (ChangeReason.ERASED_NATURALISED, BOTH),
        (ChangeReason.ERASED_NATIONALITY_LOST, BOTH),
    ],
)
def test_a_change_revokes_at_once(reason: ChangeReason, serials: set[str]) -> None:
    made = little_world(link="null")
    changed(made, reason)
    assert revoked(made) == dict.fromkeys(serials, TODAY.isoformat())


@pytest.mark.parametrize("reason", [ChangeReason.MOVED_OUT, ChangeReason.MOVED_ABROAD])
def test_the_user_certificate_lives_for_thirty_days_after_a_move_out_report(reason: ChangeReason) -> None:
    made = little_world(link="null")
    changed(made, reason)
    made.until(PLANNED + timedelta(days=30), hour=23)
    assert "C000001-U" not in revoked(made)
    made.until(PLANNED + timedelta(days=31), hour=0)
    assert revoked(made)["C000001-U"] == (PLANNED + timedelta(days=31)).isoformat()


def test_a_move_in_saves_the_user_certificate() -> None:
    made = little_world(link="null")
    changed(made, ChangeReason.MOVED_OUT)
    changed(made, ChangeReason.MOVED_IN)
    made.until(PLANNED + timedelta(days=60))
    assert set(revoked(made)) == SIGNATURE


def test_the_day_of_a_revocation_is_not_written_over() -> None:
    made = little_world(link="null")
    changed(made, ChangeReason.MOVED_OUT)
    made.until(PLANNED)
    changed(made, ChangeReason.MOVED_IN)
    assert revoked(made)["C000001-S"] == TODAY.isoformat()


def test_somebody_elses_change_revokes_nothing() -> None:
    made = little_world(link="null")
    changed(made, ChangeReason.DEATH, TARO)
    assert revoked(made) == {}

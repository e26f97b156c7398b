"""The city's side of a request: its turn, the register's word, and the decision."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cast import NAGAOKA, resident
from kiosk_cast import CERTIFICATE, KEY, NOW, TODAY, replica, request

from juki.protocol.effects import CancelTimer, Notify, Send, SetTimer
from juki.protocol.errors import OutOfTurn
from juki.protocol.kiosk_hours import POSITION_WAITS, SERVICE
from juki.protocol.messages import Refusal
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificateDocument,
    CertificatePrinted,
    ReplicaPosition,
    ReplicaPositionRequest,
    RequestAborted,
)
from juki.protocol.procedures.issuance import (
    DocumentMade,
    Job,
    JobEffect,
    JobEvent,
    JobState,
    NoPosition,
    PositionTold,
    TurnCame,
    step,
)
from juki.protocol.records.certificates import CertificateKind, ReplicaRecord, replica_of, user_certificate_of
from juki.protocol.terms.nodes import CERTIFICATE_CENTER, resident_register

QUEUED = Job(KEY, NAGAOKA, request=request())
TURN, MADE = TurnCame(NOW), DocumentMade(NOW, 3)


def told(position: int = 3, last: int = 3, record: ReplicaRecord | None = None, *, nobody: bool = False) -> JobEvent:
    return PositionTold(ReplicaPosition(last), position, None if nobody else record or replica(), TODAY)


def after(*events: JobEvent, job: Job = QUEUED) -> tuple[Job, list[JobEffect]]:
    effects = list[JobEffect]()
    for event in events:
        job, effects = step(job, event)
    return job, effects


def sent(effects: list[JobEffect]) -> list[object]:
    return [effect.message for effect in effects if isinstance(effect, Send)]


def test_a_turn_takes_the_time_of_one_document() -> None:
    job, effects = after(TURN)
    assert (job.state, effects) == (JobState.WORKING, [SetTimer(f"issue/{KEY}", NOW + SERVICE)])


def test_before_anything_is_issued_the_register_is_asked_how_far_it_is() -> None:
    job, effects = after(TURN, MADE)
    assert job.state is JobState.CONFIRMING
    asked = Send(resident_register(NAGAOKA), ReplicaPositionRequest(3), case=KEY)
    assert effects == [SetTimer(f"confirm-position/{KEY}", NOW + POSITION_WAITS), asked]


def test_the_document_is_about_the_applicant_and_sealed_to_the_kiosk() -> None:
    job, effects = after(TURN, MADE, told())
    [document] = sent(effects)
    assert isinstance(document, CertificateDocument)
    assert (document.key, document.applicant, document.position) == (KEY, CERTIFICATE, 3)
    assert document.name == resident().name
    send = next(effect for effect in effects if isinstance(effect, Send))
    assert (send.to, send.seal_to, send.case) == (CERTIFICATE_CENTER, request().reply_key, KEY)
    assert (job.state, job.request) == (JobState.ISSUED, None)


@pytest.mark.parametrize("in_full", [True, False])
def test_what_the_law_leaves_out_is_left_out_unless_it_is_asked_for(*, in_full: bool) -> None:
    job = Job(KEY, NAGAOKA, request=request(in_full=in_full))
    [document] = sent(after(TURN, MADE, told(), job=job)[1])
    assert isinstance(document, CertificateDocument)
    shown = (document.relationship, document.household_head, document.family_register)
    assert shown == (
        (replica().relationship, replica().household_head, replica().family_register) if in_full else ("", "", None)
    )


def test_a_document_bears_no_number_of_a_person() -> None:
    fields = CertificateDocument.__struct_fields__
    assert not {"code", "my_number"} & {*fields, *ReplicaRecord.__struct_fields__}


@pytest.mark.parametrize("kind", list(CertificateKind))
def test_every_kind_has_its_fee(kind: CertificateKind) -> None:
    job = Job(KEY, NAGAOKA, request=request(wanted=kind))
    [document] = sent(after(TURN, MADE, told(), job=job)[1])
    assert isinstance(document, CertificateDocument)
    assert (document.wanted, document.fee_yen) == (kind, 200)


@pytest.mark.parametrize(
    ("news", "rule"),
    [
        (told(position=2), "replica-stale"),
        (told(nobody=True), "unknown-person"),
        (told(record=replica(erased_on=TODAY)), "record-closed"),
        (told(record=replica(is_protected=True)), "issuance-suspended"),
        (NoPosition(), "replica-stale"),
        (Refusal("x#1", "ReplicaPositionRequest", "not-authorised"), "replica-stale"),
    ],
)
def test_no_document_but_a_reason(news: JobEvent, rule: str) -> None:
    job, effects = after(TURN, MADE, news)
    assert job == Job(KEY, NAGAOKA, JobState.DECLINED)
    assert sent(effects) == [CertificateDeclined(KEY, rule)]


def test_a_copy_that_is_further_than_the_answer_is_fresh() -> None:
    assert after(TURN, MADE, told(position=4))[0].state is JobState.ISSUED


@pytest.mark.parametrize(
    "before", [(), (TURN,), (TURN, MADE), (TURN, MADE, told())], ids=["queue", "work", "ask", "out"]
)
def test_an_abort_ends_a_request_wherever_it_stands(before: tuple[JobEvent, ...]) -> None:
    job, effects = after(*before, RequestAborted(KEY))
    assert job == Job(KEY, NAGAOKA, JobState.ABORTED)
    assert {CancelTimer(f"issue/{KEY}").name, f"confirm-position/{KEY}"} == {
        effect.name for effect in effects if isinstance(effect, CancelTimer)
    }
    assert Notify("request-aborted", {"key": KEY}) in effects


@pytest.mark.parametrize("news", [told(), RequestAborted(KEY), Refusal("x#1", "x", "x")])
def test_what_comes_for_an_aborted_request_does_nothing(news: JobEvent) -> None:
    assert after(RequestAborted(KEY), news) == (Job(KEY, NAGAOKA, JobState.ABORTED), [])


def test_a_printed_document_is_noted() -> None:
    job, _ = after(TURN, MADE, told(), CertificatePrinted(KEY))
    assert job.state is JobState.PRINTED


def test_nothing_is_printed_that_was_not_issued() -> None:
    with pytest.raises(OutOfTurn):
        after(TURN, CertificatePrinted(KEY))


def test_a_request_from_outside_takes_its_time_and_is_gone() -> None:
    job, effects = after(TURN, MADE, job=Job("x:1/1", NAGAOKA))
    assert (job.state, effects) == (JobState.PRINTED, [])


def test_what_is_handed_on_knows_a_person_by_the_certificate_in_her_card() -> None:
    person = resident()
    assert person.card is not None
    assert replica_of(person).certificate == user_certificate_of(person.card.serial)


def test_a_document_takes_longer_than_nothing_and_less_than_the_wait() -> None:
    assert timedelta() < SERVICE < POSITION_WAITS

"""One document in a city's コンビニ交付システム: its turn, its making, the register's word, the document (seed I 9-①, system 6).

The city does not look at the card: who asks was proved to the center. It decides whether the record may be shown at all.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias

import msgspec
from msgspec.structs import replace

from juki.protocol.effects import CancelTimer, Notify, Send, SetTimer
from juki.protocol.errors import OutOfTurn
from juki.protocol.kiosk_hours import POSITION_WAITS, SERVICE
from juki.protocol.messages import Refusal
from juki.protocol.messages.kiosk import (
    CertificateDeclined,
    CertificateDocument,
    CertificatePrinted,
    CertificateRequest,
    ReplicaPosition,
    ReplicaPositionRequest,
    RequestAborted,
)
from juki.protocol.records.certificates import CertificateKind, ReplicaRecord
from juki.protocol.refusals import ISSUANCE_SUSPENDED, RECORD_CLOSED, REPLICA_STALE, UNKNOWN_PERSON, Rule
from juki.protocol.terms import MunicipalityCode
from juki.protocol.terms.nodes import CERTIFICATE_CENTER, resident_register

ISSUE, CONFIRM = "issue/", "confirm-position/"
"Timers, followed by the key of a request."
FEES_YEN = {CertificateKind.RECORD_COPY: 200, CertificateKind.RECORD_ITEMS: 200}


class JobState(StrEnum):
    """Where a request stands at the city."""

    QUEUED = "queued"
    WORKING = "working"
    CONFIRMING = "confirming"
    ISSUED = "issued"
    PRINTED = "printed"
    DECLINED = "declined"
    ABORTED = "aborted"


AT_WORK = frozenset({JobState.WORKING, JobState.CONFIRMING})
"One request at most is in one of these."
ENDED = frozenset({JobState.PRINTED, JobState.DECLINED, JobState.ABORTED})


class Job(msgspec.Struct, frozen=True):
    """One request. Of an ended one key and state stay, so that no key is ever used again."""

    key: str
    municipality: MunicipalityCode
    state: JobState = JobState.QUEUED
    request: CertificateRequest | None = None
    "None: a request from outside this network, which only takes its time."


class TurnCame(msgspec.Struct, frozen=True):
    """Nobody is before it any more."""

    now: datetime


class DocumentMade(msgspec.Struct, frozen=True):
    """The time that a document takes is over."""

    now: datetime
    position: int


class PositionTold(msgspec.Struct, frozen=True):
    """The register said how far it is; with what the replica holds at this moment."""

    told: ReplicaPosition
    position: int
    record: ReplicaRecord | None
    today: date


class NoPosition(msgspec.Struct, frozen=True):
    """The register said nothing in time."""


JobEvent: TypeAlias = (
    TurnCame | DocumentMade | PositionTold | NoPosition | RequestAborted | CertificatePrinted | Refusal
)
EVENTS = (TurnCame, DocumentMade, PositionTold, NoPosition, RequestAborted, CertificatePrinted, Refusal)
JobEffect: TypeAlias = Send | SetTimer | CancelTimer | Notify
Outcome: TypeAlias = tuple[Job, list[JobEffect]]


def step(job: Job, event: JobEvent) -> Outcome:  # noqa: PLR0911 - one return a row of the table
    """Advance by one event; the job and what must now be done. Everything that is sent is of the job's own case.

    Raises:
        OutOfTurn: this state expects no such event.
    """
    match job.state, event:
        case JobState.QUEUED, TurnCame(now=now):
            return replace(job, state=JobState.WORKING), [SetTimer(ISSUE + job.key, now + SERVICE)]
        case JobState.WORKING, DocumentMade(now=now, position=position):
            return _confirming(job, now, position)
        case JobState.CONFIRMING, PositionTold():
            return _decided(job, event)
        case JobState.CONFIRMING, (NoPosition() | Refusal()):
            return _declined(job, REPLICA_STALE)
        case _, RequestAborted() if job.state not in ENDED:
            aborted = Job(job.key, job.municipality, JobState.ABORTED)
            about = Notify("request-aborted", {"key": job.key})
            return aborted, [CancelTimer(ISSUE + job.key), CancelTimer(CONFIRM + job.key), about]
        case JobState.ISSUED, CertificatePrinted():
            return Job(job.key, job.municipality, JobState.PRINTED), []
        case (
            (JobState.ISSUED | JobState.PRINTED | JobState.DECLINED | JobState.ABORTED),
            (PositionTold() | RequestAborted() | Refusal()),
        ):
            return job, []
        case _:
            raise OutOfTurn(job.state, event)


def _confirming(job: Job, now: datetime, position: int) -> Outcome:
    if job.request is None:
        return Job(job.key, job.municipality, JobState.PRINTED), []
    question = Send(resident_register(job.municipality), ReplicaPositionRequest(position), case=job.key)
    confirming = replace(job, state=JobState.CONFIRMING)
    return confirming, [SetTimer(CONFIRM + job.key, now + POSITION_WAITS), question]


def _decided(job: Job, news: PositionTold) -> Outcome:
    rule = REPLICA_STALE if news.position < news.told.last else verdict(news.record)
    if rule is not None or news.record is None or job.request is None:
        return _declined(job, rule or UNKNOWN_PERSON)
    document = document_of(news.record, job.request, job.municipality, news.position, news.today)
    issued = replace(job, state=JobState.ISSUED, request=None)
    send = Send(CERTIFICATE_CENTER, document, seal_to=job.request.reply_key, case=job.key)
    return issued, [CancelTimer(CONFIRM + job.key), send]


def _declined(job: Job, rule: Rule) -> Outcome:
    declined = Send(CERTIFICATE_CENTER, CertificateDeclined(job.key, rule.name), case=job.key)
    ended = Job(job.key, job.municipality, JobState.DECLINED)
    notice = Notify("declined", {"rule": rule.name, "detail": ""})
    return ended, [CancelTimer(CONFIRM + job.key), notice, declined]


def verdict(record: ReplicaRecord | None) -> Rule | None:
    """Why no certificate of this record may be shown; None if one may."""
    if record is None:
        return UNKNOWN_PERSON
    if record.erased_on is not None:
        return RECORD_CLOSED
    return ISSUANCE_SUSPENDED if record.is_protected else None


def document_of(
    record: ReplicaRecord, request: CertificateRequest, municipality: MunicipalityCode, position: int, today: date
) -> CertificateDocument:
    """The document that answers a request; what 住基法12条5項 leaves out unless it is asked for is left out."""
    document = CertificateDocument(
        key=request.key,
        applicant=record.certificate,
        wanted=request.wanted,
        municipality=municipality,
        issued_on=today,
        position=position,
        fee_yen=FEES_YEN[request.wanted],
        name=record.name,
        birth=record.birth,
        sex=record.sex,
        address=record.address,
        address_since=record.address_since,
    )
    if not request.in_full:
        return document
    return replace(
        document,
        household_head=record.household_head,
        relationship=record.relationship,
        family_register=record.family_register,
    )

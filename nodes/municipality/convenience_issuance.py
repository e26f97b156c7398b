"""コンビニ交付システム: makes documents from its copy of the register, one at a time, and only while that copy is fresh.

It never sees a card, a PIN, a 住民票コード or a 個人番号. A copy of which the register does not say that it is up to date
does not speak (seed I 9-①, system 6).
"""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes.municipality.convenience_rows import ConvenienceRows, issuance
from juki.nodes.node import Context, Node
from juki.protocol.checks import check_reply_key
from juki.protocol.effects import Effect, Event, Ordered, Received, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.kiosk import (
    CertificatePrinted,
    CertificateRequest,
    ReplicaPosition,
    ReplicaUpdate,
    RequestAborted,
)
from juki.protocol.procedures.issuance import (
    CONFIRM,
    ISSUE,
    DocumentMade,
    Job,
    JobEvent,
    NoPosition,
    PositionTold,
    TurnCame,
    step,
)
from juki.protocol.refusals import KEY_USED, MALFORMED, MISADDRESSED, OUT_OF_TURN
from juki.protocol.terms import MunicipalityCode, Role, organisation_of

MOST_LOAD = 1000
"Requests from outside that one order may bring."


class ConvenienceIssuance(Node):
    """One city's コンビニ交付システム."""

    role = Role.CONVENIENCE_ISSUANCE
    migrations = (issuance,)

    @property
    def municipality(self) -> MunicipalityCode:
        return MunicipalityCode(organisation_of(self.me))

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:  # noqa: PLR0911 - one return a row of the table
        rows = ConvenienceRows(context.store)
        match event:
            case Ordered(verb="load"):
                return self._load(event, rows, context)
            case Received(message=ReplicaUpdate() as update):
                rows.take(update)
                return []
            case Received(message=CertificateRequest() as request):
                return self._queue(request, event.case, rows, context)
            case Received(message=ReplicaPosition() as told):
                job = self._job(event.case, rows)
                record = rows.of_certificate(job.request.applicant) if job.request else None
                news = PositionTold(told, rows.position, record, context.now.date())
                return self._advance(job, news, rows, context)
            case Received(message=(RequestAborted() | CertificatePrinted()) as news):
                return self._advance(self._job(news.key, rows), news, rows, context)
            case TimerDue(name=name) if name.startswith(ISSUE):
                made = DocumentMade(context.now, rows.position)
                return self._advance(self._job(name.removeprefix(ISSUE), rows), made, rows, context)
            case TimerDue(name=name) if name.startswith(CONFIRM):
                return self._advance(self._job(name.removeprefix(CONFIRM), rows), NoPosition(), rows, context)
            case _:
                return super().decide(event, context)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """What a peer refused on behalf of a request ends it."""
        rows = ConvenienceRows(context.store)
        job = rows.job(event.case)
        return super().refused(event, refusal, context) if job is None else self._advance(job, refusal, rows, context)

    def _queue(
        self, request: CertificateRequest, case: str, rows: ConvenienceRows, context: Context
    ) -> Sequence[Effect]:
        if request.key != case:
            raise PeerFault(MALFORMED, "the key is not that of the case")
        if self.surroundings.city_of.get(request.office) != self.municipality:
            raise PeerFault(MISADDRESSED, f"{request.office} is no register office of {self.municipality}")
        if rows.job(request.key) is not None:
            raise PeerFault(KEY_USED, request.key)
        check_reply_key(request.reply_key)
        rows.add(Job(request.key, self.municipality, request=request))
        return self._turn(rows, context)

    def _load(self, event: Ordered, rows: ConvenienceRows, context: Context) -> Sequence[Effect]:
        """Requests of people and kiosks outside this network: they are never printed here, and take their time."""
        for number in range(1, min(int(event.arguments["requests"]), MOST_LOAD) + 1):
            rows.add(Job(f"{event.case}/{number}", self.municipality))
        return self._turn(rows, context)

    @staticmethod
    def _job(key: str, rows: ConvenienceRows) -> Job:
        job = rows.job(key)
        if job is None:
            raise PeerFault(OUT_OF_TURN, f"no request {key[:60]}")
        return job

    def _advance(self, job: Job, news: JobEvent, rows: ConvenienceRows, context: Context) -> Sequence[Effect]:
        job, effects = step(job, news)
        rows.put(job)
        return [*effects, *self._turn(rows, context)]

    @staticmethod
    def _turn(rows: ConvenienceRows, context: Context) -> Sequence[Effect]:
        """The next one begins as soon as nobody is being served."""
        job = rows.next_job()
        if job is None:
            return []
        job, effects = step(job, TurnCame(context.now))
        rows.put(job)
        return effects

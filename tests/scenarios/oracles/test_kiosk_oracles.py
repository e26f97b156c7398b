"""The oracles of kiosks hold in honest runs, and fail when a system makes the mistakes of 2023."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from kiosk_corner import ASK, CAST, CITY, KIOSK, SECOND
from msgspec.structs import replace
from small_stories import Played, finish, small_story, staged

from juki.nodes.kernel.trace import Step
from juki.nodes.municipality.convenience_rows import ConvenienceRows
from juki.protocol.effects import Notify
from juki.protocol.messages.kiosk import CertificateDocument, ReplicaPosition, ReplicaUpdate
from juki.protocol.procedures import certificate_errand, issuance, kiosk_visit
from juki.protocol.procedures.issuance import DocumentMade, Job, JobEvent, PositionTold
from juki.protocol.procedures.kiosk_visit import KioskEvent, KioskState, KioskVisit
from juki.protocol.records.certificates import ReplicaRecord
from juki.scenarios.oracles import kiosks
from juki.scenarios.oracles.view import View

LATE = (
    f"{{{ASK}, settle: false}}",
    "{wait: {for: 1 second}, settle: false}",
    "partition: {of: 機構/証明書交付センター, from: kiosk/0001, for: 3 minutes, one_way: true}",
    "{wait: {for: 125 seconds}, settle: false}",
    "{request_certificate: {who: second, kiosk: kiosk/0001, pin: right}, settle: false}",
    "wait: {for: 5 minutes}",
)
LEFT = (
    ASK,
    "report_move_out: {who: first, to: 横浜市西区, planned: start + 2}",
    "wait: {until: start + 3}",
    ASK,
)


def run_of(*steps: str) -> Played:
    return finish(staged(small_story(*steps, cast=CAST)))


def found(run: Played, oracle: str) -> str:
    return run.found(oracle)


@pytest.mark.parametrize("steps", [(ASK, SECOND), LATE, LEFT], ids=["two", "late", "left"])
def test_they_hold_in_an_honest_run(steps: tuple[str, ...]) -> None:
    assert run_of(*steps).failed() == []


def test_a_kiosk_that_prints_what_comes_late_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Yokohama, March 2023: only the lock was taken away, and the document was still printed."""
    honest = kiosk_visit.step

    def careless(visit: KioskVisit, event: KioskEvent) -> kiosk_visit.Outcome:
        if visit.state is KioskState.ABORTED and isinstance(event, CertificateDocument):
            return visit, [Notify("certificate-printed", {"key": visit.key, "yen": "200"})]
        return honest(visit, event)

    monkeypatch.setattr("juki.nodes.public.kiosk.step", careless)
    assert "was printed after it was aborted" in found(run_of(*LATE), "applicant-is-subject")


def test_a_kiosk_that_prints_whatever_comes_next_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one at the kiosk gets the document of the one before."""
    honest = kiosk_visit.step

    def careless(visit: KioskVisit, event: KioskEvent) -> kiosk_visit.Outcome:
        if isinstance(event, CertificateDocument):
            event = replace(event, key=visit.key, applicant=visit.applicant)
        return honest(visit, event)

    made = issuance.document_of

    def mixed_up(record: ReplicaRecord, request: object, *rest: object) -> CertificateDocument:
        return replace(made(record, request, *rest), applicant="JK999999-00000000-U")  # type: ignore[arg-type]

    monkeypatch.setattr("juki.nodes.public.kiosk.step", careless)
    monkeypatch.setattr(issuance, "document_of", mixed_up)
    assert "names another applicant than the request" in found(run_of(ASK), "applicant-is-subject")


def test_a_city_that_takes_the_later_person_for_the_earlier_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kawasaki, May 2023: two requests in one second, and one overwrote the other."""
    made, asked = issuance.document_of, list[ReplicaRecord]()

    def overwritten(record: ReplicaRecord, request: object, *rest: object) -> CertificateDocument:
        asked.append(record)
        other = asked[0]
        return replace(made(record, request, *rest), name=other.name, birth=other.birth)  # type: ignore[arg-type]

    monkeypatch.setattr(issuance, "document_of", overwritten)
    run = run_of(f"{{{ASK}, settle: false}}", SECOND)
    assert "is about somebody else than its applicant" in found(run, "applicant-is-subject")


def test_a_city_that_answers_for_another_is_stopped_by_the_kiosk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The document names the other one as applicant, so the kiosk refuses it: nothing to see for an oracle."""
    of_certificate = ConvenienceRows.of_certificate
    asked: list[str] = []

    def overwritten(self: ConvenienceRows, certificate: str) -> ReplicaRecord | None:
        asked.append(certificate)
        return of_certificate(self, asked[0])

    monkeypatch.setattr(ConvenienceRows, "of_certificate", overwritten)
    run = run_of(f"{{{ASK}, settle: false}}", SECOND, "wait: {for: 3 minutes}")
    assert run.failed() == []
    assert sum(step.refused == "wrong-document" for step in run.steps) == 1
    assert printed(run) == [KIOSK]
    assert [state for (state,) in rows(run, "select state from jobs order by turn")] == ["printed", "aborted"]


def test_a_center_that_ends_only_its_own_part_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that is void at the kiosk must not stand as printed anywhere else."""

    def forgetful(errand: certificate_errand.Errand, event: object) -> certificate_errand.Outcome:
        errand, effects = certificate_errand.step(errand, event)  # type: ignore[arg-type]
        if errand.state is certificate_errand.ErrandState.PASSED:
            errand = replace(errand, state=certificate_errand.ErrandState.PRINTED)
        return errand, effects

    monkeypatch.setattr("juki.nodes.national.certificate_center.step", forgetful)
    assert "ended as aborted, printed, issued" in found(run_of(*LATE), "applicant-is-subject")


def test_a_copy_that_does_not_ask_the_register_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = issuance.step

    def hasty(job: Job, event: JobEvent) -> issuance.Outcome:
        job, effects = honest(job, event)
        if isinstance(event, DocumentMade) and job.request is not None:
            from kiosk_cast import replica

            news = PositionTold(ReplicaPosition(0), 0, replica(certificate=job.request.applicant), event.now.date())
            return honest(job, news)
        return job, effects

    monkeypatch.setattr("juki.nodes.municipality.convenience_issuance.step", hasty)
    assert "without the register's word" in found(run_of(ASK), "no-stale-certificate")


def test_a_stale_copy_that_speaks_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saitama, Niigata, Kumamoto 2023: what was cancelled at the source was still issued from the copy."""

    def deaf(self: ConvenienceRows, update: ReplicaUpdate) -> None:
        """The link is broken and nobody notices."""

    honest = issuance.step

    def trusting(job: Job, event: JobEvent) -> issuance.Outcome:
        if isinstance(event, PositionTold):
            event = replace(event, told=ReplicaPosition(event.position))
        return honest(job, event)

    monkeypatch.setattr(ConvenienceRows, "take", deaf)
    assert found(run_of(*LEFT), "no-stale-certificate") == ""
    monkeypatch.setattr("juki.nodes.municipality.convenience_issuance.step", trusting)
    told = found(run_of(*LEFT), "no-stale-certificate")
    assert "from change 0, and the register was at 2" in told
    assert "for somebody who had left" in told


def printed(run: Played) -> list[str]:
    return [step.node for step in run.steps for code, _ in step.notices if code == "certificate-printed"]


def rows(run: Played, sql: str) -> list[tuple[str, ...]]:
    return run.play.stage.simulation.hosts[CITY].store.rows(sql)


def printed_again(step: Step) -> Step:
    return replace(step, sequence=step.sequence + 1000)


def at_the_other_kiosk(step: Step) -> Step:
    return replace(step, node="kiosk/0002", sequence=step.sequence + 1000)


def asked_again(step: Step) -> Step:
    return replace(step, sequence=step.sequence + 1000)


@pytest.mark.parametrize(
    ("kind", "node", "change", "words"),
    [
        ("CertificateDocument", "kiosk/0001", printed_again, "was printed twice"),
        ("CertificateDocument", "kiosk/0001", at_the_other_kiosk, "where nobody had asked"),
        ("CertificateDocument", "kiosk/0001", at_the_other_kiosk, "came to kiosk/0002 in case kiosk/0001:1"),
        ("CertificateRequest", "jlis/certificate-center", asked_again, "a second time"),
    ],
)
def test_a_step_that_must_never_be_is_seen(kind: str, node: str, change: Callable[[Step], Step], words: str) -> None:
    run = run_of(ASK)
    step = next(step for step in run.steps if (step.kind, step.node) == (kind, node))
    run.play.trail.listen(change(step))
    view = View(run.play.stage.simulation, run.play.trail, None, is_end=True)
    assert any(words in one for one in kiosks.applicant_is_subject(view))

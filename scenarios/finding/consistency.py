"""How expectations of a 整合性確認 are looked up in the store of its communication server. Changes nothing."""

from __future__ import annotations

from juki.nodes.municipality.comparison_rows import ComparisonRows
from juki.nodes.municipality.server_comparison import counts
from juki.nodes.municipality.server_correction import CorrectionRows
from juki.protocol.messages.consistency import Scope
from juki.protocol.procedures.consistency import Agreement
from juki.protocol.terms.nodes import communication_server
from juki.scenarios.finding.found import Arguments, ByPerson, ByTrail, Found, store_of
from juki.scenarios.population import Person
from juki.scenarios.stage import Stage
from juki.scenarios.trail import Trail


def _scope(said: Arguments) -> Scope:
    return Scope(str(said["with"].value)) if "with" in said else Scope.ABOVE


def _compared(person: Person, said: Arguments, stage: Stage) -> Found:
    store = store_of(stage, communication_server(stage.city(said["at"])))
    comparison = ComparisonRows(store).last_done(_scope(said))
    if comparison is None:
        return Found(held=False, text="no comparison is over")
    found = {result.code: result for result in ComparisonRows(store).results(comparison.run)}
    result = found.get(person.resident.code)
    agreement = result.agreement if result else Agreement.MATCH
    fields = ",".join(result.fields) if result else ""
    held = agreement.value == said["is"].value
    if "fields" in said:
        held = held and fields == ",".join(sorted(str(said["fields"].value).split(",")))
    return Found(held, f"{agreement} ({fields})" if fields else agreement.value)


def _comparison(said: Arguments, stage: Stage, trail: Trail) -> Found:  # noqa: ARG001 - counted in the store
    store = store_of(stage, communication_server(stage.city(said["at"])))
    comparison = ComparisonRows(store).last_done(_scope(said))
    if comparison is None:
        return Found(held=False, text="no comparison is over")
    count = int(counts(comparison, ComparisonRows(store)).get(str(said["is"].value), "0"))
    return Found(count == said["count"].value, f"{count} people")


def _correction(person: Person, said: Arguments, stage: Stage) -> Found:
    store = store_of(stage, communication_server(stage.city(said["at"])))
    found = CorrectionRows(store).last_of(person.resident.code)
    if found is None:
        return Found(said["is"].value == "none", "none")
    return Found(found.state.value == said["is"].value, found.state.value)


BY_PERSON: dict[str, ByPerson] = {"compared": _compared, "correction": _correction}
BY_TRAIL: dict[str, ByTrail] = {"comparison": _comparison}

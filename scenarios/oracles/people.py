"""Oracles about people and their records: one person one record, all servers alike, what is due is erased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import TypeVar

from juki.protocol.deadlines import closed_record
from juki.protocol.messages.move import MoveOutRecord
from juki.protocol.moments import to_datetime
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, MyNumber, NodeId, Role
from juki.protocol.terms.nodes import NATIONAL_SERVER, communication_server, prefecture_server, resident_register
from juki.scenarios.oracles.view import Held, Registered, View

_SAME_IN_THE_CITY = ("name", "birth", "sex", "address", "my_number")
Row = TypeVar("Row")
TRANSFER_DATA_DAYS = 32
"転出証明書情報 must be gone from this many days after the planned date (住基法施行令24条の4; [D] reading)."


def masked(code: str) -> str:
    """A code as a finding may show it."""
    return repr(JuminhyoCode(code))


def _sound(by_code: Mapping[str, Row], view: View) -> Iterator[tuple[str, Row]]:
    """All but those whose record a story damaged: what is left of them is for a 整合性確認 to find."""
    return ((code, row) for code, row in by_code.items() if code not in view.wounded)


def one_record(view: View) -> Iterator[str]:
    """At most one municipality holds a current 住民票 of a person once the network is quiet."""
    for code, rows in _sound(view.registered, view):
        current = [row.city for row in rows if row.is_current]
        if len(current) > 1:
            yield f"{masked(code)} is current in {', '.join(map(str, current))}"


def numbers_unique(view: View) -> Iterator[str]:
    """A 住民票コード and a 個人番号 belong to one person, and to each other."""
    owner: dict[str, str] = {}
    for code, rows in _sound(view.registered, view):
        people = {(row.resident.name.kana, row.resident.birth, row.resident.sex) for row in rows}
        if len(people) > 1:
            yield f"{masked(code)} belongs to {len(people)} people"
        # A 除票 keeps the number of its time.
        numbers = {row.resident.my_number.digits for row in rows if row.resident.my_number is not None}
        numbers -= {number for number in view.old_numbers & numbers if not _is_borne(number, rows)}
        if len(numbers) > 1:
            yield f"{masked(code)} has {len(numbers)} 個人番号"
        for number in sorted(numbers):
            person = view.first_code.get(code, code)
            if owner.setdefault(number, person) != person:
                yield f"one 個人番号 belongs to {masked(owner[number])} and {masked(code)}"


def _is_borne(number: str, rows: list[Registered]) -> bool:
    return any(row.is_current and row.resident.my_number == MyNumber(number) for row in rows)


def city_agrees(view: View) -> Iterator[str]:
    """The communication server holds what the 住民記録 holds."""
    for city, held in view.at_city.items():
        current = {
            code: row.resident
            for code, rows in view.registered.items()
            for row in rows
            if row.city == city and row.is_current
        }
        for code in sorted({*current, *(code for code, one in held.items() if one.is_current)} - view.wounded):
            one, resident = held.get(code), current.get(code)
            if resident is None or one is None or not one.is_current:
                where = "only in the register" if resident is not None else "only in the communication server"
                yield f"{masked(code)} is current {where} of {city}"
            elif any(getattr(one.record, item) != getattr(resident, item) for item in _SAME_IN_THE_CITY):
                yield f"{masked(code)} differs between register and communication server of {city}"


def servers_agree(view: View) -> Iterator[str]:
    """Prefecture and national server hold what the communication servers sent."""
    national = view.above(NATIONAL_SERVER)
    by_prefecture = {city.prefecture: view.above(prefecture_server(city.prefecture)) for city in view.at_city}
    for city, held in view.at_city.items():
        for server, above in (
            (prefecture_server(city.prefecture), by_prefecture[city.prefecture]),
            (NATIONAL_SERVER, national),
        ):
            last = view.sequences(server)
            frozen = view.frozen(server) | view.frozen(prefecture_server(city.prefecture))
            # What a story made a server lose shows with the next update; at the end of a run all of it must be back.
            behind = set() if view.is_end else view.behind(server)
            for code, one in _sound(held, view):
                if code in frozen | behind:
                    # What the city sends to a frozen record bounces until it is free again; then it is asked for.
                    continue
                yield from _compare(code, city, one, above.get(code), server)
                if last.get((code, city.digits), 0) != one.sequence:
                    yield f"{masked(code)}: {server} stands at {last.get((code, city.digits), 0)}, {city} at {one.sequence}"
    current = {code for held in view.at_city.values() for code, one in held.items() if one.is_current}
    current |= set() if view.is_end else view.behind(NATIONAL_SERVER)
    for code, one in _sound(national, view):
        if one.is_current and code not in current:
            yield f"{masked(code)} is current on the national server and in no municipality"


def _compare(code: str, city: MunicipalityCode, below: Held, above: Held | None, server: NodeId) -> Iterator[str]:
    if above is None:
        yield f"{masked(code)} is missing on {server}"
    elif below.is_current and (not above.is_current or above.record != below.record):
        yield f"{masked(code)} on {server} is not what its municipality sent"
    elif not below.is_current and above.is_current and above.record.municipality == city:
        yield f"{masked(code)} is current on {server}, and no longer in {city}"


def updates_in_order(view: View) -> Iterator[str]:
    """更新順番号 rises by one, per person and originating communication server."""
    for server in (*view.nodes(Role.PREFECTURE_SERVER), NATIONAL_SERVER):
        last: dict[tuple[str, str], int] = {}
        recovery: dict[tuple[str, str], int] = {}
        columns = "code, origin, sequence, recovery"
        for code, origin, sequence, recovered in view.rows(view.store(server), columns, "history", "rowid"):
            before = last.get((code, origin), 0)
            # A recovery update takes the place of whatever is missing, so its number may be any; it counts by itself.
            is_recovery = recovered > recovery.get((code, origin), 0)
            if not is_recovery and (sequence != before + 1 or recovered < recovery.get((code, origin), 0)):
                yield f"{masked(code)} on {server}: {sequence} after {before} from {origin}"
            last[code, origin], recovery[code, origin] = sequence, recovered


def transfer_data_erased(view: View) -> Iterator[str]:
    """No communication server keeps 転出証明書情報 past its day; what was asked for later lives to the end of that day."""
    for city in view.simulation.cities:
        server = communication_server(city)
        for code, body in view.rows(view.store(server), "code, record", "transfers", "code"):
            gone_from = view.record(body, MoveOutRecord).planned_on + timedelta(days=TRANSFER_DATA_DAYS)
            came = max(
                (to_datetime(step.at).date() for step in view.trail.taken("MoveOutRecord") if step.node == server),
                default=gone_from,
            )
            if view.today >= max(gone_from, came + timedelta(days=1)):
                yield f"{masked(code)}: {city} keeps transfer data that had to be gone on {gone_from}"


def closed_records_kept(view: View) -> Iterator[str]:
    """除票 stand for their years and not longer."""
    years = view.simulation.plan.profile.closed_record_years
    for code, rows in view.registered.items():
        for row in rows:
            erased = row.resident.erased_on
            if erased is not None and closed_record(erased, years).has_passed(view.today):
                yield f"{masked(code)}: the closed record of {erased} still stands in {row.city}"
    for city in view.simulation.cities:
        erasures = [
            step
            for step in view.trail.taken("RegisterChanged")
            if step.peer == resident_register(city) and not step.refused and _reason(step.body) == "B1"
        ]
        due = sum(1 for rows in view.registered.values() for row in rows if row.city == city and not row.is_current)
        gone = len(view.trail.notices((resident_register(city),), "closed-record-erased"))
        if view.is_end and due + gone < len(erasures):
            yield f"{city}: {len(erasures)} records were closed, {due} stand and {gone} were erased in time"


def _reason(body: object) -> str:
    record = body.get("record") if isinstance(body, dict) else None
    return str(record.get("reason")) if isinstance(record, dict) else ""

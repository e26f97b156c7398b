"""住民票コード that the 機構 gave a city for those who have none yet (住基法30条の2). Draws nothing: the population decides.

Real cities ask for more when they run short (住基法施行規則9条); here each has a few, and a run that needs more is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import count

from juki.protocol.terms import JuminhyoCode, MunicipalityCode
from juki.protocol.terms.codes import SYNTHETIC_CODE_MARK

CODES_A_CITY = 8
_FREE = 10**9


def designated_codes(
    cities: Sequence[MunicipalityCode], in_use: Iterable[JuminhyoCode]
) -> dict[MunicipalityCode, list[JuminhyoCode]]:
    """Codes by city, no two alike and none in use.

    Args:
        cities: in a fixed order.
        in_use: the codes of everybody; they are also all that the choice depends on.
    """
    taken = dict.fromkeys(code.digits for code in in_use)
    key = blake2b("".join(taken).encode(), digest_size=32, person=b"juki designated").digest()
    return {city: _of(city, key, taken) for city in cities}


def _of(city: MunicipalityCode, key: bytes, taken: dict[str, None]) -> list[JuminhyoCode]:
    found: list[JuminhyoCode] = []
    for turn in count():
        if len(found) == CODES_A_CITY:
            break
        drawn = int.from_bytes(blake2b(f"{city}/{turn}".encode(), key=key, digest_size=8).digest(), "big")
        code = JuminhyoCode.of_body(f"{SYNTHETIC_CODE_MARK}{drawn % _FREE:09d}")
        if code.digits not in taken:
            taken[code.digits] = None
            found.append(code)
    return found

"""The two profiles: a protocol version plus rule data. Not forks of code: a node reads a rule, never a profile's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput

PROTOCOL_VERSION = "1"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the law and the procedure are taken to be.

    Attributes:
        name: `law-2026` or `seed-2022`.
        version: of the protocol that nodes speak.
        start: virtual time at which a run begins unless told otherwise.
        pushes_transfer_data: 転出証明書情報 is sent to the declared destination at the 転出届 (住基法24条の2第3項);
            if not, the new municipality asks for it (seed I 3-②).
        closed_record_years: how long 除票 are kept (住基法施行令34条; the seed still says five).
        ja: in a line, in Japanese.
        en: in a line, in English.
    """

    name: str
    version: str
    start: datetime
    pushes_transfer_data: bool
    closed_record_years: int
    ja: str
    en: str


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "law-2026",
            PROTOCOL_VERSION,
            datetime(2026, 3, 16, 9, 0, tzinfo=JST),
            pushes_transfer_data=True,
            closed_record_years=150,
            ja="現行法(転出地から転出証明書情報を送信)",
            en="the law in force (the old municipality pushes the transfer data)",
        ),
        Profile(
            "seed-2022",
            PROTOCOL_VERSION,
            datetime(2022, 3, 14, 9, 0, tzinfo=JST),
            pushes_transfer_data=False,
            closed_record_years=5,
            ja="令和4年の評価書どおり(転入地から送信依頼)",
            en="the assessment of 2022 as written (the new municipality asks)",
        ),
    )
}


def profile(name: str, place: str = "--profile") -> Profile:
    """The profile of a name.

    Raises:
        BadInput: there is none.
    """
    if name not in PROFILES:
        raise BadInput(place, repr(name), " or ".join(PROFILES))
    return PROFILES[name]

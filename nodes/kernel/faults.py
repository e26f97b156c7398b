"""What the network does to messages: how late, how often lost or doubled. Data only; the network draws the fates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from juki.protocol.errors import BadInput

MILLION = 1_000_000


class Fate(StrEnum):
    """What happened to a message between the record layer and the host."""

    DELIVERED = "delivered"
    LOST = "lost"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults of every link.

    Attributes:
        name: by which they are asked for.
        delay: microseconds of a hop, at least and at most.
        loss: of a million messages or acknowledgements, how many are lost.
        duplication: of a million, how many come twice.
        ja: in a line, in Japanese.
        en: in a line, in English.
    """

    name: str
    delay: tuple[int, int] = (5_000, 40_000)
    loss: int = 0
    duplication: int = 0
    ja: str = ""
    en: str = ""


PRESETS = {
    faults.name: faults
    for faults in (
        Faults("calm", ja="損失も重複もない回線", en="nothing is lost, nothing comes twice"),
        Faults(
            "lossy",
            delay=(5_000, 400_000),
            loss=120_000,
            duplication=80_000,
            ja="損失12%、重複8%",
            en="12 % lost, 8 % doubled, longer delays",
        ),
    )
}


def preset(name: str, place: str = "--faults") -> Faults:
    """The faults of a name.

    Raises:
        BadInput: there are none of this name.
    """
    if name not in PRESETS:
        raise BadInput(place, repr(name), " or ".join(PRESETS))
    return PRESETS[name]

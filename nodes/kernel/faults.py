"""What goes wrong by chance: how late, how often lost, altered, broken or down. Data only; the network draws the fates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from juki.protocol.errors import BadInput
from juki.protocol.terms import NodeId

MILLION = 1_000_000


class Fate(StrEnum):
    """What happened to a frame.

    Loss and doubling strike between the record layer and the host; what touches the bytes of a link fails in
    `Channel.open` and breaks the session.
    """

    DELIVERED = "delivered"
    LOST = "lost"
    DOUBLED = "doubled"
    TAMPERED = "tampered"
    INJECTED = "injected"
    REPLAYED = "replayed"
    BROKEN = "broken"
    CUT = "cut"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Faults:
    """Faults of every link and every node. Rates are per million frames, `crashes` per million deliveries.

    Attributes:
        name: by which they are asked for.
        delay: microseconds of a hop, at least and at most.
        loss: messages or acknowledgements that are lost.
        duplication: that come twice.
        tampering: of which a byte is altered on the way.
        injection: before which somebody puts bytes of his own.
        replays: in whose place an old frame comes first.
        breaks: with which the connection ends.
        crashes: deliveries at which the receiving node goes down, before or after its commit.
        down: microseconds until it is up again, at least and at most.
        ja: in a line, in Japanese.
        en: in a line, in English.
    """

    name: str
    delay: tuple[int, int] = (5_000, 40_000)
    loss: int = 0
    duplication: int = 0
    tampering: int = 0
    injection: int = 0
    replays: int = 0
    breaks: int = 0
    crashes: int = 0
    down: tuple[int, int] = (5_000_000, 60_000_000)
    ja: str = ""
    en: str = ""
    links: Mapping[tuple[NodeId, NodeId], Faults] = field(default_factory=dict)
    "Faults of single links, by sender and recipient, in place of these."
    nodes: Mapping[NodeId, int] = field(default_factory=dict)
    "Crashes of single nodes, in place of `crashes`."

    @property
    def fates(self) -> tuple[tuple[Fate, int], ...]:
        """What may happen to a frame, and how often of a million, in the order in which a draw is read."""
        rates = (self.loss, self.duplication, self.tampering, self.injection, self.replays, self.breaks)
        fates = (Fate.LOST, Fate.DOUBLED, Fate.TAMPERED, Fate.INJECTED, Fate.REPLAYED, Fate.BROKEN)
        return tuple((fate, rate) for fate, rate in zip(fates, rates, strict=True) if rate)


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
        Faults(
            "hostile",
            tampering=30_000,
            injection=30_000,
            replays=30_000,
            ja="改ざん3%、注入3%、再送入3%",
            en="3 % altered, 3 % with injected bytes, 3 % with an old frame played back",
        ),
        Faults(
            "shaky",
            breaks=30_000,
            crashes=30_000,
            ja="回線の切断3%、システムの停止3%",
            en="3 % of frames break their link, 3 % of deliveries bring a node down",
        ),
        Faults(
            "stormy",
            delay=(5_000, 400_000),
            loss=60_000,
            duplication=40_000,
            tampering=10_000,
            injection=10_000,
            replays=10_000,
            breaks=15_000,
            crashes=15_000,
            ja="損失・重複・改ざん・切断・停止のすべて",
            en="all of it at once: lost, doubled, altered, broken, down",
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

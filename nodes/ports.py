"""What a node is given from outside: draws, public keys, its surroundings. Interfaces and plain values; no implementation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from juki.protocol.secure.keys import PublicKeys
from juki.protocol.terms import MunicipalityCode, NodeId
from juki.protocol.versions import Profile


class Draws(Protocol):
    """Labelled draws from the run's one tape. A node never makes randomness."""

    def octets(self, label: str, count: int) -> bytes:
        """`count` bytes from the stream of this label."""


class Directory(Protocol):
    """Public keys of the network's nodes, each proved by a certificate that is good at `now`."""

    def keys_of(self, node: NodeId, now: datetime) -> PublicKeys:
        """The keys in a node's certificate.

        Raises:
            PeerFault: the certificate is bad, expired, revoked or of another node.
        """


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every node knows of the network without asking.

    Attributes:
        profile: rule data and protocol version.
        city_of: the city of each register office; a ward's is its designated city.
        members: cities whose communication servers are part of this network.
    """

    profile: Profile
    city_of: Mapping[MunicipalityCode, MunicipalityCode]
    members: frozenset[MunicipalityCode]

"""The standard small network: which municipalities it joins, and what every node is told of them. Knows no person."""

from __future__ import annotations

from juki.nodes.ports import Surroundings
from juki.protocol.terms import MunicipalityCode, NodeId, Role
from juki.protocol.terms.nodes import (
    CARD_MANAGEMENT,
    CERTIFICATE_CENTER,
    CORE,
    INTERFACE,
    JPKI,
    NATIONAL_SERVER,
    OTHER_MUNICIPALITIES,
    communication_server,
    integrated_terminal,
    kiosk,
    municipal_system,
    prefecture_server,
    resident_register,
)
from juki.protocol.versions import Profile
from juki.scenarios.population.municipalities import municipality

NETWORKS: dict[str, tuple[str, ...]] = {"small": ("152021", "151009", "141003")}
"長岡市, 新潟市 with its eight wards, 横浜市 in another prefecture."


def members(network: str) -> tuple[MunicipalityCode, ...]:
    """The municipalities of a named network, in a fixed order."""
    return tuple(MunicipalityCode(code) for code in NETWORKS[network])


def surroundings(cities: tuple[MunicipalityCode, ...], profile: Profile) -> Surroundings:
    """What every node is told: the rules, and which register office belongs to which city."""
    city_of = {}
    for city in cities:
        city_of[city] = city
        for ward in municipality(city.digits).wards:
            city_of[ward.code] = city
    return Surroundings(profile, city_of, frozenset(cities))


KIOSKS = ("0001", "0002")
"Numbers of the kiosks of a network; anybody's card works at any of them."


def standing_nodes(cities: tuple[MunicipalityCode, ...]) -> tuple[NodeId, ...]:
    """The nodes that stand from the start of every run."""
    municipal = (
        node(city) for city in cities for node in (resident_register, communication_server, integrated_terminal)
    )
    prefectures = sorted({city.prefecture for city in cities})
    return (
        *municipal,
        *(prefecture_server(prefecture) for prefecture in prefectures),
        NATIONAL_SERVER,
        CARD_MANAGEMENT,
        JPKI,
        OTHER_MUNICIPALITIES,
    )


def later_nodes(cities: tuple[MunicipalityCode, ...]) -> tuple[NodeId, ...]:
    """The nodes that are made when somebody first speaks to them, as cards are; most stories never do."""
    municipal = (
        municipal_system(city, role)
        for city in cities
        for role in (
            Role.ADDRESSEE_SYSTEM,
            Role.BUSINESS_COMMON,
            Role.INTERMEDIARY_SERVER,
            Role.CONVENIENCE_ISSUANCE,
        )
    )
    return (*municipal, CORE, INTERFACE, CERTIFICATE_CENTER, *(kiosk(number) for number in KIOSKS))

"""How people name municipalities and nodes: by code or id, or as `新潟市中央区` and `長岡市/住民記録`. Knows no store."""

from __future__ import annotations

from collections.abc import Iterable

from juki.protocol.errors import BadInput
from juki.protocol.terms import MunicipalityCode, NodeId, role_of
from juki.protocol.terms.nodes import JAPANESE, organisation_of
from juki.scenarios.cities import later_nodes, standing_nodes
from juki.scenarios.population.municipalities import municipality, place
from juki.scenarios.vocabulary import closest

OPERATOR = "機構"
SHORT = {word: role for role, name in JAPANESE.items() for word in (name, role.value)}


def named_office(text: str, where: str, cities: tuple[MunicipalityCode, ...]) -> MunicipalityCode:
    """A municipality or a ward of a network.

    Args:
        text: name or six-digit code.
        where: it was read, for error texts.
        cities: of the network.

    Raises:
        BadInput: unknown, or not in this network.
    """
    try:
        found = place(text)
    except BadInput as fault:
        raise BadInput(where, fault.found, fault.expected) from None
    if found.city not in cities:
        names = ", ".join(municipality(city.digits).name for city in cities)
        raise BadInput(where, f"{text!r}, which is not in this network", f"one of {names}")
    return found.code


def named_node(text: str, where: str, cities: tuple[MunicipalityCode, ...], others: Iterable[NodeId] = ()) -> NodeId:
    """A node of a network.

    Args:
        text: its id, or owner and system, or a system that is the only one of its kind.
        where: it was read, for error texts.
        cities: of the network.
        others: nodes beside the standing ones, as cards are.

    Raises:
        BadInput: the network has no such node.
    """
    known: list[NodeId] = sorted({*standing_nodes(cities), *later_nodes(cities), *others})
    if text in known:
        return NodeId(text)
    owner, _, system = text.partition("/")
    role = SHORT.get(system or owner)
    found = [node for node in known if role is not None and role_of(node) is role]
    if system and owner != OPERATOR:
        wanted = _organisation(owner, where, cities)
        found = [node for node in found if organisation_of(node) == wanted]
    if len(set(found)) != 1:
        raise BadInput(where, f"{text!r}, which names {len(set(found))} nodes", closest(text, known))
    return found[0]


def _organisation(owner: str, where: str, cities: tuple[MunicipalityCode, ...]) -> str:
    for city in cities:
        if owner in {city.prefecture, municipality(city.digits).prefecture_name}:
            return city.prefecture
    city = municipality(named_office(owner, where, cities).digits).city
    return city.digits

"""Where on the network map a system belongs: its layer, its organisation, its place beside its neighbours, its short name.

Knows neither sizes of screens nor what happens on the network.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from juki.protocol.errors import JukiError
from juki.protocol.terms import NodeId, Role, role_of
from juki.scenarios.story import Words
from juki.tui.cells import cut, width
from juki.tui.language import pick
from juki.tui.names import PREFECTURE_DIGITS, PUBLIC, lane_of, node_name, organisation_name, system_name

MANY = 4
"Cards or kiosks that the map shows by themselves; the others share one place."


class Layer(IntEnum):
    """The layers of the network from top to bottom, as its drawings show them."""

    INFORMATION = 0
    NATIONAL = 1
    PREFECTURE = 2
    MUNICIPALITY = 3
    CITIZEN = 4


_LAYERS = {
    "icn": Layer.INFORMATION,
    "jlis": Layer.NATIONAL,
    "outside": Layer.PREFECTURE,
    "kiosk": Layer.CITIZEN,
    PUBLIC: Layer.CITIZEN,
}
_GRID = {
    Role.INTERMEDIARY_SERVER: (0, 0),
    Role.ADDRESSEE_SYSTEM: (0, 1),
    Role.BUSINESS_COMMON: (1, 1),
    Role.COMMUNICATION_SERVER: (2, 0),
    Role.RESIDENT_REGISTER: (2, 1),
    Role.CONVENIENCE_ISSUANCE: (3, 0),
    Role.INTEGRATED_TERMINAL: (3, 1),
    Role.CORE: (0, 0),
    Role.INTERFACE: (1, 0),
    Role.NATIONAL_SERVER: (0, 0),
    Role.CARD_MANAGEMENT: (1, 0),
    Role.JPKI: (2, 0),
    Role.CERTIFICATE_CENTER: (3, 0),
}
"Column and row inside an organisation: what looks outward stands above, what people touch stands at the right."
_NAMES = {
    Role.RESIDENT_REGISTER: (Words("住民記録", "Register"), Words("住記", "Reg")),
    Role.COMMUNICATION_SERVER: (Words("市町村CS", "CS"), Words("CS", "CS")),
    Role.INTEGRATED_TERMINAL: (Words("統合端末", "Terminal"), Words("端末", "Term")),
    Role.ADDRESSEE_SYSTEM: (Words("宛名", "Addr"), Words("宛名", "Addr")),
    Role.BUSINESS_COMMON: (Words("業務", "Bus."), Words("業務", "Bus.")),
    Role.INTERMEDIARY_SERVER: (Words("中間", "Intm"), Words("中間", "Intm")),
    Role.CONVENIENCE_ISSUANCE: (Words("コンビニ", "Conv."), Words("交付", "Conv")),
    Role.PREFECTURE_SERVER: (Words("県サーバー", "Server"), Words("サーバ", "Srv")),
    Role.NATIONAL_SERVER: (Words("全国サーバー", "National"), Words("全国", "Natl")),
    Role.CARD_MANAGEMENT: (Words("カード管理", "Cards"), Words("カ管", "Card")),
    Role.JPKI: (Words("個人認証", "JPKI"), Words("認証", "JPKI")),
    Role.CERTIFICATE_CENTER: (Words("証明書交付", "Cert. Center"), Words("証交", "Cert")),
    Role.CORE: (Words("コア", "Core"), Words("コア", "Core")),
    Role.INTERFACE: (Words("IF", "Interface"), Words("IF", "IF")),
    Role.OUTSIDE: (Words("他市町村", "Others"), Words("他", "Othr")),
}
"A short and a very short name; the whole one stands below the map when the system is chosen."


@dataclass(frozen=True, slots=True)
class Place:
    """A system's place, or that of several which share one.

    Attributes:
        node: the first of them.
        others: the rest.
        organisation: lane in which it stands.
        column: inside the organisation.
        row: inside the organisation.
    """

    node: str
    organisation: str
    column: int
    row: int
    others: tuple[str, ...] = ()

    def name(self, *, tiny: bool) -> str:
        """The name on the map, in the language in use."""
        if self.others:
            return f"+{len(self.others) + 1}"
        role = role_of(NodeId(self.node))
        number = self.node.partition("/")[2].lstrip("0") or "0"
        if role is Role.CARD:
            return pick("カ", "C") + number if tiny else pick("カード", "Card ") + number
        if role is Role.KIOSK:
            return pick("端", "K") + number if tiny else pick("キオスク", "Kiosk ") + number
        if role not in _NAMES:
            return system_name(self.node)
        words = _NAMES[role][tiny]
        return pick(words.ja, words.en)

    @property
    def nodes(self) -> tuple[str, ...]:
        return (self.node, *self.others)


def layer_of(organisation: str) -> Layer:
    """The layer of an organisation; one that is not known stands with the others outside."""
    if organisation.isdigit():
        return Layer.PREFECTURE if len(organisation) == PREFECTURE_DIGITS else Layer.MUNICIPALITY
    return _LAYERS.get(organisation, Layer.PREFECTURE)


def title_of(organisation: str) -> str:
    """The organisation's name on the map."""
    return organisation_name(organisation)


def ends_text(sender: str, recipient: str, cells: int) -> str:
    """Sender and recipient in so many cells: by their whole names if these fit, else by those of the map."""
    whole = f"{node_name(sender)} → {node_name(recipient)}"
    if width(whole) <= cells:
        return whole
    short = f"{_short(sender)} → {_short(recipient)}"
    return cut(short, cells)


def _short(node: str) -> str:
    if not is_placed(node):
        return node_name(node)
    organisation = lane_of(node)
    name = Place(node, organisation, 0, 0).name(tiny=True)
    return name if layer_of(organisation) is Layer.CITIZEN else f"{organisation_name(organisation)} {name}"


def is_placed(node: str) -> bool:
    """Whether it is the id of a system, which alone the map can place."""
    try:
        role_of(NodeId(node))
    except JukiError:
        return False
    return True


def places(nodes: Iterable[str]) -> dict[str, tuple[Place, ...]]:
    """The places of each organisation; cities keep their order, prefectures follow that of their cities."""
    members: dict[str, list[str]] = {}
    for node in dict.fromkeys(nodes):
        members.setdefault(lane_of(node), []).append(node)
    return {organisation: _within(organisation, members[organisation]) for organisation in _in_order(list(members))}


def _in_order(organisations: list[str]) -> list[str]:
    cities = [organisation for organisation in organisations if layer_of(organisation) is Layer.MUNICIPALITY]
    prefectures = list(dict.fromkeys(city[:PREFECTURE_DIGITS] for city in cities))
    ranks = {organisation: place for place, organisation in enumerate((*prefectures, *_LAYERS))}

    def rank(organisation: str) -> tuple[int, int, int]:
        layer = layer_of(organisation)
        key = organisation[:PREFECTURE_DIGITS] if layer is Layer.MUNICIPALITY else organisation
        return layer, ranks.get(key, len(ranks)), organisations.index(organisation)

    return sorted(organisations, key=rank)


def _within(organisation: str, nodes: list[str]) -> tuple[Place, ...]:
    if layer_of(organisation) is Layer.CITIZEN:
        own = MANY if len(nodes) <= MANY else MANY - 1
        alone = [Place(node, organisation, column, 0) for column, node in enumerate(nodes[:own])]
        rest = nodes[own:]
        return (*alone, *([Place(rest[0], organisation, own, 0, tuple(rest[1:]))] if rest else ()))
    free = 4
    found = []
    for node in nodes:
        column, row = _GRID.get(role_of(NodeId(node)), (-1, 0))
        if column < 0:
            column, free = free, free + 1
        found.append(Place(node, organisation, column, row))
    return tuple(sorted(found, key=lambda place: (place.row, place.column)))

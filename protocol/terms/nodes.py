"""Node ids and roles: how the network names its systems. Knows no key and no message."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NewType

from juki.protocol.errors import MalformedValue
from juki.protocol.terms.codes import MunicipalityCode

NodeId = NewType("NodeId", str)
"`152021/resident-register`, `15/prefecture-server`, `jlis/national-server`, `card/000017`."


class Role(StrEnum):
    """What a system is, by the second half of its node id; cards by the first."""

    RESIDENT_REGISTER = "resident-register"
    COMMUNICATION_SERVER = "communication-server"
    INTEGRATED_TERMINAL = "integrated-terminal"
    ADDRESSEE_SYSTEM = "addressee-system"
    BUSINESS_COMMON = "business-common"
    INTERMEDIARY_SERVER = "intermediary-server"
    CONVENIENCE_ISSUANCE = "convenience-issuance"
    PREFECTURE_SERVER = "prefecture-server"
    NATIONAL_SERVER = "national-server"
    CARD_MANAGEMENT = "card-management"
    JPKI = "jpki"
    CERTIFICATE_CENTER = "certificate-center"
    CORE = "core"
    INTERFACE = "interface"
    CARD = "card"
    KIOSK = "kiosk"
    OUTSIDE = "other-municipalities"


JAPANESE = {
    Role.RESIDENT_REGISTER: "住民記録",
    Role.COMMUNICATION_SERVER: "市町村CS",
    Role.INTEGRATED_TERMINAL: "統合端末",
    Role.ADDRESSEE_SYSTEM: "団体内統合宛名",
    Role.BUSINESS_COMMON: "業務共通",
    Role.INTERMEDIARY_SERVER: "中間サーバー",
    Role.CONVENIENCE_ISSUANCE: "コンビニ交付システム",
    Role.PREFECTURE_SERVER: "都道府県サーバー",
    Role.NATIONAL_SERVER: "全国サーバー",
    Role.CARD_MANAGEMENT: "個人番号カード管理システム",
    Role.JPKI: "公的個人認証",
    Role.CERTIFICATE_CENTER: "証明書交付センター",
    Role.CORE: "コア",
    Role.INTERFACE: "インターフェイス",
    Role.CARD: "個人番号カード",
    Role.KIOSK: "キオスク端末",
    Role.OUTSIDE: "他市町村",
}

NATIONAL_SERVER = NodeId("jlis/national-server")
CARD_MANAGEMENT = NodeId("jlis/card-management")
JPKI = NodeId("jlis/jpki")
CERTIFICATE_CENTER = NodeId("jlis/certificate-center")
CORE = NodeId("icn/core")
INTERFACE = NodeId("icn/interface")
OTHER_MUNICIPALITIES = NodeId("outside/other-municipalities")

_MUNICIPAL = frozenset(
    {
        Role.RESIDENT_REGISTER,
        Role.COMMUNICATION_SERVER,
        Role.INTEGRATED_TERMINAL,
        Role.ADDRESSEE_SYSTEM,
        Role.BUSINESS_COMMON,
        Role.INTERMEDIARY_SERVER,
        Role.CONVENIENCE_ISSUANCE,
    }
)
_BY_FIRST_HALF = {"card": Role.CARD, "kiosk": Role.KIOSK}
"There are many of these; the second half is their number."
_FORM = re.compile(r"[a-z0-9]+/[a-z0-9-]+")


@cache
def role_of(node: NodeId) -> Role:
    """The role that a node id names.

    Raises:
        MalformedValue: the id is not one of this network's forms.
    """
    organisation, _, system = node.partition("/")
    if not _FORM.fullmatch(node):
        raise MalformedValue("node id", "organisation/system in ASCII", repr(node))
    if organisation in _BY_FIRST_HALF:
        return _BY_FIRST_HALF[organisation]
    try:
        role = Role(system)
    except ValueError:
        raise MalformedValue("node id", "a known system after the slash", repr(node)) from None
    if role in _MUNICIPAL:
        MunicipalityCode(organisation)
    return role


def organisation_of(node: NodeId) -> str:
    """The first half of a node id: municipality code, prefecture, `jlis`, `card`."""
    return node.partition("/")[0]


def resident_register(municipality: MunicipalityCode) -> NodeId:
    return NodeId(f"{municipality.digits}/{Role.RESIDENT_REGISTER}")


def communication_server(municipality: MunicipalityCode) -> NodeId:
    return NodeId(f"{municipality.digits}/{Role.COMMUNICATION_SERVER}")


def integrated_terminal(municipality: MunicipalityCode) -> NodeId:
    return NodeId(f"{municipality.digits}/{Role.INTEGRATED_TERMINAL}")


def municipal_system(municipality: MunicipalityCode, role: Role) -> NodeId:
    """One of a municipality's own systems."""
    return NodeId(f"{municipality.digits}/{role}")


def beside(me: NodeId, role: Role) -> NodeId:
    """Another system of one's own organisation."""
    return NodeId(f"{organisation_of(me)}/{role}")


def kiosk(number: str) -> NodeId:
    """The node of a kiosk by its number, four digits."""
    return NodeId(f"kiosk/{number}")


def prefecture_server(prefecture: str) -> NodeId:
    return NodeId(f"{prefecture}/{Role.PREFECTURE_SERVER}")


def card(number: str) -> NodeId:
    """The node of a card by its serial within the network, six digits."""
    return NodeId(f"card/{number}")

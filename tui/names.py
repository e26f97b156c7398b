"""What nodes and organisations are called on a screen, in both languages. Knows no message and no run.

Names of municipalities come from the same table as the population's; a code without one is shown as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from juki.protocol.errors import JukiError
from juki.protocol.terms import NodeId, Role, organisation_of, role_of
from juki.protocol.terms.nodes import JAPANESE
from juki.tui.language import N_, _, pick
from juki.tui.reading import romanised

PUBLIC = "public"
"The lane of whoever stands at a counter, with the card in hand."

_ROLES = {
    Role.RESIDENT_REGISTER: "Register",
    Role.COMMUNICATION_SERVER: "CS",
    Role.INTEGRATED_TERMINAL: "Terminal",
    Role.ADDRESSEE_SYSTEM: "Addressee System",
    Role.BUSINESS_COMMON: "Business Common",
    Role.INTERMEDIARY_SERVER: "Intermediary Server",
    Role.CONVENIENCE_ISSUANCE: "Convenience Issuance",
    Role.PREFECTURE_SERVER: "Prefecture Server",
    Role.NATIONAL_SERVER: "National Server",
    Role.CARD_MANAGEMENT: "Card Management",
    Role.JPKI: "JPKI",
    Role.CERTIFICATE_CENTER: "Certificate Center",
    Role.CORE: "Core",
    Role.INTERFACE: "Interface",
    Role.KIOSK: "Kiosk",
    Role.CARD: "My Number Card",
    Role.OUTSIDE: "Other Municipalities",
}
_ORGANISATIONS = {
    "card": N_("Resident"),
    PUBLIC: N_("Resident"),
    "jlis": N_("J-LIS"),
    "outside": N_("Others"),
    "icn": N_("Digital Agency"),
    "kiosk": N_("Convenience Store"),
}
_NETWORK_CA = "network-ca"
_NUMBERED = {"card": Role.CARD, "kiosk": Role.KIOSK}
"There are many of these, and each has a number."
PREFECTURE_DIGITS = 2


def role_name(role: Role) -> str:
    """The system's name, 市町村CS or CS; a role without English words shows its id."""
    return pick(JAPANESE.get(role, role.value), _ROLES.get(role, role.value))


def node_name(node: str) -> str:
    """長岡市/住民記録, or Nagaoka City/Register."""
    organisation, _slash, system = node.partition("/")
    if organisation in _NUMBERED:
        return f"{role_name(_NUMBERED[organisation])} {system}"
    if system == _NETWORK_CA:
        return f"{organisation_name(organisation)}/{_('Network CA')}"
    try:
        role = role_of(NodeId(node))
    except JukiError:
        return node
    if role is Role.OUTSIDE:
        return role_name(role)
    return f"{organisation_name(organisation)}/{role_name(role)}"


def system_name(node: str) -> str:
    """The system without its organisation: 住民記録, or Register."""
    name = node_name(node)
    return name.rpartition("/")[2] if "/" in node else name


def organisation_name(organisation: str) -> str:
    """長岡市, 新潟県, 機構, 住民; or Nagaoka City, Niigata Pref., J-LIS, Resident."""
    if organisation in _ORGANISATIONS:
        return _(_ORGANISATIONS[organisation])
    if not organisation.isdigit():
        return organisation
    try:
        return pick(*_place_names(organisation))
    except (JukiError, LookupError):
        return organisation


@cache
def _place_names(code: str) -> tuple[str, str]:
    """A municipality's or prefecture's name in Japanese and in English letters."""
    if len(code) == PREFECTURE_DIGITS:
        place = int(code) - 1
        name = _PREFECTURES.split()[place]
        return name, romanised(name, _READINGS.split()[place])
    from juki.scenarios.population.municipalities import municipality

    town = municipality(code)
    # Towns and villages are read with their district in front, wards with their city.
    kana = town.kana.rpartition("グン")[2] if town.name[-1] in "町村" else town.kana
    if town.city != town.code:
        kana = kana.removeprefix(municipality(town.city.digits).kana)
    return town.name, romanised(town.name, kana)


def lane_of(node: str) -> str:
    """The organisation in whose lane a node stands; cards stand with whoever holds them."""
    organisation = organisation_of(NodeId(node))
    return PUBLIC if organisation == "card" else organisation


def system_lane_of(node: str) -> str:
    """A lane of its own for every system; cards stand with whoever holds them."""
    return PUBLIC if organisation_of(NodeId(node)) == "card" else node


def lane_names(lanes: Sequence[str]) -> list[str]:
    """The words over lanes: of an organisation, or of a system, after its organisation where two systems are alike."""
    systems = Counter(system_name(lane) for lane in lanes if "/" in lane)
    return [_lane_name(lane, is_alone=systems[system_name(lane)] == 1) for lane in lanes]


def _lane_name(lane: str, *, is_alone: bool) -> str:
    if "/" not in lane:
        return organisation_name(lane)
    return system_name(lane) if is_alone else node_name(lane).replace("/", " ", 1)


_PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 "
    "山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 "
    "徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
)
_READINGS = (
    "ホッカイドウ アオモリ イワテ ミヤギ アキタ ヤマガタ フクシマ イバラキ トチギ グンマ サイタマ チバ トウキョウ "
    "カナガワ ニイガタ トヤマ イシカワ フクイ ヤマナシ ナガノ ギフ シズオカ アイチ ミエ シガ キョウト オオサカ ヒョウゴ "
    "ナラ ワカヤマ トットリ シマネ オカヤマ ヒロシマ ヤマグチ トクシマ カガワ エヒメ コウチ フクオカ サガ ナガサキ クマモト "
    "オオイタ ミヤザキ カゴシマ オキナワ"
)
"Both by 都道府県コード, from 01; readings without 都, 府 or 県."

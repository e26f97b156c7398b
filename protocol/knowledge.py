"""Who may keep and who may read which number of a person. Data and two questions; it looks into no store and no message.

To keep means in the rows of a store, the outbox among them; to read means in a message that the role can open. A relay
that passes on a sealed body does neither.
"""

from __future__ import annotations

from dataclasses import dataclass

from juki.protocol.catalogue.entry import Identifier
from juki.protocol.terms import Role

_NONE: frozenset[Identifier] = frozenset()
_CODE = frozenset({Identifier.JUMINHYO_CODE})
_NUMBER = frozenset({Identifier.MY_NUMBER})
_BOTH = _CODE | _NUMBER
_ACQUISITION = frozenset({Identifier.ACQUISITION_NUMBER})
_FUGO = frozenset({Identifier.FUGO})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What a role may know of a person's numbers.

    Attributes:
        keeps: what may stand in its store.
        reads: what it may open in a message, though it keeps nothing of it.
        why: the article, section or rule behind it.
    """

    keeps: frozenset[Identifier]
    reads: frozenset[Identifier]
    why: str


KNOWLEDGE: dict[Role, Knowledge] = {
    Role.RESIDENT_REGISTER: Knowledge(_BOTH, _BOTH | _ACQUISITION, "住基法7条8号の2, 13号; seed I 8-①"),
    # A 取得番号 stays here only until the medium with it has arrived.
    Role.COMMUNICATION_SERVER: Knowledge(
        _BOTH | _ACQUISITION, _BOTH | _ACQUISITION, "住基法30条の6, 24条の2第3項; seed I 8-②"
    ),
    # The answer to a 本人確認 is shown and forgotten; the code is kept while the visit lasts, or a list is compared. A
    # 個人番号 that is typed (seed I 5-①) leaves with its question, and stays in no row.
    Role.INTEGRATED_TERMINAL: Knowledge(_CODE, _BOTH, "seed I 2-②; 住基法30条の10, 30条の12"),
    Role.ADDRESSEE_SYSTEM: Knowledge(_NUMBER, _NUMBER | _ACQUISITION, "標準 7.1.2.3; seed I 8-①; [D]"),
    # Who came to it with a number pair or a certificate; what more they may know comes with their procedures.
    Role.BUSINESS_COMMON: Knowledge(_NONE, _NUMBER | _ACQUISITION, "seed I 8-①, 8-②; [D]"),
    # Of the 符号 only those of its own body, which `reads` cannot say: the oracle asks for more.
    Role.INTERMEDIARY_SERVER: Knowledge(
        _ACQUISITION | _FUGO, _ACQUISITION | _FUGO, "番号法21条の2第1項, 第3項; seed I 8-④"
    ),
    Role.CONVENIENCE_ISSUANCE: Knowledge(_NONE, _NONE, "seed I 9-①; [D]"),
    Role.PREFECTURE_SERVER: Knowledge(_BOTH, _BOTH, "住基法30条の6第3項"),
    Role.NATIONAL_SERVER: Knowledge(_BOTH, _BOTH | _ACQUISITION, "住基法30条の7第3項; 番号法施行令27条3項"),
    Role.CARD_MANAGEMENT: Knowledge(_CODE, _CODE, "番号法17条; [D]"),
    Role.JPKI: Knowledge(_CODE, _CODE, "公的個人認証法12条; [D]"),
    Role.CERTIFICATE_CENTER: Knowledge(_NONE, _NONE, "seed I 9-①; [D]"),
    Role.CORE: Knowledge(_FUGO, _CODE | _ACQUISITION | _FUGO, "番号法施行令26条6項, 27条3項, 5項"),
    Role.INTERFACE: Knowledge(_NONE, _NONE, "番号法21条の2; [D]"),
    Role.KIOSK: Knowledge(_NONE, _NONE, "seed I 9-①; [D]"),
    Role.CARD: Knowledge(_CODE, _CODE, "番号カード等命令17条"),
    Role.OUTSIDE: Knowledge(_CODE, _CODE, "住基法17条, 19条"),
}
"Every role of the network. A role that is not here may know nothing."


def knowledge_of(role: Role) -> Knowledge:
    return KNOWLEDGE.get(role, Knowledge(_NONE, _NONE, "[D]"))


def forbidden(role: Role) -> tuple[Identifier, ...]:
    """What must not stand in the store of this role, in a fixed order."""
    kept = knowledge_of(role).keeps
    return tuple(identifier for identifier in Identifier if identifier not in kept)


def unreadable(role: Role) -> tuple[Identifier, ...]:
    """What must never come to this role in a message that it can open, in a fixed order."""
    read = knowledge_of(role).reads
    return tuple(identifier for identifier in Identifier if identifier not in read)

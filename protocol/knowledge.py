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
    Role.RESIDENT_REGISTER: Knowledge(_BOTH, _BOTH, "住基法7条8号の2, 13号"),
    Role.COMMUNICATION_SERVER: Knowledge(_BOTH, _BOTH, "住基法30条の6, 24条の2第3項"),
    # The answer to a 本人確認 is shown and forgotten; the code is kept while the visit lasts.
    Role.INTEGRATED_TERMINAL: Knowledge(_CODE, _BOTH, "seed I 2-②; 住基法30条の10, 30条の12"),
    Role.ADDRESSEE_SYSTEM: Knowledge(_NUMBER, _NUMBER, "seed I; [D]"),
    # Who came to it with a number pair or a certificate; what more they may know comes with their procedures.
    Role.BUSINESS_COMMON: Knowledge(_NUMBER, _NUMBER, "seed I 8-①, 8-②; [D]"),
    Role.INTERMEDIARY_SERVER: Knowledge(_NONE, _NONE, "番号法21条の2; [D]"),
    Role.CONVENIENCE_ISSUANCE: Knowledge(_NONE, _NONE, "seed I 9; [D]"),
    Role.PREFECTURE_SERVER: Knowledge(_BOTH, _BOTH, "住基法30条の6第3項"),
    Role.NATIONAL_SERVER: Knowledge(_BOTH, _BOTH, "住基法30条の7第3項"),
    Role.CARD_MANAGEMENT: Knowledge(_CODE, _CODE, "番号法17条; [D]"),
    Role.JPKI: Knowledge(_CODE, _CODE, "公的個人認証法12条; [D]"),
    Role.CERTIFICATE_CENTER: Knowledge(_NONE, _NONE, "seed I 9; [D]"),
    Role.CORE: Knowledge(_NONE, _CODE, "番号法施行令27条3項, 5項"),
    Role.INTERFACE: Knowledge(_NONE, _NONE, "番号法21条の2; [D]"),
    Role.KIOSK: Knowledge(_NONE, _NONE, "seed I 9; [D]"),
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

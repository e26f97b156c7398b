"""The purposes for which somebody's 本人確認情報 may be asked for: who provides what, on which article. Data and one question.

Rows of the Act's own tables (別表第二, 別表第四) are not all here: three stand for them (`docs/inventions.md`, Searches).
Rights of a single operator are no affair of this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from juki.protocol.errors import PeerFault
from juki.protocol.refusals import NO_BASIS, UNKNOWN_PURPOSE
from juki.protocol.terms import MunicipalityCode, Role


class Means(StrEnum):
    """In which way somebody is asked for."""

    CARD_CHECK = "card-check"
    FOUR_ITEMS_CHECK = "four-items-check"
    SEARCH = "search"
    INQUIRY = "inquiry"
    NUMBER_CHECK = "number-check"


class Organ(StrEnum):
    """Whose affair it is: the law lets the mayor ask, or every executive organ of the city."""

    MAYOR = "市町村長"
    EXECUTIVE = "市町村長その他の執行機関"


class Returned(StrEnum):
    """What an answer may carry of a person."""

    FOUR_ITEMS = "four-items"
    MY_NUMBER = "my-number"
    JUMINHYO_CODE = "juminhyo-code"


_FOUR = (Returned.FOUR_ITEMS,)
_WITH_NUMBER = (*_FOUR, Returned.MY_NUMBER)
_WITH_CODE = (*_WITH_NUMBER, Returned.JUMINHYO_CODE)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why one server may answer.

    Attributes:
        provider: the server.
        means: how it may be asked.
        returns: what it may tell.
        article: of the Act; for the 機構, about people whose own prefecture is that of the asking city.
        beyond: the same for people of other prefectures; empty where no other article decides.
    """

    provider: Role
    means: tuple[Means, ...]
    returns: tuple[Returned, ...]
    article: str
    beyond: str = ""

    def article_for(self, asker: MunicipalityCode, home: MunicipalityCode | None) -> str:
        """The article on which an answer about somebody of `home` rests; None: about nobody."""
        is_beyond = home is not None and home.prefecture != asker.prefecture
        return self.beyond if is_beyond and self.beyond else self.article


@dataclass(frozen=True, slots=True)
class Purpose:
    """One affair (事務) for which a city may ask.

    Attributes:
        code: stable, as orders, messages and records carry it.
        organ: who may ask.
        grounds: why, a row a server that may answer.
    """

    code: str
    ja: str
    en: str
    organ: Organ
    grounds: tuple[Ground, ...]


def _national(means: tuple[Means, ...], returns: tuple[Returned, ...], item: int) -> Ground:
    """The 機構 answers cities of the prefecture that notified by 30条の10, those of others by 30条の12."""
    near, beyond = f"住基法30条の10第1項{item}号", f"住基法30条の12第1項{item}号"
    return Ground(Role.NATIONAL_SERVER, means, returns, near, beyond)


_ASKED_BY_TABLE = (Means.INQUIRY, Means.NUMBER_CHECK)
_BY_TABLE = (_national(_ASKED_BY_TABLE, _WITH_NUMBER, 1),)
RESIDENT_AFFAIRS = "resident-affairs"
"Code of the purpose that a 本人確認 at the counter always has."

PURPOSES = (
    Purpose(
        RESIDENT_AFFAIRS,
        "住民基本台帳に関する事務",
        "affairs of the resident register",
        Organ.MAYOR,
        (
            Ground(Role.COMMUNICATION_SERVER, (Means.SEARCH,), _WITH_CODE, "住基法30条の6第1項"),
            Ground(Role.PREFECTURE_SERVER, (Means.SEARCH,), _WITH_CODE, "住基法30条の22第2項"),
            _national(tuple(Means), _WITH_CODE, 4),
        ),
    ),
    Purpose("local-tax", "地方税の賦課徴収に関する事務", "local taxes", Organ.EXECUTIVE, _BY_TABLE),
    Purpose("child-allowance", "児童手当の支給に関する事務", "child allowance", Organ.EXECUTIVE, _BY_TABLE),
    Purpose("nursing-insurance", "介護保険に関する事務", "nursing care insurance", Organ.EXECUTIVE, _BY_TABLE),
    Purpose(
        "city-ordinance",
        "個人番号を利用する条例の事務",
        "an affair of the city's ordinance that uses the number",
        Organ.EXECUTIVE,
        # 番号法9条2項.
        (_national(_ASKED_BY_TABLE, _WITH_NUMBER, 2),),
    ),
    Purpose(
        "prefecture-ordinance",
        "都道府県の条例で定める事務",
        "an affair named by the prefecture's ordinance",
        Organ.EXECUTIVE,
        (Ground(Role.PREFECTURE_SERVER, (Means.SEARCH,), _FOUR, "住基法30条の13第1項"),),
    ),
)
"In the order in which a terminal lists them."

PURPOSE_OF = {purpose.code: purpose for purpose in PURPOSES}
LONGEST_PURPOSE = 60
"Characters of a peer's purpose that a text repeats."


def purpose_named(code: str) -> Purpose:
    """The purpose of a code.

    Raises:
        PeerFault: `UNKNOWN_PURPOSE`.
    """
    purpose = PURPOSE_OF.get(code)
    if purpose is None:
        raise PeerFault(UNKNOWN_PURPOSE, code[:LONGEST_PURPOSE])
    return purpose


def ground_for(code: str, provider: Role, means: Means) -> Ground:
    """Why this server may answer a question of this purpose.

    Raises:
        PeerFault: `UNKNOWN_PURPOSE`, or `NO_BASIS` where the law gives none.
    """
    purpose = purpose_named(code)
    for ground in purpose.grounds:
        if ground.provider is provider and means in ground.means:
            return ground
    raise PeerFault(NO_BASIS, f"{means} for {purpose.code} at {provider}")

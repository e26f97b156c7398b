"""Who fits what is known of a person, and who is the same: rules of search and comparison. Knows no store and no server.

To fit is lenient (folded kana, dates with unknown parts, one way to write a lot); to be the same is strict, glyph by glyph.
The seed names two pairs of items with which one may search; official folding tables are not public
(`docs/inventions.md`, Searches).
"""

from __future__ import annotations

import re
import unicodedata
from itertools import zip_longest

from juki.protocol.errors import PeerFault
from juki.protocol.messages.search import Candidate, KnownItems
from juki.protocol.permissions.purposes import Returned
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.refusals import TOO_FEW_ITEMS
from juki.protocol.terms import PartialDate, PersonName
from juki.protocol.terms.kana import fold_kana

MOST_HITS = 10
"People whom one answer may list ([D])."

_SPACES = re.compile(r"[\s\u3000]+")
_SELECTORS = re.compile("[\U000e0100-\U000e01ef]")
_PARTS_OF_A_LOT = re.compile(r"丁目|番地の|番地|番|号|[-‐-―−ーｰの]")


def check_items(items: KnownItems) -> None:
    """One of the two allowed pairs must be there: 氏名 and 住所, or 氏名 and 生年月日 (seed III).

    Raises:
        PeerFault: `TOO_FEW_ITEMS`; its detail says what was there.
    """
    if not (_has_name(items) and (_has_address(items) or _has_birth(items))):
        raise PeerFault(TOO_FEW_ITEMS, " and ".join(said_items(items)) or "nothing")


def said_items(items: KnownItems) -> list[str]:
    """The names of the items that are there."""
    there = {
        "name": _has_name(items),
        "address": _has_address(items),
        "birth": _has_birth(items),
        "sex": items.sex is not None,
    }
    return [name for name, is_there in there.items() if is_there]


def _has_name(items: KnownItems) -> bool:
    return bool(fold_name(items.written) or fold_kana(items.kana))


def _has_address(items: KnownItems) -> bool:
    return items.office is not None and bool(fold_address(items.address))


def _has_birth(items: KnownItems) -> bool:
    return items.birth is not None and items.birth.year > 0


def fold_name(written: str) -> str:
    """A name as it is compared in a search: without spaces, width and variation selectors. Other variants stay apart."""
    return _plain(_SELECTORS.sub("", written))


def fold_address(text: str) -> str:
    """Town and lot as they are compared: 大手通1丁目4番10号 and 大手通１－４－１０ are one."""
    return re.sub("-+", "-", _PARTS_OF_A_LOT.sub("-", _plain(text))).strip("-")


def _plain(text: str) -> str:
    """Without width and spaces; composed once more, as a mark may have stood behind one of them."""
    return unicodedata.normalize("NFKC", _SPACES.sub("", unicodedata.normalize("NFKC", text)))


def fits(items: KnownItems, record: IdentityRecord) -> bool:
    """Whether nothing that is said contradicts the record."""
    return (
        (not items.written or fold_name(items.written) == fold_name(record.name.written))
        and (not items.kana or fold_kana(items.kana) == record.folded_kana)
        and (items.birth is None or _may_be(items.birth, record.birth))
        and items.sex in {None, record.sex}
        and (not _has_address(items) or _lives_there(items, record))
    )


def _may_be(one: PartialDate, other: PartialDate) -> bool:
    """Whether two dates can be one: an unknown part contradicts nothing, but a year must be known on both sides."""
    parts = zip_longest((one.month, one.day), (other.month, other.day))
    return one.year == other.year and all(0 in {mine, yours} or mine == yours for mine, yours in parts)


def _lives_there(items: KnownItems, record: IdentityRecord) -> bool:
    address = record.address
    text = fold_address(address.town + address.lot)
    return items.office in {address.office, record.municipality} and fold_address(items.address) == text


def same_four_items(items: KnownItems, record: IdentityRecord) -> bool:
    """Whether all four items are said, and are the record's."""
    return not differing(items, told_of(record, is_current=True, returns=()))


def differing(shown: KnownItems, found: Candidate) -> list[str]:
    """Which of the four items that a document shows are not those of whoever was found; one that is not shown differs."""
    address = found.address
    same_address = (
        shown.office in {address.office, found.municipality}
        and fold_address(shown.address) == fold_address(address.town + address.lot)
    )  # fmt: skip
    differs = {
        "name": not shown.written or _glyphs(shown.written) != _glyphs(found.name.written),
        "kana": bool(shown.kana) and fold_kana(shown.kana) != fold_kana(found.name.kana),
        "address": not same_address,
        "birth": shown.birth != found.birth,
        "sex": shown.sex != found.sex,
    }
    return [name for name, is_other in differs.items() if is_other]


def _glyphs(written: str) -> tuple[str, ...]:
    return PersonName(_SPACES.sub("", written), "").glyphs


def told_of(record: IdentityRecord, *, is_current: bool, returns: tuple[Returned, ...]) -> Candidate:
    """A record as an answer may tell it."""
    return Candidate(
        name=record.name,
        birth=record.birth,
        sex=record.sex,
        municipality=record.municipality,
        address=record.address,
        is_current=is_current,
        code=record.code if Returned.JUMINHYO_CODE in returns else None,
        my_number=record.my_number if Returned.MY_NUMBER in returns else None,
    )

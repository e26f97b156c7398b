"""The 機構's part in 個人番号: makes one for a 住民票コード of the asking mayor, unlike all there ever were (番号法8条).

It also holds which codes were given to which city (住基法30条の2). Designating the number is the mayor's, not the 機構's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.identity_rows import IdentityRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Received, Reply
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import NumberNotice, NumberRequest
from juki.protocol.refusals import UNKNOWN_PERSON
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, MyNumber, organisation_of
from juki.protocol.terms.codes import SYNTHETIC_NUMBER_MARK

numbers = Migrations("number-designation")
KEY_BYTES = 32
_FREE_DIGITS = 9


@numbers()
def first(database: Database) -> None:
    """住民票コード by the city that may enter them; 個人番号 that were made, whatever became of them."""
    database.table("designated").create({"code": str, "municipality": str}, pk="code")
    database.table("made_numbers").create({"number": str, "code": str}, pk="number")


def designate(codes: Iterable[JuminhyoCode], municipality: MunicipalityCode, store: Store) -> None:
    """Codes given to a city before the server's history begins (住基法30条の2第1項)."""
    store.fill(
        "insert into designated (code, municipality) values (?, ?)",
        ((code.digits, municipality.digits) for code in codes),
    )


def _asked(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=NumberRequest() as asked, sender=sender):
            city = organisation_of(sender)
            if not _may_ask(asked.code, city, context.store):
                raise PeerFault(UNKNOWN_PERSON, f"{asked.code!r} is no code of {city}")
            number = _made(asked.code, context)
            context.store.write(
                "insert into made_numbers (number, code) values (?, ?)", number.digits, asked.code.digits
            )
            return [Reply(NumberNotice(asked.code, number))]
        case _:
            raise node.unexpected(event)


def _may_ask(code: JuminhyoCode, city: str, store: Store) -> bool:
    """The code stands in the city's register; or it was given to the city, and its first update is still under way."""
    found = IdentityRows(store).found(code)
    if found is not None:
        record, is_current = found
        return is_current and record.municipality.digits == city
    row = store.one("select municipality from designated where code = ? -- one row", code.digits)
    return row is not None and row[0] == city


def _made(code: JuminhyoCode, context: Context) -> MyNumber:
    """The code turned by a key that is drawn for this once: nobody turns it back (番号法8条2項2号, 3号)."""
    key = context.draws.octets("number", KEY_BYTES)
    count = 0
    while True:
        turned = blake2b(f"{code.digits}/{count}".encode(), key=key, digest_size=8, person=b"juki my number").digest()
        body = int.from_bytes(turned, "big") % 10**_FREE_DIGITS
        number = MyNumber.of_body(f"{SYNTHETIC_NUMBER_MARK}{body:0{_FREE_DIGITS}d}")
        if not _was_used(number, context.store):
            return number
        count += 1


def _was_used(number: MyNumber, store: Store) -> bool:
    """Whether any record ever bore it, or it was made before (番号法8条2項1号)."""
    digits = number.digits.encode()
    made = store.one("select 1 from made_numbers where number = ? -- one row", number.digits)
    borne = (store.one(f"select 1 from {table} where instr(record, ?) > 0 limit 1", digits) for table in _BEARERS)  # noqa: S608 - names from this file
    return made is not None or any(row is not None for row in borne)


_BEARERS = ("identity", "history")

DECISIONS: Mapping[Topic, Decision] = {NumberRequest: _asked}

"""A register that errs: it tells its communication server what it never wrote. A fault that a story declares, never a feature.

Its own record stays as it is, so whatever gets past the checks is a difference between register and server.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from msgspec.structs import replace

from juki.nodes.municipality.register_changes import city_of, ordered, standing, tell
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.effects import Effect, Ordered
from juki.protocol.records.changes import ChangeReason
from juki.protocol.records.identity import IdentityRecord
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, MyNumber, Sex

_NOWHERE = MunicipalityCode("131016")
"千代田区: no office of any city of the network."

_Mistake = Callable[[IdentityRecord, Context], IdentityRecord]
MISTAKES: dict[str, _Mistake] = {
    "name": lambda record, _: replace(record, name=replace(record.name, written=record.name.written + "々")),
    "birth": lambda record, _: replace(record, birth=replace(record.birth, year=record.birth.year - 1)),
    "sex": lambda record, _: replace(record, sex=Sex.MALE if record.sex is Sex.FEMALE else Sex.FEMALE),
    "office": lambda record, _: replace(record, address=replace(record.address, office=_NOWHERE)),
    "municipality": lambda record, _: replace(record, municipality=_NOWHERE),
    "date": lambda record, context: replace(record, changed_on=context.now.date() + timedelta(days=1)),
    "number": lambda record, _: replace(record, my_number=MyNumber.of_body("99999999997")),
    "old_number": lambda record, _: replace(record, old_number=MyNumber.of_body("99999999998")),
    "old_code": lambda record, _: replace(record, old_code=JuminhyoCode.of_body("9999999998")),
}
"What can be wrong in an entry, by the word of a story."


def _send_wrong_entry(node: Node, event: Ordered, context: Context) -> Sequence[Effect]:
    resident = standing(RegisterRows(context.store), event.arguments["people"])
    record = resident.identity(city_of(node), ChangeReason(event.arguments["reason"]), context.now.date())
    for word in event.arguments["wrong"].split():
        record = MISTAKES[word](record, context)
    return [tell(node, record, event.case)]


DECISIONS: dict[Topic, Decision] = {"send_wrong_entry": ordered(_send_wrong_entry)}

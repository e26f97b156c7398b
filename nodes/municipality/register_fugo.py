"""The 住民記録's part in 符号 acquisition: it alone can reach the communication server, so requests pass by it (標準 7.1.2.2).

It tells the 団体内統合宛名 of its residents (標準 7.1.2.3), and keeps nothing of an acquisition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.fugo import AddresseeNotice, FugoRequest, FugoUnavailable
from juki.protocol.records.resident import Resident
from juki.protocol.refusals import UNKNOWN_PERSON
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import beside


def addressee_notice(resident: Resident) -> AddresseeNotice:
    """What the 団体内統合宛名 is told of a resident."""
    return AddresseeNotice(
        resident.address_number,
        resident.my_number,
        resident.name,
        resident.birth,
        resident.sex,
        resident.address,
    )


def _told(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Ordered(arguments=arguments):
            rows = RegisterRows(context.store)
            effects: list[Effect] = []
            for number in arguments["people"].split(","):
                resident = rows.numbered(number)
                if resident is None or resident.erased_on is not None:
                    raise PeerFault(UNKNOWN_PERSON, f"宛名番号 of {len(number)} characters ending {number[-4:]}")
                effects.append(Send(beside(node.me, Role.BUSINESS_COMMON), addressee_notice(resident)))
            return effects
        case _:
            raise node.unexpected(event)


def _passed_on(node: Node, event: Event, context: Context) -> Sequence[Effect]:  # noqa: ARG001 - the form of a decision
    match event:
        case Received(message=FugoRequest() as request):
            return [Notify("fugo-requested"), Send(beside(node.me, Role.COMMUNICATION_SERVER), request)]
        case Received(message=FugoUnavailable() as answer):
            return [Send(beside(node.me, Role.BUSINESS_COMMON), answer)]
        case _:
            raise node.unexpected(event)


DECISIONS: Mapping[Topic, Decision] = {
    "register_addressee": _told,
    FugoRequest: _passed_on,
    FugoUnavailable: _passed_on,
}

"""団体内統合宛名: knows a person by 個人番号 and by a number of its own, and lets a 符号 be acquired for her (seed I 8-①).

It knows no 住民票コード and keeps no 取得番号; the communication server is none of its peers (seed III リスク1).
"""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes.municipality.addressee_rows import AddresseeRows, addressees
from juki.nodes.node import Context, Node
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.fugo import AcquisitionPair, AddresseeNotice, FugoRequest, FugoUnavailable, FugoWish
from juki.protocol.refusals import NO_MY_NUMBER, UNKNOWN_PERSON
from juki.protocol.terms import MyNumber, Role
from juki.protocol.terms.nodes import beside


class AddresseeSystem(Node):
    """One municipality's 団体内統合宛名システム."""

    role = Role.ADDRESSEE_SYSTEM
    migrations = (addressees,)


def _wished(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Ordered(arguments=arguments):
            unified = arguments["unified_number"]
            _number_of(unified, context)
            wish = FugoWish(unified, arguments.get("by_medium", "") == "yes")
            return [Notify("fugo-wished"), Send(beside(node.me, Role.INTERMEDIARY_SERVER), wish)]
        case _:
            raise node.unexpected(event)


def _number_of(unified: str, context: Context) -> MyNumber:
    """The 個人番号 of somebody by her local number.

    Raises:
        PeerFault: `UNKNOWN_PERSON` or `NO_MY_NUMBER`.
    """
    found = AddresseeRows(context.store).numbered(unified)
    if found is None:
        raise PeerFault(UNKNOWN_PERSON, f"統一識別番号 of {len(unified)} characters")
    if found.my_number is None:
        raise PeerFault(NO_MY_NUMBER)
    return found.my_number


def _paired(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=AcquisitionPair() as pair):
            request = FugoRequest(pair.number, _number_of(pair.unified_number, context), pair.reply_key, pair.by_medium)
            return [Send(beside(node.me, Role.BUSINESS_COMMON), request)]
        case _:
            raise node.unexpected(event)


def _told(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=AddresseeNotice() as notice):
            AddresseeRows(context.store).put(notice)
            return [Notify("addressee-registered")]
        case _:
            raise node.unexpected(event)


def _unavailable(node: Node, event: Event, context: Context) -> Sequence[Effect]:  # noqa: ARG001 - the form of a decision
    match event:
        case Received(message=FugoUnavailable() as answer):
            return [Send(beside(node.me, Role.INTERMEDIARY_SERVER), answer)]
        case _:
            raise node.unexpected(event)


AddresseeSystem.decisions = {
    "acquire_fugo": _wished,
    AcquisitionPair: _paired,
    AddresseeNotice: _told,
    FugoUnavailable: _unavailable,
}

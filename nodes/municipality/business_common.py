"""業務共通: passes between the 団体内統合宛名 and the 住民記録 what neither may tell the other itself; keeps nothing (seed I 8-①)."""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes.node import Context, Node
from juki.protocol.effects import Effect, Event, Received, Send
from juki.protocol.messages.fugo import AddresseeNotice, FugoRequest, FugoUnavailable
from juki.protocol.terms import Role
from juki.protocol.terms.nodes import beside


class BusinessCommon(Node):
    """One municipality's 業務共通システム."""

    role = Role.BUSINESS_COMMON


def _passed_on(node: Node, event: Event, context: Context) -> Sequence[Effect]:  # noqa: ARG001 - the form of a decision
    match event:
        case Received(message=FugoRequest() as request):
            return [Send(beside(node.me, Role.RESIDENT_REGISTER), request)]
        case Received(message=AddresseeNotice() | FugoUnavailable() as told):
            return [Send(beside(node.me, Role.ADDRESSEE_SYSTEM), told)]
        case _:
            raise node.unexpected(event)


BusinessCommon.decisions = {FugoRequest: _passed_on, AddresseeNotice: _passed_on, FugoUnavailable: _passed_on}

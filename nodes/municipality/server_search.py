"""Questions about people at the 市町村CS: answered here for one's own residents, else passed on to the one server that is asked.

Where the person lives as told decides who is asked, once: nobody is asked after somebody else found nobody (seed I 4-①).
"""

from __future__ import annotations

from collections.abc import Sequence

from juki.nodes import searching
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.effects import Effect, Event, Received, Send
from juki.protocol.errors import LocalFault
from juki.protocol.messages.search import FourItemsCheck, IdentityInquiry, IdentitySearch, NumberCheck
from juki.protocol.terms import MunicipalityCode, NodeId, organisation_of
from juki.protocol.terms.nodes import NATIONAL_SERVER, prefecture_server


def server_for(me: MunicipalityCode, city: MunicipalityCode) -> NodeId | None:
    """Who is asked about a resident of `city`; None: the asking city itself."""
    if city == me:
        return None
    return prefecture_server(me.prefecture) if city.prefecture == me.prefecture else NATIONAL_SERVER


def _search(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    if not isinstance(event, Received) or not isinstance(event.message, IdentitySearch):
        raise LocalFault(f"{event} is no search")
    told = event.message.lives_in
    city = node.surroundings.city_of.get(told, told)
    server = server_for(MunicipalityCode(organisation_of(node.me)), city)
    if server is None:
        return searching.search(node, event, context)
    return [Send(server, event.message, proof=event.proof)]


def _pass_on(_: Node, event: Event, __: Context) -> Sequence[Effect]:
    """The 機構 alone answers this; the answer comes back sealed to the terminal."""
    if not isinstance(event, Received):
        raise LocalFault(f"{event} is no question")
    return [Send(NATIONAL_SERVER, event.message, proof=event.proof)]


DECISIONS: dict[Topic, Decision] = {
    IdentitySearch: _search,
    FourItemsCheck: _pass_on,
    IdentityInquiry: _pass_on,
    NumberCheck: _pass_on,
}

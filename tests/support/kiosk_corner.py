"""A staged network with a word put into the mouth of any node: for what an honest peer would never say."""

from __future__ import annotations

from typing import Any

from letters import letter
from msgspec.structs import replace
from small_stories import Played, small_story, staged

from juki.nodes.host import Outcome
from juki.protocol.messages import Message
from juki.protocol.moments import to_micros
from juki.protocol.secure.envelope import Proof, pack, signed_bytes, unpack
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import card

KIOSK, SECOND_KIOSK = NodeId("kiosk/0001"), NodeId("kiosk/0002")
CENTER, JPKI = NodeId("jlis/certificate-center"), NodeId("jlis/jpki")
CITY, REGISTER = NodeId("152021/convenience-issuance"), NodeId("152021/resident-register")
CAST = {"first": "{of: 長岡市, card: valid}", "second": "{of: 長岡市, card: valid}"}
ASK = "request_certificate: {who: first, kiosk: kiosk/0001, pin: right}"
SECOND = "request_certificate: {who: second, kiosk: kiosk/0002, pin: right}"


class Corner:
    """One staged network."""

    def __init__(self, *steps: str) -> None:
        self.run: Played = staged(small_story(*steps, cast=CAST))
        self.simulation = self.run.play.stage.simulation

    def rows(self, node: NodeId, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.simulation.hosts[node].store.rows(sql, *values)

    def tell(self, sender: NodeId, recipient: NodeId, message: Message, case: str, *, signed: bool = False) -> Outcome:
        """Hand a message to a host as if the link had brought it; its outcome."""
        host = self.simulation.hosts[recipient]
        number = host.streams.received(sender)[0] + 1
        envelope = letter(sender, recipient, message, number, case=case)
        if signed:
            vault = self.simulation.registry.vault(sender)
            words = signed_bytes(envelope.kind, envelope.version, sender, envelope.id, case, envelope.body)
            envelope = replace(envelope, proof=Proof(sender, envelope.id, case, vault.sign(words)))
        return host.accept(sender, pack(envelope), self.simulation.world.now)

    def order(self, node: NodeId, verb: str, **arguments: str) -> Outcome:
        return self.simulation.hosts[node].order(verb, arguments, self.simulation.world.now)

    def at(self, moment: Any) -> None:
        """Virtual time stands here."""
        self.simulation.world.now = to_micros(moment)


def kinds(outcome: Outcome) -> list[str]:
    return [sent.kind for sent in outcome.sent]


def body_of(outcome: Outcome) -> bytes:
    """The body of the one message that left."""
    [sent] = outcome.sent
    return unpack(sent.envelope).body


def rule(outcome: Outcome) -> str:
    return outcome.refused.name if outcome.refused else ""


def card_of_first(corner: Corner) -> NodeId:
    issue = corner.run.play.stage.parts["first"][0].card
    assert issue is not None
    return card(issue.number)


def order_of(corner: Corner, kiosk: NodeId) -> Outcome:
    """The first of the cast asks at a kiosk."""
    said = {"card": card_of_first(corner), "pin": "0000", "certificate": "record-copy"}
    return corner.order(kiosk, "request_certificate", **said)

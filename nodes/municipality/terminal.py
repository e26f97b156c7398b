"""統合端末: the counter's screen and card reader. Proves cards, asks the network, takes 転入届; keeps no register.

What a visit needs is kept while it lasts; the numbers are dropped when it is settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.municipality import terminal_search
from juki.nodes.node import Context, Node
from juki.nodes.store import Opaque
from juki.protocol.card_proof import NONCE_BYTES, check_proof
from juki.protocol.effects import Effect, Event, Ordered, Received
from juki.protocol.errors import PeerFault
from juki.protocol.messages import Refusal
from juki.protocol.messages.card import CardContinued, CardDenied, CardProof, CardRewritten, CardStatusReply
from juki.protocol.messages.identity import IdentityCheckReply
from juki.protocol.messages.move import MoveInAccepted, MoveInDeclined
from juki.protocol.procedures.counter_visit import ProofChecked as Checked
from juki.protocol.procedures.counter_visit import Purpose, Visit, VisitEvent, begin, step
from juki.protocol.refusals import CARD_NOT_PRESENTED, FORGED, IN_FUTURE, MISADDRESSED, OUT_OF_TURN
from juki.protocol.terms import Address, MunicipalityCode, NodeId, Role, organisation_of
from juki.protocol.terms.nodes import communication_server
from juki.protocol.wire import decode, encode

terminal = Migrations("integrated-terminal")


@terminal()
def first(database: Database) -> None:
    """Visits under way and settled."""
    database.table("visits").create({"case_id": str, "state": str, "visit": bytes}, pk="case_id")


PURPOSES = {
    "report_move_in": Purpose.MOVE_IN,
    "continue_card": Purpose.CONTINUE_CARD,
    "check_identity": Purpose.CHECK_IDENTITY,
}
"Why somebody comes with a card, by the order."


class IntegratedTerminal(Node):
    """The counter of one municipality."""

    role = Role.INTEGRATED_TERMINAL
    migrations = (terminal, terminal_search.inquiries)
    decisions = terminal_search.DECISIONS

    @property
    def municipality(self) -> MunicipalityCode:
        return MunicipalityCode(organisation_of(self.me))

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        match event:
            case Ordered(verb="report_move_in" | "continue_card" | "check_identity"):
                return self._begin(event, context)
            case Received(message=CardProof() as proof):
                visit = self._visit(event, context)
                mark = check_proof(proof, visit.nonce)
                return self._advance(event, visit, Checked(proof, mark), context)
            case Received(
                message=CardDenied()
                | IdentityCheckReply()
                | CardStatusReply()
                | MoveInAccepted()
                | MoveInDeclined()
                | CardRewritten()
                | CardContinued() as answer
            ):
                return self._advance(event, self._visit(event, context), answer, context)
            case _:
                return super().decide(event, context)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """Whatever was refused on behalf of a visit or a question ends it."""
        asked = terminal_search.refused(event, refusal, context)
        if asked is not None:
            return asked
        return self._advance(event, self._visit(event, context), refusal, context)

    def _begin(self, event: Ordered, context: Context) -> Sequence[Effect]:
        said = event.arguments
        if not said.get("card"):
            raise PeerFault(CARD_NOT_PRESENTED)
        today = context.now.date()
        purpose = PURPOSES[event.verb]
        moved_on = date.fromisoformat(said["moved_on"]) if purpose is Purpose.MOVE_IN else today
        if moved_on > today:
            raise PeerFault(IN_FUTURE, f"moved in on {moved_on}")
        visit = Visit(
            purpose=purpose,
            card=NodeId(said["card"]),
            server=communication_server(self.municipality),
            municipality=self.municipality,
            address=self._address(said) if purpose is Purpose.MOVE_IN else self._unknown_address(),
            moved_on=moved_on,
            today=today,
            nonce=context.draws.octets(f"nonce/{event.case}", NONCE_BYTES),
            reply_key=context.vault.public.sealing,
        )
        visit, effects = begin(visit, said["pin"])
        self._put(event.case, visit, context)
        return effects

    def _address(self, said: dict[str, str]) -> Address:
        office = MunicipalityCode(said["office"])
        if self.surroundings.city_of.get(office) != self.municipality:
            raise PeerFault(MISADDRESSED, f"{office} is no register office of {self.municipality}")
        return Address(
            office=office,
            office_name=said["office_name"],
            town=said["town"],
            lot=said["lot"],
            building=said.get("building", ""),
            postal_code=said.get("postal_code", ""),
        )

    def _unknown_address(self) -> Address:
        """Until the national server tells where the holder lives."""
        return Address(self.municipality, "", "", "")

    def _visit(self, event: Received, context: Context) -> Visit:
        row = context.store.one("select visit from visits where case_id = ? -- one row", event.case)
        if row is None:
            raise PeerFault(OUT_OF_TURN, f"no visit of case {event.case[:60]}")
        visit = decode(row[0], Visit)
        if event.sender not in {visit.card, visit.server}:
            raise PeerFault(FORGED, f"{event.sender} has no part in this visit")
        return visit

    def _advance(self, event: Received, visit: Visit, news: VisitEvent, context: Context) -> Sequence[Effect]:
        visit, effects = step(visit, news)
        self._put(event.case, visit, context)
        return effects

    def _put(self, case: str, visit: Visit, context: Context) -> None:
        # The reply key and nonce are in the visit; what was decided shows in its state and messages.
        context.store.write(
            "insert or replace into visits (case_id, state, visit) values (?, ?, ?)",
            case,
            visit.state.value,
            Opaque(encode(visit)),
        )

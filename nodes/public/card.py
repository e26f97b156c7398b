"""個人番号カード: an actor with a key, a PIN and a counter. Proves itself to whoever types the PIN; knows no network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.public import card_user
from juki.nodes.store import Opaque, Store
from juki.protocol.card_proof import proof_bytes
from juki.protocol.effects import Effect, Event, Received, Reply
from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.messages.card import CardChallenge, CardDenied, CardProof, CardRewrite, CardRewritten
from juki.protocol.refusals import OUT_OF_TURN, PIN_ABSENT, PIN_LOCKED, PIN_WRONG
from juki.protocol.terms import JuminhyoCode, Role
from juki.protocol.wire import encode

chip = Migrations("card")
TRIES = 3
"Wrong PINs in a row before the 住民基本台帳用 PIN locks (seed I; published guides of municipalities)."


@chip()
def first(database: Database) -> None:
    """What is in the chip: one row."""
    database.table("chip").create(
        {
            "id": int,
            "code": str,
            "serial": str,
            "expires_on": str,
            "pin": str,
            "tries": int,
            "session": bytes,
            "address": bytes,
        },
        pk="id",
    )


class Card(Node):
    """One person's card."""

    role = Role.CARD
    migrations = (chip, card_user.user_chip)
    decisions = card_user.DECISIONS

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        match event:
            case Received(message=CardChallenge() as challenge):
                return [Reply(self._prove(challenge, context))]
            case Received(message=CardRewrite() as rewrite):
                return [Reply(self._rewrite(rewrite, context.store))]
            case _:
                return super().decide(event, context)

    def _prove(self, challenge: CardChallenge, context: Context) -> CardProof | CardDenied:
        """The PIN counter is part of the answer: it is written whatever the answer is (番号カード等命令33条8項; [D])."""
        row = context.store.one("select code, serial, expires_on, pin, tries from chip where id = 1 -- one row")
        if row is None:
            raise LocalFault(f"{self.me} was never made")
        code, serial, expires_on, pin, tries = row
        if pin is None:
            return CardDenied(PIN_ABSENT.name, 0)
        if tries == 0:
            return CardDenied(PIN_LOCKED.name, 0)
        if challenge.pin != pin:
            context.store.write("update chip set tries = ?, session = null where id = 1", tries - 1)
            return CardDenied((PIN_WRONG if tries > 1 else PIN_LOCKED).name, tries - 1)
        context.store.write("update chip set tries = ?, session = ? where id = 1", TRIES, Opaque(challenge.nonce))
        signed = context.vault.sign(proof_bytes(challenge.nonce, JuminhyoCode(code), serial))
        return CardProof(
            JuminhyoCode(code), serial, date.fromisoformat(expires_on), context.vault.public.signing, signed
        )

    def _rewrite(self, rewrite: CardRewrite, store: Store) -> CardRewritten:
        row = store.one("select session, serial from chip where id = 1 -- one row")
        if row is None or row[0] != rewrite.nonce:
            raise PeerFault(OUT_OF_TURN, "the card proved itself in another session")
        store.write("update chip set address = ?, session = null where id = 1", encode(rewrite.address))
        return CardRewritten(row[1])

"""利用者証明 by the card: the user certificate's own PIN with its own counter, and a signature over one request.

It shares the key in the chip with nothing but the chip itself; the 住民基本台帳用 PIN and its counter are `card.py`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.protocol.effects import Effect, Event, Received, Reply
from juki.protocol.errors import LocalFault
from juki.protocol.messages.kiosk import UserChallenge, UserDenied, UserProof
from juki.protocol.refusals import PIN_ABSENT, PIN_LOCKED, PIN_WRONG, USER_CERTIFICATE_ABSENT
from juki.protocol.terms import Address
from juki.protocol.user_proof import user_proof_bytes
from juki.protocol.wire import decode

if TYPE_CHECKING:
    from juki.nodes.node import Context, Decision, Node, Topic

user_chip = Migrations("card-user")
USER_TRIES = 3
"Wrong PINs in a row before the 利用者証明用 PIN locks (published guides of municipalities)."


@user_chip()
def first(database: Database) -> None:
    """The user certificate in the chip: one row, or none."""
    database.table("user_chip").create({"id": int, "certificate": str, "pin": str, "tries": int}, pk="id")


def _challenged(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=UserChallenge() as challenge):
            return [Reply(_prove(challenge, context))]
        case _:
            raise node.unexpected(event)


def _prove(challenge: UserChallenge, context: Context) -> UserProof | UserDenied:
    """The counter is part of the answer, as that of the other PIN is."""
    store = context.store
    row = store.one("select certificate, pin, tries from user_chip where id = 1 -- one row")
    if row is None:
        return UserDenied(USER_CERTIFICATE_ABSENT.name, 0)
    certificate, pin, tries = row
    if pin is None:
        return UserDenied(PIN_ABSENT.name, 0)
    if tries == 0:
        return UserDenied(PIN_LOCKED.name, 0)
    if challenge.pin != pin:
        store.write("update user_chip set tries = ? where id = 1", tries - 1)
        return UserDenied((PIN_WRONG if tries > 1 else PIN_LOCKED).name, tries - 1)
    store.write("update user_chip set tries = ? where id = 1", USER_TRIES)
    chip = store.one("select address from chip where id = 1 -- one row")
    if chip is None:
        raise LocalFault("a card without a chip")
    signed = context.vault.sign(user_proof_bytes(challenge.key, challenge.nonce, certificate))
    return UserProof(certificate, decode(chip[0], Address).office, context.vault.public.signing, signed)


DECISIONS: dict[Topic, Decision] = {UserChallenge: _challenged}

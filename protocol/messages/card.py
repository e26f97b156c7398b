"""Messages between counter, card and card management (番号法17条, 番号カード等命令33条). PINs go to the card only."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from juki.protocol.messages.base import Message
from juki.protocol.terms import Address, JuminhyoCode, MunicipalityCode


class CardState(StrEnum):
    """運用状況 of a card as card management keeps it ([D] from the law's list)."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    ABOLISHED = "abolished"


class CardChallenge(Message, frozen=True):
    """The terminal asks the card in its reader to prove itself, with the holder's 住民基本台帳用 PIN."""

    nonce: bytes
    "16 bytes, drawn for this question."
    pin: str

    def __repr__(self) -> str:
        return "CardChallenge(nonce=..., pin=****)"


class CardProof(Message, frozen=True):
    """The card's answer: its 住民票コード, and the challenge signed by the key inside the chip."""

    code: JuminhyoCode
    serial: str
    expires_on: date
    public_key: bytes
    signature: bytes


class CardDenied(Message, frozen=True):
    """The card does not answer: wrong PIN, locked, or none set. The counter in the chip stays as it has become."""

    rule: str
    tries_left: int


class CardRewrite(Message, frozen=True):
    """Write the new address into the chip and onto the face (番号法17条7項)."""

    nonce: bytes
    "Of the challenge that this session began with."
    address: Address
    written_on: date


class CardRewritten(Message, frozen=True):
    """Done: the card carries the new address."""

    serial: str


class CardStatusRequest(Message, frozen=True):
    """Is this card in operation, and whose is it?"""

    code: JuminhyoCode
    serial: str


class CardStatusReply(Message, frozen=True):
    """What card management holds of the card."""

    serial: str
    state: CardState
    expires_on: date
    is_holders: bool
    "The code asked about is the holder's."


class CardContinuation(Message, frozen=True):
    """継続利用: the card stays valid at the new municipality (番号法17条7項; seed I 3-⑥)."""

    code: JuminhyoCode
    serial: str
    municipality: MunicipalityCode
    continued_on: date


class CardContinued(Message, frozen=True):
    """Card management has recorded the continuation."""

    serial: str

"""Messages of one certificate from a kiosk, and of the feed behind it (住基法12条; 公的個人認証法37条, 38条; seed I 9-①).

Every message of a request bears its key: the kiosk's own node id and count, so that no two requests ever share one.
"""

from __future__ import annotations

from datetime import date

from juki.protocol.messages.base import Message
from juki.protocol.records.certificates import CertificateKind, ReplicaRecord
from juki.protocol.records.resident import FamilyRegister
from juki.protocol.terms import Address, MunicipalityCode, PartialDate, PersonName, Sex


class UserChallenge(Message, frozen=True):
    """The kiosk asks the card on its reader for a 利用者証明, with the PIN of that certificate."""

    key: str
    nonce: bytes
    pin: str

    def __repr__(self) -> str:
        return f"UserChallenge(key={self.key!r}, nonce=..., pin=****)"


class UserProof(Message, frozen=True):
    """The card's answer, signed over key and nonce. It names the certificate and the office of the address in the chip."""

    certificate: str
    office: MunicipalityCode
    public_key: bytes
    signature: bytes


class UserDenied(Message, frozen=True):
    """No 利用者証明: wrong PIN, locked, none set, or no certificate in the card."""

    rule: str
    tries_left: int


class CertificateRequest(Message, frozen=True):
    """交付申請: who asks for what, proved by the card; signed by the kiosk and passed on by the center as it is."""

    key: str
    wanted: CertificateKind
    in_full: bool
    "特別の請求: with 続柄, 世帯主 and 戸籍の表示 (住基法12条5項)."
    applicant: str
    "発行番号 of the user certificate."
    office: MunicipalityCode
    nonce: bytes
    public_key: bytes
    signature: bytes
    reply_key: bytes
    "X25519 key of the kiosk: the document is sealed to it."


class CertificateStatusRequest(Message, frozen=True):
    """The center asks 公的個人認証 whether a certificate is still good (公的個人認証法38条1項)."""

    key: str
    certificate: str


class CertificateStatusReply(Message, frozen=True):
    """What 公的個人認証 provides (公的個人認証法37条1項)."""

    key: str
    certificate: str
    is_known: bool
    is_revoked: bool
    expires_on: date | None
    mark: str
    "Hash of the public key in the certificate."


class CertificateDeclined(Message, frozen=True):
    """不交付: no document for this request, and why."""

    key: str
    rule: str
    detail: str = ""


class CertificateDocument(Message, frozen=True):
    """The document: signed by the city, sealed to the one kiosk that asked. Bears neither 住民票コード nor 個人番号."""

    key: str
    applicant: str
    wanted: CertificateKind
    municipality: MunicipalityCode
    issued_on: date
    position: int
    "Up to which change of the register it speaks."
    fee_yen: int
    name: PersonName
    birth: PartialDate
    sex: Sex
    address: Address
    address_since: date
    household_head: str = ""
    relationship: str = ""
    family_register: FamilyRegister | None = None


class CertificatePrinted(Message, frozen=True):
    """交付完了: the fee was taken and the paper is out."""

    key: str


class RequestAborted(Message, frozen=True):
    """中止: the wait was too long; the whole request is void wherever it stands."""

    key: str


class ReplicaUpdate(Message, frozen=True):
    """One changed record from the register to the コンビニ交付システム, numbered without gaps."""

    number: int
    address_number: str
    record: ReplicaRecord | None
    "None: not kept any more."


class ReplicaPositionRequest(Message, frozen=True):
    """The コンビニ交付システム says how far it has come and asks how far the register has."""

    position: int


class ReplicaPosition(Message, frozen=True):
    """The number of the register's last change; everything up to it was sent before this."""

    last: int

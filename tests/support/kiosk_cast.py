"""One request at a kiosk in all its messages, made by hand: 花子 of 長岡市, her card, and what the city holds of her."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from cast import NAGAOKA, resident
from msgspec.structs import replace
from nacl.signing import SigningKey

from juki.protocol.card_proof import mark_of
from juki.protocol.deadlines import JST
from juki.protocol.messages.kiosk import CertificateDocument, CertificateRequest, CertificateStatusReply, UserProof
from juki.protocol.procedures.issuance import document_of
from juki.protocol.records.certificates import CertificateKind, ReplicaRecord, replica_of
from juki.protocol.terms import NodeId
from juki.protocol.user_proof import user_proof_bytes

KIOSK = NodeId("kiosk/0001")
KEY, OTHER_KEY = f"{KIOSK}:1", f"{KIOSK}:2"
CARD = NodeId("card/000001")
CITY = NodeId("152021/convenience-issuance")
CERTIFICATE = "C000001-U"
NONCE = b"n" * 16
SIGNING = SigningKey(b"k" * 32)
NOW = datetime(2026, 3, 16, 10, 0, tzinfo=JST)
TODAY = NOW.date()


def proof(certificate: str = CERTIFICATE, key: str = KEY) -> UserProof:
    signed = SIGNING.sign(user_proof_bytes(key, NONCE, certificate)).signature
    return UserProof(certificate, NAGAOKA, bytes(SIGNING.verify_key), signed)


def request(**changes: Any) -> CertificateRequest:
    shown = proof()
    made = CertificateRequest(
        key=KEY,
        wanted=CertificateKind.RECORD_COPY,
        in_full=False,
        applicant=CERTIFICATE,
        office=NAGAOKA,
        nonce=NONCE,
        public_key=shown.public_key,
        signature=shown.signature,
        reply_key=b"r" * 32,
    )
    return replace(made, **changes)


def status(**changes: Any) -> CertificateStatusReply:
    good = CertificateStatusReply(
        KEY,
        CERTIFICATE,
        is_known=True,
        is_revoked=False,
        expires_on=date(2030, 1, 1),
        mark=mark_of(bytes(SIGNING.verify_key)),
    )
    return replace(good, **changes)


def replica(**changes: Any) -> ReplicaRecord:
    return replace(replica_of(resident()), **{"certificate": CERTIFICATE, **changes})


def document(**changes: Any) -> CertificateDocument:
    return replace(document_of(replica(), request(), NAGAOKA, 0, TODAY), **changes)

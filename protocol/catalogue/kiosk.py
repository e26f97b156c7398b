"""Catalogue section: one certificate from a kiosk, and the feed of the city's own system (住基法12条, seed I 9-①, system 6)."""

from __future__ import annotations

from juki.protocol.catalogue.entry import Entry, Relation, Route
from juki.protocol.messages import kiosk
from juki.protocol.terms import Role

KIOSK, CHIP, CENTER, JPKI = Role.KIOSK, Role.CARD, Role.CERTIFICATE_CENTER, Role.JPKI
ISSUANCE, REGISTER = Role.CONVENIENCE_ISSUANCE, Role.RESIDENT_REGISTER
_PROCEDURE = "kiosk-certificate"
_PROOF = "公的個人認証法38条2項; 公的個人認証法施行規則64条の4"
_DOWN = (Route(ISSUANCE, CENTER), Route(CENTER, KIOSK))
_UP = (Route(KIOSK, CENTER), Route(CENTER, ISSUANCE))
_FEED = (Route(REGISTER, ISSUANCE, Relation.SAME_CITY),)

SECTION = (
    Entry(kiosk.UserChallenge, _PROCEDURE, "challenge", "利用者証明の要求", _PROOF, (Route(KIOSK, CHIP),)),
    Entry(
        kiosk.UserProof, _PROCEDURE, "proof", "電子利用者証明", "公的個人認証法2条2項, 38条1項", (Route(CHIP, KIOSK),)
    ),
    Entry(kiosk.UserDenied, _PROCEDURE, "denial", "利用者証明の拒否", _PROOF, (Route(CHIP, KIOSK),)),
    Entry(
        kiosk.CertificateRequest,
        _PROCEDURE,
        "request",
        "証明書の交付申請",
        "住基法12条1項, 3項; seed I 9-①",
        (Route(KIOSK, CENTER, signed=True), Route(CENTER, ISSUANCE, signed=True)),
        origin=KIOSK,
    ),
    Entry(
        kiosk.CertificateStatusRequest,
        _PROCEDURE,
        "status",
        "電子証明書の有効性の照会",
        "公的個人認証法38条1項",
        (Route(CENTER, JPKI),),
    ),
    Entry(
        kiosk.CertificateStatusReply,
        _PROCEDURE,
        "status-reply",
        "電子証明書失効情報の提供",
        "公的個人認証法37条1項",
        (Route(JPKI, CENTER),),
    ),
    Entry(kiosk.CertificateDeclined, _PROCEDURE, "declined", "証明書の不交付", "住基法12条6項; [D]", _DOWN),
    Entry(
        kiosk.CertificateDocument,
        _PROCEDURE,
        "document",
        "証明書データ",
        "住基法12条1項, 5項; seed I 9-①",
        (Route(ISSUANCE, CENTER, signed=True, sealed=True), Route(CENTER, KIOSK, signed=True, sealed=True)),
        origin=ISSUANCE,
        reader=KIOSK,
    ),
    Entry(kiosk.CertificatePrinted, _PROCEDURE, "printed", "交付完了", "seed I 9-①; [D]", _UP),
    Entry(kiosk.RequestAborted, _PROCEDURE, "aborted", "交付申請の中止", "seed I 9-①; [D]", _UP),
    Entry(kiosk.ReplicaUpdate, _PROCEDURE, "feed", "証明書情報の連携", "seed I; 標準 3.1", _FEED),
    Entry(
        kiosk.ReplicaPositionRequest,
        _PROCEDURE,
        "position-asked",
        "連携番号の照会",
        "標準 3.1; [D]",
        (Route(ISSUANCE, REGISTER, Relation.SAME_CITY),),
    ),
    Entry(kiosk.ReplicaPosition, _PROCEDURE, "position", "連携番号の回答", "標準 3.1; [D]", _FEED),
)

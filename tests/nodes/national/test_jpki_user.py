"""What 公的個人認証 says of a user certificate: known or not, revoked or not, until when, by which key."""

from __future__ import annotations

from kiosk_corner import CENTER, JPKI, KIOSK, Corner, body_of

from juki.protocol.messages.kiosk import CertificateStatusReply, CertificateStatusRequest
from juki.protocol.records.certificates import user_certificate_of
from juki.protocol.wire import decode

KEY = f"{KIOSK}:1"


def asked(corner: Corner, certificate: str) -> CertificateStatusReply:
    outcome = corner.tell(CENTER, JPKI, CertificateStatusRequest(KEY, certificate), KEY)
    return decode(body_of(outcome), CertificateStatusReply)


def test_every_user_certificate_of_the_population_is_known_with_its_key_and_last_day() -> None:
    corner = Corner()
    for person in corner.simulation.people:
        if person.card is not None and person.card.has_user_certificate:
            certificate = user_certificate_of(person.card.serial)
            reply = asked(corner, certificate)
            assert person.resident.card is not None
            assert (reply.is_known, reply.is_revoked) == (True, False)
            assert (reply.expires_on, reply.mark) == (person.card.expires_on, person.resident.card.genuine_mark)


def test_a_revoked_one_is_revoked_and_a_signing_one_is_no_user_certificate() -> None:
    corner = Corner()
    issue = corner.run.play.stage.parts["first"][0].card
    assert issue is not None
    corner.simulation.hosts[JPKI].store.write("update certificates set revoked_on = '2026-03-16'")
    assert asked(corner, user_certificate_of(issue.serial)).is_revoked
    for nobody in (f"{issue.serial}-S", "JK999999-00000000-U", ""):
        assert not asked(corner, nobody).is_known

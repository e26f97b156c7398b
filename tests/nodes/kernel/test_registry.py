"""The registry of a simulated network: one draw, keys and certificates on demand, and links under either kind of keyring."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import pytest
from cryptography import x509
from small_pki import ALICE, BOB, DAY, NOW

from juki.nodes.kernel.choices import Draw, SeededChoices
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.moments import to_micros
from juki.protocol.refusals import BAD_CERTIFICATE, EXPIRED_CERTIFICATE, REVOKED_CERTIFICATE, WRONG_PEER, Rule
from juki.protocol.secure.certificates import VALIDITY, node_of
from juki.protocol.secure.pki import Trust, chain_from_pem
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import card

START = to_micros(NOW)
KINDS = pytest.mark.parametrize("kind", sorted(KEYRINGS))


def registry(seed: int = 1) -> Registry:
    return Registry(SeededChoices(seed), START)


def connect(kind: str, book: Registry, moment: int = START, choices: SeededChoices | None = None) -> bool:
    one, other = KEYRINGS[kind](book).connect(ALICE, BOB, moment, choices or SeededChoices(1))
    return other.open(one.seal(b"there")) == b"there" and one.open(other.seal(b"back")) == b"back"


def verdict(kind: str, book: Registry, moment: int = START) -> Rule:
    with pytest.raises(PeerFault) as refusal:
        connect(kind, book, moment)
    return refusal.value.rule


def test_a_network_of_keys_costs_one_draw() -> None:
    drawn: list[Draw] = []
    book = Registry(SeededChoices(1, drawn.append), START)
    for number in range(200):
        assert book.keys_of(card(f"{number:06d}"), NOW)
    assert [(draw.label, draw.bound) for draw in drawn] == [("key/network", 32)]


def test_one_seed_makes_one_network_whatever_is_asked_first() -> None:
    one, other = registry(), registry()
    one.chain(ALICE)
    one.chain(BOB)
    other.chain(BOB)
    other.keys_of(card("000001"), NOW)
    other.chain(ALICE)
    assert one.exported([ALICE, BOB]) == other.exported([ALICE, BOB])
    assert registry(2).chain(ALICE) != one.chain(ALICE)
    assert registry(2).vault(ALICE).public != one.vault(ALICE).public


def test_every_node_has_keys_and_a_serial_number_of_its_own() -> None:
    book = registry()
    nodes = [ALICE, BOB, card("000001"), NodeId("jlis/jpki"), NodeId("15/prefecture-server")]
    assert len({book.vault(node).public for node in nodes}) == 5
    found = [x509.load_der_x509_certificate(book.chain(node)[0]) for node in nodes]
    assert len({certificate.serial_number for certificate in found}) == 5
    assert [node_of(certificate) for certificate in found] == nodes
    assert all(0 < certificate.serial_number < 2**127 + 1 for certificate in found)


def test_what_is_no_node_has_neither_vault_nor_certificate() -> None:
    book = registry()
    for name in ("", "152021", "152021/unknown", "999999/resident-register"):
        with pytest.raises(MalformedValue):
            book.vault(NodeId(name))
        with pytest.raises(PeerFault) as refusal:
            book.keys_of(NodeId(name), NOW)
        assert refusal.value.rule is BAD_CERTIFICATE


@KINDS
def test_two_nodes_connect(kind: str) -> None:
    assert connect(kind, registry())


@KINDS
def test_a_handshake_draws_only_under_key(kind: str) -> None:
    drawn: list[Draw] = []
    choices = SeededChoices(1, drawn.append)
    book = Registry(choices, START)
    for _ in range(2):
        assert connect(kind, book, choices=choices)
    labels = Counter(draw.label for draw in drawn)
    assert all(label.startswith("key/") for label in labels)
    assert labels[f"key/handshake/{ALICE}>{BOB}"] == (2 if kind == "noise" else 0)


def test_every_session_has_keys_of_its_own() -> None:
    book, choices = registry(), SeededChoices(1)
    keyring = KEYRINGS["noise"](book)
    frames = {keyring.connect(ALICE, BOB, START, choices)[0].seal(b"text") for _ in range(5)}
    assert len(frames) == 5


@KINDS
def test_certificates_expire_unless_they_are_renewed(kind: str) -> None:
    book = registry()
    late = to_micros(NOW + VALIDITY + DAY)
    assert connect(kind, book, to_micros(NOW + VALIDITY))
    # The revocation list has run out as well, and without one nobody is trusted.
    assert verdict(kind, book, late) is BAD_CERTIFICATE
    book.renew(late)
    assert connect(kind, book, late)
    assert verdict(kind, book, START) is BAD_CERTIFICATE


@KINDS
def test_a_node_that_missed_its_renewal_is_expired(kind: str) -> None:
    book = registry()
    old = book.chain(BOB)
    book.renew(to_micros(NOW + 30 * DAY))
    book.show(BOB, old)
    assert connect(kind, book, to_micros(NOW + 40 * DAY))
    assert verdict(kind, book, to_micros(NOW + 46 * DAY)) is EXPIRED_CERTIFICATE
    book.show(BOB, None)
    assert connect(kind, book, to_micros(NOW + 46 * DAY))


@KINDS
@pytest.mark.parametrize("node", [ALICE, BOB], ids=["the initiator", "the responder"])
def test_a_revoked_node_stays_revoked_beyond_its_renewal(kind: str, node: NodeId) -> None:
    book = registry()
    assert connect(kind, book)
    book.revoke(node, NOW)
    book.revoke(node, NOW)
    assert verdict(kind, book) is REVOKED_CERTIFICATE
    with pytest.raises(PeerFault) as refusal:
        book.keys_of(node, NOW)
    assert refusal.value.rule is REVOKED_CERTIFICATE
    later = to_micros(NOW + 90 * DAY)
    book.renew(later)
    assert verdict(kind, book, later) is REVOKED_CERTIFICATE


@KINDS
@pytest.mark.parametrize("node", [ALICE, BOB], ids=["the initiator", "the responder"])
def test_the_certificate_of_another_node_or_network_is_refused(kind: str, node: NodeId) -> None:
    book = registry()
    book.show(node, book.chain(NodeId("152021/resident-register")))
    assert verdict(kind, book) is WRONG_PEER
    book.show(node, registry(2).chain(node))
    assert verdict(kind, book) is BAD_CERTIFICATE
    book.show(node, ())
    assert verdict(kind, book) is BAD_CERTIFICATE


def test_a_renewal_keeps_the_keys_and_changes_the_certificate() -> None:
    book = registry()
    keys, chain = book.keys_of(ALICE, NOW), book.chain(ALICE)
    book.renew(to_micros(NOW + 30 * DAY))
    assert book.keys_of(ALICE, NOW + 30 * DAY) == keys
    assert book.chain(ALICE) != chain
    serials = {x509.load_der_x509_certificate(found[0]).serial_number for found in (chain, book.chain(ALICE))}
    assert len(serials) == 2


def test_a_jump_of_150_years_makes_no_certificate_that_nobody_asks_for() -> None:
    book = registry()
    chain = book.chain(ALICE)
    moment = NOW
    for _ in range(150 * 365 // 30):
        moment += 30 * DAY
        book.renew(to_micros(moment))
    assert book._chains == {}
    assert len(book.trust._proved) == 0
    assert connect("noise", book, to_micros(moment))
    assert book.chain(ALICE)[1] == chain[1]


def test_what_is_exported_is_public_and_verifies() -> None:
    book = registry()
    book.revoke(BOB, NOW)
    book.vault(ALICE)
    files = book.exported()
    nodes = ["nodes/151009.communication-server.pem", "nodes/152021.communication-server.pem"]
    assert sorted(files) == ["crl.pem", "network-ca.pem", *nodes, "root.pem"]
    assert not any(b"PRIVATE" in content for content in files.values())
    trust = Trust.from_pem(files["root.pem"], files["network-ca.pem"], files["crl.pem"])
    assert trust.verify(chain_from_pem(files[nodes[1]]), ALICE, NOW) == book.vault(ALICE).public
    with pytest.raises(PeerFault) as refusal:
        trust.verify(chain_from_pem(files[nodes[0]]), BOB, NOW)
    assert refusal.value.rule is REVOKED_CERTIFICATE


def test_a_revocation_lists_number_does_not_depend_on_who_asked() -> None:
    one, other = registry(), registry()
    for book in (one, other):
        book.renew(to_micros(NOW + 30 * DAY))
        if book is one:
            book.revocation_list()
        book.revoke(BOB, NOW + 31 * DAY)
    assert one.revocation_list() == other.revocation_list()


def test_a_registry_shows_no_secret() -> None:
    assert repr(registry()) == "Registry(0 vaults)"


def test_whoever_is_in_order_needs_no_certificate_made_to_say_so() -> None:
    book = registry()
    assert connect("null", book)
    assert book.keys_of(ALICE, NOW) == book.vault(ALICE).public
    assert book._chains == {}


@pytest.mark.parametrize("moment", [NOW - DAY, NOW, NOW + VALIDITY, NOW + VALIDITY + DAY], ids=str)
def test_who_is_said_to_be_in_order_is_found_good(moment: datetime) -> None:
    book = registry()
    if book.is_in_order(ALICE, to_micros(moment)):
        assert book.keys_of(ALICE, moment) == book.vault(ALICE).public


def test_where_links_prove_nothing_whoever_is_not_in_order_is_judged_all_the_same() -> None:
    book = registry()
    assert connect("null", book)
    book.revoke(ALICE, NOW)
    for node, moment, rule in (
        (ALICE, NOW, REVOKED_CERTIFICATE),
        (BOB, NOW + VALIDITY + DAY, BAD_CERTIFICATE),
        (NodeId("no node"), NOW, BAD_CERTIFICATE),
    ):
        with pytest.raises(PeerFault) as refusal:
            book.keys_of(node, moment)
        assert refusal.value.rule is rule


def test_a_node_that_shows_another_chain_or_is_revoked_is_not_in_order() -> None:
    book = registry()
    assert book.is_in_order(ALICE, START)
    book.show(ALICE, book.chain(ALICE))
    assert not book.is_in_order(ALICE, START)
    book.show(ALICE, None)
    book.revoke(ALICE, NOW)
    assert not book.is_in_order(ALICE, START)

"""What needs no world: hops, signatures, session set-up, asks, each beside its bare parts and peers. Knows no story.

A measure takes the number of its round, does its work on state made beforehand, and returns one reading.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from hashlib import blake2b
from time import process_time
from typing import TypeVar

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from nacl.bindings import crypto_scalarmult, crypto_scalarmult_base
from nacl.signing import SigningKey, VerifyKey

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.registry import NoiseKeyring, Registry
from juki.nodes.kernel.tls import TlsKeyring
from juki.nodes.migrations import common
from juki.nodes.store import template
from juki.protocol.messages import Message
from juki.protocol.messages.card import CardState, CardStatusReply, CardStatusRequest
from juki.protocol.messages.identity import IdentityUpdate
from juki.protocol.moments import to_datetime
from juki.protocol.secure.channel import Channel
from juki.protocol.secure.envelope import Envelope, Proof, pack, signed_bytes, unpack
from juki.protocol.secure.handshake import EPHEMERAL_BYTES, Handshake, Identity
from juki.protocol.secure.keys import SoftwareVault
from juki.protocol.secure.log import Entry, What, chained
from juki.protocol.secure.pki import Trust
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import communication_server, prefecture_server
from juki.protocol.wire import decode, encode
from juki.scenarios.cities import members
from juki.scenarios.genesis import identity_of
from juki.scenarios.population import populate

START = 836_000_000_000_000
"Microseconds of virtual time: a day in 2026."
HOPS, SIGNED, SESSIONS, ASKS, COMMITS = 500, 100, 12, 300, 300
MICRO = 1e6
SERVER, ABOVE = communication_server(members("small")[0]), prefecture_server("15")


Asked = TypeVar("Asked", bound=Message)


def per(count: int, work: Callable[[], object]) -> float:
    """Microseconds of CPU time of one of `count` repetitions: what other processes take is not in it."""
    began = process_time()
    for _ in range(count):
        work()
    return (process_time() - began) * MICRO / count


@cache
def registry() -> Registry:
    return Registry(SeededChoices(1), START)


@cache
def message() -> IdentityUpdate:
    """What travels most: one person's 本人確認情報."""
    cities = members("small")
    people = populate(bytes(32), cities, 1, to_datetime(START).date(), lambda number: number)
    return IdentityUpdate(identity_of(people[0].resident, cities[0]), 1)


def _envelope(body: bytes, proof: Proof | None = None) -> Envelope:
    case = f"{SERVER}:1"
    return Envelope(
        f"{SERVER}#1", "IdentityUpdate", "1", SERVER, ABOVE, case, 1, f"order {case}", START, bytes(32), body, proof
    )


def _entry(what: What, envelope: Envelope) -> Entry:
    return Entry(
        1, START, what, ABOVE, envelope.id, envelope.kind, envelope.case, envelope.number, "00" * 32, "00" * 32
    )


def _sessions() -> tuple[Channel, Channel]:
    return NoiseKeyring(registry()).connect(SERVER, ABOVE, START, SeededChoices(1))


def _hop(one: Channel, other: Channel, proof: Proof | None = None) -> Envelope:
    """Say a message on an open link and hear it, with a line in each log."""
    said = _envelope(encode(message()), proof)
    chained(_entry(What.SENT, said), bytes(32))
    heard = unpack(other.open(one.seal(pack(said))))
    decode(heard.body, IdentityUpdate)
    chained(_entry(What.RECEIVED, heard), bytes(32))
    return heard


def secured_hop(_: int) -> float:
    one, other = _sessions()
    return per(HOPS, lambda: _hop(one, other))


def straight_line(_: int) -> float:
    """The libraries alone on the same message: encode, AEAD seal and open, decode, chain."""
    bodies = msgspec.msgpack.Encoder(enc_hook=lambda term: term.digits)
    body_reader = msgspec.msgpack.Decoder(IdentityUpdate, dec_hook=lambda term, digits: term(digits))
    envelopes, envelope_reader = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Envelope)
    lines, aead, nonce, said = msgspec.json.Encoder(), ChaCha20Poly1305(bytes(32)), bytes(12), message()

    def work() -> None:
        envelope = _envelope(bodies.encode(said))
        blake2b(bytes(32) + lines.encode(_entry(What.SENT, envelope)), digest_size=32).digest()
        sealed = aead.encrypt(nonce, envelopes.encode(envelope), None)
        heard = envelope_reader.decode(aead.decrypt(nonce, sealed, None))
        body_reader.decode(heard.body)
        blake2b(bytes(32) + lines.encode(_entry(What.RECEIVED, heard)), digest_size=32).digest()

    return per(HOPS, work)


def bare_aead(_: int) -> float:
    aead, nonce, plain = ChaCha20Poly1305(bytes(32)), bytes(12), bytes(600)
    return per(HOPS, lambda: aead.decrypt(nonce, aead.encrypt(nonce, plain, None), None))


def bare_codec(_: int) -> float:
    said = message()
    return per(HOPS, lambda: decode(encode(said), IdentityUpdate))


def bare_chain(_: int) -> float:
    line = bytes(450)
    return per(HOPS, lambda: blake2b(bytes(32) + line, digest_size=32, person=b"juki log chain").digest())


def signed_hop(_: int) -> float:
    one, other = _sessions()
    vault, body = registry().vault(SERVER), encode(message())
    said = _envelope(body)

    def work() -> None:
        signed = signed_bytes(said.kind, said.version, SERVER, said.id, said.case, body)
        proof = _hop(one, other, Proof(SERVER, said.id, said.case, vault.sign(signed))).proof
        assert proof is not None  # noqa: S101 - put there above
        VerifyKey(vault.verifying).verify(signed, proof.signature)

    return per(SIGNED, work)


def bare_signature(_: int) -> float:
    key = SigningKey(bytes(32))
    text = bytes(600)
    return per(SIGNED, lambda: key.verify_key.verify(text, key.sign(text).signature))


def _strangers(count: int) -> list[Trust]:
    """Verifiers that have seen no chain yet."""
    public = registry().exported([])
    return [Trust.from_pem(public["root.pem"], public["network-ca.pem"], public["crl.pem"]) for _ in range(count)]


def _session(trust: Trust) -> None:
    one, other, moment = registry().identity(SERVER)[0], registry().identity(ABOVE)[0], to_datetime(START)
    here = Handshake(one, ABOVE, trust, moment, bytes(range(EPHEMERAL_BYTES)), initiator=True)
    there = Handshake(other, SERVER, trust, moment, bytes(EPHEMERAL_BYTES), initiator=False)
    there.read(here.write())
    here.read(there.write())
    there.read(here.write())
    here.channel()
    there.channel()


def cold_session(_: int) -> float:
    trusts = iter(_strangers(SESSIONS))
    return per(SESSIONS, lambda: _session(next(trusts)))


def warm_session(_: int) -> float:
    trust = _strangers(1)[0]
    _session(trust)
    return per(SESSIONS, lambda: _session(trust))


def bare_session(_: int) -> float:
    """X25519 as the pattern XX wants it, two signatures, two chains proved by the library."""
    trusts, key, secret = iter(_strangers(SESSIONS)), SigningKey(bytes(32)), bytes(range(32))
    public, chains, moment = crypto_scalarmult_base(secret), [registry().chain(n) for n in (SERVER, ABOVE)], START

    def work() -> None:
        trust = next(trusts)
        for node, chain in zip((SERVER, ABOVE), chains, strict=True):
            crypto_scalarmult_base(secret)
            for _ in range(3):
                crypto_scalarmult(secret, public)
            key.verify_key.verify(key.sign(public))
            trust.verify(chain, node, to_datetime(moment))

    return per(SESSIONS, work)


class _Shown:
    """The registry as a TLS keyring sees it, with the verifier that is to judge next."""

    def __init__(self) -> None:
        self.trust = _strangers(1)[0]

    def identity(self, node: NodeId) -> tuple[Identity, Trust]:
        return registry().identity(node)[0], self.trust

    def vault(self, node: NodeId) -> SoftwareVault:
        return registry().vault(node)

    def exported(self, nodes: Iterable[NodeId] | None = None) -> dict[str, bytes]:
        return registry().exported(nodes)


@cache
def _tls() -> tuple[TlsKeyring, _Shown]:
    """A keyring whose settings of OpenSSL are made: the peer is a handshake, not the loading of keys."""
    shown = _Shown()
    ring = TlsKeyring(shown)
    ring.connect(SERVER, ABOVE, START, SeededChoices(1))
    return ring, shown


def warm_tls(_: int) -> float:
    (ring, _shown), choices = _tls(), SeededChoices(1)
    return per(SESSIONS, lambda: ring.connect(SERVER, ABOVE, START, choices))


def cold_tls(_: int) -> float:
    (ring, shown), choices, trusts = _tls(), SeededChoices(1), iter(_strangers(SESSIONS))

    def work() -> None:
        shown.trust = next(trusts)
        ring.connect(SERVER, ABOVE, START, choices)

    return per(SESSIONS, work)


def secured_asks(_: int) -> float:
    """The counter asks whether a card is in operation, on a secured link and without store: asks a second."""
    known = date(2034, 5, 1)
    return _asks(
        CardStatusRequest(message().record.code, "JK000001-00000000"),
        lambda asked: CardStatusReply(asked.serial, CardState.ACTIVE, known, is_holders=True),
    )


def secured_echoes(_: int) -> float:
    """A whole 本人確認情報 there and back likewise."""
    return _asks(message(), lambda asked: asked)


def _asks(asked: Asked, answered: Callable[[Asked], Message]) -> float:
    one, other = _sessions()

    def ask() -> None:
        question = unpack(other.open(one.seal(pack(_envelope(encode(asked))))))
        answer = answered(decode(question.body, type(asked)))
        decode(unpack(one.open(other.seal(pack(_envelope(encode(answer)))))).body, type(answer))

    return MICRO / per(ASKS, ask)


def pykka_asks(_: int) -> float:
    """Asks a second of an actor library: nothing is encoded, secured or kept."""
    import pykka

    class Echo(pykka.ThreadingActor):
        def on_receive(self, message: object) -> object:
            return message

    actor, said = Echo.start(), CardStatusRequest(message().record.code, "JK000001-00000000")
    try:
        return MICRO / per(ASKS, lambda: actor.ask(said))
    finally:
        actor.stop()


def bare_commit(number: int) -> float:
    """SQLite alone: the statements of one message at sender, receiver and acknowledgement; with the straight-line parts."""
    store = sqlite3.connect(":memory:", isolation_level=None)
    store.deserialize(template(common))
    store.execute("pragma secure_delete=on")
    store.execute("insert into node (id, messages, cases, log_number, log_head) values (1, 0, 0, 0, x'')")
    numbers = iter(range(1, 10 * COMMITS))
    link = "insert or replace into links (peer, sent, received, count) values (?, ?, ?, ?)"

    def work() -> None:
        place = next(numbers)
        for statement, values in (
            ("begin", ()),
            ("insert into outbox (peer, number, envelope) values ('b', ?, ?)", (place, bytes(900))),
            (link, ("a", 0, place, place)),
            (link, ("b", place, 0, 0)),
            ("insert into log (number, is_signed, lines) values (?, 0, ?)", (2 * place, bytes(900))),
            (
                "update node set messages = ?, cases = ?, log_number = ?, log_head = ? where id = 1",
                (place, 0, 2 * place, bytes(32)),
            ),
            ("commit", ()),
            ("delete from outbox where peer = 'b' and number <= ?", (place,)),
        ):
            store.execute(statement, values).fetchall()

    alone = per(COMMITS, work)
    store.close()
    return alone + straight_line(number)

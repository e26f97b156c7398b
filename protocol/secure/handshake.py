"""How two nodes prove themselves to each other before a link opens. Sans-IO; knows certificates, not where they come from.

Noise_XX_25519_ChaChaPoly_BLAKE2s. The payload of each side, in the first message that can hide it, carries its certificate
chain and an Ed25519 signature over the transcript so far; libp2p does likewise. The static key must be the link key in the
certificate. So the chain proves all three keys, and the peer is proved to hold the link key and the signing key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from juki.protocol.errors import LocalFault, PeerFault
from juki.protocol.refusals import FORGED
from juki.protocol.secure.channel import NoiseChannel
from juki.protocol.secure.keys import KeyVault, PublicKeys
from juki.protocol.secure.noise import HandshakeState, SecretKey
from juki.protocol.secure.pki import Chain, Trust
from juki.protocol.terms import NodeId

PROTOCOL = "Noise_XX_25519_ChaChaPoly_BLAKE2s"
EPHEMERAL_BYTES = 32
_CONTEXT = "juki noise handshake 1"


class _Credentials(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Payload of a handshake message."""

    chain: Chain
    signature: bytes


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Credentials)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a node proves itself with: its name, its keys, the chain it shows."""

    node: NodeId
    vault: KeyVault
    chain: Chain


@dataclass(frozen=True, slots=True)
class _LinkKey:
    """The static key of a handshake, which stays in its vault."""

    vault: KeyVault

    @property
    def public(self) -> bytes:
        return self.vault.public.link

    def agree(self, peer: bytes) -> bytes:
        return self.vault.agree(peer)


class Handshake:
    """One end of one handshake.

    Attributes:
        peer_keys: proved keys of the peer, once it has proved itself.
    """

    def __init__(
        self, own: Identity, peer: NodeId, trust: Trust, now: datetime, ephemeral: bytes, *, initiator: bool
    ) -> None:
        """Begin.

        Args:
            own: who this end is.
            peer: who must be at the other end.
            trust: by which the peer's chain is verified.
            now: at which it must be good.
            ephemeral: 32 bytes, drawn for this handshake alone.
            initiator: whether this end speaks first.
        """
        self._own, self._peer, self._trust, self._now = own, peer, trust, now
        self._initiator = initiator
        self.peer_keys: PublicKeys | None = None
        ends = (own.node, peer) if initiator else (peer, own.node)
        self._state = HandshakeState(
            PROTOCOL,
            initiator=initiator,
            ephemeral=SecretKey(ephemeral),
            static=_LinkKey(own.vault),
            prologue=_ENCODER.encode([_CONTEXT, *ends]),
        )

    def write(self) -> bytes:
        """The next message to the peer.

        Raises:
            LocalFault: it is the peer's turn.
            PeerFault: `FORGED`; the peer's key has no secret to share.
        """
        return self._state.write(self._credentials if self._state.hides_payload else b"")

    def read(self, message: bytes) -> None:
        """Take the peer's next message; with its credentials in it, the peer is proved or the handshake is over.

        Raises:
            LocalFault: it is this end's turn.
            PeerFault: the peer does not prove itself; the rule says why.
        """
        hidden = self._state.hides_payload
        payload = self._state.read(message)
        try:
            self._take(payload, hidden=hidden)
        except PeerFault:
            self._state.abandon()
            raise

    def channel(self) -> NoiseChannel:
        """The open link.

        Raises:
            LocalFault: the handshake has not come to its end, or the peer is not proved.
        """
        if self.peer_keys is None:
            raise LocalFault("the peer has not proved itself")
        return NoiseChannel(*self._state.split())

    def _credentials(self, transcript: bytes) -> bytes:
        signature = self._own.vault.sign(_signed(transcript, initiator=self._initiator))
        return _ENCODER.encode(_Credentials(self._own.chain, signature))

    def _take(self, payload: bytes, *, hidden: bool) -> None:
        if hidden:
            self.peer_keys = self._check(payload)
        elif payload:
            raise PeerFault(FORGED, "a payload that nothing protects")

    def _check(self, payload: bytes) -> PublicKeys:
        try:
            shown = _DECODER.decode(payload)
        except msgspec.DecodeError:
            raise PeerFault(FORGED, "the credentials are not of their form") from None
        keys = self._trust.verify(shown.chain, self._peer, self._now)
        if self._state.remote_static != keys.link:
            raise PeerFault(FORGED, f"the link key is not the certified one of {self._peer}")
        try:
            VerifyKey(keys.signing).verify(_signed(self._state.bound, initiator=not self._initiator), shown.signature)
        except (BadSignatureError, ValueError):
            raise PeerFault(FORGED, f"the handshake is not signed by {self._peer}") from None
        return keys


def _signed(transcript: bytes, *, initiator: bool) -> bytes:
    """What a side signs; its role is in it, so that a signature cannot be sent back to who made it."""
    return _ENCODER.encode([_CONTEXT, "initiator" if initiator else "responder", transcript])


def compare(identity: Identity, expected: NodeId, trust: Trust, now: datetime) -> None:
    """What `null` does in place of a handshake: the same verdicts on one end, by looking into its vault.

    Raises:
        PeerFault: the rule that a handshake would have given.
    """
    keys, held = trust.verify(identity.chain, expected, now), identity.vault.public
    if (keys.link, keys.signing) != (held.link, held.signing):
        raise PeerFault(FORGED, f"the keys of {expected} are not the certified ones")

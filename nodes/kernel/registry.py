"""Keys, certificates and new sessions of a simulated network, made when somebody asks, from one draw. Keeps no session.

The registry stands for the 認証局 of the 機構, for every node's vault, and for the directory in which nodes look each other
up. Cards are certified by the same network CA; their role is in their name. All verifiers learn of a revocation at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import blake2b

import msgspec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate, load_der_x509_crl

from juki.nodes.kernel.choices import Choices
from juki.nodes.kernel.disturbances import CertificateState
from juki.nodes.kernel.tls import TlsKeyring
from juki.protocol.errors import MalformedValue, PeerFault
from juki.protocol.moments import to_datetime, to_micros
from juki.protocol.refusals import BAD_CERTIFICATE
from juki.protocol.secure.certificates import VALIDITY, Authority, found
from juki.protocol.secure.channel import Channel, null_pair
from juki.protocol.secure.handshake import EPHEMERAL_BYTES, Handshake, Identity, compare
from juki.protocol.secure.keys import PublicKeys, SoftwareVault, certificate_key
from juki.protocol.secure.pki import Chain, Trust
from juki.protocol.terms import NodeId, role_of

MASTER_BYTES = 32
LONG_AGO = 400 * 86_400_000_000
"Microseconds; a certificate made then has expired for a year."
SERIAL_BYTES = 16
_IN_ORDER = VALIDITY // timedelta(microseconds=1) - 1_000_000
"Microseconds; a second less than a certificate is good for, which counts whole seconds."


class RegistryState(msgspec.Struct, frozen=True):
    """Where certificates stand: the period, what is shown and revoked. No key is in it."""

    period: int
    listed_at: int
    list_number: int
    shown: dict[str, tuple[bytes, ...]]
    revoked: dict[str, tuple[bytes, ...]]
    revocations: dict[str, datetime]
    "By serial number in hex, which is longer than any integer on the wire."
    reissues: dict[str, int]


class Registry:
    """The keys of every node, its certificate of the present period, and who was revoked."""

    def __init__(self, choices: Choices, now: int) -> None:
        """Draw what everything is made of.

        Args:
            choices: of which one draw is taken, `key/network`.
            now: microseconds at which the first period begins.
        """
        self._master = choices.octets("key/network", MASTER_BYTES)
        self.is_believed = False
        "Whether a certificate that is in order need not be made in order to be known good, as where links prove nothing."
        self._period = now
        self._vaults: dict[NodeId, SoftwareVault] = {}
        self._chains: dict[NodeId, Chain] = {}
        self._shown: dict[NodeId, Chain] = {}
        self._revoked: dict[NodeId, Chain] = {}
        self._revocations: dict[int, datetime] = {}
        self._reissues: Counter[NodeId] = Counter()
        self._list: bytes | None = None
        self._list_number = 1
        self._listed_at = now

    def __repr__(self) -> str:
        return f"Registry({len(self._vaults)} vaults)"

    @cached_property
    def _root(self) -> Authority:
        return found("juki root CA", certificate_key(self._secret("root", 64)), self._serial("root"))

    @cached_property
    def _authority(self) -> Authority:
        key, serial = certificate_key(self._secret("network CA", 64)), self._serial("network CA")
        return self._root.certify_authority("juki network CA", key, serial)

    @cached_property
    def trust(self) -> Trust:
        """By what every node judges the others."""
        return Trust(self._root.der, self._authority.der)

    def vault(self, node: NodeId) -> SoftwareVault:
        """The vault of a node; it costs nothing until a key is used.

        Raises:
            MalformedValue: this is no node id.
        """
        vault = self._vaults.get(node)
        if vault is None:
            role_of(node)
            vault = self._vaults[node] = SoftwareVault(self._secret(f"vault/{node}"))
        return vault

    def chain(self, node: NodeId) -> Chain:
        """The certificate of a node in the present period, and that of the network CA."""
        chain = self._revoked.get(node) or self._chains.get(node)
        if chain is None:
            chain = self._chains[node] = self._certified(node, self._authority, self._period)
        return chain

    def _certified(self, node: NodeId, authority: Authority, period: int) -> Chain:
        again = f"/{self._reissues[node]}" if node in self._reissues else ""
        vault, serial = self.vault(node), self._serial(f"{node}/{period}{again}")
        return authority.certify(node, vault.public, vault.certified, serial, to_datetime(period)), authority.der

    def keys_of(self, node: NodeId, now: datetime) -> PublicKeys:
        """Implements `Directory`: the keys in a node's certificate, which must be good at `now`.

        Whoever may exist has a certificate here; that a message is from it, its signature must show.
        """
        try:
            if self.is_believed and self.is_in_order(node, to_micros(now)):
                return self.vault(node).public
            chain = self.chain(node)
        except MalformedValue as fault:
            raise PeerFault(BAD_CERTIFICATE, str(fault)) from None
        return self._current_trust().verify(chain, node, now)

    def identity(self, node: NodeId) -> tuple[Identity, Trust]:
        """What a node shows in a handshake, and by what it judges the other end."""
        chain = self._shown[node] if node in self._shown else self.chain(node)
        return Identity(node, self.vault(node), chain), self._current_trust()

    def is_in_order(self, node: NodeId, now: int) -> bool:
        """Whether a node shows the registry's own certificate, not revoked, well within its time and that of the list in force.

        Then every verifier would find it good, and nobody needs to make it in order to know. No: it must be looked at.

        Raises:
            MalformedValue: this is no node id.
        """
        self.vault(node)
        begun, ends = max(self._period, self._listed_at), min(self._period, self._listed_at) + _IN_ORDER
        return node not in self._shown and node not in self._revoked and begun <= now < ends

    def show(self, node: NodeId, chain: Chain | None) -> None:
        """A fault: let a node show this chain in handshakes instead of its own; None ends it."""
        if chain is None:
            self._shown.pop(node, None)
        else:
            self._shown[node] = chain

    def spoil(self, node: NodeId, state: CertificateState, now: int) -> None:
        """A fault by name: from now on a node shows a certificate in such a state; `good` ends it, with a new one if need be."""
        match state:
            case CertificateState.REVOKED:
                self.revoke(node, to_datetime(now))
            case CertificateState.EXPIRED:
                self.show(node, self._certified(node, self._authority, now - LONG_AGO))
            case CertificateState.ANOTHERS:
                self.show(node, self.chain(NodeId("outside/other-municipalities")))
            case CertificateState.SELF_SIGNED:
                own = found("juki stranger CA", certificate_key(self._secret("stranger", 64)), self._serial("stranger"))
                self.show(node, self._certified(node, own, now))
            case CertificateState.GOOD:
                self.show(node, None)
                if self._revoked.pop(node, None):
                    # The old one stays on the list; the node gets another, under a serial of its own.
                    self._reissues[node] += 1
                    self._chains.pop(node, None)

    def renew(self, now: int) -> None:
        """A new period begins: every node gets a new certificate when somebody asks for it, but for the revoked."""
        self._period = now
        self._chains.clear()
        self._new_list(now)

    def revoke(self, node: NodeId, now: datetime) -> None:
        """Revoke a node's certificate for good. Links that are open stay so: breaking them is the network's part."""
        if node not in self._revoked:
            chain = self._revoked[node] = self.chain(node)
            self._revocations[load_der_x509_certificate(chain[0]).serial_number] = now
            self._new_list(to_micros(now))

    def state(self) -> RegistryState:
        return RegistryState(
            self._period,
            self._listed_at,
            self._list_number,
            dict(sorted(self._shown.items())),
            dict(sorted(self._revoked.items())),
            {f"{serial:x}": when for serial, when in sorted(self._revocations.items())},
            dict(sorted(self._reissues.items())),
        )

    def restore(self, state: RegistryState) -> None:
        """Let certificates stand as they stood then; keys are the same ones all along."""
        self._period, self._listed_at, self._list_number = state.period, state.listed_at, state.list_number
        self._shown = {NodeId(node): chain for node, chain in state.shown.items()}
        self._revoked = {NodeId(node): chain for node, chain in state.revoked.items()}
        self._revocations = {int(serial, 16): when for serial, when in state.revocations.items()}
        self._reissues = Counter({NodeId(node): count for node, count in state.reissues.items()})
        self._chains.clear()
        self._list = None
        self.__dict__.pop("trust", None)

    def revocation_list(self) -> bytes:
        """The revocation list in force (DER)."""
        if self._list is None:
            moment = to_datetime(self._listed_at)
            self._list = self._authority.revocations(self._revocations, self._list_number, moment)
            self.trust.take_revocations(self._list)
        return self._list

    def _new_list(self, now: int) -> None:
        """The list from now on, made when it is asked for; its number counts lists, not askings."""
        self._list, self._list_number, self._listed_at = None, self._list_number + 1, now

    def exported(self, nodes: Iterable[NodeId] | None = None) -> dict[str, bytes]:
        """The public part, as PEM files by name: authorities, revocation list in force, and chains of the present period.

        Args:
            nodes: whose chains; of every node that has a vault, if not given.
        """
        pem = {
            "root.pem": _pem(self._root.der),
            "network-ca.pem": _pem(self._authority.der),
            "crl.pem": load_der_x509_crl(self.revocation_list()).public_bytes(Encoding.PEM),
        }
        for node in sorted(self._vaults if nodes is None else nodes):
            pem[f"nodes/{node.replace('/', '.')}.pem"] = b"".join(map(_pem, self.chain(node)))
        return pem

    def _current_trust(self) -> Trust:
        self.revocation_list()
        return self.trust

    def _secret(self, purpose: str, length: int = 32) -> bytes:
        return blake2b(purpose.encode(), digest_size=length, key=self._master, person=b"juki registry").digest()

    def _serial(self, purpose: str) -> int:
        """A positive serial number of at most 16 octets (RFC 5280 4.1.2.2 allows 20)."""
        return 1 + int.from_bytes(self._secret(f"serial/{purpose}", SERIAL_BYTES), "big") // 2


def _pem(der: bytes) -> bytes:
    return load_der_x509_certificate(der).public_bytes(Encoding.PEM)


class NoiseKeyring:
    """Links under Noise_XX_25519_ChaChaPoly_BLAKE2s."""

    kind = "noise"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def connect(self, initiator: NodeId, responder: NodeId, now: int, choices: Choices) -> tuple[Channel, Channel]:
        """The initiator's end and the responder's, after the three messages of a handshake.

        Raises:
            PeerFault: one end does not prove itself, the responder being asked first; the rule says why.
        """
        moment = to_datetime(now)
        secrets = choices.octets(f"key/handshake/{initiator}>{responder}", 2 * EPHEMERAL_BYTES)
        one, trust = self._registry.identity(initiator)
        other, _ = self._registry.identity(responder)
        here = Handshake(one, responder, trust, moment, secrets[:EPHEMERAL_BYTES], initiator=True)
        there = Handshake(other, initiator, trust, moment, secrets[EPHEMERAL_BYTES:], initiator=False)
        there.read(here.write())
        here.read(there.write())
        there.read(here.write())
        return here.channel(), there.channel()


class NullKeyring:
    """Links without protection, with the same verdicts on certificates."""

    kind = "null"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        registry.is_believed = True
        self._sessions = 0

    def connect(
        self,
        initiator: NodeId,
        responder: NodeId,
        now: int,
        choices: Choices,  # noqa: ARG002 - nothing is drawn where nothing is computed
    ) -> tuple[Channel, Channel]:
        """Two ends that compare.

        Raises:
            PeerFault: the rule by which a handshake would have failed.
        """
        registry = self._registry
        in_order = [registry.is_in_order(node, now) for node in (responder, initiator)]
        for node, is_good in zip((responder, initiator), in_order, strict=True):
            if not is_good:
                identity, trust = registry.identity(node)
                compare(identity, node, trust, to_datetime(now))
        self._sessions += 1
        return null_pair(self._sessions)


KEYRINGS: dict[str, type[NoiseKeyring | NullKeyring | TlsKeyring]] = {
    keyring.kind: keyring for keyring in (NoiseKeyring, NullKeyring, TlsKeyring)
}
"By the name that `--link` takes."

"""One message on one hop: header, body as its recipient could read it, signature, seal, bytes. Looks and leaves everything as it is.

The recipient's vault opens what is sealed to it, as the system itself does; what is sealed to somebody else stays closed.
"""

from __future__ import annotations

from collections.abc import Callable

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from juki.nodes.kernel.network import ACKNOWLEDGEMENT
from juki.nodes.kernel.trace import ACKNOWLEDGEMENT as ACKNOWLEDGED
from juki.nodes.kernel.trace import Step
from juki.protocol.catalogue import Entry, authorise, entry_of
from juki.protocol.errors import BadInput, MalformedValue, PeerFault
from juki.protocol.secure.envelope import Envelope, Proof, sealed_context, signed_bytes
from juki.protocol.terms import NodeId, role_of
from juki.protocol.wire import as_plain, decode
from juki.scenarios.looking.certificates import certificate_view, signing_key
from juki.scenarios.looking.frames import ARRIVING, TRACE, Found, arriving, under_way
from juki.scenarios.looking.seals import seal_view
from juki.scenarios.looking.views import MessageView
from juki.scenarios.looking.worlds import envelope_in
from juki.scenarios.simulation import Simulation


def message_view(moments: Callable[[int], Simulation], step: Step) -> MessageView:
    """The message that arrived, was lost, or broke its link in a step.

    Args:
        moments: gives the network when so many steps had been made.
        step: in which it came to its end.

    Raises:
        BadInput: nothing came over a link in this step.
    """
    return arrived_view(moments(step.sequence - 1), step)


def arrived_view(simulation: Simulation, step: Step) -> MessageView:
    """As `message_view`, from the network at the moment before the step.

    Raises:
        BadInput: nothing came over a link in this step.
    """
    if step.what not in ARRIVING or not step.peer:
        raise BadInput(f"step {step.sequence}", f"a step of kind {step.what}", "one in which a message came to its end")
    found = arriving(simulation, step)
    if found is None:
        found = Found(NodeId(step.peer), NodeId(step.node), b"", b"", TRACE, step.at, step.fate, 0)
    return _view(simulation, found, step)


def under_way_view(simulation: Simulation, message: str, recipient: str = "") -> MessageView:
    """A message that is on its way at this moment, held back, or still in its sender's outbox.

    Args:
        simulation: at that moment.
        message: its id.
        recipient: at the end of its hop; found by the id if not given.

    Raises:
        BadInput: there is none.
    """
    found = under_way(simulation, message, recipient)
    if found is None:
        raise BadInput(f"message {message}", "none under way", "one that is on its way at this moment")
    return _view(simulation, found, None)


def _view(simulation: Simulation, found: Found, step: Step | None) -> MessageView:
    envelope = envelope_in(found.plain)
    ends = found.sender, found.recipient
    entry = _entry(envelope)
    proof = envelope.proof if envelope else None
    return MessageView(
        id=envelope.id if envelope else step.id if step else "",
        kind=envelope.kind if envelope else step.kind if step else "",
        sender=found.sender,
        recipient=found.recipient,
        step=step.sequence if step else 0,
        header=_header(envelope) if envelope else _number(found.plain),
        body=_body(simulation, entry, envelope, found.recipient),
        is_signed=envelope is not None and _is_signed(envelope, ends),
        signature=proof.signature.hex() if proof else "",
        is_genuine=_is_genuine(simulation, entry, envelope, proof) if envelope and proof else None,
        seal=seal_view(entry, envelope, ends) if envelope else None,
        sender_certificate=certificate_view(simulation, found.sender),
        recipient_certificate=certificate_view(simulation, found.recipient),
        link=simulation.world.network.keyring.kind,
        epoch=found.epoch,
        plain=found.plain[1:] if envelope else found.plain,
        wire=found.wire,
        cause=envelope.cause if envelope else step.cause if step else "",
        consequences=step.sent if step else (),
        at=found.at,
        fate=found.fate,
        refused=step.refused if step else "",
        detail=step.detail if step else "",
        source=found.source,
    )


def _entry(envelope: Envelope | None) -> Entry | None:
    """What the catalogue says of a message; None of one that it does not know in this version."""
    if envelope is None or not envelope.version.isdecimal():
        return None
    try:
        return entry_of(envelope.kind, envelope.version)
    except PeerFault:
        return None


def _header(envelope: Envelope) -> tuple[tuple[str, str], ...]:
    """All but the body and the signature, in the order on the wire."""
    names = ("id", "kind", "version", "sender", "recipient", "case", "number", "cause", "sent_at")
    header = [(name, str(getattr(envelope, name))) for name in names]
    header.append(("anchor", envelope.anchor.hex()))
    if envelope.proof is not None:
        said = envelope.proof
        header += [("proof.origin", said.origin), ("proof.origin_id", said.origin_id), ("proof.case", said.case)]
    return tuple(header)


def _number(plain: bytes) -> tuple[tuple[str, str], ...]:
    """What an acknowledgement says."""
    if plain[:1] != ACKNOWLEDGEMENT:
        return ()
    return (("kind", ACKNOWLEDGED), ("number", str(int.from_bytes(plain[1:], "big"))))


def _body(simulation: Simulation, entry: Entry | None, envelope: Envelope | None, recipient: NodeId) -> object:
    """What the recipient reads in it; None if that is nothing."""
    if entry is None or envelope is None:
        return None
    body = envelope.body
    try:
        if entry.reader is not None:
            if entry.reader is not role_of(recipient):
                return None
            context = sealed_context(envelope.kind, envelope.case)
            body = simulation.registry.vault(recipient).unseal(body, context)
        return as_plain(decode(body, entry.message))
    except PeerFault:
        return None


def _is_signed(envelope: Envelope, ends: tuple[NodeId, NodeId]) -> bool:
    if not envelope.version.isdecimal():
        return False
    try:
        return authorise(*ends, envelope.kind, envelope.version).signed
    except PeerFault:
        return False


def _is_genuine(simulation: Simulation, entry: Entry | None, envelope: Envelope, proof: Proof) -> bool:
    """Whether the origin that the catalogue wants signed just this (RFC 8032), whatever has become of its certificate since."""
    origin = NodeId(proof.origin)
    try:
        is_its_place = entry is None or entry.origin in {None, role_of(origin)}
        key = signing_key(simulation, origin)
    except MalformedValue:
        return False
    signed = signed_bytes(envelope.kind, envelope.version, proof.origin, proof.origin_id, proof.case, envelope.body)
    try:
        VerifyKey(key).verify(signed, proof.signature)
    except (BadSignatureError, ValueError):
        return False
    return is_its_place

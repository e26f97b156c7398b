"""What is seen of one message: who could read it, whose signature it bears, what an intruder's looks like, and where it was found."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from walks import past_of, walk_of

from juki.nodes.kernel.desk import messages_under_way
from juki.nodes.kernel.disturbances import Handle, Handling
from juki.nodes.kernel.happenings import Arrival
from juki.nodes.kernel.trace import Step
from juki.protocol.errors import BadInput
from juki.protocol.secure.envelope import pack, unpack
from juki.protocol.terms import NodeId
from juki.scenarios.looking.eavesdropping import leaks, overheard
from juki.scenarios.looking.messages import message_view, under_way_view
from juki.scenarios.looking.views import MessageView
from juki.scenarios.simulation import Simulation

STORY = "special-transfer"
SECOND = 1_000_000


def seen(story: str, step: Step, link: str = "null") -> MessageView:
    walk = walk_of(story, link)
    return message_view(lambda count: walk.stand(count).simulation, step)


def arrivals(story: str, kind: str, link: str = "null") -> list[Step]:
    return [step for step in past_of(story, link).made if step.kind == kind and step.what == "message"]


def signed(link: str = "null") -> Step:
    """The 転出証明書情報 on its way between two municipalities."""
    return next(step for step in arrivals(STORY, "MoveOutRecord", link) if step.node == "151009/communication-server")


@pytest.mark.parametrize("link", ["null", "noise", "tls"])
def test_a_signed_message_is_seen_whole(link: str) -> None:
    step = signed(link)
    view = seen(STORY, step, link)
    assert (view.is_signed, view.is_genuine, view.link, view.source) == (True, True, link, "line")
    assert (view.id, view.kind, view.cause, view.consequences) == (step.id, step.kind, step.cause, step.sent)
    assert view.body == step.body
    assert dict(view.header)["proof.origin"].endswith("communication-server")
    assert [name for name, _ in view.header[:4]] == ["id", "kind", "version", "sender"]
    assert {view.sender_certificate.state, view.recipient_certificate.state} == {"good"}


def test_a_sealed_body_is_open_to_its_reader_alone() -> None:
    """The answer to a 本人確認 passes the communication server, which cannot read it."""
    views = [seen(STORY, step) for step in arrivals(STORY, "IdentityCheckReply")[:2]]
    relay, reader = sorted(views, key=lambda view: view.body is not None)
    assert (relay.body, reader.body is not None) == (None, True)
    assert relay.seal is not None
    assert reader.seal is not None
    assert relay.seal.recipient == reader.seal.recipient == reader.recipient
    assert relay.seal.relays == reader.seal.relays == (relay.recipient,)
    assert relay.seal.octets == reader.seal.octets > 0


def test_a_seal_names_its_reader_by_the_case_where_the_hop_does_not() -> None:
    made = past_of("fugo-issuance").made
    step = next(one for one in made if one.what == "message" and (one.peer, one.node) == ("icn/core", "icn/interface"))
    view = seen("fugo-issuance", step)
    assert view.seal is not None
    assert view.seal.recipient.endswith("/intermediary-server")
    assert view.seal.relays == ("icn/interface",)


def altered(simulation: Simulation, message: str, change: dict[str, object]) -> None:
    """Somebody with the key of the link puts other words into a frame under way."""
    for _, _, happening in simulation.world.agenda.entries():
        if isinstance(happening, Arrival) and happening.frame.plain[:1] == b"m":
            envelope = unpack(happening.frame.plain[1:])
            if envelope.id == message:
                proof = envelope.proof
                if proof is not None and "origin" in change:
                    envelope = replace(envelope, proof=replace(proof, **change))
                else:
                    envelope = replace(envelope, **change)
                happening.frame.plain = b"m" + pack(envelope)


@pytest.mark.parametrize(
    "change", [{"body": b"\x90"}, {"kind": "MoveInNotice"}, {"origin": "jlis/jpki"}, {"origin": "?"}]
)
def test_a_signature_over_other_words_is_not_genuine(change: dict[str, object]) -> None:
    step = signed()
    simulation = walk_of(STORY).at(step.sequence - 1).simulation
    assert under_way_view(simulation, step.id, step.node).is_genuine
    altered(simulation, step.id, change)
    assert under_way_view(simulation, step.id).is_genuine is False


def test_altered_bytes_have_no_name_and_no_words() -> None:
    branch = walk_of(STORY, "noise").branch(next(step.sequence for step in past_of(STORY, "noise").made if step.sent))
    _, recipient, message, _ = messages_under_way(branch.simulation.world.agenda)[0]
    branch.command(Handle(recipient, message, Handling.TAMPER))
    with pytest.raises(BadInput, match="none under way"):
        under_way_view(branch.simulation, "nobody#1")
    assert under_way_view(branch.simulation, message).source == "outbox"
    broken = Step(branch.count + 1, branch.simulation.world.agenda.entries()[0][0], "broken", recipient)
    coming = next(entry for entry in branch.simulation.world.agenda.entries() if isinstance(entry[2], Arrival))
    frame = coming[2].frame  # type: ignore[union-attr] # an arrival, as asked for
    broken = replace(broken, at=coming[0], peer=frame.link.sender, refused="forged", fate="tampered")
    view = message_view(lambda _: branch.simulation, broken)
    assert (view.id, view.body, view.plain, view.is_genuine) == ("", None, b"", None)
    assert (view.wire, view.fate, view.refused) == (frame.sealed, "tampered", "forged")
    assert leaks(view) == ()


def test_a_held_message_is_found_where_it_is_held() -> None:
    branch = walk_of(STORY).branch(next(step.sequence for step in past_of(STORY).made if step.sent))
    _, recipient, message, _ = messages_under_way(branch.simulation.world.agenda)[0]
    branch.command(Handle(NodeId(recipient), message, Handling.HOLD))
    on_its_way = under_way_view(branch.simulation, message)
    branch.until(branch.simulation.world.now + SECOND)
    held = under_way_view(branch.simulation, message)
    assert (on_its_way.source, held.source, held.wire, held.at) == ("line", "held", b"", 0)
    assert held.body == on_its_way.body


def test_the_second_copy_of_a_doubled_message_is_found_too() -> None:
    made = past_of("special-transfer-lossy").made
    twice = next(step for step in made if step.fate == "doubled" and step.what == "message")
    again = next(
        step for step in made if step.id == twice.id and step.place == "seen" and step.sequence > twice.sequence
    )
    view = seen("special-transfer-lossy", again)
    assert view.id == twice.id
    assert view.source in {"copy", "line"}
    assert view.body == seen("special-transfer-lossy", twice).body


@pytest.mark.parametrize("what", ["message", "broken", "lost", "acknowledgement"])
def test_whatever_an_intruder_or_a_bad_line_brings_can_be_looked_at(what: str) -> None:
    story = "special-transfer-intruders" if what in {"message", "broken"} else "special-transfer-lossy"
    steps = [step for step in past_of(story).made if step.what == what and step.peer]
    refused = [step for step in steps if step.refused] or steps
    assert refused
    for step in refused[:12]:
        view = seen(story, step)
        assert (view.step, view.refused, view.fate) == (step.sequence, step.refused, step.fate)
        assert view.header or what == "broken" or step.refused


def test_a_step_without_a_message_has_none() -> None:
    order = next(step for step in past_of(STORY).made if step.what == "order")
    with pytest.raises(BadInput, match="of kind order"):
        seen(STORY, order)


def test_an_eavesdropper_reads_everything_on_an_open_line_and_nothing_on_a_closed_one() -> None:
    (step, *_) = arrivals(STORY, "MoveOutRecord")
    learnt = overheard(seen(STORY, step))
    assert (learnt.sender, learnt.recipient, learnt.at) == (step.peer, step.node, step.at)
    assert {"MoveOutRecord", step.id, step.peer} <= set(learnt.readable)
    assert any(text.startswith("9") and len(text) == 11 for text in learnt.readable)
    assert not learnt.is_protected
    for link in ("noise", "tls"):
        (step, *_) = arrivals(STORY, "MoveOutRecord", link)
        closed = overheard(seen(STORY, step, link))
        assert (closed.readable, closed.is_protected) == ((), True)
        assert closed.octets == len(closed.wire) > 0


def test_what_is_sealed_end_to_end_stays_closed_on_an_open_line() -> None:
    view = next(view for view in (seen(STORY, step) for step in arrivals(STORY, "IdentityCheckReply")) if view.body)
    assert not any(len(text) == 11 and text.isdigit() for text in leaks(view))

"""Oracles about messages and logs: nothing lost, nothing twice, every refusal told and recorded, no intruder heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from juki.nodes.kernel.faults import Fate
from juki.protocol.refusals import REPLAYED
from juki.protocol.secure.log import contradictions, verify
from juki.protocol.terms import NodeId
from juki.scenarios.oracles.view import View


def nothing_lost(view: View) -> Iterator[str]:
    """Whatever left an outbox was taken exactly once, and nobody waits for an acknowledgement."""
    if not view.simulation.world.is_quiet:
        return
    sent = Counter(message for step in view.trail.steps for message in step.sent)
    taken = Counter(
        step.id
        for step in view.trail.steps
        # Whoever takes a message writes at least its number; to acknowledge without that is to lose it.
        if step.what == "message" and step.place == "next" and step.change and step.refused != REPLAYED.name
    )
    waiting = view.waiting
    for message in sorted(sent):
        # What waits for a peer that was given up is not lost yet: it leaves when the peer answers again.
        is_kept = not view.is_end and message.partition("#")[0] in waiting
        if taken[message] > 1 or (taken[message] < 1 and not is_kept):
            yield f"{message} was taken {taken[message]} times"
    if view.is_end:
        for node, count in waiting.items():
            yield f"{node} still waits for {count} acknowledgements"
        yield from _streams_apart(view)


def _streams_apart(view: View) -> Iterator[str]:
    """Both ends of a link count the same messages."""
    ends = {
        (node, NodeId(peer)): (sent, received)
        for node, store in view.stores()
        for peer, sent, received in store.rows("select peer, sent, received from links order by peer")
    }
    for (sender, recipient), (sent, _) in ends.items():
        received = ends.get((recipient, sender), (0, 0))[1]
        if sent != received:
            yield f"{sender} sent {sent} messages to {recipient}, which counts {received}"


def refusals_recorded(view: View) -> Iterator[str]:
    """Who refuses a message writes it into its log and tells the sender."""
    refused = Counter(step.node for step in view.trail.steps if step.what == "message" and step.refused)
    for node, count in sorted(refused.items()):
        entries = sum(b'"refused":"' in line for line in view.logs[NodeId(node)])
        if entries < count:
            yield f"{node} refused {count} messages and recorded {entries}"


def logs_verify(view: View) -> Iterator[str]:
    """Every message log is an unbroken chain, signed by its node."""
    if not view.is_end:
        return
    for node, lines in view.logs.items():
        problem = verify(node, lines, view.simulation.registry.vault(node).verifying)
        if problem is not None:
            yield f"{node}: line {problem.line} has {problem.found}, expected {problem.expected}"
    for found in contradictions(view.logs):
        yield f"{found.accused} is contradicted by line {found.line} of {found.witness}"


def forgeries_refused(view: View) -> Iterator[str]:
    """What an intruder put on a link was refused there: by name if it is a message, with the session if it is bytes."""
    if not view.simulation.world.is_quiet:
        return
    ends: dict[tuple[str, str], int] = {}
    refused: set[tuple[str, str, str]] = set()
    tried = []
    for step in view.trail.steps:
        if step.what == "intrusion":
            tried.append(step)
        elif step.what in {"renewal", "disturbance", "crash"}:
            ends["", ""] = step.sequence
        elif step.what == "broken" or step.fate == Fate.BROKEN:
            ends[step.peer, step.node] = ends[step.node, step.peer] = step.sequence
        elif step.refused:
            refused.add((step.peer, step.node, step.id))
    waiting = set() if view.is_end else set(view.waiting)
    for step in tried:
        link = step.node, step.peer
        # Bytes that are still under way when their session ends are never opened.
        ended = max(ends.get(link, 0), ends.get(("", ""), 0))
        is_refused = all((*link, message) in refused for message in step.sent) if step.sent else ended > step.sequence
        if not is_refused and not (step.sent and step.node in waiting):
            yield f"{step.kind} from {step.node} in step {step.sequence} was not refused by {step.peer}"

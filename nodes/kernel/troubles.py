"""What goes wrong in a world, by command or by chance, and how it comes right again. Draws nothing and decides no fate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juki.nodes.host import Outcome
from juki.nodes.kernel.disturbances import (
    BadCertificate,
    BreakLink,
    CertificateState,
    Crash,
    Disturbance,
    Handle,
    Partition,
    nodes_of,
)
from juki.nodes.kernel.faults import Fate
from juki.nodes.kernel.happenings import Again, Due, Healed, Restart, Unanswered
from juki.nodes.kernel.network import Credentials, Link
from juki.protocol.terms import NodeId

if TYPE_CHECKING:
    from juki.nodes.kernel.world import World


class Troubles:
    """Disturbs one world, and mends it."""

    def __init__(self, world: World, credentials: Credentials) -> None:
        self._world = world
        self._credentials = credentials

    def disturb(self, disturbance: Disturbance) -> None:
        """Bring about what a story or a tester wants to go wrong.

        Raises:
            BadInput: a node or the message that is to be handled is not there; nothing is on the tape then.
        """
        world, node = self._world, disturbance.node
        world.expect_nodes(*nodes_of(disturbance))
        if isinstance(disturbance, Handle):
            world.desk.check(disturbance, world.agenda)
        world.commanded(disturbance)
        world.note("disturbance", node, Outcome(detail=_about(disturbance)), kind=type(disturbance).__name__)
        match disturbance:
            case Partition():
                self._cut(disturbance)
            case BreakLink(other=other):
                world.struck[str(Fate.BROKEN)] += 1
                world.network.break_session(node, other)
            case Crash(lasts=lasts):
                self.crash(node, lasts)
            case BadCertificate(state=state):
                self._spoil(node, state)
            case Handle():
                for link, plain in world.desk.handle(disturbance, world.agenda, world.now):
                    world.put(world.now, Again(link, plain))

    def _cut(self, partition: Partition) -> None:
        world, node = self._world, partition.node
        ends = [(node, other) for other in partition.others]
        if not partition.one_way:
            ends += [(other, node) for other in partition.others]
        for sender, recipient in ends:
            link = world.network.link(sender, recipient)
            world.network.cut(link, world.now + partition.lasts)
            world.put(link.cut_until, Healed(link))

    def heal(self, link: Link) -> None:
        """A cut may be over, unless it was made longer meanwhile."""
        if self._world.now >= link.cut_until:
            self._resume(link)

    def _spoil(self, node: NodeId, state: CertificateState) -> None:
        """The node's sessions end: the next ones are judged by the certificate that it shows from now on."""
        world = self._world
        self._credentials.spoil(node, state, world.now)
        world.network.break_node(node)
        if state is not CertificateState.GOOD:
            world.struck[f"certificate-{state}"] += 1
            return
        for link in world.resending.links_of(node):
            self._resume(link)

    def crash(self, node: NodeId, lasts: int) -> None:
        """A node goes down; what was under way to it or from it dies with its sessions."""
        world = self._world
        if node in world.down:
            return
        world.struck["crash"] += 1
        world.down.begin(node, world.now + lasts)
        world.network.break_node(node)
        world.note("crash", node, Outcome())
        world.put(world.now + lasts, Restart(node))

    def restart(self, node: NodeId) -> None:
        """From the last committed image: timers are armed again, and the outbox is sent again."""
        world = self._world
        world.down.end(node)
        host = world.hosts[node] = world.hosts[node].reborn()
        world.note("restart", node, Outcome())
        for name, due in host.timers():
            world.put(due, Due(node, name, due))
        for peer in host.streams.peers_waited_for():
            self._resume(world.network.link(node, NodeId(peer)))

    def _resume(self, link: Link) -> None:
        """Send what is not acknowledged at once, and begin to wait anew."""
        world = self._world
        due = world.resending.begin_anew(link, world.now)
        if due is not None:
            world.put(due[0], Unanswered(link, due[1]))
            world.send_waiting(link)


def _about(disturbance: Disturbance) -> str:
    """What exactly goes wrong, for the trace."""
    match disturbance:
        case Partition(others=[other], one_way=one_way):
            return f"{'to' if one_way else 'from'} {other}"
        case Partition(one_way=one_way):
            return "to all others" if one_way else "from all others"
        case BreakLink(other=other):
            return f"to {other}"
        case Crash(lasts=lasts):
            return f"{lasts // 1_000_000} s"
        case BadCertificate(state=state):
            return state.value
        case Handle(message=message, handling=handling):
            return f"{handling} {message}"

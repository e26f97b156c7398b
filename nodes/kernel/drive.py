"""The two drivers: one loops, the other gives each node a trio task in lockstep. Both follow the same instructions.

At most one task is runnable at a time, so trio's scheduling cannot touch the history: two drivers, one digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Self, TypeAlias

import trio

from juki.nodes.kernel.happenings import Again, Arrival, Command, Delayed, Happening, Healed, Renewal, Unanswered
from juki.nodes.kernel.intrusion import Intrusion
from juki.nodes.kernel.network import Frame
from juki.nodes.kernel.world import World
from juki.protocol.terms import NodeId


@dataclass(frozen=True, slots=True)
class Quiet:
    """Until nothing is on its way and nobody owes an acknowledgement."""


@dataclass(frozen=True, slots=True)
class Until:
    """Until a moment of virtual time, in microseconds; the clock stands there afterwards."""

    moment: int


Instruction: TypeAlias = Quiet | Until | Command
"What a story wants next: that something is done now, or that time goes on."


Due: TypeAlias = Callable[[], int | None]


def happenings(
    world: World, instruction: Instruction, between: Callable[[Due], None] = lambda _: None
) -> Iterator[Happening]:
    """What the instruction still wants to happen; each thing must have happened before the next is asked for.

    Args:
        world: it happens in.
        instruction: of a story.
        between: called before anything is taken from what is to come: here others may give commands. It may ask
            when the instruction lets the next thing happen; None if that is all.
    """
    due = partial(_due, world, instruction)
    between(due)
    match instruction:
        case Quiet():
            while not world.is_quiet and (happening := world.take()) is not None:
                yield happening
                between(due)
        case Until(moment=moment):
            while (happening := world.take(until=moment)) is not None:
                yield happening
                between(due)
            world.now = max(world.now, moment)
        case _:
            yield instruction


def _due(world: World, instruction: Instruction) -> int | None:
    due = world.next_due
    match instruction:
        case Quiet():
            return None if world.is_quiet else due
        case Until(moment=moment):
            return moment if due is None else min(due, moment)
        case _:
            return world.now


class DirectDriver:
    """No event loop: for campaigns, replay and benchmarks."""

    def __init__(self, world: World) -> None:
        self._world = world

    def follow(self, instruction: Instruction) -> None:
        for happening in happenings(self._world, instruction):
            self._world.perform(happening)


class TaskDriver:
    """A trio task per node. Use as an async context manager: the tasks live inside it.

    Args:
        world: that is driven.
        between: as of `happenings`.
    """

    def __init__(self, world: World, between: Callable[[Due], None] = lambda _: None) -> None:
        self._world, self._between = world, between
        self._mailboxes: dict[NodeId, trio.MemorySendChannel[Happening]] = {}
        self._answers, self._answered = trio.open_memory_channel[None](0)
        self._nurseries = trio.open_nursery()
        self._nursery: trio.Nursery | None = None

    async def __aenter__(self) -> Self:
        self._nursery = await self._nurseries.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, traceback: TracebackType | None
    ) -> bool | None:
        for mailbox in self._mailboxes.values():
            mailbox.close()
        return await self._nurseries.__aexit__(kind, fault, traceback)

    async def follow(self, instruction: Instruction) -> None:
        for happening in happenings(self._world, instruction, self._between):
            await self._mailbox(_where(happening)).send(happening)
            await self._answered.receive()

    def _mailbox(self, node: NodeId) -> trio.MemorySendChannel[Happening]:
        mailbox = self._mailboxes.get(node)
        if mailbox is None:
            assert self._nursery is not None  # noqa: S101 - entered before the first instruction
            mailbox, letters = trio.open_memory_channel[Happening](0)
            self._mailboxes[node] = mailbox
            self._nursery.start_soon(self._live, letters, name=node)
        return mailbox

    async def _live(self, letters: trio.MemoryReceiveChannel[Happening]) -> None:
        """One node's life: one thing at a time, and the driver waits for it."""
        async for happening in letters:
            self._world.perform(happening)
            await self._answers.send(None)


def _where(happening: Happening) -> NodeId:
    """In whose task a thing happens."""
    match happening:
        case Arrival(frame=Frame(link=link)) | Again(link=link):
            return link.recipient
        case Unanswered(link=link) | Healed(link=link):
            return link.sender
        case Delayed(order=order):
            return order.node
        case Intrusion(sender=sender):
            return sender
        case Renewal():
            return NodeId("jlis/network-ca")
        case _:
            return happening.node

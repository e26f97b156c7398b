"""What `juki list` can list, each kind as rows for people and documents for programs. Loads a table when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.refusals import RULES
from juki.protocol.terms import role_of
from juki.tui.language import _, pick, spoken
from juki.tui.words import basis_text, message_name, procedure_name

if TYPE_CHECKING:
    from juki.scenarios.story import Story

DEFAULT_NETWORK = "small"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing: cells in the language in use, and the document with both."""

    cells: tuple[str, ...]
    document: dict[str, object]


def rows_of(kind: str) -> list[Row]:
    """Everything of a kind, in its own order."""
    return KINDS[kind]()


def _scenarios() -> list[Row]:
    from juki.scenarios.library import stories

    return [
        Row(
            (
                story.name,
                *_alias(story),
                pick(story.title.ja, story.title.en),
                _("{count} min").format(count=story.minutes),
            ),
            {
                "name": story.name,
                "aliases": list(story.aliases),
                "title": {"ja": story.title.ja, "en": story.title.en},
                "teaches": {"ja": story.teaches.ja, "en": story.teaches.en},
                "law": list(story.law),
                "minutes": story.minutes,
                "profiles": list(story.profiles),
            },
        )
        for story in stories()
    ]


def _alias(story: Story) -> tuple[str, ...]:
    """In Japanese, the Japanese name by which the story can be run."""
    return ("".join(story.aliases[:1]),) if spoken() == "ja" else ()


def _nodes() -> list[Row]:
    from juki.protocol.terms.nodes import JAPANESE
    from juki.scenarios.cities import later_nodes, members, standing_nodes
    from juki.tui.names import node_name

    return [
        Row((node, node_name(node)), {"id": node, "role": role_of(node).value, "ja": JAPANESE[role_of(node)]})
        for node in (*standing_nodes(members(DEFAULT_NETWORK)), *later_nodes(members(DEFAULT_NETWORK)))
    ]


def _messages() -> list[Row]:
    return [
        Row(
            (entry.kind, message_name(entry.kind), procedure_name(entry.procedure), basis_text(entry.basis)),
            {
                "kind": entry.kind,
                "ja": entry.ja,
                "procedure": entry.procedure,
                "step": entry.step,
                "basis": entry.basis,
                "routes": [
                    {
                        "sender": route.sender.value,
                        "recipient": route.recipient.value,
                        "relation": route.relation.value,
                        "signed": route.signed,
                        "sealed": route.sealed,
                    }
                    for route in entry.routes
                ],
                "identifiers": sorted(identifier.value for identifier in entry.identifiers),
                "since": entry.since,
                "until": entry.until,
            },
        )
        for entry in CATALOGUE.values()
    ]


def _procedures() -> list[Row]:
    kinds: dict[str, list[str]] = {}
    for entry in CATALOGUE.values():
        kinds.setdefault(entry.procedure, []).append(entry.kind)
    return [
        Row(
            (procedure, procedure_name(procedure), _("{count} messages").format(count=len(messages))),
            {"name": procedure, "messages": messages},
        )
        for procedure, messages in kinds.items()
    ]


def _refusals() -> list[Row]:
    return [
        Row(
            (rule.name, pick(rule.ja, rule.en), basis_text(rule.basis)),
            {"name": rule.name, "ja": rule.ja, "en": rule.en, "basis": rule.basis},
        )
        for rule in RULES.values()
    ]


def _oracles() -> list[Row]:
    from juki.scenarios.oracles import ORACLES

    return [
        Row(
            (oracle.name, oracle.words.in_(spoken()), basis_text(oracle.basis)),
            {"name": oracle.name, "ja": oracle.words.ja, "en": oracle.words.en, "basis": oracle.basis},
        )
        for oracle in ORACLES
    ]


def _faults() -> list[Row]:
    from juki.nodes.kernel.faults import PRESETS

    return [
        Row(
            (faults.name, pick(faults.ja, faults.en)),
            {
                "name": faults.name,
                "ja": faults.ja,
                "en": faults.en,
                "delay_microseconds": list(faults.delay),
                "loss_per_million": faults.loss,
                "duplication_per_million": faults.duplication,
                "tampering_per_million": faults.tampering,
                "injection_per_million": faults.injection,
                "replays_per_million": faults.replays,
                "breaks_per_million": faults.breaks,
                "crashes_per_million": faults.crashes,
                "down_microseconds": list(faults.down),
            },
        )
        for faults in PRESETS.values()
    ]


KINDS: dict[str, Callable[[], list[Row]]] = {
    "scenarios": _scenarios,
    "nodes": _nodes,
    "messages": _messages,
    "procedures": _procedures,
    "refusals": _refusals,
    "oracles": _oracles,
    "faults": _faults,
}

"""Oracles about 符号: nobody's are alike at two bodies, and a 取得番号 outlives its use nowhere (番号法21条の2)."""

from __future__ import annotations

from collections.abc import Iterator

from juki.protocol.catalogue.entry import Identifier
from juki.protocol.terms import NodeId, Role, organisation_of
from juki.scenarios.oracles.forms import other_forms
from juki.scenarios.oracles.knowledge import acquisition_numbers, issued, under_way
from juki.scenarios.oracles.view import View


def fugo_disjoint(view: View) -> Iterator[str]:
    """No two bodies hold one 符号, no body holds one for two people, and each is the one that the core gave it."""
    owners = issued(view)
    held: dict[str, NodeId] = {}
    for node in view.nodes(Role.INTERMEDIARY_SERVER):
        for unified, fugo in view.store(node).rows("select unified, fugo from fugo order by unified"):
            if fugo in held:
                yield f"{node} holds a 符号 of {held[fugo]}"
            elif owners.get(fugo) != organisation_of(node):
                yield f"{node} holds a 符号 for {unified} that the core did not issue to it"
            held[fugo] = node


def acquisition_numbers_gone(view: View) -> Iterator[str]:
    """A 取得番号 that was answered or given up stands in no store, not even as a hash; one under way where it must."""
    if not view.is_end:
        return
    numbers = acquisition_numbers(view)
    if not numbers:
        return
    waiting = under_way(view)
    for node, store in view.stores():
        image = store.image()
        found = {
            number
            for number in numbers
            if number.encode() in image or any(form in image for form in other_forms(number))
        }
        ended = sum(number not in waiting or not _needs(node, waiting[number]) for number in found)
        if ended:
            yield f"{node} holds {ended} numbers of kind {Identifier.ACQUISITION_NUMBER}"


def _needs(node: NodeId, owner: NodeId) -> bool:
    """Whether a system needs the number of an acquisition that is under way: its own, or for the medium it is to go on."""
    server = NodeId(f"{organisation_of(owner)}/{Role.COMMUNICATION_SERVER}")
    return node in {owner, server}

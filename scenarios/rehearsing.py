"""Every name of a step or an expectation looked up by its kind, before a world moves. Knows no verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from juki.protocol.catalogue import CATALOGUE
from juki.protocol.errors import BadInput
from juki.scenarios.days import span_of
from juki.scenarios.stage import Stage
from juki.scenarios.story import Said
from juki.scenarios.vocabulary import Kind, Verb, closest


def rehearse_names(verb: Verb, said: Mapping[str, Said], stage: Stage) -> None:
    """Look up every argument that names somebody, some place, system, day, span or message.

    Raises:
        BadInput: with the place of the first that is wrong.
    """
    for parameter in verb.parameters:
        if parameter.name in said and parameter.kind in _LOOKS:
            _LOOKS[parameter.kind](said[parameter.name], stage)


def _known_message(said: Said) -> None:
    if str(said.value) not in CATALOGUE:
        raise BadInput(str(said.place), f"message {said.value!r}", closest(str(said.value), CATALOGUE))


_LOOKS: dict[Kind, Callable[[Said, Stage], object]] = {
    Kind.WHO: lambda said, stage: stage.people(said),
    Kind.OFFICE: lambda said, stage: stage.office(said),
    Kind.CITY: lambda said, stage: stage.city(said),
    Kind.NODE: lambda said, stage: stage.node(said),
    Kind.DAY: lambda said, stage: stage.day(said),
    Kind.SPAN: lambda said, _: span_of(said),
    Kind.MESSAGE: lambda said, _: _known_message(said),
}

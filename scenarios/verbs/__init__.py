"""THE table of what a story may do, joined from a module a procedure. How a verb becomes orders is in `acting/`."""

from dataclasses import replace

from juki.protocol.permissions.duties import NEEDS
from juki.scenarios.verbs import consistency, disturbing, fugo, kiosk, moves, operating, search, updates
from juki.scenarios.vocabulary import Verb, by_name


def _operated(verb: Verb) -> Verb:
    """An order at a counter may say who gives it, and at which terminal."""
    known = {parameter.name for parameter in verb.parameters}
    more = [parameter for parameter in operating.OPERATED if verb.name in NEEDS and parameter.name not in known]
    return replace(verb, parameters=(*verb.parameters, *more))


_COUNTER = (*moves.VERBS, *consistency.VERBS, *fugo.VERBS, *search.VERBS, *updates.VERBS, *operating.VERBS)
VERBS = (*map(_operated, _COUNTER), *kiosk.VERBS, *disturbing.VERBS)
VERB_OF = by_name(VERBS)

"""THE table of what a story may do, joined from a module a procedure. How a verb becomes orders is in `acting/`."""

from juki.scenarios.verbs import disturbing, moves
from juki.scenarios.vocabulary import by_name

VERBS = (*moves.VERBS, *disturbing.VERBS)
VERB_OF = by_name(VERBS)

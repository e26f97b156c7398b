"""THE table of what a story may expect, joined from a module a procedure. How each is looked up is in `finding/`."""

from dataclasses import replace

from juki.protocol.versions import PROFILES
from juki.scenarios.expectations import consistency, fugo, kiosk, moves, operating, search, traffic, updates
from juki.scenarios.vocabulary import Kind, Parameter, by_name

PROFILE = Parameter("profile", "プロファイル", Kind.TEXT, required=False, choices=tuple(PROFILES))
"Any expectation may be for one profile only."

_TABLE = (
    *moves.TABLE,
    *consistency.TABLE,
    *fugo.TABLE,
    *kiosk.TABLE,
    *search.TABLE,
    *operating.TABLE,
    *updates.TABLE,
    *traffic.TABLE,
)
EXPECTATIONS = tuple(replace(verb, parameters=(*verb.parameters, PROFILE)) for verb in _TABLE)
EXPECTATION_OF = by_name(EXPECTATIONS)
STRIKES = traffic.STRIKES

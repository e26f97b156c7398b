"""Whose fault it is: the errors of `juki`. Refusal rules themselves are in `refusals.py`; this file knows no rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from juki.protocol.masking import mask_runs

if TYPE_CHECKING:
    from juki.protocol.refusals import Rule


class JukiError(Exception):
    """Anything that `juki` raises on purpose."""


class MalformedValue(JukiError):
    """A value is not of its form. The text never carries a whole personal number.

    Attributes:
        what: the kind of value, in words.
        expected: what a right one looks like.
        found: what was there instead, masked where it may be a number.
    """

    def __init__(self, what: str, expected: str, found: str) -> None:
        found = mask_runs(found)
        super().__init__(f"{what}: found {found}, expected {expected}")
        self.what, self.expected, self.found = what, expected, found


class BadInput(JukiError):
    """The user's input is wrong: where, what was found, what was expected. Exit code 2.

    Attributes:
        place: file with line and column, option, or name.
    """

    def __init__(self, place: str, found: str, expected: str) -> None:
        found = mask_runs(found)
        super().__init__(f"{place}: found {found}, expected {expected}")
        self.place, self.found, self.expected = place, found, expected


class LocalFault(JukiError):
    """We tried something the protocol forbids. It is a bug on our side; let it propagate."""


class PeerFault(JukiError):
    """A peer sent something the protocol forbids. Refuse it, record it, carry on."""

    def __init__(self, rule: Rule, detail: str = "") -> None:
        # Peers' words get into details: whatever may be a number is masked here, once for all.
        detail = mask_runs(detail)
        super().__init__(f"{rule.name}: {detail}" if detail else rule.name)
        self.rule, self.detail = rule, detail


class OutOfTurn(PeerFault):
    """An event that the procedure does not expect in its present state."""

    def __init__(self, state: object, event: object) -> None:
        from juki.protocol.refusals import OUT_OF_TURN

        super().__init__(OUT_OF_TURN, f"{type(event).__name__} is not expected in {state}")
        self.state, self.event = state, event

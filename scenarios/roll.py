"""The operators of a run: nine at every counter, their passwords and veins. What only people know; no system may import it.

Every system keeps a roll of its own, and the same nine people stand on it. Names and codes say that they are nobody's.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from juki.protocol.permissions.duties import JAPANESE, NEEDS, Duty, duties_with
from juki.protocol.procedures.operators import Operator, hashed
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import organisation_of

CAST: tuple[tuple[str, str, tuple[Duty, ...]], ...] = (
    ("JK-0001", "架空 受付", (Duty.RECEPTION,)),
    ("JK-0002", "架空 審査一", (Duty.EXAMINATION,)),
    ("JK-0003", "架空 審査二", (Duty.EXAMINATION,)),
    ("JK-0004", "架空 検索", (Duty.SEARCH,)),
    ("JK-0005", "架空 責任者", (Duty.RECORD_CUSTODY,)),
    ("JK-0006", "架空 所属長", (Duty.SECTION_HEAD,)),
    ("JK-0007", "架空 管理者", (Duty.ADMINISTRATION,)),
    ("JK-0008", "架空 監査", (Duty.AUDIT,)),
    ("JK-0009", "架空 新任", ()),
)
"職員コード, name, duties at the beginning. The last one has none yet."
CODES = tuple(code for code, _, _ in CAST)
STRANGER = "JK-9999"
"Somebody who is on no roll: a former official, say."
PASSWORD_GIVEN = timedelta(days=30)
"So long before the run every password was last changed."
_BY_DUTY = {word: duty for duty in Duty for word in (duty.value, JAPANESE[duty])}
WORDS = (*_BY_DUTY, *CODES, STRANGER)
"What may be said of an operator: a duty in either language, or a 職員コード."


def code_of(word: str) -> str:
    """The 職員コード that a word means: itself, or the first operator of a duty."""
    duty = _BY_DUTY.get(word)
    return word if duty is None else next(code for code, _, duties in CAST if duty in duties)


def duty_of(word: str) -> Duty:
    """A duty by its name in either language."""
    return _BY_DUTY[word]


DUTY_WORDS = tuple(_BY_DUTY)


@cache
def usual(verb: str) -> str:
    """Who gives an order, if a story does not say: the first operator who has the right to at the beginning."""
    need = NEEDS.get(verb)
    if need is None or need.right is None:
        return CODES[0]
    able = duties_with(need.right)
    return next((code for code, _, duties in CAST if any(duty in able for duty in duties)), CODES[0])


def password_of(node: NodeId, code: str, changes: int) -> str:
    """The password that an operator has chosen the so-manieth time; the one he was given for none."""
    return f"kari-{organisation_of(node)}-{code[-4:]}-{changes}"


def vein_of(node: NodeId, code: str) -> str:
    """What a sensor reads of the hand of this person."""
    return f"vein {organisation_of(node)} {code}"


def terminal_of(code: str) -> str:
    """The terminal at which an operator sits, unless a story says another: everybody has one."""
    return code[-2:]


@cache
def roll(node: NodeId, start: date) -> tuple[Operator, ...]:
    """The operators of a system as a run begins."""
    return tuple(
        Operator(
            code,
            name,
            hashed(code, vein_of(node, code)),
            hashed(code, password_of(node, code, 0)),
            start - PASSWORD_GIVEN,
            duties=duties,
        )
        for code, name, duties in CAST
    )

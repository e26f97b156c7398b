"""提供記録: who was told what about whom, when, for which purpose; a refused question is recorded just like a granted one.

Kept by whoever provides (seed III; 住基法30条の29). Knows no matching and no article: it writes down what was decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.store import Store
from juki.protocol.masking import mask_runs
from juki.protocol.permissions.purposes import LONGEST_PURPOSE, Means
from juki.protocol.terms import JuminhyoCode, NodeId

GRANTED = "granted"
"Outcome of a question that was answered, even if nobody fits."

provisions = Migrations("provisions")


@provisions()
def first(database: Database) -> None:
    """One row a question, and one a person who was told of."""
    database.table("provisions").create(
        {
            "message_id": str,
            "case_id": str,
            "asked_at": str,
            "asker": str,
            "operator": str,
            "purpose": str,
            "means": str,
            "outcome": str,
            "article": str,
            "people": int,
        },
        pk="message_id",
    )
    database.table("provided").create({"message_id": str, "code": str}, pk=("message_id", "code"))


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as it came: which message, who asks, why and how."""

    message_id: str
    case: str
    asked_at: datetime
    asker: NodeId
    operator: str
    purpose: str
    means: Means


class ProvisionRows:
    """Writes the 提供記録 of one server."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def granted(self, asking: Asking, article: str, people: tuple[JuminhyoCode, ...]) -> None:
        """Record an answer and everybody it tells of."""
        self._put(asking, GRANTED, article, len(people))
        for code in people:
            self._store.write(
                "insert or replace into provided (message_id, code) values (?, ?)", asking.message_id, code.digits
            )

    def refused(self, asking: Asking, rule: str, basis: str) -> None:
        """Record a refusal under the name and the source of its rule."""
        self._put(asking, rule, basis, 0)

    def _put(self, asking: Asking, outcome: str, article: str, people: int) -> None:
        self._store.write(
            "insert or replace into provisions"
            " (message_id, case_id, asked_at, asker, operator, purpose, means, outcome, article, people)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            asking.message_id,
            asking.case,
            asking.asked_at.isoformat(),
            asking.asker,
            # A peer's own words: whatever may be a number is masked.
            mask_runs(asking.operator[:LONGEST_PURPOSE]),
            mask_runs(asking.purpose[:LONGEST_PURPOSE]),
            asking.means.value,
            outcome,
            article,
            people,
        )

"""Oracle about corrections: whatever was sent to put a record right was written, checked and permitted by three people."""

from __future__ import annotations

from collections.abc import Iterator

from juki.nodes.operator_rows import OperatorRows
from juki.protocol.procedures.correction import Correction, CorrectionState
from juki.protocol.records.operation import DONE
from juki.protocol.terms.nodes import communication_server
from juki.scenarios.oracles.people import masked
from juki.scenarios.oracles.view import View

_SENT = (CorrectionState.APPROVED, CorrectionState.CLEAN, CorrectionState.UNCLEAN)


def corrections_permitted(view: View) -> Iterator[str]:
    """Each has an author, a checker and an approver, and the operation log has an order of each."""
    for city in view.simulation.cities:
        store = view.store(communication_server(city))
        rows = view.rows(store, "code, correction", "corrections", "number")
        if not rows:
            continue
        done = {(one.operator, one.verb) for one, _ in OperatorRows(store).operations() if one.outcome == DONE}
        for code, body in rows:
            one = view.record(body, Correction)
            if one.state not in _SENT:
                continue
            hands = {
                "propose_correction": one.author,
                "check_correction": one.checker,
                "approve_correction": one.approver,
            }
            if len(set(hands.values())) < len(hands):
                yield f"{masked(code)} was corrected by fewer than three people in {city}"
            for verb, operator in hands.items():
                if (operator, verb) not in done:
                    yield f"{masked(code)} was corrected in {city}, and {operator} never gave the order {verb}"

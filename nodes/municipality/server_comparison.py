"""整合性確認 at the 市町村CS (seed I 6; 住基法14条1項): sends its set piece by piece, joins the answers, shows what they come to.

One piece is under way at a time, so no set is ever held whole. Nothing is corrected here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from msgspec.structs import replace

from juki.nodes.comparing import as_doubles, doubled_codes
from juki.nodes.municipality.comparison_rows import Comparison, ComparisonRows
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.consistency import (
    ComparisonAnswer,
    ComparisonDigest,
    ComparisonRowsAsked,
    ComparisonSet,
    Scope,
)
from juki.protocol.procedures.consistency import Agreement, Side, digest_of, joined
from juki.protocol.records.comparison import ComparisonRow
from juki.protocol.refusals import IN_FUTURE, OUT_OF_TURN
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, NodeId, Role, organisation_of, role_of
from juki.protocol.terms.nodes import NATIONAL_SERVER, prefecture_server, resident_register
from juki.protocol.wire import decode

PIECE_ROWS = 1024
"Rows behind one digest ([D])."
PART_ROWS, PART_BYTES = 64, 40 * 1024
"Rows of one set, and bytes of them: far below the bound of a body ([D])."
RUNNING, DONE = "running", "done"
_SIDES = {Scope.ABOVE: (Side.PREFECTURE, Side.NATIONAL), Scope.REGISTER: (Side.REGISTER,)}
_SIDE_OF = {
    Role.PREFECTURE_SERVER: Side.PREFECTURE,
    Role.NATIONAL_SERVER: Side.NATIONAL,
    Role.RESIDENT_REGISTER: Side.REGISTER,
}
_NOT_IN_THE_SET = frozenset(
    {Agreement.ONLY_PREFECTURE, Agreement.ONLY_NATIONAL, Agreement.ONLY_ABOVE, Agreement.ONLY_REGISTER}
)


def begin(node: Node, comparison: Comparison, context: Context) -> list[Effect]:
    """Send the first piece of a run; what an earlier run of the same name found is forgotten."""
    rows = ComparisonRows(context.store)
    rows.forget_results(comparison.run)
    return _next_piece(node, comparison, rows)


def again(run: str, code: JuminhyoCode, cut_off: date, context: Context) -> Comparison:
    """The run that looks at one record again."""
    before = ComparisonRows(context.store).before(code)
    return Comparison(run, Scope.ABOVE, cut_off, upto=before, only=code)


def _ordered(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """An operator orders a run; what was written on the day of the cut-off or later counts as under way."""
    assert isinstance(event, Ordered)  # noqa: S101 - by the table
    today = context.now.date()
    cut_off = date.fromisoformat(event.arguments.get("cut_off") or today.isoformat())
    if cut_off > today:
        raise PeerFault(IN_FUTURE, f"a cut-off on {cut_off}")
    return begin(node, Comparison(event.case, Scope(event.arguments["scope"]), cut_off), context)


def _next_piece(node: Node, comparison: Comparison, rows: ComparisonRows) -> list[Effect]:
    piece, upto = rows.piece(comparison, PIECE_ROWS)
    upto = upto if upto != comparison.only else None
    is_last = upto is None
    comparison = replace(
        comparison,
        piece=comparison.piece + 1,
        after=comparison.upto,
        upto=comparison.only if is_last else upto,
        is_last=is_last,
        rows=comparison.rows + len(piece),
    )
    rows.put(comparison, RUNNING)
    digest = ComparisonDigest(
        comparison.scope,
        comparison.piece,
        comparison.after,
        comparison.upto,
        len(piece),
        digest_of(piece),
        is_last,
    )
    effects: list[Effect] = []
    if comparison.piece > 1:
        effects.append(Notify("comparison-progress", {"rows": str(comparison.rows - len(piece))}))
    for side in _SIDES[comparison.scope]:
        rows.open(comparison.run, side, 0)
        effects.append(Send(_node_of(node, side), digest, case=comparison.run))
    return effects


def _node_of(node: Node, side: Side) -> NodeId:
    city = MunicipalityCode(organisation_of(node.me))
    match side:
        case Side.PREFECTURE:
            return prefecture_server(city.prefecture)
        case Side.NATIONAL:
            return NATIONAL_SERVER
        case _:
            return resident_register(city)


def _asked(node: Node, event: Event, context: Context) -> Sequence[Effect]:  # noqa: ARG001 - the form of a decision
    """The digests of the piece differ there: send its rows, in parts that a body can hold."""
    assert isinstance(event, Received)  # noqa: S101 - by the table
    assert isinstance(event.message, ComparisonRowsAsked)  # noqa: S101 - by the table
    rows = ComparisonRows(context.store)
    comparison = _expected(event, event.message.piece, rows)
    side = _SIDE_OF[role_of(event.sender)]
    if not rows.close(comparison.run, side, 0):
        raise PeerFault(OUT_OF_TURN, f"piece {event.message.piece} was answered")
    effects: list[Effect] = []
    for part in _parts(comparison, rows.rows_of(comparison)):
        rows.open(comparison.run, side, part.part)
        effects.append(Send(event.sender, part, case=comparison.run))
    return effects


def _parts(comparison: Comparison, rows: list[tuple[JuminhyoCode, bytes]]) -> Iterator[ComparisonSet]:
    after, part = comparison.after, 0
    while True:
        taken = _fitting(rows)
        rows = rows[len(taken) :]
        upto, part = (taken[-1][0] if rows else comparison.upto), part + 1
        decoded = tuple(decode(body, ComparisonRow) for _, body in taken)
        is_last = comparison.is_last and not rows
        yield ComparisonSet(comparison.scope, comparison.piece, part, after, upto, decoded, is_last)
        if not rows:
            return
        after = upto


def _fitting(rows: list[tuple[JuminhyoCode, bytes]]) -> list[tuple[JuminhyoCode, bytes]]:
    """The first rows, as many as one part takes; at least one."""
    size = 0
    for count, (_, body) in enumerate(rows[:PART_ROWS]):
        size += len(body)
        if size > PART_BYTES and count:
            return rows[:count]
    return rows[:PART_ROWS]


def answered(node: Node, event: Event, context: Context) -> list[Effect]:
    """Take an answer; when all of a piece are in, join them, and go on or end the run."""
    assert isinstance(event, Received)  # noqa: S101 - by the table
    answer = event.message
    assert isinstance(answer, ComparisonAnswer)  # noqa: S101 - by the table
    rows = ComparisonRows(context.store)
    comparison = _expected(event, answer.piece, rows)
    side = _SIDE_OF[role_of(event.sender)]
    if not rows.is_open(comparison.run, side, answer.part):
        raise PeerFault(OUT_OF_TURN, f"nobody waits for part {answer.part} of piece {answer.piece}")
    rows.say(comparison.run, side, answer.differences)
    if answer.is_more:
        return []
    rows.close(comparison.run, side, answer.part)
    if rows.is_waiting(comparison.run):
        return []
    if comparison.is_last and comparison.scope is Scope.ABOVE:
        rows.say(comparison.run, Side.OWN, as_doubles(doubled_codes(context.store, {})))
    _join(comparison, rows)
    if not comparison.is_last:
        return _next_piece(node, comparison, rows)
    rows.put(comparison, DONE)
    found = counts(comparison, rows)
    classes = ", ".join(f"{agreement} {count}" for agreement, count in found.items())
    return [Notify("comparison-done", {"classes": classes})]


def _expected(event: Received, piece: int, rows: ComparisonRows) -> Comparison:
    comparison = rows.running(event.case)
    if comparison is None or comparison.piece != piece:
        raise PeerFault(OUT_OF_TURN, f"piece {piece} of case {event.case[:60]} is not being compared")
    if _SIDE_OF.get(role_of(event.sender)) not in _SIDES[comparison.scope]:
        raise PeerFault(OUT_OF_TURN, f"{event.sender} was not asked")
    return comparison


def _join(comparison: Comparison, rows: ComparisonRows) -> None:
    for code, said in groupby(rows.said(comparison.run), key=lambda pair: pair[1].code):
        was_touched = rows.was_touched(code, comparison.cut_off)
        result = joined(code, list(said), was_touched=was_touched, cut_off=comparison.cut_off)
        rows.put_result(comparison.run, result)
    rows.forget_said(comparison.run)


def counts(comparison: Comparison, rows: ComparisonRows) -> dict[str, str]:
    """How many people are in each class that occurs, for the operator's screen."""
    found = Counter(result.agreement for result in rows.results(comparison.run))
    beyond = sum(count for agreement, count in found.items() if agreement in _NOT_IN_THE_SET)
    found[Agreement.MATCH] = comparison.rows - (found.total() - beyond)
    return {agreement.value: str(found[agreement]) for agreement in Agreement if found[agreement]}


DECISIONS: dict[Topic, Decision] = {
    "check_consistency": _ordered,
    ComparisonRowsAsked: _asked,
    ComparisonAnswer: answered,
}

"""What prefecture and national server share about updates: gaps, repetitions, frozen records, a journal sent again.

An update whose turn has not come waits here and what is missing is asked for below; what each server does with an
update that was written is its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from juki.nodes.identity_rows import IdentityRows, Taking
from juki.nodes.node import Context, Decision, Node, Topic
from juki.nodes.store import Store
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Reply, Send
from juki.protocol.errors import PeerFault
from juki.protocol.messages.identity import IdentityUpdate, ResendRequest
from juki.protocol.refusals import UNKNOWN_PERSON
from juki.protocol.sequences import Standing, Turn
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, NodeId, organisation_of
from juki.protocol.terms.nodes import NATIONAL_SERVER, communication_server, prefecture_server


def received(update: IdentityUpdate, event: Received, rows: IdentityRows) -> tuple[Taking, list[Effect]]:
    """Take an update; what was written, and what follows from its turn alone.

    Raises:
        PeerFault: see `IdentityRows.receive`.
    """
    assert event.proof is not None  # noqa: S101 - the gate demands it on this hop
    origin = organisation_of(NodeId(event.proof.origin))
    taking = rows.receive(update, origin, event.proof)
    told: list[Effect] = [Notify("held-update-refused", {"rule": rule}) for rule in taking.refused]
    match taking.turn:
        case Turn.REPEATED:
            told.append(Notify("update-repeated", {"municipality": origin}))
        case Turn.RECOVERS:
            told.append(Notify("record-recovered", {"municipality": origin}))
        case Turn.EARLY:
            told.append(Notify("update-early", {"municipality": origin}))
            told.append(Reply(_resend(update.record.code, MunicipalityCode(origin), taking.standing)))
        case Turn.NEXT:
            pass
    return taking, told


def _resend(code: JuminhyoCode, municipality: MunicipalityCode, standing: Standing) -> ResendRequest:
    return ResendRequest(code, municipality, standing.sequence, standing.recovery)


def resend_from_journal(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """The prefecture sends again what the national server misses; what it has not itself, it asks for in the city."""
    match event:
        case Received(message=ResendRequest() as asked):
            rows = IdentityRows(context.store)
            if rows.found(asked.code) is None:
                raise PeerFault(UNKNOWN_PERSON, f"{asked.code!r}")
            newer = rows.newer(asked.code, asked.municipality.digits, Standing(asked.recovery, asked.after))
            if newer is None:
                return [Notify("journal-short"), Send(communication_server(asked.municipality), asked)]
            sent: list[Effect] = [Send(NATIONAL_SERVER, update, proof=proof) for update, proof in newer]
            return [Notify("updates-resent", {"records": str(len(newer))}), *sent]
        case _:
            raise node.unexpected(event)


def _below(node: Node, municipality: MunicipalityCode) -> NodeId:
    if node.me == NATIONAL_SERVER:
        return prefecture_server(municipality.prefecture)
    return communication_server(municipality)


def _freeze(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    code = _ordered_code(node, event, context)
    if not IdentityRows(context.store).freeze(code, context.now.isoformat()):
        raise PeerFault(UNKNOWN_PERSON, f"{code!r}")
    return [Notify("record-frozen")]


def _unfreeze(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Normal updates are taken again, and those that bounced meanwhile are asked for."""
    return [
        Notify("record-unfrozen"),
        *unfrozen(node, _ordered_code(node, event, context), IdentityRows(context.store)),
    ]


def unfrozen(node: Node, code: JuminhyoCode, rows: IdentityRows) -> list[Effect]:
    """End 更新禁止 of a record, and ask below for whatever bounced meanwhile.

    Raises:
        PeerFault: `UNKNOWN_PERSON`.
    """
    found = rows.found(code)
    if found is None or not rows.unfreeze(code):
        raise PeerFault(UNKNOWN_PERSON, f"{code!r}")
    municipality = found[0].municipality
    return [Send(_below(node, municipality), _resend(code, municipality, rows.standing(code, municipality.digits)))]


def _lose_update(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """A failure that a story declares: the store fell back behind a person's last update."""
    code = _ordered_code(node, event, context)
    if not IdentityRows(context.store).lose_last(code):
        raise PeerFault(UNKNOWN_PERSON, f"{code!r} has no update to lose")
    return [Notify("update-lost")]


def _forget_journal(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """A failure that a story declares: the journal of a person's updates is gone."""
    kept = IdentityRows(context.store).forget_proofs(_ordered_code(node, event, context))
    return [Notify("journal-lost", {"records": str(kept)})]


def _ordered_code(node: Node, event: Event, context: Context) -> JuminhyoCode:
    match event:
        case Ordered(arguments=arguments):
            return code_in_row(int(arguments["row"]), context.store)
        case _:
            raise node.unexpected(event)


def code_in_row(row: int, store: Store) -> JuminhyoCode:
    """Who stands in a row of the list by code, from 0: an operator picks from a screen, and no order bears a number.

    Raises:
        PeerFault: `UNKNOWN_PERSON`: the list is shorter.
    """
    found = store.one("select code from identity order by code limit 1 offset ?", row)
    if found is None:
        raise PeerFault(UNKNOWN_PERSON, f"row {row}")
    return JuminhyoCode(found[0])


_ORDERS: dict[Topic, Decision] = {
    "freeze_record": _freeze,
    "unfreeze_record": _unfreeze,
    "lose_update": _lose_update,
    "forget_journal": _forget_journal,
}
AT_NATIONAL: Mapping[Topic, Decision] = {**_ORDERS}
AT_PREFECTURE: Mapping[Topic, Decision] = {**_ORDERS, ResendRequest: resend_from_journal}

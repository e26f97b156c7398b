"""情報提供ネットワークシステムのインターフェイス: passes sealed answers on to the 中間サーバー they are for, and reads none.

Holding answers back and sending them again is a failure that a story can order (`docs/inventions.md`, "符号").
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.store import Opaque, Store
from juki.protocol.cases import opener_of
from juki.protocol.effects import Effect, Event, Notify, Ordered, Received, Send
from juki.protocol.messages import Refusal, Sealed
from juki.protocol.secure.envelope import Proof
from juki.protocol.terms import Role, organisation_of, role_of
from juki.protocol.terms.nodes import CORE, beside
from juki.protocol.wire import decode, encode

interface = Migrations("interface")


@interface()
def first(database: Database) -> None:
    """Answers that are held back, sealed as they came, and the bodies whose answers are."""
    database.table("held").create(
        {"id": int, "agency": str, "case_id": str, "kind": str, "body": bytes, "proof": bytes}, pk="id"
    )
    database.table("holding").create({"agency": str}, pk="agency")


class Interface(Node):
    """The interface system, one for the whole network."""

    role = Role.INTERFACE
    migrations = (interface,)

    def refused(self, event: Received, refusal: Refusal, context: Context) -> Sequence[Effect]:
        """What a 中間サーバー would not take is told to whoever made it."""
        told = list(super().refused(event, refusal, context))
        return [*told, Send(CORE, refusal)] if role_of(event.sender) is Role.INTERMEDIARY_SERVER else told


def _passed_on(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Received(message=Sealed() as answer):
            sent = _to_intermediary(answer, event.case, event.proof)
            agency = organisation_of(sent.to)
            if context.store.one("select 1 from holding where agency = ? -- one row", agency) is None:
                return [sent]
            context.store.write(
                "insert into held (agency, case_id, kind, body, proof) values (?, ?, ?, ?, ?)",
                agency,
                event.case,
                answer.kind,
                Opaque(answer.body),
                Opaque(encode(event.proof)),
            )
            return [Notify("answer-held")]
        case _:
            raise node.unexpected(event)


def _to_intermediary(answer: Sealed, case: str, proof: Proof | None) -> Send:
    """To the body in whose case it is; nobody else could open it."""
    return Send(beside(opener_of(case), Role.INTERMEDIARY_SERVER), answer, proof=proof, case=case)


def _hold(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    match event:
        case Ordered(arguments=arguments):
            context.store.write("insert or ignore into holding (agency) values (?)", arguments["agency"])
            return []
        case _:
            raise node.unexpected(event)


def _release(node: Node, event: Event, context: Context) -> Sequence[Effect]:
    """Send what was held, the newest first, as often as was ordered."""
    match event:
        case Ordered(arguments=arguments):
            agency = arguments["agency"]
            held = _held(agency, context.store)
            context.store.write("delete from held where agency = ?", agency)
            context.store.write("delete from holding where agency = ?", agency)
            return [sent for sent in held for _ in range(int(arguments["times"]))]
        case _:
            raise node.unexpected(event)


def _held(agency: str, store: Store) -> list[Send]:
    return [
        _to_intermediary(Sealed(kind, body), case, decode(proof, Proof))
        for case, kind, body, proof in store.rows(
            "select case_id, kind, body, proof from held where agency = ? order by id desc", agency
        )
    ]


Interface.decisions = {Sealed: _passed_on, "hold_answers": _hold, "release_answers": _release}

"""個人番号カード管理システム: the state of every card, and when a mover's card lapses (番号法17条, 番号法施行令14条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from juki.nodes.node import Context, Node
from juki.nodes.store import Store
from juki.protocol.deadlines import CARD_CONTINUATION, Deadline, card_presentation, card_without_move_in
from juki.protocol.effects import CancelTimer, Effect, Event, Notify, Received, Reply, SetTimer, TimerDue
from juki.protocol.errors import PeerFault
from juki.protocol.messages.card import (
    CardContinuation,
    CardContinued,
    CardState,
    CardStatusReply,
    CardStatusRequest,
)
from juki.protocol.messages.identity import IdentityChanged
from juki.protocol.records.changes import ChangeReason
from juki.protocol.refusals import CARD_EXPIRED, CARD_NOT_ACTIVE, UNKNOWN_PERSON, WRONG_HOLDER
from juki.protocol.terms import JuminhyoCode, MunicipalityCode, Role

cards = Migrations("card-management")
ENDS_THE_CARD = frozenset(
    {
        *(ChangeReason.DEATH, ChangeReason.ERASED_EX_OFFICIO),
        *(ChangeReason.JUMINHYO_CODE_CHANGE_REQUESTED, ChangeReason.JUMINHYO_CODE_ENTERED),
        *(ChangeReason.MY_NUMBER_CHANGE_REQUESTED, ChangeReason.MY_NUMBER_CORRECTED),
    }
)
"With these a card lapses at once (番号法施行令14条4号, 5号, 6号, 11号)."
LAPSE = "lapse/"
"Timer, followed by a card's serial."


@cards()
def first(database: Database) -> None:
    """One row a card."""
    database.table("cards").create(
        {"serial": str, "code": str, "state": str, "expires_on": str, "municipality": str, "lapses_because": str},
        pk="serial",
    ).create_index(["code"])


class CardManagement(Node):
    """The card management of the 機構."""

    role = Role.CARD_MANAGEMENT
    migrations = (cards,)

    def decide(self, event: Event, context: Context) -> Sequence[Effect]:
        store = context.store
        match event:
            case Received(message=CardStatusRequest() as asked):
                return [Reply(self._status(asked, store))]
            case Received(message=CardContinuation() as wish):
                return self._continue(wish, context)
            case Received(message=IdentityChanged() as changed):
                return self._changed(changed, store)
            case TimerDue(name=name) if name.startswith(LAPSE):
                return self._lapse(name.removeprefix(LAPSE), store)
            case _:
                return super().decide(event, context)

    def _status(self, asked: CardStatusRequest, store: Store) -> CardStatusReply:
        code, state, expires_on = self._card(asked.serial, store)
        return CardStatusReply(asked.serial, state, expires_on, code == asked.code)

    def _card(self, serial: str, store: Store) -> tuple[JuminhyoCode, CardState, date]:
        row = store.one("select code, state, expires_on from cards where serial = ? -- one row", serial)
        if row is None:
            raise PeerFault(UNKNOWN_PERSON, "no card of this serial")
        return JuminhyoCode(row[0]), CardState(row[1]), date.fromisoformat(row[2])

    def _continue(self, wish: CardContinuation, context: Context) -> list[Effect]:
        """継続利用: the card stays valid at the new municipality, and no clock of the move runs any more."""
        code, state, expires_on = self._card(wish.serial, context.store)
        if code != wish.code:
            raise PeerFault(WRONG_HOLDER)
        if state is not CardState.ACTIVE:
            raise PeerFault(CARD_NOT_ACTIVE, state)
        if context.now.date() > expires_on:
            raise PeerFault(CARD_EXPIRED, f"valid to {expires_on}")
        context.store.write(
            "update cards set municipality = ?, lapses_because = '' where serial = ?",
            wish.municipality.digits,
            wish.serial,
        )
        return [CancelTimer(LAPSE + wish.serial), Reply(CardContinued(wish.serial))]

    def _changed(self, changed: IdentityChanged, store: Store) -> list[Effect]:
        rows = store.rows(
            "select serial, municipality, lapses_because from cards where code = ? and state = ? order by serial",
            # A card bears the code that it was issued with.
            (changed.old_code or changed.code).digits,
            CardState.ACTIVE.value,
        )
        effects: list[Effect] = []
        for serial, municipality, running in rows:
            effects += self._clock(serial, MunicipalityCode(municipality), running, changed, store)
        return effects

    def _clock(
        self, serial: str, municipality: MunicipalityCode, running: str, changed: IdentityChanged, store: Store
    ) -> list[Effect]:
        """Start the clock that the change starts, in place of any other; or let the card lapse with it."""
        match changed.reason:
            case reason if reason in ENDS_THE_CARD:
                return [CancelTimer(LAPSE + serial), *self._lapse(serial, store)]
            case ChangeReason.MOVED_OUT if running == CARD_CONTINUATION:
                # She moves on without ever having handed the card in (番号法施行令14条3号, its second half).
                return [CancelTimer(LAPSE + serial), *self._lapse(serial, store)]
            case ChangeReason.MOVED_OUT:
                return self._run(serial, card_without_move_in(changed.changed_on), store)
            case ChangeReason.MOVED_IN if municipality == changed.municipality:
                return []  # the counter was quicker: already continued there
            case ChangeReason.MOVED_IN:
                return self._run(serial, card_presentation(changed.reported_on), store)
            case _:
                return []

    def _run(self, serial: str, deadline: Deadline, store: Store) -> list[Effect]:
        store.write("update cards set lapses_because = ? where serial = ?", deadline.rule, serial)
        return [SetTimer(LAPSE + serial, deadline.timer)]

    def _lapse(self, serial: str, store: Store) -> list[Effect]:
        store.write("update cards set state = ? where serial = ?", CardState.LAPSED.value, serial)
        return [Notify("card-lapsed", {"serial": serial})]

"""Each oracle holds in an honest run, and fails when exactly what it watches is done wrong; its finding shows no number."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace
from small_stories import IN, MOVE, OUT, RESIDENTS, THERE, Played, finish, played, small_story, staged

from juki.nodes.host import Host
from juki.nodes.journal import Journal
from juki.nodes.kernel.drive import DirectDriver
from juki.nodes.kernel.trace import Step
from juki.nodes.municipality.register_rows import RegisterRows
from juki.nodes.municipality.server_rows import ServerRows
from juki.nodes.national.card_management import CardManagement
from juki.nodes.store import Store
from juki.protocol.records.resident import Resident
from juki.protocol.terms import MyNumber, NodeId
from juki.protocol.terms.nodes import (
    CARD_MANAGEMENT,
    JPKI,
    NATIONAL_SERVER,
    OTHER_MUNICIPALITIES,
    communication_server,
    prefecture_server,
    resident_register,
)
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import View
from juki.scenarios.population import Person
from juki.scenarios.records import closed_of, current_of
from juki.scenarios.running import RunOptions

SEED_2022 = RunOptions(link="null", residents=RESIDENTS, profile="seed-2022")
AFTER = 'wait: {until: start + 17, at: "23:00"}'


@dataclass
class Network:
    """A played story, with short ways to its stores."""

    run: Played

    def store(self, node: NodeId) -> Store:
        return self.run.play.stage.simulation.hosts[node].store

    @property
    def mover(self) -> Person:
        return self.run.play.stage.parts["mover"][0]

    @property
    def code(self) -> str:
        return self.mover.resident.code.digits

    def register(self, city: int) -> RegisterRows:
        """0 for 長岡市, 1 for 新潟市, 2 for 横浜市."""
        return RegisterRows(self.store(resident_register(self.run.play.stage.simulation.cities[city])))

    def server(self, city: int) -> Store:
        return self.store(communication_server(self.run.play.stage.simulation.cities[city]))

    def current(self, city: int) -> Resident:
        found = current_of(self.register(city)._store, self.mover.resident.code)
        assert found is not None
        return found

    def closed(self) -> Resident:
        found = closed_of(self.register(0)._store, self.mover.resident.code)
        assert found is not None
        return found

    def note(self, **fields: object) -> None:
        """A step that the world never made."""
        trail = self.run.play.trail
        trail.listen(replace(trail.steps[-1], sequence=len(trail.steps) + 1, **fields))


def findings(run: Played, oracle: str) -> list[str]:
    """What an oracle says of the whole network at the end, asked anew."""
    view = View(run.play.stage.simulation, run.play.trail, None, is_end=True)
    found = next(one for one in ORACLES if one.name == oracle)
    return list(found.findings(view))


def numbers_of(run: Played) -> list[str]:
    residents = [person.resident for person in run.play.stage.simulation.people]
    return [each.digits for one in residents for each in (one.code, one.my_number) if each is not None]


def shows_no_number(run: Played, found: list[str]) -> bool:
    return not any(number in text for number in numbers_of(run) for text in found)


# What is planted into the stores of an honest run.


def two_records(net: Network) -> None:
    net.register(0).put(replace(net.closed(), erased_on=None))


def anothers_number(net: Network) -> None:
    other = net.run.play.stage.parts["family"][0].resident
    net.register(1).put(replace(net.current(1), my_number=other.my_number))


def anothers_name(net: Network) -> None:
    here = net.current(1)
    net.register(1).put(
        replace(here, address_number="9999999994", birth=net.run.play.stage.parts["family"][0].resident.birth)
    )


def an_old_address_in_the_register(net: Network) -> None:
    net.register(1).put(replace(net.current(1), address=net.mover.resident.address))


def nobody_in_the_server(net: Network) -> None:
    net.server(1).write("delete from identity where code = ?", net.code)


def nobody_in_the_register(net: Network) -> None:
    net.register(1)._store.write("delete from residents where code = ?", net.code)


def nobody_above(net: Network) -> None:
    net.store(NATIONAL_SERVER).write("delete from identity where code = ?", net.code)


def an_erasure_above(net: Network) -> None:
    net.store(prefecture_server("15")).write("update identity set is_current = 0 where code = ?", net.code)


def a_ghost_above(net: Network) -> None:
    """The old city's record stands on above, though the city itself erased it."""
    row = net.server(0).one("select record from identity where code = ?", net.code)
    assert row is not None
    net.store(prefecture_server("15")).write(
        "update identity set record = ?, municipality = '152021', is_current = 1 where code = ?", row[0], net.code
    )


def another_sequence_above(net: Network) -> None:
    net.store(NATIONAL_SERVER).write("update sequences set last = last + 1 where code = ?", net.code)


def a_gap_in_the_history(net: Network) -> None:
    net.store(NATIONAL_SERVER).write(
        "update history set sequence = sequence + 1 where code = ? and sequence > 1", net.code
    )


def an_update_twice_in_the_history(net: Network) -> None:
    net.store(prefecture_server("15")).write(
        "insert into history (code, origin, sequence, record)"
        " select code, origin, sequence, record from history where code = ?",
        net.code,
    )


def a_closed_record_thrown_away(net: Network) -> None:
    net.register(0)._store.write("delete from residents where code = ?", net.code)


def a_closed_record_of_long_ago(net: Network) -> None:
    long_ago = net.closed().erased_on
    assert long_ago is not None
    net.register(0).put(replace(net.closed(), erased_on=long_ago.replace(year=long_ago.year - 151)))


def a_signature_restored(net: Network) -> None:
    net.store(JPKI).write("update certificates set revoked_on = null where code = ?", net.code)


def an_outbox_not_emptied(net: Network) -> None:
    net.server(0).write("insert into outbox (peer, number, envelope) values ('152021/resident-register', 99, x'')")


def a_stream_set_back(net: Network) -> None:
    """What was acknowledged is not in the recipient's store: it came up again from an old image."""
    net.server(0).write("update links set received = received - 1 where peer = '152021/resident-register'")


def a_message_taken_twice(net: Network) -> None:
    taken = next(net.run.play.trail.taken("MoveInNotice"))
    net.note(**{name: getattr(taken, name) for name in Step.__struct_fields__ if name != "sequence"})


def a_message_not_taken(net: Network) -> None:
    steps = net.run.play.trail.steps
    steps.remove(next(net.run.play.trail.taken("MoveInNotice")))


def a_line_of_a_log_changed(net: Network) -> None:
    net.server(0).write("update log set lines = cast(replace(lines, 'MoveInNotice', 'MoveInNotise') as blob)")


def a_log_signed_by_nobody(net: Network) -> None:
    net.server(0).write("delete from log where number = (select max(number) from log)")


def a_number_where_none_may_be(net: Network) -> None:
    number = net.mover.resident.my_number
    assert number is not None
    net.store(CARD_MANAGEMENT).write("update cards set lapses_because = ? where code = ?", number.digits, net.code)


def a_number_with_digits_beside_it(net: Network) -> None:
    """A page of a store has no gap between two columns."""
    number = net.mover.resident.my_number
    assert number is not None
    net.store(CARD_MANAGEMENT).write("update cards set serial = ? where code = ?", number.digits, net.code)


def a_code_in_a_notice(net: Network) -> None:
    net.note(notices=(("declined", {"rule": "pin-wrong", "detail": f"code {net.code}"}),))


def a_code_in_a_refusal(net: Network) -> None:
    net.note(detail=f"code{net.code}")


def a_code_in_a_log(net: Network) -> None:
    net.server(0).write("update log set lines = cast(replace(lines, 'MoveInNotice', ?) as blob)", net.code)


def an_attempt_never_refused(net: Network) -> None:
    net.note(
        what="intrusion", kind="wrong-role", node="15/prefecture-server", peer="jlis/national-server", sent=("x#1",)
    )


def bytes_never_refused(net: Network) -> None:
    net.note(what="intrusion", kind="forged-frame", node="15/prefecture-server", peer="jlis/national-server", sent=())


def a_refusal_never_recorded(net: Network) -> None:
    net.note(what="message", node="152021/communication-server", refused="forged", id="x#1", place="next")


def a_pin_counter_that_rose(net: Network) -> None:
    for tries in (2, 1, 2):
        net.note(what="message", kind="CardDenied", place="next", peer="card/000001", body={"tries_left": tries})


def a_locked_card_that_proved_itself(net: Network) -> None:
    net.note(what="message", kind="CardDenied", place="next", peer="card/000001", body={"tries_left": 0})
    net.note(what="message", kind="CardProof", place="next", peer="card/000001", body={})


PLANTED: dict[str, tuple[Callable[[Network], None], ...]] = {
    "one-record": (two_records,),
    "numbers-unique": (anothers_number, anothers_name),
    "city-agrees": (an_old_address_in_the_register, nobody_in_the_server, nobody_in_the_register),
    "servers-agree": (nobody_above, an_erasure_above, a_ghost_above, another_sequence_above),
    "updates-in-order": (a_gap_in_the_history, an_update_twice_in_the_history),
    "closed-records-kept": (a_closed_record_thrown_away, a_closed_record_of_long_ago),
    "signatures-revoked": (a_signature_restored,),
    "pin-counters": (a_pin_counter_that_rose, a_locked_card_that_proved_itself),
    "nothing-lost": (an_outbox_not_emptied, a_stream_set_back, a_message_taken_twice, a_message_not_taken),
    "refusals-recorded": (a_refusal_never_recorded,),
    "intruders-refused": (an_attempt_never_refused, bytes_never_refused),
    "logs-verify": (a_line_of_a_log_changed, a_log_signed_by_nobody),
    "knowledge": (a_number_where_none_may_be, a_number_with_digits_beside_it),
    "nothing-in-the-clear": (a_code_in_a_notice, a_code_in_a_refusal, a_code_in_a_log),
}


@pytest.mark.parametrize(("oracle", "plant"), [(name, plant) for name, plants in PLANTED.items() for plant in plants])
def test_an_oracle_finds_what_was_planted(oracle: str, plant: Callable[[Network], None]) -> None:
    run = played(small_story(*MOVE))
    assert run.failed() == []
    assert findings(run, oracle) == []
    plant(Network(run))
    found = findings(run, oracle)
    assert found
    assert shows_no_number(run, found)


# What a node does wrong while the story is played.


def test_a_late_erasure_that_deletes_somebody_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The consequence of an erasure ignores who lives where: 新潟市's new resident is gone above."""
    from juki.nodes import identity_rows
    from juki.protocol.checks import Consequence
    from juki.protocol.records.changes import Change

    honest = identity_rows.consequence

    def careless(update: object, *rest: object) -> Consequence:
        found = honest(update, *rest)  # type: ignore[arg-type] # as it was called
        is_erasure = update.record.reason.change is Change.ERASURE  # type: ignore[attr-defined] # an IdentityUpdate
        return Consequence.ERASES if is_erasure else found

    monkeypatch.setattr(identity_rows, "consequence", careless)
    early = 'wait: {until: start + 13, at: "13:00"}'
    run = played(small_story(OUT, early, IN.replace("start + 16", "start + 12"), AFTER))
    assert "servers-agree" in run.failed()
    assert shows_no_number(run, [run.found("servers-agree")])


def test_transfer_data_kept_too_long_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ServerRows, "erase_transfers", lambda *_: 0)
    run = played(small_story(OUT, 'wait: {until: start + 60, at: "9:00"}'))
    assert run.failed() == ["transfer-data-erased"]
    assert shows_no_number(run, [run.found("transfer-data-erased")])


def test_closed_records_kept_too_long_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RegisterRows, "erase_closed", lambda *_: None)
    run = played(small_story(*MOVE, "wait: {for: 60000 hours}"), SEED_2022)
    assert run.failed() == ["closed-records-kept"]
    assert shows_no_number(run, [run.found("closed-records-kept")])


def test_a_card_that_does_not_lapse_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = CardManagement.decide

    def forgetful(self: CardManagement, event: object, context: object) -> object:
        from juki.protocol.effects import TimerDue

        return [] if isinstance(event, TimerDue) else honest(self, event, context)  # type: ignore[arg-type]

    monkeypatch.setattr(CardManagement, "decide", forgetful)
    run = played(small_story(OUT, 'wait: {until: start + 60, at: "9:00"}'))
    assert run.failed() == ["cards-in-operation"]
    assert shows_no_number(run, [run.found("cards-in-operation")])


def test_a_card_that_is_not_handed_in_and_stays_active_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = CardManagement.decide

    def forgetful(self: CardManagement, event: object, context: object) -> object:
        from juki.protocol.effects import TimerDue

        return [] if isinstance(event, TimerDue) else honest(self, event, context)  # type: ignore[arg-type]

    monkeypatch.setattr(CardManagement, "decide", forgetful)
    out, in_ = (line.replace("mover", "family") for line in (OUT, IN))
    run = played(small_story(out, THERE, in_, "wait: {for: 100 days}"))
    assert run.failed() == ["cards-in-operation"]
    assert "90 days" in run.found("cards-in-operation")


def test_an_acknowledgement_without_a_commit_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from juki.nodes.host import Outcome
    from juki.protocol.secure.envelope import unpack

    honest = Host.accept

    def hasty(self: Host, peer: NodeId, frame: bytes, now: int) -> Outcome:
        if self.node.me == OTHER_MUNICIPALITIES:
            return Outcome(acknowledge=unpack(frame).number)
        return honest(self, peer, frame, now)

    monkeypatch.setattr(Host, "accept", hasty)
    run = played(small_story(*MOVE))
    assert "nothing-lost" in run.failed()


def test_a_refusal_that_is_not_written_down_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = Journal.received

    def silent(self: Journal, peer: NodeId, envelope: object, body: bytes, _: object, now: int) -> None:
        honest(self, peer, envelope, body, None, now)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(Journal, "received", silent)
    run = played(small_story(OUT, "intrude: {what: wrong-role, from: 新潟県/都道府県サーバー, to: 機構/全国サーバー}"))
    assert "refusals-recorded" in run.failed()


def test_a_replay_that_is_taken_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the count of messages an old one under a new number is as good as a new one."""
    from juki.nodes.streams import Streams

    honest = Streams.received

    def forgetful(self: Streams, peer: str) -> tuple[int, int]:
        return honest(self, peer)[0], -1

    monkeypatch.setattr(Streams, "received", forgetful)
    run = played(
        small_story(*MOVE, "intrude: {what: replayed-envelope, from: 長岡市/市町村CS, to: 新潟県/都道府県サーバー}")
    )
    assert "intruders-refused" in run.failed()


def test_a_certificate_that_is_not_revoked_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from juki.nodes.national.jpki import Jpki
    from juki.protocol.messages.identity import IdentityChanged

    honest = Jpki.decide

    def lazy(self: Jpki, event: object, context: object) -> object:
        message = getattr(event, "message", None)
        return [] if isinstance(message, IdentityChanged) else honest(self, event, context)  # type: ignore[arg-type]

    monkeypatch.setattr(Jpki, "decide", lazy)
    assert played(small_story(*MOVE)).failed() == ["signatures-revoked"]


def test_a_counter_that_forgets_wrong_pins_is_seen() -> None:
    wrong = "continue_card: {who: family/2, at: 新潟市, pin: wrong}"
    run = staged(small_story(wrong, wrong))
    driver = DirectDriver(run.play.stage.simulation.world)
    for instruction in run.play.instructions():
        driver.follow(instruction)
        for host in chips_of(run):
            host.store.write("update chip set tries = 3")
    assert "pin-counters" in run.failed()


def chips_of(run: Played) -> Iterator[Host]:
    hosts = run.play.stage.simulation.hosts
    return (hosts[node] for node in sorted(hosts) if node.startswith("card/"))


def test_a_replayed_erasure_is_not_a_second_closed_record() -> None:
    """Found by a random story: the refused copy was counted among the records that were closed."""
    again = OUT.replace("start + 16", "today")
    replayed = "intrude: {what: replayed-envelope, from: 長岡市/住民記録, to: 長岡市/市町村CS}"
    assert played(small_story(OUT, THERE, again, again, replayed)).failed() == []


def test_every_oracle_is_seen_to_fail() -> None:
    by_rule = {"transfer-data-erased", "cards-in-operation"}
    elsewhere = {"fugo-disjoint", "acquisition-numbers-gone", "provisions-recorded", "operations-recorded"}
    elsewhere |= {"applicant-is-subject", "no-stale-certificate", "corrections-permitted"}
    "Shown to fail in a file of their own beside this one."
    assert {*PLANTED, *by_rule, *elsewhere} == {oracle.name for oracle in ORACLES}


def test_an_oracle_tells_each_finding_once_and_not_too_many() -> None:
    run = staged(small_story(*MOVE, "wait: {for: 1 day}", "wait: {for: 1 day}"))
    for person in run.play.stage.simulation.people[:30]:
        if person.municipality.digits == "152021":
            run.play.stage.simulation.hosts[NodeId("152021/communication-server")].store.write(
                "delete from identity where code = ?", person.resident.code.digits
            )
    finish(run)
    told = run.found("city-agrees").split("; ")
    assert 1 <= len(told) <= 5
    assert len({one.partition(" ")[2].partition(" ")[2] for one in told}) == len(told)


def test_my_numbers_are_synthetic() -> None:
    """Or the search for them in stores and logs would find nothing."""
    run = staged(small_story())
    found = [person.resident.my_number for person in run.play.stage.simulation.people]
    assert all(isinstance(number, MyNumber) and number.digits.startswith("99") for number in found if number)
    assert all(person.resident.code.digits.startswith("9") for person in run.play.stage.simulation.people)

"""The oracles of who knows what are shown to fail: a number planted in a store, and a protocol that says one thing too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as altered
from hashlib import sha256

import pytest
from fugo_stories import ADDRESSEE, CAST, COMMON, MIDDLE, OTHER_MIDDLE, REGISTER, SERVER
from msgspec import defstruct
from msgspec.structs import asdict, replace
from small_stories import Played, played, small_story

from juki.nodes.information.core import Core
from juki.nodes.information.intermediary_server import IntermediaryServer
from juki.nodes.municipality.addressee_system import AddresseeSystem
from juki.nodes.municipality.business_common import BusinessCommon
from juki.nodes.national.national_server import NationalServer
from juki.nodes.node import Context, Decision, Node, Topic
from juki.protocol.catalogue import CATALOGUE, authorise, entry_of
from juki.protocol.effects import Effect, Event, Reply, Send
from juki.protocol.messages import Message, fugo
from juki.protocol.terms.nodes import CORE, INTERFACE, NATIONAL_SERVER
from juki.protocol.versions import PROFILES
from juki.scenarios import genesis
from juki.scenarios.oracles import ORACLES
from juki.scenarios.oracles.view import View

TWO_CITIES = ("acquire_fugo: {who: owner, at: 長岡市}", "acquire_fugo: {who: owner, at: 横浜市}")


def findings(run: Played, oracle: str) -> list[str]:
    view = View(run.play.stage.simulation, run.play.trail, None, is_end=True)
    return list(next(one for one in ORACLES if one.name == oracle).findings(view))


@pytest.fixture
def honest() -> Played:
    run = played(small_story(*TWO_CITIES, cast=CAST))
    assert run.failed() == []
    return run


@dataclass(frozen=True)
class Numbers:
    """The numbers of the one person in the story."""

    code: str
    my_number: str
    acquisition: str
    fugo: str
    other_fugo: str


def numbers(run: Played) -> Numbers:
    resident = run.play.stage.parts["owner"][0].resident
    [pair, _] = run.play.trail.taken("AcquisitionPair")
    assert isinstance(pair.body, dict)
    assert resident.my_number is not None
    hosts = run.play.stage.simulation.hosts
    held = [hosts[node].store.rows("select fugo from fugo")[0][0] for node in (MIDDLE, OTHER_MIDDLE)]
    return Numbers(resident.code.digits, resident.my_number.digits, pair.body["number"], *held)


def plant(run: Played, node: str, text: str | bytes) -> None:
    """Write something into a store of the run, where the next value follows at once."""
    store = next(host.store for name, host in run.play.stage.simulation.hosts.items() if name == node)
    with store.transaction():
        store.write("insert into timers (name, due, case_id) values (?, 0, ?)", text, "x")


PLACES: list[tuple[str, str, Callable[[Numbers], str | bytes]]] = [
    (INTERFACE, "juminhyo-code", lambda found: found.code),
    (CORE, "juminhyo-code", lambda found: found.code),
    (MIDDLE, "my-number", lambda found: found.my_number),
    (COMMON, "my-number", lambda found: found.my_number),
    (ADDRESSEE, "fugo", lambda found: found.fugo),
    (SERVER, "fugo", lambda found: found.fugo),
    (MIDDLE, "fugo", lambda found: found.other_fugo),
    (CORE, "juminhyo-code", lambda found: int(found.code).to_bytes(8, "big")),
    (MIDDLE, "my-number", lambda found: bytes.fromhex(found.my_number)),
    (CORE, "juminhyo-code", lambda found: sha256(found.code.encode()).hexdigest()),
    (ADDRESSEE, "juminhyo-code", lambda found: sha256(found.code.encode()).digest()),
]


@pytest.mark.parametrize(("node", "kind", "value"), PLACES, ids=lambda value: value if isinstance(value, str) else "")
def test_a_number_where_none_may_be_is_found_in_any_form(
    honest: Played, node: str, kind: str, value: Callable[[Numbers], str | bytes]
) -> None:
    plant(honest, node, value(numbers(honest)))
    found = findings(honest, "knowledge")
    assert any(one.startswith(f"{node} holds 1 numbers of kind {kind}") for one in found), found


def test_the_fugo_of_ones_own_body_is_no_finding(honest: Played) -> None:
    plant(honest, MIDDLE, numbers(honest).fugo)
    assert findings(honest, "knowledge") == []


@pytest.mark.parametrize("node", [MIDDLE, ADDRESSEE, REGISTER, SERVER, NATIONAL_SERVER, CORE, INTERFACE])
@pytest.mark.parametrize("as_hash", [False, True], ids=["digits", "hash"])
def test_an_acquisition_number_after_its_use_is_found_anywhere(honest: Played, node: str, *, as_hash: bool) -> None:
    number = numbers(honest).acquisition
    plant(honest, node, sha256(number.encode()).hexdigest() if as_hash else number)
    assert findings(honest, "acquisition-numbers-gone") == [f"{node} holds 1 numbers of kind acquisition-number"]


def test_two_bodies_with_one_fugo_are_found(honest: Played) -> None:
    store = honest.play.stage.simulation.hosts[OTHER_MIDDLE].store
    store.write("update fugo set fugo = ?", numbers(honest).fugo)
    assert f"{MIDDLE} holds a 符号 of {OTHER_MIDDLE}" in findings(honest, "fugo-disjoint")


def test_a_fugo_that_the_core_did_not_issue_is_found(honest: Played) -> None:
    store = honest.play.stage.simulation.hosts[MIDDLE].store
    store.write("update fugo set fugo = ?", "0" * 32)
    assert any("the core did not issue" in one for one in findings(honest, "fugo-disjoint"))


def test_an_acquisition_number_or_a_fugo_on_a_screen_is_found(honest: Played) -> None:
    for value in (numbers(honest).acquisition, numbers(honest).fugo):
        last = honest.play.trail.steps[-1]
        honest.play.trail.listen(replace(last, notices=(("refused", {"detail": f"about {value}"}),)))
    assert len(findings(honest, "nothing-in-the-clear")) == 2


# A protocol of its own for the test: version 2, in which one message has one field more.


@dataclass(frozen=True)
class Leak:
    """One message with one field too many.

    Attributes:
        message: what is said.
        speaker: system that says too much.
        topic: on which it says it.
        listener: system that takes the message, and the node that must be found with it.
        kind: of the number that is told.
        value: what is put into the field, of the numbers of the person.
    """

    message: type[Message]
    speaker: type[Node]
    topic: Topic
    listener: type[Node]
    node: str
    kind: str
    value: Callable[[str, str], str | int | bytes]


CODE, NUMBER = "juminhyo-code", "my-number"
LEAKS = {
    "the code to the intermediary server": Leak(
        fugo.FugoIssued, Core, fugo.FugoCodeNotice, IntermediaryServer, MIDDLE, CODE, lambda code, _: code
    ),
    "the code as an integer": Leak(
        fugo.FugoIssued, Core, fugo.FugoCodeNotice, IntermediaryServer, MIDDLE, CODE, lambda code, _: int(code)
    ),
    "the hash of the code": Leak(
        *(fugo.FugoIssued, Core, fugo.FugoCodeNotice, IntermediaryServer, MIDDLE, CODE),
        lambda code, _: sha256(code.encode()).digest(),
    ),
    "the number to the intermediary server": Leak(
        fugo.FugoWish, AddresseeSystem, "acquire_fugo", IntermediaryServer, MIDDLE, NUMBER, lambda _, number: number
    ),
    "the number to the core": Leak(
        *(fugo.FugoCodeNotice, NationalServer, fugo.FugoRequest, Core, CORE, NUMBER), lambda _, number: number
    ),
    "the code to the business common": Leak(
        *(fugo.FugoRequest, AddresseeSystem, fugo.AcquisitionPair, BusinessCommon, COMMON, CODE), lambda code, _: code
    ),
}


def talkative(leak: Leak, said: type[Message], value: Callable[[], str | int | bytes]) -> type[Node]:
    """The speaker as it is, but for one field more in one of its messages."""

    def say_more(effect: Effect) -> Effect:
        if isinstance(effect, Send | Reply) and type(effect.message) is leak.message:
            return replace(effect, message=said(**asdict(effect.message), more=value()))
        return effect

    def decide(node: Node, event: Event, context: Context) -> list[Effect]:
        return [say_more(effect) for effect in leak.speaker.decisions[leak.topic](node, event, context)]

    decisions: dict[Topic, Decision] = {**leak.speaker.decisions, leak.topic: decide}
    return type("Talkative", (leak.speaker,), {"decisions": decisions})


@pytest.fixture
def fresh_catalogue() -> Iterator[None]:
    """What was looked up in the catalogue of another version is forgotten before and after."""
    entry_of.cache_clear()
    authorise.cache_clear()
    yield
    entry_of.cache_clear()
    authorise.cache_clear()


@pytest.mark.usefixtures("fresh_catalogue")
@pytest.mark.parametrize("leak", LEAKS.values(), ids=list(LEAKS))
def test_one_field_too_many_in_one_message_is_found_with_its_place(leak: Leak, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = leak.message.__name__
    story = small_story(TWO_CITIES[0], cast=CAST)
    resident = played(story).play.stage.parts["owner"][0].resident
    assert resident.my_number is not None
    value = leak.value(resident.code.digits, resident.my_number.digits)
    said = defstruct(kind, [("more", type(value), type(value)())], bases=(leak.message,), frozen=True, array_like=True)
    hearing = {**leak.listener.decisions, said: leak.listener.decisions[leak.message]}
    monkeypatch.setitem(PROFILES, "law-2026", altered(PROFILES["law-2026"], version="2"))
    monkeypatch.setitem(CATALOGUE, kind, altered(CATALOGUE[kind], message=said))
    monkeypatch.setitem(genesis.SYSTEMS, leak.speaker.role, talkative(leak, said, lambda: value))
    monkeypatch.setitem(genesis.SYSTEMS, leak.listener.role, type("Listener", (leak.listener,), {"decisions": hearing}))
    run = played(story)
    assert "knowledge" in run.failed()
    assert f"{leak.node} was told a number of kind {leak.kind} by" in run.found("knowledge")
    assert f"in {kind}, field more" in run.found("knowledge")
    assert resident.code.digits not in run.found("knowledge")

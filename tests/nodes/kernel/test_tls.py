"""Three kinds of link, one history: what `tls` proves, refuses and keeps is what `noise` and `null` do."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cast import PLANNED, resident
from little_world import LittleWorld, little_world
from small_pki import ALICE, BOB, DAY, NOW

from juki.nodes.kernel import tls
from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.registry import KEYRINGS, Registry
from juki.nodes.kernel.tls import TlsKeyring
from juki.nodes.kernel.trace import Step
from juki.protocol.deadlines import JST
from juki.protocol.errors import BadInput, LocalFault, PeerFault
from juki.protocol.moments import to_micros
from juki.protocol.refusals import (
    BAD_CERTIFICATE,
    EXPIRED_CERTIFICATE,
    FORGED,
    REVOKED_CERTIFICATE,
    WRONG_PEER,
    Rule,
)
from juki.protocol.secure.certificates import VALIDITY, found
from juki.protocol.secure.keys import KeyVault, SoftwareVault
from juki.protocol.secure.pki import Chain
from juki.protocol.terms import NodeId
from juki.protocol.terms.nodes import card
from juki.scenarios.library import stories
from juki.scenarios.running import RunOptions, run_story
from juki.scenarios.story import Story

ROOT = Path(__file__).resolve().parents[3]
START = to_micros(NOW)
KINDS = sorted(KEYRINGS)


def registry(seed: int = 1) -> Registry:
    return Registry(SeededChoices(seed), START)


def connect(kind: str, book: Registry, moment: datetime = NOW) -> bool:
    one, other = KEYRINGS[kind](book).connect(ALICE, BOB, to_micros(moment), SeededChoices(1))
    return other.open(one.seal(b"there")) == b"there" and one.open(other.seal(b"back")) == b"back"


def verdict(kind: str, book: Registry, moment: datetime = NOW) -> tuple[Rule, str]:
    with pytest.raises(PeerFault) as refusal:
        connect(kind, book, moment)
    return refusal.value.rule, refusal.value.detail


def played(story: Story, kind: str) -> tuple[list[Step], str]:
    steps: list[Step] = []
    report = run_story(story, RunOptions(link=kind, driver="direct", residents=40), steps.append)
    assert report.verdict == "held"
    return steps, report.digest


@pytest.mark.parametrize("story", stories(), ids=lambda story: story.name)
def test_every_story_is_one_history_on_all_three_links(story: Story) -> None:
    """Every step with all that is in it, refusals and their words too, and so the digest."""
    under_noise = played(story, "noise")
    for kind in ("null", "tls"):
        steps, digest = played(story, kind)
        assert (kind, steps) == (kind, under_noise[0])
        assert digest == under_noise[1]


def certified(
    book: Registry, node: NodeId, name: NodeId | None = None, valid_from: datetime = NOW, serial: int = 77
) -> Chain:
    """A chain from this network's CA for the node's own keys: what TLS really carries."""
    vault = book.vault(node)
    leaf = book._authority.certify(name or node, vault.public, vault.certified, serial, valid_from)
    return leaf, book._authority.der


def another_ca(book: Registry, node: NodeId) -> Chain:
    other, vault = registry(2), book.vault(node)
    return other._authority.certify(node, vault.public, vault.certified, 77, NOW), other._authority.der


FAULTS: dict[str, tuple[Callable[[Registry, NodeId], Chain], Rule]] = {
    "expired": (lambda book, node: certified(book, node, valid_from=NOW - VALIDITY - DAY), EXPIRED_CERTIFICATE),
    "not yet valid": (lambda book, node: certified(book, node, valid_from=NOW + DAY), EXPIRED_CERTIFICATE),
    "of another role": (lambda book, node: certified(book, node, NodeId("152021/resident-register")), WRONG_PEER),
    "of another city": (lambda book, node: certified(book, node, NodeId("141003/communication-server")), WRONG_PEER),
    "of another city and expired": (
        lambda book, node: certified(book, node, NodeId("141003/communication-server"), NOW - 2 * VALIDITY),
        WRONG_PEER,
    ),
    "self-signed": (
        lambda book, node: (found("self", book.vault(node)._certificate_key(), 1).der,),
        BAD_CERTIFICATE,
    ),
    "from another CA": (another_ca, BAD_CERTIFICATE),
    "from another CA, with ours beside it": (
        lambda book, node: (another_ca(book, node)[0], book._authority.der),
        BAD_CERTIFICATE,
    ),
    "without the CA between": (lambda book, node: book.chain(node)[:1], BAD_CERTIFICATE),
    "with the root in it": (lambda book, node: (*book.chain(node), book._root.der), BAD_CERTIFICATE),
    "none": (lambda book, node: (), BAD_CERTIFICATE),  # noqa: ARG005
    "no certificate at all": (lambda book, node: (b"0\x03\x02\x01\x00", b""), BAD_CERTIFICATE),  # noqa: ARG005
    "too long": (lambda book, node: (book.chain(node)[0] + bytes(5000),), BAD_CERTIFICATE),
    "stolen from another role": (lambda book, _: book.chain(NodeId("152021/resident-register")), WRONG_PEER),
    "of its name in another network": (lambda _, node: registry(2).chain(node), BAD_CERTIFICATE),
    "of its name for keys of another": (
        lambda book, node: (
            book._authority.certify(node, registry(2).vault(node).public, registry(2).vault(node).certified, 77, NOW),
            book._authority.der,
        ),
        FORGED,
    ),
}


@pytest.mark.parametrize("node", [ALICE, BOB], ids=["the initiator", "the responder"])
@pytest.mark.parametrize(("make", "rule"), FAULTS.values(), ids=FAULTS)
def test_a_certificate_that_proves_nothing_has_one_verdict_on_all_three_links(
    make: Callable[[Registry, NodeId], Chain], rule: Rule, node: NodeId
) -> None:
    book = registry()
    book.show(node, make(book, node))
    said = {kind: verdict(kind, book) for kind in KINDS}
    assert {kind: found for kind, (found, _) in said.items()} == dict.fromkeys(KINDS, rule)
    if rule is not FORGED:
        assert len({detail for _, detail in said.values()}) == 1
    book.show(node, None)
    assert connect("tls", book)


@pytest.mark.parametrize("kind", KINDS)
def test_a_revoked_node_is_refused_until_the_end_of_time(kind: str) -> None:
    book = registry()
    assert connect(kind, book)
    book.revoke(BOB, NOW)
    assert verdict(kind, book)[0] is REVOKED_CERTIFICATE
    book.renew(to_micros(NOW + 30 * DAY))
    assert verdict(kind, book, NOW + 30 * DAY)[0] is REVOKED_CERTIFICATE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("worse", ["self-signed", "none", "stolen from another role"])
def test_of_two_that_prove_nothing_the_responder_is_judged_first(kind: str, worse: str) -> None:
    book = registry()
    book.show(ALICE, FAULTS[worse][0](book, ALICE))
    book.show(BOB, FAULTS["expired"][0](book, BOB))
    assert verdict(kind, book)[0] is EXPIRED_CERTIFICATE


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("year", [2001, 2022, 2049, 2051, 2176])
def test_time_is_virtual_whatever_the_clock_on_the_wall_says(kind: str, year: int) -> None:
    moment = datetime(year, 3, 16, 9, tzinfo=JST)
    book = Registry(SeededChoices(1), to_micros(moment))
    assert connect(kind, book, moment)
    assert connect(kind, book, moment + VALIDITY)
    assert verdict(kind, book, moment + VALIDITY + timedelta(seconds=1))[0] is BAD_CERTIFICATE


def test_a_handshake_takes_nothing_from_the_tape() -> None:
    choices = SeededChoices(1)
    book = Registry(choices, START)
    counted = dict(choices.counts)
    TlsKeyring(book).connect(ALICE, BOB, START, choices)
    assert dict(choices.counts) == counted


def test_no_two_handshakes_are_alike_and_the_history_is() -> None:
    book = registry()
    ring = TlsKeyring(book)
    frames = {ring.connect(ALICE, BOB, START, SeededChoices(1))[0].seal(b"text") for _ in range(5)}
    assert len(frames) == 5


def renewed(kind: str) -> tuple[LittleWorld, list[NodeId]]:
    """A move with a renewal between its two visits and many after it, and whose links were opened anew for the second."""
    made = little_world(link=kind)
    planned = PLANNED + 30 * DAY
    made.report_move_out(resident(), planned_on=planned)
    before = dict(made.world.network._ends)
    made.until(planned)
    made.report_move_in(moved_on=planned)
    after = dict(made.world.network._ends)
    made.until(planned + 4000 * DAY)
    return made, [ends[0] for ends, channel in before.items() if ends in after and after[ends] is not channel]


def test_after_a_renewal_links_are_opened_anew_and_the_history_is_one() -> None:
    worlds = {kind: renewed(kind) for kind in KINDS}
    for made, anew in worlds.values():
        assert anew
        assert made.refusals() == []
    assert len({made.world.trace.digest for made, _ in worlds.values()}) == 1
    assert len({tuple(anew) for _, anew in worlds.values()}) == 1


def test_a_context_is_made_once_for_a_certificate_and_forgotten_with_it() -> None:
    book = registry()
    ring = TlsKeyring(book)
    ring.connect(ALICE, BOB, START, SeededChoices(1))
    first = {key: context for key, (_, context) in ring._contexts.items()}
    ring.connect(ALICE, BOB, START, SeededChoices(1))
    assert {key: context for key, (_, context) in ring._contexts.items()} == first
    assert set(first) == {(ALICE, False), (BOB, True)}
    later = NOW + 30 * DAY
    book.renew(to_micros(later))
    ring.connect(ALICE, BOB, to_micros(later), SeededChoices(1))
    assert set(ring._contexts) == set(first)
    assert all(ring._contexts[key][1] is not context for key, context in first.items())


def test_contexts_of_many_nodes_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tls, "_KEPT", 8)
    book = registry()
    ring = TlsKeyring(book)
    for number in range(30):
        one, other = ring.connect(card(f"{number:06d}"), BOB, START, SeededChoices(1))
        assert other.open(one.seal(b"text")) == b"text"
        assert len(ring._contexts) <= 8


def descriptors() -> int:
    return len(list(tls.DESCRIPTORS.iterdir()))


def test_a_key_is_read_from_a_pipe_and_never_from_a_disk() -> None:
    before = descriptors()
    with tls._read_once(b"content") as path:
        assert Path(path).is_fifo()
        assert Path(path).read_bytes() == b"content"
        assert Path(path).read_bytes() == b""
    connect("tls", registry())
    assert descriptors() == before
    with pytest.raises(LocalFault, match="pipe"), tls._read_once(bytes(10_000_000)):
        pass
    assert descriptors() == before


def test_no_node_can_ask_its_vault_for_the_certificates_key() -> None:
    assert not hasattr(KeyVault, "equip")
    asked = [
        file.relative_to(ROOT).as_posix()
        for folder in ("protocol", "nodes", "scenarios", "tui")
        for file in sorted((ROOT / folder).rglob("*.py"))
        if re.search(r"\bequip\b", file.read_text("utf-8"))
    ]
    assert asked == ["protocol/secure/keys.py", "nodes/kernel/tls.py"]


def test_what_a_vault_gives_the_stack_is_the_key_of_its_certificate() -> None:
    given: list[bytes] = []
    vault = SoftwareVault(bytes(32))
    vault.equip(given.append)
    [pem] = given
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    assert load_pem_private_key(pem, None).public_key() == vault.certified


def test_a_machine_that_has_no_tls_says_so_before_anything_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tls, "DESCRIPTORS", tmp_path / "absent")
    with pytest.raises(BadInput, match="this machine has no TLS"):
        TlsKeyring(registry())

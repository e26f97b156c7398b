"""The message log: whatever is changed in one is found at its line, and who rewrites a log is contradicted by its neighbours."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_pki import ALICE, BOB, vault_of

from juki.protocol.secure.log import (
    Entry,
    What,
    chained,
    checkpoint_bytes,
    contradictions,
    is_fit,
    start,
    verify,
)
from juki.protocol.terms import NodeId

HASH = "ab" * 32


def write(node: NodeId, *entries: Callable[[int], Entry], checkpoints: tuple[int, ...] = (3,)) -> list[bytes]:
    """A log of these entries, made by number, with checkpoints in these lines and at the end."""
    lines: list[bytes] = []
    head, waiting = start(node), list(entries)
    while waiting or len(lines) + 1 in checkpoints or not lines or b'"checkpoint"' not in lines[-1]:
        number = len(lines) + 1
        if number in checkpoints or not waiting:
            signed = checkpoint_bytes(node, number, number * 10, head)
            entry = Entry(number, number * 10, What.CHECKPOINT, signature=vault_of(node).sign(signed).hex())
        else:
            entry = waiting.pop(0)(number)
        line, head = chained(entry, head)
        lines.append(line)
    return lines


def sent(peer: NodeId, id_: str) -> Callable[[int], Entry]:
    return lambda number: Entry(number, number * 10, What.SENT, peer, id_, "Kind", "case:1", 1, body=HASH)


def received(peer: NodeId, id_: str, anchor: str, refused: str = "") -> Callable[[int], Entry]:
    return lambda number: Entry(
        number, number * 10, What.RECEIVED, peer, id_, "Kind", "case:1", 1, anchor, HASH, refused
    )


LOG = write(ALICE, *(sent(BOB, f"{ALICE}#{count}") for count in range(1, 6)))
KEY = vault_of(ALICE).public.signing


def test_an_honest_log_has_no_problem() -> None:
    assert len(LOG) == 7
    assert verify(ALICE, LOG, KEY) is None


def test_a_line_is_one_json_object() -> None:
    first = json.loads(LOG[0])
    assert (first["number"], first["what"], first["peer"]) == (1, "sent", BOB)
    assert list(first)[-1] == "chain"
    assert LOG[0].endswith(b'"}\n')


@given(st.integers(0, len(LOG) - 1), st.integers(0, 1000), st.binary(min_size=0, max_size=2))
def test_any_changed_byte_is_found_at_its_line(index: int, place: int, put: bytes) -> None:
    line = LOG[index]
    place %= len(line)
    changed = line[:place] + put + line[place + 1 :]
    if changed == line:
        return
    altered = b"".join([*LOG[:index], changed, *LOG[index + 1 :]]).splitlines(keepends=True)
    pairs = zip(altered, LOG, strict=False)
    first = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), len(LOG) + 1)
    problem = verify(ALICE, altered, KEY)
    assert problem is not None
    assert problem.line == first


@pytest.mark.parametrize(
    "alter",
    [
        lambda line: b" " + line,
        lambda line: line[:-1] + b" \n",
        lambda line: line[:-1] + b"\r\n",
        lambda line: line.replace(b'":', b'": ', 1),
        lambda line: line.replace(b'"at":', b'"refused":"","at":', 1),
        lambda line: line.replace(b'"number":', b'"number":1,"number":', 1),
        lambda line: line.replace(b"Kind", b"\\u004bind", 1),
        lambda line: line.replace(b'"what"', b'"more":1,"what"', 1),
        lambda line: line[:-1],
        lambda _: b"[]\n",
        lambda _: b"\n",
        lambda _: b"\xff\n",
    ],
)
def test_the_same_entry_in_other_bytes_is_found(alter: Callable[[bytes], bytes]) -> None:
    problem = verify(ALICE, [LOG[0], alter(LOG[1]), *LOG[2:]], KEY)
    assert problem is not None
    assert problem.line == 2


def test_who_chains_other_bytes_than_the_canonical_is_found_too() -> None:
    said = b'{ "number":1,"at":1,"what":"sent"}'
    chain = blake2b(start(ALICE) + said, digest_size=32, person=b"juki log chain").hexdigest()
    problem = verify(ALICE, [b'%b,"chain":"%b"}\n' % (said[:-1], chain.encode())], KEY)
    assert problem is not None
    assert (problem.line, problem.found) == (1, "the same entry in other bytes")


@pytest.mark.parametrize("index", range(len(LOG)))
def test_a_line_that_is_gone_doubled_or_moved_is_found(index: int) -> None:
    gone = LOG[:index] + LOG[index + 1 :]
    doubled = [*LOG[: index + 1], *LOG[index:]]
    for log in (gone, doubled, [*gone, LOG[index]]):
        if log == LOG:
            continue
        problem = verify(ALICE, log, KEY)
        assert problem is not None
        assert index + 1 <= problem.line <= index + 2


def test_a_log_without_a_checkpoint_at_its_end_is_unproved() -> None:
    for log in ([], LOG[:1], LOG[:5]):
        problem = verify(ALICE, log, KEY)
        assert problem is not None
        assert (problem.line, problem.expected) == (len(log) + 1, "a signed checkpoint")


def test_a_rewritten_chain_fails_at_the_first_checkpoint() -> None:
    forged = write(BOB, *(sent(BOB, f"{ALICE}#{count}") for count in range(1, 6)))
    head, rehashed = start(ALICE), []
    for line in forged:
        fields = {key: value for key, value in json.loads(line).items() if key != "chain"}
        text, head = chained(Entry(**{**fields, "what": What(fields["what"])}), head)
        rehashed.append(text)
    problem = verify(ALICE, rehashed, KEY)
    assert problem is not None
    assert (problem.line, problem.found) == (3, "a signature that does not verify")


def test_a_signed_log_must_count_its_lines() -> None:
    log = write(ALICE, lambda number: Entry(number + 1, 10, What.SENT, BOB), checkpoints=())
    problem = verify(ALICE, log, KEY)
    assert problem is not None
    assert (problem.line, problem.found, problem.expected) == (1, "number 2", "number 1")


def test_a_log_cannot_pass_for_another_nodes() -> None:
    problem = verify(BOB, LOG, KEY)
    assert problem is not None
    assert problem.line == 1
    problem = verify(ALICE, LOG, vault_of(BOB).public.signing)
    assert problem is not None
    assert problem.line == 3


def heads(node: NodeId, log: list[bytes]) -> list[str]:
    """The head before each line."""
    return [start(node).hex(), *(json.loads(line)["chain"] for line in log)]


def neighbours() -> dict[NodeId, list[bytes]]:
    """Alice sent two messages to Bob, who recorded the heads that she sent with them."""
    alice = write(ALICE, sent(BOB, f"{ALICE}#1"), sent(BOB, f"{ALICE}#2"))
    anchors = heads(ALICE, alice)
    bob = write(
        BOB, received(ALICE, f"{ALICE}#1", anchors[0]), received(ALICE, f"{ALICE}#2", anchors[1]), checkpoints=()
    )
    return {ALICE: alice, BOB: bob}


def test_honest_neighbours_do_not_contradict() -> None:
    logs = neighbours()
    assert all(verify(node, lines, vault_of(node).public.signing) is None for node, lines in logs.items())
    assert contradictions(logs) == []


def test_who_rewrites_and_signs_anew_is_contradicted_by_its_neighbour() -> None:
    logs = neighbours()
    logs[ALICE] = write(ALICE, sent(BOB, f"{ALICE}#9"), sent(BOB, f"{ALICE}#2"))
    assert verify(ALICE, logs[ALICE], KEY) is None
    first, second = contradictions(logs)
    assert (first.witness, first.line, first.accused, first.message) == (BOB, 1, ALICE, f"{ALICE}#1")
    assert first.found == "no such message"
    assert (second.message, second.found[:5]) == (f"{ALICE}#2", "head ")


def test_who_drops_its_last_message_is_contradicted_too() -> None:
    logs = neighbours()
    logs[ALICE] = write(ALICE, sent(BOB, f"{ALICE}#1"))
    assert [found.message for found in contradictions(logs)] == [f"{ALICE}#2"]


def test_a_message_still_on_its_way_contradicts_nobody() -> None:
    logs = neighbours()
    logs[BOB] = write(BOB, received(ALICE, f"{ALICE}#1", heads(ALICE, logs[ALICE])[0]))
    assert contradictions(logs) == []


@pytest.mark.parametrize(
    "text", ["", "IdentityChanged", "152021/resident-register#123456789", "152021/resident-register:44", "card/000017"]
)
def test_what_our_own_headers_hold_may_stand_in_a_log(text: str) -> None:
    assert is_fit(text)


@pytest.mark.parametrize(
    "text",
    ["91234567890", "case-912345678901-x", "a" * 101, "住民票", "１２３", 'quote"', "line\nbreak", "1234567890"],
)
def test_what_could_be_a_personal_number_or_breaks_the_form_may_not(text: str) -> None:
    assert not is_fit(text)

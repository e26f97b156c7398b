"""Message logs are verified offline: what was altered is found by its line, what was signed anew by the neighbours."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest
from run_folders import NOISE, contents, copied, recorded, resealed

from juki.nodes.kernel.choices import SeededChoices
from juki.nodes.kernel.registry import Registry
from juki.protocol.errors import BadInput
from juki.protocol.moments import to_micros
from juki.protocol.secure.keys import SoftwareVault
from juki.protocol.secure.log import Entry, What, chained, checkpoint_bytes, start
from juki.protocol.terms import NodeId
from juki.protocol.versions import profile
from juki.scenarios.folder import HEADER
from juki.scenarios.verifying import LogVerdict, verify_logs

NODE = NodeId("152021/communication-server")
LOG = "logs/152021_communication-server.jsonl"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("kept") / "run", options=NOISE)


@pytest.fixture
def run(kept: Path, tmp_path: Path) -> Path:
    return copied(kept, tmp_path / "run")


def problems(run: Path) -> list[LogVerdict]:
    return [verdict for verdict in verify_logs(run) if verdict.problem is not None]


def place_of(run: Path) -> str:
    """Where the one problem is."""
    (verdict,) = problems(run)
    assert verdict.problem is not None
    return verdict.problem.place


def entries_of(run: Path) -> list[Entry]:
    found = []
    for line in (run / LOG).read_bytes().splitlines():
        fields = msgspec.json.decode(line)
        fields.pop("chain")
        found.append(msgspec.convert(fields, Entry))
    return found


def write(run: Path, entries: list[Entry], vault: SoftwareVault | None = None) -> None:
    """Chain a log anew; sign its checkpoints too if the key is there."""
    head, texts = start(NODE), []
    for number, entry in enumerate(entries, 1):
        line = msgspec.structs.replace(entry, number=number)
        if vault is not None and line.what is What.CHECKPOINT:
            signature = vault.sign(checkpoint_bytes(NODE, number, line.at, head)).hex()
            line = msgspec.structs.replace(line, signature=signature)
        text, head = chained(line, head)
        texts.append(text)
    (run / LOG).write_bytes(b"".join(texts))


def vault_of(node: NodeId) -> SoftwareVault:
    """The node's own key, as its registry makes it from the seed."""
    return Registry(SeededChoices(NOISE.seed), to_micros(profile("law-2026").start)).vault(node)


def test_an_honest_run_verifies(kept: Path) -> None:
    verdicts = verify_logs(kept)
    assert [verdict.node for verdict in verdicts if verdict.problem] == []
    assert len(verdicts) == len(list((kept / "logs").iterdir()))
    assert all(verdict.checkpoints >= 1 for verdict in verdicts)
    assert sum(verdict.entries for verdict in verdicts) > 80


def test_a_changed_byte_of_a_log_is_found_in_its_line(run: Path) -> None:
    drawn = random.Random(1)  # noqa: S311 - chooses test cases
    for path in sorted((run / "logs").iterdir()):
        content = path.read_bytes()
        for at in {0, len(content) - 1, *(drawn.randrange(len(content)) for _ in range(3))}:
            changed = bytearray(content)
            changed[at] ^= 1 << (at % 7)
            path.write_bytes(changed)
            line = content[:at].count(b"\n") + 1
            assert any(verdict.problem.place == f"{path}:{line}" for verdict in problems(run) if verdict.problem), at
        path.write_bytes(content)


@pytest.mark.soak
def test_every_byte_of_every_log_counts(run: Path) -> None:
    for path in sorted((run / "logs").iterdir()):
        content = path.read_bytes()
        for at in range(0, len(content), 50):
            changed = bytearray(content)
            changed[at] ^= 1
            path.write_bytes(changed)
            assert problems(run), (path, at)
        path.write_bytes(content)


def test_a_log_that_ends_early_is_found(run: Path) -> None:
    lines = (run / LOG).read_bytes().splitlines(keepends=True)
    (run / LOG).write_bytes(b"".join(lines[:-1]))
    assert place_of(run) == f"{run / LOG}:{len(lines)}"


@pytest.mark.parametrize("is_named", [True, False])
def test_a_log_that_is_gone_is_found(run: Path, *, is_named: bool) -> None:
    """Also if the header was made anew without it: the neighbours name the node."""
    (run / LOG).unlink()
    if not is_named:
        resealed(run)
    assert place_of(run) == f"{run / LOG}:1"


def test_a_log_in_another_nodes_name_is_found(run: Path) -> None:
    other = run / "logs" / "151009_communication-server.jsonl"
    (run / LOG).write_bytes(other.read_bytes())
    assert problems(run)[0].problem is not None
    assert place_of_log(run) == f"{run / LOG}:1"


def place_of_log(run: Path) -> str:
    return next(verdict.problem.place for verdict in problems(run) if verdict.node == NODE and verdict.problem)


def test_a_log_chained_anew_without_the_key_is_found_at_its_signature(run: Path) -> None:
    entries = entries_of(run)
    write(run, entries)
    assert problems(run) == []
    entries[3] = msgspec.structs.replace(entries[3], body="00" * 16)
    write(run, entries)
    verdict = next(verdict for verdict in problems(run) if verdict.node == NODE)
    assert verdict.problem is not None
    assert "signature" in verdict.problem.found
    assert verdict.problem.place == f"{run / LOG}:{len(entries)}"


@pytest.mark.parametrize("change", ["other", "missing", "swapped"])
def test_a_log_signed_anew_with_the_nodes_own_key_is_contradicted_by_its_neighbours(run: Path, change: str) -> None:
    entries = entries_of(run)
    write(run, entries, vault_of(NODE))
    assert problems(run) == []
    match change:
        case "other":
            entries[3] = msgspec.structs.replace(entries[3], body="00" * 16)
        case "missing":
            del entries[3]
        case _:
            entries[3], entries[4] = entries[4], entries[3]
    write(run, entries, vault_of(NODE))
    verdict = next(verdict for verdict in problems(run) if verdict.node == NODE)
    assert verdict.problem is not None
    assert "message 152021/communication-server#" in verdict.problem.place
    assert " of " in verdict.problem.expected


def test_whoever_says_after_the_last_message_what_nobody_got_is_not_found(run: Path) -> None:
    """What a re-signer still can do, and the threat model says so."""
    entries = entries_of(run)
    last = max(at for at, entry in enumerate(entries) if entry.what is What.SENT)
    later = [at for at, entry in enumerate(entries) if at > last and entry.what is What.RECEIVED]
    assert later
    del entries[later[0]]
    write(run, entries, vault_of(NODE))
    assert [verdict for verdict in problems(run) if verdict.node == NODE] == []


@pytest.mark.parametrize("name", ["pki/root.pem", "pki/network-ca.pem", "pki/crl.pem"])
@pytest.mark.parametrize("change", ["gone", "emptied", "garbage", "bit"])
def test_an_altered_authority_proves_nothing(run: Path, name: str, change: str) -> None:
    alter(run / name, change)
    assert len(problems(run)) == len(verify_logs(run))


@pytest.mark.parametrize("change", ["gone", "emptied", "garbage", "bit"])
def test_an_altered_chain_proves_nothing_of_its_node(run: Path, change: str) -> None:
    alter(run / "pki/nodes/152021.communication-server.pem", change)
    assert [verdict.node for verdict in problems(run)] == [NODE]


def alter(path: Path, change: str) -> None:
    content = path.read_bytes()
    match change:
        case "gone":
            path.unlink()
        case "emptied":
            path.write_bytes(b"")
        case "garbage":
            path.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
        case _:
            at = content.index(b"\n", len(content) // 3) - 3
            path.write_bytes(content[:at] + (b"A" if content[at : at + 1] != b"A" else b"B") + content[at + 1 :])


def test_the_certificates_of_another_run_prove_nothing(run: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    other = recorded(tmp_path / "other", options=replace(NOISE, seed=2))
    for name, content in contents(other).items():
        if name.startswith("pki/"):
            (run / name).parent.mkdir(parents=True, exist_ok=True)
            (run / name).write_bytes(content)
    assert len(problems(run)) == len(verify_logs(run))


@pytest.mark.soak
def test_no_certificate_breaks_the_verifier(run: Path) -> None:
    for path in sorted((run / "pki").rglob("*.pem"))[:6]:
        content = path.read_bytes()
        for at in range(len(content)):
            changed = bytearray(content)
            changed[at] ^= 1
            path.write_bytes(changed)
            verify_logs(run)
        path.write_bytes(content)


def test_an_altered_header_is_a_problem_of_its_own(run: Path) -> None:
    (run / HEADER).write_bytes((run / HEADER).read_bytes().replace(b'"seed": 1', b'"seed": 2'))
    assert [verdict.node for verdict in problems(run)] == [HEADER]


def test_a_run_without_logs_is_no_run(run: Path) -> None:
    resealed(run, lambda header: msgspec.structs.replace(header, files={}))
    for path in (run / "logs").iterdir():
        path.unlink()
    with pytest.raises(BadInput, match="no log"):
        verify_logs(run)

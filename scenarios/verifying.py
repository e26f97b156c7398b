"""The message logs of a run folder, verified offline: chains, signatures, and neighbours that contradict. Runs no world.

Keys come from the certificates in the folder, whose chain is verified at the end of the run: nothing secret is needed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from pathlib import Path

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.utils import CryptographyDeprecationWarning

from juki.protocol.errors import BadInput, PeerFault
from juki.protocol.moments import to_datetime
from juki.protocol.secure.log import contradictions, verify
from juki.protocol.secure.pki import Trust, chain_from_pem
from juki.protocol.terms import NodeId
from juki.scenarios.folder import HEADER, LOGS, PKI, RunFolder, file_name, open_run
from juki.scenarios.replaying import Difference

_UNREADABLE = (ValueError, TypeError, OverflowError, UnsupportedAlgorithm, CryptographyDeprecationWarning, PeerFault)
_PEER = re.compile(rb'"peer":"([a-z0-9]+/[a-z0-9-]+)"')


class LogVerdict(msgspec.Struct, frozen=True):
    """One node's log, or the header if that was altered.

    Attributes:
        node: its id, or `run.json`.
        entries: lines, checkpoints among them.
        checkpoints: signed ones.
        problem: the first; None if it verifies.
    """

    node: str
    entries: int
    checkpoints: int
    problem: Difference | None


def verify_logs(path: Path) -> list[LogVerdict]:
    """A verdict on every log of a run.

    Raises:
        BadInput: it is no run folder.
    """
    folder = open_run(path)
    nodes = folder.nodes()
    if not nodes:
        raise BadInput(str(path / LOGS), "no log named in the header", "the logs that juki run writes")
    logs = {NodeId(node): _lines(folder, node) for node in nodes}
    logs |= {node: [] for node in _silent(logs)}
    with warnings.catch_warnings():
        # What the library only frowns at is no certificate of ours.
        warnings.simplefilter("error", CryptographyDeprecationWarning)
        trust = _trust(folder)
        problems = {node: _problem(folder, node, lines, trust) for node, lines in logs.items()}
    for found in contradictions(logs):
        if problems[found.accused] is None:
            witness = f"line {found.line} of {_log(folder, found.witness)}"
            problems[found.accused] = Difference(
                f"{_log(folder, found.accused)}: message {found.message}",
                found.found,
                f"{found.expected}, by {witness}",
            )
    return [
        *_header_verdict(folder),
        *(
            LogVerdict(node, len(lines), sum(b'"what":"checkpoint"' in line for line in lines), problems[node])
            for node, lines in logs.items()
        ),
    ]


def _silent(logs: Mapping[NodeId, list[bytes]]) -> list[NodeId]:
    """Whom a log names as a peer, and who has none: one that was taken away, header and all."""
    named = {
        peer.decode("ascii", "replace") for lines in logs.values() for line in lines for peer in _PEER.findall(line)
    }
    return sorted(NodeId(peer) for peer in named - {*logs})


def _header_verdict(folder: RunFolder) -> list[LogVerdict]:
    """Which logs there are, and at what time their certificates must be good, is the header's word."""
    if folder.is_sealed:
        return []
    problem = Difference(str(folder.path / HEADER), "a header that was altered", "the header that its seal covers")
    return [LogVerdict(HEADER, 0, 0, problem)]


def _log(folder: RunFolder, node: str) -> Path:
    return folder.path / LOGS / f"{file_name(node)}.jsonl"


def _lines(folder: RunFolder, node: str) -> list[bytes]:
    return (folder.content(f"{LOGS}/{file_name(node)}.jsonl") or b"").splitlines(keepends=True)


def _problem(folder: RunFolder, node: NodeId, lines: list[bytes], trust: Trust | Difference) -> Difference | None:
    if isinstance(trust, Difference):
        return trust
    key = _signing_key(folder, node, trust)
    if isinstance(key, Difference):
        return key
    problem = verify(node, lines, key)
    if problem is None:
        return None
    return Difference(f"{_log(folder, node)}:{problem.line}", problem.found, problem.expected)


def _trust(folder: RunFolder) -> Trust | Difference:
    """The authorities and the revocation list of the folder."""
    try:
        return Trust.from_pem(*(folder.content(f"{PKI}/{name}.pem") or b"" for name in ("root", "network-ca", "crl")))
    except _UNREADABLE as fault:
        found = f"no readable authority ({fault})"
        return Difference(str(folder.path / PKI), found, "root.pem, network-ca.pem, crl.pem")


def _signing_key(folder: RunFolder, node: NodeId, trust: Trust) -> bytes | Difference:
    """The key that a node's certificate proves at the end of the run."""
    name = f"{PKI}/nodes/{node.replace('/', '.')}.pem"
    try:
        chain = chain_from_pem(folder.content(name) or b"")
        return trust.verify(chain, node, to_datetime(folder.header.ended_at)).signing
    except _UNREADABLE as fault:
        return Difference(str(folder.path / name), f"a chain that does not verify ({fault})", f"the chain of {node}")

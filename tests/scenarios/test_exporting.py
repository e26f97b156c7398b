"""The certificates of a run leave it whole, verify with other tools at the run's time, and hold no private key."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificates
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from run_folders import NOISE, recorded

from juki.protocol.errors import BadInput
from juki.scenarios.exporting import export_pki, moment_of
from juki.scenarios.folder import open_run

OPENSSL = shutil.which("openssl")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recorded(tmp_path_factory.mktemp("kept") / "run", options=NOISE)


def chains(run: Path) -> list[Path]:
    return sorted((run / "nodes").glob("*.pem"))


def test_every_certificate_leaves_the_run(run: Path, tmp_path: Path) -> None:
    written = export_pki(run, tmp_path / "pki")
    assert {path.relative_to(tmp_path / "pki").as_posix() for path in written} == {
        name.removeprefix("pki/") for name in open_run(run).names() if name.startswith("pki/")
    }
    assert len(chains(tmp_path / "pki")) == len(open_run(run).nodes())


def test_no_private_key_leaves_the_run(run: Path, tmp_path: Path) -> None:
    for path in export_pki(run, tmp_path / "pki"):
        assert b"PRIVATE" not in path.read_bytes()


def is_good(export: Path, chain: Path, moment: int) -> bool:
    """What another tool says: openssl where there is one, otherwise the library's own verifier."""
    root, authority = export / "root.pem", export / "network-ca.pem"
    if OPENSSL is not None:
        command = [OPENSSL, "verify", "-attime", str(moment), "-CAfile", str(root), "-untrusted", str(authority)]
        return subprocess.run([*command, str(chain)], capture_output=True, check=False).returncode == 0
    leaf, *between = load_pem_x509_certificates(chain.read_bytes())
    store = Store(load_pem_x509_certificates(root.read_bytes()))
    verifier = PolicyBuilder().store(store).time(datetime.fromtimestamp(moment, UTC)).build_client_verifier()
    try:
        verifier.verify(leaf, between)
    except VerificationError:
        return False
    return True


def test_every_chain_verifies_at_the_end_of_the_run_and_not_for_ever(run: Path, tmp_path: Path) -> None:
    export_pki(run, tmp_path / "pki")
    moment = moment_of(run)
    for chain in chains(tmp_path / "pki"):
        assert is_good(tmp_path / "pki", chain, moment), chain
        assert not is_good(tmp_path / "pki", chain, moment + 90 * 86_400), chain
        assert not is_good(tmp_path / "pki", chain, moment - 90 * 86_400), chain


def test_a_chain_of_another_run_does_not_verify(run: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    other = recorded(tmp_path / "other", options=replace(NOISE, seed=2))
    export_pki(run, tmp_path / "pki")
    assert not is_good(tmp_path / "pki", chains(other / "pki")[0], moment_of(run))


@pytest.mark.parametrize("what", ["file", "full"])
def test_nothing_is_written_over(run: Path, tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    if what == "file":
        out.write_text("mine")
    else:
        out.mkdir()
        (out / "mine").write_text("mine")
    with pytest.raises(BadInput, match="something that is there already"):
        export_pki(run, out)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["out" if what == "file" else "mine"]


def test_what_is_no_run_has_no_certificates(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="a folder that juki run has written"):
        export_pki(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_run_that_lost_its_certificates_says_so(run: Path, tmp_path: Path) -> None:
    bare = Path(shutil.copytree(run, tmp_path / "bare"))
    shutil.rmtree(bare / "pki")
    with pytest.raises(BadInput, match="no certificate"):
        export_pki(bare, tmp_path / "out")

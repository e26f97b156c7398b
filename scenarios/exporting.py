"""The public certificates of a run, for other tools: PEM files and how to check them with openssl. Holds no private key."""

from __future__ import annotations

from pathlib import Path

from juki.protocol.errors import BadInput
from juki.protocol.moments import to_datetime
from juki.scenarios.folder import PKI, open_run


def export_pki(run: Path, out: Path) -> list[Path]:
    """Write the certificates of a run into a new folder: root, network CA, revocation list, and every node's chain.

    Raises:
        BadInput: `run` is no run, or there is something at `out`.
        OSError: it cannot be written.
    """
    folder = open_run(run)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise BadInput(str(out), "something that is there already", "a new folder, or an empty one")
    names = [name for name in folder.names() if name.startswith(f"{PKI}/")]
    if not names:
        raise BadInput(str(run / PKI), "no certificate", "the certificates that juki run writes")
    written = []
    for name in names:
        path = out / name.removeprefix(f"{PKI}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(folder.content(name) or b"")
        written.append(path)
    return written


def moment_of(run: Path) -> int:
    """Seconds since 1970 at the end of the run: a time at which its certificates are valid, for `openssl verify -attime`.

    Raises:
        BadInput: it is no run.
    """
    return int(to_datetime(open_run(run).header.ended_at).timestamp())

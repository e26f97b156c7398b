"""No whole personal number leaves by a text or a picture. Knows digits only, not what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SHOWN = 4
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9０-９]{11,12}(?![0-9A-Za-z])")
"住民票コード has eleven digits, 個人番号 twelve. Inside a longer word (a hash, say) digits are no number."
_RUN = re.compile(r"[0-9]{11,}")


def mask(text: str) -> str:
    """The text with every run of eleven or twelve digits reduced to its last four."""
    return _NUMBER.sub(lambda found: "*" * (len(found[0]) - _SHOWN) + found[0][-_SHOWN:], text)


def mask_runs(text: str) -> str:
    """The text with every run of eleven digits or more reduced to its last four, wherever it stands: for peers' words."""
    return _RUN.sub(lambda found: "*" * (len(found[0]) - _SHOWN) + found[0][-_SHOWN:], text)


def mask_all(value: object) -> object:
    """A JSON value with every text in it masked."""
    match value:
        case str():
            return mask(value)
        case Mapping():
            return {key: mask_all(item) for key, item in value.items()}
        case Sequence() if not isinstance(value, bytes | bytearray):
            return [mask_all(item) for item in value]
        case _:
            return value

"""No whole personal number leaves by a text or a picture. Knows digits only, not what they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_SHOWN = 4
_FUGO = r"(?<![0-9A-Za-z])[0-9A-F]{32}(?![0-9A-Za-z])"
_NUMBER = re.compile(rf"(?<![0-9A-Za-z])(?:[0-9０-９]{{11,12}}|[0-9]{{18}})(?![0-9A-Za-z])|{_FUGO}")
"""住民票コード has eleven digits, 個人番号 twelve, 取得番号 eighteen, a 符号 thirty-two hexadecimal ones in capitals.
Inside a longer word (a hash, say) digits are no number."""
_RUN = re.compile(rf"[0-9]{{11,}}|{_FUGO}")


def mask(text: str) -> str:
    """The text with every number of a person reduced to its last four."""
    return _NUMBER.sub(lambda found: "*" * (len(found[0]) - _SHOWN) + found[0][-_SHOWN:], text)


def mask_runs(text: str) -> str:
    """The text with every 符号 and every run of eleven digits or more reduced to its last four: for peers' words."""
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

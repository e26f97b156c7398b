"""取得番号 and 符号 (番号法21条の2): what stands for a person while a 符号 is acquired, and what it stands for afterwards.

Forms only. How a 符号 is made is the core's secret, and who may hold either value is in `knowledge.py`.
"""

from __future__ import annotations

import re

from juki.protocol.errors import MalformedValue
from juki.protocol.terms.codes import Digits, local_check_digit

FUGO_BYTES = 16
_FUGO = re.compile(r"[0-9A-F]{32}")


class AcquisitionNumber(Digits):
    """取得番号 (the assessment's 処理番号): given to one person for one acquisition (番号カード等命令41条の2).

    Eighteen digits with a check digit of ours: it can be taken neither for a 住民票コード nor for a 個人番号.
    """

    __slots__ = ()
    LENGTH = 18
    NAME = "acquisition number"

    @staticmethod
    def _check(body: str) -> str:
        return local_check_digit(body)

    @classmethod
    def of_octets(cls, octets: bytes) -> AcquisitionNumber:
        """The number that some drawn octets stand for."""
        return cls.of_body(f"{int.from_bytes(octets, 'big') % 10**17:017d}")


class Fugo:
    """情報提供用個人識別符号: one person at one body. Nobody but the core can tell whose another body's is (番号法施行令27条5項).

    Thirty-two hexadecimal digits in capitals, so that a screen can tell it from a hash.

    Raises:
        MalformedValue: another form.
    """

    __slots__ = ("text",)
    text: str

    def __init__(self, text: str) -> None:
        if not isinstance(text, str) or _FUGO.fullmatch(text) is None:
            raise MalformedValue("fugo", "32 hexadecimal digits in capitals", f"{len(str(text))} characters")
        object.__setattr__(self, "text", text)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a fugo is frozen")

    @classmethod
    def of_octets(cls, octets: bytes) -> Fugo:
        """The 符号 of the first sixteen of some octets."""
        return cls(octets[:FUGO_BYTES].hex().upper())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fugo) and other.text == self.text

    def __hash__(self) -> int:
        return hash(("fugo", self.text))

    def __repr__(self) -> str:
        # It is a 個人番号 before the law (番号法2条9項), so no log or traceback shows it whole.
        return f"Fugo({'*' * 28}{self.text[-4:]})"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Fugo], tuple[str]]:
        return type(self), (self.text,)

"""The numbers of the field and their check digits. Knows forms only: who may hold a number is in `knowledge.py`.

Three check digits, two remainder rules: for 住民票コード and 個人番号 the remainders 0 and 1 both give 0; for
全国地方公共団体コード remainder 0 gives 1 and remainder 1 gives 0 (`docs/inventions.md`, "Numbers").
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar, Self

from juki.protocol.errors import MalformedValue

_PERSONAL_WEIGHTS = (2, 3, 4, 5, 6, 7, 2, 3, 4, 5, 6)
"From the right. 番号カード等命令5条 for eleven digits; ten of them serve the 住民票コード (住基法施行規則1条)."
_MUNICIPAL_WEIGHTS = (2, 3, 4, 5, 6)


def _remainder(body: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(reversed(body), weights, strict=False)) % 11


@lru_cache(maxsize=1 << 14)
def personal_check_digit(body: str) -> str:
    """検査用数字 of a 住民票コード (ten digits) or 個人番号 (eleven): 0 for remainders 0 and 1, else 11 less it."""
    remainder = _remainder(body, _PERSONAL_WEIGHTS)
    return "0" if remainder <= 1 else str(11 - remainder)


@lru_cache(maxsize=1 << 14)
def municipal_check_digit(body: str) -> str:
    """Check digit of a 全国地方公共団体コード (five digits): the last digit of 11 less the remainder."""
    return str((11 - _remainder(body, _MUNICIPAL_WEIGHTS)) % 10)


class Digits:
    """A frozen number made of ASCII digits whose last one checks the others.

    Raises:
        MalformedValue: wrong length, not digits, or a wrong check digit.
    """

    __slots__ = ("digits",)
    LENGTH: ClassVar[int]
    NAME: ClassVar[str]
    digits: str

    def __init__(self, digits: str) -> None:
        if not isinstance(digits, str) or len(digits) != self.LENGTH or not (digits.isascii() and digits.isdigit()):
            raise MalformedValue(self.NAME, f"{self.LENGTH} ASCII digits", self._masked(str(digits)))
        if digits[-1] != self._check(digits[:-1]):
            raise MalformedValue(self.NAME, "a right check digit", self._masked(digits))
        object.__setattr__(self, "digits", digits)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{self.NAME} is frozen")

    @classmethod
    def of_body(cls, body: str) -> Self:
        """The number whose digits before the check digit are `body`."""
        return cls(body + cls._check(body))

    @staticmethod
    def _check(body: str) -> str:
        return personal_check_digit(body)

    @staticmethod
    def _masked(digits: str) -> str:
        return f"{len(digits)} characters ending {digits[-2:]!r}"

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.digits == self.digits

    def __lt__(self, other: Self) -> bool:
        return self.digits < other.digits

    def __hash__(self) -> int:
        return hash((self.NAME, self.digits))

    def __repr__(self) -> str:
        # Logs and tracebacks print reprs, so the full number must not be in one.
        return f"{type(self).__name__}({'*' * (self.LENGTH - 4)}{self.digits[-4:]})"

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Self], tuple[str]]:
        return type(self), (self.digits,)


class JuminhyoCode(Digits):
    """住民票コード: the eleven-digit number that follows a person between municipalities (住基法施行規則1条)."""

    __slots__ = ()
    LENGTH = 11
    NAME = "juminhyo code"


class MyNumber(Digits):
    """個人番号: the twelve-digit number of a person (番号カード等命令5条)."""

    __slots__ = ()
    LENGTH = 12
    NAME = "my number"


class MunicipalityCode(Digits):
    """全国地方公共団体コード with its check digit: a municipality, a ward of a designated city, or a prefecture."""

    __slots__ = ()
    LENGTH = 6
    NAME = "municipality code"

    @staticmethod
    def _check(body: str) -> str:
        return municipal_check_digit(body)

    @staticmethod
    def _masked(digits: str) -> str:
        return repr(digits)

    def __repr__(self) -> str:
        return f"MunicipalityCode({self.digits})"

    def __str__(self) -> str:
        return self.digits

    @property
    def prefecture(self) -> str:
        """The two-digit code of the prefecture (JIS X 0401)."""
        return self.digits[:2]

    @property
    def telegram_form(self) -> str:
        """The five digits that telegrams of the network carry."""
        return self.digits[:5]


SYNTHETIC_CODE_MARK = "9"
"Every 住民票コード of this model begins with it. Our mark; no claim that no real person's code does."
SYNTHETIC_NUMBER_MARK = "99"
"Every 個人番号 of this model begins with it. Our mark; no claim that no real person's number does."


def local_check_digit(body: str) -> str:
    """Check digit of a 宛名番号 or 世帯番号: modulus 11 with weights 2 to 7 from the right (標準 1.1.13).

    The standard says that remainder 0 gives 0; that remainder 1 gives 0 too is ours (`docs/inventions.md`, Numbers).
    """
    weights = (2, 3, 4, 5, 6, 7)
    total = sum(int(digit) * weights[place % len(weights)] for place, digit in enumerate(reversed(body)))
    return str((11 - total % 11) % 11 % 10)

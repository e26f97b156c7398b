"""Synthetic numbers, no two alike in the whole country: the n-th person has the n-th number. Holds nothing, draws nothing.

The marks that make them recognisable are in `juki.protocol.terms.codes`. A number is the value of a keyed permutation,
so that no list of numbers given is needed, and neither number tells the other (番号法8条2項).
"""

from __future__ import annotations

from hashlib import blake2b

from juki.protocol.terms import JuminhyoCode, MyNumber
from juki.protocol.terms.codes import SYNTHETIC_CODE_MARK, SYNTHETIC_NUMBER_MARK, local_check_digit

CAPACITY = 10**9
"How many people can be told apart: nine digits of either number are free."
_LEFT, _RIGHT = 31_250, 32_000
"Their product is the capacity."
_ROUNDS = 2
FIRST_LOCAL, LOCAL_SPREAD = 100_000_000, 300_000_000
"宛名番号 and 世帯番号 of a city begin somewhere in this range: nine digits, and room below the counters of the run."


def permuted(key: bytes, purpose: bytes, index: int) -> int:
    """The place of `index` in a keyed permutation of 0 to `CAPACITY` - 1: a Feistel network over two moduli.

    Raises:
        ValueError: the index is beyond the capacity.
    """
    if not 0 <= index < CAPACITY:
        raise ValueError(f"person {index} of at most {CAPACITY}")
    left, right = divmod(index, _RIGHT)
    for turn in range(_ROUNDS):
        left = (left + _mixed(key, purpose, turn, right)) % _LEFT
        right = (right + _mixed(key, purpose, -turn - 1, left)) % _RIGHT
    return left * _RIGHT + right


def _mixed(key: bytes, purpose: bytes, turn: int, half: int) -> int:
    return int.from_bytes(blake2b(b"%d %d" % (turn, half), key=key, person=purpose, digest_size=8).digest(), "big")


def juminhyo_code(key: bytes, index: int) -> JuminhyoCode:
    """住民票コード of the person with this index."""
    return JuminhyoCode.of_body(f"{SYNTHETIC_CODE_MARK}{permuted(key, b'juki code', index):09d}")


def my_number(key: bytes, index: int) -> MyNumber:
    """個人番号 of the person with this index."""
    return MyNumber.of_body(f"{SYNTHETIC_NUMBER_MARK}{permuted(key, b'juki number', index):09d}")


def pension_number(index: int) -> str:
    """基礎年金番号 by its form, four and six digits, under a mark of ours: 9999-000017."""
    return f"9999-{index + 1:06d}"


def local_number(first: int, count: int) -> str:
    """宛名番号 or 世帯番号: serial, nine digits and a check digit (標準 1.1.13)."""
    body = f"{first + count:09d}"
    return body + local_check_digit(body)

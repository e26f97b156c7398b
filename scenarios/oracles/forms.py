"""How a number may be hidden without a key: packed, as decimal digits in nibbles, as a hash. Knows no store and no message."""

from __future__ import annotations

import hashlib
from functools import lru_cache

PACKED_BYTES = 6
"So many hold eleven or twelve digits; as the end of eight they are found too."
LONG_PACKED_BYTES = 8
_HASHES = ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b", "blake2s")
_HASH_BYTES = 12
"Of a hash, cut or whole, no more is looked for."
_PERSONAL_DIGITS = 12


@lru_cache(maxsize=1 << 12)
def other_forms(value: str) -> tuple[bytes, ...]:
    """Octets in which a number would stand if it were kept otherwise than as its digits; each long enough to be no accident."""
    return (*_packed(value), *_hashed(value))


def _packed(value: str) -> tuple[bytes, ...]:
    if not value.isdigit():
        return (bytes.fromhex(value), value.lower().encode())
    size = PACKED_BYTES if len(value) <= _PERSONAL_DIGITS else LONG_PACKED_BYTES
    number = int(value)
    nibbles = bytes.fromhex(value.zfill(len(value) + len(value) % 2))
    return (number.to_bytes(size, "big"), number.to_bytes(size, "little"), nibbles)


def _hashed(value: str) -> tuple[bytes, ...]:
    digests = [hashlib.new(name, value.encode(), usedforsecurity=False).digest() for name in _HASHES]
    digests += [hashlib.blake2b(value.encode(), digest_size=size).digest() for size in (16, 32)]
    forms = []
    for digest in digests:
        octets = digest[:_HASH_BYTES]
        forms += [octets, octets.hex().encode()]
    return tuple(forms)

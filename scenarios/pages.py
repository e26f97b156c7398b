"""An image of a store told by the pages in which it differs from another. Knows no SQLite but the size of its pages."""

from __future__ import annotations

import msgspec

from juki.nodes.store import PAGE_BYTES

_BLOCK = 64 * PAGE_BYTES
"Compared at once: most of a store stays as it was."


class Changed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """An image against another that both sides know.

    Attributes:
        size: of the image, bytes.
        places: numbers of the pages that differ, from 0, ascending.
        pages: what they hold, one after the other.
    """

    size: int
    places: list[int]
    pages: bytes


def changed(base: bytes, image: bytes) -> Changed:
    """What must be known of an image by whoever has `base`; all of it if that is empty."""
    places: list[int] = []
    for block in range(0, len(image), _BLOCK):
        if base[block : block + _BLOCK] == image[block : block + _BLOCK]:
            continue
        ends = range(block, min(block + _BLOCK, len(image)), PAGE_BYTES)
        places += [at // PAGE_BYTES for at in ends if base[at : at + PAGE_BYTES] != image[at : at + PAGE_BYTES]]
    pages = b"".join(image[place * PAGE_BYTES : (place + 1) * PAGE_BYTES] for place in places)
    return Changed(len(image), places, pages)


def patched(base: bytes, change: Changed) -> bytes:
    """The image again.

    Raises:
        ValueError: this is no change of `base`.
    """
    image = bytearray(base[: change.size].ljust(change.size, b"\0"))
    if len(change.pages) != len(change.places) * PAGE_BYTES:
        raise ValueError("pages and their places do not fit")
    for number, place in enumerate(change.places):
        if not 0 <= place * PAGE_BYTES < change.size:
            raise ValueError("a page outside of the image")
        image[place * PAGE_BYTES : (place + 1) * PAGE_BYTES] = change.pages[number * PAGE_BYTES :][:PAGE_BYTES]
    return bytes(image)

"""A store told by its changed pages is the same store again, and what tells of no store is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juki.nodes.store import PAGE_BYTES
from juki.scenarios.pages import Changed, changed, patched

IMAGES = st.lists(st.sampled_from([b"a", b"b", b"\0"]), max_size=200).map(
    lambda pages: b"".join(pages) and b"".join(page * PAGE_BYTES for page in pages)
)


@given(IMAGES, IMAGES)
def test_an_image_comes_back_from_what_has_changed(base: bytes, image: bytes) -> None:
    assert patched(base, changed(base, image)) == image


def test_only_pages_that_differ_are_told() -> None:
    base = bytes(300 * PAGE_BYTES)
    image = bytearray(base)
    image[70 * PAGE_BYTES + 3] = image[299 * PAGE_BYTES] = 1
    change = changed(base, bytes(image))
    assert (change.places, len(change.pages)) == ([70, 299], 2 * PAGE_BYTES)


def test_of_an_unknown_base_everything_is_told() -> None:
    image = b"x" * 3 * PAGE_BYTES
    assert changed(b"", image) == Changed(len(image), [0, 1, 2], image)


@pytest.mark.parametrize(
    "change",
    [
        Changed(2 * PAGE_BYTES, [2], bytes(PAGE_BYTES)),
        Changed(2 * PAGE_BYTES, [-1], bytes(PAGE_BYTES)),
        Changed(2 * PAGE_BYTES, [0, 1], bytes(PAGE_BYTES)),
    ],
    ids=["beyond the end", "before the beginning", "fewer pages than places"],
)
def test_what_is_no_change_is_told(change: Changed) -> None:
    with pytest.raises(ValueError, match="page"):
        patched(bytes(2 * PAGE_BYTES), change)

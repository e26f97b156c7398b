"""What the fields, columns, tables and values of the protocol are called on a screen, in the language spoken.

Knows no widget; masks nothing.
"""

from __future__ import annotations

from juki.tui.labels.own import TABLES
from juki.tui.labels.values import value_text, words_of
from juki.tui.language import spoken

__all__ = ["label_of", "table_name", "value_text", "words_of"]


def label_of(owner: str, field: str) -> str:
    """住民票コード, or juminhyo code.

    Args:
        owner: name of the struct (`MoveOutRecord`) or of the table (`residents`).
        field: of it; one without a word is shown by its name.
    """
    words = words_of(owner, field)
    return words.in_(spoken()) if words else field


def table_name(table: str) -> str:
    """住民票・除票, or resident records; a table without a word by its name."""
    words = TABLES.get(table)
    return words.in_(spoken()) if words else table

"""Masks numbers of people in whatever is drawn: for projector mode, before other eyes. Knows lines of cells only."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from juki.protocol.masking import mask
from juki.tui.cells import width


class MaskingFilter(LineFilter):
    """Reduces every number of a line to its last four, wherever styles change inside it. Cells stay where they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's own
        line = "".join(segment.text for segment in segments if not segment.control)
        masked = mask(line)
        if masked == line:
            return segments
        masked = "".join("＊" if new != old and width(old) > 1 else new for old, new in zip(line, masked, strict=True))
        done: list[Segment] = []
        at = 0
        for segment in segments:
            if segment.control:
                done.append(segment)
                continue
            done.append(Segment(masked[at : at + len(segment.text)], segment.style))
            at += len(segment.text)
        return done

"""The four themes: light, dark, safe for the colour-blind, and without any colour. Knows no widget.

The colour-blind-safe ones are the eight of Okabe and Ito (2008); every sign that a colour gives is given by a character as well.
"""

from __future__ import annotations

from textual.theme import Theme

from juki.scenarios.story import Words

DARK, LIGHT, SAFE, MONOCHROME = "juki-dark", "juki-light", "juki-colour-blind", "juki-monochrome"
NAMES = {
    DARK: Words("暗い配色", "dark"),
    LIGHT: Words("明るい配色", "light"),
    SAFE: Words("色覚に配慮した配色", "colour-blind-safe"),
    MONOCHROME: Words("単色", "monochrome"),
}
THEMES = (
    Theme(
        DARK,
        primary="#5fafd7",
        secondary="#87afaf",
        accent="#d7af5f",
        warning="#d7875f",
        error="#ef6b73",
        success="#7fbf7f",
        foreground="#e4e4e4",
        background="#14171c",
        surface="#1b1f26",
        panel="#262c35",
    ),
    Theme(
        LIGHT,
        primary="#005f87",
        secondary="#4e6b6b",
        accent="#875f00",
        warning="#a04a00",
        error="#af0020",
        success="#1f6b2e",
        foreground="#1c1c1c",
        background="#fafaf7",
        surface="#f0f0ec",
        panel="#e2e3dd",
        dark=False,
    ),
    Theme(
        SAFE,
        primary="#56b4e9",
        secondary="#cc79a7",
        accent="#f0e442",
        warning="#e69f00",
        error="#d55e00",
        success="#009e73",
        foreground="#f2f2f2",
        background="#000000",
        surface="#101010",
        panel="#202020",
    ),
    Theme(
        MONOCHROME,
        primary="#ffffff",
        secondary="#c8c8c8",
        accent="#ffffff",
        warning="#e0e0e0",
        error="#ffffff",
        success="#d0d0d0",
        foreground="#eaeaea",
        background="#000000",
        surface="#0c0c0c",
        panel="#303030",
    ),
)


def after(name: str) -> str:
    """The theme that comes after this one."""
    names = list(NAMES)
    return names[(names.index(name) + 1) % len(names)] if name in names else names[0]

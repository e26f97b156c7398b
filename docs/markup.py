"""Markdown from values: headings, tables, field lists. Knows no table of the project."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
from collections.abc import Iterable, Sequence
from types import NoneType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import msgspec

from juki.protocol.messages import Message

GENERATED = "<!-- Made from the code by `make docs`; changes belong there. -->"
FOOT = "\n[D]: ../inventions.md\n"
"A basis of `[D]` thereby leads to the list of what is ours."


def page(title: str, introduction: str, *sections: str) -> str:
    """A whole page of the reference."""
    return "\n\n".join([f"# {title}", GENERATED, introduction, *sections]) + "\n" + FOOT


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; whatever would break a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", r"\|")


def code(*names: str) -> str:
    """Names as code, in a row."""
    return ", ".join(f"`{name}`" for name in names)


def first_paragraph(owner: object) -> str:
    """What a class or module says of itself first."""
    return " ".join((inspect.getdoc(owner) or "").split("\n\n")[0].split())


def fields(shape: type[msgspec.Struct], link: str = "") -> str:
    """The fields of a struct with their types and, where the code explains one, its meaning.

    Args:
        shape: the struct.
        link: page on which values and records are explained, for links; none if empty.
    """
    hints, notes = get_type_hints(shape), _notes(shape)
    rows = [(f"`{name}`", type_text(hints[name], link), notes.get(name, "")) for name in shape.__struct_fields__]
    return table(("field", "type", "meaning"), rows)


def type_text(annotation: object, link: str = "") -> str:
    """A type in words: `list of X`, `X or none`."""
    if get_origin(annotation) in {Union, UnionType}:
        return " or ".join(type_text(part, link) for part in get_args(annotation))
    if get_origin(annotation) is tuple:
        return f"list of {type_text(get_args(annotation)[0], link)}"
    if annotation is NoneType:
        return "none"
    name = getattr(annotation, "__name__", str(annotation))
    if not link or not isinstance(annotation, type) or not annotation.__module__.startswith("juki.protocol."):
        return f"`{name}`"
    # A message inside a message is explained on the page itself.
    return f"[`{name}`]({'' if issubclass(annotation, Message) else link}#{name.lower()})"


def _notes(shape: type) -> dict[str, str]:
    """The texts that stand under the fields of a class, and under those of the classes it is made of."""
    found: dict[str, str] = {}
    body = ast.parse(textwrap.dedent(inspect.getsource(shape))).body[0]
    assert isinstance(body, ast.ClassDef)  # noqa: S101 - the source of a class
    attributes = re.findall(
        r"^    (\w+): (.+)$", (inspect.getdoc(shape) or "").partition("Attributes:\n")[2], re.MULTILINE
    )
    found |= dict(attributes)
    field = ""
    for node in body.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            field = node.target.id
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and field:
            found[field] = str(node.value.value)
    return found

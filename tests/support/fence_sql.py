"""Which strings are a SELECT whose rows come in no stated order. Knows no database and parses no more SQL than that.

Free of findings: ORDER BY at the outer level, plain aggregates, LIMIT 1, and what says of itself `-- one row`.
"""

from __future__ import annotations

import ast
import re

ONE_ROW = re.compile(r"--\s*one row\b")
READS = re.compile(r"(select|with|insert|replace|create\s+(temp(orary)?\s+)?table)\b")
AGGREGATE = re.compile(r"(count|max|min|sum|total|avg)\s*\(")
FALLBACK = re.compile(r"(coalesce|ifnull)\s*\(")


def string_text(node: ast.AST) -> str | None:
    """The text of a string, joined from its parts; `{}` for what is not known before it runs. None: not a string."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(string_text(part) or "{}" for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = (string_text(left), string_text(right))
            return None if texts == (None, None) else "".join(text if text is not None else "{}" for text in texts)
        case _:
            return None


def is_unordered_select(node: ast.AST) -> bool:
    """Whether the string holds a statement that reads rows in no stated order."""
    text = string_text(node)
    return text is not None and any(_is_unordered(statement) for statement in text.split(";"))


def _is_unordered(statement: str) -> bool:
    bare = re.sub(r"--[^\n]*", " ", statement).strip().lower()
    if not READS.match(bare) or ONE_ROW.search(statement):
        return False
    outer = _without_brackets(bare)
    read = re.search(r"\bselect\b(?P<columns>.*?)\bfrom\b(?P<rest>.*)", outer, re.DOTALL)
    if read is None:
        return False
    rest = read["rest"]
    if re.search(r"\border\s+by\b|\blimit\s+1\b(?!\s*,)", rest):
        return False
    return re.search(r"\bgroup\s+by\b|\bunion\b", rest) is not None or not _all_aggregates(bare, read["columns"])


def _all_aggregates(bare: str, columns: str) -> bool:
    """One row comes back whatever the order: count(*), max(x), coalesce(max(x), 0), and no column beside them."""
    for column in (part.strip() for part in columns.split(",")):
        fallback = FALLBACK.match(column) and re.search(FALLBACK.pattern + r"\s*" + AGGREGATE.pattern, bare)
        if not (AGGREGATE.match(column) or fallback):
            return False
    return True


def _without_brackets(text: str) -> str:
    """Empty every pair of brackets, so that only the outermost statement is left."""
    outer, depth = [], 0
    for character in text:
        depth -= character == ")"
        if depth <= 0:
            outer.append(character)
        depth += character == "("
    return "".join(outer)

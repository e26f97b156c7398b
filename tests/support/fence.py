"""The determinism fence: finds in source text what could make two runs of one seed differ. Knows no exception.

It reads syntax trees and imports nothing of what it reads. Which findings are allowed, and why, is for the caller.
It errs on the loud side: a name that is a set in one class is taken for a set in all of them.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fence_sets import SetKnowledge, unordered_iterations
from fence_sql import is_unordered_select, string_text

MODULES = {
    "asyncio": "threads and event loops",
    "concurrent": "threads and event loops",
    "importlib.import_module": "hidden imports",
    "multiprocessing": "threads and event loops",
    "nacl.utils.random": "randomness",
    "os.environ": "the machine",
    "os.getenv": "the machine",
    "os.getpid": "the machine",
    "os.listdir": "the machine",
    "os.scandir": "the machine",
    "os.urandom": "randomness",
    "os.walk": "the machine",
    "random": "randomness",
    "secrets": "randomness",
    "tempfile": "the machine",
    "threading": "threads and event loops",
    "time": "clock",
    "trio.current_time": "clock",
    "trio.to_thread": "threads and event loops",
    "uuid": "randomness",
}
"Dotted names, and all that is under them."

EXACT = {
    "datetime.date.today": "clock",
    "datetime.datetime.now": "clock",
    "datetime.datetime.today": "clock",
    "datetime.datetime.utcnow": "clock",
    "nacl.public.SealedBox": "randomness",
}

METHODS = {
    "generate": "randomness",
    "generate_key": "randomness",
    "generate_private_key": "randomness",
    "glob": "the machine",
    "iterdir": "the machine",
    "random_serial_number": "randomness",
    "rglob": "the machine",
}
"Last parts of names: key makers draw by themselves, and a folder has no order."

IO_NAMES = {"input", "open", "print"}
IO_METHODS = {"read_bytes", "read_text", "write_bytes", "write_text"}
WAITING = (ast.AsyncFor, ast.AsyncFunctionDef, ast.AsyncWith, ast.Await)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One forbidden thing.

    Attributes:
        path: of the file, from the root of the tree.
        place: the function it stands in, with its class, or `<module>`.
        kind: why it is forbidden.
        text: the source of it, on one line, cut at 60 characters.
    """

    path: str
    place: str
    kind: str
    text: str


def scan(sources: Mapping[str, str]) -> Counter[Finding]:
    """Find everything forbidden in the sources, given by path; as often as it occurs."""
    trees = {path: ast.parse(text, path) for path, text in sources.items()}
    sets = SetKnowledge.of(trees.values())
    return Counter(finding for path, tree in trees.items() for finding in _File(path, tree, sets).findings())


class _File:
    def __init__(self, path: str, tree: ast.Module, sets: SetKnowledge) -> None:
        self.path, self.tree, self.sets = path, tree, sets
        self.imported = _imported_names(tree)
        self.prose = _docstrings(tree)
        self.is_pure = path.startswith("protocol/")
        self.may_wait = path.startswith(("nodes/kernel/", "nodes/live/"))

    def findings(self) -> Iterator[Finding]:
        for node, place in _places(self.tree, "<module>"):
            kinds = list(self._kinds(node, place))
            yield from (Finding(self.path, place, kind, _text(node)) for kind in kinds)
        for node, place in unordered_iterations(self.tree, self.sets):
            yield Finding(self.path, place, "iteration over a set", _text(node))

    def _kinds(self, node: ast.AST, place: str) -> Iterator[str]:
        match node:
            case ast.Import() | ast.ImportFrom():
                yield from sorted({kind for name in _names_imported(node) if (kind := _kind_of(name))})
            case ast.Name(ctx=ast.Load()) | ast.Attribute(ctx=ast.Load()):
                yield from self._reference(node, place)
            case ast.Call():
                yield from self._call(node)
            case ast.Constant() | ast.JoinedStr() | ast.BinOp() if node not in self.prose:
                if is_unordered_select(node):
                    yield "select without order by"
            case _ if isinstance(node, WAITING) and not self.may_wait:
                yield "waiting"

    def _reference(self, node: ast.Name | ast.Attribute, place: str) -> Iterator[str]:
        known = _dotted(node, self.imported)
        builtin = node.id if isinstance(node, ast.Name) and not known else ""
        last = node.attr if isinstance(node, ast.Attribute) else ""
        if known and (kind := _kind_of(known)):
            yield kind
        elif last in METHODS:
            yield METHODS[last]
        elif builtin in {"id", "hash"} and not place.endswith("__hash__"):
            yield "address or hash"
        elif builtin == "__import__":
            yield "hidden imports"
        elif self.is_pure and (builtin in IO_NAMES or last in IO_METHODS):
            yield "input and output"

    def _call(self, node: ast.Call) -> Iterator[str]:
        keywords = {keyword.arg for keyword in node.keywords}
        match node.func:
            case ast.Name(id="ECDSA") | ast.Attribute(attr="ECDSA") if "deterministic_signing" not in keywords:
                yield "randomness"
            case ast.Attribute(attr="sign") if "ecdsa_deterministic" not in keywords and _signs_certificate(node):
                yield "randomness"
            case ast.Attribute(attr="rows_where") if "order_by" not in keywords:
                yield "select without order by"


def _kind_of(name: str) -> str | None:
    if name in EXACT:
        return EXACT[name]
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(1, len(parts) + 1))
    return next((MODULES[prefix] for prefix in prefixes if prefix in MODULES), None)


def _names_imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]


def _imported_names(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, in full; scopes are not told apart."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.split(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _dotted(node: ast.AST, imported: Mapping[str, str]) -> str | None:
    """The full name of what starts at an import; `self.time` and a local `time` are not the module."""
    match node:
        case ast.Name(id=name):
            return imported.get(name)
        case ast.Attribute(value=value, attr=attr):
            root = _dotted(value, imported)
            return f"{root}.{attr}" if root else None
        case _:
            return None


def _root_name(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _signs_certificate(node: ast.Call) -> bool:
    """A certificate builder's `sign` is told by its hash, which a key's `sign` of raw bytes has not."""
    if any(keyword.arg in {"algorithm", "private_key"} for keyword in node.keywords):
        return True
    return any(
        isinstance(argument, ast.Call) and re.fullmatch(r"(hashes\.)?(SHA\d+|BLAKE2\w)", ast.unparse(argument.func))
        for argument in node.args
    )


def _docstrings(tree: ast.Module) -> set[ast.AST]:
    """Strings that stand as statements of their own are prose."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _places(node: ast.AST, place: str) -> Iterator[tuple[ast.AST, str]]:
    """Every node with the function it stands in. A dotted name and a string of several parts count once, as a whole."""
    for child in ast.iter_child_nodes(node):
        inside = place
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = child.name if place == "<module>" else f"{place}.{child.name}"
        yield child, inside
        if string_text(child) is not None:
            for part in _unknown_parts(child):
                yield part, inside
                yield from _places(part, inside)
        elif not (isinstance(child, ast.Attribute) and _root_name(child)):
            yield from _places(child, inside)


def _unknown_parts(node: ast.AST) -> Iterator[ast.AST]:
    """What a string is joined from, without the parts that are strings themselves."""
    for part in ast.iter_child_nodes(node):
        if string_text(part) is not None:
            yield from _unknown_parts(part)
        elif isinstance(part, ast.expr):
            yield part


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return f"async def {node.name}"
    return re.sub(r"\s+", " ", string_text(node) or ast.unparse(node)).strip()[:60]

"""Where the order of a set would show. Goes by names and annotations over all files read; infers no types.

A set may be tested, compared, measured and sorted; what walks it, joins it or takes its first has an order of its own
in every process. A `sorted` with a key that ties is not found.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SET_TYPES = {"set", "frozenset", "Set", "FrozenSet", "AbstractSet", "MutableSet"}
SET_METHODS = {"difference", "intersection", "symmetric_difference", "union"}
SET_OPERATORS = (ast.BitAnd, ast.BitOr, ast.BitXor, ast.Sub)
WALKERS = {"chain", "deque", "enumerate", "filter", "from_iterable", "iter", "list", "map", "tuple", "zip", "Counter"}
WALKING_METHODS = {"executemany", "extend", "fromkeys", "join", "writelines"}
INDIFFERENT = {"all", "any", "frozenset", "len", "max", "min", "set", "sorted", "sum"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class SetKnowledge:
    """Names that stand for sets, in any file: attributes, what functions return, constants of modules."""

    attributes: frozenset[str]
    returned: frozenset[str]
    constants: frozenset[str]

    @classmethod
    def of(cls, trees: Iterable[ast.Module]) -> SetKnowledge:
        attributes: set[str] = set()
        returned: set[str] = set()
        constants: set[str] = set()
        for tree in trees:
            constants |= _assigned_sets(tree.body, cls(frozenset(), frozenset(), frozenset()), frozenset())
            for node in ast.walk(tree):
                if isinstance(node, Function) and _is_set_type(node.returns):
                    returned.add(node.name)
                elif isinstance(node, ast.ClassDef):
                    attributes |= _set_attributes(node)
        # A property is read like an attribute.
        return cls(frozenset(attributes | returned), frozenset(returned), frozenset(constants))

    def is_set(self, node: ast.AST, local: frozenset[str]) -> bool:  # noqa: PLR0911 - one line a form of expression
        """Whether an expression is a set, for all that names can tell."""
        match node:
            case ast.Set() | ast.SetComp():
                return True
            case ast.Name(id=name):
                return name in local or name in self.constants
            case ast.Attribute(attr=name):
                return name in self.attributes
            case ast.Call(func=ast.Name(id=name)):
                return name in {"set", "frozenset"} or name in self.returned
            case ast.Call(func=ast.Attribute(value=value, attr=name)):
                return name in self.returned or (name in {*SET_METHODS, "copy"} and self.is_set(value, local))
            case ast.BinOp(left=left, op=operator, right=right) if isinstance(operator, SET_OPERATORS):
                return any(self.is_set(side, local) or _is_key_view(side) for side in (left, right))
            case ast.BoolOp(values=parts):
                return any(self.is_set(part, local) for part in parts)
            case ast.IfExp(body=body, orelse=orelse):
                return self.is_set(body, local) or self.is_set(orelse, local)
            case ast.NamedExpr(value=value):
                return self.is_set(value, local)
            case _:
                return False


def unordered_iterations(tree: ast.Module, sets: SetKnowledge) -> Iterator[tuple[ast.AST, str]]:
    """Every expression that walks a set in the order it happens to have, with the function it stands in."""
    yield from _in_scope(tree, "<module>", sets, frozenset())


def _in_scope(scope: ast.AST, place: str, sets: SetKnowledge, local: frozenset[str]) -> Iterator[tuple[ast.AST, str]]:
    if isinstance(scope, Function):
        local = local - _parameters(scope, sets=False) | _parameters(scope, sets=True)
        local |= _assigned_sets(scope.body, sets, local)
    pending: list[tuple[ast.AST, bool]] = [(child, False) for child in ast.iter_child_nodes(scope)]
    while pending:
        node, is_indifferent = pending.pop()
        if isinstance(node, Function | ast.ClassDef):
            name = node.name if place == "<module>" else f"{place}.{node.name}"
            yield from _in_scope(node, name, sets, local)
            continue
        if any(sets.is_set(walked, local) for walked in _walked_by(node, is_indifferent=is_indifferent)):
            yield node, place
        free = _is_order_free(node)
        pending.extend((child, free) for child in ast.iter_child_nodes(node))


def _walked_by(node: ast.AST, *, is_indifferent: bool) -> list[ast.AST]:  # noqa: PLR0911 - one line a form
    """What the node itself walks in order."""
    match node:
        case ast.For(iter=walked) | ast.YieldFrom(value=walked):
            return [walked]
        case ast.ListComp(generators=parts) | ast.GeneratorExp(generators=parts) | ast.DictComp(generators=parts):
            return [] if is_indifferent else [part.iter for part in parts]
        case ast.Starred(value=walked):
            return [] if is_indifferent else [walked]
        case ast.Assign(targets=[ast.Tuple() | ast.List()], value=walked):
            return [walked]
        case ast.Call(func=ast.Name(id=name), args=walked) if name in WALKERS:
            return list(walked)
        case ast.Call(func=ast.Attribute(attr=name), args=walked) if name in WALKERS | WALKING_METHODS:
            return list(walked)
        case ast.Call(func=ast.Attribute(value=walked, attr="pop"), args=[]):
            return [walked]
        case _:
            return []


def _is_order_free(node: ast.AST) -> bool:
    """Whether the order of what stands directly inside is lost again."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in INDIFFERENT
    return isinstance(node, ast.Set | ast.SetComp)


def _parameters(function: Function, *, sets: bool) -> frozenset[str]:
    arguments = function.args
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return frozenset(argument.arg for argument in every if not sets or _is_set_type(argument.annotation))


def _assigned_sets(body: list[ast.stmt], sets: SetKnowledge, local: frozenset[str]) -> frozenset[str]:
    """Names bound to a set in these statements, not in the functions and classes they define."""
    found = set(local)
    pending: list[ast.AST] = list(reversed(body))
    while pending:
        node = pending.pop()
        if isinstance(node, Function | ast.ClassDef | ast.Lambda):
            continue
        match node:
            case ast.Assign(targets=targets, value=value) if sets.is_set(value, frozenset(found)):
                found |= {target.id for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation) if _is_set_type(annotation):
                found.add(name)
            case ast.NamedExpr(target=ast.Name(id=name), value=value) if sets.is_set(value, frozenset(found)):
                found.add(name)
        pending.extend(reversed(list(ast.iter_child_nodes(node))))
    return frozenset(found) - local


def _set_attributes(owner: ast.ClassDef) -> set[str]:
    """Fields annotated as sets, and what is assigned a set on `self`."""
    nothing = SetKnowledge(frozenset(), frozenset(), frozenset())
    found = set(_assigned_sets(owner.body, nothing, frozenset()))
    for node in ast.walk(owner):
        match node:
            case ast.AnnAssign(target=ast.Attribute(attr=name), annotation=annotation) if _is_set_type(annotation):
                found.add(name)
            case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if nothing.is_set(value, frozenset()):
                found.add(name)
    return found


def _is_set_type(annotation: ast.AST | None) -> bool:
    match annotation:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in SET_TYPES
        case ast.Subscript(value=value):
            return _is_set_type(value)
        case ast.BinOp(left=left, right=right):
            return _is_set_type(left) or _is_set_type(right)
        case ast.Constant(value=str(text)):
            return _is_set_type(ast.parse(text, mode="eval").body)
        case _:
            return False


def _is_key_view(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"items", "keys"}

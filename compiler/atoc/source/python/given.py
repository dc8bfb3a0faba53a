"""How often each name of a Python file is given something: by one assignment alone, it is a constant.

Every way counts by which a name comes to mean something, at any depth of the file: assignments, imports,
loops, patterns, parameters, definitions. A name that a whole module may bring (``from m import *``), or code
that is a text, cannot be told, so that nothing which stands before it is sure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import libcst as cst

BY_STAR = "*"
"""What stands for the names that an import of everything gives."""


def times_given(module: cst.Module) -> Counter[str]:
    """How often each name is given something; by more than an assignment or an import counts twice."""
    times: Counter[str] = Counter()
    waiting: list[cst.CSTNode] = [module]
    while waiting:
        each = waiting.pop()
        for name, number in _given_by(each):
            times[name] += number
        waiting.extend(() if isinstance(each, cst.ImportAlias) else each.children)
    return times


def _given_by(node: cst.CSTNode) -> Iterator[tuple[str, int]]:
    match node:
        case cst.AssignTarget(target=cst.Name(value=name)) | cst.AnnAssign(target=cst.Name(value=name)):
            yield name, 1
        case cst.Import(names=names) | cst.ImportFrom(names=[*names]):
            yield from ((_imported(alias), 1) for alias in names)
        case cst.ImportFrom(names=cst.ImportStar()):
            yield BY_STAR, 1
        case cst.Call(func=cst.Name(value="globals" | "locals" | "exec")):
            yield BY_STAR, 1
        case cst.FunctionDef(name=cst.Name(value=name)) | cst.ClassDef(name=cst.Name(value=name)):
            yield name, 2
        case cst.Param(name=cst.Name(value=name)) | cst.NameItem(name=cst.Name(value=name)):
            yield name, 2
        case cst.MatchAs(name=cst.Name(value=name)) | cst.MatchStar(name=cst.Name(value=name)):
            yield name, 2
        case cst.MatchMapping(rest=cst.Name(value=name)):
            yield name, 2
        case cst.AugAssign(target=target) | cst.NamedExpr(target=target) | cst.Del(target=target):
            yield from ((name, 2) for name in _names(target))
        case cst.AssignTarget(target=target) | cst.For(target=target) | cst.CompFor(target=target):
            yield from ((name, 2) for name in _names(target))
        case cst.AsName(name=target):
            yield from ((name, 2) for name in _names(target))
        case _:
            return


def _imported(alias: cst.ImportAlias) -> str:
    return alias.evaluated_alias or alias.evaluated_name.partition(".")[0]


def _names(node: cst.CSTNode) -> Iterator[str]:
    """The names that a target binds; those by which it reaches something are not given anything."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        match each:
            case cst.Name(value=name):
                yield name
            case cst.Attribute() | cst.Subscript():
                pass
            case _:
                waiting.extend(each.children)

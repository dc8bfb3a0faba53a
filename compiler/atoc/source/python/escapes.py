"""Where a scope may get views, or its config may get keys, that no reading of its views tells of.

A scope that is handed to a function, kept in a dict or written to directly may come to hold anything. Then
nothing is claimed of it. Handed to what Ato itself has, or asked for something, it stays what it is.

    register(scope)            unknown views
    scope.assign('large')      a view that is named in every run
    scope.config.seed = 1      an unknown key
    hidden = scope.observe     a view that is observed out of sight
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeGuard

import libcst as cst

from atoc.source.python.names import Bindings, argument, is_given
from atoc.source.python.parts import Unread
from atoc.source.python.values import constant_value, dotted

HARMLESS = frozenset(
    (
        "activate", "convert_argparse_to_scope", "deactivate", "exec", "explain", "fingerprints",
        "get_assigned_views", "is_applied", "lazy", "logging_manual", "manuals", "mode", "name", "override",
        "pause", "runtime_trace", "trace",
    )
)  # fmt: skip
"""What of a scope may be asked for without anything becoming of its views."""

ASKING = frozenset(("print", "repr", "str", "id", "type", "isinstance", "hash", "bool"))
"""Functions of Python that leave a scope as it is."""

BY_PARSER = "what the `argparse` of the program sets, as `use_external_parser` says,"
"""What a parser does to a scope that asks for one."""

_STATEMENTS = (cst.BaseSmallStatement, cst.BaseCompoundStatement, cst.Decorator)


@dataclass(frozen=True, slots=True)
class _Place:
    """A node with the three around it, nearest first, its statement, and whether it is inside a function."""

    node: cst.CSTNode
    around: tuple[cst.CSTNode, ...]
    statement: cst.CSTNode
    is_inside: bool = False

    def below(self, child: cst.CSTNode) -> _Place:
        """The place of a node directly below."""
        is_function = isinstance(self.node, (cst.FunctionDef, cst.Lambda)) and not isinstance(
            child, (cst.Decorator, cst.Parameters)
        )
        statement = child if isinstance(child, _STATEMENTS) else self.statement
        return _Place(child, (self.node, *self.around[:2]), statement, self.is_inside or is_function)


def escapes(bindings: Bindings, name: str) -> Iterator[Unread]:
    """Where the scope of this name, as the file knows it, gets out of sight."""
    waiting = [_Place(bindings.tree.module, (), bindings.tree.module)]
    applied: list[_Place] = []
    last = 0
    while waiting:
        place = waiting.pop()
        if isinstance(place.node, (cst.Import, cst.ImportFrom)):
            continue
        is_scope = isinstance(place.node, (cst.Name, cst.Attribute)) and dotted(place.node) == name
        if not is_scope:
            hidden = place.node.body if _takes(place.node, name) else None
            waiting.extend(place.below(child) for child in place.node.children if child is not hidden)
        elif (word := _asked_for(place)) == "apply":
            applied.append(place)
        else:
            last = max(last, bindings.tree.span(place.node).line if word == "observe" else 0)
            if not _stays(bindings, place):
                yield _unread(bindings, place.statement, f"what becomes of the scope '{name}' here")
    for place in applied:
        if bindings.tree.span(place.node).line < last:
            yield _unread(
                bindings, place.statement, "a view that is observed after the scope is applied here"
            )


def _asked_for(place: _Place) -> str:
    """What of a scope is asked for."""
    match place.around[:1]:
        case (cst.Attribute(value=value, attr=cst.Name(value=word)),) if value is place.node:
            return word
        case _:
            return ""


def _takes(node: cst.CSTNode, name: str) -> TypeGuard[cst.FunctionDef | cst.Lambda]:
    """Whether inside of a function a parameter has the name, which is then no scope there."""
    if not isinstance(node, (cst.FunctionDef, cst.Lambda)):
        return False
    given = node.params
    stars = [each for each in (given.star_arg, given.star_kwarg) if isinstance(each, cst.Param)]
    every = (*given.posonly_params, *given.params, *given.kwonly_params, *stars)
    return any(each.name.value == name for each in every)


def _unread(bindings: Bindings, node: cst.CSTNode, what: str) -> Unread:
    span = bindings.tree.span(node)
    line = bindings.tree.file.text.split("\n")[span.line - 1]
    if span.line != span.end_line:
        span = replace(span, end_line=span.line, end_column=max(len(line.rstrip()) + 1, span.column + 1))
    return Unread(span, what, frozenset(("",)))


def _stays(bindings: Bindings, place: _Place) -> bool:
    """Whether all that is made of a scope in one place is known, or does nothing to it."""
    parent, above, beyond = (*place.around, None, None, None)[:3]
    match parent:
        case cst.Attribute(value=value, attr=cst.Name(value=word)) if value is place.node:
            return _is_harmless(word, parent, above, beyond, is_inside=place.is_inside)
        case cst.Attribute() | cst.Param() | cst.AssignTarget() | cst.AnnAssign() | cst.NameItem():
            return not isinstance(parent, cst.AnnAssign) or parent.target is place.node
        case cst.Decorator() | cst.WithItem() | cst.Expr() | cst.Annotation():
            return True
        case cst.Arg(keyword=keyword):
            is_name = keyword is place.node
            return is_name or (isinstance(above, cst.Call) and _is_kept(bindings, above))
        case cst.Call(func=func):
            return func is place.node
        case cst.Assign() | cst.ComparisonTarget() | cst.Comparison():
            return not isinstance(parent, cst.Assign) or _is_alias(bindings, parent)
        case _:
            return False


def _is_harmless(
    word: str, node: cst.Attribute, above: cst.CSTNode | None, beyond: cst.CSTNode | None, *, is_inside: bool
) -> bool:
    if word == "config":
        is_written = isinstance(above, (cst.AssignTarget, cst.Attribute)) and _is_target(above, beyond)
        return is_inside and not is_written
    if word not in ("observe", "manual"):
        return word in HARMLESS
    if isinstance(above, cst.Decorator):
        return True
    if not isinstance(above, cst.Call) or above.func is not node:
        return False
    is_view = word == "manual" or is_given(above, "config", 1)
    return isinstance(beyond, cst.Decorator) or (isinstance(beyond, cst.Expr) and is_view)


def _is_target(above: cst.CSTNode, beyond: cst.CSTNode | None) -> bool:
    return isinstance(above, cst.AssignTarget) or isinstance(
        beyond, (cst.AssignTarget, cst.AugAssign, cst.Call)
    )


def _is_kept(bindings: Bindings, call: cst.Call) -> bool:
    """Whether a function does nothing to a scope but what is known of it."""
    name = dotted(call.func)
    return bindings.full(name).startswith("ato.") or (name in ASKING and not bindings.is_given(name))


def _is_alias(bindings: Bindings, node: cst.Assign) -> bool:
    """Whether an assignment gives a scope a further name that is known to be one."""
    names = [each.target.value for each in node.targets if isinstance(each.target, cst.Name)]
    return len(names) == len(node.targets) and all(name in bindings.made for name in names)


def of_making(bindings: Bindings, call: cst.Call) -> Iterator[Unread]:
    """What a call of ``Scope`` says by which others may set keys."""
    given = argument(call, "use_external_parser", 2)
    if given is not None and constant_value(given) is not False:
        yield _unread(bindings, given, BY_PARSER)

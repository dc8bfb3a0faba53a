"""The resolvers, ``${name:argument,argument}`` or ``name(argument, argument)``: typing, value and Python.

Those of a machine (``env now uuid file.read git.sha path.abs``) are *impure*: only a run knows what they
give, so they have no value here. Those of text and arithmetic say what the language says in other words, and
are taken as that: ``${math.add:1,${steps}}`` is ``1 + steps``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import ato.config as ato
from ato.config import resolvers as runs
from atoc.expr.functions import FUNCTIONS, Function, Refused, Types, is_number, is_of, number_of_kinds
from atoc.expr.methods import METHODS
from atoc.expr.tree import Arithmetic, Binary, Call, Method, Tree, walk

NUMBER = ato.Union(ato.INT, ato.FLOAT)


class UnforeseenError(Exception):
    """A value that only a run can tell; ``name`` is the resolver or field that it hangs on."""

    def __init__(self, name: str) -> None:
        super().__init__(f"only a run can tell what '{name}' gives")
        self.name = name


def _all_of(result: ato.Type, *allowed: ato.Type, wanted: str) -> Callable[[Types], ato.Type | Refused]:
    def type_of(arguments: Types) -> ato.Type | Refused:
        for index, argument in enumerate(arguments):
            if not is_of(argument, *allowed):
                return Refused(index, wanted)
        return result

    return type_of


def _texts(result: ato.Type) -> Callable[[Types], ato.Type | Refused]:
    return _all_of(result, ato.STR, wanted="text")


def _paths(result: ato.Type) -> Callable[[Types], ato.Type | Refused]:
    return _all_of(result, ato.STR, ato.PATH, wanted="text or a path")


def _numbers(arguments: Types) -> ato.Type | Refused:
    for index, argument in enumerate(arguments):
        if not is_number(argument):
            return Refused(index, "numbers")
    return number_of_kinds(*arguments)


def _quotient(arguments: Types) -> ato.Type | Refused:
    outcome = _numbers(arguments)
    return outcome if isinstance(outcome, Refused) else ato.FLOAT


def _joined(arguments: Types) -> ato.Type | Refused:
    if not is_of(arguments[0], ato.STR):
        return Refused(0, "text")
    for index, argument in enumerate(arguments[1:], 1):
        if not is_of(argument, ato.STR) and isinstance(METHODS["join"].type((argument,)), Refused):
            return Refused(index, "text or a list of texts")
    return ato.STR


def unforeseen(name: str) -> Callable[..., object]:
    """A function that says that only a run can tell what this resolver gives."""

    def value(*_: object) -> object:
        raise UnforeseenError(name)

    return value


def _of_machine(usage: str, least: int, most: int, type: Callable[[Types], ato.Type | Refused]) -> Function:
    name = usage.partition(":")[0]
    python = f"ato.resolvers.{name.replace('.', '_')}({{}})"
    return Function(usage, least, most, type, unforeseen(name), python, is_impure=True)


def _of_paths(usage: str, most: int, result: ato.Type, value: Callable[..., object]) -> Function:
    name = usage.partition(":")[0]
    return Function(usage, 1, most, _paths(result), value, f"ato.resolvers.{name.replace('.', '_')}({{}})")


def _in_other_words(
    usage: str, least: int, most: int, type: Callable[[Types], ato.Type | Refused], bare: ato.Type
) -> Function:
    """A resolver that is taken as what :func:`lowered` makes of it; it has no value of its own."""
    return Function(usage, least, most, type, unforeseen(usage), "", bare=bare)


RESOLVERS = {
    "env": _of_machine("env:NAME or env:NAME,default", 1, 2, _texts(ato.STR)),
    "path.join": _of_paths("path.join:a,b,...", 100, ato.PATH, runs.path_join),
    "path.basename": _of_paths("path.basename:path", 1, ato.STR, runs.path_basename),
    "path.dirname": _of_paths("path.dirname:path", 1, ato.PATH, runs.path_dirname),
    "path.stem": _of_paths("path.stem:path", 1, ato.STR, runs.path_stem),
    "path.abs": _of_machine("path.abs:path", 1, 1, _paths(ato.PATH)),
    "str.lower": _in_other_words("str.lower:text", 1, 1, _texts(ato.STR), ato.STR),
    "str.upper": _in_other_words("str.upper:text", 1, 1, _texts(ato.STR), ato.STR),
    "str.join": Function(
        "str.join:separator,a,b,... or str.join:separator,${list}",
        2,
        100,
        _joined,
        runs.str_join,
        "ato.resolvers.str_join({})",
    ),
    "math.add": _in_other_words("math.add:a,b", 2, 2, _numbers, NUMBER),
    "math.sub": _in_other_words("math.sub:a,b", 2, 2, _numbers, NUMBER),
    "math.mul": _in_other_words("math.mul:a,b", 2, 2, _numbers, NUMBER),
    "math.div": _in_other_words("math.div:a,b", 2, 2, _quotient, NUMBER),
    "math.min": _in_other_words("math.min:a,b,...", 1, 100, FUNCTIONS["min"].type, NUMBER),
    "math.max": _in_other_words("math.max:a,b,...", 1, 100, FUNCTIONS["max"].type, NUMBER),
    "now": _of_machine("now:FORMAT, such as now:%Y-%m-%d", 1, 1, _texts(ato.STR)),
    "uuid": _of_machine("uuid", 0, 0, _texts(ato.STR)),
    "file.read": _of_machine("file.read:path", 1, 1, _paths(ato.STR)),
    "git.sha": _of_machine("git.sha", 0, 0, _texts(ato.STR)),
}
"""Every resolver of the language by its name."""

NAMES_ALONE = frozenset(name for name, resolver in RESOLVERS.items() if resolver.most == 0)
"""The resolvers that are asked by their name alone."""

_OPERATORS = {"math.add": "+", "math.sub": "-", "math.mul": "*", "math.div": "/"}


def callable_named(name: str) -> Function | None:
    """The function or resolver of this name."""
    return FUNCTIONS.get(name) or RESOLVERS.get(name)


def impure_in(tree: Tree) -> tuple[str, ...]:
    """The impure resolvers that a tree asks, in the order of their first use."""
    calls = (node.function for node, _ in walk(tree) if isinstance(node, Call))
    return tuple(dict.fromkeys(name for name in calls if is_impure(name)))


def is_impure(name: str) -> bool:
    """Whether only a run can tell what this function of a checked tree gives.

    What is not of the language is a resolver that the program declares.
    """
    found = callable_named(name)
    return found is None or found.is_impure


def lowered(call: Call) -> Tree:
    """A resolver of text or arithmetic in the language's own words; any other call as it is."""
    name, arguments = call.function, call.arguments
    if name in _OPERATORS:
        operator = cast("Arithmetic", _OPERATORS[name])
        return Binary(call.span, operator, *arguments)
    match name:
        case "math.min" | "math.max":
            return Call(call.span, name[5:], arguments, call.name_span)
        case "str.lower" | "str.upper":
            return Method(call.span, arguments[0], name[4:], (), call.name_span)
        case _:
            return call

"""Numbers for the values that are no numbers, so that formulas can speak of them.

Equal numbers stand for the same value (``identity.py``), and every number stands for a value: those that no
constant of the scope has stand for any others, such as a text that the program does not know.

Example. ``data == 'cifar'`` becomes ``data = 0`` where ``cifar`` is the first constant of the scope.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atoc.expr import Expression, walk
from atoc.expr.tree import Constant
from atoc.program import Field, Known, Scope
from atoc.prove.values.domains import values_of
from atoc.prove.values.identity import Identity, identity

OTHER_TEXTS = ("other", "another", "x", "a", "0", "@")
"""Texts for a witness where none that the program names will do."""

MOST_KNOWN = 32
"""How many values of a field are told apart from all others in what no formula says."""


class Codes:
    """The numbers of a scope: those of its own constants at once, others when they are asked for."""

    __slots__ = ("_known", "_numbers", "_values", "texts", "tried")

    def __init__(self, scope: Scope) -> None:
        self._numbers: dict[Identity, int] = {}
        self._values: list[object] = []
        self._known = _known_values(scope)
        self.texts: tuple[str, ...] = tuple(dict.fromkeys(_texts(scope)))
        """The texts that expressions name."""
        held = (value for values in self._known.values() for value in values if isinstance(value, str))
        self.tried: tuple[str, ...] = tuple(dict.fromkeys((*self.texts, *held, *OTHER_TEXTS)))
        """The texts that a witness may give a field."""

    def code(self, value: object) -> int:
        """The number that stands for the value."""
        key = identity(value)
        if key not in self._numbers:
            self._numbers[key] = len(self._values)
            self._values.append(value)
        return self._numbers[key]

    def is_known(self, code: int) -> bool:
        """Whether the number stands for a value that the program names."""
        return 0 <= code < len(self._values)

    def value(self, code: int) -> object:
        """The value that a number stands for; it must be known."""
        return self._values[code]

    def known(self, path: str) -> tuple[object, ...]:
        """The values of a field that the program names: its default, what views write, a closed set whole."""
        return self._known.get(path, ())


def expressions_of(scope: Scope) -> Iterator[Expression]:
    """Every expression of a scope."""
    for field in scope.fields.values():
        if isinstance(field.default, Expression):
            yield field.default
    for view in scope.views.values():
        if view.when is not None:
            yield view.when
        yield from (write.value for write in view.writes if isinstance(write.value, Expression))
    yield from (claim.that for claim in scope.asserts)


def _texts(scope: Scope) -> Iterator[str]:
    for expression in expressions_of(scope):
        for node, _ in walk(expression.tree):
            if isinstance(node, Constant) and isinstance(node.value, str):
                yield node.value


def _known_values(scope: Scope) -> Mapping[str, tuple[object, ...]]:
    found: dict[str, dict[Identity, object]] = {}
    for path, field in scope.fields.items():
        found[path] = {identity(value): value for value in _declared(field)}
    for view in scope.views.values():
        for write in view.writes:
            if isinstance(write.value, Known) and write.path in found:
                found[write.path][identity(write.value.value)] = write.value.value
    return {path: tuple(values.values())[:MOST_KNOWN] for path, values in found.items()}


def _declared(field: Field) -> tuple[object, ...]:
    default = (field.default.value,) if isinstance(field.default, Known) else ()
    return (*(values_of(field) or ()), *default)

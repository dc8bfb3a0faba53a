"""What the interpreter gives for the values that a program names: a table in the place of a formula.

Idea. Of a text method, of ``len`` or of float arithmetic no formula speaks. But the fields that such a part
reads often have few values that matter: a closed set, or the default and what views write. The interpreter
is asked for each combination of them; for all others the result is a function of the fields of which
nothing is known. So a closed set is decided exactly, and anything else never wrongly.

Example. ``name.startswith('res')`` over ``name: {enum: [resnet, vit]}`` is true for the first, false for the
second, and there are no others.

Cost. At most ``MOST_ROWS`` runs of the interpreter a part, once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import product
from math import prod

from atoc.expr import EvaluationError, FailureKind, Tree, UnforeseenError, evaluate
from atoc.expr.tree import Binary, Call, Comparison, Index, Method, Name, Slice, Template, children
from atoc.prove.symbolic.cells import Cell, Kind, Value, choose_value, known, length_of, unknown_of
from atoc.prove.symbolic.codes import Codes
from atoc.prove.symbolic.terms import FALSE, Formula, Term, at_most, both, equal, negation, number

MOST_ROWS = 64
"""How many combinations of values one part is worked out for."""

RESULTS: Mapping[str, Kind] = {
    **dict.fromkeys(("len", "int", "floor", "ceil"), "int"),
    **dict.fromkeys(("all", "any", "bool"), "bool"),
    "str": "text",
}
"""The kinds of what functions give, where these are always the same."""
METHODS: Mapping[str, Kind] = {"startswith": "bool", "endswith": "bool", "split": "opaque"}
"""The kinds of what methods give, where it is not text."""


@dataclass(frozen=True, slots=True)
class Looked:
    """The value of a part, when it fails of itself, and whether no other values are possible."""

    value: Value
    failures: tuple[tuple[FailureKind, Formula], ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """Values of the fields that a part reads, and what comes of them: a value or a failure."""

    inputs: tuple[object, ...]
    value: object = None
    failure: FailureKind | None = None
    is_own: bool = True
    """Whether the part itself fails, and not one inside it."""


class Tables:
    """The tables of a scope, each worked out once; what it learns of lengths stands in ``axioms``."""

    __slots__ = ("axioms", "codes", "rows")

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self.rows: dict[str, tuple[_Row, ...] | None] = {}
        self.axioms: list[Formula] = []

    def look_up(self, tree: Tree, cells: Mapping[str, Cell], part: str) -> Looked:
        """The value of a part over these cells; ``part`` tells apart what stands at one place."""
        kind = _kind(tree)
        rows = self._rows(tree, tuple(cells), part)
        inputs = tuple(term for cell in cells.values() for term in cell.value.terms)
        value = self._unknown_value(tree, kind, cells, part)
        is_open: Formula = self.unknown("bool", tree, inputs, f"{part} fails").payload
        failures: list[tuple[FailureKind, Formula]] = []
        matched: list[Formula] = []
        for row in reversed(rows):
            found = self._matches(row, cells)
            matched.append(found)
            if row.failure is None:
                value = choose_value(self.codes, found, known(self.codes, row.value, kind), value)
            elif row.is_own:
                failures.append((row.failure, found))
        is_whole = not cells and bool(rows)
        if not is_whole and _may_fail(tree):
            others = both(is_open, *map(negation, matched))
            failures.append(("index" if isinstance(tree, Index) else "other", others))
        return Looked(value, tuple(failures), is_whole)

    def unknown(self, kind: Kind, tree: Tree, inputs: tuple[Term, ...], part: str) -> Value:
        """What is the same wherever the inputs are, and otherwise anything at all.

        That holds of what a machine is asked too: within one run it answers each question once.
        """
        found = unknown_of(kind, _place(tree, part), inputs)
        if kind != "opaque":
            return found
        return Value(kind, found.payload, self.unknown("bool", tree, inputs, f"{part} is none").payload)

    def _unknown_value(self, tree: Tree, kind: Kind, cells: Mapping[str, Cell], part: str) -> Value:
        match tree:
            case Call(function="len", arguments=(Name(path=path),)) if cells[path].value.kind in SIZED:
                length = length_of(cells[path].payload)
                self.axioms.append(at_most(number(0), length))
                return Value("int", length)
            case _:
                inputs = tuple(term for cell in cells.values() for term in cell.value.terms)
                return self.unknown(kind, tree, inputs, part)

    def _matches(self, row: _Row, cells: Mapping[str, Cell]) -> Formula:
        return both(*(self._is(cell, value) for cell, value in zip(cells.values(), row.inputs, strict=True)))

    def _is(self, cell: Cell, value: object) -> Formula:
        if value is None:
            return cell.is_none
        written = known(self.codes, value, cell.value.kind)
        if written.kind != cell.value.kind:
            return FALSE
        return both(negation(cell.is_none), equal(cell.payload, written.payload))

    def _rows(self, tree: Tree, paths: tuple[str, ...], part: str) -> tuple[_Row, ...]:
        key = _place(tree, part)
        if key not in self.rows:
            self.rows[key] = tuple(self._worked_out(tree, paths))
        return self.rows[key] or ()

    def _worked_out(self, tree: Tree, paths: tuple[str, ...]) -> Iterator[_Row]:
        values = [self.codes.known(path) for path in paths]
        if prod(map(len, values)) > MOST_ROWS:
            return
        for inputs in product(*values):
            row = _row(tree, dict(zip(paths, inputs, strict=True)))
            if row is not None:
                yield row


SIZED = ("text", "opaque")
"""Kinds of what has a length."""


def _row(tree: Tree, state: Mapping[str, object]) -> _Row | None:
    inputs = tuple(state.values())
    try:
        return _Row(inputs, evaluate(tree, state.__getitem__))
    except EvaluationError as error:
        return _Row(inputs, failure=error.kind, is_own=error.span == tree.span)
    except UnforeseenError:
        return None


def _place(tree: Tree, part: str) -> str:
    """What tells a part of an expression apart from all others: where it stands, and what it is where that is
    not enough, as in values of Python, of which only the place of the whole is known.
    """
    is_vague = any(child.span == tree.span for child in children(tree))
    what = f" {sha256(repr(tree).encode()).hexdigest()}" if is_vague else ""
    return f"{type(tree).__name__} {tree.span}-{tree.span.end_line}:{tree.span.end_column}{what} {part}"


def _kind(tree: Tree) -> Kind:
    """What kind of value a part gives, of which no formula speaks."""
    match tree:
        case Comparison():
            return "bool"
        case Template():
            return "text"
        case Method():
            return METHODS.get(tree.name, "text")
        case Call():
            return RESULTS.get(tree.function, "opaque")
        case _:
            return "opaque"


def _may_fail(tree: Tree) -> bool:
    """Whether a part can fail of itself, in a way that is not looked at elsewhere."""
    return isinstance(tree, (Index, Slice, Call, Method, Binary))

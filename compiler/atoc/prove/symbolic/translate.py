"""Expressions as formulas: their value, and when they have none.

Idea. A tree is followed as the interpreter follows it (``atoc.expr.evaluate``): every part is worked out
under the condition that it is reached at all, so that ``n != 0 and 10 // n > 1`` cannot divide by zero.
Whole numbers, truths, equality and the order of numbers are said exactly. Of all else, float arithmetic
above all, nothing is said but what the interpreter gives for the values that the program names
(``tables.py``): a proof that needs more is not found, and none is wrong.

Example. ``10 // n`` has the value ``quotient(10, n)`` and fails where ``n`` is 0 or unset.

Cost. A few nodes for each node of the tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from atoc.expr import Expression, FailureKind, Tree, names_of
from atoc.expr.resolvers import lowered
from atoc.expr.tree import (
    Absent,
    Binary,
    Call,
    Comparison,
    Conditional,
    Constant,
    Display,
    Logic,
    Name,
    Relation,
    Unary,
    children,
    is_identity,
    literal_int,
)
from atoc.prove.symbolic import numbers
from atoc.prove.symbolic.cells import Cell, Value, choose_value, kind_of, known, of_kind
from atoc.prove.symbolic.codes import Codes
from atoc.prove.symbolic.tables import Looked, Tables
from atoc.prove.symbolic.terms import (
    FALSE,
    TRUE,
    Formula,
    Term,
    both,
    either,
    equal,
    minus,
    negation,
    ordered,
)
from atoc.span import Span

Read = Callable[[str], Cell]
"""What a field is for an expression, by its path."""


@dataclass(frozen=True, slots=True)
class Failure:
    """That an expression has no value at a part of it: why, and when."""

    kind: Literal["unset"] | FailureKind
    span: Span
    when: Formula


@dataclass(frozen=True, slots=True)
class Branch:
    """The condition of an ``if``, by its place: when it is looked at and holds, and when it does not."""

    span: Span
    yes: Formula
    no: Formula


@dataclass(frozen=True, slots=True)
class Translated:
    """An expression as formulas.

    ``value`` means something where no failure holds, and at most one failure does. ``is_exact`` tells that
    nothing in it is unknown: then an example that the solver finds is one. ``absent`` is where it gives no
    value at all, which only the default of a field in a variant does. ``branches`` are the conditions inside.
    """

    value: Value
    failures: tuple[Failure, ...] = ()
    is_exact: bool = True
    absent: Formula = FALSE
    branches: tuple[Branch, ...] = ()

    @property
    def fails(self) -> Formula:
        """That it has no value."""
        return either(*(failure.when for failure in self.failures))

    @property
    def condition(self) -> Formula:
        """That it is true: for a condition."""
        return both(self.value.payload, negation(self.value.is_none))


def translate(tree: Expression | Tree, read: Read, codes: Codes, tables: Tables) -> Translated:
    """The value of an expression over cells, and all ways in which it can fail."""
    working = _Working(read, codes, tables)
    value = working.of(tree.tree if isinstance(tree, Expression) else tree, TRUE)
    if isinstance(tree, Expression) and kind_of(tree.type) in ("bool", "int", "text"):
        value = of_kind(codes, value, kind_of(tree.type))
    before: list[Formula] = []
    failures: list[Failure] = []
    for failure in working.failures:
        failures.append(replace(failure, when=both(failure.when, *map(negation, before))))
        before.append(failure.when)
    absent = either(*working.absent)
    return Translated(value, tuple(failures), working.is_exact, absent, tuple(working.branches))


@dataclass(slots=True)
class _Working:
    """One expression while it is worked out."""

    read: Read
    codes: Codes
    tables: Tables
    failures: list[Failure] = field(default_factory=list[Failure])
    absent: list[Formula] = field(default_factory=list[Formula])
    branches: list[Branch] = field(default_factory=list[Branch])
    is_exact: bool = True

    def of(self, tree: Tree, reached: Formula) -> Value:
        """The value of a part that is worked out where ``reached`` holds."""
        match tree:
            case Constant():
                return known(self.codes, tree.value)
            case Name():
                return self.name(tree, reached)
            case Unary():
                return self.unary(tree, reached)
            case Binary():
                return self.binary(tree, reached)
            case Comparison():
                return self.comparison(tree, reached)
            case Logic():
                return self.logic(tree, reached)
            case Conditional():
                condition = self.truth(tree.condition, reached)
                yes, no = both(reached, condition), both(reached, negation(condition))
                self.branches.append(Branch(tree.condition.span, yes, no))
                then, otherwise = self.of(tree.then, yes), self.of(tree.otherwise, no)
                if isinstance(tree.otherwise, Absent):
                    return then
                return choose_value(self.codes, condition, then, otherwise)
            case Call():
                return self.call(tree, reached)
            case Absent():
                self.absent.append(reached)
                return known(self.codes, None)
            case _:
                self.all(children(tree), reached)
                return self.looked_up(tree, reached)

    def all(self, trees: Iterable[Tree], reached: Formula) -> list[Value]:
        """The values of parts that are all worked out."""
        return [self.of(tree, reached) for tree in trees]

    def truth(self, tree: Tree, reached: Formula) -> Formula:
        """A condition, as a formula."""
        value = of_kind(self.codes, self.of(tree, reached), "bool")
        return both(value.payload, negation(value.is_none))

    def fail(self, kind: Literal["unset"] | FailureKind, tree: Tree, when: Formula) -> None:
        """Note that a part fails there."""
        if when is not FALSE:
            self.failures.append(Failure(kind, tree.span, when))

    def name(self, tree: Name, reached: Formula) -> Value:
        """The value of a field, which may be unset."""
        cell = self.read(tree.path)
        self.fail("unset", tree, both(reached, negation(cell.is_set)))
        return cell.value

    def unary(self, tree: Unary, reached: Formula) -> Value:
        """A sign, or ``not``."""
        if tree.operator == "not":
            return Value("bool", negation(self.truth(tree.operand, reached)))
        operand = self.of(tree.operand, reached)
        if operand.kind not in ("int", "real"):
            return self.looked_up(tree, reached)
        if tree.operator == "+":
            return operand
        zero = known(self.codes, 0, operand.kind).payload
        return Value(operand.kind, minus(zero, operand.payload))

    def binary(self, tree: Binary, reached: Formula) -> Value:
        """Arithmetic: exact for whole numbers, unknown for floats."""
        left, right = self.all((tree.left, tree.right), reached)
        exponent = literal_int(tree.right)
        if tree.operator in ("/", "//", "%"):
            self.fail("division", tree, both(reached, self.is_zero(tree, right)))
        elif tree.operator == "**" and exponent is not None and exponent < 0:
            self.fail("division", tree, both(reached, self.is_zero(tree, left)))
        if left.kind == right.kind == "int":
            found = numbers.arithmetic(tree.operator, left.payload, right.payload, exponent)
            if found is not None:
                return Value("int", found)
        return self.looked_up(tree, reached)

    def is_zero(self, tree: Binary, divisor: Value) -> Formula:
        """That the divisor is zero."""
        if divisor.kind in ("int", "real"):
            return equal(divisor.payload, known(self.codes, 0, divisor.kind).payload)
        return self.tables.unknown("bool", tree, self.inputs(tree), "divides by zero").payload

    def comparison(self, tree: Comparison, reached: Formula) -> Value:
        """A chain: each relation is asked where all before it hold."""
        left = self.of(tree.operands[0], reached)
        holds: Formula = TRUE
        for index, (before, relation, operand) in enumerate(tree.links()):
            here = both(reached, holds)
            is_last = index == len(tree.relations) - 1
            if is_last and relation in ("in", "not in") and isinstance(operand, Display):
                right = left
                found = self.is_one_of(tree, left, (before, operand), here)
                found = found if relation == "in" else negation(found)
            else:
                right = self.of(operand, here)
                found = self.related((before, left), relation, (operand, right), (tree, index, here))
            holds, left = both(holds, found), right
        return Value("bool", holds)

    def is_one_of(self, tree: Comparison, item: Value, sides: tuple[Tree, Display], here: Formula) -> Formula:
        """That a value is equal to one of those written out."""
        before, display = sides
        values = self.all(display.items, here)
        found = [
            self.equality(item, value, (before, each), (tree, -1 - index, here))
            for index, (each, value) in enumerate(zip(display.items, values, strict=True))
        ]
        return either(*found)

    def related(
        self,
        one: tuple[Tree, Value],
        relation: Relation,
        other: tuple[Tree, Value],
        place: tuple[Comparison, int, Formula],
    ) -> Formula:
        """That a relation holds between two values."""
        (left_tree, left), (right_tree, right) = one, other
        if is_identity(relation, left_tree, right_tree):
            found = self.identity((left_tree, left), (right_tree, right), place)
            return found if relation == "==" else negation(found)
        if relation in ("==", "!="):
            found = self.equality(left, right, (left_tree, right_tree), place)
            return found if relation == "==" else negation(found)
        if left.kind in ("int", "real") and right.kind in ("int", "real"):
            return ordered(relation, left.payload, right.payload)
        return self.link(relation, (left_tree, right_tree), place)

    def identity(
        self, one: tuple[Tree, Value], other: tuple[Tree, Value], place: tuple[Comparison, int, Formula]
    ) -> Formula:
        """That a value is ``None``, ``True`` or ``False``, whichever is written out."""
        (tree, value), (constant_tree, constant) = one, other
        if not (isinstance(constant_tree, Constant) and _is_single(constant_tree.value)):
            (tree, value), (constant_tree, constant) = (constant_tree, constant), (tree, value)
        if constant.is_none is TRUE:
            return value.is_none
        if value.kind == "bool":
            return both(negation(value.is_none), equal(value.payload, constant.payload))
        return FALSE if value.kind != "opaque" else self.link("==", (tree, constant_tree), place)

    def equality(
        self, left: Value, right: Value, trees: tuple[Tree, Tree], place: tuple[Comparison, int, Formula]
    ) -> Formula:
        """That two values are equal."""
        if left.is_none is TRUE or right.is_none is TRUE:
            return right.is_none if left.is_none is TRUE else left.is_none
        are_numbers = {left.kind, right.kind} <= {"int", "real"}
        if left.kind == right.kind != "opaque" or are_numbers:
            inner = numbers.equality(left.payload, right.payload)
        elif "opaque" in (left.kind, right.kind):
            inner = self.link("==", trees, place)
        else:
            inner = FALSE
        return either(
            both(left.is_none, right.is_none), both(negation(left.is_none), negation(right.is_none), inner)
        )

    def link(
        self, relation: Relation, trees: tuple[Tree, Tree], place: tuple[Comparison, int, Formula]
    ) -> Formula:
        """One relation of which only the interpreter knows."""
        tree, index, here = place
        single = Comparison(tree.span, (relation,), trees)
        return self.looked_up(single, here, f"{index}").payload

    def logic(self, tree: Logic, reached: Formula) -> Value:
        """``and`` and ``or``: a part is asked where those before it leave the answer open."""
        open: Formula = reached
        found: list[Formula] = []
        for part in tree.operands:
            holds = self.truth(part, open)
            found.append(holds)
            open = both(open, holds if tree.operator == "and" else negation(holds))
        return Value("bool", both(*found) if tree.operator == "and" else either(*found))

    def call(self, tree: Call, reached: Formula) -> Value:
        """A function: exact where it is one of whole numbers and truths."""
        meant = lowered(tree)
        if meant is not tree:
            return self.of(meant, reached)
        arguments = tree.arguments
        if len(arguments) == 1 and isinstance(arguments[0], Display) and tree.function in _OF_ITEMS:
            items = self.all(arguments[0].items, reached)
            is_sum_of_set = (
                tree.function == "sum" and arguments[0].kind == "set"
            )  # in which equal items are one
            found = None if is_sum_of_set else _of_items(self.codes, tree.function, items)
            return self.looked_up(tree, reached) if found is None else found
        values = self.all(arguments, reached)
        found = numbers.function(self.codes, tree.function, values)
        return self.looked_up(tree, reached) if found is None else found

    def inputs(self, tree: Tree) -> tuple[Term, ...]:
        """All that a part depends on."""
        return tuple(term for path in names_of(tree) for term in self.read(path).value.terms)

    def looked_up(self, tree: Tree, reached: Formula, part: str = "") -> Value:
        """What the interpreter gives for the values that the program names, and unknown for all others."""
        paths = names_of(tree)
        cells = {path: self.read(path) for path in paths}
        found: Looked = self.tables.look_up(tree, cells, part)
        self.is_exact = self.is_exact and found.is_exact
        for kind, when in found.failures:
            self.fail(kind, tree, both(reached, when))
        return found.value


_OF_ITEMS = ("all", "any", "sum", "min", "max")


def _is_single(value: object) -> bool:
    return value is None or isinstance(value, bool)


def _of_items(codes: Codes, function: str, items: Sequence[Value]) -> Value | None:
    """What a function of a list gives whose items are written out."""
    if not items:
        return None
    if function in ("min", "max"):
        return numbers.function(codes, function, items) if len(items) > 1 else None
    if function == "sum":
        return numbers.total(items)
    if any(item.kind != "bool" for item in items):
        return None
    truths = [both(item.payload, negation(item.is_none)) for item in items]
    return Value("bool", both(*truths) if function == "all" else either(*truths))

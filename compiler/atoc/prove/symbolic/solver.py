"""The door to z3: terms in, verdicts and models out. No other module knows the solver.

Idea. The terms of a scope are lowered once, and asserted once or for one question, so that the solver keeps
what it has learnt (Nelson and Oppen, *Simplification by cooperating decision procedures*, 1979, is how such
solvers join truths, numbers and functions). Work is bounded in the solver's own units and never by a clock,
seeds are fixed, and each solver has a context of its own: a verdict is the same on every machine.

Example. ``x // y`` of Python is rounded downwards, z3's is such that the remainder is not negative; for a
negative divisor the two are the same of ``-x`` and ``-y``.

Cost. Loading z3 takes some 50 ms, so it is imported when the first question is put. A question takes at most
``MOST_UNITS``, all of a scope ``MOST_UNITS_IN_ALL``.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from atoc.prove.symbolic.terms import Constant, Formula, Operation, Term, Variable

MOST_UNITS = 3_000_000
"""How much work one question may take, in the solver's units: a few seconds at the very most."""
MOST_UNITS_IN_ALL = 100_000_000
"""How much all questions of a scope may take."""

Answer = Literal["possible", "impossible", "unknown"]
Value = bool | int | Fraction


class Solver:
    """One conversation with z3: what holds always, and questions beside it."""

    __slots__ = ("context", "functions", "left", "lowered", "solver", "values", "z3")

    def __init__(self) -> None:
        import z3

        self.z3: Any = z3
        self.context: Any = z3.Context()
        self.solver: Any = z3.SimpleSolver(ctx=self.context)
        self.solver.set("random_seed", 0)
        self.lowered: dict[int, tuple[Term, Any]] = {}
        self.functions: dict[tuple[str, ...], Any] = {}
        self.left = MOST_UNITS_IN_ALL
        self.values: dict[str, Any] = {}

    def add(self, formula: Formula) -> None:
        """Hold a formula true from here on, until the next :meth:`forget`."""
        self.solver.add(self._lowered(formula))

    def remember(self) -> None:
        """Begin what :meth:`forget` ends."""
        self.solver.push()

    def forget(self) -> None:
        """Drop what was added since :meth:`remember`."""
        self.solver.pop()

    def ask(self, formulas: Iterable[Formula] = ()) -> Answer:
        """Whether all that is held true can be so together, and with these formulas."""
        if self.left <= 0:
            return "unknown"
        before = self._units()
        self.solver.set("rlimit", min(MOST_UNITS, self.left))
        self.solver.push()
        try:
            for formula in formulas:
                self.solver.add(self._lowered(formula))
            answer = self._checked()
        finally:
            self.solver.pop()
        self.left -= max(1, self._units() - before)
        return answer

    def value(self, variable: Variable) -> Value:
        """What an unknown is in the example of the last question that was possible."""
        found = self.values.get(variable.name)
        if found is None:
            return False if variable.sort == "bool" else 0
        if variable.sort == "bool":
            return bool(self.z3.is_true(found))
        if variable.sort == "int":
            return int(found.as_long())
        exact = found if self.z3.is_rational_value(found) else found.approx(20)
        return Fraction(exact.numerator_as_long(), exact.denominator_as_long())

    def _checked(self) -> Answer:
        try:
            outcome = self.solver.check()
        except self.z3.Z3Exception:
            return "unknown"
        if outcome == self.z3.sat:
            model = self.solver.model()
            self.values = {each.name(): model[each] for each in model.decls() if each.arity() == 0}
            return "possible"
        return "impossible" if outcome == self.z3.unsat else "unknown"

    def _units(self) -> int:
        """The work that z3 has done so far."""
        statistics = self.solver.statistics()
        return next((int(count) for name, count in statistics if name == "rlimit count"), 0)

    def _lowered(self, term: Term) -> Any:
        """The term in z3's own form; without recursion, since a term may be as deep as there are views."""
        waiting = [term]
        while waiting:
            current = waiting[-1]
            parts = current.parts if isinstance(current, Operation) else ()
            missing = [part for part in parts if id(part) not in self.lowered]
            if id(current) in self.lowered:
                waiting.pop()
            elif missing:
                waiting.extend(missing)
            else:
                waiting.pop()
                self.lowered[id(current)] = current, self._made(current)
        return self.lowered[id(term)][1]

    def _made(self, term: Term) -> Any:
        match term:
            case Constant():
                return self._constant(term.value)
            case Variable():
                return self.z3.Const(term.name, self._sort(term.sort))
            case _:
                return self._operation(term, [self.lowered[id(part)][1] for part in term.parts])

    def _constant(self, value: Value) -> Any:
        match value:
            case bool():
                return self.z3.BoolVal(value, self.context)
            case int():
                return self.z3.IntVal(value, self.context)
            case _:
                return self.z3.RealVal(str(value), self.context)

    def _sort(self, sort: str) -> Any:
        sorts = {"bool": self.z3.BoolSort, "int": self.z3.IntSort, "real": self.z3.RealSort}
        return sorts[sort](self.context)

    def _operation(self, term: Operation, parts: list[Any]) -> Any:
        z3 = self.z3
        match term.operator:
            case "not":
                return z3.Not(parts[0], self.context)
            case "and":
                return z3.And(parts)
            case "or":
                return z3.Or(parts)
            case "if":
                return z3.If(parts[0], parts[1], parts[2], self.context)
            case "most":
                return z3.AtMost(*parts, term.limit)
            case "call":
                return self._function(term)(*parts)
            case "real":
                return z3.ToReal(parts[0])
            case "floor":
                return z3.ToInt(parts[0])
            case _:
                return self._arithmetic(term.operator, parts[0], parts[1])

    def _arithmetic(self, operator: str, left: Any, right: Any) -> Any:
        match operator:
            case "=":
                return left == right
            case "<":
                return left < right
            case "<=":
                return left <= right
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "//":
                return self.z3.If(right > 0, left / right, -left / -right, self.context)
            case _:
                return self.z3.If(right > 0, left % right, -(-left % -right), self.context)

    def _function(self, term: Operation) -> Any:
        sorts = (*(part.sort for part in term.parts), term.sort)
        key = (term.name, *sorts)
        if key not in self.functions:
            name = f"{term.name} {' '.join(sorts)}"
            self.functions[key] = self.z3.Function(name, *map(self._sort, sorts))
        return self.functions[key]

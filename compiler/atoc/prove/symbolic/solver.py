"""The door to z3: terms in, verdicts and models out. No other module knows the solver.

Idea. The terms of a scope are lowered once, and asserted once or for one question, so that the solver keeps
what it has learnt (Nelson and Oppen, *Simplification by cooperating decision procedures*, 1979, is how such
solvers join truths, numbers and functions). Work is bounded in the solver's own units and never by a clock,
seeds are fixed, and each solver has a context of its own: a verdict is the same on every machine.

Example. ``x // y`` of Python is rounded downwards, z3's is such that the remainder is not negative; for a
negative divisor the two are the same of ``-x`` and ``-y``.

Terms are lowered by z3's own functions in C: its Python operators cost ten times as much.

Cost. Loading z3 takes some 50 ms, so it is imported when the first question is put. A question takes at most
``MOST_UNITS``, all of a scope ``MOST_UNITS_IN_ALL``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from atoc.prove.symbolic.terms import Constant, Formula, Operation, Term, Variable

MOST_UNITS = 3_000_000
"""How much work one question may take, in the solver's units: a few seconds at the very most."""
MOST_UNITS_IN_ALL = 200_000_000
"""How much all questions of a scope may take."""

Answer = Literal["possible", "impossible", "unknown"]
Value = bool | int | Fraction


class Solver:
    """One conversation with z3: what holds always, and questions beside it."""

    __slots__ = ("context", "functions", "left", "lowered", "model", "own", "ref", "solver", "z3")

    def __init__(self) -> None:
        import z3

        untyped: Any = z3
        self.z3 = untyped
        self.own: Any = untyped.z3core
        self.context: Any = untyped.Context()
        self.ref: Any = self.context.ref()
        self.solver: Any = untyped.SimpleSolver(ctx=self.context)
        self.solver.set("random_seed", 0)
        self.lowered: dict[int, tuple[Term, Any]] = {}
        self.functions: dict[tuple[str, ...], Any] = {}
        self.left = MOST_UNITS_IN_ALL
        self.model: Any = None

    def add(self, formula: Formula) -> None:
        """Hold a formula true from here on, until the next :meth:`forget`."""
        self.own.Z3_solver_assert(self.ref, self.solver.solver, self._lowered(formula))

    def remember(self) -> None:
        """Begin what :meth:`forget` ends."""
        self.solver.push()

    def forget(self) -> None:
        """Drop what was added since :meth:`remember`."""
        self.solver.pop()

    def ask(self, *formulas: Formula) -> Answer:
        """Whether all that is held true can be so together, and with these formulas."""
        if self.left <= 0:
            return "unknown"
        self.solver.set("rlimit", min(MOST_UNITS, self.left))
        if not formulas:
            return self._checked()
        self.solver.push()
        try:
            for formula in formulas:
                self.add(formula)
            return self._checked()
        finally:
            self.solver.pop()

    def holds(self, formula: Formula) -> bool:
        """Whether a formula holds in the example of the last question that was possible."""
        found = (self.z3.Ast * 1)()
        self.own.Z3_model_eval(self.ref, self.model.model, self._lowered(formula), True, found)
        return bool(self.own.Z3_get_bool_value(self.ref, found[0]) == self.z3.Z3_L_TRUE)

    def value(self, term: Term) -> int | Fraction:
        """What a number is in the example of the last question that was possible."""
        expression = self.z3.ExprRef(self._lowered(term), self.context)
        found = self.model.eval(expression, model_completion=True)
        if term.sort == "int":
            return int(found.as_long())
        exact = found if self.z3.is_rational_value(found) else found.approx(20)
        return Fraction(exact.numerator_as_long(), exact.denominator_as_long())

    def _checked(self) -> Answer:
        try:
            outcome = self.solver.check()
        except self.z3.Z3Exception:
            return "unknown"
        finally:
            self.left = MOST_UNITS_IN_ALL - self._units()
        if outcome == self.z3.sat:
            self.model = self.solver.model()
            return "possible"
        return "impossible" if outcome == self.z3.unsat else "unknown"

    def _units(self) -> int:
        """The work that z3 has done so far."""
        statistics = self.solver.statistics()
        for index in reversed(range(len(statistics))):
            if self.own.Z3_stats_get_key(self.ref, statistics.stats, index) == "rlimit count":
                return int(self.own.Z3_stats_get_uint_value(self.ref, statistics.stats, index))
        return 0

    # Terms

    def _lowered(self, term: Term) -> Any:
        """The term in z3's own form; without recursion, since a term may be as deep as there are views."""
        waiting = [term]
        while waiting:
            current = waiting[-1]
            if id(current) in self.lowered:
                waiting.pop()
                continue
            parts = current.parts if isinstance(current, Operation) else ()
            missing = [part for part in parts if id(part) not in self.lowered]
            if missing:
                waiting.extend(missing)
                continue
            self.lowered[id(current)] = current, self._kept(self._made(current))
        return self.lowered[id(term)][1]

    def _made(self, term: Term) -> Any:
        match term:
            case Constant():
                return self._constant(term.value)
            case Variable():
                symbol = self.own.Z3_mk_string_symbol(self.ref, term.name)
                return self.own.Z3_mk_const(self.ref, symbol, self._sort(term.sort))
            case _:
                return self._operation(term, [self.lowered[id(part)][1] for part in term.parts])

    def _constant(self, value: Value) -> Any:
        match value:
            case True:
                return self.own.Z3_mk_true(self.ref)
            case False:
                return self.own.Z3_mk_false(self.ref)
            case _:
                sort = self._sort("int" if isinstance(value, int) else "real")
                return self.own.Z3_mk_numeral(self.ref, str(value), sort)

    def _sort(self, sort: str) -> Any:
        sorts = {"bool": self.z3.BoolSort, "int": self.z3.IntSort, "real": self.z3.RealSort}
        return sorts[sort](self.context).ast

    def _operation(self, term: Operation, parts: list[Any]) -> Any:
        own, ref, count = self.own, self.ref, len(parts)
        match term.operator:
            case "not":
                return own.Z3_mk_not(ref, parts[0])
            case "and":
                return own.Z3_mk_and(ref, count, self._array(parts))
            case "or":
                return own.Z3_mk_or(ref, count, self._array(parts))
            case "if":
                return own.Z3_mk_ite(ref, *parts)
            case "most":
                return own.Z3_mk_atmost(ref, count, self._array(parts), term.size)
            case "call":
                return own.Z3_mk_app(ref, self._function(term), count, self._array(parts))
            case "real":
                return own.Z3_mk_int2real(ref, parts[0])
            case "floor":
                return own.Z3_mk_real2int(ref, parts[0])
            case "=":
                return own.Z3_mk_eq(ref, *parts)
            case "<":
                return own.Z3_mk_lt(ref, *parts)
            case "<=":
                return own.Z3_mk_le(ref, *parts)
            case _:
                return self._arithmetic(term.operator, parts)

    def _arithmetic(self, operator: str, parts: list[Any]) -> Any:
        own, ref = self.own, self.ref
        match operator:
            case "+":
                return own.Z3_mk_add(ref, 2, self._array(parts))
            case "-":
                return own.Z3_mk_sub(ref, 2, self._array(parts))
            case "*":
                return own.Z3_mk_mul(ref, 2, self._array(parts))
            case _:
                return self._division(operator, *parts)

    def _division(self, operator: str, left: Any, right: Any) -> Any:
        own, ref = self.own, self.ref
        is_positive = self._kept(own.Z3_mk_gt(ref, right, self._kept(self._constant(0))))
        turned = [self._kept(own.Z3_mk_unary_minus(ref, part)) for part in (left, right)]
        make = own.Z3_mk_div if operator == "//" else own.Z3_mk_mod
        positive, negative = self._kept(make(ref, left, right)), self._kept(make(ref, *turned))
        if operator == "%":
            negative = self._kept(own.Z3_mk_unary_minus(ref, negative))
        return own.Z3_mk_ite(ref, is_positive, positive, negative)

    def _kept(self, made: Any) -> Any:
        """What z3 made, counted as used, so that it is not freed under our hands."""
        self.own.Z3_inc_ref(self.ref, made)
        return made

    def _array(self, parts: list[Any]) -> Any:
        return (self.z3.Ast * len(parts))(*parts)

    def _function(self, term: Operation) -> Any:
        sorts = (*(part.sort for part in term.parts), term.sort)
        key = (term.name, *sorts)
        if key not in self.functions:
            name = f"{term.name} {' '.join(sorts)}"
            made = self.z3.Function(
                name, *(self.z3.SortRef(self._sort(sort), self.context) for sort in sorts)
            )
            self.functions[key] = made
        return self.functions[key].ast

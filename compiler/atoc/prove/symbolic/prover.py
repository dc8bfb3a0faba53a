"""Questions put to the solver: is there a run that shows it, and which is the smallest?

Idea. The whole scope is encoded once where it is small and no order in it is free; else each cone is. All
questions go to one solver, which keeps what it has learnt about the scope.

Example. That no run leaves ``lr`` unset is proved where its formula, with all that holds of every run, is
impossible; where it is possible, ``smallest.py`` reads the command line off the solver's example.

Cost. Bounded by the solver's units (``solver.py``) and by ``MOST_CELLS``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from atoc.expr import Expression
from atoc.prove.activation.closure import ones
from atoc.prove.activation.cone import Cone, cone_of
from atoc.prove.activation.ladder import Survey
from atoc.prove.activation.witness import BoundReached
from atoc.prove.replaying.replay import Trial
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.order import steps_of
from atoc.prove.symbolic.runs import Language, Run
from atoc.prove.symbolic.smallest import Smallest, Words
from atoc.prove.symbolic.solver import Answer, Solver
from atoc.prove.symbolic.terms import Formula, both, either, negation

MOST_CELLS = 400_000
"""How many fields times views an encoding may have."""
MOST_TRIED = 6
"""How many examples of the solver are tried by a run before the question stays open."""

Asks = Callable[[Encoding], Formula]
"""What is looked for, as a formula over an encoding."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that was put: the answer, and where there is one, the search for runs that show it."""

    answer: Answer
    search: Smallest | None
    encoding: Encoding

    def examples(self) -> Iterator[Trial]:
        """Runs that should show it, in no order; the caller tries them, and stops where one does."""
        return self._found(Smallest.any)

    def smallest(self) -> Iterator[Trial]:
        """Runs that should show it, smallest first; the caller tries them, and stops where one does."""
        return self._found(Smallest.next)

    def order(self) -> list[list[int]]:
        """Each knot of views in the order of the example that was found last."""
        run, search = self.encoding.run, self.search
        return [] if search is None else [search.order_of(run, knot) for knot in run.knots.all]

    def _found(self, next: Callable[[Smallest], Trial | None]) -> Iterator[Trial]:
        for _ in range(MOST_TRIED if self.search else 0):
            trial = next(self.search) if self.search else None
            if trial is not None:
                yield trial


class Prover:
    """The solver with the encodings of one scope."""

    __slots__ = ("_language", "_solver", "_told", "_words", "encodings", "survey", "whole")

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self._language: Language | None = None
        self.encodings: dict[tuple[object, ...], Encoding] = {}
        self.whole: Run | None = None
        self._solver: Solver | None = None
        self._told = [0, 0]
        self._words: dict[tuple[tuple[str, ...], int], Words] = {}

    @property
    def language(self) -> Language:
        """What all encodings share, made when the first question is put."""
        if self._language is None:
            self._language = Language.of(self.survey)
        return self._language

    def encoding(self, cone: Cone, ties: frozenset[int], settled: int = 0) -> Encoding:
        """The encoding of a cone in which the order of these pairs of views is free.

        Raises ``BoundReached`` where it would be too large.
        """
        key = (cone.fields, cone.views, ties, settled)
        if key not in self.encodings:
            self.encodings[key] = self._encoded(cone, ties, settled)
        return self.encodings[key]

    def _encoded(self, cone: Cone, ties: frozenset[int], settled: int) -> Encoding:
        if len(cone.fields) * (1 + cone.views.bit_count()) > MOST_CELLS:
            raise BoundReached
        if not settled and not ties:
            whole = self._whole()
            steps = steps_of(self.survey, cone.views, ())
            return Encoding(whole or Run(self.language, cone, steps), cone)
        steps = steps_of(self.survey, cone.views, ties, settled)
        if not settled:
            return Encoding(Run(self.language, cone, steps), cone)
        exchanged = Encoding(Run(self.language, cone, steps, settled), cone)
        return Encoding(Run(self.language, cone, steps), cone, exchanged)

    def _whole(self) -> Run | None:
        """The runs of the whole scope, if they are not too many to be said at once."""
        if self.whole is None:
            cone = cone_of(self.survey, self.survey.scope.fields, self.survey.views)
            if len(cone.fields) * (1 + cone.views.bit_count()) > MOST_CELLS:
                return None
            self.whole = Run(self.language, cone, steps_of(self.survey, cone.views, ()))
        return self.whole

    def question(self, encoding: Encoding, asks: Asks, required: int) -> Formula:
        """The whole formula of a question: what is asked, of a selection with all that is required."""
        return both(asks(encoding), *(encoding.active(i) for i in ones(required)), encoding.rules)

    @contextmanager
    def asking(self, encoding: Encoding, question: Formula, required: int) -> Generator[Asking, None, None]:
        """Put a question, and look at what shows it while the solver has it in mind."""
        with self._holding(question) as solver:
            answer = solver.ask()
            search = self._search(encoding, question, required) if answer == "possible" else None
            yield Asking(answer, search, encoding)

    @contextmanager
    def asking_for_smallest(
        self, encoding: Encoding, question: Formula, required: int
    ) -> Generator[Asking, None, None]:
        """The same, where the smallest example is wanted: it may have no words but those that are sure."""
        with self._holding(question) as solver:
            search = self._search(encoding, question, required)
            answer = "possible" if search.is_of_sure_words() else solver.ask()
            yield Asking(answer, search if answer == "possible" else None, encoding)

    @contextmanager
    def _holding(self, question: Formula) -> Generator[Solver, None, None]:
        solver = self._ready()
        solver.remember()
        try:
            solver.add(question)
            yield solver
        finally:
            solver.forget()

    def _search(self, encoding: Encoding, question: Formula, required: int) -> Smallest:
        """The search for examples of a question that the solver has in mind."""
        views = encoding.cone.views | required
        key = (encoding.cone.fields, views)
        if key not in self._words:
            self._words[key] = Words.of(self.language, encoding.cone.fields, views)
        return Smallest(self.language, self._ready(), self._words[key], question)

    def always_holds(self, condition: Expression) -> bool:
        """Whether a condition holds for any values that the fields which it reads can have."""
        language = self.language
        state = {path: language.anyhow(path) for path in condition.reads}
        found = language.translated(condition, state)
        return self._ready().ask(either(found.fails, negation(found.condition))) == "impossible"

    def excludes(self, first: Expression, second: Expression) -> bool:
        """Whether two conditions never hold together, for any values that the fields they read can have."""
        language = self.language
        state = {path: language.anyhow(path) for path in (*first.reads, *second.reads) if language.has(path)}
        conditions = [language.translated(each, state) for each in (first, second)]
        hold = (both(each.condition, negation(each.fails)) for each in conditions)
        return self._ready().ask(*hold) == "impossible"

    def _ready(self) -> Solver:
        """The solver, told all that has come to be known."""
        if self._solver is None:
            self._solver = Solver()
            self._solver.add(self.language.selections.valid())
        for index, axioms in enumerate((self.language.axioms, self.language.tables.axioms)):
            for axiom in axioms[self._told[index] :]:
                self._solver.add(axiom)
            self._told[index] = len(axioms)
        return self._solver

"""One encoding for all questions: every run of a cone as formulas, and what can be asked of it.

A question is a formula over an :class:`Encoding`. ``inquiry.asks(encoding)`` gives it; the laboratory adds
that the selection is valid and that all required views are active, and nothing else. So a question about
configs must say ``encoding.gives_config`` itself, and one about failures must not.

Example. That a run leaves ``lr`` without a value::

    both(encoding.gives_config, negation(encoding.state("end")["lr"].is_set))

Cost. Made once a cone, and shared by its questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from atoc.expr import Expression
from atoc.prove.activation.cone import Cone
from atoc.prove.activation.ladder import Survey
from atoc.prove.symbolic.cells import Cell, kind_of, known, same_cell
from atoc.prove.symbolic.runs import Phase, Run, Site, State
from atoc.prove.symbolic.terms import FALSE, TRUE, Formula, both, either, negation, truth
from atoc.prove.symbolic.translate import Translated


class Encoding:
    """Every run of a cone. Views are named by their bit in ``survey``, fields by their path.

    ``exchanged`` is the same with the two views of ``settled`` in each other's place; None without these.
    """

    __slots__ = ("cone", "exchanged", "gives_config", "run", "sites")

    def __init__(self, run: Run, cone: Cone, exchanged: Encoding | None = None) -> None:
        self.run = run
        self.cone = cone
        self.exchanged = exchanged
        self.sites: tuple[Site, ...] = tuple(site for site in run.sites if self._holds(site))
        """Every expression of the cone in the order in which a run works them out."""
        self.gives_config: Formula = negation(either(*(site.fails for site in self.sites)))
        """That nothing of the cone fails."""

    @property
    def survey(self) -> Survey:
        """The scope."""
        return self.run.language.survey

    def named(self, view: int) -> Formula:
        """That a view is named."""
        return self.run.language.selections.named[view]

    def active(self, view: int) -> Formula:
        """That a view is active; any view of the scope may be asked for."""
        return self.run.language.selections.active(view)

    def applied(self, view: int) -> Formula:
        """That a view of the cone is active and its condition holds."""
        return self.run.applied[view]

    def given(self, path: str) -> Formula:
        """That a field is given from outside; any field of the scope may be asked for."""
        return self.run.language.given(path)

    def knot_of(self, view: int) -> int:
        """The views with which one stands in a knot."""
        return self.run.knots.of(view)

    def is_before(self, one: int, other: int) -> Formula:
        """That a view comes before another, where that is decided: what is free may be taken as one likes."""
        if self.survey.is_after(one, other) or self.survey.is_after(other, one):
            return truth(self.survey.is_after(other, one))
        return self.run.knots.is_before(one, other) if self.knot_of(one) >> other & 1 else FALSE

    def state(self, phase: Phase) -> State:
        """The fields of the cone after a phase: ``default``, ``eager``, ``outside``, ``lazy`` or ``end``."""
        return self.run.states[phase]

    def before(self, view: int) -> State:
        """The fields of the cone as a view of it finds them."""
        return self.run.before[view]

    def written(self, view: int, path: str) -> Cell:
        """What a view of the cone writes to a field of it where it applies."""
        return self.run.written[view, path]

    def outside(self, path: str) -> Cell:
        """The outside value of a field, if one is given; any field of the scope may be asked for."""
        return self.run.language.free(path)

    def constant(self, path: str, value: object) -> Cell:
        """A field that has a value which is written out."""
        kind = kind_of(self.survey.scope.fields[path].type)
        return Cell(TRUE, known(self.run.language.codes, value, kind))

    def exists(self, path: str, state: State) -> Formula:
        """That a field is there: always, but for one of a variant that is not the current one."""
        return self.run.language.exists(path, state)

    def has(self, path: str, values: Iterable[object], state: State) -> Formula:
        """That a field of the cone has one of these values."""
        return self.run.language.is_one_of(state[path], values)

    def _holds(self, site: Site) -> bool:
        """Whether a site of the run, which may be that of a larger cone, is of this cone."""
        is_of_view = site.view is None or self.cone.views >> site.view & 1
        return bool(is_of_view) and (site.path is None or site.path in self.cone.fields)

    @property
    def rules(self) -> Formula:
        """What holds of the order in every run."""
        return both(*self.run.rules, *(self.exchanged.run.rules if self.exchanged else ()))

    def sites_of(self, view: int | None, path: str | None) -> Iterator[Site]:
        """An expression wherever a run may work it out: once in each place of a view whose order is free.

        The condition of a view has no path, a computed default no view.
        """
        return (site for site in self.sites if (site.view, site.path) == (view, path))

    def value_of(self, expression: Expression, state: State) -> Translated:
        """An expression over a state, with the ways in which it fails; it must read fields of the cone."""
        return self.run.language.translated(expression, state)

    def same(self, first: State, second: State, paths: Iterable[str]) -> Formula:
        """That fields have the same values in two states, or none in both."""
        codes = self.run.language.codes
        return both(*(same_cell(codes, first[path], second[path]) for path in paths))

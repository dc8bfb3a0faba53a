"""All runs of a cone at once: the state of its fields after each step, as formulas.

Idea. The phases of the language follow each other as in ``ato.config``, but what is written is a choice: a
view leaves its value where it is active and its condition holds, and what stood there before elsewhere; an
outside value stands where it is given. Every expression is a *site* with the ways in which it fails. The
model is that of bounded model checking (Biere, Cimatti, Clarke, Zhu, *Symbolic model checking without BDDs*,
1999), with one step a view.

Example. ``low`` sets ``lr`` to 1 and ``high`` sets it to ``${lr * 2}``: after them ``lr`` is ``choose(high,
choose(low, 1, 0) * 2, choose(low, 1, 0))``, if 0 is the default.

Cost. A few nodes a write; in a knot of ``n`` views each write ``n`` times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from atoc.expr import Expression
from atoc.program import Known, Write
from atoc.prove.activation.cone import Cone
from atoc.prove.activation.ladder import Survey, may_write
from atoc.prove.symbolic.cells import Cell, Value, choose_cell, empty_cell, free_cell, kind_of, known, stored
from atoc.prove.symbolic.codes import Codes
from atoc.prove.symbolic.knots import Knots
from atoc.prove.symbolic.order import Step
from atoc.prove.symbolic.selections import Selections
from atoc.prove.symbolic.tables import Tables
from atoc.prove.symbolic.terms import (
    FALSE,
    TRUE,
    Formula,
    Variable,
    both,
    choose,
    either,
    equal,
    implies,
    negation,
)
from atoc.prove.symbolic.translate import Translated, translate

State = Mapping[str, Cell]
"""The fields of a cone at some time, by path."""
Phase = Literal["default", "eager", "outside", "lazy", "end"]
SiteKind = Literal["when", "write", "default"]


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """An expression that a run works out: the condition of a view, a write of it, or a computed default.

    It is worked out where ``reached`` holds, unless a run ended before. ``early`` are the computed defaults
    that are worked out for it from what is there so far, and ``state`` is what it then reads.
    """

    kind: SiteKind
    expression: Expression
    reached: Formula
    translated: Translated
    view: int | None = None
    path: str | None = None
    refused: Formula = FALSE
    """That the field does not take the value."""
    early: tuple[Site, ...] = ()
    state: State = field(default_factory=dict[str, Cell])

    @property
    def fails(self) -> Formula:
        """That it gives no value, or one that is not taken."""
        return both(self.reached, either(self.translated.fails, self.refused))


@dataclass(slots=True)
class Language:
    """What all runs of a scope share: the views, the codes, and what is known of unknowns.

    ``axioms`` hold in every run; whoever asks a solver must tell it those that are new.
    """

    survey: Survey
    codes: Codes
    tables: Tables
    selections: Selections
    axioms: list[Formula] = field(default_factory=list[Formula])
    outside: dict[str, Cell] = field(default_factory=dict[str, Cell])
    is_given: dict[str, Formula] = field(default_factory=dict[str, Formula])
    worked_out: dict[tuple[int, ...], tuple[Translated, tuple[Cell, ...]]] = field(
        default_factory=dict[tuple[int, ...], tuple[Translated, tuple[Cell, ...]]]
    )

    @classmethod
    def of(cls, survey: Survey) -> Language:
        """That of a scope."""
        codes = Codes(survey.scope)
        return cls(survey, codes, Tables(codes), Selections(survey))

    def given(self, path: str) -> Formula:
        """That a field is given from outside."""
        if path not in self.is_given:
            declared = self.survey.scope.fields[path].member.runtime
            self.is_given[path] = FALSE if declared.final else Variable(f"{path} is given", "bool")
        return self.is_given[path]

    def free(self, path: str) -> Cell:
        """The outside value of a field."""
        if path not in self.outside:
            cell, axiom = free_cell(self.codes, self.survey.scope.fields[path], f"{path} from outside")
            self.axioms.append(axiom)
            self.outside[path] = cell
        return self.outside[path]

    def anyhow(self, path: str) -> Cell:
        """A field that has any value at all, however it came by it."""
        name = f"{path} anyhow"
        if name not in self.outside:
            cell, axiom = free_cell(self.codes, self.survey.scope.fields[path], name)
            self.axioms.append(axiom)
            self.outside[name] = cell
        return self.outside[name]

    def has(self, path: str) -> bool:
        """Whether it is a field of the scope."""
        return path in self.survey.scope.fields

    def translated(self, tree: Expression, state: State) -> Translated:
        """The expression over a state; worked out once for what it reads there."""
        cells = tuple(state[path] for path in self._read_by(tree) if path in state)
        key = (id(tree), *map(id, cells))
        if key not in self.worked_out:
            found = translate(tree, lambda path: self.read(path, state), self.codes, self.tables)
            self.worked_out[key] = found, cells  # kept, so that no other cell can have its id
        return self.worked_out[key][0]

    def _read_by(self, tree: Expression) -> Iterator[str]:
        fields = self.survey.scope.fields
        for path in tree.reads:
            yield path
            yield from (guard.path for guard in fields[path].guards) if path in fields else ()

    def read(self, path: str, state: State) -> Cell:
        """A field as an expression reads it: where its variant is the current one."""
        if path in state:
            cell = state[path]
            return Cell(both(cell.is_set, self.exists(path, state)), cell.value)
        if path in self.survey.scope.fields:
            return self.free(path)
        is_set, is_none = (Variable(f"{path} {what} elsewhere", "bool") for what in ("is set", "is none"))
        return Cell(is_set, Value("opaque", Variable(f"{path} elsewhere", "int"), is_none))

    def exists(self, path: str, state: State) -> Formula:
        """That the struct of a field is the current one of its variant."""
        scope = self.survey.scope
        found = scope.fields.get(path)
        guards = () if found is None else found.guards
        return both(
            *(self.is_one_of(state[guard.path], guard.values) for guard in guards if guard.path in state)
        )

    def is_one_of(self, cell: Cell, values: Iterable[object]) -> Formula:
        """That a field has one of the values that are written out."""
        return either(*(self._is(cell, value) for value in values))

    def _is(self, cell: Cell, value: object) -> Formula:
        written = known(self.codes, value, cell.value.kind)
        return both(cell.is_set, negation(cell.is_none), equal(cell.payload, written.payload))


class Run:
    """Every run of a cone, through its phases.

    ``states`` are those after each phase, ``before`` those that the views read, ``applied`` and ``active``
    the views, ``written`` what each would write, ``sites`` the expressions in their order. Views are named by
    their bit.
    """

    __slots__ = (
        "active", "applied", "before", "cone", "knots", "language", "rules", "sites", "states",
        "written",
    )  # fmt: skip

    def __init__(self, language: Language, cone: Cone, steps: tuple[Step, ...], flip: int = 0) -> None:
        self.language = language
        self.cone = cone
        self.states: dict[Phase, State] = {}
        self.before: dict[int, State] = {}
        self.active: dict[int, Formula] = {}
        self.applied: dict[int, Formula] = {}
        self.written: dict[tuple[int, str], Cell] = {}
        self.sites: list[Site] = []
        self.rules: list[Formula] = []
        self.knots = Knots(language.survey, [step for step in steps if len(step.views) > 1], flip)
        self._through(steps)

    def _through(self, steps: tuple[Step, ...]) -> None:
        views = self.language.survey.views
        state = self.states["default"] = self._defaults()
        for step in steps:
            if not views[step.views[0]].lazy:
                state = self._applied_step(step, state)
        self.states["eager"] = state
        state = self.states["outside"] = self._with_outside(state)
        for step in steps:
            if views[step.views[0]].lazy:
                state = self._applied_step(step, state)
        self.states["lazy"] = state
        self.states["end"] = self._with_defaults(state)
        self.rules.extend(self._may_be_given(path) for path in self.cone.fields)

    def _defaults(self) -> State:
        fields, codes = self.language.survey.scope.fields, self.language.codes
        cells: dict[str, Cell] = {}
        for path in self.cone.fields:
            default = fields[path].default
            cells[path] = (
                Cell(TRUE, known(codes, default.value, kind_of(fields[path].type)))
                if isinstance(default, Known)
                else empty_cell(fields[path])
            )
        return cells

    def _with_outside(self, state: State) -> State:
        language = self.language
        return {
            path: choose_cell(language.codes, language.given(path), language.free(path), cell)
            if language.given(path) is not FALSE
            else cell
            for path, cell in state.items()
        }

    def _may_be_given(self, path: str) -> Formula:
        """That a field is given only where it is there before the lazy views.

        Where nothing has set a discriminator by then, it is after them that the field has to be there.
        """
        language, before, after = self.language, self.states["outside"], self.states["lazy"]
        guards = [guard.path for guard in language.survey.scope.fields[path].guards]
        unknown = either(*(negation(before[guard].is_set) for guard in guards if guard in before))
        is_there = either(language.exists(path, before), both(unknown, language.exists(path, after)))
        return implies(language.given(path), is_there) if guards else TRUE

    # Views

    def _applied_step(self, step: Step, state: State) -> State:
        if len(step.views) != 1:
            through = self._through_ranks if step.is_ranked else self._through_knot
            return through(step.views, state)
        (view,) = step.views
        self.active[view] = self.language.selections.active(view)
        self.before[view] = state
        self.applied[view], state, sites = self._apply(view, state, TRUE)
        self.sites.extend(sites)
        return state

    def _apply(self, number: int, state: State, here: Formula) -> tuple[Formula, State, list[Site]]:
        """One view on a state: whether it applies, what it leaves, and what it works out where ``here``."""
        view = self.language.survey.views[number]
        reached = both(here, self.language.selections.active(number))
        applied, sites = reached, list[Site]()
        if view.when is not None:
            filled, early = self._filled(state, view.when)
            when = self.language.translated(view.when, filled)
            seen: State = filled if early else {}
            sites.append(Site("when", view.when, reached, when, number, early=early, state=seen))
            applied = both(reached, when.condition, negation(when.fails))
        written = dict(state)
        writes = [write for write in view.writes if write.path in state and may_write(view, write.field)]
        for write in sorted(writes, key=lambda write: isinstance(write.value, Expression)):
            new, site = self._written(number, write, written, applied)
            sites.extend(() if site is None else (site,))
            old = self.written.get((number, write.path), new)
            self.written[number, write.path] = choose_cell(self.language.codes, here, new, old)
            written[write.path] = choose_cell(self.language.codes, applied, new, state[write.path])
        return applied, written, sites

    def _written(self, number: int, write: Write, state: State, applied: Formula) -> tuple[Cell, Site | None]:
        codes = self.language.codes
        if isinstance(write.value, Known):
            return Cell(TRUE, known(codes, write.value.value, kind_of(write.field.type))), None
        filled, early = self._filled(state, write.value)
        translated = self.language.translated(write.value, filled)
        value, refused = stored(codes, write.field, translated.value)
        seen: State = filled if early else {}
        site = Site("write", write.value, applied, translated, number, write.path, refused, early, seen)
        return Cell(TRUE, value), site

    # Knots

    def _through_knot(self, views: tuple[int, ...], state: State) -> State:
        """Each of these views in one of as many places; in the flipped run two have changed theirs."""
        places = range(len(views))
        self.rules.extend(self.knots.places(views))
        applied: dict[int, list[Formula]] = {view: [] for view in views}
        before: dict[int, State] = {}
        for place in places:
            after: State = state
            for view in views:
                here = self.knots.stands(view, place, views)
                holds, left, sites = self._apply(view, state, here)
                applied[view].append(holds)
                self.sites.extend(sites)
                after = self._chosen(here, left, after)
                before[view] = self._chosen(here, state, before.get(view, state))
            state = after
        for view in views:
            self.active[view] = self.language.selections.active(view)
            self.applied[view] = either(*applied[view])
            self.before[view] = before[view]
        return state

    def _through_ranks(self, views: tuple[int, ...], state: State) -> State:
        """Views that read nothing of each other: of each field the last that applies leaves its value."""
        self.rules.extend(self.knots.ranks(views))
        for view in views:
            self.active[view] = self.language.selections.active(view)
            self.before[view] = state
            self.applied[view], _, sites = self._apply(view, state, TRUE)
            self.sites.extend(sites)
        return {path: self._last_of(views, path, cell) for path, cell in state.items()}

    def _last_of(self, views: tuple[int, ...], path: str, cell: Cell) -> Cell:
        """What the last of ranked views that apply leaves in a field."""
        writers = [view for view in views if (view, path) in self.written]
        for view in writers:
            over = (both(self.applied[i], self.knots.is_before(view, i)) for i in writers if i != view)
            is_last = both(self.applied[view], negation(either(*over)))
            cell = choose_cell(self.language.codes, is_last, self.written[view, path], cell)
        return cell

    def _chosen(self, here: Formula, then: State, otherwise: State) -> State:
        codes = self.language.codes
        return {
            path: cell if cell is otherwise[path] else choose_cell(codes, here, cell, otherwise[path])
            for path, cell in then.items()
        }

    # Computed defaults

    def _filled(self, state: State, expression: Expression) -> tuple[State, tuple[Site, ...]]:
        """The state where computed defaults have a value by what is there so far, if any is read."""
        computed = self.language.survey.scope.computed
        if not any(path in computed for path in expression.reads):
            return state, ()
        filled, early = dict(state), list[Site]()
        for path in computed:
            if path in filled:
                filled[path], site = self._by_default(path, filled)
                early.extend(() if site is None else (site,))
        return filled, tuple(early)

    def _with_defaults(self, state: State) -> State:
        filled = dict(state)
        for path in self.language.survey.scope.computed:
            if path in filled:
                filled[path], site = self._by_default(path, filled)
                self.sites.extend(() if site is None else (site,))
        return filled

    def _by_default(self, path: str, state: State) -> tuple[Cell, Site | None]:
        """A field with its computed default where nothing set it; unset where the default has no value."""
        field, cell = self.language.survey.scope.fields[path], state[path]
        if not isinstance(field.default, Expression) or cell.is_set is TRUE:
            return cell, None
        translated = self.language.translated(field.default, state)
        value, refused = stored(self.language.codes, field, translated.value)
        refused = both(refused, negation(translated.absent))
        is_worked_out = negation(either(translated.fails, refused, translated.absent))
        unset = negation(cell.is_set)
        site = Site("default", field.default, unset, translated, None, path, refused)
        new = choose_cell(self.language.codes, cell.is_set, cell, Cell(TRUE, value))
        return Cell(choose(cell.is_set, TRUE, is_worked_out), new.value), site

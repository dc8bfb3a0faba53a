"""The runs of a search, rehearsed: each point composed by the runtime, and its asserts looked at.

Inputs come with the command that starts a search, and are not known here. Where a condition hangs on one, or
on what else only a run can tell, a run that is refused shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ato.config as ato
from ato.config import _search as runtime
from ato.config.composing._compose import Request, replay
from ato.config.outside._outside import COMMAND_LINE, Outside
from ato.config.types._values import UNKNOWN
from atoc.expr import EvaluationError, Expression, UnforeseenError, evaluate
from atoc.program import Assert, Dimension, Scope, Search, View
from atoc.prove.replaying.replay import schema_of
from atoc.prove.replaying.spelling import word_of
from atoc.prove.searches.cuts import Uses
from atoc.prove.searches.points import Points, points_of


@dataclass(frozen=True, slots=True)
class Run:
    """A point or a part of it: the views to name, and values by path with the words that give them."""

    named: tuple[str, ...]
    given: tuple[tuple[str, object, str], ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The command line."""
        return (*self.named, *(word for _, _, word in self.given))

    def only(self, words: Collection[str]) -> Run:
        """The run that has these of the words alone."""
        named = tuple(name for name in self.named if name in words)
        return Run(named, tuple(given for given in self.given if given[2] in words))

    def by_alphabet(self) -> Run:
        """The same run with its views, and then its values, in the order of the alphabet."""
        return Run(tuple(sorted(self.named)), tuple(sorted(self.given, key=lambda given: given[2])))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a run fails: an assert that it breaks, or what the runtime says of ``subject``."""

    why: str
    subject: str = ""
    broken: Assert | None = None

    @property
    def kind(self) -> object:
        """What two reasons have in common that only differ in the values that they quote."""
        return self.broken or (self.subject, self.why.partition(": ")[0])

    @property
    def said(self) -> str:
        """The subject and what is said of it, which may name it or its key itself."""
        key = self.subject.partition("=")[0]
        is_named = not key or any(f"'{name}'" in self.why for name in (key, self.subject))
        return self.why if is_named else f"'{self.subject}' {self.why}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of a run: why it is refused, without what is told elsewhere; ``is_open`` tells that only the
    run itself can tell.
    """

    reasons: tuple[Reason, ...] = ()
    is_refused: bool = False
    is_open: bool = False


class Rehearsal:
    """A search with the schema that its runs are composed by.

    Problems about the ``told`` subjects are told elsewhere.
    """

    def __init__(self, scope: Scope, search: Search, told: frozenset[str]) -> None:
        self.scope = scope
        self.search = search
        self.told = told
        self.schema = schema_of(scope)
        self.runtime = as_runtime(search, search.space)
        active = tuple(_active(scope, search, self.schema))
        given = {path for path, dimension in search.space.items() if dimension.when is None}
        self.inputs = tuple(
            path
            for path, field in scope.fields.items()
            if field.member.runtime.input and field.default is None and path not in given
        )
        self.uses = _uses(scope, search, active, self.inputs)
        self.hangs = _hangs(scope, active, tuple(_expressions(scope, active)), self.inputs)

    def points(self, most: int) -> Points:
        """The points to try."""
        guards = {guard.path for field in self.scope.fields.values() for guard in field.guards}
        return points_of(self.search, self.search.space, self.uses, most, guards)

    def run(self, point: Mapping[str, object]) -> Run:
        """The run that a point asks for. Raises ``ConfigError`` if a condition of the space has no value."""
        taken = self.runtime.active(point)
        views: Any = point[runtime.VIEW] if runtime.VIEW in taken else ()
        return Run(
            tuple(dict.fromkeys((*self.search.views, *(self.search.prefix + name for name in views)))),
            tuple(
                (path, point[path], self.word(path, point[path])) for path in taken if path != runtime.VIEW
            ),
        )

    def word(self, path: str, value: object) -> str:
        """The word that gives a field a value."""
        return word_of(self.scope.fields[path], value)

    def outcome(self, run: Run) -> Outcome:
        """What comes of a run."""
        leaves = self.schema.leaves
        given = [Outside(leaves[path], value, COMMAND_LINE, word) for path, value, word in run.given]
        known = {path for path, _, _ in run.given}
        given += [
            Outside(leaves[path], UNKNOWN, COMMAND_LINE, "") for path in self.inputs if path not in known
        ]
        try:
            config, _ = replay(Request(self.schema, run.named, tuple(given)))
        except ato.ConfigError as error:
            return self._refused(error)
        judged = [self._judged(each, config) for each in self.scope.asserts]
        reasons = tuple(each for each in judged if isinstance(each, Reason))
        return Outcome(reasons, bool(reasons), is_open=not reasons and None in judged)

    def _refused(self, error: ato.ConfigError) -> Outcome:
        if self.hangs:
            return Outcome(is_open=True)
        problems = [problem for problem in error.problems if problem.subject not in self.told]
        return Outcome(tuple(Reason(each.message, each.subject) for each in problems), is_refused=True)

    def _judged(self, each: Assert, config: ato.Config) -> Reason | bool | None:
        """Why a config breaks an assert; true if it keeps it, None if only a run can tell."""
        try:
            holds = evaluate(each.that, _reading(config, self.scope))
        except UnforeseenError:
            return None
        except EvaluationError as error:
            return Reason(f"the assert cannot be worked out: {error}", broken=each)
        return True if holds is True else Reason(each.message or f"`{each.that.text}`", broken=each)


def as_runtime(search: Search, paths: Collection[str]) -> ato.Search:
    """The search as a run has it, with these dimensions of its space."""
    return ato.Search(
        search.name,
        metric=search.metric,
        mode=search.mode,
        method=search.method,
        space={path: _dimension(search.space[path]) for path in search.space if path in paths},
        views=search.views,
        trials=search.trials,
        seed=search.seed,
    )


def _dimension(dimension: Dimension) -> runtime.Dimension:
    domain = ato.Choice(None) if dimension.domain is None else dimension.domain
    return domain if dimension.when is None else runtime.under(domain, _condition(dimension.when))


def _condition(expression: Expression) -> Callable[[Any], bool]:
    def holds(point: Any) -> bool:
        try:
            return evaluate(expression, lambda path: getattr(point, path)) is True
        except EvaluationError as error:
            raise ValueError(str(error)) from None

    return holds


def _attribute(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = getattr(value, name)
    return value


def _reading(config: ato.Config, scope: Scope) -> Callable[[str], object]:
    def read(path: str) -> object:
        value = _attribute(config, path) if path in scope.fields else UNKNOWN
        if value is UNKNOWN:
            raise UnforeseenError(path)
        return value

    return read


def _active(scope: Scope, search: Search, schema: ato.Schema) -> Iterator[View]:
    """The views that are active in some run of the search."""
    found: set[str] = set()
    for names in choices_of(search):
        try:
            selection = schema.select(tuple(dict.fromkeys((*search.views, *names))))
        except ato.ConfigError:
            continue
        found.update(view.name for view in (*selection.eager, *selection.lazy))
    return (view for name, view in scope.views.items() if name in found)


def choices_of(search: Search) -> tuple[tuple[str, ...], ...]:
    """The lists of views that ``view`` chooses among; the empty one alone where it is no dimension, and
    beside the others where it need not take part.
    """
    dimension = search.space.get(runtime.VIEW)
    domain = None if dimension is None else dimension.domain
    listed: Any = domain.values if isinstance(domain, ato.Choice) else ((),)
    is_there = dimension is None or dimension.when is None
    named = tuple(tuple(search.prefix + name for name in names) for names in listed)
    return named if is_there else ((), *named)


def _expressions(scope: Scope, active: Collection[View]) -> Iterator[Expression]:
    """All that runs work out."""
    for path in scope.computed:
        default = scope.fields[path].default
        if isinstance(default, Expression):
            yield default
    for view in active:
        if view.when is not None:
            yield view.when
        yield from (write.value for write in view.writes if isinstance(write.value, Expression))
    yield from (each.that for each in scope.asserts)


def _uses(scope: Scope, search: Search, active: Collection[View], inputs: Collection[str]) -> Uses:
    """What can be done with the values of dimensions: eager views come before them, and see none."""
    late = [view for view in active if view.lazy]
    whens = (*(view.when for view in late), *(dimension.when for dimension in search.space.values()))
    defaults = [(path, field.default) for path, field in scope.fields.items() if field.default is not None]
    eager = (write for view in active if not view.lazy for write in view.writes)
    return Uses(
        (*(when for when in whens if when is not None), *(each.that for each in scope.asserts)),
        (
            *((write.path, write.value) for view in late for write in view.writes),
            *((path, default) for path, default in defaults if isinstance(default, Expression)),
        ),
        (
            *((path, default) for path, default in defaults if not isinstance(default, Expression)),
            *((write.path, write.value) for write in eager),
        ),
        scope.fields,
        frozenset((*search.space, *inputs)),
    )


def _hangs(
    scope: Scope, active: Collection[View], readers: Collection[Expression], inputs: Collection[str]
) -> bool:
    """Whether a run may be refused for what is not known here: an input, a resolver, a scope that is lost."""
    if any(path not in scope.fields for reader in readers for path in reader.reads):
        return True
    written = [(path, scope.fields[path].default) for path in scope.computed]
    pairs = [*written, *((write.path, write.value) for view in active for write in view.writes)]
    equations = [(path, value) for path, value in pairs if isinstance(value, Expression)]
    unsure = set(inputs)
    size = -1
    while size < len(unsure):
        size = len(unsure)
        unsure.update(path for path, value in equations if value.impure or not unsure.isdisjoint(value.reads))
    whens = (view.when for view in active if view.when is not None)
    return any(when.impure or not unsure.isdisjoint(when.reads) for when in whens)

"""The expressions of a scope as functions of a config, which tell where and how they fail.

Idea. The runtime catches what an expression raises, and reports a sentence. A proof must know more: which
expression it was, which part of it, and why. So every expression is handed to the runtime as an
``Evaluation`` that knows its ``Site``, and ``failure_of`` takes apart again what the runtime has caught.

Example. ``steps: ${total // batch}`` in the view ``fast`` fails with ``batch`` 0::

    Failure(Site("fast", "steps"), "division", <the place of `total // batch`>)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import ato.config as ato
from ato.config.types._values import UNKNOWN
from atoc.expr import EvaluationError, Expression, Tree, UnforeseenError, evaluate, foreign_names, walk
from atoc.expr.tree import Conditional, Logic, Name, children
from atoc.span import Span

Kind = Literal["unset", "division", "index", "range", "assert", "unknown", "other"]
"""Why an expression gives no value that fits: it reads a field that has none, it divides by zero, an item is
missing, a constraint is broken, an assert does not hold, only a run can tell, or anything else."""

Branch = tuple["Site", Span, bool]
"""The condition of an ``if`` inside an expression, by its place, and what it came to."""


@dataclass(frozen=True, slots=True)
class Site:
    """Where an expression stands.

    A view without a path is its condition, a path without a view the default of the field, and neither of
    them an assert.
    """

    view: str | None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An expression that had no value, or none that fits its field.

    ``span`` is the part that failed, ``path`` the field that had no value, ``reason`` what is wrong with a
    value that breaks a constraint.
    """

    site: Site
    kind: Kind
    span: Span
    path: str | None = None
    reason: str = ""


class UnsetError(AttributeError):
    """A field that is read has no value yet."""

    def __init__(self, path: str) -> None:
        super().__init__(path.rpartition(".")[2])
        self.path = path


class _ValuelessError(ValueError):
    """An expression has no value; ``cause`` knows which part of it."""

    def __init__(self, cause: EvaluationError) -> None:
        super().__init__(str(cause))
        self.cause = cause


class _UnknownError(ValueError):
    """Only a run can tell."""


class Evaluation:
    """An expression as a function of the config; it gives ``UNKNOWN`` where only a run can tell.

    ``branches`` is where it notes what the conditions of an ``if`` inside it come to, ``read`` has what it
    has read the last time.
    """

    __slots__ = ("branches", "expression", "foreign", "has_branches", "read", "site")

    def __init__(self, site: Site, expression: Expression, branches: set[Branch]) -> None:
        self.site = site
        self.expression = expression
        self.branches = branches
        self.has_branches = any(isinstance(node, Conditional) for node, _ in walk(expression.tree))
        self.foreign = foreign_names(expression.tree)
        self.read: set[str] = set()

    @property
    def function(self) -> Callable[..., Any]:
        """The evaluation as the runtime takes it: what reads other scopes says so."""
        return ato.Across(self, *self.foreign) if self.foreign else self

    def __call__(self, config: ato.Config, *others: ato.Config) -> object:
        """The value for a config, and those of the other scopes that it reads."""
        of_scope = dict(zip(dict.fromkeys(path.partition(".")[0] for path in self.foreign), others))

        self.read.clear()

        def read(path: str) -> object:
            self.read.add(path)
            if path not in self.foreign:
                return _read(config, path)
            scope, _, inner = path.partition(".")
            return _read(of_scope[scope], inner)

        try:
            if self.has_branches:
                self._note(read)
            return evaluate(self.expression, read)
        except UnforeseenError:
            return UNKNOWN
        except EvaluationError as error:
            raise _ValuelessError(error) from None

    def _note(self, read: Callable[[str], object]) -> None:
        """Note the conditions as far as they can be looked at; the evaluation itself tells what cannot."""
        try:
            note_branches(self.site, self.expression.tree, read, self.branches)
        except (AttributeError, EvaluationError, UnforeseenError):
            return


class Judgement(Evaluation):
    """A condition as a function of the config."""

    __slots__ = ()

    def __call__(self, config: ato.Config, *others: ato.Config) -> bool:
        """Whether it holds for a config, and those of the other scopes that it reads."""
        value = super().__call__(config, *others)
        if value is UNKNOWN:
            raise _UnknownError(f"only a run can tell whether `{self.expression.text}` holds")
        return value is True


def failure_of(function: object, error: Exception) -> Failure | None:
    """What the runtime has caught, taken apart; None where the function is none of ours."""
    function = function.function if isinstance(function, ato.Across) else function
    if not isinstance(function, Evaluation):
        return None
    site, expression = function.site, function.expression
    match error:
        case UnsetError(path=path):
            return Failure(site, "unset", place_of(expression, path), path)
        case _ValuelessError(cause=cause):
            return Failure(site, cause.kind, cause.span, reason=cause.message)
        case _UnknownError():
            return Failure(site, "unknown", expression.span)
        case ato.BadValue():
            return Failure(site, "range", expression.span, site.path, str(error))
        case _:
            return Failure(site, "other", expression.span, reason=str(error))


def note_branches(site: Site, tree: Tree, read: Callable[[str], object], branches: set[Branch]) -> None:
    """Note what each condition of an ``if`` comes to that is looked at on the way to the value."""
    match tree:
        case Conditional():
            note_branches(site, tree.condition, read, branches)
            holds = evaluate(tree.condition, read) is True
            branches.add((site, tree.condition.span, holds))
            note_branches(site, tree.then if holds else tree.otherwise, read, branches)
        case Logic():
            for part in tree.operands:
                note_branches(site, part, read, branches)
                if (evaluate(part, read) is True) == (tree.operator == "or"):
                    return
        case _:
            for part in children(tree):
                note_branches(site, part, read, branches)


def _read(config: ato.Config, path: str) -> object:
    value: object = config
    try:
        for name in path.split("."):
            value = getattr(value, name)
    except AttributeError:
        raise UnsetError(path) from None
    if value is UNKNOWN:
        raise UnforeseenError(path)
    return value


def place_of(expression: Expression, path: str) -> Span:
    """Where an expression first names a field; all of it where it does not."""
    named = (node.span for node, _ in walk(expression.tree) if isinstance(node, Name) and node.path == path)
    return next(named, expression.span)

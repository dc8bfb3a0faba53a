"""Composing a selection: the phases of section 4 of the language, in order.

Literal defaults, eager views, outside values, lazy views, computed defaults; the last write to a field is
its value. What the views alone decide (the first two phases) is the same for all outside values, so it is
kept for each tuple of views that was asked for; a config is immutable and can be shared.
"""

from __future__ import annotations

from ato.config._errors import BadValue, ConfigError, Problem
from ato.config._field import MISSING
from ato.config._selection import Selection, select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ato.config._base import Config
    from ato.config._schema import Leaf, Schema
    from ato.config._selection import View

MEMO_SIZE = 256
"""How many tuples of views a schema keeps composed; beyond it, it starts afresh."""


class Outside:
    """A value from outside: ``source`` is ``config file``, ``environment`` or ``command line``.

    ``text`` is the word, variable or entry as it was written.
    """

    __slots__ = ("leaf", "source", "text", "value")

    def __init__(self, leaf: Leaf, value: object, source: str, text: str) -> None:
        self.leaf = leaf
        self.value = value
        self.source = source
        self.text = text

    def __reduce__(self) -> tuple[object, ...]:
        return Outside, (self.leaf, self.value, self.source, self.text)


class Request:
    """What a run asks for: the views that it names, and the outside values, lowest first."""

    __slots__ = ("named", "outside", "schema")

    def __init__(self, schema: Schema, named: tuple[str, ...], outside: tuple[Outside, ...]) -> None:
        self.schema = schema
        self.named = named
        self.outside = outside

    def __reduce__(self) -> tuple[object, ...]:
        given = tuple((o.leaf.path, o.value, o.source, o.text) for o in self.outside)
        return _request, (self.schema, self.named, given)


class Step:
    """One write that composing made.

    ``phase`` is ``default``, ``view``, ``outside``, ``lazy`` or ``computed``; ``by`` names the view or, for
    outside values, the source; ``text`` is an outside value as it was written.
    """

    __slots__ = ("by", "path", "phase", "text", "value")

    def __init__(self, path: str, value: object, phase: str, by: str = "", text: str = "") -> None:
        self.path = path
        self.value = value
        self.phase = phase
        self.by = by
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Step) and all(getattr(self, s) == getattr(other, s) for s in self.__slots__)

    def __hash__(self) -> int:
        return hash((self.path, self.phase, self.by))

    def __repr__(self) -> str:
        return f"Step({self.path!r}, {self.value!r}, {self.phase!r}, {self.by!r})"


class Record:
    """What happened while a selection was composed: the steps, and the active views that did not apply."""

    __slots__ = ("selection", "skipped", "steps")

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.skipped: list[str] = []
        self.selection: Selection | None = None


def compose(request: Request) -> Config:
    """The config of a request. Raises ``ConfigError`` with everything that is wrong."""
    schema, named = request.schema, request.named
    kept = schema._memo.get(named)
    if kept is None:
        kept = _views_alone(schema, named, None)
        if len(schema._memo) >= MEMO_SIZE:
            schema._memo.clear()
        schema._memo[named] = kept
    selection, config = kept
    return _finish(request, selection, Drafts(config), None)


def replay(request: Request) -> tuple[Config, Record]:
    """The config of a request with the record of how it came to be."""
    record = Record()
    selection, config = _views_alone(request.schema, request.named, record)
    record.selection = selection
    return _finish(request, selection, Drafts(config), record), record


class Drafts:
    """A config that is being composed: the structs that have been opened for writing, by path."""

    __slots__ = ("open", "root")

    def __init__(self, config: Config) -> None:
        self.root = config._draft()
        self.open: dict[str, Any] = {"": self.root}

    def reach(self, path: str) -> Any:
        """The open draft of the struct at ``path``; opens what leads to it."""
        draft = self.open.get(path)
        if draft is None:
            above, _, name = path.rpartition(".")
            parent = self.reach(above)
            draft = getattr(parent, name)._draft()
            setattr(parent, name, draft)
            self.open[path] = draft
        return draft

    def get(self, leaf: Leaf) -> object:
        """The value at a place, or MISSING."""
        value = self.root
        for name in leaf.owner.split(".") if leaf.owner else ():
            value = getattr(value, name)
        return getattr(value, leaf.name, MISSING)

    def seal(self) -> Config:
        """The finished config."""
        for draft in self.open.values():
            draft.__class__ = draft._sealed
        return self.root  # type: ignore[no-any-return]


def _views_alone(schema: Schema, named: tuple[str, ...], record: Record | None) -> tuple[Selection, Config]:
    selection = select(schema.views, schema.groups, named)
    defaults = schema.model._defaults()
    if record is not None:
        found = Drafts(defaults)
        for leaf in schema.leaves.values():
            value = found.get(leaf)
            if value is not MISSING:
                record.steps.append(Step(leaf.path, value, "default"))
    drafts = Drafts(defaults)
    problems: list[Problem] = []
    for view in selection.eager:
        _apply(schema, view, drafts, problems, record)
    if problems:
        raise ConfigError(problems)
    return selection, drafts.seal()


def _finish(request: Request, selection: Selection, drafts: Drafts, record: Record | None) -> Config:
    schema = request.schema
    problems: list[Problem] = []
    for given in request.outside:
        leaf = given.leaf
        setattr(drafts.reach(leaf.owner), leaf.name, given.value)
        if record is not None:
            record.steps.append(Step(leaf.path, given.value, "outside", given.source, given.text))
    for view in selection.lazy:
        _apply(schema, view, drafts, problems, record)
    for path, function in schema.computed:
        leaf = schema.leaves[path]
        if drafts.get(leaf) is MISSING:
            value = _evaluate(f"default of '{path}'", function, drafts, leaf, problems)
            _write(drafts, leaf, value, "computed", "", record)
    if not problems:
        problems.extend(_unset(schema, drafts))
    if problems:
        raise ConfigError(problems)
    config = drafts.seal()
    object.__setattr__(config, "_origin", request)
    return config


def _apply(
    schema: Schema, view: View, drafts: Drafts, problems: list[Problem], record: Record | None
) -> None:
    if view.when is not None:
        holds = _evaluate(f"condition of the view '{view.name}'", view.when, drafts, None, problems)
        if holds is not True:
            if record is not None:
                record.skipped.append(view.name)
            return
    phase = "lazy" if view.lazy else "view"
    if record is None:
        for path, value in view.writes.items():
            owner, _, name = path.rpartition(".")
            setattr(drafts.reach(owner), name, value)
    else:
        for path, value in view.writes.items():
            _write(drafts, schema.leaves[path], value, phase, view.name, record)
    for path, function in view.computed.items():
        leaf = schema.leaves[path]
        value = _evaluate(f"value of '{path}' in the view '{view.name}'", function, drafts, leaf, problems)
        _write(drafts, leaf, value, phase, view.name, record)


def _write(drafts: Drafts, leaf: Leaf, value: object, phase: str, by: str, record: Record | None) -> None:
    if value is MISSING:
        return
    setattr(drafts.reach(leaf.owner), leaf.name, value)
    if record is not None:
        record.steps.append(Step(leaf.path, value, phase, by))


def _evaluate(
    what: str, function: Callable[..., object], drafts: Drafts, leaf: Leaf | None, problems: list[Problem]
) -> object:
    """What an expression gives for the state so far; MISSING, and a problem, where it cannot be had."""
    try:
        value = function(drafts.root)
        return value if leaf is None else leaf.field.accept(value)
    except BadValue as error:
        problems.append(Problem(leaf.path if leaf else "", f"the {what} does not fit: {error}"))
    except AttributeError as error:
        problems.append(Problem(leaf.path if leaf else "", f"the {what} cannot be worked out: {error}"))
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        problems.append(Problem(leaf.path if leaf else "", f"the {what} cannot be worked out: {error}"))
    return MISSING


def _unset(schema: Schema, drafts: Drafts) -> list[Problem]:
    problems = []
    for path in schema.required:
        leaf = schema.leaves[path]
        if drafts.get(leaf) is MISSING:
            what = "is an input and has no value" if leaf.field.input else "has no value"
            problems.append(Problem(path, what, (f"give it as {path}=VALUE",)))
    return problems


def _request(schema: Schema, named: tuple[str, ...], given: tuple[Any, ...]) -> Request:
    leaves = schema.leaves
    outside = tuple(Outside(leaves[path], value, source, text) for path, value, source, text in given)
    return Request(schema, named, outside)

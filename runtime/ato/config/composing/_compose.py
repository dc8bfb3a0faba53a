"""Composing a selection: the phases of section 4 of the language, in order.

Literal defaults, eager views, outside values, lazy views, computed defaults; the last write to a field is
its value. Asserts are looked at when all values are there. What the views alone decide (the first two phases)
is the same for all outside values, so it is kept for each tuple of views that was asked for; a config is
immutable and can be shared.
"""

from __future__ import annotations

from ato.config._bounded import bounded
from ato.config._errors import BadValue, ConfigError, Problem
from ato.config._field import MISSING
from ato.config.composing._asserts import hold
from ato.config.composing._drafts import Drafts
from ato.config.composing._record import Record, Step
from ato.config.outside._outside import Outside
from ato.config.types._values import UNKNOWN, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

    from ato.config._base import Config
    from ato.config._schema import Leaf, Schema
    from ato.config.composing._selection import Selection, View

    Four = tuple[Leaf, object, str, str]

MEMO_SIZE = 256
"""How many tuples of views a schema keeps composed; beyond it, it starts afresh."""


class Request:
    """What a run asks for: the views that it names, and the outside values, lowest first.

    ``replaced`` are the paths and values that :meth:`Config.replace` changed afterwards, in order;
    ``warnings`` are sentences on what is deprecated or renamed. ``recorded`` is what the machine was asked
    while composing, by resolver and argument; composing it once more gives the same answers.
    """

    __slots__ = ("given", "named", "recorded", "replaced", "schema", "warnings")

    partners: tuple[Request, ...] = ()
    """The requests of the scopes that are composed with this one, as ``_joint`` does it."""
    parts: tuple[Request, ...] = ()
    """The requests of several scopes that this one is made of."""

    def __init__(
        self,
        schema: Schema,
        named: tuple[str, ...],
        given: Sequence[tuple[Leaf, object, str, str]] = (),
        warnings: tuple[str, ...] = (),
        replaced: tuple[tuple[str, object], ...] = (),
        recorded: dict[tuple[str, str], Any] | None = None,
    ) -> None:
        self.schema = schema
        self.named = named
        self.given = given
        self.warnings = warnings
        self.replaced = replaced
        self.recorded: dict[tuple[str, str], Any] = {} if recorded is None else recorded

    @property
    def outside(self) -> tuple[Outside, ...]:
        """The outside values, lowest first."""
        return tuple(Outside(*given) for given in self.given)

    def with_replaced(self, writes: tuple[tuple[str, object], ...]) -> Request:
        """The request of a config that was changed afterwards."""
        replaced = (*self.replaced, *writes)
        return Request(self.schema, self.named, self.given, self.warnings, replaced, self.recorded)

    def __reduce__(self) -> tuple[object, ...]:
        given = tuple((leaf.path, value, source, text) for leaf, value, source, text in self.given)
        return _request, (self.schema, self.named, given, self.warnings, self.replaced, self.recorded)


def compose(request: Request) -> Config:
    """The config of a request. Raises ``ConfigError`` with everything that is wrong."""
    schema, named = request.schema, request.named
    kept = schema._memo.get(named)
    if kept is None:
        try:
            kept = views_alone(request)
        except ConfigError as error:
            given = {leaf.path for leaf, _, _, _ in request.given}
            raise ConfigError([*error.problems, *missing_inputs(schema, given)]) from None
        if not request.recorded:  # else the views alone do not decide
            if len(schema._memo) >= MEMO_SIZE:
                schema._memo.clear()
            schema._memo[named] = kept
    selection, config = kept
    return _finish(request, selection, Drafts(request, config), None)


def replay(request: Request, record: Record | None = None) -> tuple[Config, Record]:
    """The config of a request with the record of how it came to be.

    A ``record`` that is given is written on, and so also tells why there is no config.
    """
    record = Record() if record is None else record
    selection, config = views_alone(request, record)
    record.selection = selection
    return _finish(request, selection, Drafts(request, config), record), record


def views_alone(request: Request, record: Record | None = None) -> tuple[Selection, Config]:
    """The selection of views, and the config after the first two phases, before anything from outside."""
    schema = request.schema
    selection = schema.select(request.named)
    defaults = schema.defaults
    if record is not None:
        found = Drafts(request, defaults)
        for leaf in schema.leaves.values():
            value = found.get(leaf)
            if value is not MISSING:
                record.steps.append(Step(leaf.path, value, "default"))
    drafts = Drafts(request, defaults)
    problems: list[Problem] = []
    for view in selection.eager:
        _apply(schema, view, drafts, problems, record)
    if problems:
        raise ConfigError(problems)
    return selection, drafts.seal()


def _finish(request: Request, selection: Selection, drafts: Drafts, record: Record | None) -> Config:
    schema = request.schema
    problems: list[Problem] = []
    opened = drafts.open
    for leaf, value, _, _ in request.given:
        draft = opened.get(leaf.owner)
        setattr(drafts.reach(leaf.owner) if draft is None else draft, leaf.name, value)
    if record is not None:
        for leaf, value, source, text in request.given:
            record.steps.append(Step(leaf.path, value, "outside", source, text))
    has_variants = bool(schema.variants)
    undecided = _refuse_absent(request, request.given, drafts, problems) if has_variants else ()
    for view in selection.lazy:
        _apply(schema, view, drafts, problems, record)
    if undecided:
        _refuse_absent(request, undecided, drafts, problems)
    if schema.computed:
        _compute(schema, drafts, problems, record)
    if schema.required:
        problems.extend(_unset(schema, drafts, is_whole=not problems))
    if problems:
        raise ConfigError(problems)
    if request.replaced:
        _replace(request, drafts, record)
    if has_variants:
        drafts.settle()
    config = drafts.seal()
    if schema.asserts:
        hold(schema, config)
    return config


def _compute(schema: Schema, drafts: Drafts, problems: list[Problem], record: Record | None) -> None:
    """Work out the computed defaults of the fields that nothing has set."""
    for path, function in schema.computed:
        leaf = schema.leaves[path]
        if drafts.get(leaf) is MISSING:
            what = f"default of '{schema.spelled(path)}'"
            value = _evaluate(what, function, drafts, leaf, problems, record, schema.proved)
            _write(drafts, leaf, value, "computed", "", record)


def _replace(request: Request, drafts: Drafts, record: Record | None) -> None:
    """Put in what :meth:`Config.replace` changed; a struct given whole changes the leaves that differ."""
    for path, value in request.replaced:
        leaf = request.schema.leaves.get(path)
        if leaf is not None:
            _write(drafts, leaf, value, "replaced", "", record)
            continue
        below = f"{path}."
        for inner in request.schema.leaves.values():
            if inner.path.startswith(below):
                new = _inside(value, inner.path[len(below) :])
                if not same(new, drafts.get(inner)):
                    _write(drafts, inner, new, "replaced", "", record)


def _inside(value: object, path: str) -> object:
    for name in path.split("."):
        value = getattr(value, name, MISSING)
    return value


def _apply(
    schema: Schema, view: View, drafts: Drafts, problems: list[Problem], record: Record | None
) -> None:
    if view.when is not None:
        what = f"condition of the view '{schema.spelled(view.name)}'"
        holds = _evaluate(what, view.when, drafts, None, problems, record)
        if holds is not True:
            if record is not None:
                record.skipped.append(view.name)
            return
    phase = "lazy" if view.lazy else "view"
    if record is None:
        for owner, values in view.by_struct.items():
            draft = drafts.reach(owner)
            for name, value in values:
                setattr(draft, name, value)
    else:
        for path, value in view.writes.items():
            _write(drafts, schema.leaves[path], value, phase, view.name, record)
    for path, function in view.computed.items():
        leaf = schema.leaves[path]
        what = f"value of '{schema.spelled(path)}' in the view '{view.name}'"
        value = _evaluate(what, function, drafts, leaf, problems, record, view.proved)
        _write(drafts, leaf, value, phase, view.name, record)
    if view.guarded:
        _refuse_guarded(view, drafts, problems)


def _refuse_absent(
    request: Request, given: Sequence[Four], drafts: Drafts, problems: list[Problem]
) -> Sequence[Four]:
    """Note the outside values of fields that the current variant has not; gives back the undecided."""
    undecided: list[Four] = []
    for each in given:
        lacking = drafts.lacking(each[0]) if each[0].guards else None
        if lacking is None:
            continue
        if lacking[1] is MISSING:
            undecided.append(each)
            continue
        from ato.config.composing._absent import not_there

        problems.append(not_there(request, each[0], each[3], *lacking))
    return undecided


def _refuse_guarded(view: View, drafts: Drafts, problems: list[Problem]) -> None:
    """Note the writes of a view to fields that the current variant has not."""
    for path in view.guarded:
        leaf = drafts.schema.leaves[path]
        lacking = drafts.lacking(leaf)
        if lacking is not None:
            from ato.config.composing._absent import not_written

            problems.append(not_written(drafts.schema, view, leaf, *lacking))


def with_bags(schema: Schema, defaults: Config) -> Config:
    """The literal defaults with a bag wherever a variant stands, which holds those of its fields."""
    from ato.config.types._variant import blank

    drafts = Drafts(Request(schema, ()), defaults)
    for path, variant in schema.variants.items():
        above, _, name = path.rpartition(".")
        setattr(drafts.reach(above), name, blank(variant.bag))
    for path, value in schema.initial.items():
        leaf = schema.leaves[path]
        setattr(drafts.reach(leaf.owner), leaf.name, value)
    return drafts.seal()


def _write(drafts: Drafts, leaf: Leaf, value: object, phase: str, by: str, record: Record | None) -> None:
    if value is MISSING:
        return
    setattr(drafts.reach(leaf.owner), leaf.name, value)
    if record is not None:
        record.steps.append(Step(leaf.path, value, phase, by))


def _evaluate(
    what: str,
    function: Callable[..., object],
    drafts: Drafts,
    leaf: Leaf | None,
    problems: list[Problem],
    record: Record | None,
    proved: tuple[str, ...] = (),
) -> object:
    """What an expression gives for the state so far; MISSING, and a problem, where it cannot be had.

    For the ``proved`` paths the constraints are known to be kept.
    """
    try:
        value = _value(function, drafts, record)
        if leaf is None or value is UNKNOWN or value is MISSING:
            return value
        taker = leaf.field.type if leaf.path in proved else leaf.field
        return taker.accept(bounded(value))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        from ato.config._reasons import reason

        words = "does not fit" if isinstance(error, BadValue) else "cannot be worked out"
        told = f"the {what} {words}: {reason(error, function, drafts.schema, leaf)}"
        problems.append(Problem(drafts.schema.spelled(leaf.path) if leaf else "", told))
        if record is not None:
            record.failures.append((function, error))
    return MISSING


def _value(function: Callable[..., object], drafts: Drafts, record: Record | None) -> object:
    """What a function of the config gives; where it reads computed defaults, by the state so far."""
    try:
        return function(drafts.root)
    except AttributeError:
        filled = _filled_in(drafts)
        if not filled:
            raise
    if record is not None:
        record.early.append((function, {leaf.path: drafts.get(leaf) for leaf in filled}))
    try:
        return function(drafts.root)
    finally:
        for leaf in filled:
            object.__delattr__(drafts.reach(leaf.owner), leaf.name)


def _filled_in(drafts: Drafts) -> list[Leaf]:
    """Give computed defaults that nothing has set their value by the state so far, where they have one."""
    filled: list[Leaf] = []
    for path, function in drafts.schema.computed:
        leaf = drafts.schema.leaves[path]
        if drafts.get(leaf) is not MISSING:
            continue
        try:
            value = function(drafts.root)
            value = value if value is UNKNOWN or value is MISSING else leaf.field.accept(bounded(value))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            continue
        if value is MISSING:
            continue
        setattr(drafts.reach(leaf.owner), leaf.name, value)
        filled.append(leaf)
    return filled


def unset(schema: Schema, leaf: Leaf) -> Problem:
    """What to say of a leaf that ends up without a value."""
    what = "is an input and has no value" if leaf.field.input else "has no value"
    key = schema.spelled(leaf.path)
    return Problem(key, what, (f"give it as {key}=VALUE",))


def missing_inputs(schema: Schema, given: Collection[str]) -> list[Problem]:
    """The inputs that a run lacks whatever its views are, where the paths in ``given`` were given."""
    leaves = (schema.leaves[path] for path in schema.required if path not in given)
    return [unset(schema, leaf) for leaf in leaves if leaf.field.input and not leaf.guards]


def _unset(schema: Schema, drafts: Drafts, *, is_whole: bool) -> list[Problem]:
    """What has no value. Where not all writes could be made, only an input is surely missing."""
    leaves = (schema.leaves[path] for path in schema.required)
    empty = (leaf for leaf in leaves if drafts.get(leaf) is MISSING and drafts.lacking(leaf) is None)
    return [unset(schema, leaf) for leaf in empty if is_whole or leaf.field.input]


def _request(
    schema: Schema,
    named: tuple[str, ...],
    given: tuple[Any, ...],
    warnings: tuple[str, ...],
    replaced: tuple[tuple[str, object], ...],
    recorded: dict[tuple[str, str], Any],
) -> Request:
    leaves = schema.leaves
    outside = tuple((leaves[path], value, source, text) for path, value, source, text in given)
    return Request(schema, named, outside, warnings, replaced, recorded)

"""Every run of a small program, with everything that happens in it: the language by brute force.

Written from the language page alone and on plain data; it imports nothing of the compiler or the runtime. A
run is a selection, an order in which its ties may fall, and a choice of outside values.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from types import CodeType

from tests import oracle
from tests.programs import Text, ViewSketch
from tests.small import DOMAINS, GUARDS, Small

Site = tuple[str, str]
"""An expression by its place: the view, empty for a default, and the field, ``when`` or ``assert N``."""


class Failed(Exception):
    """An expression has no value, or one that its field does not take."""

    def __init__(self, site: Site, kind: str) -> None:
        super().__init__(site, kind)
        self.site = site
        self.kind = kind


@dataclass
class Run:
    """What happens in one run.

    ``failure`` is the first expression that fails, and how: nothing else is known of such a run but that the
    ``absent`` writes before were of fields that were not there, which ends a run too. ``writes``
    are what was written, as (view, field); of these the ``changing`` ones found another value. ``alive`` were
    read, or are the value at the end; ``conditions`` is what each condition came to; ``overwritten`` are the
    lazy writes that hid another value from outside; ``stale`` are the readings of a computed default that
    came out otherwise at the end; ``branches`` are the conditions inside expressions that were looked at,
    by their number in the text, with what they came to; ``broken`` are the asserts that do not hold, and
    ``valueless`` those that have no value, with the reason.
    """

    named: tuple[str, ...]
    outside: dict[str, object]
    order: tuple[str, ...]
    state: dict[str, object] = field(default_factory=dict[str, object])
    failure: tuple[Site, str] | None = None
    writes: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    changing: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    alive: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    conditions: dict[Site, bool] = field(default_factory=dict[Site, bool])
    overwritten: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    stale: set[tuple[Site, str]] = field(default_factory=set[tuple[Site, str]])
    branches: set[tuple[Site, int, bool]] = field(default_factory=set[tuple[Site, int, bool]])
    broken: set[int] = field(default_factory=set[int])
    absent: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    valueless: set[tuple[int, str]] = field(default_factory=set[tuple[int, str]])
    writer: dict[str, str] = field(default_factory=dict[str, str])
    seen: list[tuple[Site, str, object]] = field(default_factory=list[tuple[Site, str, object]])

    @property
    def is_taken(self) -> bool:
        """Whether every outside value is of a field that is there."""
        return self.failure is None or self.failure[1] != "outside"

    @property
    def size(self) -> int:
        """How many words the command line has."""
        return len(self.named) + len(self.outside)


def runs(program: Small) -> Iterator[Run]:
    """Every run, those of few names first."""
    choices = list(outside_choices(program))
    for named in oracle.selections(program):
        for order in oracle.orders(program, named):
            for outside in choices:
                yield run(program, named, order, outside)


def outside_choices(program: Small) -> Iterator[dict[str, object]]:
    """Every choice of outside values that any expression or lazy view can tell from another."""
    givable = [name for name in program.fields if name != "fixed" and name in _met_late(program)]
    options = [[None, *((value,) for value in DOMAINS[name].values)] for name in givable]
    for chosen in product(*options):
        yield {name: value[0] for name, value in zip(givable, chosen, strict=True) if value is not None}


def run(program: Small, named: tuple[str, ...], order: list[ViewSketch], outside: dict[str, object]) -> Run:
    """What happens when these views are applied in this order around these outside values."""
    found = Run(named, outside, tuple(view.name for view in order))
    state = found.state
    state.update((k, v) for k, v in program.defaults.items() if not isinstance(v, Text))
    try:
        for view in order:
            if not view.lazy:
                _apply(program, view, found)
        state.update(outside)
        _refuse_absent(state, outside)
        found.writer.update(dict.fromkeys(outside, ""))
        for view in order:
            if view.lazy:
                _apply(program, view, found)
        for name, default in program.defaults.items():
            if isinstance(default, Text) and name not in state:
                state[name] = _worked_out(program, ("", name), default.text, name, state, found)
    except Failed as failed:
        found.failure = failed.site, failed.kind
        return found
    if found.absent:
        found.failure = min(found.absent), "absent"
        return found
    for name in [name for name in state if is_absent(name, state)]:
        del state[name]
        found.writer.pop(name, None)
    _judge(program, found)
    found.alive.update((name, path) for path, name in found.writer.items() if name)
    found.stale.update((site, path) for site, path, value in found.seen if state[path] != value)
    return found


def is_absent(name: str, state: dict[str, object]) -> bool:
    """Whether the current struct of the variant has no such field."""
    return name in GUARDS and state.get("kind") != GUARDS[name]


def _refuse_absent(state: dict[str, object], outside: dict[str, object]) -> None:
    """Nobody may give a field that is not there before the lazy views."""
    for name in outside:
        if is_absent(name, state):
            raise Failed(("", name), "outside")


def _judge(program: Small, found: Run) -> None:
    """Every assert, whatever the others come to."""
    for index, that in enumerate(program.asserts):
        try:
            if not _value(("", f"assert {index}"), that, found.state, found):
                found.broken.add(index)
        except Failed as failed:
            found.valueless.add((index, failed.kind))


def _apply(program: Small, view: ViewSketch, found: Run) -> None:
    state = found.state
    if view.when is not None:
        site = (view.name, "when")
        found.conditions[site] = bool(_read(program, site, view.when, state, found))
        if not found.conditions[site]:
            return
    before, writers = dict(state), dict(found.writer)
    literal = {name: value for name, value in view.writes.items() if not isinstance(value, Text)}
    state.update(literal)
    found.writer.update(dict.fromkeys(literal, view.name))
    values: dict[str, object] = dict(literal)
    found.absent.update((view.name, name) for name in view.writes if is_absent(name, state))
    for name, given in view.writes.items():
        if isinstance(given, Text):
            seen = {**state, **({name: before[name]} if name in before else {})}
            values[name] = _worked_out(program, (view.name, name), given.text, name, seen, found)
    for name, value in values.items():
        found.writes.add((view.name, name))
        if name not in before or before[name] != value:
            found.changing.add((view.name, name))
            if view.lazy and name in found.outside and writers.get(name) == "":
                found.overwritten.add((view.name, name))
    state.update(values)
    found.writer.update(dict.fromkeys(values, view.name))


def _worked_out(
    program: Small, site: Site, text: str, name: str, state: dict[str, object], found: Run
) -> object:
    """The value of an expression for a field, which takes it or not."""
    value = _read(program, site, text, state, found)
    if not DOMAINS[name].takes(value):
        raise Failed(site, "range")
    return value


def _read(program: Small, site: Site, text: str, state: dict[str, object], found: Run) -> object:
    """The value of an expression, with a computed default that nothing has set by the state so far."""
    default = program.defaults.get("worked")
    try:
        return _value(site, text, state, found)
    except Failed as failed:
        is_default = site == ("", "worked")
        if is_default or failed.kind != "unset" or "worked" in state or not isinstance(default, Text):
            raise
    try:
        value = _worked_out(program, ("", "worked"), default.text, "worked", state, found)
    except Failed:
        raise Failed(site, "unset") from None
    result = _value(site, text, {**state, "worked": value}, found)
    found.seen.append((site, "worked", value))
    return result


class _Names(dict[str, object]):
    """The fields as an expression reads them, which remembers those that it has read."""

    def __init__(self, state: dict[str, object]) -> None:
        super().__init__(state)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> object:
        self.read.add(name)
        return super().__getitem__(name)


def _value(site: Site, text: str, state: dict[str, object], found: Run) -> object:
    names = _Names(state)

    def noted(number: int, holds: object) -> object:
        found.branches.add((site, number, bool(holds)))
        return holds

    known = {"min": min, "len": len, NOTED: noted}
    try:
        return eval(_code(text), {"__builtins__": known}, names)  # noqa: S307
    except NameError:
        raise Failed(site, "unset") from None
    except ZeroDivisionError:
        raise Failed(site, "division") from None
    except LookupError:
        raise Failed(site, "index") from None
    finally:
        found.alive.update((found.writer[name], name) for name in names.read if found.writer.get(name))


NOTED = "_noted"
"""What the conditions inside an expression are wrapped in, so that it is seen what they come to."""


@cache
def _code(text: str) -> CodeType:
    tree = ast.parse(text, "expression", "eval")
    for number, node in enumerate(conditionals(text, tree)):
        place = ast.copy_location(ast.Constant(number), node.test)
        name = ast.copy_location(ast.Name(NOTED, ast.Load()), node.test)
        node.test = ast.copy_location(ast.Call(name, [place, node.test], []), node.test)
    return compile(tree, "expression", "eval")


def conditionals(text: str, tree: ast.AST | None = None) -> list[ast.IfExp]:
    """Every ``if`` inside an expression."""
    return [node for node in ast.walk(tree or ast.parse(text, mode="eval")) if isinstance(node, ast.IfExp)]


@cache
def names_of(text: str) -> frozenset[str]:
    """The fields that an expression names."""
    return frozenset(_code(text).co_names) & frozenset(DOMAINS)


def values_of(program: Small) -> Iterator[tuple[Site, str]]:
    """The expressions that give fields their values."""
    for view in program.views:
        for name, value in view.writes.items():
            if isinstance(value, Text):
                yield (view.name, name), value.text
    for name, value in program.defaults.items():
        if isinstance(value, Text):
            yield ("", name), value.text


def order_shows(made: list[Run]) -> bool:
    """Whether the order of views that tie decides what is seen on the way, though not what comes of it."""
    seen: dict[str, set[str]] = {}
    for run in made:
        asked = repr((run.named, sorted(run.outside.items())))
        on_the_way = sorted(run.conditions.items()), sorted(run.branches), sorted(run.stale)
        seen.setdefault(asked, set()).add(repr(on_the_way))
    return any(len(each) > 1 for each in seen.values())


def _met_late(program: Small) -> set[str]:
    """The fields that some expression reads, or a lazy view writes."""
    texts = [view.when for view in program.views if view.when is not None]
    texts += [
        value.text for view in program.views for value in view.writes.values() if isinstance(value, Text)
    ]
    texts += [value.text for value in program.defaults.values() if isinstance(value, Text)]
    met = {name for text in (*texts, *program.asserts) for name in names_of(text)}
    met |= {name for view in program.views if view.lazy for name in view.writes} | {"kind"}
    return met | {name for name, value in program.defaults.items() if isinstance(value, Text)}

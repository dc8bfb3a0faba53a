"""What happens on the way to a config: which expression fails first, what is read early, what is lost.

By brute force, for the programs of ``tests/ranged.py``, and written from the language page alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from tests import oracle, ranged
from tests.programs import Sketch, Text, ViewSketch
from tests.ranged import LAST, Order, State

Site = tuple[str | None, str | None]
"""A view and what it writes, or None for its condition; None and a field for a computed default."""


@dataclass
class Judged:
    """A run: what was asked, how it ended, and what was noted on the way.

    ``failure`` is the first; ``failures`` are all that are not the doing of another: what rests on one that
    failed is ``lost_sight_of``.
    """

    named: tuple[str, ...] = ()
    outside: Mapping[str, object] = field(default_factory=dict)
    failures: list[tuple[Site, str]] = field(default_factory=list)
    lost_sight_of: set[str] = field(default_factory=set)
    values: State = field(default_factory=dict)
    conditions: dict[str, bool] = field(default_factory=dict)
    early: list[tuple[Site, str, object]] = field(default_factory=list)
    lost: set[tuple[str, str]] = field(default_factory=set)

    @property
    def size(self) -> int:
        """How many words the command line has."""
        return len(self.named) + len(self.outside)

    @property
    def failure(self) -> tuple[Site, str] | None:
        """The first failure."""
        return self.failures[0] if self.failures else None

    @property
    def stale(self) -> set[Site]:
        """Where a computed default was read that is another one in the end."""
        return {site for site, path, value in self.early if self.values[path] != value}


class Failed(Exception):
    """An expression has no value, or one out of range."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def all_judged(sketch: Sketch) -> list[Judged]:
    """Every run: all names, all outside values, all orders."""
    return [
        judge(sketch, named, order, outside)
        for named in oracle.selections(sketch)
        for order in oracle.orders(sketch, named)
        for outside in ranged.outsides()
    ]


def judge(sketch: Sketch, named: tuple[str, ...], order: Order, outside: Mapping[str, object]) -> Judged:
    """One run."""
    judged = Judged(named, outside)
    state: State = {name: value for name, value in sketch.defaults.items() if not isinstance(value, Text)}
    _through(sketch, order, state, judged)
    judged.values = state
    return judged


class _Unknown(Exception):
    """An expression failed, or rests on one that did."""


def _through(sketch: Sketch, order: Order, state: State, judged: Judged) -> None:
    last: dict[str, str] = {}
    for view in order:
        if not view.lazy:
            _apply(sketch, view, state, last, judged)
    state.update(judged.outside)
    last.update(dict.fromkeys(judged.outside, "outside"))
    judged.lost_sight_of.difference_update(judged.outside)
    for view in order:
        if view.lazy:
            _apply(sketch, view, state, last, judged)
    for name, value in sketch.defaults.items():
        if isinstance(value, Text) and name not in state and name not in judged.lost_sight_of:
            try:
                state[name] = _at((None, name), sketch, value.text, state, judged, is_last=True)
            except _Unknown:
                judged.lost_sight_of.add(name)


def _apply(sketch: Sketch, view: ViewSketch, state: State, last: dict[str, str], judged: Judged) -> None:
    if view.when is not None:
        site: Site = (view.name, None)
        try:
            holds = bool(_at(site, sketch, view.when, state, judged, is_number=False))
        except _Unknown:
            judged.lost_sight_of.update(view.writes)
            return
        judged.conditions[view.name] = holds
        if not holds:
            return
    before = dict(state)
    for path, value in view.writes.items():
        if not isinstance(value, Text):
            _put(view, path, value, state, last, judged)
    for path, value in view.writes.items():
        if isinstance(value, Text):
            own = {path: before[path]} if path in before else {}
            try:
                new = _at((view.name, path), sketch, value.text, {**state, **own}, judged)
            except _Unknown:
                judged.lost_sight_of.add(path)
            else:
                _put(view, path, new, state, last, judged)


def _put(
    view: ViewSketch, path: str, value: object, state: State, last: dict[str, str], judged: Judged
) -> None:
    if view.lazy and last.get(path) == "outside" and state[path] != value:
        judged.lost.add((view.name, path))
    state[path] = value
    last[path] = view.name
    judged.lost_sight_of.discard(path)


def _at(
    site: Site,
    sketch: Sketch,
    text: str,
    state: State,
    judged: Judged,
    *,
    is_number: bool = True,
    is_last: bool = False,
) -> object:
    """The value of an expression, with computed defaults by the state so far where it reads them."""
    if not judged.lost_sight_of.isdisjoint(_rests_on(sketch, text, state)):
        raise _Unknown
    try:
        try:
            value = _evaluate(text, state)
        except Failed as failed:
            if failed.kind != "unset" or is_last:
                raise
            filled = _filled(sketch, state)
            value = _evaluate(text, {**state, **filled})
            judged.early.extend((site, path, early) for path, early in filled.items())
        return _in_range(value) if is_number else value
    except Failed as failed:
        judged.failures.append((site, failed.kind))
        raise _Unknown from None


def _rests_on(sketch: Sketch, text: str, state: State) -> set[str]:
    """The fields that an expression reads, itself or by the computed defaults that it reads."""
    found: set[str] = set()
    waiting = [*_names(text)]
    while waiting:
        name = waiting.pop()
        default = sketch.defaults.get(name)
        if name not in found and isinstance(default, Text) and name not in state:
            waiting.extend(_names(default.text))
        found.add(name)
    return found


@cache
def _names(text: str) -> tuple[str, ...]:
    return compile(text, "expression", "eval").co_names


def _filled(sketch: Sketch, state: State) -> State:
    filled: State = {}
    for name, value in sketch.defaults.items():
        if isinstance(value, Text) and name not in state:
            try:
                filled[name] = _in_range(_evaluate(value.text, {**state, **filled}))
            except Failed:
                continue
    return filled


def _in_range(value: object) -> object:
    if not 0 <= value <= LAST:  # type: ignore[operator]
        raise Failed("range")
    return value


def _evaluate(text: str, state: State) -> object:
    try:
        return eval(text, {"__builtins__": {}}, dict(state))  # noqa: S307
    except ZeroDivisionError:
        raise Failed("division") from None
    except NameError:
        raise Failed("unset") from None

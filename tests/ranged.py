"""Random programs over small ranges of whole numbers, and what brute force says of them.

The numbers have few values, so that every run can be tried; what the compiler says is the same whether it
tries them or asks a solver, and both are held against this. As ``tests/oracle.py``, on which it stands, this
knows the language page alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from hypothesis import strategies as st

from tests import oracle
from tests.programs import Sketch, Text, ViewSketch

FIELDS = ("n", "m", "y")
LAST = 3
"""The greatest value of a field; the least is 0."""

State = dict[str, object]
Order = list[ViewSketch]


@dataclass(frozen=True)
class Ran:
    """A run that gave a config: how, the values, and for each field the view that wrote it last."""

    named: tuple[str, ...]
    outside: tuple[tuple[str, int], ...]
    order: tuple[str, ...]
    values: tuple[tuple[str, object], ...]
    last: tuple[tuple[str, str], ...]
    applied: frozenset[str]


NUMBERS = st.recursive(
    st.sampled_from(["n", "m", "y", "0", "1", "2"]),
    lambda inner: st.tuples(inner, st.sampled_from(["+", "-", "*", "//", "%"]), inner).map(
        lambda parts: "({} {} {})".format(*parts)
    ),
    max_leaves=3,
)
CONDITIONS = st.recursive(
    st.tuples(NUMBERS, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), NUMBERS).map(" ".join),
    lambda inner: st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(
        lambda parts: "({} {} {})".format(*parts)
    ),
    max_leaves=2,
)


@st.composite
def programs(draw: st.DrawFn, *, views: int = 4, ties: bool = False) -> Sketch:
    """A program of some views, of different priorities unless ties are asked for."""
    names = "abcdefgh"[: draw(st.integers(1, views))]
    order = draw(st.permutations(range(len(names))))
    made = tuple(
        draw(_views(name, rank, names[:index], ties))
        for index, (name, rank) in enumerate(zip(names, order, strict=True))
    )
    defaults = {name: draw(st.integers(0, LAST)) for name in FIELDS[:2]}
    if draw(st.booleans()):
        defaults["y"] = draw(st.integers(0, LAST) | st.just(Text("n // 2")) | st.just(Text("2 - m")))
    return Sketch(defaults, made)


@st.composite
def _views(draw: st.DrawFn, name: str, rank: int, earlier: str, ties: bool) -> ViewSketch:
    paths = draw(st.lists(st.sampled_from(FIELDS), unique=True, min_size=1, max_size=2))
    value = st.integers(0, LAST) | NUMBERS.map(Text)
    return ViewSketch(
        name,
        default=draw(st.booleans()),
        lazy=draw(st.booleans()),
        priority=draw(st.integers(0, 1)) if ties else rank,
        chain=tuple(draw(st.sets(st.sampled_from(earlier), max_size=1))) if earlier else (),
        when=draw(st.none() | CONDITIONS),
        writes={path: draw(st.integers(0, LAST) if len(paths) > 1 else value) for path in paths},
    )


def to_yaml(sketch: Sketch) -> str:
    """The program as a document."""
    lines = ["scope: toy", "fields:"]
    for name in FIELDS:
        default = f", default: {_value(sketch.defaults[name])}" if name in sketch.defaults else ""
        lines.append(f"  {name}: {{type: int, ge: 0, le: {LAST}{default}}}")
    lines.append("views:")
    for view in sketch.views:
        lines.append(f"  {view.name}:")
        lines.append(f"    default: {str(view.default).lower()}")
        lines.append(f"    lazy: {str(view.lazy).lower()}")
        lines.append(f"    priority: {view.priority}")
        lines.append(f"    chain_with: [{', '.join(view.chain)}]")
        lines.extend([f'    when: "{view.when}"'] if view.when else [])
        lines.append(
            "    set: {" + ", ".join(f"{path}: {_value(v)}" for path, v in view.writes.items()) + "}"
        )
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    return f'"${{{value.text}}}"' if isinstance(value, Text) else str(value)


# Brute force


class Refused(Exception):
    """A run gives no config: an expression has no value, or one out of range."""


def all_runs(sketch: Sketch) -> list[Ran]:
    """Every run that gives a config: all names, all outside values, all orders."""
    return list(_runs(sketch))


def outsides() -> Iterator[dict[str, object]]:
    """Every choice of outside values."""
    for values in product((None, *range(LAST + 1)), repeat=len(FIELDS)):
        yield {path: value for path, value in zip(FIELDS, values, strict=True) if value is not None}


def _runs(sketch: Sketch) -> Iterator[Ran]:
    for named in oracle.selections(sketch):
        for order in oracle.orders(sketch, named):
            for outside in outsides():
                ran = run(sketch, order, outside)
                if ran is not None:
                    values, last, applied = ran
                    names = tuple(view.name for view in order)
                    yield Ran(named, _items(outside), names, _items(values), _items(last), frozenset(applied))


def _items(mapping: Mapping[str, object]) -> tuple:  # type: ignore[type-arg]
    return tuple(sorted(mapping.items()))


def run(
    sketch: Sketch, order: Order, outside: Mapping[str, object]
) -> tuple[State, dict[str, str], set[str]] | None:
    """What comes of a run: the values, the view that wrote each last, and those that applied; or None."""
    state: State = {name: value for name, value in sketch.defaults.items() if not isinstance(value, Text)}
    last: dict[str, str] = {}
    applied: set[str] = set()
    try:
        for view in order:
            if not view.lazy:
                _apply(sketch, view, state, last, applied)
        state.update(outside)
        last.update(dict.fromkeys(outside, "outside"))
        for view in order:
            if view.lazy:
                _apply(sketch, view, state, last, applied)
        for name, value in sketch.defaults.items():
            if isinstance(value, Text) and name not in state:
                state[name] = _number(value.text, state)
    except Refused:
        return None
    return state, last, applied


def _apply(sketch: Sketch, view: ViewSketch, state: State, last: dict[str, str], applied: set[str]) -> None:
    if view.when is not None and not _evaluate(view.when, _filled(sketch, state)):
        return
    applied.add(view.name)
    before = dict(state)
    state.update({path: value for path, value in view.writes.items() if not isinstance(value, Text)})
    for path, value in view.writes.items():
        if isinstance(value, Text):
            own = {path: before[path]} if path in before else {}
            state[path] = _number(value.text, _filled(sketch, {**state, **own}))
    last.update(dict.fromkeys(view.writes, view.name))


def _filled(sketch: Sketch, state: State) -> State:
    """The state with computed defaults by what is there so far."""
    filled = dict(state)
    for name, value in sketch.defaults.items():
        if isinstance(value, Text) and name not in state:
            try:
                filled[name] = _number(value.text, state)
            except Refused:
                continue
    return filled


def _number(text: str, state: State) -> int:
    value = _evaluate(text, state)
    if not 0 <= value <= LAST:  # type: ignore[operator]
        raise Refused
    return value  # type: ignore[return-value]


@cache
def _code(text: str) -> object:
    return compile(text, "expression", "eval")


def _evaluate(text: str, state: State) -> object:
    try:
        return eval(_code(text), {"__builtins__": {}}, state)  # type: ignore[arg-type] # noqa: S307
    except (ZeroDivisionError, NameError):
        raise Refused from None


def tied_pairs(sketch: Sketch) -> set[frozenset[str]]:
    """202: pairs of views such that exchanging them, side by side in some order, changes the result."""
    always = oracle.always_active(sketch)
    pairs: set[frozenset[str]] = set()
    for named in oracle.selections(sketch):
        for order, outside in product(list(oracle.orders(sketch, named)), list(outsides())):
            result = run(sketch, order, outside)
            for index, (first, second) in enumerate(pairwise(order)):
                pair = frozenset((first.name, second.name))
                if pair in pairs or not _is_free(sketch, first, second, always):
                    continue
                exchanged = run(sketch, [*order[:index], second, first, *order[index + 2 :]], outside)
                if (result and result[0]) != (exchanged and exchanged[0]):
                    pairs.add(pair)
    return pairs


def _is_free(sketch: Sketch, first: ViewSketch, second: ViewSketch, always: set[str]) -> bool:
    same = (first.lazy, first.priority, first.name in always) == (
        second.lazy,
        second.priority,
        second.name in always,
    )
    chained = second.name in oracle.closure(sketch, [first.name]) or first.name in oracle.closure(
        sketch, [second.name]
    )
    return same and not chained

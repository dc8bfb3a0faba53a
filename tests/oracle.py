"""The language by brute force: section 4 as a plain interpreter, and the rules by trying every selection.

Written from the language page alone and on plain data; it imports nothing of the compiler or the runtime.
It is slow and simple on purpose: where it and the compiler disagree, one of them is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise, permutations
from types import SimpleNamespace

from tests.programs import FINALS, Sketch, Text, ViewSketch

State = dict[str, object]
UNSET = "(unset)"


class Refused(Exception):
    """No config comes of the selection."""


class Clash(Refused):
    """The selection activates two members of a group."""


class Lacking(Refused):
    """The selection activates no member of a required group."""


# Activation and order


def closure(sketch: Sketch, names: Iterator[str] | tuple[str, ...] | list[str]) -> set[str]:
    """The views and all that they chain with, transitively."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(sketch.view(name).chain)
    return reached


def always_active(sketch: Sketch) -> set[str]:
    return closure(sketch, [view.name for view in sketch.views if view.default])


def active(sketch: Sketch, named: tuple[str, ...]) -> tuple[set[str], list[str]]:
    """The active views, and the group defaults that were taken, in the order of the groups."""
    reached = closure(sketch, [*always_active(sketch), *named])
    pending = {
        group: default
        for group, default in sketch.groups.items()
        if default is not None and not _members(sketch, group) & reached
    }
    taken = []
    while pending:
        free = [
            group
            for group in pending
            if not any(
                closure(sketch, [default]) & _members(sketch, group)
                for other, default in pending.items()
                if other != group
            )
        ]
        group = (free or list(pending))[0]
        taken.append(group)
        reached |= closure(sketch, [pending.pop(group)])
        pending = {g: d for g, d in pending.items() if not _members(sketch, g) & reached}
    for group in sketch.groups:
        if len(_members(sketch, group) & reached) > 1:
            raise Clash(group)
    for group in sketch.required:
        if not _members(sketch, group) & reached:
            raise Lacking(group)
    return reached, [default for g, default in sketch.groups.items() if g in taken and default is not None]


def _members(sketch: Sketch, group: str) -> set[str]:
    return {view.name for view in sketch.views if view.group == group}


def expansion(sketch: Sketch, named: tuple[str, ...]) -> list[str]:
    """All active views by position."""
    _, group_defaults = active(sketch, named)
    order: list[str] = []

    def expand(name: str) -> None:
        if name not in order:
            for other in sketch.view(name).chain:
                expand(other)
            order.append(name)

    for name in [*(view.name for view in sketch.views if view.default), *group_defaults, *named]:
        expand(name)
    return order


def application_order(sketch: Sketch, named: tuple[str, ...]) -> list[ViewSketch]:
    """The active views as applied: the eager ones, then the lazy ones."""
    always = always_active(sketch)
    order = expansion(sketch, named)
    ranked = sorted(
        order, key=lambda name: (sketch.view(name).priority, name not in always, order.index(name))
    )
    views = [sketch.view(name) for name in ranked]
    return [view for view in views if not view.lazy] + [view for view in views if view.lazy]


# Values


def compose(sketch: Sketch, named: tuple[str, ...], outside: Mapping[str, object] | None = None) -> State:
    """The values of a selection; fields that nothing set are absent."""
    return run(sketch, application_order(sketch, named), outside or {})


def run(sketch: Sketch, order: list[ViewSketch], outside: Mapping[str, object]) -> State:
    """The values after applying these views in this order around the outside values."""
    state: State = {name: value for name, value in sketch.defaults.items() if not isinstance(value, Text)}
    for view in order:
        if not view.lazy:
            apply(view, state)
    state.update(outside)
    for view in order:
        if view.lazy:
            apply(view, state)
    for name, value in sketch.defaults.items():
        if isinstance(value, Text) and name not in state:
            state[name] = _evaluate(value.text, state)
    return state


def apply(view: ViewSketch, state: State) -> None:
    before = dict(state)
    if view.when is not None and not _evaluate(view.when, before):
        return
    literal = {name: value for name, value in view.writes.items() if not isinstance(value, Text)}
    state.update(literal)
    for name, value in view.writes.items():
        if isinstance(value, Text):
            state[name] = _evaluate(value.text, {**state, **({name: before[name]} if name in before else {})})


def _evaluate(text: str, state: State) -> object:
    """What Python makes of an expression; the fields of structs and scopes are reached by attribute."""
    names = SimpleNamespace()
    for path, value in state.items():
        *outer, name = path.split(".")
        inner = names
        for struct in outer:
            inner.__dict__.setdefault(struct, SimpleNamespace())
            inner = getattr(inner, struct)
        setattr(inner, name, value)
    return eval(text, {"__builtins__": {}}, vars(names))  # noqa: S307


# Rules by trying everything


def selections(sketch: Sketch, most: int | None = None) -> Iterator[tuple[str, ...]]:
    """Every set of views that can be asked for, in the order of names; refused ones are left out."""
    names = sorted(view.name for view in sketch.views)
    for size in range((len(names) if most is None else most) + 1):
        for named in combinations(names, size):
            try:
                active(sketch, named)
            except Refused:
                continue
            yield named


def orders(sketch: Sketch, named: tuple[str, ...]) -> Iterator[list[ViewSketch]]:
    """Every order in which ties can fall for these views: all that respect priority, class and chains."""
    always = always_active(sketch)
    applied = application_order(sketch, named)
    blocks: dict[tuple[bool, int, bool], list[ViewSketch]] = {}
    for view in applied:
        blocks.setdefault((view.lazy, view.priority, view.name not in always), []).append(view)

    def extend(keys: list[tuple[bool, int, bool]], done: list[ViewSketch]) -> Iterator[list[ViewSketch]]:
        if not keys:
            yield done
            return
        for block in permutations(blocks[keys[0]]):
            if _respects_chains(sketch, block):
                yield from extend(keys[1:], [*done, *block])

    yield from extend(list(blocks), [])


def _respects_chains(sketch: Sketch, block: tuple[ViewSketch, ...]) -> bool:
    return not any(
        later.name in closure(sketch, [earlier.name])
        for index, earlier in enumerate(block)
        for later in block[index + 1 :]
    )


def unset_fields(sketch: Sketch, fields: tuple[str, ...]) -> set[str]:
    """201: fields that some selection leaves without a value."""
    return {name for named in selections(sketch) for name in fields if name not in compose(sketch, named)}


def order_dependent_pairs(sketch: Sketch, outside: Mapping[str, object] | None = None) -> set[frozenset[str]]:
    """202: pairs of views such that exchanging them, side by side in some order, changes the result."""
    given = outside or {}
    always = always_active(sketch)
    pairs: set[frozenset[str]] = set()
    for named in selections(sketch):
        for order in orders(sketch, named):
            result = run(sketch, order, given)
            for index, (first, second) in enumerate(pairwise(order)):
                pair = frozenset((first.name, second.name))
                if (
                    pair in pairs
                    or not _tied(first, second, always)
                    or second.name in closure(sketch, [first.name])
                ):
                    continue
                if first.name in closure(sketch, [second.name]):
                    continue
                exchanged = [*order[:index], second, first, *order[index + 2 :]]
                if run(sketch, exchanged, given) != result:
                    pairs.add(pair)
    return pairs


def _tied(first: ViewSketch, second: ViewSketch, always: set[str]) -> bool:
    same_class = (first.name in always) == (second.name in always)
    return first.lazy == second.lazy and first.priority == second.priority and same_class


def living_writes(sketch: Sketch) -> set[tuple[str, str]]:
    """Writes of literal programs, as (view, field), that are the value in some selection and some order."""
    living: set[tuple[str, str]] = set()
    for named in selections(sketch):
        for order in orders(sketch, named):
            last: dict[str, str] = {}
            for view in order:
                last.update(dict.fromkeys(view.writes, view.name))
            living.update((name, path) for path, name in last.items())
    return living


def changing_writes(sketch: Sketch) -> set[tuple[str, str]]:
    """Writes of literal programs, as (view, field), that find another value, or none, in some selection.

    Before the lazy views any field that is not final may have got any value from outside.
    """
    changing: set[tuple[str, str]] = set()
    for named in selections(sketch):
        for order in orders(sketch, named):
            state: State = dict(sketch.defaults)
            is_outside_given = False
            for view in order:
                if view.lazy and not is_outside_given:
                    is_outside_given = True
                    state = {k: v if k in FINALS else "(any value from outside)" for k, v in state.items()}
                for path, value in view.writes.items():
                    if state.get(path, UNSET) != value:
                        changing.add((view.name, path))
                state.update(view.writes)
    return changing


# Chains and groups, straight from their definitions


def inversions(sketch: Sketch) -> set[tuple[str, str]]:
    """303: direct chains, as (view, chained), to a view of the same phase and a higher priority."""
    return {
        (view.name, name)
        for view in sketch.views
        for name in view.chain
        if sketch.view(name).lazy == view.lazy and sketch.view(name).priority > view.priority
    }


def eager_lazy_chains(sketch: Sketch) -> set[tuple[str, str]]:
    """304: direct chains, as (view, chained), from an eager to a lazy view."""
    return {
        (view.name, name)
        for view in sketch.views
        for name in view.chain
        if sketch.view(name).lazy > view.lazy
    }


def clashing_views(sketch: Sketch) -> set[str]:
    """305: views that, alone, activate two members of a group, where nothing that they chain with does so."""
    return {
        view.name
        for view in sketch.views
        if _clashes(sketch, [view.name]) and not any(_clashes(sketch, [name]) for name in view.chain)
    }


def is_selectable(sketch: Sketch, name: str) -> bool:
    """Whether a valid selection activates the view."""
    return any(name in active(sketch, named)[0] for named in selections(sketch))


def clashes(sketch: Sketch, named: tuple[str, ...]) -> bool:
    """Whether the selection activates two members of a group."""
    try:
        active(sketch, named)
    except Clash:
        return True
    except Lacking:
        return False
    return False


def always_clash(sketch: Sketch) -> bool:
    """Whether the always-active views alone activate two members of a group."""
    return _clashes(sketch, [])


def _clashes(sketch: Sketch, names: list[str]) -> bool:
    reached = closure(sketch, [*names, *always_active(sketch)])
    return any(len(_members(sketch, group) & reached) > 1 for group in sketch.groups)


def redundant_chains(sketch: Sketch) -> set[tuple[str, str]]:
    """306: direct chains, as (view, chained), that say nothing new."""
    always = always_active(sketch)
    return {
        (view.name, name)
        for view in sketch.views
        for name in view.chain
        if (name in always and view.name not in always)
        or any(name in closure(sketch, [other]) for other in view.chain if other != name)
    }

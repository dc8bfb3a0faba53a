"""What the small programs have beside plain fields and views: each of these gives a program one feature.

One program in eight has each of them, so that all are met in every batch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.programs import Given, Text, ViewSketch
from tests.runs import names_of
from tests.small import DOMAINS, GUARDS, Maker, Small, Space


def small(seed: int) -> Small:
    """The program of a seed; in every other one nearly all fields have a default, so that runs succeed."""
    random = Random(f"program {seed}")  # noqa: S311
    maker = Maker(random, is_whole=bool(seed % 2))
    return FEATURES[seed // 2 % len(FEATURES)](maker, maker.make())


def plain(maker: Maker, program: Small) -> Small:
    """The program as it is."""
    return program


def asserting(maker: Maker, program: Small) -> Small:
    """Several asserts, some of which need not have a value."""
    maker.fields = maker.fields[:3]
    program = maker.make()
    fragile = [name for name in program.fields if DOMAINS[name].kind == "int"]
    asserts = [maker.condition() for _ in range(maker.random.randint(1, 2))]
    asserts += [f"2 // {name} > {maker.random.randint(0, 1)}" for name in fragile[:1]]
    asserts += [f"[0, 1][{name}] < 1 or {asserts[0]}" for name in fragile[1:2]]
    return replace(program, asserts=tuple(dict.fromkeys(maker.random.sample(asserts, len(asserts)))))


def tied(maker: Maker, program: Small) -> Small:
    """Views of one phase and priority, nearly all with a condition."""
    lazy = maker.random.random() < 0.5

    def view(each: ViewSketch) -> ViewSketch:
        when = each.when or (maker.condition() if maker.random.random() < 0.8 else None)
        return replace(each, lazy=lazy, priority=0, when=when, chain=(), group=None)

    return replace(program, views=tuple(map(view, program.views[:3])), groups={}, required=())


def deciding(maker: Maker, program: Small) -> Small:
    """Views that set one field by the values of another one, which may leave some out."""
    random = maker.random
    maker.fields = maker.fields[:2]
    program = maker.make()
    decider, kind = random.choice([(name, DOMAINS[name].kind) for name in ("mode", "n", "maybe", "flag")])
    target = random.choice([name for name in ("m", "mode", "n", "fixed") if name != decider])
    values = DOMAINS[decider].values
    lazy, is_default = random.random() < 0.6, target == "fixed" or random.random() < 0.7

    def case(index: int) -> ViewSketch:
        names = ", ".join(
            _spelt(value) for value in random.sample(values, random.randint(1, len(values) - 1))
        )
        when = f"{decider} in [{names}]" if kind != "bool" else random.choice((decider, f"not {decider}"))
        writes: dict[str, Given] = {target: random.choice(DOMAINS[target].values)}
        return ViewSketch(
            f"c{index}", default=is_default, lazy=lazy, priority=index + 1, when=when, writes=writes
        )

    kept = [
        replace(view, chain=(), group=None)
        for view in program.views[:1]
        if is_default or "fixed" not in view.writes
    ]
    base = ViewSketch("base", default=True, writes={target: random.choice(DOMAINS[target].values)})
    views = (*kept, *([base] if random.random() < 0.8 else []), *map(case, range(random.randint(2, 3))))
    defaults = {name: value for name, value in program.defaults.items() if name != target}
    defaults.setdefault(decider, random.choice(values))
    wanted = {decider, target, *program.fields}
    fields = tuple(name for name in DOMAINS if name in wanted)
    return replace(program, defaults=defaults, views=views, fields=fields, groups={}, required=())


def _spelt(value: object) -> str:
    return repr(value)


def boxed(maker: Maker, program: Small) -> Small:
    """Some fields stand in a struct that extends another."""
    some = maker.random.sample(program.fields, maker.random.randint(1, len(program.fields)))
    return replace(program, boxed=frozenset(name for name in some if name not in ("asked", "fixed")))


def apart(maker: Maker, program: Small) -> Small:
    """Two scopes, each with some of the fields and the views that write them, which read each other."""
    half = maker.random.sample(program.fields, len(program.fields) // 2)
    views: list[ViewSketch] = []
    second = set(half)
    for view in program.views:
        first = next(iter(view.writes))
        writes = {path: value for path, value in view.writes.items() if (path in half) == (first in half)}
        second.update([view.name] if first in half else [])
        views.append(replace(view, writes=writes, group=None))
    views = [
        replace(v, chain=tuple(n for n in v.chain if (n in second) == (v.name in second))) for v in views
    ]
    views.sort(key=lambda view: view.name in second)
    made = replace(program, views=tuple(views), second=frozenset(second), groups={}, required=())
    return made if _is_joint(made) else replace(made, second=frozenset())


def _is_joint(program: Small) -> bool:
    """Whether an expression of one scope names a field of the other."""
    texts = [("", text) for text in program.asserts]
    texts += [(name, value.text) for name, value in program.defaults.items() if isinstance(value, Text)]
    for view in program.views:
        texts += [
            (view.name, v.text)
            for v in (*view.writes.values(), Text(view.when or "0"))
            if isinstance(v, Text)
        ]
    return any(
        (name in program.second) != (here in program.second)
        for here, text in texts
        for name in names_of(text)
    )


def searching(maker: Maker, program: Small) -> Small:
    """A search over values of some fields, and over some views."""
    random = maker.random
    free = [name for name in program.fields if name != "fixed"]
    varied = random.sample(free, random.randint(1, min(2, len(free))))
    values = {
        name: tuple(random.sample(DOMAINS[name].values, random.randint(1, len(DOMAINS[name].values))))
        for name in varied
    }
    names = [view.name for view in program.views]
    added = ((), *((name,) for name in random.sample(names, min(len(names), random.randint(0, 2)))))
    views = tuple(random.sample(names, 1)) if random.random() < 0.3 else ()
    made = replace(program, groups={}, required=())
    made = replace(made, views=tuple(replace(view, group=None) for view in program.views))
    return replace(made, space=Space(views, values, added))


def of_kinds(maker: Maker, program: Small) -> Small:
    """A variant: two structs that are told apart by a field, which views set, and of which they set parts."""
    random = maker.random
    maker.fields = maker.fields[:3]
    program = maker.make()
    own = {name: random.randint(0, 2) for name in GUARDS if random.random() < 0.8}
    read = [f"kind == '{kind}' and {name} > 0" for name, kind in GUARDS.items()]
    return replace(
        program,
        fields=(*program.fields, "kind", *GUARDS),
        defaults={**program.defaults, "kind": random.choice(("adam", "sgd")), **own},
        views=tuple(_of_kind(maker, view) for view in program.views),
        asserts=(*program.asserts, *random.sample(read, random.choice((0, 0, 1)))),
    )


def _of_kind(maker: Maker, view: ViewSketch) -> ViewSketch:
    random, writes, when = maker.random, dict(view.writes), view.when
    name, kind = random.choice(sorted(GUARDS.items()))
    for number in ("n", "m"):
        if number in writes and random.random() < 0.4:
            writes[number] = Text(f"{name} if kind == '{kind}' else {random.randint(0, 2)}")
    if random.random() < 0.35:
        writes["kind"] = random.choice(("adam", "sgd"))
    if random.random() < 0.4:
        is_read = any(isinstance(value, Text) and name in value.text for value in writes.values())
        other = Text(f"2 - {name} if kind == '{kind}' else 1")
        writes[name] = random.choice((0, 1, 2, 2 if is_read else other))
        when = f"kind == '{kind}'" if random.random() < 0.5 else when
        writes.update({"kind": kind} if "kind" in writes else {})
    elif random.random() < 0.4:
        when = random.choice((f"kind == '{kind}'", f"kind == '{kind}' and {name} > 0", f"kind != '{kind}'"))
    return replace(view, writes=writes, when=when)


FEATURES: tuple[Callable[[Maker, Small], Small], ...] = (
    plain,
    asserting,
    tied,
    deciding,
    boxed,
    apart,
    searching,
    of_kinds,
)


# Several features together


def knotted(seed: int) -> Small:
    """A program in which up to four views tie, over few fields, with one more feature."""
    random = Random(f"knot {seed}")  # noqa: S311
    maker = Maker(random, is_whole=bool(seed % 4))
    maker.fields = maker.fields[:3]
    return KNOTS[seed % len(KNOTS)](maker, _more_views(maker, maker.make()))


def _more_views(maker: Maker, program: Small) -> Small:
    """The program with up to two further views."""
    names = {view.name for view in program.views}
    made = (maker.view(index) for index in range(len(names), min(4, len(names) + 2)))
    added = (replace(view, chain=(), group=None) for view in made if view.name not in names)
    return replace(program, views=(*program.views, *added))


def _fewer(program: Small) -> Small:
    """The program with at most three of its views."""
    names = {view.name for view in program.views[:3]}
    views = (
        replace(view, chain=tuple(name for name in view.chain if name in names)) for view in program.views[:3]
    )
    groups = {
        group: default if default in names else None
        for group, default in program.groups.items()
        if any(view.group == group for view in program.views[:3])
    }
    required = tuple(group for group in program.required if group in groups)
    return replace(program, views=tuple(views), groups=groups, required=required)


def _knot(maker: Maker, program: Small) -> Small:
    """The program with nearly all views in one tier, some of which chain or have a group."""
    random = maker.random
    lazy, is_mixed, is_kept = random.random() < 0.5, random.random() < 0.2, random.random() < 0.4

    def view(each: ViewSketch) -> ViewSketch:
        when = each.when or (maker.condition() if random.random() < 0.7 else None)
        phase = random.random() < 0.5 if is_mixed else lazy
        tied = replace(each, lazy=phase, priority=int(random.random() < 0.1), when=when)
        return tied if is_kept else replace(tied, chain=(), group=None)

    made = replace(program, views=tuple(map(view, program.views)))
    return made if is_kept else replace(made, groups={}, required=())


def _within_one(program: Small) -> Small:
    """The program with a search of the first scope alone, if there are two."""
    space = program.space
    if space is None or not program.second:
        return program

    def own(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in names if name not in program.second)

    values = {name: given for name, given in space.values.items() if name not in program.second}
    made = Space(own(space.views), values, tuple(dict.fromkeys(map(own, space.added))))
    return replace(program, space=made if values else None)


KNOTS: tuple[Callable[[Maker, Small], Small], ...] = (
    lambda maker, program: _knot(maker, asserting(maker, program)),
    lambda maker, program: apart(maker, _knot(maker, _fewer(program))),
    lambda maker, program: searching(maker, _knot(maker, _fewer(program))),
    lambda maker, program: _within_one(apart(maker, searching(maker, program))),
    lambda maker, program: boxed(maker, _knot(maker, _fewer(program))),
)

"""Random programs: small enough for brute force, rich enough to meet every rule of merging.

A ``Sketch`` is plain data with expressions as Python text, so that the oracle can interpret it without a line
of the compiler; ``to_yaml`` writes it as a document for the compiler.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

ENUM = ("a", "b", "c")
INTS, BOOLS, ENUMS, OPTIONALS = ("i0", "i1", "s.n"), ("b0",), ("e0",), ("s.o",)
INPUTS, FINALS, COMPUTED = {"p0": "bool"}, {"f0": "int"}, {"c0": "int"}
"""What only outside values set, what only default views set, and what may have an expression as default."""

TYPES = {
    **dict.fromkeys(INTS, "int"),
    **dict.fromkeys(BOOLS, "bool"),
    **dict.fromkeys(ENUMS, "enum"),
    **dict.fromkeys(OPTIONALS, "optional"),
    **INPUTS,
    **FINALS,
    **COMPUTED,
}
GIVABLE = tuple(name for name in TYPES if name not in FINALS)
"""What may be given from outside."""

READABLE = tuple(name for name in TYPES if name not in COMPUTED)
"""What has a value before the end."""


@dataclass(frozen=True)
class Text:
    """An expression, in the Python that the language shares."""

    text: str


Given = int | bool | str | Text | None


@dataclass(frozen=True)
class ViewSketch:
    name: str
    default: bool = False
    lazy: bool = False
    priority: int = 0
    chain: tuple[str, ...] = ()
    group: str | None = None
    when: str | None = None
    writes: dict[str, Given] = field(default_factory=dict)


@dataclass(frozen=True)
class Sketch:
    """A scope named ``toy``: defaults by field (absent: none), views in order, groups with their defaults.

    Of a ``required`` group a selection must activate a member.
    """

    defaults: dict[str, Given]
    views: tuple[ViewSketch, ...]
    groups: dict[str, str | None] = field(default_factory=dict)
    required: tuple[str, ...] = ()

    def view(self, name: str) -> ViewSketch:
        return next(view for view in self.views if view.name == name)

    def swapped(self, first: str, second: str) -> Sketch:
        """The same program with two views declared in each other's place."""
        exchange = {first: second, second: first}
        return replace(self, views=tuple(self.view(exchange.get(v.name, v.name)) for v in self.views))


def literals(name: str) -> st.SearchStrategy[Given]:
    kinds: dict[str, st.SearchStrategy[Given]] = {
        "int": st.integers(0, 2),
        "bool": st.booleans(),
        "enum": st.sampled_from(ENUM),
        "optional": st.none() | st.integers(0, 2),
    }
    return kinds[TYPES[name]]


def conditions(fields: tuple[str, ...]) -> st.SearchStrategy[str]:
    """A condition, over these fields as far as they have the types for it."""

    def some(*kinds: Iterable[str]) -> st.SearchStrategy[str]:
        names = tuple(name for kind in kinds for name in kind)
        return st.sampled_from(tuple(name for name in names if name in fields) or names)

    truths, numbers, choices = some(BOOLS, INPUTS), some(INTS, FINALS), some(ENUMS)
    simple = st.one_of(
        truths,
        st.builds("not {}".format, truths),
        st.builds("{} == '{}'".format, choices, st.sampled_from(ENUM)),
        st.builds("{} {} {}".format, numbers, st.sampled_from(("<", ">=", "==")), st.integers(0, 3)),
        st.builds("{} {} 1".format, some(OPTIONALS), st.sampled_from(("==", "!="))),
        st.builds("{} in ['{}', 'c']".format, choices, st.sampled_from(ENUM)),
        st.builds("0 <= {} < {}".format, numbers, numbers),
        st.builds("({} if {} else {}) > 1".format, numbers, truths, numbers),
    )
    return st.one_of(
        simple,
        st.builds("{} and {}".format, simple, simple),
        st.builds("{} or {}".format, simple, simple),
        st.builds("not ({} or {})".format, simple, simple),
    )


def expressions(name: str, readable: tuple[str, ...]) -> st.SearchStrategy[Given]:
    """An expression of the field's type over the fields that may be read."""
    same = [other for other in readable if TYPES[other] == TYPES[name]]
    if not same:
        return literals(name)
    plain = st.sampled_from(same)
    if TYPES[name] == "int":
        made = st.one_of(
            st.builds("{} + {}".format, plain, st.integers(1, 2)),
            st.builds("{} * 2 - {}".format, plain, plain),
            st.builds("{} // 2".format, plain),
        )
    else:
        made = st.builds("not {}".format, plain) if TYPES[name] == "bool" else plain
    return made.map(Text)


@st.composite
def sketches(
    draw: st.DrawFn,
    *,
    views: int = 6,
    with_conditions: bool = False,
    with_expressions: bool = False,
) -> Sketch:
    """Programs whose chains have no cycle and name declared views; everything else may be wrong.

    The views of one program write only a few fields, so that they meet.
    """
    is_read = with_expressions or with_conditions
    defaults = _defaults(draw, is_read=is_read)
    met = tuple(draw(st.lists(st.sampled_from(tuple(TYPES)), min_size=1, max_size=4, unique=True)))
    groups = draw(st.sampled_from(((), ("g",), ("g", "h"), ("g", "h", "k"))))
    made: list[ViewSketch] = []
    for index in range(draw(st.integers(min(2, views), views))):
        chained = [view.name for view in made[-3:]]
        has_chain = bool(chained) and draw(st.sampled_from((False, False, True)))
        chain = draw(st.lists(st.sampled_from(chained), max_size=2, unique=True)) if has_chain else []
        is_default = draw(st.sampled_from((False, False, False, True)))
        writable = [n for n in met if n not in INPUTS and (is_default or n not in FINALS)]
        fewest = draw(st.sampled_from((0, 1, 1, 1))) if writable else 0
        some = st.lists(st.sampled_from(writable or met), min_size=fewest, max_size=3, unique=True)
        fields = draw(some) if writable else []
        writes = {}
        for target in fields:
            readable = tuple(other for other in READABLE if other not in fields or other == target)
            as_expression = with_expressions and draw(st.booleans())
            writes[target] = draw(expressions(target, readable) if as_expression else literals(target))
        made.append(
            ViewSketch(
                f"v{index}",
                default=is_default,
                lazy=draw(st.sampled_from((False, False, True))),
                priority=draw(st.sampled_from((0, 0, 1, 2))),
                chain=tuple(chain),
                group=draw(st.sampled_from((None, None, *groups))),
                when=draw(st.none() | conditions(met)) if with_conditions else None,
                writes=writes,
            )
        )
    order = draw(st.permutations(made))
    members = {group: [view.name for view in order if view.group == group] for group in groups}
    chosen = {group: draw(st.sampled_from((None, *members[group]))) for group in groups}
    return Sketch(defaults, tuple(order), chosen, _required(draw, chosen, members))


def _required(
    draw: st.DrawFn, groups: Mapping[str, str | None], members: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """Some of the groups that have members and no default."""
    free = [group for group, default in groups.items() if default is None and members[group]]
    return tuple(group for group in free if draw(st.booleans()))


@st.composite
def grouped_sketches(draw: st.DrawFn) -> Sketch:
    """Programs of groups and chains alone: most members of ``g`` and ``h`` bring one of ``hub``."""
    made = [ViewSketch(f"m{index}", group="hub") for index in range(3)]
    for group in ("g", "h"):
        names = [view.name for view in made]
        for index in range(2):
            most = draw(st.sampled_from((1, 1, 1, 2)))
            chain = draw(st.lists(st.sampled_from(names), min_size=1, max_size=most, unique=True))
            made.append(ViewSketch(f"{group}{index}", group=group, chain=tuple(chain)))
    chain = draw(st.lists(st.sampled_from([view.name for view in made]), max_size=1))
    made.append(ViewSketch("free", default=draw(st.booleans()), chain=tuple(chain)))
    defaults = {"hub": (None, None, "m0"), "g": ("g0", "g0", None), "h": ("h0", "h0", None)}
    groups = {group: draw(st.sampled_from(choices)) for group, choices in defaults.items()}
    members = {group: [view.name for view in made if view.group == group] for group in groups}
    required = _required(draw, groups, members)
    return Sketch({}, tuple(draw(st.permutations(made))), groups, required)


def _defaults(draw: st.DrawFn, *, is_read: bool) -> dict[str, Given]:
    """Defaults of all fields where they are read, else of some; a computed one may be an expression."""
    defaults: dict[str, Given] = {}
    for name in TYPES:
        if is_read and name in COMPUTED:
            defaults[name] = draw(expressions(name, READABLE) | literals(name))
        elif is_read or name in INPUTS or draw(st.booleans()):
            defaults[name] = draw(literals(name))
    return defaults


def to_yaml(sketch: Sketch) -> str:
    """The sketch as a document."""
    lines = ["scope: toy", "fields:"]
    lines.extend(f"  {name}: {_field(sketch, name)}" for name in TYPES if "." not in name)
    lines.extend(("  s:", "    fields:"))
    lines.extend(f"      {name[2:]}: {_field(sketch, name)}" for name in TYPES if "." in name)
    if sketch.groups:
        lines.append("groups:")
        for group, default_view in sketch.groups.items():
            default_text = "" if default_view is None else f"default: {default_view}"
            lines.append(f"  {group}: {{{'required: true' if group in sketch.required else default_text}}}")
    lines.append("views:")
    for view in sketch.views:
        lines.extend(_view(view))
    return "\n".join(lines) + "\n"


def flat(values: Mapping[str, Any]) -> dict[str, object]:
    """The values of a config by dotted path."""
    inner = {f"s.{name}": value for name, value in values["s"].items()}
    return {**{name: value for name, value in values.items() if name != "s"}, **inner}


def _field(sketch: Sketch, name: str) -> str:
    kinds = {"enum": f"enum: [{', '.join(ENUM)}]", "optional": 'type: "int | None"'}
    parts = [kinds.get(TYPES[name], f"type: {TYPES[name]}")]
    if name in sketch.defaults:
        parts.append(f"default: {_value(sketch.defaults[name])}")
    if name in INPUTS or name in FINALS:
        parts.append("input: true" if name in INPUTS else "final: true")
    return f"{{{', '.join(parts)}}}"


def _view(view: ViewSketch) -> list[str]:
    lines = [f"  {view.name}:"]
    if view.default:
        lines.append("    default: true")
    if view.lazy:
        lines.append("    lazy: true")
    lines.append(f"    priority: {view.priority}")
    if view.chain:
        lines.append(f"    chain_with: [{', '.join(view.chain)}]")
    if view.group:
        lines.append(f"    group: {view.group}")
    if view.when:
        lines.append(f'    when: "{view.when}"')
    lines.append(
        "    set: {" + ", ".join(f"{name}: {_value(value)}" for name, value in view.writes.items()) + "}"
    )
    return lines


def _value(value: Given) -> str:
    match value:
        case Text(text):
            return f'"${{{text}}}"'
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case _:
            return str(value)

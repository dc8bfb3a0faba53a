"""Random programs: small enough for brute force, rich enough to meet every rule of merging.

A ``Sketch`` is plain data with expressions as Python text, so that the oracle can interpret it without a line
of the compiler; ``to_yaml`` writes it as a document for the compiler.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

ENUM = ("a", "b", "c")
INTS, BOOLS, ENUMS = ("i0", "i1", "i2"), ("b0",), ("e0",)
TYPES = {**dict.fromkeys(INTS, "int"), **dict.fromkeys(BOOLS, "bool"), **dict.fromkeys(ENUMS, "enum")}


@dataclass(frozen=True)
class Text:
    """An expression, in the Python that the language shares."""

    text: str


Given = int | bool | str | Text


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
    """A scope named ``toy``: defaults by field (absent: none), views in order, groups with their defaults."""

    defaults: dict[str, Given]
    views: tuple[ViewSketch, ...]
    groups: dict[str, str | None] = field(default_factory=dict)

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
    }
    return kinds[TYPES[name]]


def conditions() -> st.SearchStrategy[str]:
    simple = st.one_of(
        st.sampled_from(BOOLS),
        st.builds("not {}".format, st.sampled_from(BOOLS)),
        st.builds("{} == '{}'".format, st.sampled_from(ENUMS), st.sampled_from(ENUM)),
        st.builds(
            "{} {} {}".format, st.sampled_from(INTS), st.sampled_from(("<", ">=", "==")), st.integers(0, 3)
        ),
    )
    return st.one_of(
        simple, st.builds("{} and {}".format, simple, simple), st.builds("{} or {}".format, simple, simple)
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
        made = plain if TYPES[name] == "enum" else st.builds("not {}".format, plain)
    return made.map(Text)


@st.composite
def sketches(
    draw: st.DrawFn, *, views: int = 6, with_conditions: bool = False, with_expressions: bool = False
) -> Sketch:
    """Programs whose chains have no cycle and name declared views; everything else may be wrong."""
    defaults: dict[str, Given] = {}
    for name in TYPES:
        if with_expressions or with_conditions or draw(st.booleans()):
            defaults[name] = draw(literals(name))
    names = [f"v{index}" for index in range(draw(st.integers(1, views)))]
    groups = draw(st.sampled_from(((), ("g",), ("g", "h"))))
    made: list[ViewSketch] = []
    for index, name in enumerate(names):
        earlier = names[:index]
        chain = draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True)) if earlier else []
        fields = draw(st.lists(st.sampled_from(tuple(TYPES)), max_size=3, unique=True))
        writes: dict[str, Given] = {}
        for target in fields:
            readable = tuple(other for other in TYPES if other not in fields or other == target)
            as_expression = with_expressions and draw(st.booleans())
            writes[target] = draw(expressions(target, readable) if as_expression else literals(target))
        made.append(
            ViewSketch(
                name,
                default=draw(st.sampled_from((False, False, True))),
                lazy=draw(st.sampled_from((False, False, True))),
                priority=draw(st.integers(0, 2)),
                chain=tuple(chain),
                group=draw(st.sampled_from((None, None, *groups))),
                when=draw(st.none() | conditions()) if with_conditions else None,
                writes=writes,
            )
        )
    order = draw(st.permutations(made))
    members = {group: [view.name for view in order if view.group == group] for group in groups}
    return Sketch(
        defaults,
        tuple(order),
        {group: draw(st.sampled_from((None, *members[group]))) for group in groups},
    )


def to_yaml(sketch: Sketch) -> str:
    """The sketch as a document."""
    lines = ["scope: toy", "fields:"]
    for name, kind in TYPES.items():
        type_text = f"enum: [{', '.join(ENUM)}]" if kind == "enum" else f"type: {kind}"
        default = f", default: {_value(sketch.defaults[name])}" if name in sketch.defaults else ""
        lines.append(f"  {name}: {{{type_text}{default}}}")
    if sketch.groups:
        lines.append("groups:")
        for group, default_view in sketch.groups.items():
            lines.append(f"  {group}: {{{'' if default_view is None else f'default: {default_view}'}}}")
    lines.append("views:")
    for view in sketch.views:
        lines.extend(_view(view))
    return "\n".join(lines) + "\n"


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
        case bool():
            return str(value).lower()
        case _:
            return str(value)

"""Random Python views, as text, and what they do when they are run: by Python, in the order of the views.

The programs keep to what the reader understands: values, expressions of the config, conditions, branches,
lazy blocks. ``run`` is the oracle: it executes the bodies on a plain object.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import indent
from types import SimpleNamespace

from hypothesis import strategies as st

import ato.config as ato
from ato.config.composing._selection import select

INTS = ("i0", "i1", "i2", "box.i3")
FLAGS = ("b0", "b1")
HEAD = "from ato.scope import Scope\n\nscope = Scope(name='train')\n"


@dataclass(frozen=True)
class PythonSketch:
    """A view: what its decorator says, the statements before the command line, and the lazy ones."""

    name: str
    body: tuple[str, ...]
    lazy_body: tuple[str, ...] = ()
    default: bool = False
    lazy: bool = False
    priority: int = 0
    chain: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The view in Python."""
        options = f"default={self.default}, lazy={self.lazy}, priority={self.priority}"
        options += f", chain_with={list(self.chain)}"
        body = [
            *self.body,
            *(("with Scope.lazy():", *(f"    {line}" for line in self.lazy_body)) if self.lazy_body else ()),
        ]
        lines = "\n".join(body) or "pass"
        return f"@scope.observe({options})\ndef {self.name}(config):\n{indent(lines, '    ')}\n"


def numbers() -> st.SearchStrategy[str]:
    """Expressions that give a whole number."""
    leaf = st.sampled_from([*(f"config.{path}" for path in INTS), "0", "1", "2", "-3", "config['i0']"])
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
            st.tuples(inner, conditions(inner), inner).map(lambda t: f"({t[0]} if {t[1]} else {t[2]})"),
            st.tuples(inner, inner).map(lambda t: f"max({t[0]}, {t[1]})"),
        ),
        max_leaves=3,
    )


def conditions(number: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Conditions, also those that only Python takes for true or false."""
    flags = st.sampled_from([f"config.{path}" for path in FLAGS])
    compared = st.tuples(number, st.sampled_from(["<", "==", "!=", ">="]), number).map(" ".join)
    simple = st.one_of(flags, compared, number)
    return st.one_of(
        simple,
        st.tuples(simple, st.sampled_from(["and", "or"]), simple).map(lambda t: f"({' '.join(t)})"),
        simple.map(lambda text: f"(not {text})"),
    )


@st.composite
def assignments(draw: st.DrawFn) -> str:
    path = draw(st.sampled_from(INTS))
    value = draw(numbers())
    kind = draw(st.integers(0, 9))
    if kind == 0:
        return f"config.{path} {draw(st.sampled_from(['+=', '-=', '*=']))} {value}"
    if kind == 1:
        return (
            f"config.{draw(st.sampled_from(FLAGS))} = {draw(st.sampled_from(['True', 'False', 'config.b1']))}"
        )
    if kind == 2:
        return f"config.update(i0={value}, i1=2)"
    if kind == 3:
        return f"config.i1, config.i2 = {value}, 5"
    if kind == 4:
        return f"config['i2'] = {value}"
    return f"config.{path} = {value}"


def blocks(depth: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """Some statements."""
    single = assignments().map(lambda line: (line,))
    statement = st.one_of(single, single, branches(depth - 1)) if depth else single
    return st.lists(statement, min_size=1, max_size=3).map(
        lambda found: tuple(x for each in found for x in each)
    )


@st.composite
def branches(draw: st.DrawFn, depth: int) -> tuple[str, ...]:
    lines: list[str] = []
    for number in range(draw(st.integers(1, 2))):
        lines.append(f"{'elif' if number else 'if'} {draw(conditions(numbers()))}:")
        lines.extend(f"    {line}" for line in draw(blocks(depth)))
    if draw(st.booleans()):
        lines.append("else:")
        lines.extend(f"    {line}" for line in draw(blocks(depth)))
    return tuple(lines)


BASE = PythonSketch(
    "base",
    (
        "config.i0 = 1",
        "config.i1 = 2",
        "config.i2 = 3",
        "config.box = {'i3': 4}",
        "config.b0 = True",
        "config.b1 = False",
    ),
    default=True,
    priority=-9,
)


@st.composite
def programs(draw: st.DrawFn) -> tuple[PythonSketch, ...]:
    """A base that sets everything, and up to three views."""
    views = [BASE]
    for number in range(draw(st.integers(1, 3))):
        lazy = draw(st.booleans())
        views.append(
            PythonSketch(
                f"v{number}",
                draw(blocks()),
                draw(blocks(1)) if not lazy and draw(st.booleans()) else (),
                default=draw(st.booleans()),
                lazy=lazy,
                priority=draw(st.integers(0, 2)),
                chain=tuple(draw(st.lists(st.sampled_from([view.name for view in views[1:]]), unique=True)))
                if len(views) > 1
                else (),
            )
        )
    return tuple(views)


def source(views: Sequence[PythonSketch]) -> str:
    """The file."""
    return "\n\n".join((HEAD, *(view.text for view in views)))


class Box(SimpleNamespace):
    """A config as Python has it: attributes and keys are the same."""

    def __getitem__(self, key: str) -> object:
        return getattr(self, key)

    def __setitem__(self, key: str, value: object) -> None:
        setattr(self, key, value)

    def update(self, **values: object) -> None:
        """Give several at once."""
        vars(self).update(values)


def run(views: Sequence[PythonSketch], named: Sequence[str], given: Mapping[str, int]) -> dict[str, object]:
    """What the views come to: eager bodies in order, the given values, lazy blocks, and lazy bodies."""
    eager = [ato.View(v.name, default=v.default, priority=v.priority, chain=v.chain) for v in views]
    order = select(eager, {}, named).eager  # phases are told apart below
    by_name = {view.name: view for view in views}
    config = Box()
    for view in order:
        if not by_name[view.name].lazy:
            _execute(by_name[view.name].body, config)
    vars(config).update(given)
    sketches = [by_name[view.name] for view in order]
    for sketch in sketches:
        _execute(sketch.lazy_body, config)
    for sketch in sketches:
        _execute(sketch.body if sketch.lazy else (), config)
    values = vars(config)
    box = values.pop("box")
    inner = box if isinstance(box, dict) else vars(box)
    return {**values, **{f"box.{key}": value for key, value in inner.items()}}


def _execute(body: Sequence[str], config: Box) -> None:
    exec(compile(ast.parse("\n".join(body)), "<view>", "exec"), {"config": config, "max": max})  # noqa: S102
    if isinstance(vars(config).get("box"), dict):
        config.box = Box(**config.box)

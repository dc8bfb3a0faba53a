"""Random programs of two scopes that read each other, made of two random programs of one.

Each scope is a sketch whose expressions may name fields of the other, ``two.i0``. For the oracle both are one
sketch with the scope in front of every name, as the language page says that they are composed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tests.programs import TYPES, Given, Sketch, Text, ViewSketch, sketches, to_yaml

NAMES = ("one", "two")
_FIELD = re.compile(
    rf"(?<![\w.'])({'|'.join(map(re.escape, sorted(TYPES, key=len, reverse=True)))})(?![\w.'])"
)
"""A name of a field without a scope in front."""


@dataclass(frozen=True)
class Pair:
    """The sketches of two scopes."""

    one: Sketch
    two: Sketch

    @property
    def documents(self) -> dict[str, str]:
        """A document for each scope."""
        sketched = zip(NAMES, (self.one, self.two))
        return {name: to_yaml(sketch).replace("scope: toy", f"scope: {name}", 1) for name, sketch in sketched}

    @property
    def together(self) -> Sketch:
        """Both scopes as one; the computed defaults of ``one`` come last, which may read those of ``two``."""
        parts = [_respelt(sketch, name) for name, sketch in zip(NAMES, (self.one, self.two))]
        return Sketch(
            {path: value for part in reversed(parts) for path, value in part.defaults.items()},
            tuple(view for part in parts for view in part.views),
            {group: view for part in parts for group, view in part.groups.items()},
        )


@st.composite
def pairs(draw: st.DrawFn, *, views: int = 3, are_defaults_given: bool = True) -> Pair:
    """Two scopes, of which each may read the other. Where not all defaults are given, those of ``one`` are
    not, whose fields are then read by nobody.
    """
    two = draw(sketches(views=views, with_conditions=True, with_expressions=are_defaults_given))
    one = draw(sketches(views=views, with_conditions=are_defaults_given, with_expressions=are_defaults_given))
    if not are_defaults_given:
        conditions = st.none() | st.sampled_from([view.when for view in two.views])
        views_of_one = tuple(replace(view, when=draw(conditions)) for view in one.views)
        return Pair(_crossed(replace(one, views=views_of_one), lambda name: f"two.{name}"), two)
    one = _crossed(one, lambda name: draw(st.sampled_from((name, f"two.{name}"))))
    two = _crossed(two, lambda name: draw(st.sampled_from((name, name, f"one.{name}"))))
    if draw(st.booleans()):
        one = replace(one, defaults={**one.defaults, "c0": Text("two.c0 + 1")})
    return Pair(one, two)


def _respelt(sketch: Sketch, scope: str) -> Sketch:
    """The sketch with the scope in front of all of its names."""
    crossed = _crossed(sketch, lambda name: f"{scope}.{name}")

    def spelt(name: str) -> str:
        return f"{scope}.{name}"

    return Sketch(
        {spelt(path): value for path, value in crossed.defaults.items()},
        tuple(
            replace(
                view,
                name=spelt(view.name),
                chain=tuple(map(spelt, view.chain)),
                group=None if view.group is None else spelt(view.group),
                writes={spelt(path): value for path, value in view.writes.items()},
            )
            for view in crossed.views
        ),
        {spelt(group): None if view is None else spelt(view) for group, view in crossed.groups.items()},
    )


def _crossed(sketch: Sketch, spelt: Callable[[str], str]) -> Sketch:
    """The sketch whose expressions name fields otherwise, where these have no scope in front."""

    def text(source: str) -> str:
        return _FIELD.sub(lambda match: spelt(match[1]), source)

    def value(given: Given) -> Given:
        return Text(text(given.text)) if isinstance(given, Text) else given

    def view(each: ViewSketch) -> ViewSketch:
        writes = {path: value(given) for path, given in each.writes.items()}
        return replace(each, when=None if each.when is None else text(each.when), writes=writes)

    defaults = {path: value(given) for path, given in sketch.defaults.items()}
    return Sketch(defaults, tuple(map(view, sketch.views)), sketch.groups)

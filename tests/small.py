"""Small programs whose every run can be made: each field has few values, and few views meet on few fields.

Where ``programs.py`` draws rich programs of which only some runs are looked at, these are looked at whole.
They come from a seeded generator and not from hypothesis, since thousands are wanted and none needs
shrinking: a program is a few lines already.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf, nan
from random import Random
from typing import Any

from tests.programs import Given, Sketch, Text, ViewSketch


@dataclass(frozen=True)
class Domain:
    """How a field is declared, all of its values, and what kind of expressions gives them.

    Where there are more values than can be tried, ``admits`` tells which there are, and the rest are samples.
    """

    declared: str
    values: tuple[Any, ...]
    kind: str
    admits: Callable[[Any], bool] | None = None

    def takes(self, value: object) -> bool:
        """Whether it is a value of the field."""
        if not any(type(value) is type(each) for each in self.values):
            return False
        return value in self.values if self.admits is None else self.admits(value)


FEW = {
    "flag": Domain("type: bool", (False, True), "bool"),
    "mode": Domain("enum: [a, b, c]", ("a", "b", "c"), "mode"),
    "n": Domain("type: int, ge: 0, le: 2", (0, 1, 2), "int"),
    "m": Domain("type: int, ge: 0, le: 2", (0, 1, 2), "int"),
    "maybe": Domain('type: "1 | 2 | None"', (None, 1, 2), "optional"),
    "fixed": Domain("type: int, ge: 0, le: 2, final: true", (0, 1, 2), "int"),
    "asked": Domain("type: bool, input: true", (False, True), "bool"),
    "worked": Domain("type: int, ge: 0, le: 3", (0, 1, 2, 3), "int"),
    "kind": Domain("enum: [adam, sgd]", ("adam", "sgd"), "kind"),
    "beta": Domain("type: int, ge: 0, le: 2", (0, 1, 2), "of adam"),
    "drag": Domain("type: int, ge: 0, le: 2", (0, 1, 2), "of sgd"),
}
"""Every field that a program may have. ``fixed`` is final, ``asked`` an input, ``worked`` may be computed.

``kind`` tells apart the two structs of a variant; each has a field of its own.
"""
MANY = {
    "step": Domain("type: int, ge: 0, le: 12, multiple_of: 4", (0, 4, 8, 12), "int"),
    "rate": Domain("type: float, ge: 0, le: 0.5, multiple_of: 0.1", (0.0, 0.1, 0.2, 0.3, 0.4, 0.5), "float"),
    "loose": Domain(
        "type: float, finite: false", (0.0, -2.0, 0.3, 1.5, inf, -inf, nan), "float", lambda _: True
    ),
    "name": Domain('type: str, pattern: "[ab]+", max_length: 2', ("a", "b", "aa", "ab", "ba", "bb"), "str"),
    "word": Domain(
        "type: str, min_length: 1, max_length: 3", ("a", "b", "zzz", " q"), "str", lambda x: 0 < len(x) < 4
    ),
    "note": Domain("type: str", ("", "a", "zq", "A b"), "str", lambda _: True),
    "tags": Domain(
        'type: "list[str]", min_length: 1, max_length: 2',
        (["a"], ["zq", "b"]),
        "list",
        lambda x: 0 < len(x) < 3,
    ),
}
"""Fields that have more values than a program names."""


DOMAINS = {**FEW, **MANY}

GUARDS = {"beta": "adam", "drag": "sgd"}
"""The fields that are there only where ``kind`` is this one."""
COMMON = tuple(name for name in FEW if name != "kind" and name not in GUARDS)
"""The fields that are no part of the variant."""


@dataclass(frozen=True)
class Space:
    """A search: the views of every run, the values that fields take, and the views that a run may add."""

    views: tuple[str, ...] = ()
    values: dict[str, tuple[Given, ...]] = field(default_factory=dict[str, tuple[Given, ...]])
    added: tuple[tuple[str, ...], ...] = ((),)


@dataclass(frozen=True)
class Small(Sketch):
    """A sketch with the fields that it declares, conditions that must hold, and groups that need a member.

    The ``boxed`` fields stand in a struct that extends another; the fields and views of ``second`` are those
    of a second scope.
    """

    fields: tuple[str, ...] = ()
    asserts: tuple[str, ...] = ()
    boxed: frozenset[str] = frozenset()
    second: frozenset[str] = frozenset()
    space: Space | None = None


class Maker:
    """A program while it is made up."""

    def __init__(self, random: Random, *, is_whole: bool) -> None:
        self.random = random
        self.is_whole = is_whole
        chosen = random.sample(sorted(COMMON), random.randint(3, 5))
        self.fields = tuple(name for name in FEW if name in chosen)

    def make(self) -> Small:
        views = tuple(self.view(index) for index in range(self.random.randint(1, 4)))
        groups = self.groups(views)
        return Small(
            defaults=self.defaults(),
            views=tuple(self.random.sample(views, len(views))),
            groups=groups,
            fields=self.fields,
            asserts=tuple(self.condition() for _ in range(self.random.choice((0, 0, 1)))),
            required=tuple(g for g, default in groups.items() if default is None and self.seldom()),
        )

    def seldom(self) -> bool:
        return self.random.random() < 0.25

    def groups(self, views: tuple[ViewSketch, ...]) -> dict[str, str | None]:
        names = dict.fromkeys(view.group for view in views if view.group is not None)
        return {
            group: self.random.choice([None, *(view.name for view in views if view.group == group)])
            for group in names
        }

    def defaults(self) -> dict[str, Given]:
        found: dict[str, Given] = {}
        for name in self.fields:
            if name == "worked" and self.random.random() < 0.7:
                found[name] = self.expression("int", [other for other in self.fields if other != name])
            elif name == "asked" or self.random.random() < (0.95 if self.is_whole else 0.7):
                found[name] = self.random.choice(DOMAINS[name].values)
        return found

    def view(self, index: int) -> ViewSketch:
        random = self.random
        is_default = random.random() < 0.3
        writable = [n for n in self.fields if n != "asked" and (is_default or n != "fixed")]
        written = random.sample(writable, min(len(writable), random.choice((1, 1, 2))))
        writes: dict[str, Given] = {}
        for name in written:
            readable = [other for other in self.fields if other not in written or other == name]
            is_expression = random.random() < 0.4
            kind = DOMAINS[name].kind
            is_possible = kind in ("int", "bool")
            writes[name] = (
                self.expression(kind, readable)
                if is_expression and is_possible
                else random.choice(DOMAINS[name].values)
            )
        earlier = [f"v{other}" for other in range(index)]
        return ViewSketch(
            f"v{index}",
            default=is_default,
            lazy=random.random() < 0.35,
            priority=random.choice((0, 0, 1, 2)),
            chain=tuple(random.sample(earlier, 1)) if earlier and self.seldom() else (),
            group=random.choice((None, None, None, "g")),
            when=self.condition() if random.random() < 0.5 else None,
            writes=writes,
        )

    def name(self, kind: str, readable: list[str]) -> str | None:
        names = [name for name in readable if DOMAINS[name].kind == kind]
        return self.random.choice(names) if names else None

    def expression(self, kind: str, readable: list[str]) -> Given:
        if kind == "bool":
            return Text(self.condition(readable))
        number, other = self.name("int", readable), self.name("int", readable)
        flag, maybe = self.name("bool", readable), self.name("optional", readable)
        forms: list[str] = []
        if number is not None and other is not None:
            forms += [f"{number} + {self.random.randint(-1, 1)}", f"min({number} * 2, 2)"]
            forms += [f"{number} // ({other} + 1)", f"[0, 1, 2][{number}]", f"2 - {number}"]
            forms += [f"2 // {number}", f"{number} % {other}", f"[0, 1][{number}]"]
        if flag is not None:
            forms += [f"1 if {flag} else {number or 2}"]
        if maybe is not None:
            forms += [f"{maybe} if {maybe} != None else 0"]
        return Text(self.random.choice(forms)) if forms else self.random.choice((0, 1, 2))

    def condition(self, readable: list[str] | None = None) -> str:
        readable = list(self.fields) if readable is None else readable
        names = {kind: self.name(kind, readable) for kind in ("bool", "mode", "int", "optional")}
        simple = [self.simple(kind, name) for kind, name in names.items() if name is not None]
        if not simple:
            return "1 < 2"
        first, second = self.random.choice(simple), self.random.choice(simple)
        forms = (first, first, first, f"{first} and {second}", f"{first} or {second}", f"not ({first})")
        return self.random.choice(forms)

    def simple(self, kind: str, name: str) -> str:
        random = self.random
        forms = {
            "bool": (name, f"not {name}"),
            "mode": (f"{name} == '{random.choice('abc')}'", f"{name} in ['{random.choice('ab')}', 'c']"),
            "int": (
                f"{name} > {random.randint(0, 1)}",
                f"{name} == {random.randint(0, 2)}",
                f"0 < {name} + 1",
            ),
            "optional": (f"{name} != None", f"{name} == {random.randint(1, 2)}"),
        }
        return random.choice(forms[kind])

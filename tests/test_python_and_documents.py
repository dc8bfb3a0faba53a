"""A Python script and the document that says the same: the same findings in other words, the same values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atoc.compile import Compiled
from atoc.compile import compile as compiled
from atoc.findings import Passed
from atoc.prove import schema_of
from atoc.span import SourceFile

HEAD = "from ato.scope import Scope\nscope = Scope(name='train')\n"
KEYS = ("a", "b", "c")
SOFTER = ("ATC202", "ATC303")
"""What is a warning in Python, which has an order of its own."""


@dataclass(frozen=True)
class Sketch:
    """A view in both languages: what it sets, as texts in which ``@`` stands for the config."""

    name: str
    sets: tuple[tuple[str, str], ...]
    when: str = ""
    default: bool = False
    lazy: bool = False
    priority: int = 0
    chain: tuple[str, ...] = ()

    @property
    def python(self) -> str:
        """The view as a function."""
        options = f"default={self.default}, lazy={self.lazy}, priority={self.priority}"
        indent = "        " if self.when else "    "
        test = f"    if {self.when.replace('@', 'config.')}:\n" if self.when else ""
        body = "".join(
            f"{indent}config.{key} = {value.replace('@', 'config.')}\n" for key, value in self.sets
        )
        observed = f"@scope.observe({options}, chain_with={list(self.chain)})"
        return f"{observed}\ndef {self.name}(config):\n{test}{body}\n"

    @property
    def yaml(self) -> str:
        """The view in a document."""
        options = f"default: {str(self.default).lower()}, lazy: {str(self.lazy).lower()}"
        options += f", priority: {self.priority}, chain_with: [{', '.join(self.chain)}]"
        options += f", when: '{self.when.replace('@', '')}'" if self.when else ""
        sets = ", ".join(
            f"{key}: '{_given(value)}'" if "@" in value else f"{key}: {value}" for key, value in self.sets
        )
        return f"  {self.name}: {{{options}, set: {{{sets}}}}}\n"


def _given(value: str) -> str:
    return "${" + value.replace("@", "") + "}"


def both(views: Sequence[Sketch]) -> tuple[Compiled, Compiled]:
    """What the script comes to, and what the document does."""
    keys = dict.fromkeys(key for view in views for key, _ in view.sets)
    fields = "".join(f"  {key}: int\n" for key in keys)
    document = f"scope: train\nfields:\n{fields}views:\n{''.join(view.yaml for view in views)}"
    script = HEAD + "".join(view.python for view in views)
    return read("main.py", script), read("main.yaml", document)


def read(path: str, text: str) -> Compiled:
    return compiled(Passed((SourceFile(path, text),)))


def told(found: Compiled) -> list[tuple[object, ...]]:
    return sorted(
        (
            each.code,
            each.key or "",
            each.views,
            "" if each.code in SOFTER else each.severity,
            each.witness or (),
        )
        for each in found.findings
    )


BASE = Sketch("base", (("a", "1"), ("b", "2"), ("c", "3")), default=True, priority=-1)

EACH_RULE = {
    "ATC201": (Sketch("base", (("a", "1"),), default=True), Sketch("v", (("b", "2"),))),
    "ATC202": (BASE, Sketch("v", (("a", "5"),)), Sketch("w", (("a", "6"),))),
    "ATC203": (
        BASE,
        Sketch("late", (("a", "7"),), default=True, priority=3),
        Sketch("v", (("a", "5"), ("b", "6"))),
    ),
    "ATC204": (BASE, Sketch("late", (("a", "7"),), default=True, priority=3), Sketch("v", (("a", "5"),))),
    "ATC205": (BASE, Sketch("v", (("a", "1"), ("b", "6")))),
    "ATC208": (BASE, Sketch("v", (("a", "5"),), lazy=True)),
    "ATC301": (BASE, Sketch("v", (("a", "5"),), chain=("bas",))),
    "ATC302": (BASE, Sketch("v", (("a", "5"),), chain=("w",)), Sketch("w", (("b", "5"),), chain=("v",))),
    "ATC303": (BASE, Sketch("v", (("a", "5"),), chain=("w",)), Sketch("w", (("b", "5"),), priority=1)),
    "ATC304": (BASE, Sketch("v", (("a", "5"),), chain=("w",)), Sketch("w", (("b", "5"),), lazy=True)),
    "ATC306": (BASE, Sketch("v", (("a", "5"),), chain=("base",))),
    "ATC404": (BASE, Sketch("v", (("a", "5 // @b"),)), Sketch("w", (("b", "0"),), priority=-1)),
    "ATC406": (BASE, Sketch("v", (("a", "5"),), when="@b == 2", priority=1)),
}


@pytest.mark.parametrize("code", EACH_RULE)
def test_a_script_and_its_document_are_told_the_same(code: str) -> None:
    script, document = both(EACH_RULE[code])
    assert code in [finding.code for finding in script.findings]
    assert told(script) == told(document)


@pytest.mark.parametrize("code", EACH_RULE)
def test_what_is_told_of_a_script_speaks_python(code: str) -> None:
    script, _ = both(EACH_RULE[code])
    texts = [text for finding in script.findings for text in (finding.message, *finding.help)]
    assert not [text for text in texts if ": true" in text or "`set`" in text or "priority: " in text]


@st.composite
def sketches(draw: st.DrawFn) -> tuple[Sketch, ...]:
    """A base, and up to three views that are one part each."""
    views = [BASE]
    for number in range(draw(st.integers(1, 3))):
        keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True))
        others = [key for key in KEYS if key not in keys]
        values = st.one_of(st.integers(0, 3).map(str), st.sampled_from(others).map(lambda key: f"@{key} + 1"))
        when = draw(st.sampled_from(("", "", f"@{others[0]} > 1", f"@{others[0]} == 3")))
        names = [view.name for view in views[1:]]
        views.append(
            Sketch(
                f"v{number}",
                tuple((key, draw(values)) for key in keys),
                when=when,
                default=draw(st.booleans()),
                lazy=draw(st.booleans()),
                priority=draw(st.integers(0, 1)),
                chain=tuple(draw(st.lists(st.sampled_from(names), unique=True))) if names else (),
            )
        )
    return tuple(views)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(sketches())
def test_random_scripts_are_told_and_composed_as_their_documents(views: tuple[Sketch, ...]) -> None:
    script, document = both(views)
    assert told(script) == told(document)
    scopes = [found.program.scopes[0] for found in (script, document)]
    names = [view.name for view in views if not view.default]
    for size in range(len(names) + 1):
        for named in combinations(names, size):
            one, other = (schema_of(scope).compose(named).to_dict() for scope in scopes)
            assert one == other

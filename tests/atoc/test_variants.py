"""Variants against brute force: every selection and every kind from outside, each run interpreted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.program import Scope
from atoc.prove import AbsentField, Unset, prove, schema_of
from tests.atoc.resolve.written import program

FIELDS = {"a": ("p", "q"), "b": ("p", "r"), "c": ()}
CONDITIONS = {"v.kind == 'a'": "a", "v.kind != 'b'": "ac", "v.kind in ('a', 'b')": "ab"}


@dataclass(frozen=True)
class Sketch:
    """A program: the defaults by kind and name, the default mapping, and the views, lowest first."""

    defaults: dict[tuple[str, str], int]
    given: dict[str, object]
    views: tuple[ViewSketch, ...]


@dataclass(frozen=True)
class ViewSketch:
    name: str
    default: bool
    lazy: bool
    when: str | None
    writes: dict[str, object]


@st.composite
def view_sketches(draw: st.DrawFn, name: str, conditions: tuple[str, ...]) -> ViewSketch:
    kind = draw(st.sampled_from([None, None, "a", "b", "c"]))
    names = ("p", "q", "r") if kind is None else FIELDS[kind]
    numbers = draw(st.dictionaries(st.sampled_from(names), st.integers(1, 3), max_size=2)) if names else {}
    writes = {**({} if kind is None else {"kind": kind}), **numbers}
    when = draw(st.sampled_from([None, *conditions]))
    return ViewSketch(name, draw(st.booleans()), draw(st.booleans()), when, writes)


@st.composite
def sketches(draw: st.DrawFn) -> Sketch:
    keys = [(kind, name) for kind, names in FIELDS.items() for name in names]
    defaults = draw(st.dictionaries(st.sampled_from(keys), st.integers(10, 12)))
    kind = draw(st.sampled_from([None, "a", "b", "c"]))
    names = ("p", "q", "r") if kind is None else FIELDS[kind]
    numbers = draw(st.dictionaries(st.sampled_from(names), st.integers(20, 22), max_size=2)) if names else {}
    mapping = {**({} if kind is None else {"kind": kind}), **numbers}
    conditions = tuple(CONDITIONS) if "kind" in mapping else ()  # else they would read what has no value
    views = [draw(view_sketches(name, conditions)) for name in ("w", "x", "y")[: draw(st.integers(0, 3))]]
    return Sketch(defaults, mapping, tuple(views))


def text_of(sketch: Sketch) -> str:
    lines = ["scope: s", "types:"]
    for kind, names in FIELDS.items():
        lines += [f"  {kind.upper()}:", "    fields:", f"      kind: {{enum: [{kind}]}}"]
        for name in names:
            default = sketch.defaults.get((kind, name))
            lines.append(f"      {name}: {{type: int{'' if default is None else f', default: {default}'}}}")
    mapping = f", default: {flow(sketch.given)}" if sketch.given else ""
    lines += ["fields:", f"  v: {{type: A | B | C, discriminator: kind{mapping}}}"]
    lines += ["views:"] if sketch.views else []
    for priority, view in enumerate(sketch.views):
        said = {"default": str(view.default).lower(), "lazy": str(view.lazy).lower(), "priority": priority}
        lines += [f"  {view.name}:", *(f"    {key}: {value}" for key, value in said.items())]
        lines += [] if view.when is None else [f'    when: "{view.when}"']
        lines.append(f"    set: {{v: {flow(view.writes)}}}" if view.writes else "    set: {}")
    return "\n".join(lines) + "\n"


def flow(mapping: dict[str, object]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in mapping.items()) + "}"


def scope_of(sketch: Sketch) -> Scope:
    passed = program(text_of(sketch))
    assert [finding.message for finding in passed.findings] == []
    return passed.value.scopes[0]


def default_of(sketch: Sketch, kind: object, name: str) -> int | None:
    is_for_kind = sketch.given.get("kind", kind) == kind
    value = sketch.given.get(name) if is_for_kind else None
    return value if isinstance(value, int) else sketch.defaults.get((str(kind), name))


@dataclass
class Outcome:
    """What came of a run: the values, and what was written where it is not there."""

    values: dict[str, object]
    absent: set[tuple[str, str]]

    @property
    def kind(self) -> object:
        return self.values.get("kind")

    def unset(self, sketch: Sketch) -> set[str]:
        if self.kind is None:
            return {"kind"}
        return {
            name
            for name in FIELDS[str(self.kind)]
            if name not in self.values and default_of(sketch, self.kind, name) is None
        }


def run(sketch: Sketch, named: tuple[str, ...], outside: str | None) -> Outcome:
    outcome = Outcome({"kind": sketch.given["kind"]} if "kind" in sketch.given else {}, set())
    active = [view for view in sketch.views if view.default or view.name in named]
    for view in ordered(active):
        if not view.lazy:
            apply(view, outcome)
    if outside is not None:
        outcome.values["kind"] = outside
    for view in ordered(active):
        if view.lazy:
            apply(view, outcome)
    return outcome


def ordered(views: list[ViewSketch]) -> list[ViewSketch]:
    return sorted(views, key=lambda view: view.name)


def apply(view: ViewSketch, outcome: Outcome) -> None:
    if view.when is not None and str(outcome.kind) not in CONDITIONS[view.when]:
        return
    outcome.values.update(view.writes)
    for name in view.writes:
        if name != "kind" and name not in FIELDS.get(str(outcome.kind), ()):
            outcome.absent.add((view.name, name))


def runs(sketch: Sketch) -> Iterator[tuple[tuple[str, ...], str | None, Outcome]]:
    names = [view.name for view in sketch.views if not view.default]
    for named in chain.from_iterable(combinations(names, size) for size in range(len(names) + 1)):
        for outside in (None, "a", "b", "c"):
            yield named, outside, run(sketch, named, outside)


@given(sketches())
@settings(max_examples=60, deadline=None)
def test_what_is_proved_of_variants_is_what_every_run_shows(sketch: Sketch) -> None:
    facts = prove(scope_of(sketch))
    absent = {view for _, _, outcome in runs(sketch) for view, _ in outcome.absent}
    unset = {f"v.{name}" for _, _, outcome in runs(sketch) for name in outcome.unset(sketch)}
    assert {fact.view.name for fact in facts.facts if isinstance(fact, AbsentField)} <= absent
    assert {fact.field.path for fact in facts.facts if isinstance(fact, Unset)} <= unset
    for verdict in facts.verdicts:
        if verdict.code == "ATC104" and verdict.outcome != "unproved":
            assert (verdict.outcome == "refuted") == (verdict.subject in absent)
        if verdict.code == "ATC201" and verdict.outcome != "unproved":
            assert (verdict.outcome == "refuted") == (verdict.subject in unset)


@given(sketches())
@settings(max_examples=60, deadline=None)
def test_a_composed_variant_is_what_the_writes_and_its_own_defaults_make_it(sketch: Sketch) -> None:
    schema = schema_of(scope_of(sketch))
    whole = [each for each in runs(sketch) if not each[2].unset(sketch)]
    assume(whole)
    for named, outside, outcome in whole:
        config: ato.Config = schema.compose(named, [] if outside is None else [f"v.kind={outside}"])
        kind = str(outcome.kind)
        own = {name: outcome.values.get(name, default_of(sketch, kind, name)) for name in FIELDS[kind]}
        assert config.to_dict() == {"v": {"kind": kind, **own}}

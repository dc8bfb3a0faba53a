"""Search spaces, held against brute force over every point."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.expr import Expression, parse_bare
from atoc.expr import check as check_expression
from atoc.program import Assert, Scope
from atoc.prove import BadPoint, Leaving, NeverActive, prove, schema_of
from atoc.prove.searches.spaces import search_facts
from atoc.source.node import Scalar
from tests.atoc.prove.build import facts_of, scope_of

INTS = st.lists(st.integers(-2, 4), min_size=1, max_size=3, unique=True)
WHENS = st.sampled_from(("", "a > 1", "b == 0", "'v' in view", "a != b", "1 / a > 0"))


def outcome(text: str) -> str:
    """The verdict on the only search of a scope."""
    return next(verdict.outcome for verdict in facts_of(text).verdicts if verdict.code == "ATC801")


def bad(scope: Scope) -> list[BadPoint]:
    return [fact for fact in search_facts(scope, ())[0] if isinstance(fact, BadPoint)]


def that(scope: Scope, text: str) -> Assert:
    """An assert of a scope."""
    parsed = parse_bare(Scalar(scope.span, text)).value
    assert parsed is not None
    checked = check_expression(parsed, lambda path: scope.fields[path].type, ()).value
    assert isinstance(checked, Expression)
    return Assert(checked, "it has to", scope.span)


SMALL = """
fields:
  a: {{type: int, default: 1}}
  b: {{type: int, default: 2}}
  c: {{type: int, default: "${{6 // (a - 1)}}", le: {limit}}}
views:
  v: {{set: {{b: "${{b + a}}"}}}}
  w: {{default: true, lazy: true, when: b > 1, set: {{c: 1}}}}
search:
  s:
    metric: m
    mode: min
    space:
      view: {{choice: [[], [v]]}}
      a: {{choice: {a}}}
      b: {{choice: {b}{when}}}
"""


def fails(scope: Scope, named: tuple[str, ...], words: tuple[str, ...]) -> bool:
    try:
        schema_of(scope).compose(named, words)
    except ato.ConfigError:
        return True
    return False


def takes_part(when: str, a: int, b: int, view: tuple[str, ...]) -> bool | None:
    """Whether the condition of ``b`` holds; None where it has no value."""
    try:
        return not when or bool(eval(when, {}, {"a": a, "b": b, "view": view}))  # noqa: S307 (a fixed list)
    except ZeroDivisionError:
        return None


@settings(max_examples=100, deadline=None)
@given(a=INTS, b=INTS, limit=st.integers(1, 6), when=WHENS.filter(lambda when: "b" not in when))
def test_a_space_of_few_points_is_decided_as_brute_force_does(
    a: list[int], b: list[int], limit: int, when: str
) -> None:
    scope = scope_of(SMALL.format(a=a, b=b, limit=limit, when=f', when: "{when}"' if when else ""))
    failing, active = False, False
    for view, x, y in product(((), ("v",)), a, b):
        part = takes_part(when, x, y, view)
        words = (f"a={x}", f"b={y}") if part else (f"a={x}",)
        failing = failing or part is None or fails(scope, view, words)
        active = active or part is not False
    facts, (verdict,) = search_facts(scope, ())
    assert verdict.outcome == ("refuted" if failing or not active else "proved")
    assert any(isinstance(fact, NeverActive) for fact in facts) == (not active)
    assert any(isinstance(fact, BadPoint) for fact in facts) == failing


@settings(max_examples=60, deadline=None)
@given(a=INTS, b=INTS, limit=st.integers(1, 6))
def test_a_witness_fails_and_no_part_of_it_does(a: list[int], b: list[int], limit: int) -> None:
    scope = scope_of(SMALL.format(a=a, b=b, limit=limit, when=""))
    for fact in bad(scope):
        words = fact.witness
        named = tuple(word for word in words if "=" not in word)
        assert fails(scope, named, tuple(word for word in words if "=" in word))
        smaller = (words[:index] + words[index + 1 :] for index in range(len(words)))
        same = (
            part
            for part in smaller
            if fails_with(scope, part) and fails_with(scope, part) & fails_with(scope, words)
        )
        assert list(same) == []


def fails_with(scope: Scope, words: tuple[str, ...]) -> set[str]:
    """What is wrong with a run, without the values."""
    named = [word for word in words if "=" not in word]
    try:
        schema_of(scope).compose(named, [word for word in words if "=" in word])
    except ato.ConfigError as error:
        return {problem.message.partition(": ")[0] for problem in error.problems}
    return set()


BATCHES = """
fields:
  lr: {type: float, default: 0.1}
  batch_size: {type: int, default: 16}
  epochs: {type: int, default: 1}
search:
  s:
    metric: m
    mode: min
    space:
      lr: {log_uniform: [0.001, 0.1]}
      batch_size: {choice: [16, 64]}
      epochs: {int_uniform: [1, 100]}
"""


def test_a_point_that_breaks_an_assert_is_cut_down_to_what_matters() -> None:
    scope = scope_of(BATCHES)
    scope = replace(scope, asserts=(that(scope, "batch_size * epochs <= 5000"),))
    (point,) = bad(scope)
    assert point.witness == ("batch_size=64", "epochs=100")
    assert [dimension.path for dimension in point.dimensions] == ["batch_size", "epochs"]
    assert (point.why, point.broken) == ("it has to", scope.asserts[0])


def test_asserts_that_hold_of_every_point_are_proved() -> None:
    scope = scope_of(BATCHES.replace("[1, 100]", "[1, 50]"))
    scope = replace(scope, asserts=(that(scope, "batch_size * epochs <= 5000"),))
    facts, (verdict,) = search_facts(scope, ())
    assert (facts, verdict.outcome, verdict.method) == ([], "proved", "finite")


def test_an_assert_without_a_value_is_broken() -> None:
    scope = scope_of(BATCHES.replace("[1, 100]", "[0, 9]"))
    scope = replace(scope, asserts=(that(scope, "batch_size / epochs > 1"),))
    (point,) = bad(scope)
    assert point.witness == ("epochs=0",)
    assert point.why == "the assert cannot be worked out: the division is by zero"


def test_a_range_of_floats_of_which_an_assert_works_something_out_is_not_proved() -> None:
    scope = scope_of(BATCHES)
    facts, (verdict,) = search_facts(replace(scope, asserts=(that(scope, "lr * 2 < 1"),)), ())
    assert (facts, verdict.outcome, verdict.method) == ([], "unproved", "unproved")


INPUT = """
fields:
  root: {type: str, input: true}
  lr: {type: float, default: 0.1}
  name: {type: str, default: "${root + '/run'}"}
views:
  v: {default: true, lazy: true, %s set: {lr: 0.2}}
search:
  s: {metric: m, mode: min, space: {lr: {uniform: [0, 1]}}}
"""


def test_an_input_that_is_not_known_yet_refutes_nothing() -> None:
    assert outcome(INPUT % "") == "proved"


def test_a_condition_that_hangs_on_an_input_leaves_the_space_open() -> None:
    assert outcome(INPUT % "when: root == 'a',") == "unproved"


def test_a_field_that_is_unset_anyway_is_told_once() -> None:
    facts = facts_of("""
fields:
  lr: {type: float, default: 0.1}
  size: int
search:
  s: {metric: m, mode: min, space: {lr: {uniform: [0, 1]}}}
""")
    assert [type(fact).__name__ for fact in facts.facts] == ["Unset"]


def test_a_field_that_only_the_space_gives_is_set() -> None:
    text = """
fields:
  size: {type: int, ge: 1}
views:
  base: {set: {size: 3}}
search:
  s: {metric: m, mode: min, space: {size: {int_uniform: [1, 9]%s}, view: {choice: [[], [base]]}}}
"""
    assert outcome(text % "") == "proved"
    assert outcome(text % ", when: \"'base' not in view\"") == "proved"


def test_views_that_clash_anyway_are_told_of_the_view() -> None:
    facts = facts_of("""
fields:
  lr: {type: float, default: 0.1}
groups: {g: {}}
views:
  a: {group: g}
  b: {group: g}
  both: {chain_with: [a, b]}
search:
  s: {metric: m, mode: min, space: {view: {choice: [[], [both], [a, b]]}}}
""")
    clashes = [fact for fact in facts.facts if isinstance(fact, Leaving)]
    assert [fact.views for fact in clashes] == [("a", "b")]


def test_a_large_space_is_tried_within_a_bound() -> None:
    fields = "\n".join(f"  f{number}: {{type: int, default: 1}}" for number in range(40))
    space = "\n".join(f"      f{number}: {{int_uniform: [1, 50]}}" for number in range(40))
    total = " + ".join(f"f{number}" for number in range(40))
    text = f"fields:\n{fields}\n  all: {{type: int, default: '${{{total}}}'}}\n"
    assert outcome(f"{text}search:\n  s:\n    metric: m\n    mode: min\n    space:\n{space}\n") == "unproved"


def test_a_space_that_reaches_a_view_which_is_not_understood_is_not_proved() -> None:
    scope = scope_of("""
fields: {lr: {type: float, default: 0.1}, size: {type: int, default: 1}}
views: {odd: {set: {size: 2}}}
asserts: [{that: size < 5, message: it has to}]
search:
  one: {metric: m, mode: min, space: {lr: {uniform: [0, 1]}, view: {choice: [[], [odd]]}}}
  two: {metric: m, mode: min, space: {lr: {uniform: [0, 1]}}}
""")
    odd = replace(scope.views["odd"], beyond=frozenset(("size",)))
    verdicts = prove(replace(scope, views={"odd": odd})).verdicts
    outcomes = {verdict.subject: verdict.outcome for verdict in verdicts if verdict.code == "ATC801"}
    assert outcomes == {"search one": "unproved", "search two": "proved"}


def test_the_words_of_a_witness_stand_in_the_order_of_all_witnesses() -> None:
    text = """
fields:
  z: {type: int, default: 0}
  a: {type: int, default: 0}
  on: {type: bool, default: false}
  m: {type: int, default: 0}
views: {up: {set: {on: true}}, more: {set: {m: 1}}}
asserts: [{that: not (on and m > 0 and z > 0 and a > 0)}]
search:
  s:
    metric: loss
    mode: min
    space: {z: {choice: [0, 1]}, view: {choice: [[], [up, more]]}, a: {choice: [0, 1]}}
"""
    (point,) = bad(scope_of(text))
    assert point.witness == ("more", "up", "a=1", "z=1")

"""What conditions tell of fields, and what that does to their types."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.expr import Expression, Facts, check, evaluate, facts_if, parse_bare
from atoc.expr.tree import Tree
from tests.atoc.expr.texts import scalar

MODE = ato.Literal("a", "b", "c")
TYPES: dict[str, ato.Type] = {
    "x": ato.Union(ato.INT, ato.NULL),
    "y": ato.Union(ato.INT, ato.NULL),
    "mode": MODE,
    "maybe": ato.Union(MODE, ato.NULL),
    "either": ato.Union(ato.INT, ato.STR),
    "loose": ato.Union(ato.FLOAT, ato.BOOL, ato.NULL),
    "flag": ato.BOOL,
    "n": ato.INT,
    "several": ato.Union(ato.List(ato.INT), ato.Tuple(ato.FLOAT, ato.FLOAT)),
    "mixed": ato.Union(ato.List(ato.INT), ato.STR),
    "sets": ato.Union(ato.List(ato.STR), ato.Set(ato.STR)),
}
VALUES: dict[str, list[object]] = {
    "x": [None, 0, 1],
    "y": [None, 0, 3],
    "mode": ["a", "b", "c"],
    "maybe": ["a", "b", "c", None],
    "either": [1, 7, "a", "z"],
    "loose": [1.0, 0.5, True, None],
    "flag": [True, False],
    "n": [0, 1],
    "several": [(1, 2), (0.5, 0.5)],
    "mixed": [(1,), "a"],
    "sets": [("a",), frozenset({"a"})],
}


def tree(text: str) -> Tree:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    return parsed.tree


def expression(text: str) -> Expression:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    passed = check(parsed, TYPES.get, TYPES)
    assert passed.value is not None, [finding.message for finding in passed.findings]
    return passed.value


def told(text: str) -> list[str]:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    return [finding.message for finding in check(parsed, TYPES.get, TYPES).findings]


@pytest.mark.parametrize(
    ("text", "outcome", "present", "choices"),
    [
        ("x != None", True, {"x"}, {}),
        ("None == x", False, {"x"}, {}),
        ("x == None or y == None", False, {"x", "y"}, {}),
        ("x == None and y == None", False, set(), {}),
        ("not (x == None)", True, {"x"}, {}),
        ("mode == 'a'", True, {"mode"}, {"mode": ("a",)}),
        ("mode == 'a' or 'b' == mode", True, {"mode"}, {"mode": ("a", "b")}),
        ("mode in ['a', 'b'] and mode in {'b', 'c'}", True, {"mode"}, {"mode": ("b",)}),
        ("mode not in ('a', 'b')", False, {"mode"}, {"mode": ("a", "b")}),
        ("maybe in ['a', None]", True, set(), {"maybe": ("a", None)}),
        ("n == 1 == x", True, {"n", "x"}, {"n": (1,), "x": (1,)}),
        ("flag", True, set(), {"flag": (True,)}),
        ("not flag", True, set(), {"flag": (False,)}),
        ("x == y", True, set(), {}),
        ("x in [y]", True, set(), {}),
        ("n > 3", True, set(), {}),
    ],
)
def test_a_condition_tells(
    text: str, outcome: bool, present: set[str], choices: dict[str, tuple[object, ...]]
) -> None:
    facts = facts_if(tree(text), outcome=outcome)

    assert (facts.present, dict(facts.choices)) == (present, choices)


def test_what_is_ruled_out_is_told_too() -> None:
    facts = facts_if(tree("mode != 'a' and mode != 'b'"), outcome=True)

    assert dict(facts.excluded) == {"mode": ("a", "b")}
    assert facts.narrowed("mode", MODE) == ato.Literal("c")
    assert facts.paths == {"mode"}
    assert facts.without(["mode"]) == Facts()


def test_facts_that_contradict_each_other_narrow_nothing() -> None:
    facts = facts_if(tree("mode == 'a' and mode == 'b'"), outcome=True)

    assert facts.choices["mode"] == ()
    assert facts.narrowed("mode", MODE) == MODE


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("x + 1 if x != None else 0", "int"),
        ("0 if x == None or y == None else x + y", "int"),
        ("x != None and x > 3 or x == None", "bool"),
        ("x + 1 if not (x == None) and x < 9 else n", "int"),
        ("x + 1 if x in [1, 2] else 0", "int"),
        ("mode if mode in ['a', 'b'] else 'a'", "'a' | 'b'"),
        ("'a' if mode == 'c' else mode", "'a' | 'b'"),
        ("'z' if maybe == None else maybe", "'z' | 'a' | 'b' | 'c'"),
        ("either + 1 if either == 3 else 0", "int"),
        ("either.upper() if either in ['a', 'b'] else ''", "str"),
        ("several[0]", "int | float"),
        ("several[:1]", "list[int | float]"),
        ("several + [1]", "list[int | float]"),
        ("sum(several)", "int | float"),
        ("mixed[0]", "int | str"),
        ("len(mixed)", "int"),
        ("'a' in sets", "bool"),
        ("(x + 1 if x != None else 0) if x == None else 2", "int"),
        ("(either + 1 if either == 3 else 0) if either == 'a' else 2", "int"),
        ("mode == 'a' and mode == 'b' and mode != 'c'", "bool"),
        ("n if mode == 'a' else 1 if mode == 'a' else 2", "int"),
    ],
)
def test_types_are_narrower_where_a_test_says_so(text: str, type: str) -> None:
    assert str(expression(text).type) == type


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x > 3 and x != None", "'x' may be None, and '>' takes numbers, or texts"),
        ("x != None or x > 3", "'x' is None, and '>' takes numbers, or texts"),
        ("x + 1 if y != None else 0", "'x' may be None, and '+' takes numbers, texts or lists"),
        ("either + 1", "'either' is an int or a str, and '+' takes numbers, texts or lists"),
        ("','.join(sets)", "'sets' is a list[str] or a set[str], and 'join' takes a list of texts"),
        ("sets + ['a']", "'sets' is a list[str] or a set[str], and '+' takes numbers, texts or lists"),
        ("sets[0]", "'sets' is a list[str] or a set[str], and '[...]' takes a list, a tuple, a dict or text"),
        ("sum(mixed)", "'mixed' is a list[int] or a str, and 'sum' takes a list of numbers"),
        ("-either", "'either' is an int or a str, and '-' takes a number"),
        ("either < 3", "'either' is an int or a str, and '<' takes numbers, or texts"),
        ("mode == 'a' and mode == 'z'", "'z' is not a value of 'mode', which is one of 'a', 'b', 'c'"),
    ],
)
def test_every_option_of_a_union_must_be_taken(text: str, message: str) -> None:
    assert told(text) == [message]


@pytest.mark.parametrize(
    ("text", "narrowed"),
    [
        ("x + 1 if x != None else 0", ()),
        ("x + 1 if x == 3 else 0", ("x",)),
        ("mode if mode in ['a', 'b'] else 'a'", ("mode",)),
        ("either + 1 if either == 3 else 0", ("either",)),
        ("n if mode == 'a' else 0", ()),
    ],
)
def test_what_a_type_checker_of_python_may_not_see_is_told(text: str, narrowed: tuple[str, ...]) -> None:
    assert expression(text).narrowed == narrowed


ATOMS = st.sampled_from(
    [
        "x == None", "x != None", "x == 1", "x in [0, None]", "x not in [1, True]", "mode == 'a'",
        "mode != 'b'", "mode in ['a', 'c']", "maybe in ('b', None)", "maybe == None", "either == 1",
        "either in ['a', 7]", "either != 'z'", "loose == True", "loose == 1", "loose in [1, None]",
        "loose != None", "flag", "n == 1", "1 == n == x", "flag == True",
    ]
)  # fmt: skip
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from([" and ", " or "]), inner).map(lambda parts: f"({''.join(parts)})"),
        inner.map(lambda text: f"(not {text})"),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, st.fixed_dictionaries({path: st.sampled_from(values) for path, values in VALUES.items()}))
def test_a_value_is_of_the_narrowed_type_wherever_the_condition_comes_out_so(
    text: str, state: dict[str, object]
) -> None:
    condition = tree(text)
    facts = facts_if(condition, outcome=evaluate(condition, state.__getitem__) is True)

    for path, type in TYPES.items():
        assert facts.narrowed(path, type).exactly(state[path]), (path, facts)
        assert path not in facts.present or state[path] is not None
        assert path not in facts.choices or state[path] in facts.choices[path]

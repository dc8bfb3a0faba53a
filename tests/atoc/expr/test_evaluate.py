"""The interpreter against the emitted Python, and both against the static type."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from hypothesis import given, settings

import ato.config as ato
from atoc.expr import EvaluationError, Expression, check, emit, evaluate, imports, parse_bare, parse_template
from tests.atoc.expr.texts import EXPRESSIONS, TEMPLATES, TYPES, config_of, scalar, states

FAILED = object()


def checked(text: str, *, is_value: bool = False) -> Expression:
    parsed = (parse_template if is_value else parse_bare)(scalar(text))
    assert parsed.value is not None, [finding.message for finding in parsed.findings]
    passed = check(parsed.value, TYPES.get, TYPES)
    assert passed.value is not None, [finding.message for finding in passed.findings]
    return passed.value


def interpreted(expression: Expression, state: dict[str, object]) -> object:
    try:
        return evaluate(expression, state.__getitem__)
    except EvaluationError:
        return FAILED


def run(expression: Expression, state: dict[str, object]) -> object:
    """What the emitted Python gives, as a composed config would store it."""
    names: dict[str, object] = {"c": config_of(state), "ato": ato, "math": math}
    assert imports(expression.tree) <= {"math"}
    try:
        return ato.bounded(eval(emit(expression.tree), names))  # noqa: S307 (what we emitted)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return FAILED


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, states())
def test_the_interpreter_gives_what_the_emitted_python_gives(text: str, state: dict[str, object]) -> None:
    expression = checked(text)

    assert repr(interpreted(expression, state)) == repr(run(expression, state)), emit(expression.tree)


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, states())
def test_a_value_is_of_the_static_type(text: str, state: dict[str, object]) -> None:
    expression = checked(text)
    value = interpreted(expression, state)

    assert value is FAILED or expression.type.exactly(value), (expression.type, value)


@settings(max_examples=100, deadline=None)
@given(TEMPLATES, states())
def test_a_template_gives_what_the_emitted_python_gives(text: str, state: dict[str, object]) -> None:
    parsed = parse_template(scalar(text))
    if parsed.value is None:
        assert "${" not in text
        return
    expression = checked(text, is_value=True)

    assert repr(interpreted(expression, state)) == repr(run(expression, state)), emit(expression.tree)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 // 2", 3),
        ("-7 // 2", -4),
        ("-7 % 3", 2),
        ("6 / 2", 3.0),
        ("2 ** 10", 1024),
        ("2 ** -1", 0.5),
        ("2 ** n", 8),
        ("2 ** -n", 0.125),
        ("int(3 ** (n * 20))", 3**60),
        ("[1, 2] + [n]", (1, 2, 3)),
        ("[0] * n", (0, 0, 0)),
        ("'-' * n", "---"),
        ("{'a': n}", ato.FrozenDict({"a": 3})),
        ("{1, n}", frozenset({1, 3})),
        ("1 < n <= 3 != 4", True),
        ("maybe == None", True),
        ("open == True", False),
        ("'a' in tags", True),
        ("'z' in rates", False),
        ("rates['a'] + pair[0]", 1.5),
        ("sorted(tags)", ("a", "b")),
        ("range(n, 0, -2)", (3, 1)),
        ("max(tags)", "b"),
        ("max(sizes) - min(1, n) + abs(-2)", 10),
        ("sum(sizes) + len(tags) + len(name)", 19),
        ("round(2.5) + round(0.125, 2)", 2.12),
        ("ceil(0.5) + floor(0.5) + int('7') + int(2.9)", 10),
        ("float('5e-1') + sqrt(4) + exp(0) + log(1) + log(8, 2)", 6.5),
        ("str(n) + str(0.5) + str(flag)", "30.5True"),
        ("any([flag, False]) and not all([flag, False]) and bool(name)", True),
        ("name if maybe == None else 'x'", "base"),
        ("name[-1]", "e"),
    ],
)
def test_values(text: str, value: object) -> None:
    state = {
        "n": 3, "name": "base", "flag": True, "maybe": None, "tags": ("b", "a"), "sizes": (9, 4),
        "pair": (1, 0.5), "rates": ato.FrozenDict({"a": 0.5}), "open": 1,
    }  # fmt: skip
    expression = checked(text)
    found = evaluate(expression, state.__getitem__)

    assert (found, type(found)) == (value, type(value))
    assert found == run(expression, {**state, "m": 0, "lr": 0.0, "model.width": 0, "data": "a", "either": 1})


@pytest.mark.parametrize(
    ("text", "at", "reason"),
    [
        ("1 + n // 0", "n // 0", "the division is by zero"),
        ("tags[9]", "tags[9]", "the index is out of range"),
        ("rates['z'] + 1", "rates['z']", "the dict has no key 'z'"),
        ("exp(1000)", "exp(1000)", "the result is too large"),
        ("2 ** 5000 > 1", "2 ** 5000", "the result is too large"),
        ("(n + 2) ** 1_000_000_000", "(n + 2) ** 1_000_000_000", "the result is too large"),
        ("len(range(10 ** 12))", "range(10 ** 12)", "the result is too large"),
        ("len('x' * 10 ** 12)", "'x' * 10 ** 12", "the result is too large"),
        ("[0] * 10 ** 12 == []", "[0] * 10 ** 12", "the result is too large"),
        ("sqrt(-1)", "sqrt(-1)", "the function has no value there"),
        ("(-8) ** 0.5", "(-8) ** 0.5", "the function has no value there"),
        ("int(name)", "int(name)", "the function has no value there"),
        ("2 ** 1000 * 2 ** 1000 * 2 ** 1000 * 2 ** 1000 * 2 ** 1000", "2", "the result is too large"),
    ],
)
def test_what_has_no_value_is_said_with_its_place(text: str, at: str, reason: str) -> None:
    state: dict[str, object] = {"n": 3, "tags": ("a",), "rates": ato.FrozenDict(), "name": "x"}

    with pytest.raises(EvaluationError) as caught:
        evaluate(checked(text), state.__getitem__)

    assert caught.value.message.startswith(reason)
    assert caught.value.span.column == text.index(at) + 1


@pytest.mark.parametrize(
    "text",
    [
        "n" + " + 1" * 99,
        "(" * 29 + "n" + ")" * 29,
        "abs(" * 28 + "n" + ")" * 28,
        "[" * 28 + "n" + "]" * 28,
        "".join(f"{case} if n == {case} else " for case in range(98)) + "0",
        "[" + "n, " * 998 + "]",
        "".join(f"flag and [n == {case}, " for case in range(14)) + "flag" + "][0]" * 14,
    ],
)
def test_expressions_within_the_bounds_go_all_the_way(text: str) -> None:
    expression = checked(text)
    state: dict[str, object] = {"n": 1, "flag": True}

    assert evaluate(expression, state.__getitem__) == eval(  # noqa: S307 (what we emitted)
        emit(expression.tree), {"c": SimpleNamespace(**state)}
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("n // 0", "division"),
        ("n % 0", "division"),
        ("n / 0.0", "division"),
        ("0 ** -1", "division"),
        ("math.div(n, 0)", "division"),
        ("log(8, 1)", "other"),
        ("tags[9]", "index"),
        ("name[9]", "index"),
        ("pair[n]", "index"),
        ("rates['z']", "index"),
        ("range(3)[n]", "index"),
        ("int(name)", "other"),
        ("max(range(0))", "other"),
        ("2 ** 5000 > 1", "other"),
        ("name.split('')[0]", "other"),
    ],
)
def test_a_failure_is_of_its_kind(text: str, kind: str) -> None:
    state: dict[str, object] = {
        "n": 3, "tags": ("a",), "rates": ato.FrozenDict(), "name": "x", "pair": (1, 0.5),
    }  # fmt: skip
    with pytest.raises(EvaluationError) as caught:
        evaluate(checked(text), state.__getitem__)

    assert caught.value.kind == kind


def test_only_the_branch_that_is_taken_is_read() -> None:
    expression = checked("n if flag else m")

    assert evaluate(expression, {"flag": True, "n": 1}.__getitem__) == 1
    assert evaluate(checked("flag or n // 0 > 1"), {"flag": True}.__getitem__) is True

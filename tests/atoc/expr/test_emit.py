"""The Python of expressions, as a careful person and a formatter would write it."""

from __future__ import annotations

import pytest

from atoc.expr import emit, imports, parse_bare, parse_template
from atoc.expr.tree import Tree
from tests.atoc.expr.texts import scalar


def tree(text: str) -> Tree:
    parsed = (parse_template if "${" in text else parse_bare)(scalar(text)).value
    assert parsed is not None
    return parsed.tree


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("model.hidden * 2", "c.model.hidden * 2"),
        ("(a * b) + (c / d)", "c.a * c.b + c.c / c.d"),
        ("a - (b - c)", "c.a - (c.b - c.c)"),
        ("(a + b) * c", "(c.a + c.b) * c.c"),
        ("-(a + b) + -a", "-(c.a + c.b) + -c.a"),
        ("a ** 2 + 10 ** -3", "c.a**2 + 10**-3"),
        ("-a ** 2", "-(c.a**2)"),
        ("(-a) ** -2", "(-c.a) ** -2"),
        ("a ** 20", "ato.bounded_power(c.a, 20)"),
        ("(a + b) ** 2", "ato.bounded_power(c.a + c.b, 2)"),
        ("a ** b", "ato.power(c.a, c.b)"),
        ("a == 'x' and b != \"it's\"", 'c.a == "x" and c.b != "it\'s"'),
        ("a == None or b != None", "c.a is None or c.b is not None"),
        ("a == True", "c.a is True"),
        ("not a == b", "c.a != c.b"),
        ("not a in b", "c.a not in c.b"),
        ("not (a and b)", "not (c.a and c.b)"),
        ("not a < b", "not c.a < c.b"),
        ("not not a", "c.a"),
        ("3 < a", "c.a > 3"),
        ("-0.5 < a", "c.a > -0.5"),
        ("1 // 0 < a[5]", "1 // 0 < c.a[5]"),
        ("'a' == None", '"a" == None'),
        ("None != [-1]", "None != (-1,)"),
        ("[a] == None", "(c.a,) is None"),
        ("None == None", "None is None"),
        ("0 < a <= 1", "0 < c.a <= 1"),
        ("(a < b) == c", "(c.a < c.b) == c.c"),
        ("(a and b) or c and d", "c.a and c.b or c.c and c.d"),
        ("a and (b or c)", "c.a and (c.b or c.c)"),
        ("a if b else c if d else e", "c.a if c.b else c.c if c.d else c.e"),
        ("(a if b else c) if d else e", "(c.a if c.b else c.c) if c.d else c.e"),
        ("a + (b if c else d)", "c.a + (c.b if c.c else c.d)"),
        ("[]", "()"),
        ("[a]", "(c.a,)"),
        ("(a, 1)", "(c.a, 1)"),
        ("{a, 1}", "frozenset({c.a, 1})"),
        ("a in {1, 2}", "c.a in {1, 2}"),
        ("{'k': [a]}", 'ato.FrozenDict({"k": (c.a,)})'),
        ("tags + ['long']", '(*c.tags, "long")'),
        ("['a'] + tags + more + ['b']", '("a", *c.tags, *c.more, "b")'),
        ("tags + more", "c.tags + c.more"),
        ("[0] * n", "ato.bounded_repeat((0,), c.n)"),
        ("n * 'ab'", 'ato.bounded_repeat("ab", c.n)'),
        ("tags[-1]", "c.tags[-1]"),
        ("(a + b)[0]", "(c.a + c.b)[0]"),
        ("a.strip() + a.strip('x')", 'c.a.strip() + c.a.strip("x")'),
        ("a.strip(b)", "ato.bounded_strip(c.a, c.b)"),
        ("sum(a)", "ato.total(c.a)"),
        ("sorted(tags)", "tuple(sorted(c.tags))"),
        ("range(1, n)", "ato.bounded_range(1, c.n)"),
        ("ceil(a / b)", "math.ceil(c.a / c.b)"),
        ("max(a, b, 1)", "max(c.a, c.b, 1)"),
        ("run-${lr}-x", 'f"run-{c.lr}-x"'),
        ("{${a}}", 'f"{{{c.a}}}"'),
        ("${a['k']}/", "f\"{c.a['k']}/\""),
        ('"${a}"', "f'\"{c.a}\"'"),
        ('x${a + "it\'s"}', '"x" + str(c.a + "it\'s")'),
        ("$${a}", '"${a}"'),
        ("x${'{:>3}'.format(a)}y", 'f"x{c.a:>3}y"'),
        ("${a}\n\\", 'f"{c.a}\\n\\\\"'),
    ],
)
def test_python(text: str, python: str) -> None:
    assert emit(tree(text)) == python


def test_fields_are_read_from_the_name_that_is_asked_for() -> None:
    assert emit(tree("lr * model.width"), "config") == "config.lr * config.model.width"


@pytest.mark.parametrize(
    ("text", "modules"),
    [
        ("sqrt(a)", {"math"}),
        ("a ** b", set()),
        ("a ** 2 + range(b)[0]", set()),
        ("x${floor(a)}", {"math"}),
    ],
)
def test_the_modules_that_are_used_are_told(text: str, modules: set[str]) -> None:
    assert imports(tree(text)) == modules

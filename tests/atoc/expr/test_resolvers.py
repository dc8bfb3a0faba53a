"""Resolvers: both forms, their types, their Python, and that a machine is never asked."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.expr import Expression, UnforeseenError, check, emit, evaluate, parse_template
from atoc.expr.resolvers import RESOLVERS
from atoc.expr.tree import Call, Constant, Tree
from tests.atoc.expr.texts import TYPES, scalar

LISTED = (
    "env path.join path.basename path.dirname path.stem path.abs str.lower str.upper str.join math.add "
    "math.sub math.mul math.div math.min math.max now uuid file.read git.sha"
)
NOTHING: dict[str, object] = {}
IMPURE = {"env", "now", "uuid", "file.read", "git.sha", "path.abs"}


def parsed(text: str) -> Tree:
    passed = parse_template(scalar(text))
    assert passed.value is not None, passed.findings
    return passed.value.tree


def checked(text: str) -> Expression:
    passed = parse_template(scalar(text))
    assert passed.value is not None, passed.findings
    expression = check(passed.value, TYPES.get, TYPES).value
    assert expression is not None
    return expression


def told(text: str) -> list[str]:
    passed = parse_template(scalar(text))
    assert passed.value is not None, passed.findings
    return [f"{finding.code} {finding.message}" for finding in check(passed.value, TYPES.get, TYPES).findings]


def arguments(text: str) -> list[object]:
    tree = parsed(text)
    assert isinstance(tree, Call)
    return [
        argument.value if isinstance(argument, Constant) else type(argument) for argument in tree.arguments
    ]


def test_the_resolvers_are_those_of_the_language_in_order() -> None:
    assert " ".join(RESOLVERS) == LISTED


def test_those_that_ask_the_machine_are_impure() -> None:
    assert {name for name, resolver in RESOLVERS.items() if resolver.is_impure} == IMPURE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${uuid:}", []),
        ("${env:HOME}", ["HOME"]),
        ("${env: HOME , a b }", ["HOME", "a b"]),
        ("${env:HOME,}", ["HOME", ""]),
        ("${env:HOME,'a, b'}", ["HOME", "a, b"]),
        ('${env:HOME," }"}', ["HOME", " }"]),
        ("${now:%H:%M:%S}", ["%H:%M:%S"]),
        ("${env:A,$${b}}", ["A", "${b}"]),
        ("${math.add:1_0,-0.5}", [10, -0.5]),
        ("${env:A,{b,c}}", ["A", "{b,c}"]),
    ],
)
def test_arguments_are_text_between_commas(text: str, expected: list[object]) -> None:
    assert arguments(text) == expected


@pytest.mark.parametrize(
    ("text", "type", "python"),
    [
        ("${env:HOME}", ato.STR, 'ato.resolvers.env(c, "HOME")'),
        ("${env:HOME,${name}/x}", ato.STR, 'ato.resolvers.env(c, "HOME", f"{c.name}/x")'),
        ("${int(env('PORT', '80'))}", ato.INT, 'int(ato.resolvers.env(c, "PORT", "80"))'),
        ("${uuid()}", ato.STR, "ato.resolvers.uuid(c)"),
        ("${git.sha()[:7]}", ato.STR, "ato.resolvers.git_sha(c)[:7]"),
        ("${file.read:${name}}", ato.STR, "ato.resolvers.file_read(c, c.name)"),
        ("${path.join:a,${name}}", ato.PATH, 'ato.resolvers.path_join("a", c.name)'),
        (
            "${path.stem:${path.join:a,b}}",
            ato.STR,
            'ato.resolvers.path_stem(ato.resolvers.path_join("a", "b"))',
        ),
        ("${str.lower:${name}}", ato.STR, "c.name.lower()"),
        ("${str.upper('a' + name)}", ato.STR, '("a" + c.name).upper()'),
        ("${str.join:-,${tags},x}", ato.STR, 'ato.resolvers.str_join("-", c.tags, "x")'),
        ("${math.add:${n},1}", ato.INT, "c.n + 1"),
        ("${math.mul:${math.sub:${n},1},2}", ato.INT, "(c.n - 1) * 2"),
        ("${math.div:${n},2}", ato.FLOAT, "c.n / 2"),
        ("${math.min:${sizes}}", ato.INT, "min(c.sizes)"),
        ("${math.max:1,${n}}", ato.INT, "max(1, c.n)"),
    ],
)
def test_the_type_and_the_python_of_a_resolver(text: str, type: ato.Type, python: str) -> None:
    expression = checked(text)

    assert expression.type == type
    assert emit(expression.tree) == python


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${evn:HOME}", "ATC401 'evn:' is not a resolver"),
        ("${lr:.3f}", "ATC401 'lr' is a field, not a resolver"),
        ("${max:1,2}", "ATC401 'max' is a function, not a resolver"),
        ("${env}", "ATC104 'env' is not a field of this scope"),
        ("${env:}", "ATC402 'env' is given no arguments"),
        ("${env:A,b,c}", "ATC402 'env' is given 3 arguments"),
        ("${env:A,${n}}", "ATC402 'n' is an int, and 'env' takes text"),
        ("${math.add:1,${name}}", "ATC402 'name' is a str, and 'math.add' takes numbers"),
        ("${path.join:a,${maybe}}", "ATC402 'maybe' may be None, and 'path.join' takes text or a path"),
        (
            "${str.join:-,${sizes}}",
            "ATC402 'sizes' is a list[int], and 'str.join' takes text or a list of texts",
        ),
        ("${math.sqr(n)}", "ATC401 'math.sqr' is not a function of the expression language"),
    ],
)
def test_what_a_resolver_does_not_take_is_said(text: str, message: str) -> None:
    assert told(text) == [message]


@pytest.mark.parametrize(
    "text",
    [
        "${env:HOME}",
        "${now:%Y}",
        "x${uuid()}",
        "${file.read:a}",
        "${git.sha()}",
        "${path.abs:.}",
        "${env('A').lower()}",
    ],
)
def test_the_machine_is_never_asked_before_a_run(text: str) -> None:
    expression = checked(text)

    assert expression.impure
    with pytest.raises(UnforeseenError, match="only a run can tell"):
        evaluate(expression, NOTHING.__getitem__)


def test_the_impure_resolvers_of_an_expression_are_told_in_order() -> None:
    expression = checked("${uuid()}-${env:A,${now:%Y}}-${env:B}-${path.stem:${name}}")

    assert expression.impure == ("uuid", "env", "now")
    assert checked("${path.join:a,b}").impure == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${path.basename:a/b.tar.gz}", "b.tar.gz"),
        ("${path.stem:a/b.tar.gz}", "b.tar"),
        ("${str(path.dirname('a/b/c'))}", "a/b"),
        ("${str(path.join('a', '/b', 'c'))}", "/b/c"),
        ("${str.join:-,a,b}", "a-b"),
        ("${math.div:3,2}", 1.5),
    ],
)
def test_pure_resolvers_have_a_value(text: str, value: object) -> None:
    assert evaluate(checked(text), NOTHING.__getitem__) == value

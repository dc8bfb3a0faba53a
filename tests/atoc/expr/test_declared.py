"""Resolvers that a program declares: typed, and never asked before a run."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.expr import (
    Expression,
    Resolver,
    UnforeseenError,
    asked_in,
    check,
    emit,
    evaluate,
    parse_template,
    renamed,
)
from atoc.span import Span
from tests.atoc.expr.texts import TYPES, scalar

SPAN = Span("a.yaml", 1, 1, 1, 5)


def resolver(name: str, returns: ato.Type, *arguments: ato.Type) -> Resolver:
    return Resolver(name, f"mine.resolvers:{name}", arguments, returns, SPAN)


RESOLVERS = {
    "fold": resolver("fold", ato.INT, ato.STR, ato.INT),
    "salt": resolver("salt", ato.STR),
    "scale": resolver("scale", ato.FLOAT, ato.FLOAT, ato.BOOL),
    "listed": resolver("listed", ato.List(ato.STR), ato.List(ato.STR)),
}


def told(text: str) -> list[str]:
    parsed = parse_template(scalar(text)).value
    assert parsed is not None
    return [f"{each.code} {each.message}" for each in check(parsed, TYPES.get, TYPES, RESOLVERS).findings]


def checked(text: str) -> Expression:
    parsed = parse_template(scalar(text)).value
    assert parsed is not None
    expression = check(parsed, TYPES.get, TYPES, RESOLVERS).value
    assert expression is not None, told(text)
    return expression


@pytest.mark.parametrize(
    ("text", "type", "python"),
    [
        ("${fold('a', n)}", "int", '_fold(c, "a", c.n)'),
        ("${fold:a,3}", "int", '_fold(c, "a", 3)'),
        ("${fold:${name},${n}}", "int", "_fold(c, c.name, c.n)"),
        ("${fold:3,'4'}", None, None),
        ("${fold:3,4}", "int", '_fold(c, "3", 4)'),
        ("${salt:}", "str", "_salt(c)"),
        ("${salt().upper()}", "str", "_salt(c).upper()"),
        ("${scale:1e-3,true}", "float", "_scale(c, 0.001, True)"),
        ("${scale(n, flag) * 2}", "float", "_scale(c, c.n, c.flag) * 2"),
        ("${listed(tags)[0]}", "str", "_listed(c, c.tags)[0]"),
        ("${fold:${fold:a,1},2}", None, None),
        ("${fold:${salt:},${fold:b,5}}", "int", '_fold(c, _salt(c), _fold(c, "b", 5))'),
        ("x-${fold:a,1}", "str", "f\"x-{_fold(c, 'a', 1)}\""),
    ],
)
def test_the_type_and_the_python(text: str, type: str | None, python: str | None) -> None:
    if type is None:
        assert [line[:6] for line in told(text)] == ["ATC402"]
        return
    expression = checked(text)
    names = {name: f"_{name}" for name in RESOLVERS}

    assert str(expression.type) == type
    assert emit(renamed(expression.tree, names)) == python


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${fold(n, n)}", "ATC402 'n' is an int, and 'fold' takes a str"),
        ("${fold('a')}", "ATC402 'fold' is given 1 argument"),
        ("${fold:a,b}", "ATC402 'b' is a str, and 'fold' takes an int"),
        ("${salt(1)}", "ATC402 'salt' is given 1 argument"),
        ("${fold('a', maybe)}", "ATC402 'maybe' may be None, and 'fold' takes an int"),
        ("${listed:a}", "ATC402 'a' is a str, and 'listed' takes a list[str]"),
        ("${flod('a', 1)}", "ATC401 'flod' is not a function of the expression language"),
        ("${flod:a,1}", "ATC401 'flod:' is not a resolver"),
    ],
)
def test_what_a_resolver_does_not_take_is_said(text: str, message: str) -> None:
    assert told(text) == [message]


def test_the_nearest_resolver_is_one_of_the_program() -> None:
    parsed = parse_template(scalar("${flod:a,1}")).value
    assert parsed is not None
    (finding,) = check(parsed, TYPES.get, TYPES, RESOLVERS).findings

    assert finding.help == ("did you mean 'fold'?",)


def test_none_is_asked_before_a_run() -> None:
    expression = checked("${fold:a,1}")

    with pytest.raises(UnforeseenError, match="'fold'"):
        evaluate(expression, {}.__getitem__)


def test_an_expression_knows_which_it_asks() -> None:
    expression = checked("${salt:}${fold:a,1}${salt:}${env:HOME}")

    assert expression.impure == ("salt", "fold", "env")
    assert asked_in(expression.tree, RESOLVERS) == (RESOLVERS["salt"], RESOLVERS["fold"])

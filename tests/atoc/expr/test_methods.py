"""Methods of text: their types, their values, and what is refused."""

from __future__ import annotations

import pytest

import ato.config as ato
from atoc.expr import EvaluationError, check, emit, evaluate, parse_bare
from atoc.expr.methods import METHODS
from tests.atoc.expr.texts import TYPES, scalar

LISTED = "lower upper strip replace split join startswith endswith format"
STATE: dict[str, object] = {"name": " Base ", "tags": ("b", "a"), "n": 2, "maybe": None, "data": "it's"}


def told(text: str) -> list[str]:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    return [f"{finding.code} {finding.message}" for finding in check(parsed, TYPES.get, TYPES).findings]


def typed(text: str) -> ato.Type:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    expression = check(parsed, TYPES.get, TYPES).value
    assert expression is not None
    return expression.type


def value(text: str) -> object:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    return evaluate(parsed.tree, STATE.__getitem__)


def test_the_methods_are_those_of_the_language_in_order() -> None:
    assert " ".join(METHODS) == LISTED


@pytest.mark.parametrize(
    ("text", "type", "result"),
    [
        ("name.strip().lower()", ato.STR, "base"),
        ("data.upper()", ato.STR, "IT'S"),
        ("'xaxx'.strip('x')", ato.STR, "a"),
        ("'aaa'.replace('a', 'b', 2)", ato.STR, "bba"),
        ("'a,b'.split(',')", ato.List(ato.STR), ("a", "b")),
        ("name.split()", ato.List(ato.STR), ("Base",)),
        ("'a,b,c'.split(',', 1)[1]", ato.STR, "b,c"),
        ("'-'.join(sorted(tags))", ato.STR, "a-b"),
        ("'-'.join([name.strip(), str(n)])", ato.STR, "Base-2"),
        ("name.startswith(' B') and not name.endswith('x')", ato.BOOL, True),
        ("'{:03d}/{}'.format(n, data)", ato.STR, "002/it's"),
        ("'{1} of {0:.1f}'.format(0.25, True)", ato.STR, "True of 0.2"),
    ],
)
def test_what_a_method_gives(text: str, type: ato.Type, result: object) -> None:
    assert typed(text) == type
    assert value(text) == result


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("n.lower()", "ATC402 'n' is an int, and '.lower()' takes text"),
        ("tags.join(name)", "ATC402 'tags' is a list[str], and '.join()' takes text"),
        ("name.replace('a', 3)", "ATC402 3 is an int, and 'replace' takes text"),
        ("name.split(',', 0.5)", "ATC402 0.5 is a float, and 'split' takes an int"),
        ("name.join(sizes)", "ATC402 'sizes' is a list[int], and 'join' takes a list of texts"),
        ("name.join({'a'})", "ATC402 this part is a set['a'], and 'join' takes a list of texts"),
        ("name.lower(n)", "ATC402 'lower' is given 1 argument"),
        ("name.replace('a')", "ATC402 'replace' is given 1 argument"),
        ("name.title()", "ATC401 'title' is not a method of the expression language"),
        ("name[0].title()", "ATC401 'title' is not a method of the expression language"),
        ("name.format(n)", "ATC401 'format' is asked of a text that is not written out"),
    ],
)
def test_what_a_method_does_not_take_is_said(text: str, message: str) -> None:
    assert told(text) == [message]


def test_a_misspelt_method_has_the_nearest_name_as_help() -> None:
    parsed = parse_bare(scalar("name.uper()")).value
    assert parsed is not None
    (finding,) = check(parsed, TYPES.get, TYPES).findings

    assert finding.help == ("did you mean 'upper'?",)


@pytest.mark.parametrize(
    "text",
    [
        "('a' * 1000000).replace('a', 'b' * 1000)",
        "('a' * 1000000).replace('', 'b' * 1000, 5000)",
        "('a' * 1000).join([''] * 10000)",
    ],
)
def test_texts_that_would_grow_too_long_are_never_made(text: str) -> None:
    with pytest.raises(EvaluationError, match="the result is too large"):
        value(text)


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("name.strip().lower()", "c.name.strip().lower()"),
        ("(name + 'x').upper()", '(c.name + "x").upper()'),
        ("name.split(',')[0]", 'tuple(c.name.split(","))[0]'),
        ("name.replace('a', 'b')", 'ato.bounded_replace(c.name, "a", "b")'),
        ("', '.join(tags)", 'ato.bounded_join(", ", c.tags)'),
        ("'{:.3f} {}'.format(lr, name)", 'f"{c.lr:.3f} {c.name}"'),
        ("'{{{}}}'.format(rates['a'])", "f\"{{{c.rates['a']}}}\""),
        ("'{:\"^9}{}'.format(name, '\\'')", "'{:\"^9}{}'.format(c.name, \"'\")"),
    ],
)
def test_the_python_of_a_method(text: str, python: str) -> None:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    assert emit(parsed.tree) == python

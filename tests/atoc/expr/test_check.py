"""The typing of expressions: what each form gives, and what is said of what does not go together."""

from __future__ import annotations

import re

import pytest

import ato.config as ato
from atoc.expr import Expression, check, expect, parse_bare, parse_template
from atoc.findings import Finding
from tests.atoc.expr.texts import TYPES, scalar

FIELDS = {
    **TYPES,
    "start": ato.DATETIME,
    "home": ato.PATH,
    "schedule": ato.Literal("cosine", "linear", name="Schedule"),
    "either": ato.Union(ato.INT, ato.STR),
    "raw": ato.BYTES,
    "sets": ato.Set(ato.INT),
}


def expression(text: str) -> Expression:
    parsed = parse_bare(scalar(text)).value
    assert parsed is not None
    passed = check(parsed, FIELDS.get, FIELDS)
    assert passed.value is not None, [finding.message for finding in passed.findings]
    return passed.value


def findings(text: str) -> tuple[Finding, ...]:
    parsed = (parse_template if text.endswith("}") else parse_bare)(scalar(text)).value
    assert parsed is not None
    passed = check(parsed, FIELDS.get, FIELDS)
    assert passed.value is None
    return passed.findings


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("n + m", "int"),
        ("n + lr", "float"),
        ("n / m", "float"),
        ("n // m", "int"),
        ("n % lr", "float"),
        ("n ** 2", "int"),
        ("n ** -2", "float"),
        ("n ** m", "int | float"),
        ("lr ** m", "float"),
        ("lr ** 2", "float"),
        ("-n", "int"),
        ("-1", "-1"),
        ("3", "3"),
        ("'a'", "'a'"),
        ("None", "None"),
        ("0.5", "float"),
        ("n if flag else lr", "int | float"),
        ("(n if flag else lr) * 2", "int | float"),
        ("'a' if flag else 'b'", "'a' | 'b'"),
        ("'cosine' if flag else schedule", "Schedule"),
        ("n if flag else None", "int | None"),
        ("name if flag else n", "str | int"),
        ("tags + ['x']", "list[str]"),
        ("tags + []", "list[str]"),
        ("[n, lr]", "list[int | float]"),
        ("(n, name)", "tuple[int, str]"),
        ("{n}", "set[int]"),
        ("{'a': n}", "dict[str, int]"),
        ("(n, name)[1]", "str"),
        ("pair[n]", "int | float"),
        ("rates['a']", "float"),
        ("open['a'][0]", "any"),
        ("name[0]", "str"),
        ("range(n)", "list[int]"),
        ("sorted(sets)", "list[int]"),
        ("max(n, lr)", "int | float"),
        ("max(start, start)", "datetime"),
        ("round(lr)", "int"),
        ("round(lr, 2)", "float"),
        ("abs(lr)", "float"),
        ("sum(sizes)", "int"),
        ("sum([])", "int"),
        ("[0] * n", "list[0]"),
        ("str(home)", "str"),
        ("maybe + 1 if maybe != None else 0", "int"),
        ("maybe if None != maybe and maybe > 1 else n", "int"),
        ("0 if maybe == None or maybe < 0 else maybe", "int"),
        ("0 if not (maybe != None) else maybe", "int"),
        ("not (maybe == None or maybe > 3)", "bool"),
        ("n < lr <= 3 and start < start", "bool"),
        ("name in tags and 'a' in name and 'x' in rates", "bool"),
        ("open == 3 and open != None and tags == ['a'] and sets == {1}", "bool"),
        ("either == 3 or either == 'x'", "bool"),
        ("bool(open) or bool(tags)", "bool"),
    ],
)
def test_types(text: str, type: str) -> None:
    assert str(expression(text).type) == type


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("name * 1.5", "name", "'name' is a str, and '*' takes numbers"),
        ("True + 1", "True", "True is a bool, and '+' takes numbers, texts or lists"),
        ("1 + flag", "flag", "'flag' is a bool, and '+' takes numbers"),
        ("maybe + 1", "maybe", "'maybe' may be None, and '+' takes numbers, texts or lists"),
        ("open - 1", "open", "'open' is of type any, and '-' takes numbers"),
        ("name + n", "n", "'n' is an int, and '+' after text takes text"),
        ("tags + 'x'", "'x'", "'x' is a str, and '+' after a list takes a list"),
        ("name * 3", "name", "'name' is a str, and '*' takes numbers"),
        ("'x' * lr", "lr", "'lr' is a float, and '*' beside text or a list takes an int"),
        ("-name", "name", "'name' is a str, and '-' takes a number"),
        ("not n", "n", "'n' is an int, and 'not' takes a condition"),
        ("flag and name", "name", "'name' is a str, and 'and' takes a condition"),
        ("1 if n else 2", "n", "'n' is an int, and 'if' takes a condition"),
        ("name < n", "n", "'n' is an int, and '<' after a str takes the same"),
        ("tags < tags", "tags", "'tags' is a list[str], and '<' takes numbers, or texts"),
        ("flag == 1", "1", "1 is an int, and 'flag' is a bool: the two are never equal"),
        ("home == 'a'", "'a'", "'a' is a str, and 'home' is a path: the two are never equal"),
        (
            "schedule == 'cosin'",
            "'cosin'",
            "'cosin' is not a value of 'schedule', which is one of 'cosine', 'linear'",
        ),
        ("'x' != schedule", "'x'", "'x' is not a value of 'schedule', which is one of 'cosine', 'linear'"),
        (
            "schedule in ['linear', 'x']",
            "'x'",
            "'x' is not a value of 'schedule', which is one of 'cosine', 'linear'",
        ),
        ("n in tags", "n", "'n' is an int, and each item is a str: they are never equal"),
        ("n in name", "n", "'n' is an int, and 'in' before text takes text"),
        ("n in m", "m", "'m' is an int, and 'in' takes a list, a tuple, a set, a dict or text"),
        ("tags['a']", "'a'", "'a' is a str, and '[...]' takes an int"),
        ("rates[0]", "0", "0 is an int, and '[...]' takes text"),
        ("sets[0]", "sets", "'sets' is a set[int], and '[...]' takes a list, a tuple, a dict or text"),
        ("{n: 1}['a']", "n", "'n' is an int, and a dict as a key takes text"),
        ("len(n)", "n", "'n' is an int, and 'len' takes text, a list, a tuple, a set or a dict"),
        ("max(n, name)", "name", "'name' is a str, and 'max' takes numbers, or text, all of one kind"),
        ("sum(tags)", "tags", "'tags' is a list[str], and 'sum' takes a list of numbers"),
        ("all(sizes)", "sizes", "'sizes' is a list[int], and 'all' takes a list of bools"),
        (
            "round(lr, n)",
            "n",
            "'n' is an int, and 'round' takes a whole number that is written out, of at most 300 places",
        ),
        ("range(lr)", "lr", "'lr' is a float, and 'range' takes an int"),
        ("sqrt(name)", "name", "'name' is a str, and 'sqrt' takes a number"),
        ("str(tags)", "tags", "'tags' is a list[str], and 'str' takes a number, a bool, text or a path"),
        ("len()", "len()", "'len' is given no arguments"),
        ("abs(1, 2)", "abs(1, 2)", "'abs' is given 2 arguments"),
        (
            "${tags}!{}",
            "tags",
            "'tags' is a list[str], and text around it takes a number, a bool, text or a path",
        ),
        (
            "a ${maybe}",
            "maybe",
            "'maybe' may be None, and text around it takes a number, a bool, text or a path",
        ),
    ],
)
def test_operands_that_are_not_taken_are_named(text: str, at: str, message: str) -> None:
    (finding,) = findings(text)

    assert (finding.code, finding.message) == ("ATC402", message)
    found = re.search(rf"(?<!\w){re.escape(at)}(?!\w)", text)
    assert found is not None
    assert (finding.span.column, finding.span.end_column) == (found.start() + 1, found.end() + 1)


@pytest.mark.parametrize(
    ("text", "code", "message", "help"),
    [
        ("lrr + 1", "ATC104", "'lrr' is not a field of this scope", ("did you mean 'lr'?",)),
        (
            "model.widht",
            "ATC104",
            "'model.widht' is not a field of this scope",
            ("did you mean 'model.width'?",),
        ),
        (
            "model",
            "ATC104",
            "'model' is a struct, and an expression reads single fields",
            ("name one of its fields, such as model.width",),
        ),
        (
            "sqr(lr)",
            "ATC401",
            "'sqr' is not a function of the expression language",
            ("did you mean 'sqrt' or 'str'?",),
        ),
        (
            "math.sqrt(lr)",
            "ATC401",
            "'math.sqrt' is not a function of the expression language",
            ("write sqrt",),
        ),
        (
            "schedule == 'cosin'",
            "ATC402",
            "'cosin' is not a value of 'schedule', which is one of 'cosine', 'linear'",
            ("did you mean 'cosine'?",),
        ),
        (
            "open + 1",
            "ATC402",
            "'open' is of type any, and '+' takes numbers, texts or lists",
            ("convert it first: int(open), float(open), str(open) or bool(open)",),
        ),
        (
            "'%d' % n",
            "ATC402",
            "'%d' is a str, and '%' takes numbers",
            ("put values in a text with '{} of {}'.format(a, b)",),
        ),
        (
            "n * tags",
            "ATC402",
            "'tags' is a list[str], and '*' takes numbers",
            ("only a text or list that is written out is repeated: 'ab' * n",),
        ),
        (
            "name * 0.5",
            "ATC402",
            "'name' is a str, and '*' takes numbers",
            ("read it as a number: int(name) or float(name)",),
        ),
        (
            "maybe + 1",
            "ATC402",
            "'maybe' may be None, and '+' takes numbers, texts or lists",
            ("test it first: ... if maybe != None else ...",),
        ),
        (
            "'n' + n",
            "ATC402",
            "'n' is an int, and '+' after text takes text",
            ("write it as text: str(n)",),
        ),
    ],
)
def test_help_names_the_way_out(text: str, code: str, message: str, help: tuple[str, ...]) -> None:
    (finding,) = findings(text)

    assert (finding.code, finding.message, finding.help) == (code, message, help)


def test_each_root_cause_is_found_once_and_what_stands_above_is_silent() -> None:
    found = findings("(nme + 1) * 2 > sqr(lr) and not (flag + 1) == lrr")

    assert [(finding.code, finding.span.column) for finding in found] == [
        ("ATC104", 2),
        ("ATC401", 17),
        ("ATC402", 34),
        ("ATC104", 47),
    ]


def test_nested_memberships_are_typed_in_linear_time() -> None:
    text = "flag"
    for _ in range(25):
        text = f"flag in [{text}]"

    assert str(expression(text).type) == "bool"


def test_an_expression_knows_what_it_reads_in_the_order_of_the_text() -> None:
    made = expression("m if flag and n > 1 else model.width + n")

    assert made.reads == ("m", "flag", "n", "model.width")
    assert made.text == "m if flag and n > 1 else model.width + n"


def test_what_a_field_expects_is_told() -> None:
    assert expect(expression("n + 1"), ato.FLOAT) is None
    assert expect(expression("name"), ato.PATH) is None
    assert expect(expression("open"), ato.INT) is None
    assert expect(expression("n / 2"), ato.INT) == "the expression is of type float, and int is expected"

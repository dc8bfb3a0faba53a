"""Python's parser at work on masks: whatever a text holds, there is a tree or one finding, and no noise."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.expr import parse_bare, parse_template, walk
from atoc.expr.grammar import refuse_disordered
from atoc.expr.translate import _mask
from atoc.types import Misread, tokenize
from tests.atoc.expr.texts import EXPRESSIONS, TEMPLATES, scalar

HOSTILE = [
    "",
    " \t\n",
    "\\",
    "'\\",
    "a\\\nb",
    "'a\nb'",
    "'''a'''",
    '"""a"""',
    "b'x'",
    "rb'x'",
    "f'{a}'",
    "f'{'",
    "t'{a}'",
    "u'x'",
    "1j",
    "1_",
    "1__0",
    "0xg",
    "08",
    "1.2.3",
    "1e",
    "1if a else 2",
    "...",
    "a;b",
    "a = b",
    "(a := 1)",
    "lambda x: x",
    "[x for x in a]",
    "{**a}",
    "{a: b for c in d}",
    "[*a]",
    "f(*a)",
    "f(**a)",
    "f(x=1)",
    "f(x for x in y)",
    "await a",
    "yield",
    "print a",
    "a is b",
    "a is not None",
    "a <> b",
    "a @ b",
    "a -> b",
    "`a`",
    "a if b",
    "a else b",
    "not",
    "a not b",
    "a not not in b",
    "1 + not a",
    "a[",
    "a[]",
    "a[,]",
    "a[1,]",
    "a[1:2,3]",
    "a[::1:]",
    "{a:}",
    "{:a}",
    "{a:b,c}",
    "{a,b:c}",
    "{,}",
    "(,)",
    "()()",
    "(a)(b)",
    "a.",
    ".a",
    "a..b",
    "a.1",
    "1.a",
    "a.b.",
    "a.b[0].c",
    "'x'.upper",
    "a\u00a0+ b",
    "a\u3000b",
    "\ufeffa",
    "\u202ea",
    "a\u0301",
    "\ud800",
    "'\ud800'",
    "'\x00'",
    "\x00",
    "\x0c",
    "\u212b",
    "\ufb01ne",
    "\U0001d4d0",
    "\u00b2",
    "a\u00b2",
    "\u0661",
    "'\\N{DASH}'",
    "'\\x4'",
    "'\\0'",
    "'\\012'",
    "None.x",
    "True()",
    "None = 1",
    "__debug__",
    "__import__('os')",
    "a.__class__",
    "exec",
    "match",
    "type",
    "_",
    "not" * 50,
    "~" * 99,
    "-" * 28 + "a",
    "(" * 99,
    ")" * 99,
    "[" * 29 + "]" * 29,
    "{" * 28 + "}" * 28,
    "a(" * 28 + ")" * 28,
    "a[" * 28 + "1" + "]" * 28,
    "a if " * 40,
    "a if b else " * 90 + "a",
    "a if b else " * 200 + "a",
    "a.b" * 3_000,
    ".".join("a" * 4_000),
    "a.lower()" + ".lower()" * 300,
    "a and " * 900 + "a",
    "a < " * 900 + "a",
    "a or b and " * 450 + "a",
    "{" + "'k': 1, " * 400 + "}",
    "9" * 4_301,
    "1" + "0" * 1_200,
    "1e" + "9" * 300,
    "'" + "x" * 9_990 + "'",
    "'x' " * 2_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_read_or_refused_with_one_finding(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        passed = parse_bare(scalar(text))
        inside = parse_template(scalar(f"x ${{{text}}} y"))

    assert (passed.value is None) == (len(passed.findings) == 1)
    assert all(
        finding.code == "ATC401" and finding.message for finding in (*passed.findings, *inside.findings)
    )
    assert not any("cannot be read" in finding.message for finding in passed.findings)


@settings(max_examples=100, deadline=None)
@given(EXPRESSIONS, st.data())
def test_mutated_expressions_are_read_or_refused(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 3))
        text = (
            text[:place]
            + data.draw(st.text("ab1'\"()[]{}.,:+-*=!<>$ \\\n\u00e9", max_size=2))
            + text[place + length :]
        )
    passed = parse_bare(scalar(text))

    assert (passed.value is None) == (len(passed.findings) == 1)
    assert not any("cannot be read" in finding.message for finding in passed.findings)


@settings(max_examples=50, deadline=None)
@given(TEMPLATES, st.data())
def test_mutated_values_are_read_or_refused(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text)))
    text = (
        text[:place]
        + data.draw(st.sampled_from(["${", "}", "'", "{", ":", ",", "$", ""]))
        + text[place + 1 :]
    )
    passed = parse_template(scalar(text))

    assert (passed.value is None) == (bool(passed.findings) or "${" not in text)


WORDS = "a b.c 1 'x' ( ) [ ] { } , : . + - * ** < not in and or if else True"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=9).map(" ".join))
def test_python_takes_every_order_of_words_that_is_not_refused(text: str) -> None:
    tokens = tokenize(text)
    try:
        refuse_disordered(tokens)
    except Misread:
        return
    assert isinstance(ast.parse(_mask(tokens), mode="eval"), ast.Expression)


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("mode == '\u00e9' and model.hidden // 2", "____ == '_' and ____________ // 1"),
        ("a . b\n[ 0x1F ]", "_____ [ 1111 ]"),
        ("x.lower() + 'a'.upper()", "_______() + '_'._____()"),
        ("a if None else (True,)", "_ if None else (True,)"),
    ],
)
def test_a_mask_is_as_wide_as_what_it_masks(text: str, mask: str) -> None:
    assert _mask(tokenize(text)) == mask
    assert len(mask) == len(text)


def test_parts_of_an_expression_over_several_lines_have_their_places() -> None:
    parsed = parse_bare(scalar("\n  abs(\u00e9)\n+ 'x\u00e9'.upper()  ")).value

    assert parsed is not None
    places = [(node.span.column, node.span.end_column) for node, _ in walk(parsed.tree)]
    assert places == [(4, 25), (4, 10), (8, 9), (13, 25), (13, 17)]

"""Values with expressions in them, and bare expressions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atoc.expr import Parsed, is_template, parse_bare, parse_template
from atoc.expr.tree import Binary, Constant, Name, Template
from atoc.source.node import Scalar
from atoc.span import Span
from tests.atoc.expr.texts import scalar


def value(text: str) -> Parsed:
    passed = parse_template(scalar(text))
    assert passed.value is not None, passed.findings
    return passed.value


def parts(text: str) -> list[str]:
    """The parts of a template, the names in angle brackets."""
    tree = value(text).tree
    assert isinstance(tree, Template)
    return [
        part if isinstance(part, str) else f"<{part.path if isinstance(part, Name) else '?'}>"
        for part in tree.parts
    ]


@pytest.mark.parametrize("text", ["", "plain", "$", "{}", "$ {x}", "$$", "}"])
def test_plain_text_is_no_template(text: str) -> None:
    assert not is_template(text)
    assert parse_template(scalar(text)).value is None
    assert parse_template(scalar(text)).findings == ()


def test_a_whole_value_is_the_expression_itself() -> None:
    parsed = value("${ lr * 2 }")

    assert parsed.text == "lr * 2"
    assert isinstance(parsed.tree, Binary)
    assert parsed.tree.span == Span("a.yaml", 1, 4, 1, 10)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("run-${lr}-x", ["run-", "<lr>", "-x"]),
        ("${a}${b.c}", ["<a>", "<b.c>"]),
        (" ${a}", [" ", "<a>"]),
        ("$${a} ${a}", ["${a} ", "<a>"]),
        ("$$${a} ${a}", ["$${a} ", "<a>"]),
        ("${a}$${b}${c}", ["<a>", "${b}", "<c>"]),
        ("${'}'}${a}", ["<?>", "<a>"]),
        ('${"\\"}"}${a}', ["<?>", "<a>"]),
        ("${ {'a': {'b': 1}} }}", ["<?>", "}"]),
    ],
)
def test_other_values_are_joined_text(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


@pytest.mark.parametrize(("text", "meant"), [("$${a}", "${a}"), ("x$${", "x${"), ("$${a}$${b}", "${a}${b}")])
def test_two_dollars_write_the_characters_themselves(text: str, meant: str) -> None:
    tree = value(text).tree

    assert isinstance(tree, Constant)
    assert tree.value == meant


@pytest.mark.parametrize(
    ("text", "columns", "message"),
    [
        ("a ${lr", (3, 5), "'${' is never closed"),
        ("${'}", (3, 4), "the quote ' opens a text that is never closed"),
        ("${}", (3, 4), "the expression is empty"),
        ("${math.add:1,x}", (14, 15), "'x' is not a number"),
        ("${env:A,${b c}}", (13, 14), "'c' stands where an operator or the end is expected"),
        ("${env:A,'a}", (9, 10), "the quote ' opens a text that is never closed"),
        ("${env:A,it's} or ${b}", (11, 12), "the quote ' opens a text that is never closed"),
        ("${'a', b", (1, 3), "'${' is never closed"),
        ("${path.join:" * 11 + "a" + "}" * 11, (121, 135), "resolvers are nested deeper than 10 levels"),
        ("${${a}}", (3, 5), "'${' stands inside an expression already"),
        ("${a b}", (5, 6), "'b' stands where an operator or the end is expected"),
    ],
)
def test_what_is_wrong_in_a_value_is_found_in_its_place(
    text: str, columns: tuple[int, int], message: str
) -> None:
    passed = parse_template(scalar(text))
    (finding,) = passed.findings

    assert passed.value is None
    assert finding.code == "ATC401"
    assert finding.message == message
    assert (finding.span.column, finding.span.end_column) == columns


def test_every_expression_of_a_value_has_a_finding_of_its_own() -> None:
    findings = parse_template(scalar("${a b}-${1 +}-${")).findings

    assert [finding.span.column for finding in findings] == [5, 12, 15]


def test_too_many_parts_are_refused() -> None:
    (finding,) = parse_template(scalar("${a}-" * 2_000)).findings

    assert finding.message == "the text holds expressions of more than 1,000 parts"


def test_a_condition_is_written_without_braces() -> None:
    (finding,) = parse_bare(scalar("${lr > 1}")).findings

    assert finding.message == "'${' is for values: this is an expression as a whole"
    assert finding.help == ("write the expression alone, without ${ and }",)


def test_a_text_without_a_place_for_each_character_is_marked_as_a_whole() -> None:
    span = Span("a.yaml", 3, 5, 6, 1)
    (finding,) = parse_bare(Scalar(span, "a &&\nb", "block", exact=False)).findings

    assert finding.span == span


def test_a_quoted_value_is_marked_behind_its_quote() -> None:
    (finding,) = parse_template(Scalar(Span("a.yaml", 1, 1, 1, 9), "${a b}", "quoted")).findings

    assert finding.span == Span("a.yaml", 1, 6, 1, 7)


@given(
    st.lists(
        st.sampled_from(["$", "${", "}", "{", "'", '"', "a", "\\", " ", "1+", ",", "${env:", "${math.add:"]),
        max_size=12,
    ).map("".join)
)
def test_any_value_is_read_or_refused(text: str) -> None:
    passed = parse_template(scalar(text))

    assert (passed.value is None) == (bool(passed.findings) or not is_template(text))

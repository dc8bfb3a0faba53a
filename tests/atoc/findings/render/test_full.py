from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from atoc.findings import Finding, Related
from atoc.findings.render import COLOURED, PLAIN, full
from atoc.findings.summary import Summary
from atoc.span import SourceFile, Span
from tests.atoc.findings.render.sample import (
    CHAIN,
    DEAD,
    PATH,
    SOURCES,
    TEXTS,
    TIE,
    dead,
    findings,
    span,
    tie,
)


def render(text: str, *found: Finding) -> str:
    return full(found, {PATH: SourceFile(PATH, text)}, Summary())


def test_a_finding_is_shown_with_both_places_its_help_and_its_witness() -> None:
    assert (
        full((tie(),), SOURCES, Summary())
        == """\
error[ATC202] order-dependent: 'lr' depends on which of 'fast' and 'slow' comes first
 --> schemas/train.yaml:9:15
  |
6 |     set: {lr: 0.1}
  |               --- 'fast' gives it 0.1
...
9 |     set: {lr: 0.3}
  |               ^^^
  |
  = help: give one of them a higher priority
  = shown by: atoc explain lr fast slow

1 error
"""
    )


def test_a_finding_without_remarks_ends_at_its_caret() -> None:
    assert (
        full((dead(),), SOURCES, Summary())
        == """\
warning[ATC203] dead-write: 'lr' of 'fast' is never the value
 --> schemas/train.yaml:6:11
  |
6 |     set: {lr: 0.1}
  |           ^^

1 warning
"""
    )


def test_nothing_found_is_nothing_printed() -> None:
    assert full((), SOURCES, Summary()) == ""


def test_places_in_other_files_follow_after_those_of_the_finding() -> None:
    other = "schemas/more.yaml"
    finding = DEAD.at(
        span(6, 11, 6, 13),
        "never the value",
        related=(
            Related(span(2, 1, 2, 4, other), "it loses to this"),
            Related(span(3, 3, 3, 5), "declared here"),
        ),
    )
    sources = {**SOURCES, other: SourceFile(other, "scope: train\nall:\n")}
    assert (
        full((finding,), sources, Summary())
        == """\
warning[ATC203] dead-write: never the value
 --> schemas/train.yaml:6:11
  |
3 |   lr: float
  |   -- declared here
...
6 |     set: {lr: 0.1}
  |           ^^
  |
 ::: schemas/more.yaml:2:1
  |
2 | all:
  | --- it loses to this

1 warning
"""
    )


def test_two_marks_on_a_line_each_have_their_own_underline() -> None:
    finding = DEAD.at(
        span(1, 8, 1, 13), "said twice", related=(Related(span(1, 1, 1, 6), "this is the key"),)
    )
    assert (
        render("scope: train", finding)
        == """\
warning[ATC203] dead-write: said twice
 --> schemas/train.yaml:1:8
  |
1 | scope: train
  |        ^^^^^
  | ----- this is the key

1 warning
"""
    )


def test_a_span_of_several_lines_is_shown_by_its_first_and_its_last() -> None:
    assert (
        render("views:\n  fast:\n    doc: Short.\n    set: {}\n", DEAD.at(span(2, 3, 4, 12), "long"))
        == """\
warning[ATC203] dead-write: long
 --> schemas/train.yaml:2:3
  |
2 |   fast:
  |   ^^^^^
...
4 |     set: {}
  |     ^^^^^^^

1 warning
"""
    )


def test_a_span_up_to_the_start_of_a_line_ends_on_the_line_before() -> None:
    assert (
        render("a:\n  b: 1\nc: 2\n", DEAD.at(span(2, 3, 3, 1), "block"))
        == """\
warning[ATC203] dead-write: block
 --> schemas/train.yaml:2:3
  |
2 |   b: 1
  |   ^^^^

1 warning
"""
    )


def test_numbers_of_different_length_share_a_gutter() -> None:
    text = "\n".join(f"key{number}: {number}" for number in range(1, 13))
    finding = DEAD.at(span(12, 1, 12, 6), "far", related=(Related(span(9, 1, 9, 5), "near"),))
    assert (
        render(text, finding)
        == """\
warning[ATC203] dead-write: far
  --> schemas/train.yaml:12:1
   |
 9 | key9: 9
   | ---- near
...
12 | key12: 12
   | ^^^^^

1 warning
"""
    )


@pytest.mark.parametrize(
    ("line", "column", "end", "printed", "underline"),
    [
        ("\tlr: 1", 6, 7, "    lr: 1", "        ^"),
        ("学習率: 1", 1, 4, "学習率: 1", "^^^^^^"),
        ("学習率: 1", 6, 7, "学習率: 1", "        ^"),
        ("cafe\u0301: 1", 8, 9, "cafe\u0301: 1", "      ^"),
        ("lr: \x1b[31m", 5, 6, "lr: \u241b[31m", "    ^"),
        ("lr: \u202e1", 6, 7, "lr: \ufffd1", "     ^"),
        ("lr:", 4, 4, "lr:", "   ^"),
        ("lr:", 9, 12, "lr:", "   ^"),
    ],
)
def test_carets_stand_below_what_they_mean(
    line: str, column: int, end: int, printed: str, underline: str
) -> None:
    lines = render(line, DEAD.at(span(1, column, 1, end), "here")).splitlines()
    assert lines[3:5] == [f"1 | {printed}", f"  | {underline}"]


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "a" * 300 + "HERE" + "b" * 300
    lines = render(line, DEAD.at(span(1, 301, 1, 305), "here")).splitlines()
    assert lines[3] == "1 | …" + "a" * 30 + "HERE" + "b" * 66 + "…"
    assert lines[4] == "  | " + " " * 31 + "^^^^"


def test_the_end_of_a_long_line_is_shown_with_what_leads_to_it() -> None:
    line = "a" * 300 + "END"
    lines = render(line, DEAD.at(span(1, 301, 1, 304), "here")).splitlines()
    assert lines[3] == "1 | …" + "a" * 97 + "END"
    assert lines[4] == "  | " + " " * 98 + "^^^"


def test_an_underline_ends_where_a_long_line_is_cut() -> None:
    lines = render("a" * 500, DEAD.at(span(1, 1, 1, 501), "here")).splitlines()
    assert lines[3:5] == ["1 | " + "a" * 100 + "…", "  | " + "^" * 100]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_end_of_line_counts_once(end: str) -> None:
    assert "2 | b: 2\n  | ^\n" in render(f"a: 1{end}b: 2{end}", DEAD.at(span(2, 1, 2, 2), "here"))


def test_a_place_without_text_is_named() -> None:
    finding = TIE.at(
        Span.start_of("generated/train.py"), "differs", related=(Related(span(1, 1, 1, 1, "x"), "from"),)
    )
    assert (
        full((finding,), {}, Summary())
        == """\
error[ATC202] order-dependent: differs
 --> generated/train.py:1:1
 ::: x:1:1: from

1 error
"""
    )


def test_findings_are_set_apart_and_counted_by_severity() -> None:
    note = CHAIN.at(span(1, 1, 1, 6), "already implied")
    text = full((tie(), dead(), dead(), note), SOURCES, Summary())
    assert text.endswith("\n\n1 error, 2 warnings, 1 note\n")
    assert text.count("\n\n") == 4


def test_a_witness_is_quoted_for_the_shell_and_says_which_scope_and_schemas() -> None:
    finding = replace(tie(), witness=("fast", "tags=[a, b]"))
    text = full((finding,), SOURCES, Summary(scopes=2), PLAIN, ("my schemas",))
    assert "  = shown by: atoc explain lr fast 'tags=[a, b]' --scope train --schemas 'my schemas'\n" in text


def test_no_word_at_all_is_a_witness_too() -> None:
    assert "  = shown by: atoc explain lr\n" in full((replace(tie(), witness=()),), SOURCES, Summary())


def test_further_lines_of_help_stand_below_the_first() -> None:
    assert "  = help: one\n          two\n" in full((replace(tie(), help=("one\ntwo",)),), SOURCES, Summary())


def test_colours_change_nothing_but_colours() -> None:
    import re

    coloured = full((tie(), dead()), SOURCES, Summary(), COLOURED)
    assert "\x1b[1;31merror[ATC202]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == full((tie(), dead()), SOURCES, Summary())


@settings(max_examples=100)
@given(text=TEXTS, finding=findings())
def test_any_finding_over_any_text_can_be_rendered(text: str, finding: Finding) -> None:
    printed = render(text, finding)
    assert printed.startswith(f"{finding.severity}[{finding.code}]")
    assert all(line.isprintable() for line in printed.split("\n"))

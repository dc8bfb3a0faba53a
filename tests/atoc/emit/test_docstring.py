from __future__ import annotations

import ast
import textwrap

from hypothesis import example, given
from hypothesis import strategies as st

from atoc.emit.docstring import docstring, sentence
from atoc.emit.layout import WIDTH


def read(literal: str) -> str:
    """What Python makes of a docstring at the first level of indentation."""
    module = ast.parse(f"class A:\n    {literal}\n")
    body = module.body[0]
    assert isinstance(body, ast.ClassDef)
    return ast.get_docstring(body) or ""


def test_a_short_doc_stands_on_one_line() -> None:
    assert docstring("Learning rate", 1) == '"""Learning rate"""'


def test_no_doc_is_no_docstring() -> None:
    assert docstring("  \n ", 1) == ""


def test_a_long_doc_is_wrapped_and_closed_on_its_own_line() -> None:
    lines = docstring("word " * 60, 1).split("\n")
    assert lines[-1] == '    """'
    assert max(map(len, lines)) <= WIDTH
    assert read("\n".join(lines)).split() == ["word"] * 60


def test_paragraphs_and_lists_keep_their_lines() -> None:
    assert read(docstring("First.\n\n  - one\n  - two\n\nLast.", 1)) == "First.\n\n  - one\n  - two\n\nLast."


def test_what_would_end_or_change_the_literal_is_escaped() -> None:
    doc = 'a """quoted""" back\\slash ends with "'
    assert read(docstring(doc, 1)) == doc


def test_what_cannot_be_seen_is_escaped() -> None:
    assert docstring("bell \x07 and \u202e", 1) == '"""bell \\x07 and \\u202e"""'


def test_a_unit_stands_behind_the_doc() -> None:
    assert [sentence("Time", "s"), sentence("", "s"), sentence("Time", "")] == ["Time [s]", "[s]", "Time"]


signs = st.sampled_from(('"', "\\", "'", " ", "\n", "word", "日本", "#", "{", "long" * 10, "\x00", "\u2028"))


@given(st.lists(signs, max_size=60).map("".join))
@example('"""')
@example('\\"')
@example('"')
def test_any_doc_reads_back_word_by_word(doc: str) -> None:
    literal = docstring(doc, 1)
    if not literal:
        assert not doc.strip()
        return
    assert read(literal).split() == textwrap.dedent(doc).split()

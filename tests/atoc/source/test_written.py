"""Parts of texts that stand in the file in another way, in every format and style."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atoc.source import parse
from atoc.source.node import Mapping, Scalar
from atoc.source.written import Written
from atoc.span import SourceFile


def scalar(path: str, text: str) -> Scalar:
    """The value of the first key of a document."""
    tree = parse(SourceFile(path, text)).value
    assert isinstance(tree, Mapping)
    value = tree.entries[0].value
    assert isinstance(value, Scalar)
    return value


def stands(path: str, text: str, word: str) -> str:
    """What stands in the file where a word of the value is said to stand."""
    value = scalar(path, text)
    start = value.text.index(word)
    span = value.part(start, start + len(word))
    lines = text.split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    inner = lines[span.line : span.end_line - 1]
    return "\n".join(
        [lines[span.line - 1][span.column - 1 :], *inner, lines[span.end_line - 1][: span.end_column - 1]]
    )


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "k: >-\n  one two\n  bad three\n"),
        ("a.yaml", "k: |2  # why\n    one\n\n   two bad\n"),
        ("a.yaml", "k: one\n  two\n\n  bad three\n"),
        ("a.yaml", "k: 'it''s\n\n  so bad'\n"),
        ("a.yaml", 'k: "a\\tb \\\n   c\\u00e9\\x41 bad"\n'),
        ("a.yaml", "k: ''' bad'\n"),
        ("a.yaml", 'k: "\\U0001F600\\e bad"\n'),
        ("a.json", '{"k": "a\\n\\u00e9 \\ud83d\\ude00 \\"bad\\" \\/"}'),
        ("a.toml", 'k = """\none \\\n   two\nbad"""\n'),
        ("a.toml", "k = '''\none's\n bad'''\n"),
        ("a.toml", 'k = "a\\tbad\\U0001F600"\n'),
    ],
)
def test_a_word_is_found_where_it_stands(path: str, text: str) -> None:
    assert stands(path, text, "bad") == "bad"


def test_a_part_over_several_lines_ends_where_it_ends() -> None:
    assert stands("a.yaml", "k: >-\n  one\n  two three\n", "one two") == "one\n  two"


def test_an_escape_stands_as_a_whole() -> None:
    assert stands("a.json", '{"k": "a\\u00e9b"}', "\u00e9") == "\\u00e9"


def test_white_space_and_what_came_from_elsewhere_stand_nowhere_in_particular() -> None:
    value = scalar("a.yaml", "k: >-\n  one\n  two\n")

    assert value.part(3, 4) == value.span
    assert Written("'abc'", "other").place(0, 3) is None


@given(st.text(max_size=20), st.data())
def test_every_character_of_an_escaped_text_is_found(text: str, data: st.DataObject) -> None:
    text = "".join(character for character in text if not 0xD800 <= ord(character) <= 0xDFFF) + "x"
    raw = json.dumps(text)
    index = data.draw(st.integers(0, len(text) - 1))
    place = Written(raw, text).place(index, index + 1)

    assert (
        place is None
        if text[index].isspace()
        else json.loads(f'"{raw[slice(*(place or (0, 0)))]}"') == text[index]
    )


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_pair_or_do_not(characters: str, text: str) -> None:
    place = Written(characters, text).place(0, len(text))

    assert place is None or 0 <= place[0] < place[1] <= len(characters)

"""JSON against the standard library's reader, and its findings in plain words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import Finding
from atoc.source import Bounds, Mapping, Node, Scalar, Sequence, parse
from atoc.span import SourceFile, Span

printable = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")))
data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | printable,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(printable, inner, max_size=4),
    max_leaves=15,
)


def read(text: str) -> Node:
    passed = parse(SourceFile("a.json", text))
    assert passed.findings == ()
    assert passed.value is not None
    return passed.value


def found(text: str) -> Finding:
    (finding,) = parse(SourceFile("a.json", text)).findings
    return finding


def written(node: Node) -> str:
    """A tree as JSON again."""
    match node:
        case Scalar():
            return node.text if node.is_plain else json.dumps(node.text)
        case Sequence():
            return "[" + ",".join(written(item) for item in node.items) + "]"
        case Mapping():
            return "{" + ",".join(f"{written(e.key)}:{written(e.value)}" for e in node.entries) + "}"


@given(data, st.booleans(), st.sampled_from([None, 1, 3]))
@settings(max_examples=100, deadline=None)
def test_what_the_standard_library_writes_is_read_as_it_reads_it(
    value: object, is_ascii: bool, indent: int | None
) -> None:
    text = json.dumps(value, ensure_ascii=is_ascii, indent=indent)
    assert json.loads(written(read(text))) == value


@given(st.text('[]{},:"\\tnu0e-+. \n', max_size=12))
@settings(max_examples=100, deadline=None)
def test_exactly_what_the_standard_library_takes_is_read(text: str) -> None:
    passed = parse(SourceFile("a.json", text))
    try:
        json.loads(text)
    except ValueError:
        assert passed.findings or not text.strip()
    else:
        assert [finding.code for finding in passed.findings] in ([], ["ATC003"])


def test_keys_and_values_span_what_is_written() -> None:
    root = read('{\n  "é😀": [1,\n   "x\\ty"]}')
    assert isinstance(root, Mapping)
    (entry,) = root.entries
    assert root.span == Span("a.json", 1, 1, 3, 12)
    assert entry.key == Scalar(Span("a.json", 2, 3, 2, 7), "é😀", "quoted")
    assert entry.value == Sequence(
        Span("a.json", 2, 9, 3, 11),
        (
            Scalar(Span("a.json", 2, 10, 2, 11), "1"),
            Scalar(Span("a.json", 3, 4, 3, 10), "x\ty", "quoted", exact=False),
        ),
    )


def test_numbers_keep_their_text_and_their_size() -> None:
    root = read("[1e400, -0, " + "9" * 5000 + "]")
    assert isinstance(root, Sequence)
    assert [item.text for item in root.items if isinstance(item, Scalar)] == ["1e400", "-0", "9" * 5000]


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "help"),
    [
        ("[1,]", 1, 4, "']' follows a comma, and the last item has none after it", "remove the comma"),
        ('{"a": 1,}', 1, 9, "'}' follows a comma, and the last entry has none after it", "remove the comma"),
        ('{"a": 1\n "b": 2}', 2, 2, "'\"' stands where a comma or } must", None),
        ('{"a" 1}', 1, 6, "'1' stands where a colon must", None),
        ('{"a" = 1}', 1, 6, "'=' stands where a colon must", 'write "key": value'),
        ('{"a": }', 1, 7, "'}' stands where a value must", None),
        ("{a: 1}", 1, 2, "'a' stands where a key in double quotes must", 'write "a"'),
        (
            "{'a': 1}",
            1,
            2,
            "a key in single quotes stands where one in double quotes must",
            "use double quotes",
        ),
        ("['a']", 1, 2, "a text in single quotes is not a value of JSON", "use double quotes"),
        ("[cosine]", 1, 2, "'cosine' is not a value of JSON", 'put text in double quotes: "cosine"'),
        ("[True]", 1, 2, "'True' is not a value of JSON", "write true"),
        ("[None]", 1, 2, "'None' is not a value of JSON", "write null"),
        (
            "[NaN]",
            1,
            2,
            "'NaN' is not a value of JSON",
            "JSON has no such number; write the document in YAML, where it is .inf, -.inf or .nan",
        ),
        (
            "[01]",
            1,
            2,
            "'01' is not a value of JSON",
            "numbers begin with a digit or -, have no 0 before other digits, and end with a digit",
        ),
        (
            "{\n // x\n}",
            2,
            2,
            "'//' stands where a key in double quotes must",
            "JSON has no comments; write the document in YAML, where they begin with #",
        ),
        ("{} x", 1, 4, "'x' follows after the end of the document", None),
        ('{"a": [1, 2\n', 1, 7, "'[' opens a list that is never closed", "add ] where the list ends"),
        ('{"a": 1', 1, 1, "'{' opens a mapping that is never closed", "add } where the mapping ends"),
        ('["ab', 1, 2, '" opens a text that is never closed', 'add a closing " where the text ends'),
        (
            '["a\\q"]',
            1,
            4,
            "this backslash does not begin a valid escape",
            "double the backslash if it is meant as one",
        ),
        (
            '["a\nb"]',
            1,
            4,
            "this character must be escaped in a text",
            "write \\n for a new line and \\t for a tab",
        ),
        (
            '["\\ud800"]',
            1,
            2,
            "this text holds half a character (a lone surrogate)",
            "write both halves, or the character",
        ),
    ],
)
def test_broken_syntax_is_told_in_plain_words(
    text: str, line: int, column: int, message: str, help: str | None
) -> None:
    finding = found(text)
    assert (finding.span.line, finding.span.column, finding.message) == (line, column, message)
    assert finding.help == (() if help is None else (help,))


def test_a_document_beyond_the_bound_of_nodes_is_refused() -> None:
    passed = parse(SourceFile("a.json", '{"a": [1, 2, 3]}'), Bounds(nodes=5))
    assert passed.value is None
    assert passed.findings[0].message == "this document holds more than 5 keys and values"

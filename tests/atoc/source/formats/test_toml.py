"""TOML against the standard library's reader, and its findings in plain words."""

from __future__ import annotations

import math
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config import Quoted
from atoc.findings import Finding
from atoc.source import Bounds, Mapping, Node, Scalar, Sequence, parse, raw
from atoc.source.formats.toml_scalars import loads
from atoc.span import SourceFile, Span

names = st.sampled_from(["a", "b", "c", "a.b", "a.b.c", "b.a", '"a"', "'b' . c", "1.5"])
NUMBERS = (
    "1",
    "-0",
    "+7",
    "1_000",
    "0x1F",
    "0o17",
    "0b101",
    "1.5",
    "1e3",
    "-2E-2",
    "inf",
    "-inf",
    "nan",
    "true",
)
TEXTS = (
    "'x'",
    '"x\\ty"',
    '"\\U0001F600"',
    "'''\nx\ny'''",
    '"""x\\\n  y"""',
    "'😀'",
    '""',
    "''''x'''",
    '"""a"b"""',
)
DATES = (
    "2030-01-31",
    "07:32:00",
    "2030-01-31 07:32:00.5",
    "2030-01-31T07:32:00Z",
    "2030-01-31t07:32:00+02:00",
)
values = st.recursive(
    st.sampled_from(NUMBERS + TEXTS + DATES),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + " ,\n # c\n ".join(items) + "]")
        | st.lists(st.tuples(names, inner), max_size=2).map(
            lambda pairs: "{" + ", ".join(f"{name} = {value}" for name, value in pairs) + "}"
        )
    ),
    max_leaves=4,
)
statements = (
    names.map(lambda name: f"[{name}]  # c")
    | names.map(lambda name: f"[[ {name} ]]")
    | st.tuples(names, values).map(lambda pair: f"{pair[0]}={pair[1]}")
)


def read(text: str) -> Node:
    passed = parse(SourceFile("a.toml", text))
    assert passed.findings == ()
    assert passed.value is not None
    return passed.value


def found(text: str) -> Finding:
    (finding,) = parse(SourceFile("a.toml", text)).findings
    return finding


@given(st.lists(statements, min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_exactly_what_the_standard_library_takes_is_read_with_its_values(lines: list[str]) -> None:
    text = "\n".join(lines)
    passed = parse(SourceFile("a.toml", text))
    try:
        expected = loads(text)
    except ValueError:
        assert passed.findings
        return
    assert passed.findings == ()
    assert passed.value is not None
    assert same(passed.value, expected)


def same(node: Node, value: object) -> bool:
    """Whether a node means what the standard library read."""
    match node, value:
        case Mapping(), dict():
            texts = [entry.key.text for entry in node.entries]
            return sorted(texts) == sorted(value) and all(
                same(entry.value, value[entry.key.text]) for entry in node.entries
            )
        case Sequence(), list():
            return len(node.items) == len(value) and all(map(same, node.items, value))
        case Scalar(style="quoted"), str():
            return node.text == value
        case Scalar(style="plain"), bool():
            return node.text == str(value).lower()
        case Scalar(style="plain"), int():
            return int(node.text, 0) == value
        case Scalar(style="plain"), float():
            number = float(node.text.replace(".inf", "inf").replace(".nan", "nan"))
            return number == value or (math.isnan(number) and math.isnan(value))
        case Scalar(style="plain"), date() | datetime() | time():
            return node.text == value.isoformat()
        case _:
            return False


def test_tables_that_are_scattered_are_gathered() -> None:
    text = "x.y = 1\n[a.b]\nc = 1\n[d]\n[a]\ne.f = 2\n[[a.g]]\n[[a.g]]\nh = 3\n[a.g.i]\n"
    assert raw(read(text)) == {
        "x": {"y": "1"},
        "a": {"b": {"c": "1"}, "e": {"f": "2"}, "g": [{}, {"h": "3", "i": {}}]},
        "d": {},
    }


def test_a_table_spans_its_header_and_its_own_keys() -> None:
    root = read("[a]\nb = 1\n\n[c.d]\n[a.e]\nf = 2\n")
    assert isinstance(root, Mapping)
    spans = {entry.key.text: entry.value.span for entry in root.entries}
    assert spans == {"a": Span("a.toml", 1, 1, 2, 6), "c": Span("a.toml", 4, 1, 4, 6)}
    assert root.span == Span("a.toml", 1, 1, 6, 6)


def test_values_and_keys_span_what_is_written_in_code_points() -> None:
    root = read("# 😀 é\n\"é😀\" . b = 'ü'  # é\n")
    assert isinstance(root, Mapping)
    outer = root.entries[0]
    assert isinstance(outer.value, Mapping)
    inner = outer.value.entries[0]
    assert outer.key == Scalar(Span("a.toml", 2, 1, 2, 5), "é😀", "quoted")
    assert inner.key == Scalar(Span("a.toml", 2, 8, 2, 9), "b")
    assert inner.value == Scalar(Span("a.toml", 2, 12, 2, 15), "ü", "quoted")


@pytest.mark.parametrize(
    ("written", "text", "exact"),
    [
        ("1_000", "1_000", True),
        ("+inf", ".inf", False),
        ("-nan", ".nan", False),
        ("2030-01-31 12:00:00.123456789z", "2030-01-31T12:00:00.123456+00:00", False),
        ("2030-01-31T12:00:00", "2030-01-31T12:00:00", True),
    ],
)
def test_bare_values_are_written_as_the_language_writes_them(written: str, text: str, exact: bool) -> None:
    root = read(f"x = {written}")
    assert isinstance(root, Mapping)
    value = root.entries[0].value
    assert isinstance(value, Scalar)
    assert (value.text, value.style, value.exact) == (text, "plain", exact)


def test_strings_are_quoted_whatever_they_look_like() -> None:
    value = raw(read("x = '1e-3'"))
    assert isinstance(value, dict)
    assert isinstance(value["x"], Quoted)


@pytest.mark.parametrize(
    ("text", "line", "column", "message", "help"),
    [
        ("a = yes", 1, 5, "'yes' is not a value of TOML", "write true"),
        ("a = True", 1, 5, "'True' is not a value of TOML", "write true"),
        (
            "a = None",
            1,
            5,
            "'None' is not a value of TOML, which has no null",
            "write the document in YAML or JSON",
        ),
        ("a = .5", 1, 5, "'.5' is not a number of TOML", "write 0.5"),
        ("a = cosine", 1, 5, "'cosine' is not a value of TOML", 'put text in quotes: "..."'),
        ("a = 07", 1, 6, "'7' follows a 0, and numbers do not begin with 0", "write 7"),
        (
            "a = 1 b = 2",
            1,
            7,
            "'b' follows a value that is already complete",
            "give each key a line of its own",
        ),
        ("a: 1", 1, 2, "':' stands where = must, as a line is key = value", None),
        ("// x", 1, 1, "'//' begins no comment in TOML", "begin comments with #"),
        (
            "é = 1",
            1,
            1,
            "'é' stands where a key must",
            "put keys of other characters than A-Z a-z 0-9 _ - in quotes",
        ),
        ("a = {b = 1,}", 1, 12, "'}' stands where a key must", "a comma is not written after the last key"),
        ("a = [1 2]", 1, 8, "'2' stands where a comma or ] must", "separate the items of a list by commas"),
        ("a = [1", 1, 6, "the document ends inside a list; its ] is missing", None),
        ("a = {b = 1", 1, 10, "the document ends inside an inline table; its } is missing", None),
        ("a = 'x", 1, 6, "the document ends inside a text; its closing quotes are missing", None),
        ("[a", 1, 2, "the document ends inside the name of a table; its ] is missing", None),
        ("a =\n\n", 1, 3, "the document ends where a value must stand", None),
        ("a", 1, 1, "the document ends after a key; = and a value are missing", None),
    ],
)
def test_broken_syntax_is_told_in_plain_words(
    text: str, line: int, column: int, message: str, help: str | None
) -> None:
    finding = found(text)
    assert (finding.span.line, finding.span.column, finding.message) == (line, column, message)
    assert finding.help[:1] == (() if help is None else (help,))


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a = 1\n[a]", 2, 2),
        ("[a]\n[a]", 2, 2),
        ("[[a]]\n[a]", 2, 2),
        ("a = []\n[[a]]", 2, 3),
        ("a = {b = 1}\na.c = 2", 2, 1),
        ("[a.b]\n[a]\nb = 1", 3, 1),
        ("a.b = 1\n[a]", 2, 2),
    ],
)
def test_a_table_declared_twice_is_a_duplicate_key(text: str, line: int, column: int) -> None:
    finding = found(text)
    assert (finding.code, finding.span.line, finding.span.column) == ("ATC003", line, column)


def test_every_duplicate_of_a_document_is_told() -> None:
    findings = parse(SourceFile("a.toml", "a = 1\na = 2\n[b]\nc = 1\nc = 2\n[b]\n")).findings
    assert [(finding.code, finding.span.line) for finding in findings] == [
        ("ATC003", 2),
        ("ATC003", 5),
        ("ATC003", 6),
    ]


def test_a_document_beyond_the_bound_of_nodes_is_refused() -> None:
    passed = parse(SourceFile("a.toml", "a = [1, 2, 3, 4]"), Bounds(nodes=4))
    assert passed.value is None
    assert passed.findings[0].message == "this document holds more than 4 keys and values"


def test_dots_in_text_make_no_key_of_many_parts() -> None:
    text = "." * 500
    assert raw(read(f"# {text}\na = '{text}'\n")) == {"a": text}

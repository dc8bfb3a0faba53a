"""All readers together: one tree for the same data, exact places, and no text that breaks them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import Passed
from atoc.source import Entry, Mapping, Node, Scalar, Sequence, parse, raw
from atoc.source.decode import decode
from atoc.span import SourceFile
from tests.atoc.source.documents import Raw, roots, to_json, to_sdn, to_toml, to_yaml, to_yaml_flow

FORMATS = ("a.yaml", "a.toml", "a.json", "a.sdn")
WRITERS = {"a.json": to_json, "a.yaml": to_yaml, "a.yml": to_yaml_flow, "a.toml": to_toml, "a.sdn": to_sdn}


def tree(path: str, text: str) -> Node:
    """The tree of a text that must be without a finding."""
    passed = parse(SourceFile(path, text))
    assert passed.findings == ()
    assert passed.value is not None
    return passed.value


def scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for entry in node.entries:
            yield entry.key
            yield from scalars(entry.value)


@given(roots)
@settings(max_examples=80, deadline=None)
def test_the_same_data_gives_the_same_values_in_every_format(data: dict[str, Raw]) -> None:
    for path, write in WRITERS.items():
        value = raw(tree(path, write(data)))
        assert value == data
        assert repr(typed(value)) == repr(typed(data))


def typed(value: object) -> object:
    """The value with quoted and bare text told apart, and keys in one order."""
    if isinstance(value, dict):
        return sorted((key, typed(item)) for key, item in value.items())
    return [typed(item) for item in value] if isinstance(value, list) else (type(value).__name__, value)


@given(roots)
@settings(max_examples=80, deadline=None)
def test_every_character_of_an_exact_scalar_stands_where_it_says(data: dict[str, Raw]) -> None:
    for path, write in WRITERS.items():
        text = write(data)
        lines = text.split("\n")
        for scalar in scalars(tree(path, text)):
            places = [scalar.part(i, i + 1) for i in range(len(scalar.text) if scalar.exact else 0)]
            assert "".join(lines[at.line - 1][at.column - 1] for at in places) == scalar.text[: len(places)]


@given(roots)
@settings(max_examples=50, deadline=None)
def test_a_scalar_without_escapes_on_one_line_is_exact(data: dict[str, Raw]) -> None:
    for path in ("a.json", "a.yaml", "a.yml", "a.sdn"):
        text = WRITERS[path](data)
        for scalar in scalars(tree(path, text)):
            span = scalar.span
            written = text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]
            inner = written if scalar.style == "plain" else written[1:-1]
            assert scalar.exact == (inner == scalar.text)


@given(roots)
@settings(max_examples=50, deadline=None)
def test_parts_lie_in_their_order_inside_the_whole(data: dict[str, Raw]) -> None:
    for path in ("a.json", "a.yaml", "a.yml"):
        check_order(tree(path, WRITERS[path](data)))


def check_order(node: Node) -> None:
    if isinstance(node, Scalar):
        return
    inner = list(node.items) if isinstance(node, Sequence) else [p for e in node.entries for p in parts(e)]
    starts = [(part.span.line, part.span.column) for part in inner]
    ends = [(part.span.end_line, part.span.end_column) for part in inner]
    assert all(end <= start for end, start in zip(ends, starts[1:]))
    assert all(start >= (node.span.line, node.span.column) for start in starts)
    assert all(end <= (node.span.end_line, node.span.end_column) for end in ends)
    for part in inner:
        check_order(part)


def parts(entry: Entry) -> tuple[Node, Node]:
    return entry.key, entry.value


@pytest.mark.parametrize("path", FORMATS)
@given(text=st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_no_text_breaks_a_reader(path: str, text: str) -> None:
    check_told(parse(SourceFile(path, text)), text)


@pytest.mark.parametrize("path", FORMATS)
@given(text=st.text("ab1 \n\t:-=#,[]{}\"'\\&*!|>?%@.<~+_uxé\r\u2028", max_size=40))
@settings(max_examples=100, deadline=None)
def test_no_text_of_special_characters_breaks_a_reader(path: str, text: str) -> None:
    check_told(parse(SourceFile(path, text)), text)


@pytest.mark.parametrize("path", FORMATS)
@given(data=roots, at=st.integers(0, 200), junk=st.text("a:,[]{}\"'= \n\t#-", max_size=3))
@settings(max_examples=60, deadline=None)
def test_no_edit_of_a_document_breaks_its_reader(path: str, data: dict[str, Raw], at: int, junk: str) -> None:
    text = WRITERS[path](data)
    edited = text[:at] + junk + text[at + 1 :]
    check_told(parse(SourceFile(path, edited)), edited)


@pytest.mark.parametrize("path", FORMATS)
@given(content=st.binary(max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_bytes_break_a_reader(path: str, content: bytes) -> None:
    decoded = decode(path, content)
    assert (decoded.value is None) == bool(decoded.findings)
    if decoded.value is not None:
        check_told(parse(decoded.value), decoded.value.text)


def check_told(passed: Passed[Node | None], text: str) -> None:
    """Findings are whole sentences of bounded length, at places that exist."""
    lines = text.split("\n")
    for finding in passed.findings:
        assert finding.code in ("ATC001", "ATC003")
        assert len(finding.message) < 200
        assert finding.message.isprintable()
        assert 1 <= finding.span.line <= finding.span.end_line <= len(lines)
        assert 1 <= finding.span.column <= len(lines[finding.span.line - 1]) + 1


@pytest.mark.parametrize("path", FORMATS)
@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n  \n"])
def test_an_empty_file_has_no_document_and_no_finding(path: str, text: str) -> None:
    assert parse(SourceFile(path, text)) == Passed(None)


@pytest.mark.parametrize("path", ["a.yaml", "a.yml", "a.toml"])
def test_a_file_of_comments_has_no_document_and_no_finding(path: str) -> None:
    assert parse(SourceFile(path, "# nothing yet\n\n  # nor here\n")) == Passed(None)


@pytest.mark.parametrize("path", FORMATS)
def test_a_control_character_is_told_with_its_place(path: str) -> None:
    (finding,) = parse(SourceFile(path, "# é\n  \x00")).findings
    assert (finding.code, finding.span.line, finding.span.column) == ("ATC001", 2, 3)
    assert finding.message.startswith("U+0000 ")


@pytest.mark.parametrize("path", FORMATS)
def test_half_a_character_is_a_finding(path: str) -> None:
    (finding,) = parse(SourceFile(path, "\ud800")).findings
    assert finding.message.startswith("U+D800 ")


@pytest.mark.parametrize(
    ("path", "text", "line", "column"),
    [
        ("a.yaml", "fields: {lr: {type: float, gt: 0, type: int}}", 1, 35),
        ("a.yaml", "a: 1\nb:\n  - c: 1\n    c: 2\n", 4, 5),
        ("a.json", '{"a": [{"b": 1,\n "b": 2}]}', 2, 2),
        ("a.sdn", "a: {b: 1, c: {d: 1, d = 2}}", 1, 21),
        ("a.toml", "a = {b = 1, c = {d = 1, d = 2}}", 1, 25),
        ("a.toml", "[a]\nb = 1\nb = 2\n", 3, 1),
    ],
)
def test_a_key_given_twice_is_told_at_the_second(path: str, text: str, line: int, column: int) -> None:
    (finding,) = parse(SourceFile(path, text)).findings
    assert (finding.code, finding.span.line, finding.span.column) == ("ATC003", line, column)
    assert (finding.related[0].span.line, finding.related[0].span.column) < (line, column)


@pytest.mark.parametrize(
    ("path", "text"), [("a.yaml", "a: 1\na: 2\na: 3"), ("a.json", '{"a": 1, "a": 2, "a": 3}')]
)
def test_the_first_of_equal_keys_is_kept_and_every_other_told(path: str, text: str) -> None:
    passed = parse(SourceFile(path, text))
    assert [finding.code for finding in passed.findings] == ["ATC003", "ATC003"]
    assert isinstance(passed.value, Mapping)
    assert raw(passed.value) == {"a": "1"}


def test_of_very_many_findings_the_first_are_told_and_the_rest_counted() -> None:
    anchors = "".join(f"a{index}: &a{index} 1\n" for index in range(3000))
    text = anchors + "".join(f"b{index}: *b{index}\n" for index in range(3000))
    findings = parse(SourceFile("a.yaml", text)).findings
    assert len(findings) == 1000
    assert findings[-1].message == "*b999 names an anchor that is not there (2,000 more like it follow)"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "[" * 100_000),
        ("a.yaml", "- " * 100_000),
        ("a.yaml", "{a: " * 100_000),
        ("a.yaml", "? " * 100_000),
        ("a.json", "[" * 100_000),
        ("a.json", '{"a":' * 100_000),
        ("a.sdn", "[" * 100_000),
        ("a.sdn", "a: " + "{a: " * 100_000),
        ("a.sdn", "".join(" " * level + "a:\n" for level in range(500))),
        ("a.toml", "a = " + "[" * 100_000),
        ("a.toml", "a = " + "{a = " * 100_000),
        ("a.toml", "a = " + "[" * 150 + "]" * 150),
        ("a.toml", ".".join("a" * 100_000) + " = 1"),
        ("a.toml", "[" + ".".join("a" * 100_000) + "]"),
        ("a.toml", ".".join("a" * 60) + " = " + "[" * 60 + "]" * 60),
    ],
    ids=lambda value: value[:12],
)
def test_deep_nesting_is_one_finding(path: str, text: str) -> None:
    passed = parse(SourceFile(path, text))
    (finding,) = passed.findings
    assert passed.value is None
    assert finding.code == "ATC001"
    assert "100" in finding.message


@pytest.mark.parametrize("path", FORMATS)
def test_a_very_long_line_is_read(path: str) -> None:
    text = {"a.yaml": "a: '{}'", "a.toml": "a = '{}'", "a.sdn": 'a: "{}"', "a.json": '{{"a": "{}"}}'}[
        path
    ].format("é" * 10_000_000)
    (scalar,) = (scalar for scalar in scalars(tree(path, text)) if scalar.text != "a")
    assert len(scalar.text) == 10_000_000
    assert scalar.exact
    assert scalar.span.end_column - scalar.span.column == 10_000_002


def test_line_ends_of_windows_move_no_column() -> None:
    for path in FORMATS:
        text = {
            "a.yaml": "a: 1\r\nb: 2",
            "a.toml": "a = 1\r\nb = 2",
            "a.sdn": "a: 1\r\nb = 2",
            "a.json": '{"a": 1,\r\n"b": 2}',
        }[path]
        places = [(scalar.span.line, scalar.text) for scalar in scalars(tree(path, text))]
        assert places == [(1, "a"), (1, "1"), (2, "b"), (2, "2")]

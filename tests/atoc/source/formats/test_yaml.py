"""YAML as text with a shape: nothing is typed, everything has a place, and nothing blows up."""

from __future__ import annotations

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import Finding
from atoc.source import Bounds, Mapping, Node, Scalar, Sequence, parse, raw
from atoc.source.formats import yaml_events
from atoc.span import SourceFile, Span


def read(text: str) -> Node:
    passed = parse(SourceFile("a.yaml", text))
    assert passed.findings == ()
    assert passed.value is not None
    return passed.value


def value(text: str) -> Node:
    """What stands under the last key of a document."""
    root = read(text)
    assert isinstance(root, Mapping)
    return root.entries[-1].value


def found(text: str) -> Finding:
    (finding,) = parse(SourceFile("a.yaml", text)).findings
    return finding


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test on libyaml and on PyYAML's own parser."""
    monkeypatch.setattr(yaml_events, "LOADER", getattr(pyyaml, request.param))


@pytest.mark.parametrize(
    "text", ["NO", "on", "1e5", "0123", "12:30", "1e-3", "null", "~", "2030-01-31", "0x_1"]
)
def test_bare_text_keeps_its_spelling(text: str) -> None:
    assert value(f"a: {text}") == Scalar(Span("a.yaml", 1, 4, 1, 4 + len(text)), text)


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 'x'", Scalar(Span("a.yaml", 1, 4, 1, 7), "x", "quoted")),
        ('a: "x\\n"', Scalar(Span("a.yaml", 1, 4, 1, 9), "x\n", "quoted", exact=False)),
        ("a: 'it''s'", Scalar(Span("a.yaml", 1, 4, 1, 11), "it's", "quoted", exact=False)),
        ("a: 'x\n  y'", Scalar(Span("a.yaml", 1, 4, 2, 5), "x y", "quoted", exact=False)),
        ("a: x\n  y # c", Scalar(Span("a.yaml", 1, 4, 2, 4), "x y", exact=False)),
        ("a: |\n  x\n\n\n# c", Scalar(Span("a.yaml", 1, 4, 2, 4), "x\n", "block", exact=False)),
        ("a: >-\n  x\n  y\n", Scalar(Span("a.yaml", 1, 4, 3, 4), "x y", "block", exact=False)),
        ("a:", Scalar(Span("a.yaml", 1, 3, 1, 3), "")),
        ("a: # c\n", Scalar(Span("a.yaml", 1, 3, 1, 3), "")),
        ("é: 😀 'é' # c\n", Scalar(Span("a.yaml", 1, 4, 1, 9), "😀 'é'")),
        ("\u2028a: x", Scalar(Span("a.yaml", 1, 5, 1, 6), "x")),
        ("a: &k 'x'", Scalar(Span("a.yaml", 1, 7, 1, 10), "x", "quoted")),
        ("a: &k x", Scalar(Span("a.yaml", 1, 7, 1, 8), "x")),
        ("a: &k", Scalar(Span("a.yaml", 1, 6, 1, 6), "")),
        ("a: ${lr * 2}", Scalar(Span("a.yaml", 1, 4, 1, 13), "${lr * 2}")),
    ],
)
def test_a_scalar_keeps_text_style_and_place(text: str, expected: Scalar) -> None:
    assert value(text) == expected


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a: [1, 2] # c", Span("a.yaml", 1, 4, 1, 10)),
        ("a: {b: 1}\n", Span("a.yaml", 1, 4, 1, 10)),
        ("a: {\n  b: 1,\n}\n", Span("a.yaml", 1, 4, 3, 2)),
        ("a:\n  b: 1\n  c: 2  # c\n\n# c\n", Span("a.yaml", 2, 3, 3, 7)),
        ("a:\n- 1\n-\n", Span("a.yaml", 2, 1, 3, 2)),
        ("a: &k {b: 1}", Span("a.yaml", 1, 7, 1, 13)),
        ("a: &k\n  b: 1\n", Span("a.yaml", 2, 3, 2, 7)),
        ("a: &k  # c\n  # c\n  b: 1\n", Span("a.yaml", 3, 3, 3, 7)),
        ("k: &k {b: 1}\na: *k", Span("a.yaml", 2, 4, 2, 6)),
    ],
)
def test_a_container_spans_its_first_to_its_last_character(text: str, span: Span) -> None:
    assert value(text).span == span


def test_an_alias_shares_what_its_anchor_holds() -> None:
    root = read("a: &k [1, {b: 2}]\nc: *k\nd: &k x\ne: *k\n*k : 3\n")
    assert isinstance(root, Mapping)
    first, second = root.entries[0].value, root.entries[1].value
    assert isinstance(first, Sequence)
    assert isinstance(second, Sequence)
    assert second.items is first.items
    assert root.entries[3].value == Scalar(Span("a.yaml", 4, 4, 4, 6), "x", exact=False)
    assert root.entries[4].key == Scalar(Span("a.yaml", 5, 1, 5, 3), "x", exact=False)


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + before] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi")
)


@pytest.mark.usefixtures("either_parser")
def test_an_alias_bomb_is_one_finding() -> None:
    finding = found(BOMB)
    assert finding.message == (
        "*e makes this document too large: its aliases stand for more than 100,000 keys and values"
    )
    assert finding.span.line == 6


def test_what_aliases_add_counts_against_every_bound() -> None:
    text = "a: &a [1, 2]\nb: [*a, *a]\n"
    assert parse(SourceFile("a.yaml", text), Bounds(nodes=13, alias_nodes=6, depth=3)).findings == ()
    for bounds in (Bounds(nodes=12), Bounds(alias_nodes=5), Bounds(depth=2)):
        passed = parse(SourceFile("a.yaml", text), bounds)
        assert passed.value is None
        assert len(passed.findings) == 1


def test_depth_counts_through_aliases() -> None:
    deep = "a: &a " + "[" * 60 + "]" * 60 + "\nb: " + "[" * 60 + "*a" + "]" * 60
    assert found(deep).message == "this stands more than 100 levels deep"


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "line", "column", "message", "help"),
    [
        ("a: *b", 1, 4, "*b names an anchor that is not there", None),
        ("a: &base 1\nb: *bas", 2, 4, "*bas names an anchor that is not there", "did you mean 'base'?"),
        ("a: &x [1, *x]", 1, 11, "*x stands inside &x, so it would hold itself without end", None),
        (
            "a: !!str 3",
            1,
            4,
            "!!str is a tag, and types are declared in the fields, not in the values",
            "remove the tag; put the value in quotes if text is meant",
        ),
        (
            "a: &k !!python/object:os.system [x]",
            1,
            7,
            "!!python/object:os.system is a tag, and types are declared in the fields, not in the values",
            "remove the tag",
        ),
        (
            "a: ! x",
            1,
            4,
            "! is a tag, and types are declared in the fields, not in the values",
            "remove the tag",
        ),
        (
            "a: 1\n<<: {b: 2}",
            2,
            1,
            "<< is a merge key of YAML 1.1, which YAML 1.2 has dropped",
            "write the keys out, or put what is shared into a view and name it in chain_with",
        ),
        (
            "? [a]\n: 1",
            1,
            3,
            "a list stands where a key must, and a key is a text",
            "put the key in quotes if its brackets are part of a text",
        ),
        (
            "a: {{b}}",
            1,
            5,
            "a mapping stands where a key must, and a key is a text",
            "put the key in quotes if its brackets are part of a text",
        ),
        (
            "a: 1\n---\nb: [",
            2,
            1,
            "a second document begins here, and a file holds one",
            "put it into a file of its own",
        ),
    ],
)
def test_what_the_language_has_not_is_refused(
    text: str, line: int, column: int, message: str, help: str | None
) -> None:
    finding = found(text)
    assert (finding.code, finding.span.line, finding.span.column) == ("ATC001", line, column)
    assert (finding.message, finding.help) == (message, () if help is None else (help,))


def test_everything_that_is_refused_is_told_at_once_and_leaves_no_tree() -> None:
    text = "a: !t 1\nb: *x\n<<: 2\nc: [*y, 3]\n[d]: {e: 4}\nf: 5\nf: 6\ng: {*z : 7, h: 8}\n"
    passed = parse(SourceFile("a.yaml", text))
    assert passed.value is None
    assert [finding.span.line for finding in passed.findings] == [1, 2, 3, 4, 5, 7, 8]


def test_a_quoted_merge_key_is_a_key_like_any_other() -> None:
    assert raw(read("'<<': 1")) == {"<<": "1"}


@pytest.mark.parametrize("text", ["---\n", "---\n...\n", "--- # c\n", "%YAML 1.2\n---\n"])
def test_a_document_without_content_is_none(text: str) -> None:
    assert parse(SourceFile("a.yaml", text)).value is None


@pytest.mark.usefixtures("either_parser")
@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("a: [1, 2\n\n", 1, 4, "'[' opens a list that is never closed"),
        ("a: {b: 1\nc: 2\n", 1, 4, "'{' opens a mapping that is never closed"),
        ("a: [\n  b c: d e: f\n]", 2, 11, "':' stands where a comma or ] must"),
        ("a: {b: ${c}}", 1, 9, "'{' stands where a comma or } must"),
        ("a: 'x\nb: 1", 1, 4, "' opens a text that is never closed"),
        ("a: b: c", 1, 5, "this ':' makes a second key on one line"),
        (
            "a: 1\n b: 2",
            2,
            3,
            "this ':' cannot make a key here, because the line continues the value before it",
        ),
        (
            "k" * 1100 + ": 1",
            1,
            1101,
            "this ':' makes a key of more than 1024 characters, the most that YAML reads",
        ),
        ("a:\n\tb: 1", 2, 1, "a tab stands where spaces must: YAML is indented with spaces only"),
        ("a: @home", 1, 4, "'@home' begins with @, as no text without quotes can"),
        ("a: *.png", 1, 4, "'*' begins an alias in YAML, and no name follows it"),
        ("a: &", 1, 4, "'&' begins an anchor in YAML, and no name follows it"),
        ("a: ]", 1, 4, "']' stands where a value must"),
        ("a: - 1", 1, 4, "'-' cannot begin a list on the line of its key"),
        ("a: ? b", 1, 4, "'?' begins a key in YAML, and none can stand here"),
        ("a: 1\n- b", 2, 1, "'-' begins a list item where a key must stand"),
        ("a:\n  - 1\n b: 2", 3, 2, "'b' is indented in a way that fits no line before it"),
        ("a: 'b' c", 1, 8, "'c' follows a value that is already complete"),
        ("- a\nb: 1", 2, 1, "'b' stands where the next list item must"),
        ('a: "x\\q"', 1, 6, "'\\q' does not begin a valid escape in double quotes"),
        ("a: |x\n y", 1, 5, "'x' stands on the line of |, and the text begins on the next line"),
        ("a: !x!y 1", 1, 4, "'!' begins a tag, and types are declared in the fields, not in the values"),
        ("%YAML 2.0\n---\na: 1", 1, 1, "this directive is not understood"),
        ("{a: 1} x", 1, 8, "'x' follows after the end of the document"),
    ],
)
def test_broken_syntax_is_told_in_plain_words(text: str, line: int, column: int, message: str) -> None:
    finding = found(text)
    assert (finding.code, finding.span.line, finding.span.column) == ("ATC001", line, column)
    assert finding.message == message


def test_an_expression_in_braces_is_told_to_be_quoted() -> None:
    finding = found("a: {b: ${c}}")
    assert finding.help == ('inside {...} and [...] an expression must stand in quotes: "${lr * 2}"',)
    assert [related.span for related in finding.related] == [Span("a.yaml", 1, 4, 1, 5)]


@given(st.text("ab1 \n:-[]{}\"'\\&*!|>?#,\u2028é😀", max_size=30))
@settings(max_examples=100, deadline=None)
def test_both_parsers_of_pyyaml_give_one_tree(text: str) -> None:
    trees = []
    for loader in (pyyaml.CSafeLoader, pyyaml.SafeLoader):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(yaml_events, "LOADER", loader)
            trees.append(parse(SourceFile("a.yaml", text)))
    assert trees[0].findings or trees[1].findings or trees[0].value == trees[1].value


def test_a_key_without_a_colon_is_told_where_it_stands() -> None:
    finding = found("a: 1\nlearning_rate\n")
    assert finding.message == "'learning_rate' stands where a key must, and no ':' follows it"
    assert (finding.span.line, finding.span.column) == (2, 1)


def test_a_type_with_brackets_in_braces_is_told_to_be_quoted() -> None:
    assert 'written "list[int]"' in found("a: {type: list[int]}\n").help[0]

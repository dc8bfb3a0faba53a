"""SDN against the other formats: the same document means the same program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.config import Quoted
from ato.sdn import dumps
from ato.sdn._words import BadWord, classified
from atoc.compile import compile
from atoc.emit import emit
from atoc.findings import Passed
from atoc.source import Bounds, Node, parse, raw
from atoc.source.comments import comments
from atoc.span import SourceFile
from tests.atoc.source.documents import Raw, plain, texts, values

SCHEMAS = sorted(Path("schemas").rglob("*.yaml"))


def read(text: str) -> Node:
    passed = parse(SourceFile("a.sdn", text))
    assert [finding.message for finding in passed.findings] == []
    assert passed.value is not None
    return passed.value


def places_told(text: str, bounds: Bounds | None = None) -> list[str]:
    passed = parse(SourceFile("a.sdn", text), bounds or Bounds())
    return [f"{finding.code} {finding.span.line}:{finding.span.column}" for finding in passed.findings]


def value_of(given: Raw) -> object:
    """A raw value as SDN's own kinds hold it: bare numbers and words are what they look like."""
    if isinstance(given, dict):
        return {key: value_of(item) for key, item in given.items()}
    if isinstance(given, list):
        return [value_of(item) for item in given]
    if isinstance(given, Quoted):
        return str(given)
    try:
        kind, text = classified(given, 4000, is_line=True)
    except BadWord:
        return given
    kinds = {
        "int": int,
        "float": float,
        "null": lambda _: None,
        "bool": lambda word: word == "true",
        "text": str,
    }
    return kinds[kind](text)


def texts_of(given: Raw) -> Raw:
    """A raw value without the difference between bare and quoted, and numbers in one spelling."""
    if isinstance(given, dict):
        return {key: texts_of(item) for key, item in given.items()}
    if isinstance(given, list):
        return [texts_of(item) for item in given]
    value = value_of(given)
    return str(value) if isinstance(value, float) else str(given)


@given(st.dictionaries(texts, values(plain | texts.map(Quoted)), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_what_is_written_is_read_as_the_same_raw_value(given: dict[str, Raw]) -> None:
    found = raw(read(dumps(value_of(given))))
    assert texts_of(found) == texts_of(given)


def without_places(text: str) -> str:
    return re.sub(r"(schemas/\w+(?:/\w+)?)\.(?:sdn|yaml)(?::\d+:\d+)?", r"\1", text)


def test_the_programs_of_the_project_have_the_same_manifest_in_sdn() -> None:
    trees: list[dict[str, str]] = []
    told: list[list[tuple[str, str]]] = []
    for suffix in ("yaml", "sdn"):
        files: list[SourceFile] = []
        for path in SCHEMAS:
            text = path.read_text(encoding="utf-8")
            if suffix == "sdn":
                node = parse(SourceFile(path.as_posix(), text)).value
                assert node is not None
                text = dumps(value_of(raw(node)))
            files.append(SourceFile(path.with_suffix(f".{suffix}").as_posix(), text))
        compiled = compile(Passed(tuple(files)))
        told.append([(finding.code, finding.message) for finding in compiled.findings])
        assert compiled.program is not None
        trees.append(dict(emit(compiled.program, compiled.facts, files)))
    yaml, sdn = ({name: without_places(text) for name, text in tree.items()} for tree in trees)
    assert told[0] == told[1]
    assert {name: without_digests(text) for name, text in yaml.items()} == {
        name: without_digests(text) for name, text in sdn.items()
    }


def without_digests(text: str) -> str:
    """A text without what follows from the names of the documents, and with headers on one line."""
    return " ".join(re.sub(r'"digest": "\w+"|[0-9a-f]{16}', "", text).replace("\n#", " ").split())


def test_every_form_has_its_places() -> None:
    node = read('a: 1_000\nt |x, "y z"|\n  1, two words\n  ., ""\nm: table{f64} = [(inf)]\nn:\n')
    assert raw(node) == {
        "a": "1000",
        "t": [{"x": "1", "y z": "two words"}, {"x": ".", "y z": ""}],
        "m": [[".inf"]],
        "n": "null",
    }
    spans = {str(entry.key.span): str(entry.value.span) for entry in node.entries}  # type: ignore[union-attr]
    assert spans == {
        "a.sdn:1:1": "a.sdn:1:4",
        "a.sdn:2:1": "a.sdn:2:3",
        "a.sdn:5:1": "a.sdn:5:4",
        "a.sdn:6:1": "a.sdn:6:3",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", ["ATC003 2:1"]),
        ("a: .5\nb: {c: 1, c: 2}\nd\n", ["ATC001 1:4", "ATC003 2:11", "ATC001 3:1"]),
        ("a: [1", ["ATC001 1:4"]),
        ("a |x", ["ATC001 1:3"]),
        ("", []),
        ("# nothing", []),
        ("a: \x01", ["ATC001 1:4"]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert places_told(text) == expected


def test_bounds_are_those_of_every_format() -> None:
    assert places_told("a: [[1]]", Bounds(depth=2)) == ["ATC001 1:5"]
    assert places_told("a: [1, 2, 3]", Bounds(nodes=3)) == ["ATC001 1:8"]


def test_comments_are_found_where_they_are_none_of_a_text() -> None:
    found = comments(SourceFile("a.sdn", '# one\na: "# no"  # two\nb: x\n  # three\n'))
    assert [(comment.text, comment.span.line, comment.is_alone) for comment in found] == [
        ("# one", 1, True),
        ("# two", 2, False),
        ("# three", 4, True),
    ]

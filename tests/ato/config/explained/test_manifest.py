"""The manifest beside a module: found, read, and done without."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import ato.config as ato
from ato.config.explained._manifest import VERSION, Manifest, docs, load, place_of

DATA = {
    "version": VERSION,
    "scopes": {
        "train": {
            "fields": {
                "lr": {
                    "type": "float",
                    "doc": "Learning rate",
                    "place": "a.yaml:3:3",
                    "writes": [
                        {"phase": "default", "value": 1.0, "place": "a.yaml:3:9"},
                        {"phase": "view", "view": "high", "priority": 1, "value": 2.0, "why": "Because."},
                    ],
                },
                "bare": {"type": "int", "place": "a.yaml:4:3"},
            },
            "views": {"high": {"priority": 1, "doc": "Higher", "place": "a.yaml:6:3"}},
            "groups": {"size": {"place": "a.yaml:5:3"}},
        }
    },
}


class Empty(ato.Config):
    __slots__ = ()


@pytest.fixture
def schema(tmp_path: Path) -> Iterator[ato.Schema]:
    """The schema of a module that seems to stand in ``tmp_path``."""
    module = ModuleType("made_for_this_test")
    module.__file__ = str(tmp_path / "train.py")
    sys.modules[module.__name__] = module
    yield ato.Schema("train", Empty, module=module.__name__)
    del sys.modules[module.__name__]


def put(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def test_places_are_those_of_the_manifest(schema: ato.Schema, tmp_path: Path) -> None:
    put(tmp_path, json.dumps(DATA))
    assert place_of(schema, "field", "lr") == "a.yaml:3:3"
    assert place_of(schema, "view", "high") == "a.yaml:6:3"
    assert place_of(schema, "group", "size") == "a.yaml:5:3"
    assert place_of(schema, "field", "unknown") is None


def test_docs_are_those_that_are_there(schema: ato.Schema, tmp_path: Path) -> None:
    put(tmp_path, json.dumps(DATA))
    found = docs(schema)
    assert (found.fields, found.views) == ({"lr": "Learning rate"}, {"high": "Higher"})


def test_it_is_read_once(schema: ato.Schema, tmp_path: Path) -> None:
    put(tmp_path, json.dumps(DATA))
    first = load(schema)
    put(tmp_path, "{}")
    assert load(schema) is first


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        "null",
        '{"version": 99, "scopes": {}}',
        '{"version": 1}',
        "[" * 100_000,
        '{"version": 1, "scopes": []}',
    ],
)
def test_what_is_broken_or_of_another_version_knows_nothing(
    schema: ato.Schema, tmp_path: Path, text: str
) -> None:
    put(tmp_path, text)
    assert place_of(schema, "field", "lr") is None
    assert docs(schema).fields == {}


def test_a_manifest_that_is_no_text_knows_nothing(schema: ato.Schema, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_bytes(b"\xff\xfe")
    assert load(schema) is None


def test_a_module_without_a_manifest_or_without_a_file_knows_nothing(schema: ato.Schema) -> None:
    assert load(schema) is None
    assert load(ato.Schema("train", Empty)) is None
    assert load(ato.Schema("train", Empty, module="never.imported")) is None


def test_entries_and_writes_are_looked_up_and_missing_ones_are_empty() -> None:
    manifest = Manifest(DATA)
    assert manifest.entry("train", "field", "bare") == {"type": "int", "place": "a.yaml:4:3"}
    assert manifest.write("train", "lr", "view", "high")["why"] == "Because."
    assert manifest.write("train", "lr", "default", "")["value"] == 1.0
    assert manifest.write("train", "lr", "view", "none") == {}
    assert manifest.write("other", "lr", "default", "") == {}
    assert manifest.place("train", "field", "lr") == "a.yaml:3:3"

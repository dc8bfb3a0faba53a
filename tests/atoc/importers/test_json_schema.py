"""JSON Schema: ours takes what the schema takes, gives the same values, and refuses what the schema refuses.

But for texts: a bare ``1`` in a config file is text where a field is text, in every document of the language.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from ato.config import ConfigError
from atoc.importers import Refused
from atoc.importers.json_schema import carry
from tests.atoc.importers.composing import (
    CASES,
    files,
    module,
    plain,
    source,
    whats,
    without_nothing,
    written,
)

FOLDER = CASES / "import-jsonschema"
NAME = "trainer.schema.json"
SCHEMA = json.loads((FOLDER / NAME).read_text(encoding="utf-8"))
LEAST: dict[str, Any] = {"data": "here", "epochs": 3, "model": {"name": "net"}}

TAKEN = [
    {},
    {"lr": 0.5, "warmup": 3, "batch_size": 64, "precision": "bf16", "level": 3},
    {"run-name": "a-b_1", "note": "see ticket 3", "tags": ["x", "y"], "betas": [0.1, 0.2], "env": {"A": "b"}},
    {"model": {"name": "big", "depth": 50, "head": {"classes": 3, "dropout": 1}}, "schedule": "linear"},
    {"optimizer": {"kind": "adam", "beta": 0.5}, "fallback": {"kind": "sgd"}, "seed": "text"},
    {"stages": [{"width": 1, "then": [{"width": 2}]}], "logging": {"every": 5, "to": "file:x"}},
    {"checkpoint": {"path": "p"}, "extra": {"a": [1, None]}},
]
REFUSED = [
    {"data": ""},
    {"epochs": 0},
    {"epochs": 10001},
    {"epochs": 1.5},
    {"lr": 0},
    {"lr": "fast"},
    {"warmup": -1},
    {"batch_size": 12},
    {"precision": "fp8"},
    {"level": 4},
    {"run-name": "A"},
    {"note": "none"},
    {"tags": ["1", "2", "3", "4", "5"]},
    {"betas": [0.1]},
    {"model": {}},
    {"model": {"name": "x", "depth": 0}},
    {"model": {"name": "x", "head": {"dropout": 2}}},
    {"optimizer": {"kind": "lion"}},
    {"stages": []},
    {"stages": [{"width": 0}]},
    {"checkpoint": {}},
    {"unheard_of": 1},
]


@pytest.fixture(scope="module")
def carried() -> Any:
    return carry(files(FOLDER, NAME, ".json"), NAME, "trainer")


@pytest.fixture(scope="module")
def made(carried: Any) -> Any:
    return module(carried)


def compose(made: Any, instance: dict[str, Any], tmp_path: Path) -> Any:
    """What ours makes of an instance that is given as a config file."""
    given = {"run_name" if key == "run-name" else key: value for key, value in instance.items()}
    path = tmp_path / "given.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    return plain(made.compose(config=[path], env={}).to_dict())


def with_defaults(schema: Any, instance: Any) -> Any:
    """An instance with the defaults of the properties that it lacks."""
    schema = resolved(schema)
    if not isinstance(instance, dict) or "properties" not in schema:
        return instance
    found = dict(instance)
    for key, inner in schema["properties"].items():
        inner = inner if isinstance(inner, dict) else {}
        if key not in found and "default" in inner:
            found[key] = inner["default"]
        elif key not in found and "properties" in resolved(inner) and "required" not in resolved(inner):
            found[key] = {}
        if key in found:
            found[key] = with_defaults(inner, found[key])
    return found


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if str(schema.get("$ref", "")).startswith("#/$defs/"):
        return {**SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], **schema}
    return schema


@pytest.mark.parametrize("changes", TAKEN, ids=str)
def test_what_the_schema_takes_ours_gives_again(made: Any, tmp_path: Path, changes: dict[str, Any]) -> None:
    instance = {**LEAST, **changes}
    assert Draft202012Validator(SCHEMA).is_valid(instance)
    expected = with_defaults(SCHEMA, instance)
    expected["run_name"] = expected.pop("run-name")
    ours = compose(made, instance, tmp_path)
    if "optimizer" not in changes:
        assert ours["optimizer"] == {"kind": "sgd", "momentum": 0.9}
    for key in ("optimizer", "fallback", "stages", "checkpoint"):  # structs in which ours fills defaults in
        theirs = expected.pop(key, None)
        assert contains(ours.pop(key), theirs)
    assert without_nothing(ours) == without_nothing(expected)


def contains(ours: Any, theirs: Any) -> bool:
    """Whether everything that they say is so in ours."""
    if isinstance(theirs, dict):
        return all(contains(ours[key], value) for key, value in theirs.items())
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(contains, ours, theirs))
    return bool(ours == theirs)


@pytest.mark.parametrize("changes", REFUSED, ids=str)
def test_what_the_schema_refuses_ours_refuses(made: Any, tmp_path: Path, changes: dict[str, Any]) -> None:
    instance = {**LEAST, **changes}
    assert not Draft202012Validator(SCHEMA).is_valid(instance)
    with pytest.raises(ConfigError):
        compose(made, instance, tmp_path)


@pytest.mark.parametrize("missing", sorted(LEAST))
def test_what_is_required_has_to_be_given(made: Any, tmp_path: Path, missing: str) -> None:
    instance = {key: value for key, value in LEAST.items() if key != missing}
    with pytest.raises(ConfigError, match=missing):
        compose(made, instance, tmp_path)


def test_the_document_is_as_it_was(carried: Any) -> None:
    expected = (FOLDER / "expected" / "trainer.yaml").read_text(encoding="utf-8")
    assert written(carried)["trainer.yaml"].split("\n", 2)[2] == expected


def test_what_was_left_is_told_with_its_place(carried: Any) -> None:
    assert whats(carried.left) == ["if", "run-name", "uniqueItems", "default", "format", "TrainerRemote"]
    assert all(each.place is not None for each in carried.left)


def fields_of(*properties: str, more: str = "") -> Any:
    text = '{"type": "object", "properties": {%s}%s}' % (", ".join(properties), more)  # noqa: UP031
    found = carry(source(text, "s.json"), "s.json", "s")
    module(found)
    (tree,) = found.documents.values()
    assert isinstance(tree, dict)
    return tree["fields"]


BECOME: list[tuple[str, dict[str, object]]] = [
    ('{"const": "a"}', {"enum": ["a"], "default": "a"}),
    ('{"enum": ["a", null]}', {"type": "'a' | None", "default": None}),
    ('{"type": "integer", "nullable": true, "default": 1}', {"type": "int | None", "default": 1}),
    ('{"type": ["string", "integer"], "default": 1}', {"type": "int | str", "default": 1}),
    (
        '{"minimum": 1, "exclusiveMinimum": true, "type": "number", "default": 2}',
        {"type": "float", "default": 2, "gt": 1},
    ),
    (
        '{"type": "string", "pattern": "^a|b$", "default": "b"}',
        {"type": "str", "default": "b", "pattern": "(?s:.*)(?:^a|b$)(?s:.*)"},
    ),
    (
        '{"items": {"type": "array", "items": {"type": "boolean"}}, "default": []}',
        {"type": "list[list[bool]]", "default": []},
    ),
    ('{"type": "object", "default": {}}', {"type": "dict[str, any]", "default": {}}),
    (
        '{"allOf": [{"type": "integer"}, {"minimum": 2}], "default": 3}',
        {"type": "int", "default": 3, "ge": 2},
    ),
    ("true", {"type": "any", "default": None}),
]


@pytest.mark.parametrize(("schema", "field"), BECOME)
def test_a_schema_becomes_a_field(schema: str, field: dict[str, object]) -> None:
    assert fields_of(f'"x": {schema}') == {"x": field}


def test_a_schema_that_holds_itself_is_a_struct_or_nothing() -> None:
    fields = fields_of('"child": {"$ref": "#"}', '"name": {"type": "string", "default": "x"}')
    assert fields["child"]["default"] is None
    assert fields["child"]["type"].endswith("| None")


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        '{"type": "string"}',
        '{"$ref": "#/nowhere"}',
        '{"$ref": "#"}',
        '{"properties": {"a b": {}}}',
    ],
)
def test_what_is_about_no_config_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        carry(source(text, "s.json"), "s.json", "s")


@pytest.mark.parametrize(
    ("schema", "what"),
    [
        ('{"not": {"type": "null"}, "type": "integer", "default": 1}', "not"),
        ('{"type": "object", "patternProperties": {"^x": {}}, "default": {}}', "patternProperties"),
        ('{"oneOf": [{"properties": {"a": {}}}, {"properties": {"b": {}}}]}', "SX"),
        ('{"enum": [1.5]}', "SX"),
        ('{"$ref": "other.json"}', "SX"),
    ],
)
def test_what_cannot_be_said_is_told(schema: str, what: str) -> None:
    found = carry(source('{"properties": {"x": %s}}' % schema, "s.json"), "s.json", "s")  # noqa: UP031
    assert what in whats(found.left)
    module(found)


def left_of(schema: str, more: str = "") -> list[str]:
    """What is told of a schema with one required property `x`, as ``what: why``."""
    text = f'{{"type": "object", "properties": {{"x": {schema}}}, "required": ["x"]{more}}}'
    return [f"{each.what}: {each.why}" for each in carry(source(text, "s.json"), "s.json", "s").left]


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ('{"anyOf": [{"type": "string"}, {"type": "integer", "minimum": 3}]}', "minimum: constrains a part"),
        ('{"type": "array", "items": {"$ref": "#/definitions/p"}}', "exclusiveMinimum: constrains a part"),
        ('{"$ref": "#/definitions/p", "maximum": 5}', "maximum: stands beside a reference"),
        ('{"enum": [true]}', "enum: is a bool here, which may be the other one too"),
        (
            '{"oneOf": [{"type": "integer"}, {"type": "number"}]}',
            "oneOf: that a value is of one and no other",
        ),
        ('{"$ref": "#p"}', "SX: takes anything here: '#p' is the name of an anchor"),
        (
            '{"oneOf": [{"$ref": "#/definitions/a"}, {"$ref": "#/definitions/b"}]}',
            "SX: is required; one of several objects cannot be asked for",
        ),
    ],
)
def test_nothing_is_lost_in_silence(schema: str, told: str) -> None:
    kinds = ", ".join(
        f'"{kind}": {{"properties": {{"kind": {{"const": "{kind}"}}}}, "required": ["kind"]}}'
        for kind in "ab"
    )
    more = f', "definitions": {{"p": {{"type": "integer", "exclusiveMinimum": 0}}, {kinds}}}'
    assert any(each.startswith(told) for each in left_of(schema, more))


def test_a_property_that_may_not_be_there_is_no_field_and_a_path_may_be_escaped() -> None:
    text = (
        '{"properties": {"x": {"$ref": "#/$defs/a%20b"}, "no": false}, "$defs": {"a b": {"type": "integer"}}}'
    )
    (tree,) = carry(source(text, "s.json"), "s.json", "s").documents.values()
    assert tree["fields"] == {"x": {"type": "int | None", "default": None}}  # type: ignore[index]


def test_a_whole_number_is_a_number_before_it_is_text() -> None:
    either = '{"anyOf": [{"type": "string"}, {"type": "number"}]}'
    text = f'{{"properties": {{"x": {{"type": ["string", "number"]}}, "y": {either}}}}}'
    (tree,) = carry(source(text, "s.json"), "s.json", "s").documents.values()
    assert [field["type"] for field in tree["fields"].values()] == ["float | str | None"] * 2  # type: ignore[index]

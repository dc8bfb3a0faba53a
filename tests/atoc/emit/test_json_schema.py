from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml

from tests import golden
from tests.atoc.emit.building import tree

TRAIN = (golden.CASES / "build" / "train" / "schemas" / "train.yaml").read_text(encoding="utf-8")


@cache
def schema() -> Any:
    return json.loads(tree(TRAIN)["schema.json"])


def accepts(text: str) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid(yaml.safe_load(text))


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    "path", sorted(golden.CASES.glob("build/*/schemas/*.yaml")), ids=lambda path: path.name
)
def test_it_takes_the_documents_that_the_compiler_takes(path: Any) -> None:
    text = path.read_text(encoding="utf-8")
    data = json.loads(golden.generated(path.parents[1])["schema.json"])
    errors = jsonschema.Draft202012Validator(data).iter_errors(yaml.safe_load(text))
    assert [error.message for error in errors] == []


@pytest.mark.parametrize(
    "text",
    [
        "field: {}",
        "fields: {x: {tipe: int}}",
        "fields: {x: {type: int, final: perhaps}}",
        "fields: [x]",
        "views: {v: {priority: [1]}}",
        "views: {v: {set: [x]}}",
        "groups: {g: {members: [a]}}",
        "scope: train\nviews: {v: {set: {epochs: [1]}}}",
        "scope: train\nviews: {v: {set: {schedule: quadratic}}}",
    ],
)
def test_it_refuses_what_the_compiler_refuses(text: str) -> None:
    assert not accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "scope: train\nviews: {v: {set: {epochs: '${batch_size * 2}'}}}",
        "scope: train\nviews: {v: {set: {epochs: 3, not_built_yet: 1}}}",
        "scope: train\nviews: {v: {set: {model: {hidden: 3}}}}",
        "scope: train\nviews: {v: {chain_with: [high_lr, not_built_yet]}}",
        "scope: other\nviews: {v: {set: {epochs: [1]}}}",
        "types: {T: {enum: [a, 1]}}",
    ],
)
def test_it_does_not_stand_in_the_way_of_writing(text: str) -> None:
    assert accepts(text)


def test_an_editor_is_offered_names_types_and_docs() -> None:
    scope = schema()["$defs"]["scope.train"]["properties"]["views"]["additionalProperties"]["properties"]
    assert scope["chain_with"]["anyOf"][0]["examples"][:2] == ["defaults", "high_lr"]
    assert scope["group"]["examples"] == ["optimizer"]
    assert scope["set"]["properties"]["lr"]["description"] == "Learning rate of the optimizer"
    assert scope["set"]["properties"]["schedule"]["anyOf"][0] == {"enum": ["cosine", "linear", "constant"]}


def test_the_choices_of_a_secret_are_not_told() -> None:
    text = "scope: x\nfields:\n  pin: {enum: [hidden, open], default: open, doc: A pin, secret: true}\n"
    assert "hidden" in tree(text)["x.py"]
    assert "hidden" not in tree(text)["schema.json"]
    assert '"pin": {"description": "A pin"}' in tree(text)["schema.json"]

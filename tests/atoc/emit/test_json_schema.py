from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema
import pytest
import yaml

from ato import sdn
from atoc.compile import build, check
from atoc.settings import Settings
from atoc.source.formats.toml_scalars import tomllib
from atoc.span import SourceFile
from tests import golden
from tests.atoc.emit.building import tree

TRAIN = (golden.CASES / "build" / "train" / "schemas" / "train.yaml").read_text(encoding="utf-8")


@cache
def schema() -> Any:
    return json.loads(tree(TRAIN)["schema.json"])


def accepts(text: str) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid(yaml.safe_load(text))


OFFERED = """\
scope: train
fields:
  lr: {type: float, default: 0.1, doc: Learning rate, unit: steps, deprecated: Use the schedule.}
  model:
    fields:
      kind: {enum: [small, large], default: small}
      inner: {fields: {n: {type: int, default: 1}}}
groups:
  size: {default: big, doc: One size}
views:
  big: {group: size, doc: A large model, set: {model.kind: large}}
  fast: {set: {model: {inner: {n: 2}}}}
"""


def offered(*keys: str) -> Any:
    """What the schema of ``OFFERED`` says under a key."""
    here = json.loads(tree(OFFERED)["schema.json"])["$defs"]
    for key in keys:
        here = here[key]
    return here


def test_fields_are_offered_by_their_paths_and_below_their_structs() -> None:
    writes = offered("scope.train.set", "properties")
    assert list(writes) == ["lr", "model.kind", "model.inner.n", "model"]
    nested = writes["model"]["properties"]
    assert nested["kind"] == writes["model.kind"]
    assert nested["kind"]["anyOf"][0] == {"enum": ["small", "large"]}
    assert nested["inner"]["properties"]["n"] == writes["model.inner.n"]


def test_what_is_known_of_a_field_is_told_beside_it() -> None:
    lr = offered("scope.train.set", "properties", "lr")
    assert lr["description"] == "Learning rate; in steps; Use the schedule."
    assert lr["deprecated"] is True


def test_names_of_views_and_groups_are_offered_with_their_docs() -> None:
    views = offered("scope.train.view", "anyOf")
    assert views == [{"const": "big", "description": "A large model"}, {"const": "fast"}, {"type": "string"}]
    view = offered("scope.train", "properties", "views", "additionalProperties", "properties")
    assert view["group"]["anyOf"][0] == {"const": "size", "description": "One size"}
    default = offered("scope.train", "properties", "groups", "properties", "size", "properties", "default")
    assert default["anyOf"][0] == {"const": "big", "description": "A large model"}


@pytest.mark.parametrize("text", ["[x]", "{kind: medium}", "{inner: {n: [1]}}"])
def test_values_below_a_struct_are_held_to_their_types(text: str) -> None:
    data = yaml.safe_load(f"scope: train\nviews: {{v: {{set: {{model: {text}}}}}}}")
    schema = json.loads(tree(OFFERED)["schema.json"])
    assert not jsonschema.Draft202012Validator(schema).is_valid(data)


def test_it_takes_every_document_without_findings_that_there_is() -> None:
    refused = {}
    for case in golden.cases():
        sound = check(case.path.parent, (case.path.name,), Settings()) if case.is_near else None
        files = sound.files if sound is not None and sound.is_sound else ()
        for file in (file for file in files if not file.path.endswith(".py")):
            schema = json.loads(build(sound)["schema.json"]) if sound is not None else {}
            errors = list(jsonschema.Draft202012Validator(schema).iter_errors(_data(file)))
            refused.update({case.name: errors[0].message} if errors else {})
    assert refused == {}


def _data(file: SourceFile) -> Any:
    if file.path.endswith(".sdn"):
        return sdn.loads(file.text)
    if file.path.endswith(".toml"):
        return tomllib.loads(file.text)
    return json.loads(file.text) if file.path.endswith(".json") else yaml.safe_load(file.text)


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
    known = schema()["$defs"]
    scope = known["scope.train"]["properties"]["views"]["additionalProperties"]["properties"]
    assert scope["chain_with"]["anyOf"][0] == {"$ref": "#/$defs/scope.train.view"}
    assert [view["const"] for view in known["scope.train.view"]["anyOf"][:2]] == ["defaults", "high_lr"]
    assert scope["group"]["anyOf"][0]["const"] == "optimizer"
    assert scope["set"] == {"$ref": "#/$defs/scope.train.set"}
    writes = known["scope.train.set"]["properties"]
    assert writes["lr"]["description"].startswith("Learning rate of the optimizer")
    assert writes["schedule"]["anyOf"][0] == {"enum": ["cosine", "linear", "constant"]}


def test_the_choices_of_a_secret_are_not_told() -> None:
    text = "scope: x\nfields:\n  pin: {enum: [hidden, open], default: open, doc: A pin, secret: true}\n"
    assert "hidden" in tree(text)["x.py"]
    assert "hidden" not in tree(text)["schema.json"]
    assert '"pin": {"description": "A pin"}' in tree(text)["schema.json"]


@pytest.mark.parametrize("text", ["types: {A: {enum: [a]}}", "scope: a", OFFERED])
def test_what_is_made_of_any_program_is_a_json_schema(text: str) -> None:
    made = json.loads(tree(text)["schema.json"])
    jsonschema.Draft202012Validator.check_schema(made)
    assert jsonschema.Draft202012Validator(made).is_valid(yaml.safe_load(text))

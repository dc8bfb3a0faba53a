from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from atoc import emit
from atoc.emit.header import is_intact
from tests import golden
from tests.atoc.emit.building import compiled, manifest_of, tree

SCHEMA = json.loads(Path(emit.__file__).with_name("manifest.schema.json").read_text(encoding="utf-8"))

MERGE = """\
scope: a
fields:
  lr: {type: float, default: 1.0, gt: 0, doc: Learning rate, unit: 1/step}
  size: {enum: [small, big], default: small}
  wide: {type: int, default: "${2 if size == 'big' else 1}"}
groups:
  g: {default: g1, doc: One of these}
views:
  base: {default: true, set: {lr: 2.0}}
  low: {priority: -1, set: {lr: 3.0}}
  high: {priority: 5, chain_with: g2, why: Because., doc: A doc, set: {lr: "${lr * 2}"}}
  g1: {group: g, set: {size: big}}
  g2: {group: g, set: {}}
  late: {default: true, lazy: true, when: size == 'big', set: {lr: 9.0}}
"""


def at(line: int, text: str) -> str:
    """The place of a piece of the document."""
    return f"schemas/a.yaml:{line}:{MERGE.splitlines()[line - 1].index(text) + 1}"


@cache
def merged() -> Any:
    return manifest_of(MERGE)["scopes"]["a"]


def writes(path: str) -> list[dict[str, Any]]:
    return merged()["fields"][path]["writes"]


@pytest.mark.parametrize("case", golden.builds(), ids=lambda case: case.name)
def test_stored_manifests_keep_the_published_shape(case: Path) -> None:
    data = json.loads((case / "expected" / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
    assert is_intact((case / "expected" / "manifest.json").read_text(encoding="utf-8"))


def test_the_published_shape_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    wrong = manifest_of(MERGE)
    wrong["scopes"]["a"]["fields"]["lr"]["writes"][0]["phase"] = "sometimes"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA, jsonschema.Draft202012Validator)


def test_a_field_is_described() -> None:
    field = {
        key: value for key, value in merged()["fields"]["lr"].items() if key not in ("writes", "verdicts")
    }
    assert field == {
        "type": "float",
        "constraints": {"gt": 0},
        "doc": "Learning rate",
        "unit": "1/step",
        "place": "schemas/a.yaml:3:3",
        "read_by": [{"view": "high", "for": "lr"}],
    }


def test_writes_stand_in_the_order_of_application_with_places() -> None:
    assert [(write["phase"], write.get("view"), write.get("place")) for write in writes("lr")] == [
        ("default", None, at(3, "1.0")),
        ("view", "low", at(10, "3.0")),
        ("view", "base", at(9, "2.0")),
        ("view", "high", at(11, '"${lr')),
        ("outside", None, None),
        ("lazy", "late", at(14, "9.0")),
    ]


def test_a_write_says_what_it_writes_reads_and_why() -> None:
    high = next(write for write in writes("lr") if write.get("view") == "high")
    assert high == {
        "phase": "view",
        "view": "high",
        "priority": 5,
        "expression": "lr * 2",
        "reads": ["lr"],
        "place": at(11, '"${lr'),
        "why": "Because.",
        "wins": ["high"],
    }


def test_writes_that_always_lose_say_to_whom() -> None:
    assert [(write.get("view"), write["wins"], write.get("loses_to")) for write in writes("lr")[:2]] == [
        (None, None, ["base"]),
        ("low", None, ["base"]),
    ]


def test_a_condition_stands_with_its_write_and_its_reads() -> None:
    late = writes("lr")[-1]
    assert (late["when"], late["reads"], late["wins"]) == ("size == 'big'", ["size"], [])


def test_a_computed_default_is_the_last_to_write() -> None:
    assert writes("wide")[-1] == {
        "phase": "computed",
        "expression": "2 if size == 'big' else 1",
        "reads": ["size"],
        "place": at(5, '"${2'),
        "wins": [],
    }


def test_readers_are_conditions_values_and_defaults() -> None:
    assert merged()["fields"]["size"]["read_by"] == [
        {"view": "late", "condition": "size == 'big'"},
        {"default_of": "wide"},
    ]


def test_a_view_is_described() -> None:
    view = {key: value for key, value in merged()["views"]["high"].items() if key != "verdicts"}
    assert view == {
        "priority": 5,
        "doc": "A doc",
        "why": "Because.",
        "place": "schemas/a.yaml:11:3",
        "chain": ["g2"],
        "closure": ["g2"],
        "writes": ["lr"],
        "reads": ["lr"],
    }
    assert merged()["views"]["base"]["always"] is True


def test_groups_name_their_members() -> None:
    assert merged()["groups"] == {
        "g": {"doc": "One of these", "place": "schemas/a.yaml:7:3", "default": "g1", "members": ["g1", "g2"]}
    }


def test_all_views_have_one_order() -> None:
    assert merged()["order"] == ["low", "base", "g1", "g2", "high", "late"]


def test_verdicts_are_told_and_counted() -> None:
    scope = manifest_of("scope: a\nfields: {x: int}\nviews: {v: {set: {x: 1}}}\n")["scopes"]["a"]
    assert scope["fields"]["x"]["verdicts"]["ATC201"] == {"outcome": "refuted", "method": "closure"}
    assert scope["verdicts"]["ATC201"] == {"refuted": 1}


SECRET = """\
scope: a
types: {Login: {fields: {name: str, password: {type: str, secret: true}}}}
fields:
  token: {type: "str | None", default: hidden1, secret: true}
  other: {type: str, default: "${token if token != None else 'x'}", secret: true}
  word: {enum: [hidden2, open], default: open, secret: true}
  some: {type: "'hidden7' | None", default: null, secret: true}
  logins: {type: "list[Login]", default: [{name: me, password: hidden3}]}
views:
  v: {set: {token: hidden4, logins: [{name: you, password: hidden5}]}}
  w: {priority: 1, set: {token: "${'hidden6' + word}"}}
  none: {priority: 2, set: {token: null}}
"""


def test_no_secret_stands_in_the_manifest() -> None:
    text = tree(SECRET)["manifest.json"]
    assert "hidden" not in text
    data = json.loads(text)
    jsonschema.validate(data, SCHEMA, jsonschema.Draft202012Validator)
    written = [
        write.get("value", write.get("expression"))
        for write in data["scopes"]["a"]["fields"]["token"]["writes"]
    ]
    assert written == ["***", "***", "***", None, None]


def test_the_manifest_is_the_same_whatever_the_order_of_the_documents() -> None:
    sound = compiled(
        "scope: a\nfields: {x: {type: int, default: 1}}\n", "scope: b\nfields: {y: {type: int, default: 1}}\n"
    )
    one = emit.manifest(sound.program, sound.facts, sound.files)
    assert emit.manifest(sound.program, sound.facts, sound.files[::-1]) == one


def test_no_place_of_the_machine_and_no_hour_stand_in_the_output() -> None:
    for name, text in tree(MERGE).items():
        assert str(Path.cwd()) not in text, name

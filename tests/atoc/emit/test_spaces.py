from __future__ import annotations

import json
import pickle
from pathlib import Path

from jsonschema import Draft202012Validator

import ato.config as ato
from tests.atoc.emit.building import imported, manifest_of, tree

TEXT = """
scope: train
types:
  Head: {fields: {width: {type: int, default: 1}}}
fields:
  lr: {type: float, default: 0.1}
  size: {type: int, default: 8}
  name: {enum: [a, b], default: a}
  where: {type: path, default: x}
  head: {type: "Head | None", default: null}
  rest: {type: float, default: 0}
views:
  big: {set: {size: 512}}
search:
  quick:
    doc: A look.
    metric: val/acc
    mode: max
    method: {name: hyperband, max_budget: 27}
    views: [big]
    trials: 20
    seed: 0
    space:
      lr: {log_uniform: [1e-5, 1]}
      size: {int_uniform: [32, 512], step: 32, when: "name == 'a' and 'big' not in view"}
      name: {choice: [a, b]}
      where: {choice: [here, there]}
      head: {choice: [null, {width: 3}]}
      rest: {normal: [0, 1], low: -2, when: name == 'b'}
      view: {choice: [[], [big]]}
"""
SCHEMA = Path(__file__).parents[3] / "compiler" / "atoc" / "emit" / "manifest.schema.json"


def test_a_module_holds_the_searches_as_values(tmp_path: Path) -> None:
    with imported(tmp_path / "out", tree(TEXT), "train") as train:
        quick: ato.Search = train.spaces["quick"]
        assert (quick.metric, quick.mode, quick.views, quick.trials, quick.seed) == (
            "val/acc", "max", ("big",), 20, 0,
        )  # fmt: skip
        assert quick.method.options["max_budget"] == 27
        assert quick.space["lr"] == ato.LogUniform(1e-5, 1.0)
        assert quick.space["where"] == ato.Choice(Path("here"), Path("there"))
        assert quick.space["head"] == ato.Choice(None, train.Head(width=3))
        assert pickle.loads(pickle.dumps(quick)) == quick  # noqa: S301 (our own)


def test_conditions_are_functions_of_the_point(tmp_path: Path) -> None:
    with imported(tmp_path / "out", tree(TEXT), "train") as train:
        quick: ato.Search = train.spaces["quick"]
        point: dict[str, object] = dict.fromkeys(quick.space, 1)
        free = {"lr", "name", "where", "head", "view"}
        assert set(quick.active({**point, "name": "a", "view": ()})) == free | {"size"}
        assert set(quick.active({**point, "name": "b", "view": ()})) == free | {"rest"}
        assert set(quick.active({**point, "name": "a", "view": ("big",)})) == free


def test_a_module_without_searches_has_no_spaces() -> None:
    module = tree("scope: train\nfields: {lr: {type: float, default: 0.1}}\n")["train.py"]
    assert "spaces" not in module


def test_the_manifest_holds_the_searches_in_its_published_shape() -> None:
    data = manifest_of(TEXT)
    Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).validate(data)
    quick = data["scopes"]["train"]["searches"]["quick"]
    assert quick["method"] == {
        "name": "hyperband", "min_budget": 1, "max_budget": 27, "reduction_factor": 3, "sampler": "random",
    }  # fmt: skip
    assert quick["space"]["size"] == {
        "int_uniform": [32, 512],
        "step": 32,
        "when": "name == 'a' and 'big' not in view",
        "place": "schemas/a.yaml:25:7",
    }
    assert quick["space"]["rest"]["low"] == -2.0
    assert quick["space"]["head"]["choice"] == [None, {"width": 3}]
    assert quick["verdicts"] == {"ATC801": {"outcome": "proved", "method": "finite"}}


def test_the_schema_of_documents_knows_the_dimensions() -> None:
    schema = json.loads(tree(TEXT)["schema.json"])
    validator = Draft202012Validator(schema)
    good = {
        "scope": "train",
        "search": {"q": {"metric": "m", "mode": "min", "space": {"lr": {"uniform": [0, 1]}}}},
    }
    bad = {
        "scope": "train",
        "search": {"q": {"metric": "m", "mode": "low", "space": {"name": {"choice": ["c"]}}}},
    }
    assert list(validator.iter_errors(good)) == []
    assert len(list(validator.iter_errors(bad))) >= 2

"""What is explained of a field that searches vary."""

from __future__ import annotations

import json

from ato.config.explained._manifest import Manifest
from atoc.explain import json as to_json
from atoc.explain import ladders, markdown, text
from tests.atoc.emit.building import manifest_of

TEXT = """
scope: train
fields:
  lr: {type: float, default: 0.1}
  size: {type: int, default: 8}
search:
  quick:
    metric: m
    mode: min
    space:
      lr: {normal: [0, 1], low: -2, when: size > 8}
      size: {choice: [8, 16]}
  slow:
    metric: m
    mode: min
    space:
      lr: {log_uniform: [1e-5, 0.1]}
"""


def manifest() -> Manifest:
    return Manifest(manifest_of(TEXT))


def test_a_ladder_tells_the_searches_that_vary_its_field() -> None:
    told = text(ladders(manifest(), "lr", None))
    assert told.endswith(
        "  Which searches vary it:\n\n"
        "    quick: normal 0.0, 1.0, low -2.0, when size > 8\n"
        "    slow: log_uniform 1.0e-05..0.1\n"
    )


def test_markdown_tells_the_same() -> None:
    told = markdown(ladders(manifest(), "size", None))
    assert told.endswith("Varied by the searches:\n\n- quick: choice 8, 16\n")


def test_json_tells_it_as_the_manifest_does() -> None:
    (answer,) = json.loads(to_json(ladders(manifest(), "size", None)))["answers"]
    assert answer["varied_by"] == {"quick": {"choice": [8, 16], "place": "schemas/a.yaml:12:7"}}


def test_a_field_that_nothing_varies_says_nothing_of_it() -> None:
    without = TEXT.replace("      size: {choice: [8, 16]}\n", "").replace(", when: size > 8", "")
    ladder = ladders(Manifest(manifest_of(without)), "size", None)
    assert "vary" not in text(ladder)
    assert "varied_by" not in to_json(ladder)

"""Trees as documents: they look as a person would write them, and say what the tree says."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from atoc.importers import Carried, Expression, document, is_imported, is_untouched
from tests.atoc.importers.composing import composed, module

TREE: dict[str, Any] = {
    "scope": "train",
    "doc": "Trains, and tests.",
    "types": {"Kind": {"enum": ["a", "no"]}},
    "fields": {
        "lr": {"type": "float", "default": 1e-5, "doc": "Step size, of Adam"},
        "n": {"type": "int"},
        "text": {"type": "str", "default": "costs ${5}"},
        "both": {"type": "str", "default": Expression("${text}_x")},
        "model": {"fields": {"layers": {"type": "list[int]", "default": (1, 2)}}},
        "long": {"type": "list[str]", "default": ["a rather long text"] * 6},
        "lines": {"type": "str", "default": "one\n  two\n\nthree"},
    },
    "views": {"fast": {"priority": 1, "set": {"lr": 0.5, "model.layers": [3]}}, "none": {"set": {}}},
}
TEXT = """\
scope: train
doc: Trains, and tests.

types:
  Kind: {enum: [a, "no"]}

fields:
  lr: {type: float, default: 1e-5, doc: "Step size, of Adam"}
  n: int
  text: {type: str, default: "costs $${5}"}
  both: {type: str, default: "${text}_x"}
  model:
    fields:
      layers: {type: "list[int]", default: [1, 2]}
  long:
    type: list[str]
    default:
      - a rather long text
      - a rather long text
      - a rather long text
      - a rather long text
      - a rather long text
      - a rather long text
  lines:
    type: str
    default: |-
      one
        two

      three

views:
  fast:
    priority: 1
    set: {lr: 0.5, model.layers: [3]}
  none: {set: {}}
"""


def test_a_document_looks_as_a_person_would_write_it() -> None:
    assert document(TREE, "there").split("\n", 2)[2] == TEXT


def test_a_document_says_what_it_was_made_from_and_whether_it_was_touched() -> None:
    text = document(TREE, "there")
    assert text.startswith("# Imported from there\n# Digest: ")
    assert is_imported(text)
    assert is_untouched(text)
    assert is_imported(text + "\n")
    assert not is_untouched(text + "\n")
    assert not is_imported(TEXT)


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=20)
VALUES = st.recursive(
    TEXTS
    | st.sampled_from(
        ["no", "1e5", "12:30", "~", "", "- a", "a: b", "a #b", "%x%", "${x}", "$${x}", "|", "y", "0x1", "A?"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(VALUES)
@example("A?")
@settings(max_examples=100, deadline=None)
def test_every_text_is_read_as_it_was_by_us_and_by_others(value: object) -> None:
    tree = {"scope": "s", "fields": {"x": {"type": "any", "default": value}}}
    assert composed(module(Carried({"s.yaml": tree})))["x"] == value
    escaped = yaml.safe_load(document(tree, "there"))["fields"]["x"]["default"]
    assert escaped == literal(value)


def literal(value: object) -> object:
    """A value as a document has to say it."""
    if isinstance(value, dict):
        return {key: literal(item) for key, item in value.items()}
    if isinstance(value, list):
        return [literal(item) for item in value]
    return value.replace("${", "$${") if isinstance(value, str) else value


@pytest.mark.parametrize("number", [1e-5, 1.5e300, -0.0, 3.0, 1e22, float("inf")])
def test_floats_are_read_as_they_were(number: float) -> None:
    tree = {"scope": "s", "fields": {"x": {"type": "any", "default": number}}}
    assert composed(module(Carried({"s.yaml": tree})))["x"] == number

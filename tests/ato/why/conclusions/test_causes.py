"""Each cause between two small trainings is found, and said in the words that are expected."""

from __future__ import annotations

import importlib.util
import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from ato.why.rendering._json import json_of
from ato.why.rendering._text import text_of
from tests.ato.why.scenarios import EXPECTED, SCENARIOS, STATUSES, answered
from tests.house.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = Draft202012Validator(json.loads((ROOT / "docs" / "why.schema.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", SCENARIOS)
def test_what_is_said_of_two_trainings(name: str, tmp_path: Path) -> None:
    if name == "network" and importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed")
    answer = answered(name, tmp_path)
    assert text_of(answer) == (EXPECTED / f"{name}.txt").read_text(encoding="utf-8")
    assert answer.status == STATUSES.get(name, 1)
    SHAPE.validate(json.loads(json_of(answer)))


def test_every_expectation_is_of_a_scenario() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == set(SCENARIOS)

"""What is proved is not checked by the generated module, and what is not proved is."""

from __future__ import annotations

from pathlib import Path

import pytest

import ato.config as ato
from tests.atoc.emit.building import imported, manifest_of, tree

TEXT = """
scope: toy
fields:
  epochs: {type: int, default: 10, ge: 1}
  batch: {type: int, default: 32}
  lr: {type: float, default: 0.5, gt: 0}
  steps: {type: int, default: "${epochs * 100}", ge: 1}
  half: {type: float, default: "${lr * 0.5}", gt: 0}
views:
  wide: {default: true, lazy: true, set: {batch: 64}}
  slow: {set: {lr: "${lr * 0.5}", epochs: "${epochs * 2}"}}
  fast: {priority: 1, set: {lr: "${0.9 if lr > 1 else lr}"}}
asserts:
  - that: epochs * 100 >= 1
  - that: batch % 8 == 0
  - that: epochs < 1000
"""


def test_proved_constraints_are_named_where_they_are_left_out() -> None:
    text = tree(TEXT)["toy.py"]
    assert 'proved=("steps",)' in text
    assert 'computed={"lr": _lr_of_slow, "epochs": _epochs_of_slow}, proved=("epochs",)' in " ".join(
        text.split()
    ).replace("{ ", "{").replace(", }", "}")
    assert 'computed={"lr": _lr_of_fast}, proved=("lr",)' in text
    assert '"half"' not in text.split("proved=(", 1)[1].split(")", 1)[0]


def test_an_assert_that_holds_of_all_values_is_gone_and_one_of_all_selections_is_kept_for_changes() -> None:
    text = tree(TEXT)["toy.py"]
    assert "epochs * 100 >= 1" not in text
    assert '"batch % 8 == 0", reads=("batch",), proved=True)' in text
    assert '"epochs < 1000", reads=("epochs",))' in text


def test_what_is_left_out_is_still_true(tmp_path: Path) -> None:
    with imported(tmp_path, tree(TEXT), "toy") as module:
        config = module.compose("slow", overrides=["epochs=3", "batch=3"])
        assert (config.epochs, config.steps, config.batch) == (3, 300, 64)
        with pytest.raises(ato.ConfigError, match="epochs < 1000"):
            module.compose(overrides=["epochs=1000"])
        with pytest.raises(ato.ConfigError, match="batch % 8 == 0"):
            config.replace(batch=3)


def test_the_manifest_tells_what_is_known_of_an_assert() -> None:
    asserts = manifest_of(TEXT)["scopes"]["toy"]["asserts"]
    known = [each["verdicts"]["ATC601"]["outcome"] for each in asserts]
    assert known == ["proved", "proved", "unproved"]

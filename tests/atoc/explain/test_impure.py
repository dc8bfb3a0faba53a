"""What is explained of a selection whose values only a run can tell."""

from __future__ import annotations

import pytest

import ato.config as ato
from ato.config.explained._manifest import Manifest
from atoc.explain import selected
from tests.atoc.emit.building import compiled, manifest_of

TEXT = """
scope: t
fields:
  host: {type: str, default: a}
  url: {type: str, default: "http://${host}"}
  size: {type: int, default: 1}
views:
  v: {set: {host: "${env:HOST}"}}
  w: {lazy: true, when: host == 'b', set: {size: 2}}
"""


def told(key: str, *words: str) -> str:
    program = compiled(TEXT).program
    (answer,) = selected(program, Manifest(manifest_of(TEXT)), key, words, None)
    return str(answer.explanation.value)


def test_what_hangs_on_a_run_is_called_unknown() -> None:
    assert told("host", "v") == "unknown before the run"
    assert told("url", "v") == "unknown before the run"


def test_what_is_given_from_outside_is_known() -> None:
    assert told("url", "v", "host=b") == "http://b"
    assert told("size", "v", "w", "host=b") == "2"


def test_a_condition_that_hangs_on_a_run_refuses_the_selection() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        told("size", "v", "w")

    assert "only a run can tell whether `host == 'b'` holds" in str(caught.value)

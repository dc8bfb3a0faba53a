from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.compile import compile
from atoc.findings import Passed
from atoc.findings.fingerprint import fingerprint, fingerprints, shape
from atoc.span import SourceFile
from tests.atoc.findings.render.sample import dead, span, tie

PROGRAM = """\
scope: train
fields:
  lr: {type: float, default: 0.1}
  size: int
views:
  base: {default: true, set: {lr: 0.2}}
  first: {priority: -1, set: {lr: 0.3}}
  same: {set: {lr: 0.2}}
  fast: {set: {lr: 0.4}}
"""
LINES = PROGRAM.splitlines(keepends=True)


def of(text: str, path: str = "schemas/train.yaml") -> tuple[str, ...]:
    return fingerprints(compile(Passed((SourceFile(path, text),))).findings)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(LINES)), st.sampled_from(["\n", "# note\n", "   \n"])), max_size=5)
)
def test_lines_that_come_in_between_change_no_fingerprint(inserted: list[tuple[int, str]]) -> None:
    lines = list(LINES)
    for at, line in inserted:
        lines.insert(at, line)
    assert of("".join(lines)) == of(PROGRAM)


def test_neither_a_path_nor_a_value_changes_a_fingerprint() -> None:
    assert of(PROGRAM, "schemas/other.yaml") == of(PROGRAM)
    assert of(PROGRAM.replace("0.3", "0.25")) == of(PROGRAM)


def test_findings_of_one_run_have_different_fingerprints() -> None:
    alike = (dead(), replace(dead(), span=span(1, 1, 1, 2)), tie())
    assert fingerprint(alike[0]) == fingerprint(alike[1])
    assert len(set(fingerprints(alike))) == len(alike)
    assert fingerprints(alike)[0] == fingerprint(dead())


@pytest.mark.parametrize("change", [{"code": "ATC204"}, {"scope": "x"}, {"key": "x"}, {"views": ("x",)}])
def test_what_a_finding_is_about_is_part_of_its_fingerprint(change: dict[str, object]) -> None:
    assert fingerprint(replace(dead(), **change)) != fingerprint(dead())


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("'lr' is 0.1, not -3e-5", "'lr' is 0, not 0"),
        ("'resnet50' in v2.fast", "'resnet50' in v2.fast"),
        ("1_000 of 3,500 views", "0 of 0 views"),
    ],
)
def test_the_shape_of_a_message_is_without_its_numbers_and_with_its_names(
    message: str, expected: str
) -> None:
    assert shape(message) == expected

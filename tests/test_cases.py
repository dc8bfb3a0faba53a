"""Every golden case below ``tests/cases/``; :mod:`tests.golden` says how they are written."""

from __future__ import annotations

import pytest

from atoc.cli.formats import Format
from tests import console, golden

CASES = golden.cases()
SESSIONS = golden.sessions()
MENDED = "if this is what it should say: make golden"


def name(case: golden.Case) -> str:
    return case.name


@pytest.mark.parametrize("case", CASES, ids=name)
def test_findings_start_where_the_markers_stand(case: golden.Case) -> None:
    found = golden.outcome(case)
    if case.listing.exists():
        assert found.listing == case.listing.read_text(encoding="utf-8"), MENDED
    else:
        assert found.places == golden.marked(case), found.rendering


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_case_says_what_it_expects(case: golden.Case) -> None:
    listed = case.listing.read_text(encoding="utf-8") if case.listing.exists() else ""
    expected = bool(golden.marked(case)) or bool(listed)
    assert expected != case.is_near, "a case marks a finding, and only a near miss marks none"


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.is_plain or case.rendering.exists()], ids=name
)
def test_the_rendering_is_the_stored_one(case: golden.Case) -> None:
    assert case.rendering.exists(), f"{case.rendering.name} is missing: make golden"
    assert golden.outcome(case).rendering == case.rendering.read_text(encoding="utf-8"), MENDED


@pytest.mark.parametrize("format", golden.KEPT_FORMATS)
def test_every_rule_looks_in_every_format_as_it_did(format: Format) -> None:
    assert golden.in_format(format) == golden.format_file(format).read_text(encoding="utf-8"), MENDED


@pytest.mark.parametrize("case", SESSIONS, ids=name)
def test_a_session_prints_what_it_printed(case: golden.Case) -> None:
    expected = console.parse(case.session.read_text(encoding="utf-8"))
    printed = golden.replayed(case)
    assert console.render(printed) == console.render(expected), MENDED
    assert (case.code in console.render(expected)) != case.is_near


def test_nothing_is_stored_for_a_case_that_is_gone() -> None:
    assert golden.belonging_to_nothing() == ()

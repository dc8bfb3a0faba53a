from __future__ import annotations

from json import loads

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import Finding
from atoc.span import SourceFile
from atoc.suppress import BaselineError, baseline, compare, written
from tests.atoc.findings.render.sample import dead, findings, tie


def test_what_is_written_is_known_and_nothing_else_is() -> None:
    known = baseline(SourceFile("known", written((dead(), dead()), ())))
    compared = compare((dead(), tie(), dead(), dead()), known, (), "known")
    assert compared.findings == (tie(), dead())
    assert [(each.finding, each.reason, each.span) for each in compared.suppressed] == [
        (dead(), "known to known", None)
    ] * 2
    assert compared.stale == ()


def test_entries_of_which_less_is_found_are_stale() -> None:
    known = baseline(SourceFile("known", written((dead(), dead(), tie()), ())))
    compared = compare((dead(),), known, (), "known")
    assert [(entry.code, entry.count) for entry in compared.stale] == [("ATC202", 1), ("ATC203", 2)]


def test_loud_codes_are_neither_written_nor_known() -> None:
    assert loads(written((dead(), tie()), {"ATC202"}))["findings"][0]["code"] == "ATC203"
    known = baseline(SourceFile("known", written((tie(),), ())))
    assert compare((tie(),), known, {"ATC202"}, "known").findings == (tie(),)


@settings(max_examples=60)
@given(st.lists(findings(), max_size=6), st.randoms(use_true_random=False))
def test_any_findings_are_all_known_once_written_in_whatever_order(found: list[Finding], random) -> None:
    text = written(found, ())
    shuffled = random.sample(found, len(found))
    assert {entry["fingerprint"]: entry["count"] for entry in loads(text)["findings"]} == {
        entry["fingerprint"]: entry["count"] for entry in loads(written(shuffled, ()))["findings"]
    }
    compared = compare(shuffled, baseline(SourceFile("known", text)), (), "known")
    assert (compared.findings, compared.stale, len(compared.suppressed)) == ((), (), len(found))


def test_an_empty_baseline_is_one_too() -> None:
    assert baseline(SourceFile("known", written((), ()))).known == ()


ENTRY = '{"version": 1, "findings": [%s]}'


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", "known: this is no baseline of version 1"),
        ("", "known: this is no baseline of version 1"),
        ('{"version": 2, "findings": []}', "known: this is no baseline of version 1"),
        ('{"version": 1, "findings": [}', "known:1:29: "),
        (ENTRY % "1", "known:1:29: an entry has"),
        (
            ENTRY % '{"fingerprint": "a", "code": "b", "message": "c", "count": "1"}',
            "known:1:29: an entry has",
        ),
        (ENTRY % '{"fingerprint": 1, "code": "b", "message": "c", "count": 1}', "known:1:29: an entry has"),
        (ENTRY % '{"fingerprint": "a", "code": "b", "message": "c", "count": -1}', "known:1:29: an entry"),
    ],
)
def test_what_is_no_baseline_is_told_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(BaselineError) as caught:
        baseline(SourceFile("known", text))
    assert str(caught.value).startswith(problem)

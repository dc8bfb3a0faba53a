from __future__ import annotations

from json import loads

from hypothesis import given, settings

from atoc.findings import Finding, Suppressed
from atoc.findings.render import json
from atoc.findings.summary import Summary
from tests.atoc.findings.render.sample import CHAIN, SOURCES, dead, findings, span, tie


def test_a_run_is_one_object_with_a_version_its_findings_and_a_summary() -> None:
    run = loads(json((tie(), dead()), SOURCES, Summary(proved=7, refuted=2, unproved=1)))
    assert list(run) == ["version", "findings", "suppressed", "summary"]
    assert run["version"] == 1
    assert run["summary"] == {
        "errors": 1,
        "warnings": 1,
        "notes": 0,
        "proved": 7,
        "refuted": 2,
        "unproved": 1,
    }


def test_a_finding_has_every_key_of_the_language_page() -> None:
    assert loads(json((tie(),), SOURCES, Summary()))["findings"] == [
        {
            "code": "ATC202",
            "name": "order-dependent",
            "severity": "error",
            "message": "'lr' depends on which of 'fast' and 'slow' comes first",
            "scope": "train",
            "key": "lr",
            "views": ["fast", "slow"],
            "path": "schemas/train.yaml",
            "line": 9,
            "column": 15,
            "end_line": 9,
            "end_column": 18,
            "related": [
                {"path": "schemas/train.yaml", "line": 6, "column": 15, "message": "'fast' gives it 0.1"}
            ],
            "help": ["give one of them a higher priority"],
            "witness": ["fast", "slow"],
            "method": "closure",
        }
    ]


def test_what_is_suppressed_stands_apart_with_its_reason() -> None:
    run = loads(json((), SOURCES, Summary(), (Suppressed(dead(), "kept", span(6, 20, 6, 30)),)))
    assert (run["findings"], run["summary"]["warnings"]) == ([], 0)
    assert [(each["code"], each["reason"]) for each in run["suppressed"]] == [("ATC203", "kept")]


def test_what_is_absent_is_null_and_never_left_out() -> None:
    finding = loads(json((CHAIN.at(span(1, 1, 1, 2), "implied"),), SOURCES, Summary()))["findings"][0]
    assert {key for key, value in finding.items() if value is None} == {"scope", "key", "witness", "method"}
    assert finding["views"] == finding["related"] == finding["help"] == []


@settings(max_examples=60)
@given(findings())
def test_any_finding_survives_reading_back(finding: Finding) -> None:
    text = json((finding,), {}, Summary())
    assert text.isascii()
    assert loads(text)["findings"][0]["message"] == finding.message

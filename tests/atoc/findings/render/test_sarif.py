from __future__ import annotations

from json import loads
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from atoc.findings import Finding, Suppressed
from atoc.findings.render import sarif
from atoc.findings.summary import Summary
from atoc.rule_table import RULES
from tests.atoc.findings.render.sample import SOURCES, dead, findings, span, tie
from tests.atoc.findings.render.sarif_schema import SCHEMA

VALIDATOR = Draft202012Validator(SCHEMA)


def run_of(text: str) -> dict[str, Any]:
    """The run of a log that keeps to the schema."""
    log = loads(text)
    assert [error.message for error in VALIDATOR.iter_errors(log)] == []
    (run,) = log["runs"]
    return dict(run)


def whole(*suppressed: Suppressed) -> dict[str, Any]:
    return run_of(sarif((tie(), dead()), SOURCES, Summary(), (), suppressed, RULES))


def test_the_schema_refuses_what_the_standard_refuses() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{}]})
    assert not VALIDATOR.is_valid({"version": "2.0.0", "runs": []})


def test_every_rule_is_listed_with_its_page_and_results_point_at_theirs() -> None:
    run = whole()
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in RULES]
    assert all("## How to mend" in rule["help"]["markdown"] for rule in rules)
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == ["ATC202", "ATC203"]


def test_a_place_is_a_region_of_a_file_below_the_root_of_the_project() -> None:
    (place,) = whole()["results"][0]["locations"]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "schemas/train.yaml", "uriBaseId": "PROJECTROOT"},
        "region": {"startLine": 9, "startColumn": 15, "endLine": 9, "endColumn": 18},
    }
    assert place["logicalLocations"] == [{"fullyQualifiedName": "train.lr", "kind": "member"}]


def test_other_places_are_the_steps_of_a_flow_that_ends_at_the_finding() -> None:
    first, second = whole()["results"]
    (flow,) = first["codeFlows"]
    steps = [step["location"] for step in flow["threadFlows"][0]["locations"]]
    assert [step["message"]["text"] for step in steps] == ["'fast' gives it 0.1", tie().message]
    assert [step["physicalLocation"]["region"]["startLine"] for step in steps] == [6, 9]
    assert [place["id"] for place in first["relatedLocations"]] == [1]
    assert not {"codeFlows", "relatedLocations"} & set(second)


def test_what_is_suppressed_is_a_result_that_says_by_whom_and_why() -> None:
    run = whole(Suppressed(dead(), "kept", span(6, 20, 6, 30)), Suppressed(dead(), "known to base.json"))
    told = [result["suppressions"] for result in run["results"]]
    assert told[:2] == [[], []]
    assert [(each[0]["kind"], each[0]["justification"]) for each in told[2:]] == [
        ("inSource", "kept"),
        ("external", "known to base.json"),
    ]
    assert told[2][0]["location"]["physicalLocation"]["region"]["startColumn"] == 20
    fingerprints = [result["partialFingerprints"]["atoc/v1"] for result in run["results"]]
    assert len(set(fingerprints)) == 4


def test_a_clean_run_has_no_results() -> None:
    assert run_of(sarif((), SOURCES, Summary()))["results"] == []


def test_no_text_of_a_document_becomes_a_link() -> None:
    finding = tie()
    text = sarif((Finding(finding.code, "", "error", "[a](b)", finding.span),), {}, Summary())
    assert run_of(text)["results"][0]["message"]["text"] == "[a] (b)"


@settings(max_examples=60, deadline=None)
@given(st.lists(findings(), max_size=3), st.lists(findings(), max_size=2))
def test_any_findings_make_a_log_that_keeps_to_the_schema(
    found: list[Finding], silent: list[Finding]
) -> None:
    run = run_of(sarif(found, SOURCES, Summary(), (), [Suppressed(each, "x") for each in silent]))
    assert len(run["results"]) == len(found) + len(silent)

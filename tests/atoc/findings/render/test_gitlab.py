from __future__ import annotations

from json import loads

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import Finding
from atoc.findings.render import gitlab
from atoc.findings.summary import Summary
from tests.atoc.findings.render.sample import CHAIN, SOURCES, dead, findings, span, tie


def test_an_issue_has_what_gitlab_asks_for() -> None:
    (issue,) = loads(gitlab((tie(),), SOURCES, Summary()))
    assert len(issue.pop("fingerprint")) == 32
    assert issue == {
        "type": "issue",
        "check_name": "ATC202",
        "description": "order-dependent: 'lr' depends on which of 'fast' and 'slow' comes first",
        "categories": ["Bug Risk"],
        "severity": "critical",
        "location": {"path": "schemas/train.yaml", "lines": {"begin": 9, "end": 9}},
        "content": {
            "body": "schemas/train.yaml:6:15: 'fast' gives it 0.1\nhelp: give one of them a higher priority\n"
            "shown by: atoc explain lr fast slow"
        },
    }


def test_each_severity_is_one_of_gitlab() -> None:
    issues = loads(gitlab((tie(), dead(), CHAIN.at(span(1, 1, 1, 2), "implied")), SOURCES, Summary()))
    assert [issue["severity"] for issue in issues] == ["critical", "minor", "info"]


def test_a_clean_run_is_an_empty_list() -> None:
    assert gitlab((), SOURCES, Summary()) == "[]\n"


@settings(max_examples=60)
@given(st.lists(findings(), max_size=4))
def test_any_findings_are_known_by_different_fingerprints(found: list[Finding]) -> None:
    issues = loads(gitlab(found, {}, Summary()))
    assert len({issue["fingerprint"] for issue in issues}) == len(found)

"""The formats of one line a finding: concise, github and jsonl."""

from __future__ import annotations

from dataclasses import replace
from json import loads

from hypothesis import given, settings

from atoc.findings import Finding
from atoc.findings.render import COLOURED, concise, github, json, jsonl
from atoc.findings.summary import Summary
from tests.atoc.findings.render.sample import CHAIN, SOURCES, dead, findings, span, tie


def test_concise_is_a_place_a_grade_and_a_message() -> None:
    assert concise((tie(), dead()), SOURCES, Summary()) == (
        "schemas/train.yaml:9:15: error[ATC202] 'lr' depends on which of 'fast' and 'slow' comes first\n"
        "schemas/train.yaml:6:11: warning[ATC203] 'lr' of 'fast' is never the value\n"
    )


def test_concise_paints_the_grade_where_colour_is_asked() -> None:
    assert ": \x1b[1;33mwarning[ATC203]\x1b[0m 'lr' of" in concise((dead(),), SOURCES, Summary(), COLOURED)


@settings(max_examples=60)
@given(findings())
def test_concise_gives_any_finding_exactly_one_line(finding: Finding) -> None:
    assert concise((finding,), {}, Summary()).count("\n") == 1


def test_github_is_a_workflow_command_with_help_and_witness_on_further_lines() -> None:
    assert github((tie(),), SOURCES, Summary()) == (
        "::error file=schemas/train.yaml,line=9,endLine=9,col=15,endColumn=18,title=ATC202 order-dependent::"
        "'lr' depends on which of 'fast' and 'slow' comes first"
        "%0Aschemas/train.yaml:6:15: 'fast' gives it 0.1"
        "%0Ahelp: give one of them a higher priority%0Ashown by: atoc explain lr fast slow\n"
    )


def test_github_escapes_what_would_end_a_command_or_a_property() -> None:
    finding = replace(dead(), message="50%\r\nlost: a, b", span=span(1, 1, 1, 2, "a,b:c.yaml"))
    text = github((finding,), {}, Summary())
    assert "file=a%2Cb%3Ac.yaml," in text
    assert text.endswith("::50%25%0D%0Alost: a, b\n")


def test_github_knows_notices_and_gives_no_columns_over_several_lines() -> None:
    text = github((CHAIN.at(span(1, 2, 3, 4), "implied"),), SOURCES, Summary())
    assert text == "::notice file=schemas/train.yaml,line=1,endLine=3,title=ATC306 redundant-chain::implied\n"


@settings(max_examples=60)
@given(findings())
def test_github_gives_any_finding_exactly_one_line(finding: Finding) -> None:
    assert github((finding,), {}, Summary()).count("\n") == 1


@settings(max_examples=60)
@given(findings())
def test_jsonl_gives_any_finding_one_line_with_the_object_of_json(finding: Finding) -> None:
    text = jsonl((finding, finding), {}, Summary())
    first, second = text.splitlines()
    assert first == second
    assert [loads(first)] == loads(json((finding,), {}, Summary()))["findings"]

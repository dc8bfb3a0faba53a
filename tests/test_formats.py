"""Every format says the same of every golden case that is rendered: as many findings, in the same places."""

from __future__ import annotations

import re
from collections.abc import Callable
from json import loads
from xml.etree.ElementTree import fromstring

import pytest
from jsonschema import Draft202012Validator

from atoc.cli.formats import FORMATS
from atoc.cli.output import rendered
from atoc.compile import Compiled, check
from atoc.findings.render import PLAIN
from atoc.rule_table import RULES
from atoc.settings import Settings
from tests import golden
from tests.atoc.findings.render.sarif_schema import SCHEMA

CASES = [case for case in golden.cases() if case.is_plain and not case.is_near]

Said = list[tuple[str, str]]
"""The code and the path with the line of each finding."""


def name(case: golden.Case) -> str:
    return case.name


def of_lines(pattern: str) -> Callable[[str], Said]:
    return lambda text: [(code, place) for place, code in re.findall(pattern, text, flags=re.MULTILINE)]


def of_full(text: str) -> Said:
    pattern = r"^\w+\[(ATC\d+)\].*\n *--> (\S+:\d+):\d+$"
    return [(code, place) for code, place in re.findall(pattern, text, flags=re.MULTILINE)]


def of_github(text: str) -> Said:
    found = re.findall(r"^::\w+ file=(.*?),line=(\d+),.*?title=(ATC\d+)", text, flags=re.MULTILINE)
    return [(code, f"{path}:{line}") for path, line, code in found]


def of_json(text: str) -> Said:
    return [(each["code"], f"{each['path']}:{each['line']}") for each in loads(text)["findings"]]


def of_jsonl(text: str) -> Said:
    objects = map(loads, text.splitlines())
    return [(each["code"], f"{each['path']}:{each['line']}") for each in objects]


def of_gitlab(text: str) -> Said:
    return [
        (each["check_name"], f"{each['location']['path']}:{each['location']['lines']['begin']}")
        for each in loads(text)
    ]


def of_junit(text: str) -> Said:
    cases = fromstring(text.encode("utf-8")).findall(".//testcase[@line]")  # noqa: S314  our own text
    return [
        (str(each.get("name")).split()[0], f"{each.get('file')}:{each.get('line')}")
        for each in cases
        if each.find("skipped") is None
    ]


def of_markdown(text: str) -> Said:
    found = re.findall(r"^\| \w+ \| (ATC\d+) \S+ \| (\S+:\d+):\d+ \|", text, flags=re.MULTILINE)
    return [(code, place.replace("\\", "")) for code, place in found]


def of_sarif(text: str) -> Said:
    log = loads(text)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(log)] == []
    physical = [
        (result["ruleId"], result["locations"][0]["physicalLocation"])
        for result in log["runs"][0]["results"]
        if not result["suppressions"]
    ]
    return [
        (code, f"{place['artifactLocation']['uri']}:{place['region']['startLine']}")
        for code, place in physical
    ]


READERS = {
    "full": of_full,
    "concise": of_lines(r"^(\S+:\d+):\d+: \w+\[(ATC\d+)\]"),
    "json": of_json,
    "jsonl": of_jsonl,
    "github": of_github,
    "gitlab": of_gitlab,
    "junit": of_junit,
    "markdown": of_markdown,
    "sarif": of_sarif,
}


def compiled(case: golden.Case) -> Compiled:
    return check(case.path.parent, (case.path.name,), Settings())


@pytest.mark.parametrize("case", CASES, ids=name)
def test_every_format_tells_every_finding(case: golden.Case) -> None:
    outcome = compiled(case)
    expected = sorted((each.code, f"{each.span.path}:{each.span.line}") for each in outcome.findings)
    said = {
        format: sorted(READERS[format](rendered(outcome.findings, outcome, format, (), PLAIN)))
        for format in FORMATS
    }
    assert said == dict.fromkeys(FORMATS, expected)


def test_every_rule_about_documents_has_such_a_case() -> None:
    assert {case.code for case in CASES} == {rule.code for rule in RULES if not rule.transcript}

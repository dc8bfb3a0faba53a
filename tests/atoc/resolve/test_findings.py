from __future__ import annotations

import pytest

from atoc.findings import Rule
from atoc.resolve import RULES
from atoc.syntax import RULES as OF_SHAPE
from tests.atoc.resolve.written import program

OF_DOCUMENTS = [rule for rule in (*OF_SHAPE, *RULES) if rule.language == "yaml"]


@pytest.mark.parametrize("rule", OF_DOCUMENTS, ids=lambda rule: rule.code)
def test_the_bad_example_breaks_this_rule_alone_and_the_good_one_none(rule: Rule) -> None:
    assert [finding.code for finding in program(rule.bad).findings] == [rule.code]
    assert program(rule.good).findings == ()


@pytest.mark.parametrize("rule", [*OF_SHAPE, *RULES], ids=lambda rule: rule.code)
def test_the_page_has_its_headings(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert all(
        heading in rule.page for heading in ("## What is found", "## Why it matters", "## How to mend")
    )

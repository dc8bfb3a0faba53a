from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from atoc.findings import Finding
from atoc.findings.render import full, markdown
from atoc.findings.render.markdown import MOST
from atoc.findings.summary import Summary
from tests.atoc.findings.render.sample import SOURCES, dead, findings, tie


def test_a_clean_run_says_so() -> None:
    assert markdown((), SOURCES, Summary(documents=3)).splitlines()[::2] == [
        "### atoc: no findings",
        "Nothing was found in 3 documents.",
    ]


def test_each_finding_has_a_row_and_its_rendering_below() -> None:
    text = markdown((tie(), dead()), SOURCES, Summary())
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert rows[2] == (
        "| error | ATC202 order-dependent | schemas/train.yaml:9:15 "
        "| 'lr' depends on which of 'fast' and 'slow' comes first |"
    )
    rendering = full((tie(),), SOURCES, Summary()).rpartition("\n\n")[0]
    assert f"```text\n{rendering}\n```\n" in text
    assert text.count("<details>") == 2


def test_texts_of_documents_are_no_markup() -> None:
    finding = replace(dead(), message="@all | <b> [a](https://b) `c` *d* ```")
    row = markdown((finding,), {}, Summary()).splitlines()[4]
    assert row.endswith(r"| &#64;all \| &lt;b&gt; \[a\]\(https&#58;//b\) \`c\` \*d\* \`\`\` |")
    assert "``````text" in markdown((finding,), {}, Summary())


def test_only_the_first_are_shown_with_their_lines() -> None:
    text = markdown([dead()] * (MOST + 2), SOURCES, Summary())
    assert (text.count("<details>"), text.count("| warning |")) == (MOST, MOST + 2)
    assert text.endswith("\n2 further findings without details.\n")


@settings(max_examples=60)
@given(findings())
def test_any_finding_has_exactly_one_row_and_one_closed_fence(finding: Finding) -> None:
    lines = markdown((finding,), SOURCES, Summary()).splitlines()
    assert sum(line.startswith("| ") for line in lines[:5]) == 3
    opening = next(line for line in lines if line.startswith("```"))
    assert lines.count(opening.removesuffix("text")) == 1

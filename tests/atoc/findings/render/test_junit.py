from __future__ import annotations

from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.findings import Finding, Suppressed
from atoc.findings.render import junit
from atoc.findings.summary import Summary
from atoc.span import SourceFile
from tests.atoc.findings.render.sample import CHAIN, SOURCES, dead, findings, span, tie


def read(text: str) -> Element:
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    return fromstring(text.encode("utf-8"))  # noqa: S314  our own text


def numbers(element: Element) -> tuple[str | None, ...]:
    return tuple(element.get(name) for name in ("tests", "failures", "skipped", "errors"))


def test_a_passing_run_has_one_passing_case_for_each_document() -> None:
    other = SourceFile("schemas/other.toml", "")
    top = read(junit((), {**SOURCES, other.path: other}, Summary()))
    assert [suite.get("name") for suite in top] == ["schemas/other.toml", "schemas/train.yaml"]
    assert [(len(suite), len(suite[0])) for suite in top] == [(1, 0), (1, 0)]
    assert numbers(top) == ("2", "0", "0", "0")


def test_errors_and_warnings_fail_notes_pass_and_what_is_suppressed_is_skipped() -> None:
    note = CHAIN.at(span(1, 1, 1, 2), "implied")
    kept = Suppressed(replace(dead(), span=span(7, 1, 7, 2)), "kept", span(7, 9, 7, 12))
    top = read(junit((tie(), dead(), note), SOURCES, Summary(), (), (kept,)))
    assert [[child.tag for child in case] for case in top[0]] == [
        ["failure"],
        ["failure"],
        ["system-out"],
        ["skipped"],
    ]
    assert numbers(top) == numbers(top[0]) == ("4", "2", "1", "0")


def test_a_case_says_all_that_is_said_of_its_finding() -> None:
    (case,) = read(junit((tie(),), SOURCES, Summary()))[0]
    assert (case.get("name"), case.get("line")) == ("ATC202 order-dependent at 9:15", "9")
    assert case[0].get("type") == "error"
    assert (case[0].text or "").splitlines()[-1] == "shown by: atoc explain lr fast slow"


def test_control_characters_and_markup_are_shown_and_never_written() -> None:
    finding = replace(dead(), message="a\x1b[31m <b> & \x00 \ufffe\x85")
    text = junit((finding,), {}, Summary())
    assert read(text)[0][0][0].get("message") == "a\u241b[31m <b> & \u2400 \ufffd\ufffd"


@settings(max_examples=60)
@given(st.lists(findings(), max_size=3))
def test_any_findings_make_xml_that_can_be_read(found: list[Finding]) -> None:
    top = read(junit(found, SOURCES, Summary()))
    assert len(top.findall(".//failure")) + len(top.findall(".//system-out")) == len(found)

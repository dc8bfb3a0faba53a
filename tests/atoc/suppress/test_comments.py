from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from atoc.compile import Compiled, compile
from atoc.findings import Passed
from atoc.span import SourceFile

HEAD = "scope: toy\nfields:\n  lr: {type: float, default: 0.01}\n  size: {type: int, default: 1}\nviews:\n"


def compiled(text: str, name: str = "toy.yaml") -> Compiled:
    return compile(Passed((SourceFile(name, text),)))


def told(text: str) -> list[str]:
    return [f"{finding.span.line} {finding.code}" for finding in compiled(text).findings]


def silent(text: str) -> list[tuple[int, str]]:
    return [(each.finding.span.line, each.reason) for each in compiled(text).suppressed]


def test_a_comment_silences_its_rule_on_its_line_alone() -> None:
    text = HEAD + "  same:\n    set:\n      lr: 0.01 # atoc: ignore[ATC205] why\n      size: 1\n"
    assert (told(text), silent(text)) == (["9 ATC205"], [(8, "why")])


def test_the_nearest_reason_is_the_one_that_is_kept() -> None:
    text = (
        "# atoc: ignore-file[ATC205] file\n" + HEAD + "  # atoc: ignore[ATC205] view\n  same:\n    set:\n"
        "      lr: 0.01 # atoc: ignore[ATC205] line\n      size: 1\n  also: {set: {lr: 0.01}}\n"
    )
    assert (told(text), silent(text)) == ([], [(10, "line"), (11, "view"), (12, "file")])


def test_nothing_is_called_unused_while_an_error_keeps_proofs_from_being_made() -> None:
    text = HEAD + "  same: {set: {lr: 0.01, sise: 1}} # atoc: ignore[ATC205] why\n"
    assert told(text) == ["6 ATC104"]


def test_a_silenced_error_stops_no_build() -> None:
    text = HEAD.replace("default: 1", "ge: 1") + "  # atoc: ignore[ATC201] why\n  a: {set: {size: 2}}\n"
    text = text.replace("  size:", "  # atoc: ignore[unset-field] given by hand\n  size:")
    outcome = compiled(text)
    assert [finding.code for finding in outcome.findings] == ["ATC008"]
    assert outcome.is_sound


def test_without_a_reason_it_is_told_and_silences_all_the_same() -> None:
    assert told(HEAD + "  same: {set: {lr: 0.01}} # atoc: ignore[no-op-write] -- \n") == ["6 ATC007"]


def test_without_a_reason_and_an_effect_only_the_effect_is_told() -> None:
    assert told(HEAD + "  fast: {set: {lr: 0.1}} # atoc: ignore[no-op-write]\n") == ["6 ATC008"]


def test_comments_of_a_document_that_cannot_be_read_are_passed_over() -> None:
    assert told(HEAD + "  fast: {set: {lr: 0.1} # atoc: ignore[nothing]\n") == ["6 ATC001"]


LINES = (
    HEAD + "  same:\n    priority: 1\n    set: {lr: 0.01, size: 1}\n  fast: {priority: 2, set: {lr: 0.1}}\n"
).splitlines()
COMMENTS = st.sampled_from(
    [
        "# atoc: ignore[ATC205] why",
        "# atoc: ignore[ATC205,dead-view] why",
        "# atoc: ignore-file[ATC205] why",
        "# atoc: ignore[ATC999]",
        "# atoc:",
        "# atoc: ignore[[",
        "#atoc:ignore[]#",
    ]
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 8), COMMENTS, st.booleans(), st.integers(0, 6)), max_size=4))
def test_comments_in_any_place_hide_only_what_can_be_silenced(
    placed: list[tuple[int, str, bool, int]],
) -> None:
    lines = list(LINES)
    for at, comment, is_alone, indent in placed:
        lines[at] = f"{' ' * indent}{comment}\n{lines[at]}" if is_alone else f"{lines[at]}  {comment}"
    outcome = compiled("\n".join(lines) + "\n")
    found = {finding.code for finding in outcome.findings}
    assert found <= {"ATC007", "ATC008", "ATC205"}
    assert {each.finding.code for each in outcome.suppressed} <= {"ATC205"}
    assert len(outcome.suppressed) + sum(each.code == "ATC205" for each in outcome.findings) == 2


ORDERS = st.text("ignore-fl[],ATC20578 #:dw\t`'é", max_size=40)
TOML = """\
scope = "toy"  #@
#@
[fields]
lr = {type = "float", default = 0.01} #@
[views.same] #@
set.lr = 0.01 #@
"""
YAML = """\
#@
scope: toy
fields: #@
  lr: {type: float, default: 0.01}
views: {same: #@
  {set: {lr: 0.01}}} #@
"""


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([("a.toml", TOML), ("a.yaml", YAML)]), ORDERS)
def test_whatever_a_comment_says_is_read_or_told(document: tuple[str, str], order: str) -> None:
    name, text = document
    outcome = compiled(text.replace("#@", f"# atoc: {order}"), name)
    assert {finding.code for finding in outcome.findings} <= {"ATC007", "ATC008", "ATC205"}
    assert "ATC007" in {finding.code for finding in outcome.findings}
    assert all(finding.message and finding.help for finding in outcome.findings)

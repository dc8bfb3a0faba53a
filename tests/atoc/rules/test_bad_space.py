from __future__ import annotations

from atoc.findings import Finding
from tests.atoc.rules import said
from tests.atoc.rules.said import related

FIELDS = """
fields:
  lr: {type: float, default: 0.1, gt: 0, le: 1}
  size: {type: int, default: 64, multiple_of: 32}
  half: {type: int, default: "${size // 2}"}
asserts: [{that: half <= 64, message: Too large.}]
groups: {g: {}}
views:
  a: {group: g}
  b: {group: g}
search:
  s:
    metric: m
    mode: min
    space:
"""


def said_of(document: str) -> tuple[Finding, ...]:
    """What is said of spaces; that the assert is left to the run is told beside it."""
    return tuple(finding for finding in said.said_of(document) if finding.code == "ATC801")


def messages(document: str) -> list[str]:
    return [text for text in said.messages(document) if text.startswith("ATC801")]


def test_a_value_is_told_in_the_words_of_the_runtime_with_its_word() -> None:
    (finding,) = said_of(FIELDS + "      lr: {uniform: [0, 1]}\n")
    assert finding.message == "lr: 0.0 must be greater than 0"
    assert (finding.key, finding.witness) == ("lr", ("lr=0.0",))
    assert related(finding) == [(4, "'lr' is declared here")]


def test_a_range_that_passes_multiples_is_told_how_to_keep_to_them() -> None:
    (finding,) = said_of(FIELDS + "      size: {int_uniform: [32, 128]}\n")
    assert finding.message == "size: 33 must be a multiple of 32"
    assert finding.help[0] == "begin at a multiple of 32 and go by it: `step: 32`"


def test_an_endless_distribution_is_told_its_bounds() -> None:
    (finding,) = said_of(FIELDS + "      lr: {normal: [0.5, 0.1]}\n")
    assert finding.message == "'lr' is > 0 and <= 1, and a normal distribution goes on beyond that"
    assert finding.help[0] == "give the dimension bounds: `low: NUMBER, high: NUMBER`"


def test_views_that_exclude_each_other_are_told_with_the_reason() -> None:
    assert messages(FIELDS + "      view: {choice: [[a], [a, b]]}\n") == [
        "ATC801 'a b' cannot be asked for by a run of 's': the group 'g' takes one view, "
        "but 'a' is named and 'b' is named"
    ]


def test_a_failing_point_names_the_dimensions_that_matter() -> None:
    (finding,) = said_of(FIELDS + "      lr: {uniform: [0.5, 1]}\n      size: {choice: [64, 128, 160]}\n")
    assert finding.message == ("the space of 's' has a run that breaks an assert with 'size=160': Too large.")
    assert (finding.span.line, finding.witness, finding.method) == (18, ("size=160",), "finite")


def test_a_field_that_a_point_has_not_is_named_once() -> None:
    kinds = "{A: {fields: {kind: {enum: [a]}}}, B: {fields: {kind: {enum: [b]}, m: {type: int, default: 1}}}}"
    field = "o: {type: A | B, discriminator: kind, default: {kind: a}}"
    search = "s: {metric: acc, mode: max, space: {o.m: {choice: [2, 3]}}}"
    (finding,) = said_of(f"types: {kinds}\nfields:\n  {field}\nsearch:\n  {search}\n")
    assert finding.message == (
        "the space of 's' has a run that fails with 'o.m=2': "
        "'o.m' is not there, since 'o.kind' is a, its default"
    )


def test_a_condition_that_never_holds_is_told_where_it_stands() -> None:
    (finding,) = said_of(
        FIELDS + "      size: {choice: [32, 64]}\n      lr: {uniform: [0.5, 1], when: size > 64}\n"
    )
    assert finding.message == "'lr' takes part in no run of 's': its condition never holds"
    assert (finding.span.line, finding.span.column) == (18, 37)

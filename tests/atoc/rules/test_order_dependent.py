from __future__ import annotations

from tests.atoc.rules.said import messages, related, said_of

FIELDS = "fields: {x: {type: int, default: 0}, y: {type: int, default: 0}, z: {type: int, default: 0}}\n"


def test_all_fields_of_a_pair_are_named() -> None:
    text = FIELDS + "views: {a: {set: {x: 1, y: 1, z: 1}}, b: {set: {x: 2, y: 2, z: 2}}}"
    assert messages(text) == [
        "ATC202 'x', 'y' and 'z' get different values from 'a' and 'b', "
        "both with priority 0: their order decides"
    ]


def test_lazy_views_are_called_so() -> None:
    text = FIELDS + "views: {a: {lazy: true, set: {x: 1}}, b: {lazy: true, set: {x: 2}}}"
    assert messages(text) == [
        "ATC202 'x' gets different values from 'a' and 'b', "
        "both with priority 0, both lazy: their order decides"
    ]


def test_a_reader_and_a_writer_are_told_apart() -> None:
    [finding] = said_of(FIELDS + 'views:\n  a: {set: {y: "${x}"}}\n  b: {set: {x: 2}}\n')
    assert finding.message == "'x' is read by 'a' and set by 'b', both with priority 0: their order decides"
    assert finding.span.line == 5
    assert related(finding) == [(4, "'a' reads 'x' here")]


def test_a_condition_that_reads_is_the_place() -> None:
    [finding] = said_of(FIELDS + "views:\n  b: {set: {x: 2}}\n  a: {when: x > 1, set: {y: 1}}\n")
    assert (finding.span.line, finding.span.column) == (5, 13)

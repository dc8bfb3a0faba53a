from __future__ import annotations

from tests.atoc.rules.said import messages, related, said_of

FIELDS = "fields: {x: {type: int, default: 0}, y: {type: int, default: 0}, t: {type: bool, default: false}}\n"


def test_the_view_that_covers_it_is_shown_with_its_priority() -> None:
    [finding] = said_of(
        FIELDS + "views:\n  a: {set: {x: 1, y: 1}}\n  z: {default: true, priority: 4, set: {x: 2}}\n"
    )
    assert finding.message == "'x' in 'a' is never used: 'z' always sets it afterwards"
    assert related(finding) == [(5, "'z' sets it, with priority 4")]
    assert finding.help == ("remove this write, or let 'a' come later: `priority: 5`",)


def test_no_priority_helps_an_eager_view_against_a_lazy_one() -> None:
    [finding] = said_of(
        FIELDS + "views: {a: {set: {x: 1, y: 1}}, z: {default: true, lazy: true, set: {x: 2}}}"
    )
    assert finding.help == ("remove this write",)
    assert [message for _, message in related(finding)] == ["'z' sets it, lazily, with priority 0"]


def test_several_that_cover_it_are_all_named() -> None:
    text = (
        FIELDS
        + """views:
  a: {set: {x: 1, y: 1}}
  p: {default: true, lazy: true, when: t, set: {x: 2}}
  q: {default: true, lazy: true, when: not t, set: {x: 3}}
"""
    )
    assert messages(text) == [
        "ATC203 'x' in 'a' is never used: between them, 'p' and 'q' always set it afterwards"
    ]

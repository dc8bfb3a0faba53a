from __future__ import annotations

from tests.atoc.rules.said import messages, related, said_of

FIELDS = "fields: {x: {type: int, default: 0}, t: {type: bool, default: false}}\n"


def test_the_views_that_cover_it_are_shown() -> None:
    [finding] = said_of(
        FIELDS + "views:\n  a: {set: {x: 1}}\n  z: {default: true, priority: 4, set: {x: 2}}\n"
    )
    assert finding.message == "'a' never does anything: 'z' always sets again what it sets"
    assert finding.views == ("a", "z")
    assert related(finding) == [(5, "'z' comes later, with priority 4")]
    assert finding.help == ("let 'a' come later (`priority: 5`), or remove it",)


def test_a_condition_that_never_holds_is_the_place() -> None:
    [finding] = said_of(FIELDS + "views:\n  a: {lazy: true, when: t and not t, set: {x: 1}}\n")
    assert finding.message == "'a' never does anything: its condition never holds"
    assert (finding.span.line, finding.span.column) == (4, 25)


def test_groups_whose_defaults_clash_leave_a_view_without_a_selection() -> None:
    text = (
        FIELDS
        + """groups: {g: {default: d}, h: {default: e}, hub: {}}
views:
  d: {group: g, chain_with: m, set: {}}
  e: {group: h, chain_with: n, set: {}}
  m: {group: hub, set: {}}
  n: {group: hub, set: {}}
  a: {set: {x: 1}}
"""
    )
    assert messages(text) == [
        "ATC204 'a' never does anything: every selection with it activates two members of a group"
    ]

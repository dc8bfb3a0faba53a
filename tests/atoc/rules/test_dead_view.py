from __future__ import annotations

from tests.atoc.rules.said import messages, related, said_of

FIELDS = "fields: {x: {type: int, default: 0}, t: {type: bool, default: false}}\n"


def test_the_views_that_cover_it_are_shown() -> None:
    [finding] = said_of(
        FIELDS + "views:\n  a: {set: {x: 1}}\n  z: {default: true, priority: 4, set: {x: 2}}\n"
    )
    assert finding.message == "nothing that 'a' sets is ever used: 'z' always sets it again"
    assert finding.views == ("a", "z")
    assert related(finding) == [(5, "'z' comes later, with priority 4")]
    assert finding.help == ("let 'a' come later (`priority: 5`)", "or remove 'a'")


def test_a_condition_that_never_holds_is_the_place() -> None:
    [finding] = said_of(FIELDS + "views:\n  a: {lazy: true, when: t and not t, set: {x: 1}}\n")
    assert finding.message == "the condition of 'a' never holds"
    assert (finding.span.line, finding.span.column) == (4, 25)


def test_a_view_that_is_there_for_its_chain_or_its_group_is_not_to_be_removed() -> None:
    text = FIELDS + "groups: {g: {}}\nviews:\n  a: {group: g, set: {x: 1}}\n"
    [finding] = said_of(text + "  z: {default: true, lazy: true, set: {x: 2}}\n")
    assert finding.help == ("leave the `set` of 'a' empty",)


def test_a_view_that_clashes_with_the_only_member_of_a_group_can_never_be_active() -> None:
    text = (
        FIELDS
        + """groups: {g: {default: d}, hub: {}, other: {}}
views:
  d: {group: g, chain_with: m, set: {}}
  m: {group: hub, set: {}}
  n: {group: hub, set: {}}
  more: {chain_with: n, set: {}}
  o: {group: other, set: {}}
  p: {group: other, chain_with: o, set: {}}
"""
    )
    assert messages(text) == [
        "ATC204 'n' can never be active: every selection with it activates two members of a group",
        "ATC305 'p' activates two members of the group 'other': 'o' and 'p'",
    ]


def test_groups_whose_defaults_always_clash_are_told_and_not_the_views_that_nobody_can_select() -> None:
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
        "ATC305 'd' and 'e', the defaults of 'g' and 'h', together activate two members of the group 'hub': "
        "'m' and 'n'"
    ]

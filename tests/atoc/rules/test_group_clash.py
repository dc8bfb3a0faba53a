from __future__ import annotations

from tests.atoc.rules.said import related, said_of

GROUP = "groups: {g: {}}\nviews:\n  m: {group: g, set: {}}\n  n: {group: g, set: {}}\n"


def test_both_ways_to_the_members_are_shown() -> None:
    [finding] = said_of(GROUP + "  way: {chain_with: n, set: {}}\n  a: {chain_with: [m, way], set: {}}\n")
    assert finding.message == "'a' activates two members of the group 'g': 'm' and 'n'"
    assert related(finding) == [(7, "'a' brings 'm'"), (7, "'a' brings 'n' through 'way'")]


def test_two_defaults_that_clash_only_together_are_told_with_no_words() -> None:
    text = """groups: {g: {default: a}, h: {default: b}, hub: {}}
views:
  a: {group: g, chain_with: m, set: {}}
  neither: {group: g, set: {}}
  b: {group: h, chain_with: way, set: {}}
  nor: {group: h, set: {}}
  way: {chain_with: n, set: {}}
  m: {group: hub, set: {}}
  n: {group: hub, set: {}}
"""
    [finding] = said_of(text)
    assert finding.code == "ATC305"
    assert finding.message == (
        "'a' and 'b', the defaults of 'g' and 'h', together activate two members of the group 'hub': "
        "'m' and 'n'"
    )
    assert finding.witness == ()
    assert related(finding) == [(4, "'a' brings 'm'"), (6, "'b' brings 'n' through 'way'")]


def test_defaults_are_not_blamed_where_one_of_them_clashes_alone() -> None:
    text = GROUP.replace("{g: {}}", "{g: {}, h: {default: a}, k: {default: b}}")
    [finding] = said_of(
        text + "  a: {group: h, chain_with: [m, n], set: {}}\n  b: {group: k, chain_with: m, set: {}}\n"
    )
    assert finding.message == "'a' activates two members of the group 'g': 'm' and 'n'"


def test_a_member_that_is_always_active_is_called_so() -> None:
    [finding] = said_of(GROUP.replace("m: {group", "m: {default: true, group"))
    assert finding.message == "'n' activates two members of the group 'g': 'm' and 'n'"
    assert related(finding) == [(4, "'m' is always active"), (5, "'n' is itself a member")]

from __future__ import annotations

from tests.atoc.rules.said import related, said_of

GROUP = "groups: {g: {}}\nviews:\n  m: {group: g, set: {}}\n  n: {group: g, set: {}}\n"


def test_both_ways_to_the_members_are_shown() -> None:
    [finding] = said_of(GROUP + "  way: {chain_with: n, set: {}}\n  a: {chain_with: [m, way], set: {}}\n")
    assert finding.message == "'a' activates two members of the group 'g': 'm' and 'n'"
    assert related(finding) == [(7, "'a' brings 'm'"), (7, "'a' brings 'n' through 'way'")]


def test_a_member_that_is_always_active_is_called_so() -> None:
    [finding] = said_of(GROUP.replace("m: {group", "m: {default: true, group"))
    assert finding.message == "'n' activates two members of the group 'g': 'm' and 'n'"
    assert related(finding) == [(4, "'m' is always active"), (5, "'n' is itself a member")]

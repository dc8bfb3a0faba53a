from __future__ import annotations

from tests.atoc.resolve.written import scope, told

PROGRAM = """\
scope: t
groups: {solver: {DEFAULT}, other: }
views: {sgd: {group: solver}, adam: {group: solver}, x: {}}
"""


def test_members_stand_in_the_order_of_their_declaration() -> None:
    groups = scope(PROGRAM.replace("DEFAULT", "default: adam, doc: One")).groups
    solver, other = groups.values()
    assert (solver.members, solver.default, solver.doc) == (("sgd", "adam"), "adam", "One")
    assert (other.members, other.default) == ((), None)


def test_the_default_is_a_member() -> None:
    assert told(PROGRAM.replace("DEFAULT", "default: x")) == [
        "ATC301 'x' is no member of the group 'solver', whose default it is to be"
    ]
    assert told(PROGRAM.replace("DEFAULT", "default: adma")) == [
        "ATC301 'adma', the default of 'solver', is no view of the scope 't'"
    ]


def test_a_required_group_has_members() -> None:
    text = "scope: t\ngroups: {solver: {required: true}}\nviews: {a: {}}\n"
    assert told(text) == ["ATC301 the group 'solver' is required, and no view is a member of it"]
    (group,) = scope(text.replace("a: {}", "a: {group: solver}")).groups.values()
    assert (group.required, group.members) == (True, ("a",))


def test_a_required_group_is_not_empty_where_a_view_names_a_group_that_is_not_there() -> None:
    text = "scope: t\ngroups: {solver: {required: true}}\nviews: {a: {group: sover}}\n"
    assert told(text) == ["ATC301 'sover' is no group of the scope 't'"]


def test_a_group_is_declared() -> None:
    assert told("scope: t\nviews: {a: {group: g}}\n") == ["ATC301 'g' is no group of the scope 't'"]


def test_nothing_is_said_of_a_default_whose_view_is_broken() -> None:
    text = "scope: t\ngroups: {g: {default: a}}\nviews: {a: {group: [g]}}\n"
    assert [line[:6] for line in told(text)] == ["ATC004"]


def test_a_view_with_a_misspelt_group_is_not_told_to_be_no_member() -> None:
    text = "scope: t\ngroups: {solver: {default: a}}\nviews: {a: {group: sover}, b: {group: solver}}\n"
    assert told(text) == ["ATC301 'sover' is no group of the scope 't'"]

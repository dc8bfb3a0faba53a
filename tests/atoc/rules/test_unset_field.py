from __future__ import annotations

from tests.atoc.rules.said import messages, related, said_of


def test_a_field_that_no_view_sets() -> None:
    assert messages("fields: {x: int}") == [
        "ATC201 'x' is never given a value: it has no default, and no view sets it"
    ]


def test_the_selection_and_the_views_that_set_it_are_shown() -> None:
    [finding] = said_of("""fields:
  x: int
groups: {g: {default: a}}
views:
  a: {group: g, set: {x: 1}}
  b: {group: g, set: {}}
""")
    assert finding.message == (
        "'x' has no value with 'b': no view that is active then sets it, and it has no default"
    )
    assert finding.witness == ("b",)
    assert related(finding) == [(6, "'a' sets it")]


def test_a_condition_is_named() -> None:
    [finding] = said_of("""
fields: {x: int, t: {type: bool, default: false}}
views: {a: {default: true, lazy: true, when: t, set: {x: 1}}}
""")
    assert finding.message.startswith("'x' has no value when nothing is asked for")
    assert [message for _, message in related(finding)] == ["'a' sets it, if its condition holds"]


def test_the_default_view_that_could_set_it_is_named() -> None:
    [finding] = said_of(
        "fields: {x: int, y: {type: int, default: 0}}\nviews: {base: {default: true, set: {y: 1}}}"
    )
    assert finding.help[0] == "give 'x' a default, or set it in the default view 'base'"


def test_many_writers_are_not_all_shown() -> None:
    views = ", ".join(f"v{i}: {{priority: {i}, set: {{x: {i}}}}}" for i in range(9))
    [finding] = said_of(f"fields: {{x: int}}\nviews: {{{views}}}")
    assert len(finding.related) == 3
    assert len(finding.views) == 9

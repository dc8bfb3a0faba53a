from __future__ import annotations

from atoc.prove import StaleRead
from tests.atoc.prove.build import facts_of_kind, verdict_of

FIELDS = """
fields:
  epochs: {type: int, default: 10}
  warmup: {type: int, default: "${epochs // 2}"}
  decay: {type: int, default: 0}
  fast: {type: bool, default: false}
"""
READER = """
views:
  v: {lazy: true, set: {decay: "${warmup}"}}
"""


def stale(text: str, fields: str = FIELDS) -> list[tuple[str | None, str, tuple[str, ...]]]:
    """Which view reads which computed default too early, with the witness."""
    return [(f.site.view, f.field.path, f.witness) for f in facts_of_kind(fields + text, StaleRead)]


def test_what_an_eager_view_reads_can_be_given_another_value_afterwards() -> None:
    assert stale('views: {v: {set: {decay: "${warmup}"}}}') == [("v", "warmup", ("v", "epochs=0"))]


def test_a_lazy_view_reads_what_is_final_unless_another_lazy_one_follows() -> None:
    text = READER + "  w: {lazy: true, priority: 1, set: {epochs: 4}}\n"
    assert stale(text) == [("v", "warmup", ("v", "w"))]
    assert stale(text.replace("priority: 1", "priority: -1")) == []
    assert verdict_of(FIELDS + text.replace("priority: 1", "priority: -1"), "ATC502", "v") == (
        "proved",
        "closure",
    )


def test_a_later_write_to_the_field_itself_counts_too() -> None:
    text = READER + "  w: {lazy: true, priority: 1, set: {warmup: 4}}\n"
    assert stale(text) == [("v", "warmup", ("v", "w"))]


def test_a_view_that_changes_what_its_own_condition_reads_has_read_it_too_early() -> None:
    text = "views: {v: {lazy: true, when: warmup > 2, set: {epochs: 100}}}"
    assert stale(text) == [("v", "warmup", ("v",))]


def test_what_cannot_be_given_and_nobody_changes_is_read_as_it_ends() -> None:
    fields = FIELDS.replace("default: 10}", "default: 10, final: true}").replace(
        '// 2}"}', '// 2}", final: true}'
    )
    assert stale('views: {v: {set: {decay: "${warmup}"}}}', fields) == []


def test_a_value_that_a_view_has_set_before_is_no_computed_default() -> None:
    text = 'views: {s: {default: true, priority: -1, set: {warmup: 7}}, v: {set: {decay: "${warmup}"}}}'
    assert stale(text) == []


def test_over_wide_numbers_a_solver_tells_whether_the_later_write_is_ever_made() -> None:
    text = """
views:
  v: {lazy: true, when: epochs > 10, set: {decay: "${warmup}"}}
  w: {lazy: true, priority: 1, when: epochs < LIMIT, set: {epochs: 5}}
"""
    apart, meeting = FIELDS + text.replace("LIMIT", "10"), FIELDS + text.replace("LIMIT", "1_000")
    assert verdict_of(apart, "ATC502", "v") == ("proved", "smt")
    assert verdict_of(meeting, "ATC502", "v") == ("refuted", "smt")
    assert stale(text.replace("LIMIT", "1_000")) == [("v", "warmup", ("v", "w", "epochs=11"))]


def test_a_later_write_that_comes_to_the_same_makes_nothing_stale() -> None:
    text = READER + '  w: {lazy: true, priority: 1, set: {epochs: "${epochs + 0 * epochs}"}}\n'
    assert verdict_of(FIELDS + text, "ATC502", "v") == ("proved", "smt")
    assert stale(text.replace("0 *", "2 *")) == [("v", "warmup", ("v", "w"))]


def test_a_default_is_read_only_where_the_way_to_the_value_comes_by_it() -> None:
    fields = FIELDS + '  other: {type: int, default: "${epochs + 1}", final: true}\n'
    text = READER.replace("${warmup}", "${other if other != None or warmup > 0 else 0}")
    text += "  w: {lazy: true, priority: 1, set: {epochs: 4}}\n"
    assert [path for _, path, _ in stale(text, fields)] == ["other"]


ALWAYS = """
fields:
  flag: {type: bool, default: true}
  n: {type: int, default: 1}
  worked: {type: int, default: "${1 if flag else 2}"}
  mode: {enum: [a, b], default: a}
views:
  sets: {default: true, when: "n > 0", set: {worked: 1}}
  reads: {default: true, when: "worked == 0 or n > 0", set: {mode: b}}
"""


def test_where_no_command_line_gives_the_order_that_shows_it_the_order_is_told() -> None:
    (fact,) = facts_of_kind(ALWAYS, StaleRead)
    assert (fact.witness, fact.order) == (("worked=0",), ("reads", "sets"))


def test_where_names_can_give_the_order_they_do() -> None:
    (fact,) = facts_of_kind(ALWAYS.replace("default: true, when", "when"), StaleRead)
    assert fact.order == ()

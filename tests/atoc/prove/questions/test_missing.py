from __future__ import annotations

from atoc.prove import MissingCase, Unset
from tests.atoc.prove.build import facts_of_kind

BASE = """
fields:
  data: {enum: [a, b, c], default: a}
  deep: {type: bool, default: false}
  x: {type: int, final: true}
  y: {type: int, final: true}
views:
  base: {default: true, set: {x: 0, y: 0}}
  a: {default: true, lazy: true, when: data == 'a', set: {x: 1, y: 1}}
  b: {default: true, lazy: true, when: data == 'b', set: {x: 2, y: 2}}
"""


def missing(text: str) -> list[tuple[list[str], list[str], tuple[object, ...], tuple[str, ...]]]:
    """Which views leave out which values for which fields, with the witness."""
    return [
        ([view.name for view in f.views], [field.path for field in f.fields], f.missing, f.witness)
        for f in facts_of_kind(text, MissingCase)
    ]


def test_one_fact_for_all_fields_that_the_same_views_set() -> None:
    assert missing(BASE) == [(["a", "b"], ["x", "y"], ("c",), ("data=c",))]


def test_a_further_view_covers_the_case_whatever_its_condition_reads() -> None:
    further = "  c: {default: true, lazy: true, priority: 1, when: CONDITION, set: {x: 3, y: 3}}\n"
    assert missing(BASE + further.replace("CONDITION", "data == 'c'")) == []
    assert missing(BASE + further.replace("CONDITION", "data == 'c' or deep")) == []
    found = missing(BASE + further.replace("CONDITION", "data == 'c' and deep"))
    assert [witness for *_, witness in found] == [("data=c",)]


def test_a_default_is_the_case_of_all_others() -> None:
    assert missing(BASE.replace("{type: int, final: true}", "{type: int, default: 5, final: true}")) == []


def test_where_nothing_sets_it_the_field_is_unset_and_that_is_told() -> None:
    text = BASE.replace("  base: {default: true, set: {x: 0, y: 0}}\n", "")
    assert missing(text) == []
    assert [(f.field.path, f.witness) for f in facts_of_kind(text, Unset)] == [
        ("x", ("data=c",)),
        ("y", ("data=c",)),
    ]


def test_views_that_are_not_always_active_are_asked_about_together() -> None:
    text = BASE.replace("a: {default: true, lazy", "a: {lazy").replace("final: true", "ge: 0")
    assert [witness for *_, witness in missing(text)] == [("a", "data=c")]


def test_the_example_of_the_language_with_one_more_case_leaves_it_unset() -> None:
    text = """
    fields:
      dataset: {enum: [cifar10, imagenet, mnist]}
      num_classes: int
    views:
      defaults: {default: true, set: {dataset: imagenet}}
      imagenet: {default: true, lazy: true, when: dataset == 'imagenet', set: {num_classes: 1000}}
      cifar: {default: true, lazy: true, when: dataset == 'cifar10', set: {num_classes: 10}}
    """
    assert [(f.field.path, f.witness) for f in facts_of_kind(text, Unset)] == [
        ("num_classes", ("dataset=mnist",))
    ]
    assert facts_of_kind(text.replace(", mnist", ""), Unset) == []


def test_what_a_lazy_view_has_set_before_the_others_shows_through_too() -> None:
    text = """
    fields:
      flag: {type: bool, default: false}
      mode: {enum: [a, b, c]}
    views:
      first: {default: true, lazy: true, set: {mode: b}}
      one: {default: true, lazy: true, priority: 1, when: flag, set: {mode: a}}
      other: {default: true, lazy: true, priority: 2, when: flag, set: {mode: c}}
    """
    assert missing(text) == [(["one", "other"], ["mode"], (False,), ())]

"""What is still told of a program in which something is broken."""

from __future__ import annotations

import pytest

from atoc.compile import compile
from atoc.findings import Passed
from atoc.span import SourceFile

FIELDS = """\
scope: train
fields:
  lr: {type: float, gt: 0}
  epochs: {type: int, ge: 1}
  name: {type: str, default: x}
views:
"""


def codes(views: str, fields: str = FIELDS) -> list[tuple[str, str | None]]:
    found = compile(Passed((SourceFile("schemas/train.yaml", fields + views),))).findings
    return sorted((finding.code, finding.key) for finding in found)


def test_a_wrong_value_hides_nothing_about_other_fields() -> None:
    views = """\
  a: {set: {lr: 0.1, epochs: 0}}
  b: {set: {lr: 0.2}}
  c: {priority: -1, chain_with: a, set: {name: y}}
"""
    assert codes(views) == [("ATC103", "epochs"), ("ATC201", "lr"), ("ATC202", "lr"), ("ATC303", None)]


def test_a_field_of_an_unknown_type_leaves_the_others_to_be_proved() -> None:
    fields = FIELDS.replace("name: {type: str, default: x}", "name: {type: strr}")
    assert codes("  a: {default: true, set: {lr: 0.1, name: y}}\n", fields) == [
        ("ATC101", None),
        ("ATC201", "epochs"),
    ]


def test_a_misspelt_field_is_not_followed_by_one_that_seems_unset() -> None:
    assert codes("  a: {default: true, set: {lr: 0.1, epohcs: 3}}\n") == [("ATC104", "epohcs")]


def test_a_misspelt_field_does_not_make_two_views_seem_to_clash_over_it() -> None:
    views = """\
  base: {default: true, set: {lr: 1, epochs: 1}}
  a: {set: {name: y}}
  b: {set: {name: z}}
  top: {default: true, priority: 1, set: {nme: w}}
"""
    assert codes(views) == [("ATC104", "nme")]


def test_a_misspelt_chain_is_not_followed_by_what_it_would_have_kept_in_order() -> None:
    views = """\
  base: {default: true, set: {lr: 1, epochs: 1}}
  high: {set: {lr: 3}}
  long: {chain_with: hihg, set: {lr: 4}}
"""
    assert codes(views) == [("ATC301", None)]


def test_a_misspelt_name_leaves_clashes_of_other_views_to_be_told() -> None:
    views = """\
  base: {default: true, set: {lr: 1, epochs: 1}}
  high: {set: {lr: 3}}
  low: {set: {lr: 2}}
  odd: {chain_with: hihg, set: {name: odd}}
"""
    assert codes(views) == [("ATC202", "lr"), ("ATC301", None)]


def test_a_misspelt_chain_of_a_view_that_is_always_active_may_have_brought_what_settles_it() -> None:
    views = """\
  base: {default: true, chain_with: topp, set: {lr: 1, epochs: 1}}
  a: {priority: 1, set: {lr: 3}}
  b: {priority: 1, set: {lr: 4}}
  top: {priority: 2, set: {lr: 5}}
"""
    assert codes(views) == [("ATC301", None)]


def test_a_misspelt_default_of_a_group_may_have_brought_what_settles_it() -> None:
    groups = FIELDS.replace("views:", "groups: {g: {default: topp}}\nviews:")
    views = """\
  base: {default: true, set: {lr: 1, epochs: 1}}
  a: {priority: 1, set: {lr: 3}}
  b: {priority: 1, set: {lr: 4}}
  top: {priority: 2, group: g, set: {lr: 5}}
"""
    assert codes(views, groups) == [("ATC301", None)]


def test_a_wrong_value_that_a_condition_reads_leaves_nothing_of_what_runs_have_shown() -> None:
    views = """\
  base: {default: true, set: {lr: 1, epochs: 0}}
  a: {priority: 1, when: name == 'x', set: {lr: 3}}
  b: {priority: 1, set: {lr: 4}}
"""
    fields = FIELDS.replace("{type: str, default: x}", "{enum: [x, y], default: x}")
    assert codes(views.replace("epochs: 0", "epochs: 1, name: z"), fields) == [("ATC102", "name")]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ("  net: {fields: {head: {fields: {w: int}}}, default: {head: 3}}", "ATC102"),
        ("  net: {fields: {w: int}, default: [1]}", "ATC102"),
        ("  net: {fields: {w: int}, default: {w: zz}}", "ATC102"),
        ("  net: {fields: {lost: intt, w: {type: int, default: '${lost}'}}}", "ATC101"),
    ],
)
def test_a_default_that_is_lost_is_not_followed_by_a_field_that_seems_unset(fields: str, code: str) -> None:
    assert [each for each, _ in codes(f"{fields}\n", "scope: t\nfields:\n")] == [code]


def test_a_struct_that_is_written_as_a_value_hides_no_other_field() -> None:
    fields = "scope: t\nfields:\n  net: {fields: {w: int}}\n  x: int\nviews:\n"
    assert codes("  a: {default: true, set: {net: 3}}\n", fields) == [("ATC102", "net"), ("ATC201", "x")]


def test_a_write_that_reads_something_broken_is_not_missed() -> None:
    fields = "scope: t\nfields:\n  x: intt\n  y: int\n  z: {type: int, default: 1}\nviews:\n"
    views = """\
  a: {set: {z: 1}}
  b: {set: {z: 2}}
  top: {default: true, priority: 1, set: {y: "${x}", z: "${x}"}}
"""
    assert codes(views, fields) == [("ATC101", None)]


@pytest.mark.parametrize(
    ("condition", "code"), [("x == 1", "ATC101"), ("y", "ATC102"), ("yy == 1", "ATC104"), ("y +", "ATC401")]
)
def test_a_condition_that_is_lost_is_no_view_without_one(condition: str, code: str) -> None:
    broken = "intt" if code == "ATC101" else "int, default: 1"
    fields = f"scope: t\nfields:\n  x: {{type: {broken}}}\n  y: {{type: int, default: 0}}\nviews:\n"
    views = (
        f"  a: {{default: true, when: {condition}, set: {{y: 2}}}}\n  b: {{default: true, set: {{y: 3}}}}\n"
    )
    assert [each for each, _ in codes(views, fields)] == [code]


def test_nothing_is_proved_beside_a_document_that_cannot_be_read() -> None:
    views = "  a: {set: {lr: 1}}\n  b: {set: {lr: 2}}\n"
    files = (SourceFile("schemas/a.yaml", FIELDS + views), SourceFile("schemas/b.yaml", "scope: [\n"))
    assert [finding.code for finding in compile(Passed(files)).findings] == ["ATC001"]


def test_a_lazy_view_without_a_condition_overwrites_what_is_given_whatever_else_is_broken() -> None:
    views = """\
  base: {default: true, set: {lr: 0.1, epochs: 0}}
  last: {lazy: true, set: {name: y}}
  some: {lazy: true, when: name == 'y', priority: 1, set: {name: z}}
"""
    assert codes(views) == [("ATC103", "epochs"), ("ATC208", "name")]
    assert codes(views.replace("set: {name: y}", "set: {nam: y}")) == [
        ("ATC103", "epochs"),
        ("ATC104", "nam"),
    ]


def test_what_runs_show_of_expressions_is_not_told_beside_an_error() -> None:
    views = """\
  base: {default: true, set: {lr: 0.1, epochs: 0}}
  v: {priority: 1, set: {lr: "${lr / (epochs - epochs)}"}}
"""
    assert codes(views) == [("ATC103", "epochs")]
    assert codes(views.replace("epochs: 0", "epochs: 1")) == [("ATC404", "lr")]

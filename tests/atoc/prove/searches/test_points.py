from __future__ import annotations

import ato.config as ato
from atoc.prove.searches.cuts import Uses
from atoc.prove.searches.points import points_of
from atoc.prove.searches.rehearsal import Rehearsal
from tests.atoc.prove.build import scope_of

FIELDS = """
fields:
  lr: {type: float, default: 0.1}
  size: {type: int, default: 8}
  many: {type: int, default: 8}
  half: {type: float, default: "${size / 2}"}
"""


def points(space: str, more: str = "", most: int = 4096) -> tuple[list[dict[str, object]], bool]:
    scope = scope_of(f"{FIELDS}{more}search: {{s: {{metric: m, mode: min, space: {space}}}}}\n")
    found = Rehearsal(scope, scope.searches[0], frozenset()).points(most)
    return list(found.points), found.is_whole


def test_a_dimension_that_nothing_reads_is_tried_with_one_value() -> None:
    found, is_whole = points("{lr: {log_uniform: [0.001, 0.1]}, size: {choice: [8, 16]}}")
    assert found == [{"lr": 0.001, "size": 8}, {"lr": 0.001, "size": 16}]
    assert is_whole


def test_a_narrow_range_of_whole_numbers_is_tried_whole_its_ends_first() -> None:
    found, is_whole = points("{size: {int_uniform: [2, 8], step: 2}}")
    assert [point["size"] for point in found] == [2, 8, 4, 6]
    assert is_whole


def test_a_wide_range_is_tried_at_its_ends_and_where_expressions_compare() -> None:
    more = "views:\n  v: {default: true, lazy: true, when: size > 300, set: {many: 9}}\n"
    found, is_whole = points("{size: {int_log_uniform: [1, 1000]}}", more)
    assert [point["size"] for point in found] == [1, 1000, 500, 300, 301, 299, 2, 3]
    assert not is_whole  # since `half` does more with it than comparing


def test_a_range_of_whole_numbers_that_is_only_compared_is_tried_beside_the_numbers() -> None:
    more = "views:\n  v: {default: true, lazy: true, when: many > 300.5 or many == 401, set: {size: 9}}\n"
    found, is_whole = points("{many: {int_uniform: [1, 10001], step: 100}}", more)
    assert [point["many"] for point in found] == [1, 10001, 201, 301, 401, 501]
    assert is_whole


def test_a_range_of_floats_that_is_only_compared_is_tried_at_the_cuts_and_between_them() -> None:
    more = "views:\n  v: {default: true, lazy: true, when: lr > 0.5, set: {many: 9}}\n"
    found, is_whole = points("{lr: {uniform: [0, 1]}}", more)
    assert [point["lr"] for point in found] == [0.0, 1.0, 0.5, 0.2, 0.8]
    assert is_whole


def test_a_range_of_floats_of_which_something_is_worked_out_is_never_whole() -> None:
    more = "views:\n  v: {default: true, lazy: true, when: lr * 2 > 0.6, set: {many: 9}}\n"
    found, is_whole = points("{lr: {uniform: [0, 1]}}", more)
    assert [point["lr"] for point in found][:3] == [0.0, 1.0, 0.5]
    assert 0.6 in [point["lr"] for point in found]
    assert not is_whole


def test_an_eager_view_reads_no_dimension() -> None:
    more = "views:\n  v: {default: true, when: lr * 2 > 0.5, set: {many: 9}}\n"
    found, is_whole = points("{lr: {uniform: [0, 1]}}", more)
    assert (found, is_whole) == ([{"lr": 0.0}], True)


def test_changes_of_few_dimensions_come_first() -> None:
    space = "{size: {choice: [1, 2]}, half: {choice: [1, 2]}, many: {choice: [1, 2]}}"
    more = "views:\n  v: {default: true, lazy: true, when: size + half + many > 0, set: {lr: 9}}\n"
    found, _ = points(space, more)
    changes = [sum(value == 2 for value in point.values()) for point in found]
    assert changes == [0, 1, 1, 1, 2, 2, 2, 3]


def test_the_number_of_points_is_bounded_and_ends_are_among_them() -> None:
    space = "{size: {int_uniform: [1, 60]}, many: {int_uniform: [1, 60]}}"
    more = "views:\n  v: {default: true, lazy: true, when: size + many > 0, set: {lr: 9}}\n"
    found, is_whole = points(space, more, most=100)
    assert (len(found), is_whole) == (100, False)
    assert {"size": 60, "many": 60} in found


def test_values_have_the_type_of_the_field() -> None:
    scope = scope_of(
        f"{FIELDS}search: {{s: {{metric: m, mode: min, space: {{lr: {{int_uniform: [1, 3]}}}}}}}}\n"
    )
    (point,) = points_of(scope.searches[0], ("lr",), Uses(), 9).points
    assert isinstance(point["lr"], float)
    assert ato.FLOAT.accept(point["lr"]) == 1.0

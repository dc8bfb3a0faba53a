from __future__ import annotations

from atoc.prove.activation.cone import cone_of
from atoc.prove.activation.ladder import survey_of
from atoc.prove.deciding.cases import Cases, cases_of
from tests.atoc.prove.build import scope_of


def cases(text: str, target: str, required: tuple[str, ...] = ()) -> Cases:
    survey = survey_of(scope_of(text))
    bits = sum(1 << survey.activation.index[name] for name in required)
    return cases_of(survey, cone_of(survey, [target]), bits)


def words(found: Cases) -> list[tuple[str, ...]]:
    return [case.trial.words for case in found.cases]


LAZY = """
fields:
  data: {enum: [a, b], default: a}
  classes: {type: int, default: 0}
views:
  small: {set: {data: b}}
  ten: {default: true, lazy: true, when: data == 'a', set: {classes: 10}}
"""


def test_all_runs_are_tried_smallest_first() -> None:
    found = cases(LAZY, "classes")
    assert words(found) == [
        (),
        ("data=a",),
        ("data=b",),
        ("small",),
        ("small", "data=a"),
        ("small", "data=b"),
    ]
    assert found.is_whole


def test_only_cases_with_the_required_views_are_tried() -> None:
    assert words(cases(LAZY, "classes", ("small",))) == [("small",), ("small", "data=a"), ("small", "data=b")]


def test_selections_that_activate_the_same_views_of_the_cone_are_one_case() -> None:
    found = cases(
        """
        fields: {x: {type: bool, default: false}, y: {type: int, default: 0}}
        views:
          a: {set: {x: true}}
          b: {chain_with: a, set: {}}
          c: {priority: 1, when: x, set: {y: 1}}
        """,
        "y",
    )
    assert words(found) == [(), ("a",), ("c",), ("a", "c")]


def test_a_clash_is_no_case() -> None:
    found = cases(
        """
        fields: {x: {type: int, default: 0}}
        groups: {g: {default: a}}
        views: {a: {group: g, set: {x: 1}}, b: {group: g, set: {x: 2}}}
        """,
        "x",
    )
    assert words(found) == [(), ("b",)]


def test_a_group_default_that_clashes_with_another_can_be_displaced() -> None:
    found = cases(
        """
        fields: {x: {type: bool, default: false}, y: {type: int, default: 0}}
        groups: {g: {default: a}, h: {}}
        views:
          a: {group: g, chain_with: [m, n], set: {}}
          b: {group: g, set: {}}
          m: {group: h, set: {}}
          n: {group: h, set: {}}
          c: {when: x, set: {y: 1}}
        """,
        "y",
    )
    assert words(found) == [("b",), ("b", "c")]


def test_of_many_views_one_at_a_time_is_tried_beside_the_required() -> None:
    lines = "\n".join(f"          v{i:02}: {{priority: {i}, set: {{x: {i}}}}}" for i in range(20))
    found = cases(
        f"""
        fields: {{x: {{type: int, default: 0}}}}
        views:
{lines}
        """,
        "x",
        ("v03",),
    )
    assert not found.is_whole
    assert len(found.cases) == 20
    assert all("v03" in case.trial.named for case in found.cases)

from __future__ import annotations

import ato.config as ato
from atoc.program import Search
from tests.atoc.prove.build import scope_of

FIELDS = """
types:
  Solver:
    fields: {name: {enum: [adam, sgd], default: adam}, momentum: {type: float, default: 0}}
fields:
  lr: {type: float, default: 0.1}
  epochs: {type: int, default: 3}
  tags: {type: "list[str]", default: []}
  solver: Solver
views: {long: {set: {epochs: 90}}, warm: {set: {lr: 0.01}}}
search:
  quick:
    metric: val/acc
    mode: max
"""


def search(rest: str) -> Search:
    (found,) = scope_of(FIELDS + rest).searches
    return found


def test_a_search_has_its_parts_with_their_values() -> None:
    found = search(
        "    method: {name: hyperband, max_budget: 27}\n    views: warm\n    trials: 9\n    seed: 0\n"
        "    doc: A look.\n    space: {lr: {log_uniform: [1e-5, 1]}}"
    )
    assert (found.metric, found.mode, found.views, found.trials, found.seed, found.doc) == (
        "val/acc", "max", ("warm",), 9, 0, "A look.",
    )  # fmt: skip
    assert found.method == ato.Method(
        "hyperband", min_budget=1, max_budget=27, reduction_factor=3, sampler="random"
    )
    assert found.is_whole


def test_dotted_and_nested_paths_are_the_same() -> None:
    dotted = search("    space: {solver.momentum: {uniform: [0, 1]}}")
    nested = search("    space: {solver: {momentum: {uniform: [0, 1]}}}")
    assert [(each.path, each.domain) for each in dotted.space.values()] == [
        (each.path, each.domain) for each in nested.space.values()
    ]


def test_choices_are_read_by_the_type_of_the_field() -> None:
    found = search(
        "    space: {lr: {choice: [1, 1e-3]}, tags: {choice: [[], [on, 1]]}, epochs: {choice: [1_0]}}"
    )
    assert [each.domain for each in found.space.values()] == [
        ato.Choice(1.0, 0.001), ato.Choice((), ("on", "1")), ato.Choice(10),
    ]  # fmt: skip


def test_views_are_a_dimension() -> None:
    found = search("    space: {view: {choice: [[], long, [long, warm]]}}")
    assert found.space["view"].domain == ato.Choice((), ("long",), ("long", "warm"))
    assert found.space["view"].field is None


def test_a_dimension_stands_after_those_that_its_condition_reads() -> None:
    found = search(
        "    space:\n"
        "      solver.momentum: {uniform: [0, 1], when: solver.name == 'sgd'}\n"
        "      lr: {uniform: [0, 1], when: \"'long' in view\"}\n"
        "      solver.name: {choice: [adam, sgd]}\n"
        "      view: {choice: [[], [long]]}\n"
    )
    assert list(found.space) == ["solver.name", "solver.momentum", "view", "lr"]


def test_without_a_method_points_are_drawn_at_random() -> None:
    assert search("    space: {lr: {uniform: [0, 1]}}").method == ato.Method("random")

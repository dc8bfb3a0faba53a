"""Values for fields that the current variant does not have."""

from __future__ import annotations

import pytest

import ato.config as ato
from ato.config.composing._absent import kinds_text
from ato.config.explained._manual import help_text
from tests.ato.config.variants_sample import SCHEMA, Fit


def told(*views: str, words: tuple[str, ...] = ()) -> str:
    with pytest.raises(ato.ConfigError) as caught:
        SCHEMA.compose(views, words)
    return str(caught.value)


def test_a_word_for_an_absent_field_tells_the_kind_and_who_set_it() -> None:
    assert told(words=("solver.momentum=1",)) == (
        "solver.momentum=1: 'solver.momentum' is not there, since 'solver.kind' is adam, its default\n"
        "  help: it is there with solver.kind=sgd"
    )
    assert "'solver.kind' is sgd, set by the view 'sgd'" in told("sgd", words=("solver.beta=1",))
    assert "'solver.kind' is adam, set by the command line (solver.kind=adam)" in told(
        "sgd", words=("solver.kind=adam", "solver.momentum=1")
    )


def test_the_kind_is_that_before_the_lazy_views() -> None:
    config = SCHEMA.compose(["sgd", "back"], ["solver.momentum=1"])
    assert config.solver.kind == "adam"
    assert "'solver.kind' is adam" in told("back", words=("solver.momentum=1",))


def test_a_field_of_a_variant_in_a_variant_names_the_first_that_is_lacking() -> None:
    assert "'solver.kind' is adam" in told(words=("solver.schedule.cycles=3",))
    words = ("solver.kind=sgd", "solver.momentum=1", "solver.schedule.every=3")
    assert "'solver.schedule.shape' is cosine, its default" in told(words=words)
    assert "it is there with solver.schedule.shape=step or solver.schedule.shape=linear" in told(words=words)


def test_a_view_that_is_not_proved_is_checked_when_it_is_applied() -> None:
    assert told("heavy") == (
        "solver.momentum: is not there for the view 'heavy' to write, since 'solver.kind' is adam\n"
        "  help: it is there with solver.kind=sgd"
    )


def test_where_no_kind_is_known_yet_a_word_waits_for_the_lazy_views() -> None:
    schema = ato.Schema(
        "fit",
        Fit,
        views=(ato.View("late", lazy=True, writes={"solver.kind": "adam"}),),
        required=("solver.kind",),
    )
    with pytest.raises(ato.ConfigError) as caught:
        schema.compose(["late"], ["solver.momentum=1"])
    assert "'solver.kind' is adam" in str(caught.value)
    config = schema.compose(["late"], ["solver.beta=1", "solver.lr=1"])
    assert config.solver.to_dict() == {"kind": "adam", "lr": 1.0, "beta": 1.0}
    with pytest.raises(ato.ConfigError, match=r"solver\.kind: has no value"):
        schema.compose([], ["solver.beta=1"])


def test_help_says_where_a_field_is_there() -> None:
    lines = help_text((SCHEMA,), "fit", "").splitlines()
    assert "  solver.beta: float = 0.9 (with solver.kind=adam)" in lines
    among = help_text([SCHEMA.among_others()], "fit.py", "")
    assert ".solver.beta: float = 0.9 (with fit.solver.kind=adam)" in among
    assert "  solver.lr: float (> 0) (computed)" in lines


def test_kinds_are_spelt_as_words() -> None:
    assert kinds_text("v.kind", ("a", True, 1)) == "v.kind=a or v.kind=true or v.kind=1"

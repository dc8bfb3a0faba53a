"""What problems and errors look like."""

from __future__ import annotations

import pickle

from ato.config import AtoError, BadValue, ConfigError, Problem


def test_a_problem_is_a_line_with_its_help_below() -> None:
    assert str(Problem("lr", "is wrong", ("do this", "or that"))) == (
        "lr: is wrong\n  help: do this\n  help: or that"
    )
    assert str(Problem("", "all is wrong")) == "all is wrong"
    assert repr(Problem("lr", "is wrong")) == "Problem('lr', 'is wrong', ())"


def test_an_error_holds_every_problem_and_survives_pickling() -> None:
    error = ConfigError([Problem("a", "b"), Problem("c", "d")])
    assert isinstance(error, AtoError)
    assert str(error) == "a: b\nc: d"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (str(again), len(again.problems)) == (str(error), 2)


def test_a_bad_value_names_the_place_of_each_fault() -> None:
    error = BadValue.of([((), "whole"), ((0, "a"), "deep"), (("a", 1), "wide")])
    assert str(error) == "whole; at [0].a: deep; at a[1]: wide"
    assert isinstance(error, ValueError)
    assert BadValue("x", ("a",)).faults == ((("a",), "x"),)

"""What must hold of every config."""

from __future__ import annotations

import pickle

import pytest

import ato.config as ato
from ato.config.explained._manual import help_text


class Toy(ato.Config):
    __slots__ = ("lr", "epochs", "token")
    __match_args__ = __slots__
    _fields = (
        ato.Field("lr", ato.FLOAT, 0.1),
        ato.Field("epochs", ato.INT, 5),
        ato.Field("token", ato.STR, "hunter2", secret=True),
    )
    lr: float
    epochs: int
    token: str

    def __init__(self, **values: object) -> None:
        self._init(**values)


def schema(*asserts: ato.Assert) -> ato.Schema[Toy]:
    return ato.Schema("toy", Toy, asserts=asserts)


SMALL = ato.Assert(lambda c: c.lr < 1, "lr < 1", message="It would diverge.", reads=("lr",))
SHORT = ato.Assert(lambda c: c.epochs <= 10, "epochs <= 10", reads=("epochs",))
HIDDEN = ato.Assert(lambda c: len(c.token) > c.epochs, "len(token) > epochs", reads=("token", "epochs"))
RATIO = ato.Assert(lambda c: 1 / c.lr > 0, "1 / lr > 0", reads=("lr",))


def problems(of: ato.Schema[Toy], *words: str) -> list[str]:
    with pytest.raises(ato.ConfigError) as caught:
        of.compose((), words)
    return str(caught.value).split("\n")


def test_what_holds_is_silent() -> None:
    assert schema(SMALL, SHORT).compose().lr == 0.1


def test_all_that_does_not_hold_is_told_at_once_with_what_was_read() -> None:
    assert problems(schema(SMALL, SHORT), "lr=3", "epochs=20") == [
        "lr < 1: It would diverge.",
        "  help: it reads lr = 3.0",
        "epochs <= 10: does not hold",
        "  help: it reads epochs = 20",
    ]


def test_a_secret_is_covered() -> None:
    assert problems(schema(HIDDEN), "epochs=9") == [
        "len(token) > epochs: does not hold",
        "  help: it reads token = ***, epochs = 9",
    ]


def test_a_condition_that_cannot_be_worked_out_is_told() -> None:
    assert problems(schema(RATIO), "lr=0") == [
        "1 / lr > 0: whether it holds cannot be worked out: float division by zero"
    ]


def test_a_failed_assert_is_told_apart_from_other_problems() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        schema(SMALL, SHORT, RATIO).compose((), ("lr=0", "epochs=20"))
    kinds = [getattr(problem, "number", None) for problem in caught.value.problems]
    assert kinds == [1, None]
    assert isinstance(caught.value.problems[0], ato.FailedAssert)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_replacing_a_value_keeps_what_must_hold() -> None:
    config = schema(SMALL).compose()
    assert config.replace(lr=0.5).replace(lr=0.7).lr == 0.7
    with pytest.raises(ato.ConfigError, match="It would diverge"):
        config.replace(lr=2.0)


def test_among_other_scopes_the_scope_is_named() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        ato.Scopes(schema(SMALL), ato.Schema("other", Toy)).compose((), ("toy.lr=2",))
    assert str(caught.value) == "toy: lr < 1: It would diverge.\n  help: it reads toy.lr = 2.0"


def test_asserts_can_be_given_without_their_text() -> None:
    bare = ato.Assert(that=lambda c: c.lr < 1, message="It would diverge.")
    assert problems(schema(bare), "lr=2") == ["It would diverge."]


def test_many_values_are_not_all_told() -> None:
    wide = ato.Assert(lambda c: False, "...", reads=("lr", "epochs") * 5)
    assert problems(schema(wide))[1].count("lr = 0.1") == 4
    assert problems(schema(wide))[1].endswith(", ...")


def test_help_lists_what_must_hold() -> None:
    lines = help_text((schema(SMALL, SHORT),), "toy", "").split("\n")
    assert lines[lines.index("Asserts:") + 1 :][:2] == ["  lr < 1        It would diverge.", "  epochs <= 10"]


def test_what_is_proved_of_composed_configs_is_looked_at_where_one_is_changed_only() -> None:
    asked: list[int] = []

    def holds(c: Toy) -> bool:
        asked.append(c.epochs)
        return c.epochs < 6

    proved = ato.Assert(holds, "epochs < 6", reads=("epochs",), proved=True)
    config = schema(proved).compose()
    assert asked == []
    with pytest.raises(ato.ConfigError, match="epochs < 6"):
        config.replace(epochs=7)
    assert asked == [7]

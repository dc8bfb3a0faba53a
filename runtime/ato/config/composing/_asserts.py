"""Asserts: what must hold of every config, looked at when all of its values are there.

>>> broken = Assert(lambda c: c.lr < 1, "lr < 1", message="It would diverge.", reads=("lr",))

With ``lr = 3.0`` a run ends with all asserts that do not hold, and the values that they read::

    lr < 1: It would diverge.
      help: it reads lr = 3.0
"""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config._field import MISSING
from ato.config.composing._across import Across

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ato.config._base import Config
    from ato.config._schema import Schema

MOST_TOLD = 8
"""How many of the values that an assert reads are told."""


class Assert:
    """A condition on the finished config.

    ``that`` is a function of the config, ``condition`` its text as it was written, ``message`` what is said
    where it does not hold (empty for no more than that). ``reads`` are the paths of the fields that it names.
    One that is ``proved`` is known to hold of every config that is composed, and is looked at only where one
    is changed afterwards.
    """

    __slots__ = ("condition", "message", "proved", "reads", "that")

    def __init__(
        self,
        that: Callable[..., bool],
        condition: str = "",
        *,
        message: str = "",
        reads: tuple[str, ...] = (),
        proved: bool = False,
    ) -> None:
        self.that: Callable[[Any], bool] = that
        self.condition = condition
        self.message = message
        self.reads = reads
        self.proved = proved

    def __repr__(self) -> str:
        return f"Assert({self.condition!r})"


class FailedAssert(Problem):
    """The problem that an assert does not hold; ``number`` is its place among those of the schema."""

    __slots__ = ("number",)

    def __init__(self, number: int, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        super().__init__(subject, message, help)
        self.number = number


def hold(schema: Schema, config: Config) -> None:
    """Look at the asserts of a composed config. Raises ``ConfigError`` with every one that does not hold.

    Those that read other scopes are looked at where these are composed together, and nowhere else.
    """
    _hold(schema, config, [(number, each) for number, each in enumerate(schema.asserts) if not each.proved])


def still_hold(schema: Schema, config: Config) -> None:
    """Look at all asserts of a config that was changed, also those that are proved of composed ones."""
    _hold(schema, config, list(enumerate(schema.asserts)))


def _hold(schema: Schema, config: Config, asserts: list[tuple[int, Assert]]) -> None:
    problems = [problem for problem in _problems(schema, config, asserts) if problem is not None]
    if problems:
        raise ConfigError(problems)


def _problems(schema: Schema, config: Config, asserts: list[tuple[int, Assert]]) -> Iterator[Problem | None]:
    for number, each in asserts:
        if isinstance(each.that, Across):
            continue
        try:
            if each.that(config) is not True:
                yield _failed(schema, config, number, each)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            yield _unknown(schema, each, error)


def _failed(schema: Schema, config: Config, number: int, each: Assert) -> FailedAssert:
    told = list(_read(schema, config, each.reads))
    help = (f"it reads {', '.join(told)}",) if told else ()
    return FailedAssert(number, _subject(schema, each), each.message or "does not hold", help)


def _unknown(schema: Schema, each: Assert, error: Exception) -> Problem:
    from ato.config._reasons import reason

    why = reason(error, each.that, schema, None)
    return Problem(_subject(schema, each), f"whether it holds cannot be worked out: {why}")


def _subject(schema: Schema, each: Assert) -> str:
    """The condition, with the scope in front where there are others."""
    scope = schema.spelled("").rstrip(".")
    return f"{scope}: {each.condition}" if scope and each.condition else each.condition or scope


def _read(schema: Schema, config: Config, paths: tuple[str, ...]) -> Iterator[str]:
    """The fields that were read with their values; secrets are covered."""
    from ato.config.explained._telling import value_text
    from ato.config.formats._plain import MASK, MASKED, plain

    for path in paths[:MOST_TOLD]:
        leaf = schema.leaves.get(path)
        value: object = config
        for name in path.split("."):
            value = getattr(value, name, MISSING)
        if leaf is not None and value is not MISSING:
            shown = MASK if leaf.is_secret else plain(value, MASKED)
            yield f"{schema.spelled(path)} = {value_text(shown)}"
    if len(paths) > MOST_TOLD:
        yield "..."

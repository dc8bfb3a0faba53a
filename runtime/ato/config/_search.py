"""Search spaces as values: what is searched, in which dimensions, by which method. Nothing is drawn here.

A generated module holds a :class:`Search` for each search that its scope declares; an engine reads it. A
*point* of its space maps the dimensions that take part to values; ``view`` is the dimension of the views that
a run names beside those of ``Search.views``. All of these are immutable, compare by what they say, and can be
pickled.
"""

from __future__ import annotations

from ato.config._errors import BadValue, ConfigError, Problem
from ato.config.types._values import FrozenDict, identity, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeAlias, Union

    Condition: TypeAlias = "Callable[[Any], bool] | None"
    Dimension: TypeAlias = "Union[Choice, Uniform, LogUniform, IntUniform, IntLogUniform, Normal]"

VIEW = "view"
"""The dimension that is no field: the views that a run names, as tuples of names."""


class Stated:
    """What says the same is the same, and stays as it is."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def _state(self, **values: object) -> None:
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def _stated(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__match_args__)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a {type(self).__name__} cannot be changed")

    def __eq__(self, other: object) -> bool:
        return (
            type(self) is type(other) and isinstance(other, Stated) and self._identity() == other._identity()
        )

    def _identity(self) -> object:
        return type(self), tuple(identity(value) for value in self._stated())

    def __hash__(self) -> int:
        return hash(self._identity())

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (type(self), self._stated())

    def __repr__(self) -> str:
        given = zip(self.__match_args__, self._stated())
        said = ", ".join(
            f"{name}={_shown(value)}" for name, value in given if value is not None and value != ()
        )
        return f"{type(self).__name__}({said})"


def _shown(value: object) -> str:
    """How a value is shown; a condition by its name, which is the same in every run."""
    return str(getattr(value, "__qualname__", None) or repr(value))


def _restored(kind: type[Stated], values: tuple[object, ...]) -> Stated:
    twin = kind.__new__(kind)
    twin._state(**dict(zip(kind.__match_args__, values)))
    return twin


def under(dimension: Dimension, condition: Condition) -> Dimension:
    """The same dimension, which takes part under this condition."""
    values = dict(zip(dimension.__match_args__, dimension._stated()))
    twin: Any = _restored(type(dimension), tuple({**values, "when": condition}.values()))
    return twin  # type: ignore[no-any-return]


class Choice(Stated):
    """One of these values, each of them as likely."""

    __slots__ = ("values", "when")
    __match_args__ = ("values", "when")
    values: tuple[object, ...]
    when: Condition

    def __init__(self, *values: object, when: Condition = None) -> None:
        if not values:
            raise BadValue("nothing is listed, and a choice takes one value at least")
        seen: dict[object, int] = {}
        for index, value in enumerate(values):
            if seen.setdefault(identity(value), index) != index:
                raise BadValue(f"{_written(value)} is listed twice", (index,))
        self._state(values=values, when=when)

    def contains(self, value: object) -> bool:
        """Whether a value can be drawn."""
        return any(same(value, choice) for choice in self.values)


class Floats(Stated):
    """What the ranges of floats have in common: both ends can be drawn."""

    __slots__ = ("high", "low", "when")
    __match_args__ = ("low", "high", "when")
    low: float
    high: float
    when: Condition

    def __init__(self, low: float, high: float, *, when: Condition = None) -> None:
        _refuse_empty(low, high)
        self._state(low=low, high=high, when=when)

    def contains(self, value: object) -> bool:
        """Whether a value can be drawn."""
        return isinstance(value, float) and self.low <= value <= self.high


class Uniform(Floats):
    """A float from ``low`` to ``high``, all as likely."""

    __slots__ = ()


class LogUniform(Floats):
    """A float from ``low`` to ``high``, the logarithms of which are all as likely."""

    __slots__ = ()

    def __init__(self, low: float, high: float, *, when: Condition = None) -> None:
        _refuse_no_logarithm(low)
        super().__init__(low, high, when=when)


class IntUniform(Stated):
    """A whole number ``low``, ``low + step`` and so on to ``high``, all as likely."""

    __slots__ = ("high", "low", "step", "when")
    __match_args__ = ("low", "high", "step", "when")
    low: int
    high: int
    step: int
    when: Condition

    def __init__(self, low: int, high: int, *, step: int = 1, when: Condition = None) -> None:
        _refuse_empty(low, high)
        if step < 1:
            raise BadValue(f"step is {_written(step)}; it must be at least 1", ("step",))
        if (high - low) % step:
            reached = high - (high - low) % step
            message = f"steps of {_written(step)} from {_written(low)} pass by {_written(high)}"
            raise BadValue(f"{message}: they reach {_written(reached)}", ("step",))
        self._state(low=low, high=high, step=step, when=when)

    def contains(self, value: object) -> bool:
        """Whether a value can be drawn."""
        return type(value) is int and self.low <= value <= self.high and (value - self.low) % self.step == 0


class IntLogUniform(Stated):
    """A whole number from ``low`` to ``high``, the logarithms of which are all as likely."""

    __slots__ = ("high", "low", "when")
    __match_args__ = ("low", "high", "when")
    low: int
    high: int
    when: Condition

    def __init__(self, low: int, high: int, *, when: Condition = None) -> None:
        _refuse_no_logarithm(low)
        _refuse_empty(low, high)
        self._state(low=low, high=high, when=when)

    def contains(self, value: object) -> bool:
        """Whether a value can be drawn."""
        return type(value) is int and self.low <= value <= self.high


class Normal(Stated):
    """A float of the normal distribution, drawn again while it lies below ``low`` or above ``high``."""

    __slots__ = ("high", "low", "mean", "std", "when")
    __match_args__ = ("mean", "std", "low", "high", "when")
    mean: float
    std: float
    low: float | None
    high: float | None
    when: Condition

    def __init__(
        self,
        mean: float,
        std: float,
        *,
        low: float | None = None,
        high: float | None = None,
        when: Condition = None,
    ) -> None:
        if not std > 0:
            raise BadValue(f"the standard deviation is {_written(std)}; it must be greater than 0", (1,))
        if low is not None and high is not None and not low < high:
            raise BadValue(f"low is {_written(low)} and high is {_written(high)}: no range is left", ("low",))
        if (low is not None and low > mean) or (high is not None and high < mean):
            raise BadValue(f"the mean {_written(mean)} does not lie between low and high", (0,))
        self._state(mean=mean, std=std, low=low, high=high, when=when)

    def contains(self, value: object) -> bool:
        """Whether a value can be drawn."""
        return (
            isinstance(value, float)
            and (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
        )


class Method(Stated):
    """How points are proposed: the name of a method, and its options."""

    __slots__ = ("name", "options")
    __match_args__ = ("name", "options")
    name: str
    options: FrozenDict

    def __init__(self, name: str, **options: object) -> None:
        self._state(name=name, options=FrozenDict(options))


class Search(Stated):
    """What is searched for: the ``metric`` to bring to its ``min`` or ``max``, and the dimensions by path.

    Every run names ``views``; after so many ``trials`` the search ends, None where it may go on; points are
    drawn from ``seed``, None where each search draws others. A dimension stands after those that its
    condition reads.
    """

    __slots__ = ("method", "metric", "mode", "name", "seed", "space", "trials", "views")
    __match_args__ = ("name", "metric", "mode", "method", "space", "views", "trials", "seed")
    name: str
    metric: str
    mode: str
    method: Method
    space: FrozenDict[Dimension]
    views: tuple[str, ...]
    trials: int | None
    seed: int | None

    def __init__(
        self,
        name: str,
        *,
        metric: str,
        mode: str,
        method: Method,
        space: Mapping[str, Dimension],
        views: Iterable[str] = (),
        trials: int | None = None,
        seed: int | None = None,
    ) -> None:
        self._state(name=name, metric=metric, mode=mode, method=method, space=FrozenDict(space))
        self._state(views=tuple(views), trials=trials, seed=seed)

    def active(self, point: Mapping[str, object]) -> tuple[str, ...]:
        """The dimensions that take part in a run, for values of all of them, in order.

        One with a condition takes part where that holds; a condition that needs the value of a dimension
        which takes no part does not hold. Raises ``ConfigError`` for a condition that has no value.
        """
        taken: dict[str, object] = {}
        for path, dimension in self.space.items():
            if dimension.when is None or _holds(path, dimension.when, taken):
                taken[path] = point[path]
        return tuple(taken)


class Point:
    """The values of a point by attribute, as conditions read them: ``point.model.hidden``."""

    __slots__ = ("_prefix", "_values")

    def __init__(self, values: Mapping[str, object], prefix: str = "") -> None:
        self._values = values
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        path = self._prefix + name
        if path in self._values:
            return self._values[path]
        if any(other.startswith(f"{path}.") for other in self._values):
            return Point(self._values, f"{path}.")
        raise TakesNoPart(path)


class TakesNoPart(AttributeError):
    """A dimension that has no value in a point."""


def _holds(path: str, condition: Callable[[Any], bool], taken: Mapping[str, object]) -> bool:
    try:
        return condition(Point(taken))
    except TakesNoPart:
        return False
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        problem = Problem(path, f"the condition of '{path}' cannot be worked out: {error}")
        raise ConfigError((problem,)) from None


def _refuse_empty(low: float, high: float) -> None:
    if not low < high:
        raise BadValue(
            f"the range goes from {_written(low)} to {_written(high)}: the first is to be less", (0,)
        )
    if isinstance(high, float) and high - low == float("inf"):
        raise BadValue(f"the range from {_written(low)} to {_written(high)} is wider than a float", (0,))


def _refuse_no_logarithm(low: float) -> None:
    if not low > 0:
        raise BadValue(f"the range begins at {_written(low)}, which has no logarithm", (0,))


def _written(value: object) -> str:
    from ato.config.explained._telling import value_text
    from ato.config.formats._plain import plain

    return value_text(plain(value))

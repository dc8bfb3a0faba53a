"""The views of a scope, and which of them are active: a function of the config each, or keys to set.

Activation and order are the rule of :mod:`ato.config`, which this asks; here is only what a program that is
still being written can get wrong: names that nobody has, and chains that lead back to where they began.
"""

from __future__ import annotations

from ato.config import ConfigError, Problem, View, suggestion
from ato.config.composing._selection import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeVar

    from ato.config.composing._selection import Selection

    F = TypeVar("F", bound=Callable[..., object])


class Observed(View):
    """A view of a dynamic scope: ``function`` is called with the config, or ``keys`` are set.

    ``place`` is the file and line at which a view of keys was given.
    """

    __slots__ = ("function", "keys", "place")

    def __init__(
        self,
        name: str,
        *,
        function: Callable[[Any], object] | None = None,
        keys: Mapping[str, object] | None = None,
        place: tuple[str, int] = ("", 0),
        priority: int = 0,
        is_lazy: bool = False,
        is_default: bool = False,
        chain: tuple[str, ...] = (),
    ) -> None:
        super().__init__(name, default=is_default, lazy=is_lazy, priority=priority, chain=chain)
        self.function = function
        self.keys = keys or {}
        self.place = place


def runnable(function: F) -> F:
    """The function of a view. Raises ``ConfigError`` for one of which a call runs nothing."""
    code = getattr(getattr(function, "__func__", function), "__code__", None)
    kinds = [kind for flag, kind in PUT_OFF.items() if code is not None and code.co_flags & flag]
    if kinds:
        help = "views are called and no more; make it a plain function"
        message = f"the view is {kinds[0]}, and nothing of it would ever run"
        raise ConfigError([Problem(getattr(function, "__name__", "view"), message, (help,))])
    return function


PUT_OFF = {0x20: "a generator", 0x80: "an async function", 0x200: "an async generator"}
"""What the flags of a code say that does not run when it is called."""


def active(views: Mapping[str, Observed], named: Iterable[str]) -> Selection:
    """The active views in their order. Raises ``ConfigError`` for chains that lead nowhere or in a circle."""
    named = tuple(named)
    begun = [name for name, view in views.items() if view.default] + list(named)
    problems = _chain_problems(views, begun)
    if problems:
        raise ConfigError(problems)
    return select(list(views.values()), {}, named)


def unknown_view(name: str, known: Iterable[str], subject: str = "") -> Problem:
    """That there is no such view, with those that are near or all there are."""
    known = list(known)
    listed = f"the views are {', '.join(known)}" if known else "the scope has no views"
    return Problem(subject or name, "there is no such view", suggestion(name, known) or (listed,))


def _chain_problems(views: Mapping[str, Observed], begun: Sequence[str]) -> list[Problem]:
    """What is wrong with the chains that these views reach, each once."""
    problems: list[Problem] = []
    done: set[str] = set()
    for start in begun:
        path: list[str] = [start]
        rest = [iter(views[start].chain if start not in done else ())]
        while rest:
            following = next(rest[-1], None)
            if following is None:
                rest.pop()
                done.add(path.pop())
            elif following in path:
                problems.append(_cycle([*path[path.index(following) :], following]))
            elif following not in views:
                problems.append(_lost(views, path[-1], following))
            elif following not in done:
                path.append(following)
                rest.append(iter(views[following].chain))
    return problems


def _cycle(path: list[str]) -> Problem:
    help = f"take '{path[-1]}' out of the chain_with of '{path[-2]}'"
    return Problem(path[0], f"the view chains with itself: {' → '.join(path)}", (help,))


def _lost(views: Mapping[str, Observed], name: str, wanted: str) -> Problem:
    near = suggestion(wanted, views) or (f"the views are {', '.join(views)}",)
    return Problem(name, f"the view chains with '{wanted}', and there is no such view", near)

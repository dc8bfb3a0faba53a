"""What can be wrong with what came from outside.

``AtoError``
    ``ConfigError``   a selection that cannot be composed; holds every problem
``BadValue``          (a ``ValueError``) one value that a type or a constraint refuses
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Step = str | int


class Problem:
    """One thing that is wrong with a selection.

    ``subject`` is the word, variable or file place as the user wrote it, ``message`` says what is
    wrong with it, and ``help`` what to do: nearest names, the place of the declaration.
    """

    __slots__ = ("help", "message", "subject")

    def __init__(self, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        self.subject = subject
        self.message = message
        self.help = help

    def __str__(self) -> str:
        lines = [f"{self.subject}: {self.message}" if self.subject else self.message]
        lines.extend(f"  help: {line}" for line in self.help)
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"Problem({self.subject!r}, {self.message!r}, {self.help!r})"


class AtoError(Exception):
    """The root of what this package raises for its users."""


class ConfigError(AtoError):
    """A selection cannot be composed. ``problems`` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ConfigError], tuple[tuple[Problem, ...]]]:
        return ConfigError, (self.problems,)


class BadValue(ValueError):
    """A value that its type or a constraint refuses.

    ``faults`` pairs the path to each faulty part (keys and indices from the value's root, empty
    for the value itself) with what is wrong there. ``is_range`` tells that the type fits and
    only a constraint is broken.
    """

    def __init__(self, message: str, at: tuple[Step, ...] = (), *, is_range: bool = False) -> None:
        self.faults: tuple[tuple[tuple[Step, ...], str], ...] = ((at, message),)
        self.is_range = is_range
        super().__init__(message)

    @classmethod
    def of(cls, faults: Iterable[tuple[tuple[Step, ...], str]], *, is_range: bool = False) -> BadValue:
        """One error for several faulty parts."""
        error = cls("", is_range=is_range)
        error.faults = tuple(faults)
        error.args = (str(error),)
        return error

    def __str__(self) -> str:
        return "; ".join(f"{_at(path)}{message}" for path, message in self.faults)


def _at(path: tuple[Step, ...]) -> str:
    if not path:
        return ""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"at {text.lstrip('.')}: "


def shortened(text: str, limit: int = 60) -> str:
    """A text as a message quotes it: printable, on one line and of bounded length."""
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    return text if text.isprintable() else repr(text)[1:-1]

"""What is wrong with the files and keys of dynamic configs, as Ato's kinds of errors and ours at once."""

from __future__ import annotations

from ato.config import ConfigError, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from typing_extensions import Self


class _Problems(ConfigError):
    """A problem of one file or of keys, or several."""

    def __init__(self, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        super().__init__([Problem(subject, message, help)])

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return _restored, (type(self), self.problems)

    @classmethod
    def of(cls, problems: Sequence[Problem]) -> Self:
        """One error for one problem or more."""
        first = problems[0]
        made = cls(first.subject, first.message, first.help)
        made.problems = tuple(problems)
        return made


def _restored(kind: type[_Problems], problems: Sequence[Problem]) -> _Problems:
    return kind.of(problems)


class MissingFile(_Problems, FileNotFoundError):
    """There is no such file."""


class BadFile(_Problems, ValueError):
    """A file that cannot be read, or a text that is not of its format, or a suffix that nobody knows."""


class BadKey(_Problems, TypeError):
    """A key that is no text."""


class MissingRequired(_Problems, KeyError):
    """A key that a hierarchy must set is set nowhere."""

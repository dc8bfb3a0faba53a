"""What a program says of a run as a whole: ``run.summary``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ato.track._errors import TrackError
from ato.track.run._values import checked_name, shown

if TYPE_CHECKING:
    from ato.track.run._run import Run

LONGEST = 1 << 20


class SummaryValues(Mapping[str, Any]):
    """Names and JSON values; each update is kept at once."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._values: dict[str, Any] = {}

    def update(self, values: Mapping[str, Any] | None = None, **named: Any) -> None:
        """Set values: numbers, texts, lists and mappings of these. Raises ``TrackError`` for others."""
        kept = {checked_name(name): _plain(name, value) for name, value in _pairs(values, named)}
        if kept:
            self._run.record("summary", values=kept)
            self._values.update(kept)

    def __setitem__(self, name: str, value: Any) -> None:
        self.update({name: value})

    def __getitem__(self, name: str) -> Any:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"SummaryValues({self._values!r})"


def _pairs(values: Mapping[str, Any] | None, named: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    given: Any = {} if values is None else values
    if not isinstance(given, Mapping):
        help = ("write run.summary.update(best=0.9), or give a mapping",)
        raise TrackError(
            f"{shown(given)[:60]}", f"is a {type(given).__name__}, not a mapping of names to values", help
        )
    return [*given.items(), *named.items()]


def _plain(name: str, value: Any) -> Any:
    from json import dumps, loads

    try:
        if hasattr(value, "tolist"):  # numpy and torch
            value = value.tolist()
        text = dumps(value, default=_listed)
    except Exception as error:  # json's, or that of a value that does not let itself be read
        message = f"{type(value).__name__} cannot be kept in a summary: {error}"
        raise TrackError(name, message, ("numbers, texts, lists and mappings of these can",)) from None
    if len(text) > LONGEST:
        raise TrackError(name, f"a value of a summary has at most {LONGEST} bytes, and this one {len(text)}")
    return loads(text)


def _listed(value: Any) -> Any:
    """An array or a number of another library inside a list or mapping."""
    if not hasattr(value, "tolist"):
        raise TypeError(f"{type(value).__name__} is no JSON")
    return value.tolist()

"""What a program says of a run as a whole: ``run.summary``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ato.track._errors import TrackError

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
        given = {**(values or {}), **named}
        kept = {_name(name): _plain(name, value) for name, value in given.items()}
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


def _name(name: object) -> str:
    from ato.track.run._values import checked_name

    return checked_name(name)


def _plain(name: str, value: Any) -> Any:
    from json import dumps, loads

    if hasattr(value, "tolist"):  # numpy and torch
        value = value.tolist()
    try:
        text = dumps(value)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"{type(value).__name__} cannot be kept in a summary: {error}"
        raise TrackError(name, message, ("numbers, texts, lists and mappings of these can",)) from None
    if len(text) > LONGEST:
        raise TrackError(name, f"a value of a summary has at most {LONGEST} bytes, and this one {len(text)}")
    return loads(text)

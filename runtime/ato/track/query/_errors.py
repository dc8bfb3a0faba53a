"""What is wrong with a filter, with the place in it."""

from __future__ import annotations

from ato.track._errors import TrackError

AROUND = 60
"""How many columns of a long line are shown on either side of the place."""


class QueryError(TrackError):
    """A filter that says nothing: the place is told by a line of it with carets below.

    ``text`` is the whole filter, ``start`` and ``end`` are the place in it.
    """

    def __init__(self, text: str, start: int, end: int, message: str, help: tuple[str, ...] = ()) -> None:
        self.text = text
        self.start = start
        self.end = end
        subject = " ".join(text[start:end].split()) or "the filter"
        super().__init__(visible_part(subject), f"{message}\n{pointed(text, start, end)}", help)
        self.message = message

    def __reduce__(self) -> tuple[type[QueryError], tuple[str, int, int, str, tuple[str, ...]]]:  # type: ignore[override]
        return QueryError, (self.text, self.start, self.end, self.message, self.problem.help)


def visible_part(subject: str) -> str:
    """What a message begins with, cut where it is long."""
    from ato.config.explained._telling import visible

    return visible(subject if len(subject) <= AROUND else f"{subject[:AROUND]}…")


def pointed(text: str, start: int, end: int) -> str:
    """The line of the filter that holds the place, with carets below it."""
    from ato.config.explained._telling import cells, visible

    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", start)
    line = text[first : last if last >= 0 else len(text)]
    start, end = start - first, max(min(end - first, len(line)), start - first + 1)
    cut = max(0, start - AROUND)
    before, place, after = line[cut:start], line[start:end][:AROUND], line[end : end + AROUND]
    head = ("…" if cut else "") + visible(before)
    below = " " * cells(head) + "^" * max(1, cells(visible(place)))
    return f"  {head}{visible(place)}{visible(after)}\n  {below}"

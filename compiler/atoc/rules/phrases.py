"""Parts of sentences that several rules say in the same way."""

from __future__ import annotations

from collections.abc import Sequence

from atoc.findings import Related
from atoc.program import View
from atoc.prove import Site, Witness


def with_words(witness: Witness, order: Sequence[str] = ()) -> str:
    """When a witness shows something: ``with 'high_lr lr=0.1'``; and where no command line gives the order
    that does, in which order views come that tie."""
    words = f"with '{' '.join(witness)}'" if witness else "when nothing is asked for"
    return f"{words} and views that tie come as {listed(order)}" if order else words


def listed(names: Sequence[str]) -> str:
    """Names in quotes: ``'a', 'b' and 'c'``; of more than four the first three."""
    quoted = [f"'{name}'" for name in names]
    if len(quoted) > 4:
        return f"{', '.join(quoted[:3])} and {len(quoted) - 3} more"
    if len(quoted) < 2:
        return "".join(quoted)
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def between_them(names: Sequence[str], one: str, several: str) -> str:
    """Who does it, with the verb: ``'a' always sets``; of several, not each need do it every time."""
    return f"{listed(names)} {one}" if len(names) == 1 else f"between them, {listed(names)} {several}"


def rank_of(view: View) -> str:
    """Where a view stands in the order of application: ``with priority 2``, ``lazily, with priority 0``."""
    return f"{'lazily, ' if view.lazy else ''}with priority {view.priority}"


def sets_it(view: View, path: str, how: str = "sets it") -> Related:
    """The place where a view sets a field."""
    write = view.write_to(path)
    return Related(view.span if write is None else write.key_span, f"'{view.name}' {how}, {rank_of(view)}")


def place_of(site: Site) -> str:
    """Where an expression stands: ``'steps' in 'fast'``, ``the condition of 'fast'``."""
    match site:
        case Site(view=None, path=None):
            return "the assert"
        case Site(view=None):
            return f"the default of '{site.path}'"
        case Site(path=None):
            return f"the condition of '{site.view}'"
        case _:
            return f"'{site.path}' in '{site.view}'"


def views_at(site: Site) -> tuple[str, ...]:
    """The view of an expression, as a finding lists it."""
    return () if site.view is None else (site.view,)

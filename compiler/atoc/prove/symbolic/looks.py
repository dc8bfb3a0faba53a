"""What an expression looks at on its way: computed defaults before the end, and the conditions of an ``if``.

Idea. A view that reads a computed default which nothing has set gets it worked out by the state so far. It
comes to read it exactly where it would fail for want of it: so the expression is translated once more, with
this default as unset as it was. Where a view reads any, all defaults that are unset are worked out, and then
the conditions inside these are looked at too.

Example. ``decay: ${warmup if fast else 0}`` reads ``warmup`` early where ``fast`` holds and nothing has set
``warmup`` before.

Cost. The expression once more for each computed default that it reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from atoc.expr import walk
from atoc.expr.tree import Name
from atoc.prove.symbolic.cells import Cell
from atoc.prove.symbolic.encoding import Encoding
from atoc.prove.symbolic.runs import Site
from atoc.prove.symbolic.terms import FALSE, Formula, both, either, negation
from atoc.prove.symbolic.translate import Branch
from atoc.span import Span


def reads_early(encoding: Encoding, site: Site, path: str) -> Formula:
    """That the expression of a view reads a computed default before the end, which nothing has set."""
    default = next((each for each in site.early if each.path == path), None)
    if default is None:
        return FALSE
    cell = site.state[path]
    unfilled = {**site.state, path: Cell(both(cell.is_set, negation(default.reached)), cell.value)}
    nodes = (node for node, _ in walk(site.expression.tree))
    named = {node.span for node in nodes if isinstance(node, Name) and node.path == path}
    failures = encoding.value_of(site.expression, unfilled).failures
    reads = (each.when for each in failures if each.kind == "unset" and each.span in named)
    return both(site.reached, either(*reads))


def is_looked_at(
    encoding: Encoding, place: tuple[int | None, str | None], span: Span
) -> tuple[Formula, Formula]:
    """That the condition of an ``if`` in an expression is looked at and holds, and that it does not.

    The expression is that of a view, or else the default of a field, which may be worked out many times.
    """
    found = [*_at_its_time(encoding, place), *(_early(encoding, place) if place[0] is None else ())]
    here = [(when, branch) for when, branch in found if branch.span == span]
    return (
        either(*(both(when, branch.yes) for when, branch in here)),
        either(*(both(when, branch.no) for when, branch in here)),
    )


def _at_its_time(
    encoding: Encoding, place: tuple[int | None, str | None]
) -> Iterator[tuple[Formula, Branch]]:
    for site in encoding.sites_of(*place):
        yield from ((site.reached, branch) for branch in site.translated.branches)


def _early(encoding: Encoding, place: tuple[int | None, str | None]) -> Iterator[tuple[Formula, Branch]]:
    for site in encoding.sites:
        defaults = [each for each in site.early if each.path == place[1]]
        if not defaults:
            continue
        asked = either(*(reads_early(encoding, site, path) for path in site.expression.reads))
        for default in defaults:
            when = both(asked, default.reached)
            yield from ((when, branch) for branch in default.translated.branches)

"""Which views chain with which: names bound, circles found and cut (ATC301, ATC302)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atoc.findings import Finding, Passed, Related
from atoc.program import ChainEntry
from atoc.resolve.declared import ScopeDeclaration
from atoc.resolve.findings import CHAIN_CYCLE, UNKNOWN_VIEW
from atoc.resolve.order import MAX_RELATED, ordered, shown
from atoc.syntax import Guesses

Chains = Mapping[str, tuple[ChainEntry, ...]]


def bind_chains(scope: ScopeDeclaration) -> Passed[Chains]:
    """The chain of each view by its name, without the entries that lead nowhere or close a circle."""
    known = {view.name.text for view in scope.views}
    given = {
        view.name.text: tuple(ChainEntry(name.text, name.span) for name in view.chain) for view in scope.views
    }
    found = list(_unknown(scope, known))
    chains = {
        name: _once(entry for entry in entries if entry.name in known) for name, entries in given.items()
    }
    result = ordered(chains, lambda name: [entry.name for entry in chains[name]])
    found.extend(_circle(loop, chains) for loop in result.loops)
    uncut = {
        name: tuple(entry for entry in entries if (name, entry.name) not in result.cut)
        for name, entries in chains.items()
    }
    return Passed(uncut, tuple(found))


def _once(entries: Iterator[ChainEntry]) -> tuple[ChainEntry, ...]:
    by_name: dict[str, ChainEntry] = {}
    for entry in entries:
        by_name.setdefault(entry.name, entry)
    return tuple(by_name.values())


def _unknown(scope: ScopeDeclaration, known: set[str]) -> Iterator[Finding]:
    if "views" in scope.broken:
        return
    guesses = Guesses()
    for view in scope.views:
        for name in view.chain:
            if name.text not in known:
                message = f"'{name.text}' is no view of the scope '{scope.name}'"
                help = guesses.near(name.text, known)
                fix = guesses.respelling(name.text, name.span, known)
                yield UNKNOWN_VIEW.at(name.span, message, views=(view.name.text,), help=help, fix=fix)


def _circle(loop: tuple[str, ...], chains: Chains) -> Finding:
    """A circle, told at the entry that closes it."""
    edges = [
        next(entry for entry in chains[name] if entry.name == following)
        for name, following in zip(loop, (*loop[1:], loop[0]), strict=True)
    ]
    related = tuple(
        Related(entry.span, f"'{name}' chains with '{entry.name}' here")
        for name, entry in zip(loop[:-1], edges[:-1], strict=True)
    )
    message = f"'{loop[-1]}' chains with itself"
    if len(loop) > 1:
        message = f"'{loop[-1]}' and '{loop[0]}' chain with each other: {shown(loop)}"
    help = ("remove one of the entries: a view that is chained is applied first, and here none can be",)
    return CHAIN_CYCLE.at(edges[-1].span, message, views=loop, related=related[:MAX_RELATED], help=help)

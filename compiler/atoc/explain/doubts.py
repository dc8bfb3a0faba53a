"""Which active views may set a key of a selection in ways that are not understood (ATC009)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ato.config.composing._selection import closure, whole
from atoc.program import Scope
from atoc.prove import schema_of
from atoc.prove.activation.cone import influenced
from atoc.prove.activation.ladder import survey_of


def doubts(scope: Scope, path: str, words: Sequence[str]) -> tuple[str, ...]:
    """The views by name, in the order of declaration, that the words activate and that may set the field, or
    what it is worked out from.
    """
    opaque = [view for view in scope.views.values() if view.beyond]
    if not opaque:
        return ()
    views = {view.name: view for view in schema_of(scope).views}
    named = [word for word in words if word in views]
    begun = [*(view.name for view in scope.views.values() if view.default), *named]
    active = {name for each in begun for name in closure(views, each)}
    survey = survey_of(scope)
    found = [
        whole(view.name)
        for view in opaque
        if view.name in active and path in influenced(survey, _touched(scope.fields, view.beyond))
    ]
    return tuple(dict.fromkeys(found))


def _touched(paths: Iterable[str], places: frozenset[str]) -> list[str]:
    return [path for path in paths if any(not at or path == at or path.startswith(f"{at}.") for at in places)]


def sentence(names: Sequence[str]) -> str:
    """The same for people."""
    listed = " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"not all of {listed} is understood, so that the value may be another"

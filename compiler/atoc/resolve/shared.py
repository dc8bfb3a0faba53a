"""Values of a Python config that several keys share: what changes one of them in place changes the others.

``config.more = config.tags`` gives both keys the very same list, and ``config.tags += ['a']`` changes the
list itself. In the language every field has a value of its own. So a view that changes in place a list, a
mapping or what is not known, which another field may share, is not understood; and what an opaque view may
change, it may change under every name.

Cost: one pass over the writes of Python views, and one walk over the fields that are so joined.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import ato.config as ato
from ato.config.types._types import Bool, Float, Int, Literal, Null, Str
from atoc.expr import Expression
from atoc.findings import Passed
from atoc.program import Field, View
from atoc.source.python.parts import Unread
from atoc.syntax import ViewDeclaration
from atoc.syntax.findings import opaque

_SINGLE = (Bool, Int, Float, Null, Str, Literal)
"""Types whose values nothing can change in place."""


def with_shared(
    views: Mapping[str, View], declared: Iterable[ViewDeclaration], fields: Mapping[str, Field], scope: str
) -> Passed[dict[str, View]]:
    """The views, with what they may change by another name among what is beyond them (ATC009)."""
    said = {view.name.text: view for view in declared if view.is_python}
    joined = _joined([view for view in views.values() if view.is_python], said, fields)
    found = {name: _by_other_names(view, joined) for name, view in views.items()}
    told = [_told(found[name], said[name], joined, scope) for name in said if name in found]
    for passed in told:
        found[passed.value.name] = passed.value
    return Passed(found, tuple(finding for passed in told for finding in passed.findings))


def _joined(
    views: Iterable[View], said: Mapping[str, ViewDeclaration], fields: Mapping[str, Field]
) -> Mapping[str, frozenset[str]]:
    """For each field that may share its value the fields that it may share it with, itself among them."""
    groups: dict[str, set[str]] = {}
    for view in views:
        shared = [write.path for write in view.writes if write.path in said[view.name].shared]
        pairs = [(shared[0], path) for path in shared[1:]]
        for write in view.writes:
            if isinstance(write.value, Expression):
                pairs.extend((write.path, read) for read in write.value.reads if read != write.path)
        for path, other in pairs:
            if _may_change(path, fields) and _may_change(other, fields):
                whole = groups.get(path, {path}) | groups.get(other, {other})
                groups.update(dict.fromkeys(whole, whole))
    return {path: frozenset(group) for path, group in groups.items()}


def _may_change(path: str, fields: Mapping[str, Field]) -> bool:
    """Whether a value of the field may be one that can be changed in place."""
    return path in fields and not _is_single(fields[path].member.type)


def _is_single(type: ato.Type) -> bool:
    if isinstance(type, ato.Union):
        return all(map(_is_single, type.options))
    return isinstance(type, _SINGLE)


def _by_other_names(view: View, joined: Mapping[str, frozenset[str]]) -> View:
    if not view.beyond or not joined:
        return view
    further = [
        group
        for path, group in joined.items()
        if any(not each or path == each or path.startswith(f"{each}.") for each in view.beyond)
    ]
    return replace(view, beyond=view.beyond.union(*further))


def _told(
    view: View, said: ViewDeclaration, joined: Mapping[str, frozenset[str]], scope: str
) -> Passed[View]:
    """The view, and what is said where it changes in place what other fields share."""
    changed = [write for write in view.writes if write.path in said.in_place and write.path in joined]
    if not changed:
        return Passed(view)
    unread = [
        Unread(
            write.key_span,
            f"a change in place of '{write.path}', which '{_other(write.path, joined)}' shares,",
        )
        for write in changed
    ]
    beyond = view.beyond.union(*(joined[write.path] for write in changed))
    return Passed(replace(view, beyond=beyond), (opaque(scope, said.part_of or view.name, unread),))


def _other(path: str, joined: Mapping[str, frozenset[str]]) -> str:
    return min(joined[path] - {path})

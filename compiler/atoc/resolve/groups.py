"""Groups with their members (ATC301)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from atoc.findings import Finding, Passed, Related
from atoc.program import Group
from atoc.resolve.declared import ScopeDeclaration
from atoc.resolve.findings import UNKNOWN_VIEW
from atoc.syntax import GroupDeclaration, Guesses, ViewDeclaration


def bind_groups(scope: ScopeDeclaration) -> Passed[dict[str, Group]]:
    """The groups of a scope by name, in the order of declaration."""
    views = {view.name.text: view for view in scope.views}
    groups: dict[str, Group] = {}
    members: dict[str, list[str]] = {}
    for view in scope.views:
        if view.group is not None:
            members.setdefault(view.group.text, []).append(view.name.text)
    found = list(_unknown_groups(scope))
    guesses = Guesses()
    for declaration in scope.groups:
        name = declaration.name.text
        within = tuple(members.get(name, ()))
        finding = _bad_default(declaration, within, views, scope, guesses)
        found += [] if finding is None else [finding]
        found += _empty(declaration, within, scope)
        default = declaration.default
        groups[name] = Group(
            name=name,
            members=within,
            span=declaration.name.span,
            default=None if default is None or default.text not in within else default.text,
            default_span=None if default is None else default.span,
            required=declaration.required and bool(within),
            doc=declaration.doc,
        )
    return Passed(groups, tuple(found))


def _unknown_groups(scope: ScopeDeclaration) -> Iterator[Finding]:
    known = {group.name.text: group for group in scope.groups}
    if "groups" in scope.broken:
        return
    guesses = Guesses()
    for view in scope.views:
        group = view.group
        if group is not None and group.text not in known:
            help = guesses.near(group.text, known) or (f"declare it: `groups: {{{group.text}: {{}}}}`",)
            message = f"'{group.text}' is no group of the scope '{scope.name}'"
            fix = guesses.respelling(group.text, group.span, known)
            yield UNKNOWN_VIEW.at(group.span, message, views=(view.name.text,), help=help, fix=fix)


def _empty(group: GroupDeclaration, members: tuple[str, ...], scope: ScopeDeclaration) -> Iterator[Finding]:
    """What to say of a required group without members, unless a view may have been meant for it."""
    if group.required and not members and not _may_lack_views(scope):
        name = group.name.text
        message = f"the group '{name}' is required, and no view is a member of it"
        help = (f"add `group: {name}` to the views of which a run must have one",)
        yield UNKNOWN_VIEW.at(group.name.span, message, help=help)


def _may_lack_views(scope: ScopeDeclaration) -> bool:
    return "views" in scope.broken or any(
        not view.is_whole or _is_astray(view, scope) for view in scope.views
    )


def _bad_default(
    group: GroupDeclaration,
    members: tuple[str, ...],
    views: Mapping[str, ViewDeclaration],
    scope: ScopeDeclaration,
    guesses: Guesses,
) -> Finding | None:
    default = group.default
    if default is None or default.text in members:
        return None
    view = views.get(default.text)
    if view is not None and view.is_whole and not _is_astray(view, scope):
        message = f"'{default.text}' is no member of the group '{group.name.text}', whose default it is to be"
        related = (Related(view.name.span, "the view is declared here"),)
        help = (f"add `group: {group.name.text}` to the view '{default.text}'",)
        return UNKNOWN_VIEW.at(default.span, message, views=(default.text,), related=related, help=help)
    if view is not None or "views" in scope.broken:
        return None
    known, what = (*members, *views), group.name.text
    near = guesses.near(default.text, known, what)
    fix = guesses.respelling(default.text, default.span, known, what)
    message = f"'{default.text}', the default of '{group.name.text}', is no view of the scope '{scope.name}'"
    return UNKNOWN_VIEW.at(default.span, message, help=near, fix=fix)


def _is_astray(view: ViewDeclaration, scope: ScopeDeclaration) -> bool:
    """Whether the view names a group that is not there, and so may have been meant for any."""
    group = view.group
    return group is not None and all(group.text != known.name.text for known in scope.groups)

"""Which views a selection activates, and in which order: the one statement of the rule.

Active are the default views, the named views and, transitively, what an active view chains with; of each
group the member that is so activated, or else the group's default with what it chains with. A selection with
two members of a group, or with none of a required one, is refused. Views are applied by ``(priority,
always-active before selected, position)``, where *always active* are the default views with their chains and
*position* is the order of the expansion: default views as declared, then the defaults of groups, then the
named views as given, each view preceded by those it chains with.

Where the default of one group chains with a member of another that would take its own default, the chain
decides: a group's default is only taken when no default still to be taken brings a member of that group.

>>> views = [View("base", default=True), View("wide"), View("long", priority=2, chain=("wide",))]
>>> [view.name for view in select(views, {}, ["long"]).eager]
['base', 'wide', 'long']

Cost: linear in the views and chains that the selection reaches.
"""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from ato.config._base import Config


PART = "·"
"""What stands between the name of a view and the number of a part of it, which nobody can name.

Where the body of a view is code, whose order matters, it is applied in parts: views in a row of chains.
"""


def whole(name: str) -> str:
    """The name of the view that a part belongs to; any other name is its own."""
    return name.partition(PART)[0]


class View:
    """A named set of writes, as the runtime applies it.

    ``writes`` maps dotted paths to literal values, ``computed`` maps further paths to functions of the
    config, in the order in which they are to be evaluated; ``when`` is a function of the config before the
    view. Of the ``proved`` paths it is known that what is computed keeps the constraints of the field;
    ``guarded`` are the paths of variants that it may write only where the variant is the current one, and of
    which it is not proved that it is.
    """

    __slots__ = (
        "_by_struct",
        "chain",
        "computed",
        "default",
        "group",
        "guarded",
        "lazy",
        "name",
        "priority",
        "proved",
        "when",
        "writes",
    )

    def __init__(
        self,
        name: str,
        *,
        default: bool = False,
        lazy: bool = False,
        priority: int = 0,
        chain: tuple[str, ...] = (),
        group: str | None = None,
        when: Callable[..., bool] | None = None,
        writes: Mapping[str, object] | None = None,
        computed: Mapping[str, Callable[..., object]] | None = None,
        proved: tuple[str, ...] = (),
        guarded: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.default = default
        self.lazy = lazy
        self.priority = priority
        self.chain = chain
        self.group = group
        self.when: Callable[[Config], bool] | None = when
        self.writes = writes or {}
        self._by_struct: dict[str, list[tuple[str, object]]] | None = None
        self.computed: Mapping[str, Callable[[Config], object]] = computed or {}
        self.proved = proved
        self.guarded = guarded

    @property
    def by_struct(self) -> dict[str, list[tuple[str, object]]]:
        """The literal writes by the path of the struct: names in it with their values."""
        if self._by_struct is None:
            self._by_struct = {}
            for path, value in self.writes.items():
                owner, _, name = path.rpartition(".")
                self._by_struct.setdefault(owner, []).append((name, value))
        return self._by_struct

    def __repr__(self) -> str:
        return f"View({self.name!r})"


class Selection:
    """What a selection activates: its eager and its lazy views, each in the order of application.

    ``causes`` names for each active view the view that chained it, the group (as ``group:NAME``) whose
    default it is, or the empty string where it is a default view or was named. ``always`` are the names of
    the always-active views.
    """

    __slots__ = ("always", "causes", "eager", "lazy")

    def __init__(
        self,
        eager: tuple[View, ...],
        lazy: tuple[View, ...],
        causes: dict[str, str],
        always: frozenset[str],
    ) -> None:
        self.eager = eager
        self.lazy = lazy
        self.causes = causes
        self.always = always


def select(
    views: Sequence[View],
    groups: Mapping[str, str | None],
    named: Iterable[str],
    required: Collection[str] = (),
) -> Selection:
    """The views that are active when ``named`` is asked for, in the order of application.

    ``groups`` maps each group to its default view or None, in the order of declaration; those in ``required``
    must have an active member. All names must be declared. Raises ``ConfigError`` where two members of a
    group are activated, or none of a required one.
    """
    by_name = {view.name: view for view in views}
    defaults = [view.name for view in views if view.default]
    always: dict[str, str] = {}
    for name in defaults:
        _expand(by_name, name, "", always)
    causes = dict(always)
    named = tuple(named)
    for name in named:
        _expand(by_name, name, "", causes)
    group_defaults = _group_defaults(by_name, groups, causes)
    order: dict[str, str] = dict(always)
    for group, name in group_defaults.items():
        _expand(by_name, name, f"group:{group}", order)
    for name in named:
        _expand(by_name, name, "", order)
    problems = [*_clashes(by_name, order, always), *_lacking(by_name, order, required)]
    if problems:
        raise ConfigError(problems)
    return _ranked(by_name, order, frozenset(always))


def select_all(views: Sequence[View], groups: Mapping[str, str | None]) -> Selection:
    """All views at once, groups or not, in the order in which any selection applies those that it activates.

    Where two views of one priority have no order of their own, that of their declaration stands in.
    """
    by_name = {view.name: view for view in views}
    always: dict[str, str] = {}
    for view in views:
        if view.default:
            _expand(by_name, view.name, "", always)
    order = dict(always)
    for group, name in groups.items():
        if name is not None:
            _expand(by_name, name, f"group:{group}", order)
    for view in views:
        _expand(by_name, view.name, "", order)
    return _ranked(by_name, order, frozenset(always))


def _ranked(views: Mapping[str, View], order: dict[str, str], always: frozenset[str]) -> Selection:
    """The views of an expansion in the order of application."""
    position = {name: index for index, name in enumerate(order)}
    ranked = sorted(
        (views[name] for name in order),
        key=lambda view: (view.priority, view.name not in always, position[view.name]),
    )
    eager = tuple(view for view in ranked if not view.lazy)
    return Selection(eager, tuple(view for view in ranked if view.lazy), order, always)


def closure(views: Mapping[str, View], name: str) -> tuple[str, ...]:
    """The view and all that it chains with, transitively, prerequisites first."""
    order: dict[str, str] = {}
    _expand(views, name, "", order)
    return tuple(order)


def _expand(views: Mapping[str, View], name: str, cause: str, order: dict[str, str]) -> None:
    """Add a view to ``order`` (name to cause) after everything that it chains with."""
    if name in order:
        return
    entered = {name: cause}
    stack = [(name, iter(views[name].chain))]
    while stack:
        current, chain = stack[-1]
        following = next((other for other in chain if other not in order and other not in entered), None)
        if following is None:
            stack.pop()
            order[current] = entered[current]
        else:
            entered[following] = current
            stack.append((following, iter(views[following].chain)))


def _group_defaults(
    views: Mapping[str, View], groups: Mapping[str, str | None], active: Mapping[str, str]
) -> dict[str, str]:
    """The groups that take their default, with it, in the order of declaration."""
    taken = {views[name].group for name in active}
    pending: dict[str, str] = {
        group: name for group, name in groups.items() if name is not None and group not in taken
    }
    brings = {
        group: {views[other].group for other in closure(views, name)} for group, name in pending.items()
    }
    chosen: set[str] = set()
    while pending:
        group = next(
            (
                group
                for group in pending
                if not any(group in brings[other] for other in pending if other != group)
            ),
            next(iter(pending)),
        )
        chosen.add(group)
        taken |= brings[group]
        pending = {other: name for other, name in pending.items() if other not in taken and other != group}
    return {group: name for group, name in groups.items() if group in chosen and name is not None}


def _clashes(views: Mapping[str, View], order: Mapping[str, str], always: Mapping[str, str]) -> list[Problem]:
    members: dict[str, list[str]] = {}
    for name in order:
        group = views[name].group
        if group is not None:
            members.setdefault(group, []).append(name)
    return [_clash(group, names, order, always) for group, names in members.items() if len(names) > 1]


def _lacking(views: Mapping[str, View], order: Mapping[str, str], required: Collection[str]) -> list[Problem]:
    if not required:
        return []
    taken = {views[name].group for name in order}
    return [_unfilled(views, group) for group in required if group not in taken]


def _unfilled(views: Mapping[str, View], group: str) -> Problem:
    members = [view.name for view in views.values() if view.group == group]
    if not members:
        return Problem(group, "one view of the group must be active, and it has none")
    listed = f"{', '.join(members[:-1])} or {members[-1]}" if len(members) > 1 else members[0]
    bare = members[0].rpartition(".")[2]  # where several scopes are composed as one, theirs is in front
    help = f"name one, such as {members[0]} or {group}={bare}"
    return Problem(group, f"one view of the group must be active: {listed}", (help,))


def _clash(group: str, names: list[str], causes: Mapping[str, str], always: Mapping[str, str]) -> Problem:
    reasons = [_because(name, causes, always) for name in names]
    whole = f"{', '.join(reasons[:-1])} and {reasons[-1]}"
    help = f"leave out {'one' if len(names) == 2 else 'all but one'} of {', '.join(names)}"
    return Problem(names[-1], f"the group '{group}' takes one view, but {whole}", (help,))


def _because(name: str, causes: Mapping[str, str], always: Mapping[str, str]) -> str:
    path = [name]
    while causes[path[-1]] in causes:
        path.append(causes[path[-1]])
    root = causes[path[-1]]
    if root.startswith("group:"):
        how = f"is the default of the group '{root[6:]}'"
    else:
        how = "is always active" if path[-1] in always else "is named"
    if len(path) == 1:
        return f"'{name}' {how}"
    return f"'{name}' is chained by '{path[1]}'" + (
        f", and '{path[-1]}' {how}" if len(path) > 2 else f", which {how}"
    )

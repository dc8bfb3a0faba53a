"""Searches: the paths of a space bound to fields, its conditions to dimensions (ATC104, ATC301, ATC501).

The key ``view`` of a space is no field: it lists which views the runs name. A condition reads other
dimensions alone, ``view`` among them as a list of names; so a point can be drawn before anything is composed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

import ato.config as ato
from ato.config._search import VIEW
from atoc.expr import BAD_EXPRESSION, Expression, check, expect, parse_bare, walk
from atoc.expr.findings import UNKNOWN_FIELD
from atoc.expr.tree import Name
from atoc.findings import Finding, Passed, Related
from atoc.program import Dimension, Field, Search
from atoc.resolve.declared import ScopeDeclaration
from atoc.resolve.dimensions import Read, read_choice, read_dimension
from atoc.resolve.equations import Equation, equations
from atoc.resolve.findings import BAD_NAME, CYCLE, TYPE_MISMATCH, UNKNOWN_VIEW
from atoc.resolve.methods import DEFAULT, bind_method
from atoc.resolve.order import MAX_RELATED, ordered, shown
from atoc.resolve.paths import Paths
from atoc.source.node import Entry, Node, Scalar, Sequence
from atoc.source.node import Mapping as MappingNode
from atoc.span import Span
from atoc.syntax import DimensionDeclaration, Notes, SearchDeclaration, parse_dimension
from atoc.syntax.findings import WRONG_SHAPE

VIEWS_TYPE = ato.List(ato.STR)
"""What ``view`` is in a condition."""


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a search is bound to: the fields of its scope, and the views where all of them are known."""

    scope: str
    fields: Mapping[str, Field]
    paths: Paths
    views: Collection[str] | None
    notes: Notes = field(default_factory=Notes)

    def names(self, words: tuple[Scalar, ...]) -> tuple[str, ...]:
        """The names of views, each of which is noted if there is no such view."""
        for word in words:
            if self.views is not None and word.text not in self.views:
                help = self.notes.guesses.near(word.text, self.views)
                message = f"'{word.text}' is no view of the scope '{self.scope}'"
                fix = self.notes.guesses.respelling(word.text, word.span, self.views)
                self.notes.add(UNKNOWN_VIEW.at(word.span, message, help=help, fix=fix))
        return tuple(word.text for word in words)


def bind_searches(
    declaration: ScopeDeclaration, fields: Mapping[str, Field], paths: Paths
) -> Passed[tuple[Search, ...]]:
    """The searches of a scope, in the order of declaration."""
    names = tuple(view.name.text for view in declaration.views)
    setting = _Setting(declaration.name, fields, paths, None if "views" in declaration.broken else names)
    searches = tuple(_search(each, setting) for each in declaration.searches)
    return Passed(searches, tuple(setting.notes.found))


def _search(declared: SearchDeclaration, setting: _Setting) -> Search:
    before = len(setting.notes.found)
    method = bind_method(declared.method, setting.notes.found)
    views = setting.names(declared.views)
    space = {} if declared.space is None else _space(declared.name.text, declared.space, setting)
    is_sound = len(setting.notes.found) == before and not (declared.space is not None and not space)
    return Search(
        name=declared.name.text,
        span=declared.name.span,
        metric=declared.metric,
        mode=declared.mode,
        method=DEFAULT if method is None else method,
        space=space,
        views=views,
        views_span=declared.views[0].span if declared.views else None,
        trials=declared.trials,
        seed=declared.seed,
        doc=declared.doc,
        is_whole=declared.is_whole and is_sound,
    )


def _space(search: str, node: MappingNode, setting: _Setting) -> dict[str, Dimension]:
    """The dimensions, each after those that its condition reads; what is wrong with one leaves it out."""
    notes = setting.notes
    own = tuple(entry for entry in node.entries if entry.key.text == VIEW)
    others = tuple(entry for entry in node.entries if entry.key.text != VIEW)
    given = equations(MappingNode(node.span, others), setting.paths, notes.found)
    known = {equation.leaf.path for equation in given} | {entry.key.text for entry in own}
    dimensions: dict[str, Dimension] = {}
    for entry in own:
        dimensions |= _views(search, entry, known, setting)
    for equation in given:
        dimensions |= _dimension(search, equation, known, setting)
    order = [path for entry in node.entries for path in dimensions if _is_at(path, entry.key.text)]
    return _in_order(search, {path: dimensions[path] for path in order}, notes)


def _is_at(path: str, key: str) -> bool:
    return path == key or path.startswith(f"{key}.")


def _dimension(
    search: str, equation: Equation, known: Collection[str], setting: _Setting
) -> Mapping[str, Dimension]:
    """The dimension of a field, by its path; nothing where it is broken."""
    leaf, path = equation.leaf, equation.leaf.path
    bound = setting.fields[path]
    if leaf.member.runtime.is_discreet:
        return {path: Dimension(path, bound, None, equation.key)}
    declared = parse_dimension(path, equation.value, setting.notes)
    if declared is None:
        return {}
    read = read_dimension(leaf, declared)
    return _bound(search, Dimension(path, bound, None, equation.key), declared, read, known, setting)


def _views(search: str, entry: Entry, known: Collection[str], setting: _Setting) -> Mapping[str, Dimension]:
    """The dimension of the views."""
    leaf = setting.paths.leaves.get(VIEW)
    if leaf is not None or VIEW in setting.paths.structs:
        related = () if leaf is None else (Related(leaf.member.span, "the field is declared here"),)
        message = f"'{VIEW}' could mean a field or the views of a run, in the space of '{search}'"
        help = ("give the field another name: in a space, `view` lists which views a run names",)
        setting.notes.add(BAD_NAME.at(entry.key.span, message, related=related, help=help))
        return {}
    declared = parse_dimension(VIEW, entry.value, setting.notes)
    if declared is None:
        return {}
    if declared.domain != "choice":
        message = f"'{VIEW}' is given by `{declared.domain}`, and views are no numbers"
        help = ("list what the runs name: `view: {choice: [[], [VIEW], [VIEW, OTHER]]}`",)
        setting.notes.add(WRONG_SHAPE.at(declared.span, message, help=help))
        return {}
    read = read_choice(VIEW, declared, lambda item: _named(item, setting))
    return _bound(search, Dimension(VIEW, None, None, entry.key.span), declared, read, known, setting)


def _named(item: Node, setting: _Setting) -> tuple[object, tuple[Finding, ...]]:
    """The views of one choice: a list of names, or one name."""
    words = item.items if isinstance(item, Sequence) else (item,)
    for word in words:
        if not isinstance(word, Scalar) or not word.text:
            message = (
                "a choice of 'view' is a list of the views that a run names, and something else stands here"
            )
            return (), (WRONG_SHAPE.at(word.span, message, help=("write `[]` for a run that names none",)),)
    before = len(setting.notes.found)
    names = setting.names(tuple(word for word in words if isinstance(word, Scalar)))
    wrong = tuple(setting.notes.found[before:])
    del setting.notes.found[before:]
    return names, wrong


def _bound(
    search: str,
    dimension: Dimension,
    declared: DimensionDeclaration,
    read: Read,
    known: Collection[str],
    setting: _Setting,
) -> Mapping[str, Dimension]:
    """The dimension with its values and its condition; nothing where one of them is broken."""
    setting.notes.found.extend(read.found)
    when = (
        None if declared.when is None else _condition(search, dimension.path, declared.when, known, setting)
    )
    if read.domain is None or (when is None and declared.when is not None):
        return {}
    return {dimension.path: replace(dimension, domain=read.domain, places=read.places, when=when)}


def _condition(
    search: str, path: str, text: Scalar, known: Collection[str], setting: _Setting
) -> Expression | None:
    """The condition of a dimension, which reads nothing but other dimensions."""
    notes = setting.notes
    parsed = parse_bare(text)
    notes.found.extend(parsed.findings)
    if parsed.value is None:
        return None
    names = [node for node, _ in walk(parsed.value.tree) if isinstance(node, Name)]
    strange = [node for node in names if node.path not in known]
    notes.found.extend(finding for node in strange for finding in _no_dimension(search, node, setting))
    if strange:
        return None
    passed = check(parsed.value, lambda name: VIEWS_TYPE if name == VIEW else setting.paths.type_of(name), ())
    notes.found.extend(passed.findings)
    if passed.value is None:
        return None
    if passed.value.impure:
        message = f"the condition of '{path}' asks {passed.value.impure[0]}, which only a run can tell"
        notes.add(
            BAD_EXPRESSION.at(text.span, message, help=("let it compare other dimensions of the space",))
        )
        return None
    why = expect(passed.value, ato.BOOL)
    if why is not None:
        notes.add(TYPE_MISMATCH.at(text.span, f"the condition of '{path}' is no bool: {why}"))
    return passed.value if why is None else None


def _no_dimension(search: str, node: Name, setting: _Setting) -> Iterator[Finding]:
    paths = setting.paths
    if node.path in paths.leaves:
        message = (
            f"'{node.path}' is no dimension of '{search}', and a condition of its space reads nothing else"
        )
        help = ("add it to the space, or let a view decide it and ask for that: `'VIEW' in view`",)
        yield UNKNOWN_FIELD.at(node.span, message, help=help)
    elif not paths.is_broken(node.path):
        yield replace(paths.unknown(node.path, node.span), key=None)


def _in_order(search: str, dimensions: Mapping[str, Dimension], notes: Notes) -> dict[str, Dimension]:
    def needs(path: str) -> Iterator[str]:
        when = dimensions[path].when
        return (read for read in (() if when is None else when.reads) if read in dimensions)

    result = ordered(dimensions, needs)
    notes.found.extend(_circle(search, loop, dimensions) for loop in result.loops)
    cut = {path for path, _ in result.cut}
    return {path: dimensions[path] for path in result.order if path not in cut}


def _circle(search: str, loop: tuple[str, ...], dimensions: Mapping[str, Dimension]) -> Finding:
    message = f"conditions in the space of '{search}' read each other: {shown(loop)}"
    if len(loop) == 1:
        message = f"the condition of '{loop[0]}' reads '{loop[0]}' itself, which has a value only if it holds"
    spans = [_condition_span(dimensions[path]) for path in loop]
    related = tuple(
        Related(span, f"the condition of '{path}' is part of the circle")
        for path, span in zip(loop[1:MAX_RELATED], spans[1:MAX_RELATED], strict=True)
    )
    return CYCLE.at(spans[0], message, related=related, help=("let one of them always take part",))


def _condition_span(dimension: Dimension) -> Span:
    return dimension.span if dimension.when is None else dimension.when.span

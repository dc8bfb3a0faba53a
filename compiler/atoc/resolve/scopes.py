"""One scope of the program: its fields by path, its views, its groups."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from atoc.expr import Expression, Parsed
from atoc.findings import Finding, Passed, Related
from atoc.program import Enum, Field, Scope, Struct
from atoc.resolve.asserts import bind_asserts
from atoc.resolve.declared import ScopeDeclaration, in_scope
from atoc.resolve.defaults import candidates, default_of
from atoc.resolve.findings import CYCLE
from atoc.resolve.groups import bind_groups
from atoc.resolve.order import MAX_RELATED, ordered, shown
from atoc.resolve.parts import enums_in, mentioned
from atoc.resolve.paths import Paths, too_large
from atoc.resolve.recursion import before
from atoc.resolve.searches import bind_searches
from atoc.resolve.structs import Structs
from atoc.resolve.views import bind_views
from atoc.source.dotted import around
from atoc.span import Span


def paths_of(declarations: Sequence[ScopeDeclaration], structs: Structs) -> Passed[Mapping[str, Paths]]:
    """The paths of each scope, which know those of the others."""
    found: list[Finding] = []
    bare: dict[str, Paths] = {}
    for declaration in declarations:
        paths = structs.atlas.below(declaration.root)
        if paths is None:
            found.append(too_large(f"the scope '{declaration.name}'", declaration.span))
            paths = Paths({}, {}, frozenset(), {}, is_whole=False)
        elif "fields" in declaration.broken or declaration.is_beyond:
            paths = replace(paths, is_whole=False)
        bare[declaration.name] = replace(paths, scope=declaration.name)
    linked = {
        name: replace(paths, others={other: bare[other] for other in bare if other != name})
        for name, paths in bare.items()
    }
    return Passed(linked, tuple(found))


def bind_scope(declaration: ScopeDeclaration, structs: Structs, paths: Paths) -> Passed[Scope]:
    """The scope, with everything that is wrong with its computed defaults, views, groups, asserts and
    searches.
    """
    found: list[Finding] = []
    root = declaration.root
    fields = _fields(paths, root, structs, found)
    computed = _computed(fields, found)
    views = bind_views(declaration, fields, paths)
    groups = bind_groups(declaration)
    asserts = bind_asserts(declaration, paths)
    searches = bind_searches(declaration, fields, paths)
    found += [*views.findings, *groups.findings, *asserts.findings, *searches.findings]
    reached = _reached(root, structs)
    enums = _enums(reached, structs.enums)
    scope = Scope(
        name=declaration.name,
        root=structs.structs[root],
        fields=fields,
        views=views.value,
        groups=groups.value,
        computed=computed,
        structs=reached,
        enums=enums,
        span=declaration.span,
        sources=_sources(declaration, reached, enums),
        is_beyond=declaration.is_beyond,
        doc=declaration.doc,
        asserts=asserts.value,
        searches=searches.value,
    )
    return Passed(scope, tuple(in_scope(found, scope.name)))


def _fields(paths: Paths, root: str, structs: Structs, found: list[Finding]) -> dict[str, Field]:
    given, unsure = candidates(structs, root, paths), structs.unsure(root, paths)
    fields: dict[str, Field] = {}
    told: set[Span] = set()
    for path, leaf in paths.leaves.items():
        passed = default_of(leaf, given.get(path, ()), paths)
        default = passed.value
        places = {each.value.span for each in given.get(path, ()) if isinstance(each.value, Parsed)}
        found.extend(() if places & told else passed.findings)
        told.update(places if passed.findings else ())
        is_lost = default.value is None and (path in given or _is_at_or_in(path, unsure))
        partial = default.is_partial
        holders = paths.holders(leaf.owner, leaf.member.name, root) if partial else ()
        member = structs.member(leaf, (struct for struct, _ in holders))
        fields[path] = Field(path, member, default.value, is_lost, leaf.guards, partial)
    return fields


def _is_at_or_in(path: str, places: Collection[str]) -> bool:
    return bool(places) and any(place in places for place in (path, *around(path)))


def _computed(fields: dict[str, Field], found: list[Finding]) -> tuple[str, ...]:
    """The fields with a computed default in the order in which those are worked out; circles lose theirs."""
    reads = {
        path: field.default.reads for path, field in fields.items() if isinstance(field.default, Expression)
    }
    result = ordered(reads, lambda path: [other for other in reads.get(path, ()) if other in reads])
    found.extend(circle(fields, loop) for loop in result.loops)
    for path, _ in result.cut:
        fields[path] = replace(fields[path], default=None)
    return tuple(path for path in result.order if isinstance(fields[path].default, Expression))


def circle(fields: Mapping[str, Field], loop: tuple[str, ...]) -> Finding:
    """The finding that computed defaults, by path, are worked out from each other (ATC501)."""
    default = fields[loop[0]].default
    span = default.span if isinstance(default, Expression) else fields[loop[0]].span
    if len(loop) == 1:
        message = f"the default of '{loop[0]}' reads '{loop[0]}' itself, which has no other value"
    else:
        message = f"the defaults of {_listed(loop)} are worked out from each other: {shown(loop)}"
    related = tuple(
        Related(fields[path].span, f"the default of '{path}' is part of the circle")
        for path in loop[1:MAX_RELATED]
    )
    help = ("give one of them a default that is written out",)
    return CYCLE.at(span, message, key=loop[0], related=related, help=help)


def _listed(names: tuple[str, ...]) -> str:
    quoted = [f"'{name}'" for name in names[:4]] + (["others"] if len(names) > 4 else [])
    return f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _reached(root: str, structs: Structs) -> tuple[Struct, ...]:
    """The structs that a root reaches, itself among them, each after its base and those that its defaults are
    made of, and as far as that allows after those that it holds.
    """

    def first(name: str) -> Iterator[str]:
        return before(structs.structs[name])

    def needed(name: str) -> Iterator[str]:
        yield from first(name)
        for member in structs.structs[name].members:
            yield from mentioned(member.type)

    order = ordered(ordered([root], needed).order, first).order
    return tuple(structs.structs[name] for name in order)


def _enums(structs: tuple[Struct, ...], enums: Mapping[str, Enum]) -> tuple[Enum, ...]:
    """The enums that the structs mention, in the order in which they do."""
    members = (member for struct in structs for member in struct.members)
    return tuple(
        enums[name] for name in dict.fromkeys(n for member in members for n in enums_in(member.type))
    )


def _sources(
    declaration: ScopeDeclaration, structs: tuple[Struct, ...], enums: tuple[Enum, ...]
) -> tuple[str, ...]:
    """The documents that the scope is made from: its own, and those that declare what it uses."""
    used = (*(struct.span.path for struct in structs), *(enum.span.path for enum in enums))
    return tuple(sorted({*declaration.sources, *used}))

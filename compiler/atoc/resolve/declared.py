"""All documents as one: what each scope and the program declare, every name once (ATC005, ATC006).

A name that is declared but cannot be used keeps its place as *broken*, so that what refers to it is not
found too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from atoc.findings import Finding, Passed, Related
from atoc.resolve.asked import asked_for_nothing, from_outside
from atoc.resolve.findings import BAD_NAME, DECLARED_TWICE
from atoc.resolve.inferred import infer
from atoc.resolve.misspelt import misspelt
from atoc.resolve.names import Kind, check_name, config_name
from atoc.source.node import Scalar
from atoc.span import Span
from atoc.syntax import (
    AssertDeclaration,
    Document,
    FieldDeclaration,
    GroupDeclaration,
    ResolverDeclaration,
    SearchDeclaration,
    TypeDeclaration,
    ViewDeclaration,
)


@dataclass(frozen=True, slots=True)
class ScopeDeclaration:
    """What all documents of one scope declare, documents by path and then by line.

    ``broken`` names the sections of which something was lost. ``root`` is the name of the struct of its
    fields, which is also that of its class. It ``is_beyond`` where it may have views and keys that are not
    read, and ``is_inferred`` where its fields are those that Python views write.
    """

    name: str
    span: Span
    doc: str
    fields: tuple[FieldDeclaration, ...]
    groups: tuple[GroupDeclaration, ...]
    views: tuple[ViewDeclaration, ...]
    asserts: tuple[AssertDeclaration, ...]
    sources: tuple[str, ...]
    broken: frozenset[str]
    root: str = ""
    searches: tuple[SearchDeclaration, ...] = ()
    is_beyond: bool = False
    is_inferred: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """What a program declares: scopes by name, types and resolvers as they are met.

    ``are_types_whole`` and ``are_resolvers_whole`` are false where one may be missing because its document
    could not be read.
    """

    scopes: tuple[ScopeDeclaration, ...]
    types: tuple[TypeDeclaration, ...]
    are_types_whole: bool
    resolvers: tuple[ResolverDeclaration, ...] = ()
    are_resolvers_whole: bool = True


class _Named(Protocol):
    @property
    def name(self) -> Scalar: ...


N = TypeVar("N", bound=_Named)


def merge(documents: Sequence[Document]) -> Passed[Declared]:
    """The declarations of all documents, in the order of their paths."""
    found: list[Finding] = []
    documents = sorted(documents, key=lambda document: document.path)
    types = once((each for document in documents for each in document.types), "type", found)
    sound = tuple(each if _is_good(each.name, "type", found) else replace(each, body=None) for each in types)
    resolvers = _resolvers(documents, found)
    by_scope: dict[str, list[Document]] = {}
    for document in documents:
        if document.scope is not None:
            by_scope.setdefault(document.scope.text, []).append(document)
    lost = frozenset(
        section for document in documents if document.scope is None for section in document.broken
    )
    scopes: list[ScopeDeclaration] = []
    for name in sorted(by_scope):
        seen: list[Finding] = []
        scopes.append(_scope(name, by_scope[name], lost, seen))
        found.extend(in_scope(seen, name))
    apart = _apart(scopes, found)
    sound = _apart_from_roots(sound, apart, found)
    broken = frozenset(section for document in documents for section in document.broken)
    declared = Declared(apart, sound, "types" not in broken, resolvers, "resolvers" not in broken)
    return Passed(declared, tuple(found))


def _resolvers(documents: Iterable[Document], found: list[Finding]) -> tuple[ResolverDeclaration, ...]:
    """The resolvers of all documents, each once; one whose name cannot be used is broken."""
    unique = once((each for document in documents for each in document.resolvers), "resolver", found)
    return tuple(
        each if _is_good(each.name, "resolver", found) else replace(each, is_whole=False) for each in unique
    )


def in_scope(findings: Iterable[Finding], scope: str) -> Iterator[Finding]:
    """The findings with the scope that they are about, where they do not say."""
    return (finding if finding.scope else replace(finding, scope=scope) for finding in findings)


def once(declarations: Iterable[N], what: Kind, found: list[Finding]) -> tuple[N, ...]:
    """The first declaration of each name; the others are found, with the place of the first."""
    first: dict[str, N] = {}
    for each in declarations:
        earlier = first.setdefault(each.name.text, each)
        if earlier is not each:
            message = f"the {what} '{each.name.text}' is declared twice"
            related = (Related(earlier.name.span, "it is declared here first"),)
            help = ("remove one of the two, or give it another name",)
            found.append(DECLARED_TWICE.at(each.name.span, message, related=related, help=help))
    return tuple(first.values())


def usable(fields: Iterable[FieldDeclaration], found: list[Finding]) -> tuple[FieldDeclaration, ...]:
    """The fields of one struct, each once; one whose name cannot be used is broken."""
    unique = once(fields, "field", found)
    return tuple(each if _is_good(each.name, "field", found) else replace(each, body=None) for each in unique)


def once_renamed(fields: Iterable[FieldDeclaration], found: list[Finding]) -> tuple[FieldDeclaration, ...]:
    """The fields of one struct without the old names that still name another field, or that two claim."""
    fields = tuple(fields)
    taken = {field.name.text: (field.name.span, "this field bears the name") for field in fields}
    kept: list[FieldDeclaration] = []
    for field in fields:
        old = field.renamed_from
        if old is not None and old.text in taken:
            message = f"'{old.text}', the old name of '{field.name.text}', is taken"
            related = (Related(*taken[old.text]),)
            found.append(DECLARED_TWICE.at(old.span, message, key=field.name.text, related=related))
            old = None
        elif old is not None:
            taken[old.text] = (old.span, f"it is the old name of '{field.name.text}' already")
        kept.append(replace(field, renamed_from=old))
    return tuple(kept)


def _scope(
    name: str, documents: list[Document], lost: frozenset[str], found: list[Finding]
) -> ScopeDeclaration:
    spans = [document.scope for document in documents if document.scope is not None]
    _is_good(spans[0], "scope", found)
    groups = once((each for document in documents for each in document.groups), "group", found)
    views = once((each for document in documents for each in document.views), "view", found)
    searches = once((each for document in documents for each in document.searches), "search", found)
    given = tuple(each for document in documents for each in document.fields)
    fields = usable(given or _inferred(documents, name), found)
    found.extend(() if given else misspelt(documents))
    by_name = {field.name.text: field for field in fields}
    is_beyond = any(document.is_beyond for document in documents)
    for group in groups:
        _is_good(group.name, "group", found)
        found.extend(_group_clash(group, by_name))
    for view in views:
        if not view.part_of:
            _is_good(view.name, "view", found)
    for search in searches:
        _is_good(search.name, "search", found)
    return ScopeDeclaration(
        name=name,
        span=spans[0].span,
        doc="\n\n".join(document.doc for document in documents if document.doc),
        fields=fields,
        groups=groups,
        views=views,
        asserts=tuple(each for document in documents for each in document.asserts),
        sources=tuple(document.path for document in documents),
        broken=lost.union(*(document.broken for document in documents), ("views",) if is_beyond else ()),
        searches=searches,
        is_beyond=is_beyond,
        is_inferred=not given,
    )


def _inferred(documents: Iterable[Document], scope: str) -> tuple[FieldDeclaration, ...]:
    """The fields that Python views write, for a scope of which no document declares any."""
    documents = tuple(documents)
    if any("fields" in document.broken for document in documents):
        return ()
    docs = {path: text for document in documents for path, text in document.manual.items()}
    views = [view for document in documents for view in document.views]
    found = infer(
        (each for document in documents for each in document.evidence),
        (each for document in documents for each in document.initial),
        docs,
        scope,
        asked_for_nothing(views),
    )
    return (*found, *from_outside(views, docs, {each.name.text for each in found}))


def _is_good(name: Scalar, kind: Kind, found: list[Finding]) -> bool:
    finding = check_name(name, kind)
    found.extend(() if finding is None else (finding,))
    return finding is None


def _group_clash(group: GroupDeclaration, fields: Mapping[str, FieldDeclaration]) -> Iterator[Finding]:
    """A command line could not tell ``GROUP=VIEW`` from ``KEY=VALUE``."""
    field = fields.get(group.name.text)
    if field is not None:
        message = f"'{group.name.text}' names a group and a field of the same scope"
        related = (Related(field.name.span, "the field is declared here"),)
        help = (f"on the command line '{group.name.text}=' could mean either: rename one of them",)
        yield BAD_NAME.at(group.name.span, message, related=related, help=help)


def _apart(scopes: Sequence[ScopeDeclaration], found: list[Finding]) -> tuple[ScopeDeclaration, ...]:
    """The scopes with roots of different names, also where their own names are too much alike."""
    modules: dict[str, ScopeDeclaration] = {}
    roots: dict[str, ScopeDeclaration] = {}
    for scope in scopes:
        other = modules.setdefault(scope.name.casefold(), scope)
        if other is not scope:
            message = f"the scope '{scope.name}' differs from '{other.name}' in case alone"
            help = "some file systems hold one module for both: rename one of them"
            found.append(_too_alike(scope, other, message, help))
        root = config_name(scope.name)
        if root in roots and other is scope:
            message = f"the scopes '{scope.name}' and '{roots[root].name}' are both composed to '{root}'"
            found.append(_too_alike(scope, roots[root], message, "rename one of them"))
        while root in roots:
            root += "_"
        roots[root] = replace(scope, root=root)
    return tuple(roots.values())


def _too_alike(scope: ScopeDeclaration, other: ScopeDeclaration, message: str, help: str) -> Finding:
    related = (Related(other.span, "the other scope is named here"),)
    return BAD_NAME.at(scope.span, message, scope=scope.name, related=related, help=(help,))


def _apart_from_roots(
    types: Iterable[TypeDeclaration], scopes: Sequence[ScopeDeclaration], found: list[Finding]
) -> tuple[TypeDeclaration, ...]:
    """The types; one that bears the name of a scope's class is broken."""
    roots = {scope.root: scope.name for scope in scopes}
    kept: list[TypeDeclaration] = []
    for type in types:
        scope = roots.get(type.name.text)
        if scope is not None:
            message = f"'{type.name.text}' cannot name a type: it is the class of the scope '{scope}'"
            found.append(BAD_NAME.at(type.name.span, message, help=("give the type another name",)))
        kept.append(type if scope is None else replace(type, body=None))
    return tuple(kept)

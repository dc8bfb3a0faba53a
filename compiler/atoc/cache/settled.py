"""Scopes that need not be looked at, since nothing that they are made of has changed and nothing was found.

Idea. What a group of scopes, which read each other, comes to follows from the documents that it is made of,
if every name in these was bound. So of a group about which nothing was found it is kept what the program
around it has to know: names and figures. Its documents are then neither parsed nor resolved, while the others
are resolved as if it were not there. Where that finds anything at all, such as a name that is not there, or
where they declare a name that a settled group has, the whole program is looked at as if nothing were known.

What reaches beyond a group keeps it from being settled: structs without a name of their own, since their
class gets one that no other has, and the words in ``BEYOND``. Documents without a scope are always read.

Example. ``data`` and ``model`` have nothing to do with each other, and the document of ``model`` changes:
``data`` is settled, and its module is taken over as it is kept (``emit/parts.py``).

Cost: a digest of the documents, and reading an entry for each group and each of its documents.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import cast

from atoc.cache.facts import Recall
from atoc.cache.snapshot import digest
from atoc.findings import Finding
from atoc.findings.summary import Summary
from atoc.program import Program, Scope
from atoc.prove import components, most_selections
from atoc.span import SourceFile
from atoc.syntax import Document

BEYOND = re.compile(r"\b(?:secret|extends|target|resolvers|atoc)\b")
"""Words of documents that may count beyond their scopes, or bring in what is in no document."""

COUNTED: tuple[str, ...] = ("fields", "views", "proved", "refuted", "unproved")
"""The figures of scopes that are added up."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known of a group of scopes. ``paths`` are all documents that it follows from, ``own`` those
    that belong to its scopes.

    ``scopes`` have the views of each scope by name, ``roots`` the names of their classes, ``origins`` the
    digests of what their text follows from; ``structs`` and ``enums`` are those of their documents.
    ``figures`` are those of ``COUNTED``, ``methods`` how often each was what decided. So many sets of views
    can be asked for (``sets``), or fewer; ``order_free`` are the scopes in which their order is nothing.
    """

    paths: tuple[str, ...]
    own: tuple[str, ...]
    scopes: Mapping[str, tuple[str, ...]]
    roots: Mapping[str, str]
    origins: Mapping[str, str]
    structs: tuple[str, ...]
    enums: tuple[str, ...]
    figures: Mapping[str, int]
    methods: Mapping[str, int]
    sets: int
    is_limited: bool
    order_free: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """What no other part of the program may be called, whatever the case of its letters."""
        return frozenset(map(str.casefold, (*self.scopes, *self.roots.values(), *self.structs, *self.enums)))


def settled(files: Sequence[SourceFile], recall: Recall) -> tuple[Settled, ...]:
    """The groups of scopes of which all documents are as they were."""
    by_path = {file.path: file for file in files}
    found: dict[str, Settled | None] = {}
    for file in files:
        paths = _texts(recall(_pointer(file)))
        if paths is None or not all(path in by_path for path in paths):
            continue
        key = _key([by_path[path] for path in paths])
        if key not in found:
            found[key] = _read(recall(key))
    return tuple(group for group in found.values() if group is not None)


def entries(groups: Iterable[Settled], files: Sequence[SourceFile]) -> Mapping[str, object]:
    """What is to be kept so that these groups are found again."""
    by_path = {file.path: file for file in files}
    kept: dict[str, object] = {}
    for group in groups:
        kept[_key([by_path[path] for path in group.paths])] = _written(group)
        kept.update((_pointer(by_path[path]), list(group.paths)) for path in group.own)
    return kept


def alone(
    program: Program, documents: Iterable[Document], told: Sequence[Finding], files: Iterable[SourceFile]
) -> Iterator[tuple[tuple[Scope, ...], list[str]]]:
    """The groups of scopes that hang on nothing but their documents, with the paths of those of their own.

    Of the ``documents`` of the program in these ``files`` all this was ``told``.
    """
    spoken = {finding.span.path for finding in told}
    texts = {file.path: file.text for file in files}
    scopes = {each.path: each.scope.text for each in documents if each.scope is not None}
    declared = {type.name.text for document in documents for type in document.types}
    for group in components(program):
        names = {scope.name for scope in group}
        own = sorted(path for path, scope in scopes.items() if scope in names)
        structs = {struct.name for scope in group for struct in scope.structs if struct is not scope.root}
        is_silent = spoken.isdisjoint(own) and not any(finding.scope in names for finding in told)
        if is_silent and structs <= declared and not any(BEYOND.search(texts[path]) for path in own):
            yield group, own


def settled_group(
    program: Program,
    group: Sequence[Scope],
    own: Sequence[str],
    origins: Mapping[str, str],
    summary: Summary,
) -> Settled:
    """What is known of a group of scopes of a program, whose own documents these are."""
    return Settled(
        paths=tuple(sorted({*own, *(path for scope in group for path in scope.sources)})),
        own=tuple(own),
        scopes={scope.name: tuple(scope.views) for scope in group},
        roots={scope.name: scope.root.name for scope in group},
        origins={scope.name: origins[scope.name] for scope in group},
        structs=tuple(name for name, struct in program.structs.items() if struct.span.path in own),
        enums=tuple(name for name, enum in program.enums.items() if enum.span.path in own),
        figures={name: getattr(summary, name) for name in COUNTED},
        methods=dict(summary.methods),
        sets=prod(map(most_selections, group)),
        is_limited=summary.is_limited,
        order_free=summary.order_free,
    )


def are_apart(groups: Sequence[Settled], others: Collection[str]) -> bool:
    """Whether no name of these groups is one of another, or of the ``others``."""
    seen = {name.casefold() for name in others}
    for group in groups:
        if not seen.isdisjoint(group.names):
            return False
        seen |= group.names
    return True


def _pointer(file: SourceFile) -> str:
    return digest(b"group of", *_encoded(file))


def _key(files: Iterable[SourceFile]) -> str:
    return digest(b"group", *(part for file in files for part in _encoded(file)))


def _encoded(file: SourceFile) -> tuple[bytes, bytes]:
    return file.path.encode("utf-8", "surrogatepass"), file.text.encode("utf-8", "surrogatepass")


def _written(group: Settled) -> object:
    return {
        "paths": list(group.paths),
        "own": list(group.own),
        "scopes": {name: list(views) for name, views in group.scopes.items()},
        "roots": dict(group.roots),
        "origins": dict(group.origins),
        "structs": list(group.structs),
        "enums": list(group.enums),
        "figures": dict(group.figures),
        "methods": dict(group.methods),
        "sets": hex(group.sets),
        "is_limited": group.is_limited,
        "order_free": list(group.order_free),
    }


def _read(data: object) -> Settled | None:
    """The group that the data tells of; None where it tells of none."""
    if not isinstance(data, dict):
        return None
    held = cast("dict[str, object]", data)
    try:
        group = Settled(
            _sure(_texts(held["paths"])),
            _sure(_texts(held["own"])),
            {name: _sure(_texts(views)) for name, views in _named(held["scopes"], list).items()},
            cast("Mapping[str, str]", _named(held["roots"], str)),
            cast("Mapping[str, str]", _named(held["origins"], str)),
            _sure(_texts(held["structs"])),
            _sure(_texts(held["enums"])),
            cast("Mapping[str, int]", _named(held["figures"], int)),
            cast("Mapping[str, int]", _named(held["methods"], int)),
            int(cast("str", held["sets"]), 16),
            held["is_limited"] is True,
            _sure(_texts(held["order_free"])),
        )
    except (KeyError, TypeError, ValueError):
        return None
    is_whole = group.scopes.keys() == group.roots.keys() == group.origins.keys()
    return group if is_whole and set(COUNTED) == set(group.figures) else None


def _texts(data: object) -> tuple[str, ...] | None:
    if not isinstance(data, list):
        return None
    items = cast("list[object]", data)
    texts = tuple(item for item in items if isinstance(item, str))
    return texts if len(texts) == len(items) else None


def _sure(texts: tuple[str, ...] | None) -> tuple[str, ...]:
    if texts is None:
        raise TypeError
    return texts


def _named(data: object, kind: type) -> dict[str, object]:
    if not isinstance(data, dict) or not all(isinstance(each, kind) for each in data.values()):  # pyright: ignore[reportUnknownVariableType,reportUnknownMemberType]
        raise TypeError
    return cast("dict[str, object]", data)

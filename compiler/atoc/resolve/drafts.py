"""Structs whose types are known and whose defaults are not read yet: the first half of binding types.

A struct's class can only be made once all of its types are read, and a default can only be read once the
classes of all structs in its type are there. So types come first, for the whole program, and values after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from functools import partial

import ato.config as ato
from atoc.findings import Finding, Passed
from atoc.program import Enum
from atoc.resolve.constraints import constrained
from atoc.resolve.declared import Declared, in_scope, once_renamed, usable
from atoc.resolve.enums import read_enum
from atoc.resolve.names import camel, is_taken_by_modules
from atoc.resolve.told_apart import told_apart
from atoc.source.node import Scalar
from atoc.span import Span
from atoc.syntax import EnumBody, FieldDeclaration, Inherited, StructBody, TypeDeclaration
from atoc.types import parse_type


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """A member: its declaration, its type, and the field of its class, which has no default yet.

    ``is_whole`` is false where the type mentions a struct of which something is broken. ``is_taken`` tells
    that it is as the base of its struct has it, ``is_faulty`` that a constraint of it is left out as wrong.
    """

    declaration: FieldDeclaration
    type: ato.Type
    runtime: ato.Field
    is_whole: bool = True
    is_faulty: bool = False
    is_taken: bool = False

    @property
    def name(self) -> str:
        """The member's name."""
        return self.declaration.name.text

    @property
    def span(self) -> Span:
        """Where the name stands."""
        return self.declaration.name.span

    @property
    def type_span(self) -> Span:
        """Where the type is written."""
        body = self.declaration.body
        if isinstance(body, EnumBody):
            return body.values.span
        return self.span if body is None or isinstance(body, Inherited) else body.span


@dataclass(frozen=True, slots=True)
class StructDraft:
    """A struct with the members that are sound, and the names of those that are broken.

    ``base`` names the struct that it extends, if it does. The fields of that are among its own. ``target``
    is the callable that it configures.
    """

    name: str
    span: Span
    doc: str
    members: tuple[MemberDraft, ...]
    broken: frozenset[str]
    base: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Drafts:
    """All structs of a program: the declared ones, those of inline ``fields`` and the roots of the scopes.
    A struct stands after the one that it extends.

    ``models`` holds a stand-in for the class of each struct, which the descriptors of the types look up:
    making the classes puts the real ones in their places.
    """

    structs: tuple[StructDraft, ...]
    enums: Mapping[str, Enum]
    models: dict[str, type[ato.Config]]


def draft(declared: Declared) -> Passed[Drafts]:
    """The structs and enums that a program declares, with everything that is wrong with their types."""
    found: list[Finding] = []
    enums, broken = _enums(declared, found)
    inline = _inline_names(declared)
    struct_names = [type.name.text for type in declared.types if isinstance(type.body, StructBody)]
    names = (*struct_names, *inline.values())
    models = {name: stand_in(name) for name in names}
    descriptors: dict[str, ato.Type] = {name: ato.Struct(partial(models.__getitem__, name)) for name in names}
    descriptors.update((name, enum.type) for name, enum in enums.items())
    reader = _Reader(descriptors, broken, inline, declared.are_types_whole, found)
    for type in declared.types:
        if isinstance(type.body, StructBody):
            reader.declared(type, type.body)
    for scope in declared.scopes:
        models[scope.root] = stand_in(scope.root)
        before = len(found)
        reader.struct(scope.root, scope.span, scope.doc, scope.fields)
        found[before:] = in_scope(found[before:], scope.name)
    return Passed(Drafts(tuple(reader.structs.values()), enums, models), tuple(found))


def stand_in(name: str) -> type[ato.Config]:
    """An empty class that lends its name to messages until the real one is made."""
    return type(name, (ato.Config,), {"__slots__": ()})


def _enums(declared: Declared, found: list[Finding]) -> tuple[dict[str, Enum], frozenset[str]]:
    """The enums by name, and the names of the types that cannot be used."""
    enums: dict[str, Enum] = {}
    broken: set[str] = set()
    for type in declared.types:
        name = type.name
        if type.body is None:
            broken.add(name.text)
        elif isinstance(type.body, EnumBody):
            passed = read_enum(type.body.values, name.text)
            found.extend(passed.findings)
            if passed.value is None:
                broken.add(name.text)
            else:
                enums[name.text] = Enum(name.text, passed.value, name.span, type.doc)
    return enums, frozenset(broken)


Place = tuple[Span, str]
"""Where an inline struct stands: the same for all that an alias makes of one."""


def _place(body: StructBody) -> Place:
    return body.span, body.place


def _inline_names(declared: Declared) -> Mapping[Place, str]:
    """A name for each inline struct, by its place: its path in camel case, made unique."""
    taken = {type.name.text for type in declared.types}
    taken.update(scope.root for scope in declared.scopes)
    names: dict[Place, str] = {}
    places = [
        *(inner for type in declared.types for inner in _inline(type.body, type.name.text, "")),
        *(
            inner
            for scope in declared.scopes
            for field in scope.fields
            for inner in _inline_field(field, "", scope.name)
        ),
    ]
    for body, path, scope in places:
        if _place(body) in names:
            continue  # an alias: one struct that stands in several places
        candidates = _candidates(camel(path), camel(f"{scope}.{path}"))
        name = next(name for name in candidates if name not in taken and not is_taken_by_modules(name))
        taken.add(name)
        names[_place(body)] = name
    return names


def _inline(body: object, path: str, scope: str) -> Iterator[tuple[StructBody, str, str]]:
    if isinstance(body, StructBody):
        for field in body.fields:
            yield from _inline_field(field, path, scope)


def _inline_field(field: FieldDeclaration, owner: str, scope: str) -> Iterator[tuple[StructBody, str, str]]:
    path = f"{owner}.{field.name.text}" if owner else field.name.text
    if isinstance(field.body, StructBody):
        yield field.body, path, scope
        yield from _inline(field.body, path, scope)


def _candidates(name: str, longer: str) -> Iterator[str]:
    yield name
    yield longer
    number = 2
    while True:
        yield f"{longer}{number}"
        number += 1


class _Reader:
    """The types by name while the structs are read, and the structs read so far."""

    def __init__(
        self,
        types: Mapping[str, ato.Type],
        broken: frozenset[str],
        inline: Mapping[Place, str],
        is_whole: bool,
        found: list[Finding],
    ) -> None:
        self.types = types
        self.broken = broken
        self.inline = inline
        self.is_whole = is_whole
        self.found = found
        self.known = tuple(name for name in types if name not in set(inline.values()))
        self.structs: dict[str, StructDraft] = {}

    def declared(self, type: TypeDeclaration, body: StructBody) -> None:
        """Draft a struct that has a name, and maybe a base and a target."""
        name = type.name.text
        base = "" if body.extends is None else body.extends.text
        self.struct(name, type.name.span, type.doc, body.fields, base)
        if body.target is not None:
            self.structs[name] = replace(self.structs[name], target=body.target.text)

    def struct(
        self, name: str, span: Span, doc: str, fields: Iterable[FieldDeclaration], base: str = ""
    ) -> None:
        """Draft a struct, and before it the inline ones that it holds; its base has been drafted."""
        above = self.structs.get(base)
        taken = {} if above is None else {member.span: member for member in above.members}
        lost = frozenset[str]() if above is None else above.broken
        members: list[MemberDraft] = []
        broken: set[str] = set()
        for field in once_renamed(fields, self.found):
            same = taken.get(field.name.span)
            if same is not None:
                members.append(replace(same, runtime=copy(same.runtime), is_taken=True))
            elif field.name.text in lost and (field.base is None or field.body is field.base.body):
                broken.add(field.name.text)
            else:
                self._member(field, members, broken)
        self.structs[name] = StructDraft(name, span, doc, tuple(members), frozenset(broken), base)

    def _member(self, field: FieldDeclaration, members: list[MemberDraft], broken: set[str]) -> None:
        type = told_apart(self._type(field), field, self.found)
        if type is None:
            broken.add(field.name.text)
            return
        passed = constrained(field, type)
        self.found.extend(passed.findings)
        is_faulty = bool(passed.findings)
        members.append(MemberDraft(field, passed.value.type, passed.value, is_faulty=is_faulty))

    def _type(self, field: FieldDeclaration) -> ato.Type | None:
        body = field.body
        if isinstance(body, StructBody):
            name = self.inline.get(_place(body))
            if name is None:
                return None
            if name not in self.structs:
                self.struct(name, field.name.span, field.doc, usable(body.fields, self.found))
            return self.types[name]
        if isinstance(body, EnumBody):
            passed = read_enum(body.values)
            self.found.extend(passed.findings)
            return passed.value
        return None if body is None or isinstance(body, Inherited) else self._written(body)

    def _written(self, text: Scalar) -> ato.Type | None:
        """The type that a text means; None without a finding where it names a type that is broken."""
        asked: list[str] = []

        def look(name: str) -> ato.Type | None:
            if name in self.known:
                return self.types[name]
            if name in self.broken or not self.is_whole:
                asked.append(name)
                return ato.ANY
            return None

        passed = parse_type(text, look, self.known)
        self.found.extend(passed.findings)
        return None if asked else passed.value

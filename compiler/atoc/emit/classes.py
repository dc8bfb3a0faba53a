"""Structs as classes of a generated module: finished strings for the template."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import ato.config as ato
from atoc.emit.docstring import docstring, sentence
from atoc.emit.layout import Brackets, Row, Source, call, flat, keyword, laid_out, parsed, sequence
from atoc.emit.names import SOURCES, respelt
from atoc.program import Member, Struct
from atoc.types import annotation, constructor, source_of, string_source

_LIMITS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")
_FLAGS = ("computed", "input", "final", "secret")
_NOTES = ("deprecated", "renamed_from")
_LONG = 80
"""Characters up to which a default may stand in two places."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the classes of a module have in common.

    ``spelling`` is that of :func:`atoc.emit.names.spelling`, ``enums`` maps the constructors of enums to the
    constants that hold them, ``constants`` names the defaults that a call makes, by struct and field.
    ``result`` is the type variable of ``main``.
    """

    spelling: Mapping[str, str]
    enums: Mapping[str, str]
    constants: Mapping[tuple[str, str], str]
    result: str

    @property
    def union(self) -> str:
        """What the module calls ``typing.Union``."""
        return self.spelling.get("Union", "Union")

    @property
    def imported(self) -> dict[str, str]:
        """The spelling of what is imported alone: types have their own names where code runs."""
        return {name: spelt for name, spelt in self.spelling.items() if name in SOURCES}


@dataclass(frozen=True, slots=True)
class MemberText:
    """A field of a class: its annotation, and its doc below it."""

    name: str
    declaration: str
    doc: str


@dataclass(frozen=True, slots=True)
class StructText:
    """A class, part by part. ``for_types`` and ``for_runs`` are the expressions in it, by who evaluates
    them.
    """

    name: str
    doc: str
    constants: tuple[str, ...]
    slots: str
    fields: str
    members: tuple[MemberText, ...]
    init: str
    init_body: str
    any: str
    for_types: tuple[str, ...]
    for_runs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A member with its annotation and default as source; ``made`` is what the constant ``default`` is made
    by.
    """

    member: Member
    annotation: str
    default: str | None
    made: str | None

    @property
    def name(self) -> str:
        """The member's name."""
        return self.member.name


def struct_text(struct: Struct, doc: str, later: Collection[str], setting: Setting) -> StructText:
    """The class of a struct. ``later`` names the classes that do not stand above it."""
    parts = [_part(struct, member, setting) for member in struct.members]
    fields = [_field(part, {*later, *setting.spelling}, setting) for part in parts]
    members = tuple(_member(part, setting) for part in parts)
    constants = tuple(_constant(part, setting) for part in parts if part.made)
    init = _init(parts, setting)
    any_name = setting.spelling.get("Any", "Any") if parts else ""
    return StructText(
        name=struct.name,
        doc=docstring(doc, 1),
        constants=constants,
        slots=laid_out(_names(struct), 1, len("__match_args__ = ")),
        fields=laid_out(sequence(*fields), 1, len("_fields = ")),
        members=members,
        init=init,
        init_body=laid_out(call("self._init", *(keyword(part.name, part.name) for part in parts)), 2),
        any=any_name,
        for_types=(init, any_name, *constants, *(member.declaration for member in members)),
        for_runs=(*map(flat, fields), *(part.made or part.default or "" for part in parts)),
    )


def _part(struct: Struct, member: Member, setting: Setting) -> _Part:
    value = member.runtime.default
    source = None if value is ato.MISSING else respelt(source_of(value), setting.imported)
    constant = setting.constants.get((struct.name, member.name))
    kind = respelt(annotation(member.type), setting.spelling)
    return _Part(member, kind, constant or source, source if constant else None)


def is_named(default: object) -> bool:
    """Whether a default gets a name, and stands in the module once: what a call makes, and what is long."""
    return _is_made(default) or (default is not ato.MISSING and len(source_of(default)) > _LONG)


def _is_made(default: object) -> bool:
    if isinstance(default, (tuple, frozenset)):
        return any(map(_is_made, cast("Iterable[object]", default)))
    return isinstance(default, (ato.Config, ato.FrozenDict))


def _constant(part: _Part, setting: Setting) -> str:
    kind = parsed(part.annotation, setting.union)
    return laid_out(Row((f"{part.default}: ", kind, " = ", parsed(part.made or ""))))


def _field(part: _Part, later: Collection[str], setting: Setting) -> Source:
    kind = constructor(part.member.type, later)
    for made, constant in setting.enums.items():
        kind = kind.replace(made, constant)
    items: list[Source] = [string_source(part.name), parsed(respelt(kind, setting.imported))]
    if part.default is not None:
        items.append(parsed(part.default))
    return call("ato.Field", *items, *_keywords(part.member.runtime, setting))


def _keywords(field: ato.Field, setting: Setting) -> Iterator[Source]:
    """The constraints and flags of a field, as far as they are given."""
    for name in (*_FLAGS, *_LIMITS, *_NOTES):
        value = getattr(field, name)
        if value is not None and value is not False:
            yield keyword(name, respelt(source_of(value), setting.imported))


def _names(struct: Struct) -> Brackets:
    return sequence(*(string_source(member.name) for member in struct.members))


def _member(part: _Part, setting: Setting) -> MemberText:
    declared = laid_out(Row((f"{part.name}: ", parsed(part.annotation, setting.union))), 1)
    return MemberText(part.name, declared, docstring(sentence(part.member.doc, part.member.unit), 1))


def _init(parts: Sequence[_Part], setting: Setting) -> str:
    """The head of the constructor. What is computed has to be given, and so has a part that lacks a value."""
    kinds = (parsed(part.annotation, setting.union) for part in parts)
    parameters = (Row((f"{part.name}: ", kind, *_given(part))) for part, kind in zip(parts, kinds))
    return laid_out(Brackets("def __init__(", ("self", "*", *parameters), ") -> None:"), 1)


def _given(part: _Part) -> tuple[Source, ...]:
    if part.default is None or not _is_whole(part.member.runtime.default):
        return ()
    return (" = ", parsed(part.default))


def _is_whole(default: object) -> bool:
    """Whether a default is no struct of which a field is still to be set."""
    if not isinstance(default, ato.Config):
        return True
    names = type(default).__match_args__
    return all(hasattr(default, name) and _is_whole(getattr(default, name)) for name in names)

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
    ``extended`` are the structs that others extend; ``result`` is the type variable of ``main``.
    """

    spelling: Mapping[str, str]
    enums: Mapping[str, str]
    constants: Mapping[tuple[str, str], str]
    extended: frozenset[str]
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
    """A class, part by part. ``names`` are all of its fields, ``members`` those that its base has not, or
    has otherwise. ``for_types`` and ``for_runs`` are the expressions in it, by who evaluates them.
    """

    name: str
    base: str
    doc: str
    target: str
    constants: tuple[str, ...]
    slots: str
    match_args: str
    fields: str
    names: tuple[str, ...]
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


def struct_text(
    struct: Struct, base: Struct | None, doc: str, later: Collection[str], setting: Setting
) -> StructText:
    """The class of a struct, made from that of its base. ``later`` names the classes that do not stand above
    it.
    """
    class_var = respelt("ClassVar", setting.spelling) if struct.name in setting.extended else ""
    taken = {} if base is None else {member.name: member.span for member in base.members}
    parts = [_part(struct, member, setting) for member in struct.members]
    fields = [_field(part, {*later, *setting.spelling}, setting) for part in parts]
    own = [part for part in parts if taken.get(part.name) != part.member.span]
    members = tuple(_member(part, setting) for part in own)
    constants = tuple(_constant(part, setting) for part in parts if part.made)
    init = _init(parts, setting)
    any_name = setting.spelling.get("Any", "Any") if parts else ""
    return StructText(
        name=struct.name,
        base="ato.Config" if base is None else base.name,
        doc=docstring(doc, 1),
        target=_class_value("_target", class_var, "str | None", _target(struct, base)),
        constants=constants,
        slots=laid_out(
            sequence(*(string_source(part.name) for part in own if part.name not in taken)),
            1,
            len("__slots__ = "),
        ),
        match_args=laid_out(_names(struct), 1, len("__match_args__ = ")),
        fields=_class_value("_fields", class_var, "tuple[ato.Field, ...]", sequence(*fields)),
        names=tuple(part.name for part in parts),
        members=members,
        init=init,
        init_body=laid_out(call("self._init", *(keyword(part.name, part.name) for part in parts)), 2),
        any=any_name,
        for_types=(init, any_name, class_var, *constants, *(member.declaration for member in members)),
        for_runs=(*map(flat, fields), *(part.made or part.default or "" for part in parts)),
    )


def _class_value(name: str, class_var: str, kind: str, value: Source) -> str:
    """A value of a class; where others extend it, of a type that theirs have too."""
    if not value:
        return ""
    declared = f"{name}: {class_var}[{kind}]" if class_var else name
    return laid_out(Row((f"{declared} = ", value)), 1)


def _target(struct: Struct, base: Struct | None) -> str:
    """What the class says that it configures; that it is nothing, where its base says something."""
    if not struct.target:
        return "None" if base is not None and base.target else ""
    return string_source(struct.target)


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

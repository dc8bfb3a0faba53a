"""The declarations of a document: types, fields, groups and views, each from its entry."""

from __future__ import annotations

from atoc.source.node import Entry, Mapping, Scalar
from atoc.syntax import shapes
from atoc.syntax.documents import (
    EnumBody,
    FieldDeclaration,
    GroupDeclaration,
    StructBody,
    TypeDeclaration,
    ViewDeclaration,
)
from atoc.syntax.findings import WRONG_SHAPE
from atoc.syntax.guesses import Notes
from atoc.syntax.keys import Keys, is_nothing, is_word, kind_of
from atoc.syntax.shapes import Shape

MAX_DEPTH = 40
"""How deep inline structs may nest."""

_KINDS = ("type", "enum", "fields")


def parse_type(entry: Entry, notes: Notes) -> TypeDeclaration:
    """A named struct or enum."""
    name = entry.key
    if not isinstance(entry.value, Mapping):
        kind = kind_of(entry.value)
        message = f"the type '{name.text}' takes a mapping with `fields` or `enum`, and {kind} stands here"
        notes.add(WRONG_SHAPE.at(entry.value.span, message))
        return TypeDeclaration(name, None)
    subject = f"the type '{name.text}'"
    words = [inner.key.text for inner in entry.value.entries]
    if "enum" in words and "fields" not in words:
        keys = Keys(entry.value, shapes.ENUM, subject, notes)
        return TypeDeclaration(name, _enum(keys), keys.text("doc"))
    keys = Keys(entry.value, _TYPE if "enum" in words else shapes.STRUCT, subject, notes)
    doc = keys.text("doc")
    if not _is_one_kind(keys, name, ("fields", "enum")):
        return TypeDeclaration(name, None, doc)
    body = _struct(keys, 1)
    return TypeDeclaration(name, None if "extends" in keys.foreign else body, doc)


_TYPE = Shape("a type", (*shapes.STRUCT.keys, *(key for key in shapes.ENUM.keys if key.name != "doc")))


def parse_field(entry: Entry, notes: Notes, depth: int = 0) -> FieldDeclaration:
    """A field; a bare text is its type."""
    name, node = entry.key, entry.value
    if isinstance(node, Scalar) and is_word(node):
        return FieldDeclaration(name, node)
    if not isinstance(node, Mapping):
        if is_nothing(node) and ":" in name.text:
            return FieldDeclaration(name, None)  # `lr:float`, of which the name will be told to be none
        message = f"the field '{name.text}' takes a type or a mapping, and {kind_of(node)} stands here"
        help = (f"write `{name.text}: int`, or `{name.text}: {{type: int}}` with more keys",)
        notes.add(WRONG_SHAPE.at(name.span if is_nothing(node) else node.span, message, help=help))
        return FieldDeclaration(name, None)
    keys = Keys(node, shapes.FIELD, f"the field '{name.text}'", notes)
    return FieldDeclaration(
        name=name,
        body=_body(keys, name, depth),
        default=keys.value("default"),
        constraints=_constraints(keys),
        doc=keys.text("doc"),
        unit=keys.text("unit"),
        input=keys.flag("input"),
        final=keys.flag("final"),
        secret=keys.flag("secret"),
        deprecated=keys.notice("deprecated"),
        renamed_from=keys.word("renamed_from", "the old name of the field"),
        discriminator=keys.word("discriminator", "the name of a field"),
        keys=keys.spans(),
    )


def parse_group(entry: Entry, notes: Notes) -> GroupDeclaration:
    """A group; nothing under its name is a group without a default."""
    node = entry.value
    if is_nothing(node):
        return GroupDeclaration(entry.key)
    if not isinstance(node, Mapping):
        message = f"the group '{entry.key.text}' takes a mapping, and {kind_of(node)} stands here"
        help = (f"write `{entry.key.text}: {{default: VIEW}}`, or `{{}}` for no default",)
        notes.add(WRONG_SHAPE.at(node.span, message, help=help))
        return GroupDeclaration(entry.key)
    keys = Keys(node, shapes.GROUP, f"the group '{entry.key.text}'", notes)
    return GroupDeclaration(entry.key, keys.word("default", "the name of a view"), keys.text("doc"))


def parse_view(entry: Entry, notes: Notes) -> ViewDeclaration:
    """A view; nothing under its name is a view that writes nothing."""
    node = entry.value
    if is_nothing(node):
        return ViewDeclaration(entry.key)
    if not isinstance(node, Mapping):
        message = f"the view '{entry.key.text}' takes a mapping, and {kind_of(node)} stands here"
        notes.add(WRONG_SHAPE.at(node.span, message, help=("the fields that it writes stand under `set`",)))
        return ViewDeclaration(entry.key, is_whole=False)
    keys = Keys(node, shapes.VIEW, f"the view '{entry.key.text}'", notes)
    priority = keys.value("priority")
    return ViewDeclaration(
        name=entry.key,
        default=keys.flag("default"),
        lazy=keys.flag("lazy"),
        priority=keys.whole("priority"),
        priority_span=None if priority is None else priority.span,
        chain=keys.words("chain_with", "the name of a view"),
        group=keys.word("group", "the name of a group"),
        when=keys.word("when", "a condition"),
        writes=_writes(keys),
        doc=keys.text("doc"),
        why=keys.text("why"),
        is_whole=not keys.foreign and keys.lost <= {"doc", "why"},
    )


def _writes(keys: Keys) -> Mapping | None:
    keys.section("set", "a mapping from fields to values")
    node = keys.value("set")
    return node if isinstance(node, Mapping) else None


def _constraints(keys: Keys) -> tuple[Entry, ...]:
    given: list[Entry] = []
    for name in shapes.CONSTRAINTS:
        entry = keys.entries.get(name)
        if entry is None:
            continue
        if isinstance(entry.value, Scalar):
            given.append(entry)
        else:
            keys.refuse(
                name, entry.value.span, f"{name} takes one value, and {kind_of(entry.value)} stands here"
            )
    return tuple(given)


def _body(keys: Keys, name: Scalar, depth: int) -> Scalar | EnumBody | StructBody | None:
    if not _is_one_kind(keys, name, _KINDS):
        return None
    if "type" in keys.entries:
        return keys.word("type", "the text of a type, such as int or list[str]")
    if "enum" in keys.entries:
        return _enum(keys)
    return _struct(keys, depth + 1)


def _is_one_kind(keys: Keys, name: Scalar, kinds: tuple[str, ...]) -> bool:
    """Whether the mapping says in exactly one way what values it admits."""
    given = sorted((kind for kind in kinds if kind in keys.entries), key=list(keys.entries).index)
    if len(given) == 1:
        return True
    choices = " or ".join((", ".join(f"`{kind}`" for kind in kinds[:-1]), f"`{kinds[-1]}`"))
    if given:
        second = keys.entries[given[1]].key.span
        message = f"'{given[1]}' stands beside '{given[0]}', and '{name.text}' takes one of {choices}"
        keys.refuse(given[1], second, message)
    elif not keys.foreign:
        keys.refuse(kinds[0], name.span, f"'{name.text}' has no type: it takes one of {choices}")
    return False


def _enum(keys: Keys) -> EnumBody | None:
    values = keys.items("enum", "a list of values")
    if values is None:
        return None
    wrong = [item for item in values.items if not isinstance(item, Scalar)]
    for item in wrong:
        keys.refuse("enum", item.span, f"enum lists single values, and {kind_of(item)} stands here")
    return None if wrong else EnumBody(values)


def _struct(keys: Keys, depth: int) -> StructBody | None:
    fields = keys.entries["fields"]
    if depth > MAX_DEPTH:
        keys.refuse("fields", fields.key.span, f"inline structs are nested more than {MAX_DEPTH} deep")
        return None
    entries = keys.section("fields", "a mapping from names to fields")
    declared = tuple(parse_field(entry, keys.notes, depth) for entry in entries)
    return None if "fields" in keys.lost else StructBody(fields.key.span, declared)

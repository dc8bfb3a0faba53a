"""The declarations of a document: types, fields, groups, views and asserts, each from its entry."""

from __future__ import annotations

from dataclasses import replace

from atoc.source.node import Entry, Mapping, Node, Scalar
from atoc.syntax import shapes
from atoc.syntax.documents import (
    AssertDeclaration,
    EnumBody,
    FieldDeclaration,
    GroupDeclaration,
    Inherited,
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
    is_struct = "extends" in keys.entries and "enum" not in keys.entries
    if not is_struct and not _is_one_kind(keys, name, ("fields", "enum")):
        return TypeDeclaration(name, None, doc)
    return TypeDeclaration(name, _struct_type(keys), doc)


def _struct_type(keys: Keys) -> StructBody | None:
    """A named struct; one that extends another may do without fields of its own."""
    extends = keys.word("extends", "the name of a struct")
    target = keys.word("target", "a callable, as package.module:callable")
    if "extends" not in keys.entries:
        body = _struct(keys, 1)
    else:
        entries = keys.section("fields", "a mapping from names to fields")
        declared = tuple(_redeclared(entry, keys.notes, 1) for entry in entries)
        span = keys.entries.get("fields", keys.entries["extends"]).key.span
        body = None if keys.lost & {"fields", "extends"} or extends is None else StructBody(span, declared)
    return None if body is None else replace(body, extends=extends, target=target)


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
    return _field(keys, name, _body(keys, name, depth))


def _redeclared(entry: Entry, notes: Notes, depth: int) -> FieldDeclaration:
    """A field of a struct that extends another: it may leave its type to the field that it declares anew."""
    node = entry.value
    if not isinstance(node, Mapping) or any(inner.key.text in _KINDS for inner in node.entries):
        return parse_field(entry, notes, depth)
    keys = Keys(node, shapes.FIELD, f"the field '{entry.key.text}'", notes)
    return _field(keys, entry.key, None if keys.foreign else Inherited())


def _field(
    keys: Keys, name: Scalar, body: Scalar | EnumBody | StructBody | Inherited | None
) -> FieldDeclaration:
    return FieldDeclaration(
        name=name,
        body=body,
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
    default, required = keys.word("default", "the name of a view"), keys.flag("required")
    if required and "default" in keys.entries:
        name = entry.key.text
        message = f"'required' stands beside 'default', with which a run always has a member of '{name}'"
        keys.refuse("required", keys.entries["required"].key.span, message, ("remove one of the two",))
        required = False
    return GroupDeclaration(entry.key, default, required, keys.text("doc"))


def parse_asserts(keys: Keys) -> tuple[AssertDeclaration, ...]:
    """The asserts of a document."""
    items = keys.items("asserts", "a list of mappings with `that` and `message`")
    read = (_assert(item, keys.notes) for item in (() if items is None else items.items))
    return tuple(each for each in read if each is not None)


def _assert(node: Node, notes: Notes) -> AssertDeclaration | None:
    if not isinstance(node, Mapping):
        message = f"an assert is a mapping with `that`, and {kind_of(node)} stands here"
        help = ("write the condition under `that`, as `- that: CONDITION`",)
        notes.add(WRONG_SHAPE.at(node.span, message, help=help))
        return None
    keys = Keys(node, shapes.ASSERT, "an assert", notes)
    that = keys.word("that", "a condition")
    if "that" not in keys.entries and not keys.foreign:
        notes.add(WRONG_SHAPE.at(node.span, "an assert takes the condition that must hold under `that`"))
    return None if that is None else AssertDeclaration(that, keys.text("message"))


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

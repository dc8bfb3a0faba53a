"""``schema.json``: the JSON Schema (draft 2020-12) of the documents of a program, for editors.

The words of the language come from the tables of ``atoc.syntax``, the names from the program: in a document
of a scope an editor offers its fields, views and groups and knows the types of their values. It is there to
help with writing and refuses only what the compiler refuses too; the compiler has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from typing_extensions import assert_never

import ato.config as ato
from ato.config._search import VIEW
from atoc.emit.header import NO_DIGEST, Origin, made_from, sealed
from atoc.emit.json_text import Written, json_part, json_text
from atoc.emit.plain import plain
from atoc.program import Field, Group, Scope
from atoc.resolve.methods import METHODS
from atoc.syntax import shapes
from atoc.syntax.searches import MODES
from atoc.syntax.shapes import Key, Kind, Shape

Json = dict[str, object]

_WHOLE = 99
_PART_DEPTH = 2
_TEXT: Json = {"type": "string"}
_DOC: Json = {"type": ["string", "number", "boolean"]}
_WORD: Json = {"type": "string", "pattern": r"^[^\W\d]\w*$"}
_SCALAR: Json = {"type": ["string", "number", "boolean", "null"]}
_EXPRESSION: Json = {"type": "string", "pattern": r"\$\{"}
_BASES: Mapping[ato.Type, Json] = {
    ato.BOOL: {"type": "boolean"},
    ato.INT: {"type": ["integer", "string"]},
    ato.NULL: {"type": "null"},
    ato.ANY: {},
}


def json_schema(
    scopes: Iterable[str], types: Iterable[str], origin: Origin, named: Mapping[str, Written]
) -> str:
    """The text of ``schema.json``; ``named`` are the parts of all ``scopes``."""
    conditions = [_if_scope(name) for name in scopes]
    data: Json = {
        "$comment": made_from(origin, origin.documents),
        "digest": NO_DIGEST,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document of an atoc program",
        "$ref": "#/$defs/document",
        **({"allOf": conditions} if conditions else {}),
        "$defs": {**_words(types), **named},
    }
    return sealed(json_text(data, _WHOLE))


def schema_parts(scope: Scope) -> Mapping[str, Written]:
    """What an editor offers in the documents of a scope: entries of ``$defs``, as text."""
    return {name: json_part(data, _PART_DEPTH, _WHOLE) for name, data in _named(scope)}


def _if_scope(name: str) -> Json:
    condition = {"properties": {"scope": {"const": name}}, "required": ["scope"]}
    return {"if": condition, "then": {"$ref": f"#/$defs/scope.{name}"}}


def _words(types: Iterable[str]) -> Json:
    """What may be said anywhere: the shapes of the language."""
    named = (
        ("document", shapes.DOCUMENT),
        ("group", shapes.GROUP),
        ("view", shapes.VIEW),
        ("resolver", shapes.RESOLVER),
        ("assert", shapes.ASSERT),
        ("search", shapes.SEARCH),
        ("dimension", shapes.DIMENSION),
    )
    definitions: Json = {name: _shape(shape) for name, shape in named}
    definitions["field"] = {"anyOf": [{"$ref": "#/$defs/type"}, _shape(shapes.FIELD)]}
    definitions["declaration"] = {"anyOf": [_shape(shapes.STRUCT), _shape(shapes.ENUM)]}
    own = sorted(types)
    examples = ["bool", "int", "float", "str", "bytes", "path", "datetime", "duration", "any", *own]
    definitions["type"] = {"type": "string", "examples": examples}
    return definitions


def _shape(shape: Shape) -> Json:
    properties = {key.name: _key(key) for key in shape.keys}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False}


def _key(key: Key) -> Json:
    return {"description": key.doc, **_kind(key.kind)}


def _kind(kind: Kind) -> Json:  # noqa: C901 (a case for each kind)
    """What may stand under a key of this kind."""
    match kind:
        case "text" | "expression":
            return _DOC
        case "name":
            return _TEXT
        case "flag":
            return {"type": "boolean"}
        case "notice":
            return {"type": ["string", "boolean"]}
        case "whole" | "number":
            return {"type": ["integer", "string"] if kind == "whole" else ["number", "string"]}
        case "names":
            return {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
        case "type":
            return {"$ref": "#/$defs/type"}
        case "argument types":
            type: Json = {"$ref": "#/$defs/type"}
            return {"anyOf": [type, {"type": "array", "items": type}]}
        case "values":
            return {"type": "array", "items": _SCALAR}
        case "value":
            return {}
        case "types" | "fields" | "groups" | "views" | "resolvers" | "searches" | "asserts":
            return _section(kind)
        case "choices":
            return {"type": "array", "minItems": 1}
        case "range":
            number: Json = {"type": ["number", "string"]}
            return {"type": "array", "items": number, "minItems": 2, "maxItems": 2}
        case "mode":
            return {"enum": list(MODES)}
        case "method":
            return _method()
        case "space":
            return {"type": "object", "minProperties": 1}
        case "writes":
            return {"type": ["object", "null"]}
        case _:
            assert_never(kind)


_ITEMS = {
    "types": "declaration",
    "fields": "field",
    "groups": "group",
    "views": "view",
    "resolvers": "resolver",
    "searches": "search",
}


def _method() -> Json:
    """The name of a method, or a mapping with its options."""
    methods = [
        {
            "properties": {
                "name": {"const": name},
                **{option.name: _type(option.type) for option in options},
            },
            "additionalProperties": False,
        }
        for name, options in METHODS.items()
    ]
    return {"anyOf": [{"enum": list(METHODS)}, {"type": "object", "required": ["name"], "anyOf": methods}]}


def _section(kind: str) -> Json:
    """The declarations of a kind, by name or, where they have none, in a list."""
    if kind == "asserts":
        return {"type": "array", "items": {"$ref": "#/$defs/assert"}}
    return {
        "type": ["object", "null"],
        "propertyNames": _WORD,
        "additionalProperties": {"$ref": f"#/$defs/{_ITEMS[kind]}"},
    }


def _named(scope: Scope) -> Iterator[tuple[str, Json]]:
    """What an editor offers in a document of this scope, and the names and fields that it offers there."""
    name = f"scope.{scope.name}"
    here = f"#/$defs/{name}"
    known: Json = {"$ref": f"{here}.view"}
    several: Json = {"anyOf": [known, {"type": "array", "items": known}]}
    view: Json = {
        "properties": {
            "chain_with": several,
            "group": _names((group.name, group.doc) for group in scope.groups.values()),
            "set": {"$ref": f"{here}.set"},
        }
    }
    groups = {group.name: _group(group, scope) for group in scope.groups.values()}
    sections: Json = {
        "groups": {"properties": groups},
        "views": {"additionalProperties": view},
        "search": {"additionalProperties": _search(scope, several)},
    }
    yield name, {"properties": sections}
    yield f"{name}.set", _writes(scope)
    yield f"{name}.view", _names((each.name, each.doc) for each in scope.views.values())


def _search(scope: Scope, several: Json) -> Json:
    dimensions = {path: _dimension(field) for path, field in scope.fields.items()}
    views: Json = {"$ref": "#/$defs/dimension", "properties": {"choice": {"items": several}}}
    return {"properties": {"views": several, "space": {"properties": {**dimensions, VIEW: views}}}}


def _dimension(field: Field) -> Json:
    """A dimension of a field, which also takes its values among the choices; of a secret no more than its doc
    is told.
    """
    described: Json = {"description": field.member.doc} if field.member.doc else {}
    if field.member.runtime.is_discreet:
        return described
    return {**described, "$ref": "#/$defs/dimension", "properties": {"choice": {"items": _type(field.type)}}}


def _names(known: Iterable[tuple[str, str]]) -> Json:
    """A name, best one of those that are known, each with its doc: others may be on their way."""
    named = [{"const": name, **({"description": doc} if doc else {})} for name, doc in known]
    return {"anyOf": [*named, _TEXT]}


def _group(group: Group, scope: Scope) -> Json:
    members = _names((name, scope.views[name].doc) for name in group.members if name in scope.views)
    return {"properties": {"default": members}}


def _writes(scope: Scope) -> Json:
    """The fields, by their dotted paths, and once more below the names of the structs around them."""
    dotted: Json = {path: _value(field) for path, field in scope.fields.items()}
    whole: Json = {"properties": dotted}
    for path in scope.fields:
        *around, last = path.split(".")
        inner = dotted
        for part in around:
            struct = cast("Json", inner.setdefault(part, {"type": ["object", "string"], "properties": {}}))
            inner = cast("Json", struct.setdefault("properties", {}))
        inner.setdefault(last, dotted[path])
    return whole


def _value(field: Field) -> Json:
    """A value of a field: one of its type, or an expression; of a secret no more than its doc is told."""
    described: Json = {"description": _told(field)} if _told(field) else {}
    if field.member.runtime.deprecated is not None:
        described["deprecated"] = True
    if field.member.runtime.is_discreet:
        return described
    return {**described, "anyOf": [_type(field.type), _EXPRESSION]}


def _told(field: Field) -> str:
    """What an editor shows beside a field: its doc, its unit, and what has become of it."""
    member = field.member
    unit = f"in {member.unit}" if member.unit else ""
    return "; ".join(filter(None, (member.doc, unit, member.runtime.deprecated)))


def _type(type: ato.Type) -> Json:
    """The values of a type, as the formats of documents may hold them."""
    match type:
        case ato.Literal():
            return {"enum": [plain(value) for value in type.values]}
        case ato.Float():
            return {"type": ["number", "string"]}
        case ato.Union():
            return {"anyOf": [_type(option) for option in type.options]}
        case ato.List() | ato.Set():
            return {"type": "array", "items": _type(type.item)}
        case ato.Tuple():
            items = [_type(item) for item in type.items]
            return {"type": "array", "prefixItems": items, "items": False} if items else {"type": "array"}
        case ato.Dict():
            return {"type": "object", "additionalProperties": _type(type.value)}
        case ato.Struct():
            return {"type": "object"}
        case _:
            return _BASES.get(type, {"type": ["string", "number", "boolean"]})

"""``schema.json``: the JSON Schema (draft 2020-12) of the documents of a program, for editors.

The words of the language come from the tables of ``atoc.syntax``, the names from the program: in a document
of a scope an editor offers its fields, views and groups and knows the types of their values. It is there to
help with writing and refuses only what the compiler refuses too; the compiler has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from typing_extensions import assert_never

import ato.config as ato
from atoc.emit.header import NO_DIGEST, Origin, made_from, sealed
from atoc.emit.json_text import json_text
from atoc.emit.plain import plain
from atoc.program import Field, Program, Scope
from atoc.syntax import shapes
from atoc.syntax.shapes import Key, Kind, Shape

Json = dict[str, object]

_WHOLE = 99
_TEXT: Json = {"type": "string"}
_WORD: Json = {"type": "string", "pattern": r"^[^\W\d]\w*$"}
_SCALAR: Json = {"type": ["string", "number", "boolean", "null"]}
_EXPRESSION: Json = {"type": "string", "pattern": r"\$\{"}
_BASES: Mapping[ato.Type, Json] = {
    ato.BOOL: {"type": "boolean"},
    ato.INT: {"type": ["integer", "string"]},
    ato.NULL: {"type": "null"},
    ato.ANY: {},
}


def json_schema(program: Program, origin: Origin) -> str:
    """The text of ``schema.json``."""
    data: Json = {
        "$comment": made_from(origin, origin.documents),
        "digest": NO_DIGEST,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A document of an atoc program",
        "$ref": "#/$defs/document",
        "allOf": [_if_scope(scope) for scope in program.scopes],
        "$defs": {**_words(program), **{f"scope.{scope.name}": _scope(scope) for scope in program.scopes}},
    }
    return sealed(json_text(data, _WHOLE))


def _if_scope(scope: Scope) -> Json:
    condition = {"properties": {"scope": {"const": scope.name}}, "required": ["scope"]}
    return {"if": condition, "then": {"$ref": f"#/$defs/scope.{scope.name}"}}


def _words(program: Program) -> Json:
    """What may be said anywhere: the shapes of the language."""
    named = (
        ("document", shapes.DOCUMENT),
        ("group", shapes.GROUP),
        ("view", shapes.VIEW),
        ("resolver", shapes.RESOLVER),
    )
    definitions: Json = {name: _shape(shape) for name, shape in named}
    definitions["field"] = {"anyOf": [{"$ref": "#/$defs/type"}, _shape(shapes.FIELD)]}
    definitions["declaration"] = {"anyOf": [_shape(shapes.STRUCT), _shape(shapes.ENUM)]}
    types = (*program.structs, *program.enums)
    examples = ["bool", "int", "float", "str", "bytes", "path", "datetime", "duration", "any", *types]
    definitions["type"] = {"type": "string", "examples": examples}
    return definitions


def _shape(shape: Shape) -> Json:
    properties = {key.name: _key(key) for key in shape.keys if key.kind != "unsupported"}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _key(key: Key) -> Json:
    return {"description": key.doc, **_kind(key.kind)}


def _kind(kind: Kind) -> Json:
    """What may stand under a key of this kind."""
    match kind:
        case "text" | "expression" | "name":
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
        case "value" | "unsupported":
            return {}
        case "types" | "fields" | "groups" | "views" | "resolvers":
            return _mapping(kind)
        case "writes":
            return {"type": ["object", "null"]}
        case _:
            assert_never(kind)


def _mapping(kind: str) -> Json:
    item = "declaration" if kind == "types" else kind.removesuffix("s")
    return {"type": "object", "propertyNames": _WORD, "additionalProperties": {"$ref": f"#/$defs/{item}"}}


def _scope(scope: Scope) -> Json:
    """What an editor offers in a document of this scope."""
    view: Json = {
        "properties": {
            "chain_with": {"anyOf": [_names(scope.views), {"type": "array", "items": _names(scope.views)}]},
            "group": _names(scope.groups),
            "set": {"properties": {path: _value(field) for path, field in scope.fields.items()}},
        }
    }
    return {"properties": {"views": {"additionalProperties": view}}}


def _names(known: Iterable[str]) -> Json:
    return {"type": "string", "examples": list(known)}


def _value(field: Field) -> Json:
    """A value of a field: one of its type, or an expression; of a secret no more than its doc is told."""
    described: Json = {"description": field.member.doc} if field.member.doc else {}
    if field.member.runtime.is_discreet:
        return described
    return {**described, "anyOf": [_type(field.type), _EXPRESSION]}


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

"""The type of any schema, as text of the language, and the structs that are made on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ato.config import Problem
from atoc.importers.carried import Left, Refused
from atoc.importers.inferred import united
from atoc.importers.json_schema import limits
from atoc.importers.json_schema.part import Part, value_of
from atoc.importers.names import are_names, identifier
from atoc.importers.plain import is_list
from atoc.importers.terms import Untold, quoted
from atoc.source import Mapping, Sequence
from atoc.source.node import Entry

MAX_DEPTH = 40
"""How deep schemas may nest."""
MAX_FIELDS = 5_000
"""How many fields a schema may come to."""

_SCALARS = {"boolean": "bool", "integer": "int", "number": "float", "string": "str", "null": "None"}
_NOTES = ("title", "description", "$schema", "$id", "$comment", "examples")
_BESIDE = ("$ref", "default", "deprecated", "definitions", "$defs", "readOnly", "writeOnly")
_UNSAID = {
    "not": "what must not match cannot be said",
    "if": "schemas under a condition cannot be said; an assert may do",
    "dependentRequired": "what one key asks of another cannot be said; an assert may do",
    "dependentSchemas": "what one key asks of another cannot be said; an assert may do",
    "dependencies": "what one key asks of another cannot be said; an assert may do",
    "patternProperties": "keys by pattern cannot be said",
    "propertyNames": "how keys look cannot be said",
    "contains": "that some items match cannot be said; an assert may do",
    "uniqueItems": "that items are unique cannot be said of a list; a `set` would not keep their order",
    "format": "formats are not checked",
    "unevaluatedProperties": "which keys are evaluated cannot be said; other keys are refused here",
    "contentEncoding": "how a text is encoded is not checked",
}


@dataclass(slots=True)
class Kinds:
    """The types that were made of definitions and inline objects, by name, in the order of their use.

    ``members`` gives the fields of a named struct.
    """

    left: list[Left]
    members: Callable[[Part, Kinds, str], dict[str, object]]
    types: dict[str, object] = field(default_factory=dict[str, object])
    names: dict[int, str] = field(default_factory=dict[int, str])
    depth: int = 0
    fields: int = 0

    def count(self, part: Part) -> None:
        """Note that a field is made; raises ``Refused`` after very many, as references can ask for."""
        self.fields += 1
        if self.fields > MAX_FIELDS:
            why = f"comes to more than {MAX_FIELDS:,} fields, since its references lead to each other"
            raise Refused([Problem(str(part.span), why, ("name what is referred to under `$defs`",))])

    def tell(self, part: Part) -> None:
        """Say what of a schema no document says."""
        for key, why in _UNSAID.items():
            if part.has(key) and part.value(key) is not False:
                self.left.append(part.left(key, why))

    def tell_beside(self, part: Part) -> None:
        """Say what stands beside a reference and is not read."""
        if part.has("$ref"):
            why = "stands beside a reference, and only what that leads to is read"
            beside = (entry.key.text for entry in part.node.entries)
            self.left.extend(part.left(key, why) for key in beside if key not in (*_NOTES, *_BESIDE))

    def type(self, part: Part, near: str) -> str:
        """The type of a schema; ``near`` is a name for a struct that has none. Raises :class:`Untold`."""
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                raise Untold(f"schemas are nested more than {MAX_DEPTH} levels deep")
            found = part.followed()
            return _nullable(found, self._type(found, near))
        finally:
            self.depth -= 1

    def inner(self, part: Part | None, near: str) -> str:
        """The type of what a container holds."""
        if part is None:
            return "any"
        found = part.followed()
        self.tell(found)
        self.tell_beside(part)
        limits.tell(found, self.left)
        return self.type(part, near)

    def _type(self, part: Part, near: str) -> str:
        if part.has("const"):
            return literals([part.value("const")])
        values = part.value("enum")
        if is_list(values):
            type = literals(values)
            if "bool" in type.split(" | ") and not {True, False} <= set(map(_plain, values)):
                self.left.append(part.left("enum", "is a bool here, which may be the other one too"))
            return type
        for key in ("oneOf", "anyOf"):
            if part.has(key):
                beside = self.union(part.parts(key), near)
                self.tell_overlap(part, key, beside)
                return beside
        if part.has("allOf"):
            return self.type(merged(part), near)
        kinds = part.value("type")
        if is_list(kinds):
            return united(self.of_kind(part, str(kind), near) for kind in kinds)
        return self.of_kind(part, str(kinds) if kinds is not None else _guessed(part), near)

    def union(self, parts: list[Part], near: str) -> str:
        """The type of one schema or another: of structs a variant, of scalars a union."""
        return _union([self.inner(part, f"{near}{index + 1}") for index, part in enumerate(parts)])

    def tell_overlap(self, part: Part, key: str, type: str) -> None:
        """Say that a value may be of several of those of which ``oneOf`` asks for exactly one."""
        options = type.split(" | ")
        if key == "oneOf" and (len(options) < len(part.parts(key)) or {"int", "float"} <= set(options)):
            self.left.append(part.left(key, "that a value is of one and no other of them cannot be said"))

    def of_kind(self, part: Part, kind: str, near: str) -> str:
        """The type of a schema for one of JSON's types."""
        match kind:
            case "array":
                return self._array(part, near)
            case "object":
                return self._object(part, near)
            case _:
                return _SCALARS.get(kind, "any")

    def _array(self, part: Part, near: str) -> str:
        fixed = part.parts("prefixItems") or part.parts("items")
        if fixed:
            types = [self.inner(each, f"{near}{index + 1}") for index, each in enumerate(fixed)]
            if part.value("items") is False or part.value("additionalItems") is False:
                return f"tuple[{', '.join(types)}]"
            if part.value("minItems") == part.value("maxItems") == len(types):
                return f"tuple[{', '.join(types)}]"
            raise Untold("its first items have types of their own and more may follow")
        return f"list[{self.inner(part.part('items'), f'{near}Item')}]"

    def _object(self, part: Part, near: str) -> str:
        if not is_struct(part):
            if part.has("properties"):
                raise Untold("its keys cannot name fields")
            return f"dict[str, {self.inner(part.part('additionalProperties'), f'{near}Value')}]"
        return self.struct(part, near)

    def struct(self, part: Part, near: str) -> str:
        """The name of the struct that an object is; it is declared where it is first met."""
        known = self.names.get(id(part.node))
        if known is not None:
            return known
        name = self.free(identifier(part.name or part.text("title").title().replace(" ", "") or near, "type"))
        self.names[id(part.node)] = name
        self.types[name] = {}
        doc = part.text("description")
        self.types[name] = {**({"doc": doc} if doc else {}), "fields": self.members(part, self, name)}
        return name

    def free(self, name: str) -> str:
        """The name, or one like it where it is taken."""
        name = name[:1].upper() + name[1:]
        while name in self.types:
            name += "_"
        return name


def _plain(value: object) -> object:
    return value if isinstance(value, bool) else None


def is_struct(part: Part) -> bool:
    """Whether an object has properties that can be fields."""
    return are_names([name for name, _ in part.named("properties")])


def merged(part: Part) -> Part:
    """The schemas of ``allOf`` as one; raises :class:`Untold` where they say different things of one key."""
    entries = {entry.key.text: entry for entry in part.node.entries if entry.key.text != "allOf"}
    for each in part.parts("allOf"):
        for entry in each.followed().node.entries:
            known = entries.get(entry.key.text)
            entries[entry.key.text] = entry if known is None else _both(known, entry)
    return Part(Mapping(part.span, tuple(entries.values())), part.root, part.name)


def _both(one: Entry, other: Entry) -> Entry:
    """What two schemas say under one key: properties and required keys of both, otherwise the first."""
    key = one.key.text
    match one.value, other.value:
        case Mapping() as first, Mapping() as second if key in ("properties", "$defs", "definitions"):
            known = {entry.key.text: entry for entry in (*second.entries, *first.entries)}
            return Entry(one.key, Mapping(first.span, tuple(known.values())))
        case Sequence() as first, Sequence() as second if key == "required":
            return Entry(one.key, Sequence(first.span, (*first.items, *second.items)))
        case _ if key in _NOTES or value_of(one.value) == value_of(other.value):
            return one
        case _:
            raise Untold(f"the schemas of `allOf` say different things under '{key}'")


def literals(values: list[object]) -> str:
    """A closed set of values as a type; raises :class:`Untold` for what is no text and no whole number."""
    found: list[str] = []
    for value in values:
        if value is None:
            found.append("None")
        elif isinstance(value, str):
            found.append(quoted(value))
        elif isinstance(value, int) and not isinstance(value, bool):
            found.append(str(value))
        elif set(map(repr, values)) <= {"True", "False", "None"}:
            return united("None" if each is None else "bool" for each in values)
        else:
            raise Untold(f"a closed set holds texts and whole numbers here, and {value!r} is neither")
    return " | ".join(dict.fromkeys(found)) or "any"


def _union(types: list[str]) -> str:
    options = list(dict.fromkeys(option for type in types for option in type.split(" | ")))
    if "any" in options:
        return "any"
    if {"str", "float"} <= set(options):  # a whole number is a float before it is text
        options = [*(option for option in options if option != "str"), "str"]
    none = ["None"] if "None" in options else []
    return " | ".join([*(option for option in options if option != "None"), *none])


def _nullable(part: Part, type: str) -> str:
    return _union([type, "None"]) if part.value("nullable") is True else type


def _guessed(part: Part) -> str:
    """The type of a schema that says none, by what else it says."""
    if part.has("properties") or part.has("additionalProperties"):
        return "object"
    return "array" if part.has("items") or part.has("prefixItems") else ""

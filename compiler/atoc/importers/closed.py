"""Types of values that a source declares: closed sets, and which values a type takes."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from atoc.importers.carried import Expression
from atoc.importers.inferred import type_of, united
from atoc.importers.plain import is_list
from atoc.importers.terms import quoted


def closed(values: Sequence[object]) -> str:
    """The type that takes these values alone; nothing where they are not all texts or all whole numbers."""
    is_plain = all(isinstance(each, (str, int)) and not isinstance(each, bool) for each in values)
    if not values or not is_plain or len(set(map(type, values))) > 1:
        return ""
    return " | ".join(dict.fromkeys(quoted(each) if isinstance(each, str) else str(each) for each in values))


def enumerated(field: dict[str, object]) -> dict[str, object]:
    """A field whose type is a set of plain texts with ``enum`` in its place."""
    options = str(field["type"]).split(" | ")
    if not all(len(option) > 1 and option[0] in "'\"" and option[-1] == option[0] for option in options):
        return field
    texts = [option[1:-1] for option in options]
    if any("\\" in text or "|" in text for text in texts):
        return field
    return {"enum": texts, **{key: value for key, value in field.items() if key != "type"}}


def widened(type: str, value: object) -> str:
    """The type, or one that takes this value too; nothing is said of None."""
    if value is None or isinstance(value, Expression) or _takes(type, value):
        return type
    kind = type_of(value)
    if type.startswith("list[") or kind.startswith(("list[", "dict[", "tuple[")) or kind == "any":
        return "any"
    options = type.split(" | ")
    if any(option[0] in "'\"-0123456789" for option in options):
        return f"{type} | {quoted(value)}" if isinstance(value, str) else f"{type} | {value!r}"
    return united([*options, kind])


def _takes(type: str, value: object) -> bool:
    if type == "any":
        return True
    if type.startswith("list["):
        return is_list(value) and all(_takes(type[5:-1], each) for each in value)
    return any(_is(option, value) for option in type.split(" | "))


def _is(option: str, value: object) -> bool:
    match option:
        case "bool":
            return isinstance(value, bool)
        case "int":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "str" | "path":
            return isinstance(value, str)
        case "None":
            return value is None
        case _:
            return repr(value) == option or (isinstance(value, str) and ast.literal_eval(option) == value)

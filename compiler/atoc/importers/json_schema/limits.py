"""Bounds, lengths and patterns as constraints of a field."""

from __future__ import annotations

from collections.abc import Iterator

from ato.config.types._pattern import BadPattern, compile_pattern
from atoc.importers.carried import Left
from atoc.importers.json_schema.part import Part

_NUMBERS = {"minimum": "ge", "maximum": "le", "exclusiveMinimum": "gt", "exclusiveMaximum": "lt"}
_LENGTHS = {
    "minLength": "min_length",
    "maxLength": "max_length",
    "minItems": "min_length",
    "maxItems": "max_length",
    "minProperties": "min_length",
    "maxProperties": "max_length",
}
_ABOUT = {
    "integer": (*_NUMBERS, "multipleOf"),
    "number": (*_NUMBERS, "multipleOf"),
    "string": ("minLength", "maxLength", "pattern"),
    "array": ("minItems", "maxItems"),
    "object": ("minProperties", "maxProperties"),
}
KEYS = (*_NUMBERS, *_LENGTHS, "multipleOf", "pattern")


def limits(part: Part, kind: str, left: list[Left]) -> dict[str, object]:
    """The constraints of a field whose type is this of JSON Schema."""
    found: dict[str, object] = {}
    for key in _ABOUT.get(kind, ()):
        value = part.value(key)
        if key == "pattern" and isinstance(value, str):
            found.update(_pattern(part, value, left))
        elif key in _LENGTHS and isinstance(value, (int, float)):
            found[_LENGTHS[key]] = int(value)
        elif key == "multipleOf" and isinstance(value, (int, float)):
            found["multiple_of"] = value
        elif key in _NUMBERS and isinstance(value, (int, float)) and not isinstance(value, bool):
            found[_bound(part, key)] = value
    return found


def tell(part: Part, left: list[Left]) -> None:
    """Say which constraints stand where no field can have them, as on the items of a list."""
    why = "constrains a part of a value, and only fields have constraints"
    left.extend(part.left(key, why) for key in KEYS if part.has(key))


def _bound(part: Part, key: str) -> str:
    """The constraint of a bound; in draft 4 a flag beside it says that it is excluded."""
    flag = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}.get(key, "")
    return _NUMBERS[flag] if flag and part.value(flag) is True else _NUMBERS[key]


def _pattern(part: Part, text: str, left: list[Left]) -> Iterator[tuple[str, object]]:
    """A pattern, which is looked for anywhere in a text there, as one for the whole text."""
    is_whole = text.startswith("^") and text.endswith("$") and not text.endswith("\\$")
    is_simple = is_whole and ("|" not in text or _is_one_group(text[1:-1]))
    whole = text[1:-1] if is_simple else f"(?s:.*)(?:{text})(?s:.*)"
    try:
        compile_pattern(whole)
    except BadPattern as error:
        left.append(part.left("pattern", f"is no pattern of the language: {error}"))
        return
    yield "pattern", whole


def _is_one_group(core: str) -> bool:
    """Whether a pattern is one group without another: ``(a|b)``."""
    return core.startswith("(") and core.endswith(")") and core.count("(") == 1

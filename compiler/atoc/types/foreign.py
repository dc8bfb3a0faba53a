"""What other languages and formats call types, and what they are called here."""

from __future__ import annotations

_NAMES = {
    "string": "str", "String": "str", "text": "str", "Text": "str",
    "integer": "int", "Integer": "int", "Int": "int", "long": "int",
    "number": "float", "Number": "float", "double": "float", "Float": "float", "real": "float",
    "boolean": "bool", "Boolean": "bool", "Bool": "bool",
    "Path": "path", "file": "path", "timedelta": "duration", "date": "datetime",
    "null": "None", "none": "None", "Any": "any", "object": "any",
}  # fmt: skip

_CONTAINERS = {
    **dict.fromkeys(("array", "Array", "List", "sequence", "Sequence"), ("list[{}]", "str")),
    **dict.fromkeys(("Dict", "map", "Map", "Mapping"), ("dict[{}]", "str, int")),
    **dict.fromkeys(("Set", "FrozenSet", "frozenset"), ("set[{}]", "str")),
    "Tuple": ("tuple[{}]", "int, ..."),
    "Optional": ("{} | None", "int"),
}
"""How each is written with what it holds, and an example of that."""


def native(name: str, held: str) -> str | None:
    """How a type of another language is written here; ``held`` is what stands in its brackets."""
    if name in _CONTAINERS:
        form, example = _CONTAINERS[name]
        return form.format(held or example)
    if name in ("Union", "Literal"):
        return held.replace(", ", " | ") or "int | str"
    return _NAMES.get(name)

"""Values as they stand in a config, and back as plain data.

Into a config: mappings of text become configs of its class, also inside lists and tuples; whatever holds none
stays the very object that it was. A mapping with keys that are no text stays a plain dict.
"""

from __future__ import annotations

from ato.dynamic.trees._dict import Dict, is_mapping, is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

MAX_DEPTH = 200
"""How deep values may stand in each other; what stands in itself has no end."""


def converted(value: object, into: type[Dict], depth: int = 0) -> Any:
    """A value as a config of the class ``into`` holds it. Raises ``ValueError`` for one that holds itself."""
    if isinstance(value, into) or not (is_sequence(value) or is_mapping(value)):
        return value
    if depth > MAX_DEPTH:
        raise ValueError(f"values stand more than {MAX_DEPTH} deep in each other, or one in itself")
    if is_sequence(value):
        return _sequence(value, lambda item: converted(item, into, depth + 1))
    source: dict[Any, Any] = value._data if isinstance(value, Dict) else dict(value)
    if any(type(key) is not str and not isinstance(key, str) for key in source):
        return value
    made: Any = into.__new__(into)
    for key, item in source.items():
        made._data[key] = converted(item, into, depth + 1)
    return made


def _sequence(value: Any, convert: Callable[[object], object]) -> object:
    """A list or tuple of converted items, or itself where no item changes."""
    items = [convert(item) for item in value]
    if all(new is old for new, old in zip(items, value)):
        return value
    if hasattr(value, "_make"):  # a named tuple takes its items one by one
        return value._make(items)
    return items if type(value) is list else type(value)(items)


def plain(value: object, depth: int = 0) -> Any:
    """A value as plain data: dicts for configs, lists for tuples, everything else as it is."""
    if depth > MAX_DEPTH:
        raise ValueError(f"values stand more than {MAX_DEPTH} deep in each other, or one in itself")
    if isinstance(value, Dict):
        return {key: plain(item, depth + 1) for key, item in value._data.items()}
    if is_mapping(value):
        return {key: plain(item, depth + 1) for key, item in value.items()}
    if is_sequence(value):
        return [plain(item, depth + 1) for item in value]
    return value


def configs_in(value: object) -> Iterator[Dict]:
    """Every config in a value, itself included, each once, those in lists and tuples too."""
    seen: set[int] = set()
    pending = [value]
    while pending:
        each: Any = pending.pop()
        if id(each) in seen:
            continue
        if isinstance(each, Dict):
            seen.add(id(each))
            pending += each._data.values()
            yield each
        elif is_sequence(each):
            seen.add(id(each))
            pending += each

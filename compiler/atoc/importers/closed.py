"""Closed sets of values: as the text of a type, and as an ``enum`` where that reads better."""

from __future__ import annotations

from collections.abc import Sequence

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

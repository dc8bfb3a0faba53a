"""What an import comes to, in words: what was left, where and why, and how much was carried over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from atoc.findings.summary import counted
from atoc.importers.carried import Carried, Left
from atoc.importers.plain import is_mapping

MAX_SHOWN = 80
"""How many characters of what was left are quoted."""


def report(carried: Carried) -> str:
    """Lines for a person: each thing that was left in the order of its place, then the sums."""
    lines = [f"{line}\n" for left in _in_order(carried.left) for line in _told(left)]
    return "".join([*lines, *(["\n"] if lines else []), f"{_sums(carried)}\n"])


def _in_order(left: Sequence[Left]) -> list[Left]:
    """By place, those without one first; the order in which they were met decides among equals."""
    return sorted(
        dict.fromkeys(left),
        key=lambda each: ("", 0, 0) if each.place is None else _start(each),
    )


def _start(left: Left) -> tuple[str, int, int]:
    place = left.place
    return ("", 0, 0) if place is None else (place.path, place.line, place.column)


def _told(left: Left) -> Iterator[str]:
    place = "" if left.place is None else f"{left.place}: "
    what = " ".join(left.what.split())
    shown = what if len(what) <= MAX_SHOWN else what[: MAX_SHOWN - 1] + "…"
    yield f"left {place}{shown}"
    yield f"  {left.why}"


def _sums(carried: Carried) -> str:
    fields = sum(_fields(document) for document in carried.documents.values())
    views = sum(len(_section(document, "views")) for document in carried.documents.values())
    documents = counted(len(carried.documents), "document")
    parts = [counted(fields, "field"), *([counted(views, "view")] if views else [])]
    left = counted(len(set(carried.left)), "thing") if carried.left else "nothing"
    return f"Carried over {' and '.join(parts)} in {documents}; left {left}."


def _section(tree: object, key: str) -> Mapping[object, object]:
    section = tree.get(key) if is_mapping(tree) else None
    return section if is_mapping(section) else {}


def _fields(tree: object) -> int:
    """The leaves below ``fields``, and below those of the types."""
    own = sum(_fields(each) or 1 for each in _section(tree, "fields").values())
    return own + sum(_fields(each) for each in _section(tree, "types").values())

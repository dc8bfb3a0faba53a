"""A YAML or JSON config as plain values, typed as mmengine's reader types them: by YAML 1.1."""

from __future__ import annotations

import re

from atoc.importers.carried import Left
from atoc.importers.mapping import entries, mapping
from atoc.importers.scalars import plain
from atoc.source import Mapping, Node, Scalar, Sequence
from atoc.span import SourceFile

_STRICT = re.compile(
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_DATE = re.compile(r"\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?")


def table(file: SourceFile, left: list[Left]) -> dict[str, object]:
    """The mapping that a file holds; raises ``Refused`` where it holds none."""
    is_json = file.path.endswith(".json")
    return {entry.key.text: _value(entry.value, is_json, left) for entry in entries(mapping(file))}


def _value(node: Node, is_json: bool, left: list[Left]) -> object:
    match node:
        case Mapping():
            return {entry.key.text: _value(entry.value, is_json, left) for entry in entries(node)}
        case Sequence():
            return [_value(item, is_json, left) for item in node.items]
        case Scalar():
            return plain(node) if is_json else _scalar(node, left)


def _scalar(node: Scalar, left: list[Left]) -> object:
    value = plain(node)
    if isinstance(value, float) and not _STRICT.fullmatch(node.text):
        left.append(
            Left(node.span, node.text, "stays text, which it is for YAML 1.1; write 1.0e-3 for a number")
        )
        return node.text
    if isinstance(value, str) and node.is_plain and _DATE.fullmatch(value):
        left.append(Left(node.span, node.text, "stays text; YAML 1.1 makes a date of it"))
    return value

"""The leaves of TOML as text: strings decoded, and bare values as the language writes them."""

from __future__ import annotations

import sys
from typing import Any, cast

import tree_sitter

from atoc.source.node import Scalar
from atoc.source.places import Places
from atoc.source.written import Written

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib  # type: ignore[import-not-found, unused-ignore]  # pyright: ignore[reportMissingImports]

SPECIAL = {"inf": ".inf", "+inf": ".inf", "-inf": "-.inf", "nan": ".nan", "+nan": ".nan", "-nan": ".nan"}
"""How the language writes the floats that are no numbers."""

DATES = frozenset(("offset_date_time", "local_date_time", "local_date", "local_time"))


def loads(text: str) -> dict[str, Any]:
    """The values of a TOML text by the standard library; raises ``ValueError`` where it is not TOML."""
    return cast("dict[str, Any]", tomllib.loads(text))  # pyright: ignore[reportUnknownMemberType]


def key_scalar(node: tree_sitter.Node, places: Places) -> Scalar:
    """One part of a key."""
    if node.type == "quoted_key":
        return _quoted(node, places)
    span = places.span(node.start_byte, node.end_byte)
    return Scalar(span, places.text[node.start_byte : node.end_byte])


def value_scalar(node: tree_sitter.Node, places: Places) -> Scalar:
    """A value that is neither an array nor a table."""
    if node.type == "string":
        return _quoted(node, places)
    written = places.text[node.start_byte : node.end_byte]
    text = _iso(written) if node.type in DATES else SPECIAL.get(written, written)
    return Scalar(places.span(node.start_byte, node.end_byte), text, "plain", text == written)


def _quoted(node: tree_sitter.Node, places: Places) -> Scalar:
    written = places.text[node.start_byte : node.end_byte]
    text = _decoded(written)
    is_exact = written[1:-1] == text
    place = places.span(node.start_byte, node.end_byte)
    return Scalar(place, text, "quoted", is_exact, None if is_exact else Written(written, text))


def _decoded(written: str) -> str:
    is_simple = not written.startswith(("'''", '"""')) and (written[0] == "'" or "\\" not in written)
    return written[1:-1] if is_simple else str(loads(f"text = {written}")["text"])


def _iso(written: str) -> str:
    value: str = loads(f"date = {written}")["date"].isoformat()
    return value

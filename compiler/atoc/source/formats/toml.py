"""TOML with places: ``tomllib`` decides what is valid, tree-sitter says where everything stands.

tree-sitter counts bytes, so it is given a twin of the text in which every character outside ASCII is
one ``?``: such characters occur in comments, strings and quoted keys only, where they change nothing
of the structure, and so bytes count code points. Cost: linear in the text, after one look at every
line for keys of very many parts, on which ``tomllib`` takes quadratic time.
"""

from __future__ import annotations

import re

import tree_sitter
import tree_sitter_toml

from atoc.findings import Finding, Passed
from atoc.source.bounds import DEFAULT, Bounds
from atoc.source.findings import UNREADABLE
from atoc.source.formats.toml_errors import syntax_error
from atoc.source.formats.toml_scalars import loads
from atoc.source.formats.toml_tree import build
from atoc.source.node import Node
from atoc.source.places import Places
from atoc.source.unprintable import unprintable
from atoc.span import SourceFile

GRAMMAR = tree_sitter.Language(tree_sitter_toml.language())
KEY_PART = r"""(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""


def parse(file: SourceFile, bounds: Bounds = DEFAULT) -> Passed[Node | None]:
    """The document of a TOML file; ``None`` if it is empty or its syntax is broken."""
    places = Places(file)
    refused = unprintable(places) or _long_key(places, bounds)
    if refused is not None:
        return Passed(None, (refused,))
    try:
        loads(file.text)
    except RecursionError:
        return Passed(None, (_too_deep(places, bounds),))
    except ValueError as error:
        return _broken(str(error), places, bounds)
    root = syntax_tree(file.text)
    return build(root, places, bounds) if not root.has_error else Passed(None, (_newer(root, places),))


def syntax_tree(text: str) -> tree_sitter.Node:
    """The text taken apart by tree-sitter; its bytes are code points of the text."""
    return tree_sitter.Parser(GRAMMAR).parse(text.encode("ascii", "replace")).root_node


def _broken(message: str, places: Places, bounds: Bounds) -> Passed[Node | None]:
    """Keys that are given twice are told with both places; all else as the parser says it."""
    if message.startswith(("Cannot ", "Duplicate ")):
        root = syntax_tree(places.text)
        built = None if root.has_error else build(root, places, bounds)
        if built is not None and built.findings:
            return built
    return Passed(None, (syntax_error(message, places),))


def _long_key(places: Places, bounds: Bounds) -> Finding | None:
    """Bounds the parts of dotted keys before any parser sees them."""
    text, depth = places.text, bounds.depth
    if text.count(".") < depth:
        return None
    start = 0
    key = re.compile(rf"{KEY_PART}(?:[ \t]*\.[ \t]*{KEY_PART}){{{depth},}}[ \t]*[=\]]")
    for line in text.split("\n"):
        found = key.search(line) if line.count(".") >= depth else None
        if found is not None:
            return UNREADABLE.at(
                places.span(start + found.start(), start + found.end()),
                f"this key has more than {depth} parts",
            )
        start += len(line) + 1
    return None


def _too_deep(places: Places, bounds: Bounds) -> Finding:
    deepest = max(re.finditer(r"[\[{][\[{ \t\r\n]*", places.text), key=lambda run: len(run.group()))
    return UNREADABLE.at(
        places.span(deepest.start(), deepest.start() + 1),
        f"this stands more than {bounds.depth} levels deep",
    )


def _newer(root: tree_sitter.Node, places: Places) -> Finding:
    """What newer releases of the parser take, so that a verdict is the same under every Python."""
    node = root
    while not node.is_error and not node.is_missing:
        inner = next((child for child in node.children if child.has_error), None)
        if inner is None:
            break
        node = inner
    return UNREADABLE.at(
        places.span(node.start_byte, node.start_byte + 1), "this is not TOML 1.0, which is what is read here"
    )

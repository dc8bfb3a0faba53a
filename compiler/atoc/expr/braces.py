"""What stands in ``${...}``: an expression, or a resolver with its arguments.

``${name:argument,argument}`` is no Python and so has a reader of its own: arguments are text between commas,
in quotes or plain, and may hold ``${...}`` again. What is read is a call like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import ato.config as ato
from atoc.expr.arguments import argument_places, end_of, is_quoted, plain_argument, unclosed_quote
from atoc.expr.resolvers import RESOLVERS
from atoc.expr.translate import read_expression
from atoc.expr.tree import Call, Constant, Template, Tree
from atoc.source.node import Scalar
from atoc.types import Misread, Token, string_of

MAX_NESTED = 10
"""How deep resolvers may nest in the arguments of others."""

_RESOLVER = re.compile(r"\s*([A-Za-z_][\w.]*)\s*:")


def pieces(text: str, start: int, end: int) -> Iterator[str | tuple[int, int]]:
    """Plain text, and from where to where each expression stands with its ``${`` and ``}``.

    One that is never closed ends beyond the text. ``$${`` is the text ``${``.
    """
    position = start
    while (opened := text.find("${", position, end)) >= 0:
        if opened > start and text[opened - 1] == "$":
            yield text[position : opened - 1] + "${"
            position = opened + 2
            continue
        yield text[position:opened]
        closed = end_of(text, opened + 2)
        yield opened, closed if closed <= end else len(text) + 1
        position = min(closed, end)
    yield text[position:end]


def joined(parts: Iterable[str | Tree]) -> tuple[str | Tree, ...]:
    """The parts with neighbouring texts as one, and without empty ones."""
    found: list[str | Tree] = []
    for is_text, group in groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            found.append("".join(part for part in group if isinstance(part, str)))
        else:
            found.extend(group)
    return tuple(part for part in found if part != "")


def read_braces(scalar: Scalar, start: int, end: int, depth: int = 1) -> Tree:
    """What stands between two places, ``${`` and ``}`` among it; raises :class:`Misread`."""
    text = scalar.text
    if end > len(text):
        raise _unclosed(text, start)
    asked = _RESOLVER.match(text, start + 2, end - 1)
    if asked is None:
        return read_expression(scalar, start + 2, end - 1)
    if depth > MAX_NESTED:
        raise Misread(f"resolvers are nested deeper than {MAX_NESTED} levels", start, end)
    name = asked.group(1)
    resolver = RESOLVERS.get(name)
    bare = ato.STR if resolver is None else resolver.bare
    places = argument_places(text, asked.end(), end - 1)
    arguments = tuple(_argument(scalar, place, bare, depth) for place in places)
    return Call(
        span=scalar.part(start + 2, end - 1),
        function=name,
        arguments=arguments,
        name_span=scalar.part(asked.start(1), asked.end(1)),
        plain=tuple(index for index, place in enumerate(places) if _is_plain(scalar.text, place)),
        is_asked=True,
    )


def _unclosed(text: str, start: int) -> Misread:
    quote = unclosed_quote(text, start + 2)
    if quote is None:
        help = "add '}', or write $${ for the two characters"
        return Misread("'${' is never closed", start, start + 2, help)
    other = "'" if text[quote] == '"' else '"'
    help = f"close it before the '}}'; a text that holds {text[quote]} is put between {other} and {other}"
    return Misread(f"the quote {text[quote]} opens a text that is never closed", quote, quote + 1, help)


def _is_plain(text: str, place: tuple[int, int]) -> bool:
    return not is_quoted(text, *place) and "${" not in text[slice(*place)]


def _argument(scalar: Scalar, place: tuple[int, int], bare: ato.Type, depth: int) -> Tree:
    """One argument of a resolver: in quotes, as text with ``${...}``, or plain."""
    start, end = place
    span = scalar.part(start, end)
    if is_quoted(scalar.text, start, end):
        return Constant(span, string_of(Token("string", scalar.text[start:end], start, end)))
    if _is_plain(scalar.text, place):
        return Constant(span, plain_argument(scalar.text, place, bare))
    parts = joined(
        piece if isinstance(piece, str) else read_braces(scalar, *piece, depth + 1)
        for piece in pieces(scalar.text, start, end)
    )
    if len(parts) == 1:
        return Constant(span, parts[0]) if isinstance(parts[0], str) else parts[0]
    return Template(span, parts)

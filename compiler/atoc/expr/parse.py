"""From the text of a document to the tree of an expression: bare ones, and those inside ``${...}``.

A value that is one whole ``${...}`` is that expression; any other text with ``${...}`` in it is a template.
``$${`` stands for the two characters ``${``. ``${name:argument,argument}`` asks a resolver; its arguments are
read here, and what they are asked for is a call like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

import ato.config as ato
from atoc.expr.arguments import argument_places, end_of, is_quoted, plain_argument, resolver_named
from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.grammar import MAX_NODES, read_expression
from atoc.expr.tree import Call, Constant, Parsed, Template, Tree, walk
from atoc.findings import Finding, Passed
from atoc.source.node import Scalar
from atoc.types import Misread, Token, string_of

_RESOLVER = re.compile(r"\s*([A-Za-z_][\w.]*)\s*:")

MAX_NESTED = 10
"""How deep resolvers may nest in the arguments of others."""


def is_template(text: str) -> bool:
    """Whether a value is more than its text: it holds a ``${``, be it a literal one."""
    return "${" in text


def parse_bare(scalar: Scalar) -> Passed[Parsed | None]:
    """The expression that a text is as a whole, as in ``when`` and ``that``; None comes with a finding."""
    text = scalar.text
    try:
        if text.lstrip().startswith("${"):
            start = text.index("$")
            help = "write the expression alone, without ${ and }"
            raise Misread("'${' is for values: this is an expression as a whole", start, start + 2, help)
        tree = read_expression(scalar, 0, len(text))
    except Misread as misread:
        return Passed(None, (_finding(scalar, misread),))
    return Passed(Parsed(text.strip(), tree, scalar.span))


def parse_template(scalar: Scalar) -> Passed[Parsed | None]:
    """The expression that a value holds. None without findings means that the value is plain text.

    Every ``${...}`` that cannot be read has a finding of its own.
    """
    if not is_template(scalar.text):
        return Passed(None)
    findings: list[Finding] = []
    parts: list[str | Tree] = []
    for piece in _pieces(scalar.text, 0, len(scalar.text)):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        try:
            parts.append(_inner(scalar, *piece))
        except Misread as misread:
            findings.append(_finding(scalar, misread))
    if findings:
        return Passed(None, tuple(findings))
    return _assembled(scalar, parts)


def _pieces(text: str, start: int, end: int) -> Iterator[str | tuple[int, int]]:
    """Plain text, and from where to where each expression stands with its ``${`` and ``}``."""
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


def _inner(scalar: Scalar, start: int, end: int, depth: int = 1) -> Tree:
    text = scalar.text
    if end > len(text):
        raise Misread(
            "'${' is never closed", start, start + 2, "add '}', or write $${ for the two characters"
        )
    asked = _RESOLVER.match(text, start + 2, end - 1)
    if asked is None:
        return read_expression(scalar, start + 2, end - 1)
    if depth > MAX_NESTED:
        raise Misread(f"resolvers are nested deeper than {MAX_NESTED} levels", start, end)
    resolver = resolver_named(asked.group(1), asked.start(1), asked.end())
    arguments = tuple(
        _argument(scalar, place, resolver.bare, depth)
        for place in argument_places(text, asked.end(), end - 1)
    )
    name = scalar.part(asked.start(1), asked.end(1))
    return Call(scalar.part(start + 2, end - 1), asked.group(1), arguments, name)


def _argument(scalar: Scalar, place: tuple[int, int], bare: ato.Type, depth: int) -> Tree:
    """One argument of a resolver: in quotes, as text with ``${...}``, or plain."""
    start, end = place
    span = scalar.part(start, end)
    if is_quoted(scalar.text, start, end):
        return Constant(span, string_of(Token("string", scalar.text[start:end], start, end)))
    if "${" not in scalar.text[start:end]:
        return Constant(span, plain_argument(scalar.text, place, bare))
    pieces = _pieces(scalar.text, start, end)
    parts = tuple(piece if isinstance(piece, str) else _inner(scalar, *piece, depth + 1) for piece in pieces)
    present = tuple(part for part in _joined(parts) if part != "")
    if len(present) == 1:
        return Constant(span, present[0]) if isinstance(present[0], str) else present[0]
    return Template(span, present)


def _assembled(scalar: Scalar, parts: list[str | Tree]) -> Passed[Parsed | None]:
    present = tuple(part for part in _joined(parts) if part != "")
    if len(present) == 1:
        only = present[0]
        if isinstance(only, str):
            return Passed(Parsed(scalar.text, Constant(scalar.span, only), scalar.span))
        return _bounded(scalar, Parsed(scalar.text[2:-1].strip(), only, scalar.span))
    return _bounded(scalar, Parsed(scalar.text, Template(scalar.span, present), scalar.span))


def _bounded(scalar: Scalar, parsed: Parsed) -> Passed[Parsed | None]:
    if sum(1 for _ in walk(parsed.tree)) <= MAX_NODES:
        return Passed(parsed)
    many = Misread(f"the text holds expressions of more than {MAX_NODES:,} parts", 0, len(scalar.text))
    return Passed(None, (_finding(scalar, many),))


def _joined(parts: Iterable[str | Tree]) -> Iterator[str | Tree]:
    """The parts with neighbouring texts as one."""
    for is_text, group in groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(part for part in group if isinstance(part, str))
        else:
            yield from group


def _finding(scalar: Scalar, misread: Misread) -> Finding:
    span = scalar.part(misread.start, misread.end)
    return BAD_EXPRESSION.at(span, misread.message, help=tuple(misread.help))

"""From the text of a document to the tree of an expression: bare ones, and those inside ``${...}``.

A value that is one whole ``${...}`` is that expression; any other text with ``${...}`` in it is a template.
``$${`` stands for the two characters ``${``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.grammar import MAX_NODES, read_expression
from atoc.expr.tree import Constant, Parsed, Template, Tree, walk
from atoc.findings import Finding, Passed
from atoc.source.node import Scalar
from atoc.types import Misread

_RESOLVER = re.compile(r"\s*([A-Za-z_][\w.]*)\s*:")
_SPECIAL = re.compile(r"""['"{}]""")
_QUOTED = {"'": re.compile(r"(?:[^'\\]|\\.)*'", re.DOTALL), '"': re.compile(r'(?:[^"\\]|\\.)*"', re.DOTALL)}


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
    for piece in _pieces(scalar.text):
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


def _pieces(text: str) -> Iterator[str | tuple[int, int]]:
    """Plain text, and from where to where each expression stands with its ``${`` and ``}``."""
    position = 0
    while (start := text.find("${", position)) >= 0:
        if text[:start].endswith("$"):
            yield text[position : start - 1] + "${"
            position = start + 2
            continue
        yield text[position:start]
        end = _end(text, start + 2)
        yield start, end
        position = end
    yield text[position:]


def _end(text: str, position: int) -> int:
    """The place behind the ``}`` that closes an expression; braces in quotes do not count."""
    depth = 1
    while depth and (match := _SPECIAL.search(text, position)) is not None:
        character = match.group()
        position = match.end()
        if character in _QUOTED:
            quoted = _QUOTED[character].match(text, position)
            position = len(text) if quoted is None else quoted.end()
        else:
            depth += 1 if character == "{" else -1
    return len(text) + 1 if depth else position


def _inner(scalar: Scalar, start: int, end: int) -> Tree:
    if end > len(scalar.text):
        raise Misread(
            "'${' is never closed", start, start + 2, "add '}', or write $${ for the two characters"
        )
    resolver = _RESOLVER.match(scalar.text, start + 2, end - 1)
    if resolver is not None:
        name = resolver.group(1)
        raise Misread(
            f"'{name}:' is a resolver, and resolvers are not read here",
            resolver.start(1),
            resolver.end(),
            "give the value from outside: declare a field with input: true",
        )
    return read_expression(scalar, start + 2, end - 1)


def _assembled(scalar: Scalar, parts: list[str | Tree]) -> Passed[Parsed | None]:
    present = tuple(part for part in _joined(parts) if part != "")
    if len(present) == 1:
        only = present[0]
        if isinstance(only, str):
            return Passed(Parsed(scalar.text, Constant(scalar.span, only), scalar.span))
        return Passed(Parsed(scalar.text[2:-1].strip(), only, scalar.span))
    template = Template(scalar.span, present)
    if sum(1 for _ in walk(template)) > MAX_NODES:
        many = Misread(f"the text holds expressions of more than {MAX_NODES:,} parts", 0, len(scalar.text))
        return Passed(None, (_finding(scalar, many),))
    return Passed(Parsed(scalar.text, template, scalar.span))


def _joined(parts: list[str | Tree]) -> Iterator[str | Tree]:
    """The parts with neighbouring texts as one."""
    for is_text, group in groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(part for part in group if isinstance(part, str))
        else:
            yield from group


def _finding(scalar: Scalar, misread: Misread) -> Finding:
    span = scalar.part(misread.start, misread.end)
    return BAD_EXPRESSION.at(span, misread.message, help=tuple(misread.help))

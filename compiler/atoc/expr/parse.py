"""From the text of a document to the tree of an expression: bare ones, and values that hold some.

A value that is one whole ``${...}`` is that expression; any other text with ``${...}`` in it is a template.
``$${`` stands for the two characters ``${``.
"""

from __future__ import annotations

from atoc.expr.braces import joined, pieces, read_braces
from atoc.expr.findings import BAD_EXPRESSION
from atoc.expr.translate import MAX_NODES, read_expression
from atoc.expr.tree import Constant, Parsed, Template, Tree, walk
from atoc.findings import Finding, Passed
from atoc.source.node import Scalar
from atoc.types import Misread


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
    for piece in pieces(scalar.text, 0, len(scalar.text)):
        if isinstance(piece, str):
            parts.append(piece)
            continue
        try:
            parts.append(read_braces(scalar, *piece))
        except Misread as misread:
            findings.append(_finding(scalar, misread))
    if findings:
        return Passed(None, tuple(findings))
    return _assembled(scalar, joined(parts))


def _assembled(scalar: Scalar, parts: tuple[str | Tree, ...]) -> Passed[Parsed | None]:
    if len(parts) != 1:
        return _bounded(scalar, Parsed(scalar.text, Template(scalar.span, parts), scalar.span))
    only = parts[0]
    if isinstance(only, str):
        return Passed(Parsed(scalar.text, Constant(scalar.span, only), scalar.span))
    return _bounded(scalar, Parsed(scalar.text[2:-1].strip(), only, scalar.span))


def _bounded(scalar: Scalar, parsed: Parsed) -> Passed[Parsed | None]:
    if sum(1 for _ in walk(parsed.tree)) <= MAX_NODES:
        return Passed(parsed)
    many = Misread(f"the text holds expressions of more than {MAX_NODES:,} parts", 0, len(scalar.text))
    return Passed(None, (_finding(scalar, many),))


def _finding(scalar: Scalar, misread: Misread) -> Finding:
    span = scalar.part(misread.start, misread.end)
    return BAD_EXPRESSION.at(span, misread.message, help=tuple(misread.help))

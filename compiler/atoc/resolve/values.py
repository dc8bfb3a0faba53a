"""Values that are written out: read by the type of their field, faults at their places (ATC102, ATC103)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import ato.config as ato
from atoc.expr import BAD_EXPRESSION, Parsed, is_template, parse_template
from atoc.expr.tree import Constant
from atoc.findings import Finding, Passed, Related
from atoc.program import Known
from atoc.resolve.drafts import MemberDraft
from atoc.resolve.findings import OUT_OF_RANGE, TYPE_MISMATCH
from atoc.source import place, raw
from atoc.source.node import Entry, Mapping, Node, Scalar, Sequence
from atoc.span import Span
from atoc.types import literals

OPEN = "${"
"""What begins an expression in a value, unless another ``$`` stands before it."""

MAX_CHOICES = 200
"""How large a closed set may be for the nearest of its values to be looked for."""

_EXPRESSION = re.compile(r"(?<!\$)\$\{")


def read_given(
    member: MemberDraft, node: Node, subject: str, declared: Span | None
) -> Passed[Known | Parsed | None]:
    """What is given to a field: a value, or an expression whose names are not bound yet.

    ``subject`` is how messages call the field, and ``declared`` is where its name stands, unless that is in
    sight anyway. No value comes with a finding for each part that does not fit, unless what does not fit may
    be meant for something that is broken.
    """
    if not (isinstance(node, Scalar) and is_template(node.text)):
        return _read(member, node, subject, declared)
    passed = parse_template(node)
    parsed = passed.value
    if parsed is not None and isinstance(parsed.tree, Constant) and parsed.text == node.text:
        return _read(member, _literal_text(node), subject, declared)
    return Passed(parsed, passed.findings)


def _read(
    member: MemberDraft, node: Node, subject: str, declared: Span | None
) -> Passed[Known | Parsed | None]:
    if not isinstance(node, Scalar) and _holds_open(node):
        inner = tuple(_expressions_inside(node))
        if inner:
            return Passed(None, inner)
        node = _unescaped(node)
    try:
        return Passed(Known(member.runtime.read(raw(node))))
    except ato.BadValue as error:
        found = _misfits(error, member.runtime, node, subject, declared) if member.is_whole else ()
        return Passed(None, tuple(found))


def _misfits(
    error: ato.BadValue, field: ato.Field, node: Node, subject: str, declared: Span | None
) -> Iterator[Finding]:
    rule = OUT_OF_RANGE if error.is_range else TYPE_MISMATCH
    related = () if declared is None else (Related(declared, f"'{subject}' is declared here"),)
    help = _near_choice(field, node)
    for steps, message in error.faults:
        text = f"{spelt(subject, steps)}: {message}"
        yield rule.at(place(node, steps), text, key=subject, related=related, help=help)


def _near_choice(field: ato.Field, node: Node) -> tuple[str, ...]:
    """A line that names the value of a closed set which was probably meant."""
    choices = literals(field.type) or ()
    if field.secret or not isinstance(node, Scalar) or len(choices) > MAX_CHOICES:
        return ()
    return ato.suggestion(node.text, (choice for choice in choices if isinstance(choice, str)))


def spelt(subject: str, steps: tuple[str | int, ...]) -> str:
    """How a part of a value is called: ``layers[2].width``."""
    return subject + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)


def _literal_text(scalar: Scalar) -> Scalar:
    """A scalar whose ``$${`` stand for the characters ``${``."""
    return replace(scalar, text=scalar.text.replace("$${", OPEN), exact=False, written=None)


def _holds_open(node: Node) -> bool:
    if isinstance(node, Scalar):
        return OPEN in node.text
    if isinstance(node, Sequence):
        return any(_holds_open(item) for item in node.items)
    return any(_holds_open(entry.value) for entry in node.entries)


def _expressions_inside(node: Node) -> list[Finding]:
    if isinstance(node, Sequence):
        return [finding for item in node.items for finding in _expressions_inside(item)]
    if isinstance(node, Mapping):
        return [finding for entry in node.entries for finding in _expressions_inside(entry.value)]
    opened = _EXPRESSION.search(node.text)
    if opened is None:
        return []
    message = "'${' stands inside a value, where expressions are not read"
    help = (
        'write the whole value as one expression, such as "${[lr, lr * 2]}"',
        "write $${ for the two characters ${",
    )
    return [BAD_EXPRESSION.at(node.part(*opened.span()), message, help=help)]


def _unescaped(node: Node) -> Node:
    if isinstance(node, Scalar):
        return _literal_text(node)
    if isinstance(node, Sequence):
        return replace(node, items=tuple(_unescaped(item) for item in node.items))
    return replace(node, entries=tuple(Entry(entry.key, _unescaped(entry.value)) for entry in node.entries))

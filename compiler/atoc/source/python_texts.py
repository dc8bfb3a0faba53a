"""Formatted texts of Python as expressions of the language, part by part.

f'{config.model}_{config.lr:.0e}'     str(model) + '_' + '{:.0e}'.format(lr)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import libcst as cst


def joined(node: cst.FormattedString, expression: Callable[[cst.BaseExpression], str]) -> str | None:
    """The text of an expression that gives the same text; None where a part of it has no such expression."""
    parts: list[str] = []
    for part in _merged(node):
        if isinstance(part, str):
            parts.append(repr(part))
            continue
        spec = _spec(part)
        if part.conversion is not None or part.equal is not None or spec is None:
            return None
        value = expression(part.expression)
        parts.append(f"{('{:' + spec + '}')!r}.format({value})" if spec else f"str({value})")
    return f"({' + '.join(parts)})" if parts else "''"


def _merged(node: cst.FormattedString) -> Iterator[str | cst.FormattedStringExpression]:
    raw = "r" if "r" in node.prefix.lower() else ""
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            yield _unescaped(raw, node.quote, part.value)
        elif isinstance(part, cst.FormattedStringExpression):
            yield part


def _unescaped(raw: str, quote: str, text: str) -> str:
    value = ast.literal_eval(f"{raw}{quote}{text}{quote}")
    return str(value).replace("{{", "{").replace("}}", "}")


def _spec(part: cst.FormattedStringExpression) -> str | None:
    """What says how a value is written, where it is a text: nothing, mostly; None where it is worked out."""
    texts: list[str] = []
    for each in part.format_spec or ():
        if not isinstance(each, cst.FormattedStringText) or set(each.value) & set("{}\\"):
            return None
        texts.append(each.value)
    return "".join(texts)

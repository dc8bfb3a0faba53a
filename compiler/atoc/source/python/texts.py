"""Formatted texts of Python as expressions of the language, part by part.

f'{config.model}_{config.lr:.0e}'     str(model) + '_' + '{:.0e}'.format(lr)
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from warnings import catch_warnings, simplefilter

import libcst as cst


def evaluated_text(node: cst.SimpleString | cst.ConcatenatedString) -> str | None:
    """The text that a string of Python is; None for bytes, for escapes that Python does not know, and for
    halves of letters, which no file can hold.
    """
    if isinstance(node, cst.ConcatenatedString):
        parts = [
            evaluated_text(each) if isinstance(each, (cst.SimpleString, cst.ConcatenatedString)) else None
            for each in (node.left, node.right)
        ]
        whole = "".join(each for each in parts if each is not None)
        return None if None in parts else whole
    return _text_of(node.value)


def is_endless(name: str, args: Sequence[cst.Arg]) -> bool:
    """Whether a call gives infinity, or what is no number: ``float('inf')``, which fields do not hold."""
    texts = (
        each.value for each in args if isinstance(each.value, (cst.SimpleString, cst.ConcatenatedString))
    )
    words = ((evaluated_text(each) or "").strip().lstrip("+-").lower() for each in texts)
    return name == "float" and any(word in ("inf", "infinity", "nan") for word in words)


def _text_of(source: str) -> str | None:
    try:
        value = _evaluated(source)
    except (SyntaxError, ValueError):
        return None
    return (
        value if isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value) else None
    )


def _evaluated(source: str) -> object:
    with catch_warnings():
        simplefilter("ignore")  # of escapes that Python will not take one day
        return ast.literal_eval(source)


def joined(node: cst.FormattedString, expression: Callable[[cst.BaseExpression], str]) -> str | None:
    """The text of an expression that gives the same text; None where a part of it has no such expression."""
    parts: list[str] = []
    try:
        merged = list(_merged(node))
    except (SyntaxError, ValueError):
        return None
    for part in merged:
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
    value = _evaluated(f"{raw}{quote}{text}{quote}")
    return str(value).replace("{{", "{").replace("}}", "}")


def _spec(part: cst.FormattedStringExpression) -> str | None:
    """What says how a value is written, where it is a text: nothing, mostly; None where it is worked out."""
    texts: list[str] = []
    for each in part.format_spec or ():
        if not isinstance(each, cst.FormattedStringText) or set(each.value) & set("{}\\"):
            return None
        texts.append(each.value)
    return "".join(texts)

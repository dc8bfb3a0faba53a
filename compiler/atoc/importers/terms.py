"""Values as expressions of the language: pieces of code, each with the text of its type."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

from atoc.importers.carried import Expression
from atoc.importers.inferred import type_of, united
from atoc.importers.plain import is_list, is_mapping

_ITEM = re.compile(r"list\[(.*)\]|dict\[str, (.*)\]")
_SCALARS = frozenset(("bool", "int", "float", "str", "path"))


class Untold(Exception):
    """Something that the language cannot say; the text is the reason, as a clause."""


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of code with the text of its type. ``simple`` tells that an operator may stand beside it."""

    code: str
    type: str
    simple: bool = True

    @property
    def operand(self) -> str:
        """The code as an operand."""
        return self.code if self.simple else f"({self.code})"

    @property
    def as_text(self) -> str:
        """The code of the value as text."""
        return self.operand if self.type == "str" else f"str({self.code})"


def whole(term: Term) -> Expression:
    """A value that is this term."""
    return Expression("${" + term.code + "}")


def value_of(term: Term) -> object:
    """The value of a term that names nothing, and otherwise the text that says the term."""
    try:
        return ast.literal_eval(term.code)
    except ValueError:
        return whole(term)


def joined(parts: Sequence[str | Term]) -> Expression:
    """A value that is text with these terms in it; raises :class:`Untold` for a term that is no scalar."""
    return Expression(
        "".join(
            part.replace("${", "$${")
            if isinstance(part, str)
            else "${" + (part.code if _is_joinable(part) else part.as_text) + "}"
            for part in parts
        )
    )


def concatenated(parts: Sequence[str | Term]) -> Term:
    """The same as one term, for the inside of lists and calls."""
    if len(parts) == 1:
        only = parts[0]
        return literal(only) if isinstance(only, str) else only
    codes = [quoted(part) if isinstance(part, str) else _text_of(part) for part in parts]
    return Term(" + ".join(codes) or "''", "str", simple=len(codes) < 2)


def _text_of(term: Term) -> str:
    _is_joinable(term)
    return term.as_text


def _is_joinable(term: Term) -> bool:
    """Whether a term may stand in text as it is; raises :class:`Untold` where it cannot stand there."""
    if term.type in _SCALARS:
        return True
    if term.type == "any" or set(term.type.split(" | ")) <= _SCALARS | {"None"}:
        return False
    raise Untold(f"'{term.code}' is {term.type}, and only numbers, bools and texts can stand in text")


def literal(value: object) -> Term:
    """A plain value as code; raises :class:`Untold` for what cannot be written."""
    if value is None or isinstance(value, (bool, int)):
        return Term(repr(value), "None" if value is None else type_of(value))
    if isinstance(value, float):
        if not isfinite(value):
            raise Untold("inf and nan cannot be written in an expression")
        return Term(repr(value), "float")
    if isinstance(value, str):
        return Term(quoted(value), "str")
    raise Untold(f"a {type(value).__name__} cannot be written in an expression")


def quoted(text: str) -> str:
    """A text in quotes as expressions have it."""
    return repr(text)


def listed(items: Iterable[Term]) -> Term:
    """A list of terms."""
    terms = tuple(items)
    kind = united(term.type for term in terms)
    return Term(f"[{', '.join(term.code for term in terms)}]", f"list[{kind}]")


def mapped(items: Mapping[str, Term]) -> Term:
    """A dict of terms."""
    pairs = ", ".join(f"{quoted(key)}: {term.code}" for key, term in items.items())
    return Term("{" + pairs + "}", "dict[str, any]")


def written(value: object) -> Term:
    """A plain value as code, lists and mappings with what they hold; raises :class:`Untold`."""
    if is_list(value):
        return listed(map(written, value))
    if is_mapping(value):
        return mapped({str(key): written(item) for key, item in value.items()})
    return literal(value)


def item(term: Term, key: str) -> Term:
    """What a list or a dict holds at a place; raises :class:`Untold` for what is neither."""
    held = _ITEM.fullmatch(term.type)
    if held is None:
        raise Untold(f"'{term.code}' is {term.type}, into which no expression can look")
    if held[1] is None:
        return Term(f"{term.operand}[{key!r}]", held[2])
    if not key.isdecimal():
        raise Untold(f"'{term.code}' is a list, and '{key}' is no place in it")
    return Term(f"{term.operand}[{int(key)}]", held[1])

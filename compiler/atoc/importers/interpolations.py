"""The interpolations of OmegaConf, and so of Hydra: from a text to its parts.

    ${a.b[0]}            Reference(0, ("a", "b", "0"))
    ${.x}  ${..x}        Reference(1, ("x",))  Reference(2, ("x",)): of the same mapping, of the one around
    ${oc.env:HOME,/tmp}  Call("oc.env", ...): a resolver with its arguments, which are texts again
    \\${a}                the text ${a}

A reference whose name is itself made of interpolations is ``Nested``. Cost: linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 20
"""How deep interpolations may stand in each other."""

_RESOLVER = re.compile(r"\s*([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:")
_KEY = r"[^\s.\[\]{}$:,'\"\\]+"
_REFERENCE = re.compile(
    rf"\s*(\.*)({_KEY}(?:\.{_KEY}|\[{_KEY}\])*|(?:\[{_KEY}\])(?:\.{_KEY}|\[{_KEY}\])*)\s*"
)
_OPENING, _CLOSING = "{[(", "}])"


@dataclass(frozen=True, slots=True)
class Reference:
    """Another value by its path, from the mapping that is ``dots`` levels up; from the top for none."""

    dots: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a resolver; ``is_quoted`` for one that is text whatever it looks like."""

    parts: tuple[Part, ...]
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A resolver with its arguments."""

    name: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """What stands in ``${...}`` and is neither of the others, with the braces."""

    text: str


Part = str | Reference | Call | Nested


class Unclosed(Exception):
    """An interpolation that does not end, or ones that stand too deep in each other."""


def parts(text: str, depth: int = 0) -> tuple[Part, ...]:
    """The parts of a text; raises :class:`Unclosed`."""
    if depth > MAX_DEPTH:
        raise Unclosed
    return _joined(_parts(text, depth))


def has_interpolation(text: str) -> bool:
    """Whether a text is more than text."""
    return "${" in text


def _parts(text: str, depth: int) -> Iterator[Part]:
    position = 0
    while (opened := text.find("${", position)) >= 0:
        slashes = len(text[position:opened]) - len(text[position:opened].rstrip("\\"))
        yield text[position : opened - slashes] + "\\" * (slashes // 2)
        if slashes % 2:
            yield "${"
            position = opened + 2
            continue
        closed = _end(text, opened + 2)
        yield _interpolation(text[opened + 2 : closed], depth)
        position = closed + 1
    yield text[position:]


def _joined(found: Iterator[Part]) -> tuple[Part, ...]:
    """Neighbouring texts as one, and no empty ones."""
    joined: list[Part] = []
    for part in found:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def _end(text: str, start: int) -> int:
    """Where the brace closes that was opened before ``start``."""
    level, quote, position = 1, "", start
    while position < len(text):
        sign = text[position]
        if quote:
            position += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "{":
            level += 1
        elif sign == "}":
            level -= 1
            if not level:
                return position
        position += 1
    raise Unclosed


def _interpolation(inner: str, depth: int) -> Part:
    resolver = _RESOLVER.match(inner)
    if resolver is not None:
        given = inner[resolver.end() :]
        found = (
            tuple(_argument(each.strip(), depth + 1) for each in split_at_commas(given))
            if given.strip()
            else ()
        )
        return Call(resolver[1], found)
    reference = _REFERENCE.fullmatch(inner)
    if reference is None:
        return Nested("${" + inner + "}")
    return Reference(len(reference[1]), tuple(re.findall(_KEY, reference[2])))


def _argument(text: str, depth: int) -> Argument:
    is_quoted = len(text) > 1 and text[0] in "'\"" and text[-1] == text[0]
    if is_quoted:
        quote = text[0]
        return Argument(parts(text[1:-1].replace("\\" + quote, quote), depth), is_quoted=True)
    return Argument(parts(text, depth))


def split_at_commas(text: str) -> Iterator[str]:
    """The stretches of a text between commas that stand in no quotes and no brackets."""
    level, quote, start = 0, "", 0
    for position, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote and text[position - 1] != "\\" else quote
        elif sign in "'\"":
            quote = sign
        elif sign in _OPENING:
            level += 1
        elif sign in _CLOSING:
            level -= 1
        elif sign == "," and not level:
            yield text[start:position]
            start = position + 1
    yield text[start:]

"""Values as the grammar of OmegaConf writes them inside of interpolations: ``[1, {a: yes}, 'b c']``."""

from __future__ import annotations

from atoc.importers.interpolations import MAX_DEPTH, split_at_commas
from atoc.importers.scalars import Plain
from atoc.importers.terms import Untold

_WORDS: dict[str, Plain] = {"null": None, "true": True, "false": False}
_QUOTES = ("'", '"')


def element(text: str, depth: int = 0) -> object:
    """The value that a text is: a scalar, a list, a dict; raises :class:`Untold` for what is none of them."""
    bare = text.strip()
    if depth > MAX_DEPTH:
        raise Untold(f"its values are nested more than {MAX_DEPTH} levels deep")
    if "${" in bare:
        raise Untold("a value in it is worked out")
    if bare[:1] == "[" and bare[-1:] == "]":
        return [element(each, depth + 1) for each in _between(bare)]
    if bare[:1] == "{" and bare[-1:] == "}":
        return dict(_pair(each, depth + 1) for each in _between(bare))
    if len(bare) > 1 and bare[0] in _QUOTES and bare[-1] == bare[0]:
        return bare[1:-1].replace("\\" + bare[0], bare[0])
    if bare[:1] in ("[", "{", *_QUOTES):
        raise Untold(f"`{bare}` opens what it does not close")
    return _scalar(bare)


def _scalar(text: str) -> Plain:
    """A scalar without quotes."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _between(text: str) -> list[str]:
    inner = text[1:-1].strip()
    return list(split_at_commas(inner)) if inner else []


def _pair(text: str, depth: int) -> tuple[str, object]:
    key, colon, value = text.partition(":")
    if not colon:
        raise Untold(f"`{text.strip()}` is no key with a value")
    named = element(key, depth)
    if not isinstance(named, str):
        raise Untold(f"`{key.strip()}` is a key that is no text")
    return named, element(value, depth)

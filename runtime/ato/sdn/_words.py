"""Words: what a run of characters is when it stands without quotes."""

from __future__ import annotations

import re

from ato.config._errors import shortened
from ato.sdn._tree import Kind

NUMBER = re.compile(r"-?[0-9]+(?:_[0-9]+)*(\.[0-9]+)?([eE][+-]?[0-9]+)?")
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
WORDS: dict[str, tuple[Kind, str]] = {
    "true": ("bool", "true"),
    "false": ("bool", "false"),
    "null": ("null", "null"),
    "nil": ("null", "null"),
}
SPECIAL = frozenset(("inf", "-inf", "nan"))
"""Floats that are no numbers: text to this notation, and floats where a type says so."""

_NEARLY_NUMBER = re.compile(r"[+-]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*\.?)(?:[eE][+-]?[0-9]+)?|\+.*")
_OTHER_BASE = re.compile(r"[+-]?0(?:[xX][0-9A-Fa-f_]+|[bB][01_]+|[oO][0-7_]+)")
_START = re.compile(r"[A-Za-z0-9_]|-[0-9]|\$\{")
_START_OF_LINE = re.compile(r"[A-Za-z0-9_./$]|-[0-9]")


class BadWord(ValueError):
    """A word that is neither a number nor text; ``help`` says how to write what may be meant."""

    def __init__(self, message: str, *help: str) -> None:
        super().__init__(message)
        self.help = help


def classified(word: str, digits: int, *, is_line: bool) -> tuple[Kind, str]:
    """The kind of a word and its text, with numbers and keywords in one spelling.

    ``is_line`` tells that the word stands on a line or in a cell, where text may begin with ``.``, ``/`` or
    ``$``. Raises ``BadWord``.
    """
    if word in WORDS:
        return WORDS[word]
    number = NUMBER.fullmatch(word)
    if number is not None:
        return _number(word, bool(number[1] or number[2]), digits)
    if word in SPECIAL:
        return "text", word
    _refuse_nearly_number(word)
    if not (_START_OF_LINE if is_line else _START).match(word):
        help = (
            "put it in double quotes"
            if len(word) > 1 or not is_line
            else "put it in double quotes if it is text"
        )
        raise BadWord(f"'{shortened(word)}' begins like neither a text nor a number", help)
    return "text", word


def _number(word: str, is_float: bool, digits: int) -> tuple[Kind, str]:
    if len(word) > digits:
        raise BadWord(f"a number of {len(word)} characters is more than is read ({digits})")
    text = word.replace("_", "")
    if not is_float:
        return "int", text
    if float(text) in (float("inf"), float("-inf")):
        raise BadWord(f"{shortened(word)} is more than a float holds")
    return "float", text


def _refuse_nearly_number(word: str) -> None:
    if _OTHER_BASE.fullmatch(word):
        digits = word.replace("_", "")
        meant = (f"write {int(digits, 0)}",) if len(digits) < 40 else ()
        raise BadWord(
            f"{shortened(word)} is no number here, which are decimal", *meant, "or quote it as a text"
        )
    if not _NEARLY_NUMBER.fullmatch(word):
        return
    meant_word = word.lstrip("+").replace("_", "")
    if meant_word.startswith((".", "-.")):
        meant_word = meant_word.replace(".", "0.", 1)
    if meant_word.endswith("."):
        meant_word += "0"
    help = (f"write {meant_word}",) if NUMBER.fullmatch(meant_word) else ()
    raise BadWord(f"{shortened(word)} is not how a number is written", *help, "or quote it as a text")

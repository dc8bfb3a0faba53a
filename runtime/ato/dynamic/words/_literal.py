"""A value of the command line, read as a Python literal and never executed.

Numbers, ``True``, ``False``, ``None``, text in quotes, and lists, tuples, dicts and sets of literals are what
they are in Python. ``%text%`` is text whatever it looks like, and so is a bare word: ``model=resnet50``. What
begins as a literal with a quote or a bracket has to be one.
"""

from __future__ import annotations

from ato.config import Problem
from ato.dynamic.words._scan import BRACKETS, QUOTES, parse_quoted_string

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LONGEST = 100_000
"""Signs of one value; no command line needs more."""
DEEPEST = 100
"""Brackets in each other."""
FOREIGN = {"true": "True", "false": "False", "null": "None", "none": "None", "yes": "True", "no": "False"}
"""Words that other languages write for Python's."""
WORDS: dict[str, object] = {"True": True, "False": False, "None": None, "": ""}


class BadLiteral(ValueError):
    """A text that begins as a literal and is none; ``help`` says how it may be meant."""

    def __init__(self, message: str, *help: str) -> None:
        super().__init__(message)
        self.help = help


def read_text(text: str) -> str:
    """The text after ``:=``, in quotes or not."""
    if len(text) > 1 and text[0] in QUOTES and text[-1] == text[0]:
        inner, end = parse_quoted_string(text, 0)
        return inner if end == len(text) else text
    return text


def read_literal(text: str) -> Any:
    """The value after ``=``. Raises ``BadLiteral``."""
    if text in WORDS:
        return WORDS[text]
    if len(text) > 1 and text[0] == "%" == text[-1]:
        return text[1:-1]
    if len(text) > LONGEST:
        raise BadLiteral(f"the value is longer than {LONGEST} signs", "read it from a file in a view")
    number = _number(text)
    if number is not None:
        return number
    if text[0] in BRACKETS or text[0] in QUOTES:
        return _evaluated(text)
    return text


def _number(text: str) -> int | float | None:
    """The number that a text is in Python, if it is one: neither ``0777`` nor what is beyond all floats."""
    if text[0] not in "0123456789+-." or not text.isascii() or text.strip() != text:
        return None
    try:
        return int(text, 0)
    except ValueError:
        pass
    try:
        number = float(text)
    except ValueError:
        return None
    is_float = any(sign in text for sign in ".eE") and number not in (float("inf"), float("-inf"))
    return number if is_float else None


def _evaluated(text: str) -> object:
    """A literal in quotes or brackets, by Python's own reader of literals."""
    from ast import literal_eval

    depth = most = 0
    for sign in text:
        depth += (sign in BRACKETS) - (sign in BRACKETS.values())
        most = max(most, depth)
    if most > DEEPEST:
        raise BadLiteral(f"brackets stand more than {DEEPEST} deep in each other")
    try:
        from warnings import catch_warnings, simplefilter

        with catch_warnings():
            simplefilter("ignore")  # of escapes that Python does not know
            return literal_eval(text)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        raise _refused(text) from None


def _refused(text: str) -> BadLiteral:
    if text[0] in QUOTES:
        return BadLiteral("what begins with a quote is no text of Python's", "as it stands it is %text%")
    words = sorted({word for word in _bare_words(text) if word in FOREIGN})
    if words:
        return BadLiteral(
            f"'{words[0]}' is no value of Python's", f"write {FOREIGN[words[0]]}, or '{words[0]}' in quotes"
        )
    return BadLiteral(
        "what begins with a bracket is no literal of Python's",
        "text in brackets is in quotes, such as ['a', 'b']; nothing on a command line is worked out",
    )


def _bare_words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() or sign == "_" else " " for sign in text).split()


def kind_of(value: object) -> str:
    """What a value is to the one that replaces it; empty where anything may."""
    if isinstance(value, bool):
        return "True or False"
    if isinstance(value, (int, float)):
        return "a number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "keys below it" if hasattr(value, "keys") else ""


def fit(value: object, replaced: object, subject: str, key: str) -> tuple[object, Problem | None]:
    """The value as it takes the place of another, or what is wrong with that.

    Of two values that both are something, numbers replace numbers, text text, lists and tuples each other.
    """
    is_number = isinstance(replaced, (int, float)) and not isinstance(replaced, bool)
    if is_number and isinstance(value, str) and value.lstrip("+-") in ("inf", "nan"):
        return float(value), None
    before, after = kind_of(replaced), kind_of(value)
    if isinstance(value, str) and value in FOREIGN and before != "text":
        help = f"write {key}={FOREIGN[value]}; as text it is {key}:={value}"
        return value, Problem(subject, f"'{value}' is no value of Python's", (help,))
    if not before or not after or before == after:
        return value, None
    how = _how(key, value, replaced, before)
    return value, Problem(subject, f"'{key}' is {before}, and this is {after}", how)


def _how(key: str, value: object, replaced: Any, before: str) -> tuple[str, ...]:
    if before == "text":
        return (f"as text it is {key}:={value}",) if not hasattr(value, "keys") else ()
    if before == "True or False":
        return (f"write {key}=True or {key}=False",)
    if before == "keys below it":
        first = next(iter(replaced), "")
        return (f"write {key}.{first}=VALUE",) if first else ()
    from reprlib import repr as shortened

    return (f"it was {shortened(replaced)}; nothing on a command line is worked out",)

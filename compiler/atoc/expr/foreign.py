"""What other languages, Python's larger half among them, write in expressions, and what to write here."""

from __future__ import annotations

from collections.abc import Sequence

from atoc.types import Misread, Token

_NOT_PART = "is not part of the expression language"

_OPERATORS = {
    "=": ("does not compare", "write == to compare; arguments are given by their position"),
    "===": (_NOT_PART, "write == to compare"),
    "<>": (_NOT_PART, "write != to compare"),
    "&&": (_NOT_PART, "write and"),
    "||": (_NOT_PART, "write or"),
    "!": (_NOT_PART, "write not"),
    "?": (_NOT_PART, "write a if condition else b"),
    "^": (_NOT_PART, "write ** for a power"),
    "&": (_NOT_PART, "write and between conditions"),
    "|": (_NOT_PART, "write or between conditions"),
    "~": (_NOT_PART, "write not before a condition"),
    "<<": (_NOT_PART, "multiply by a power of 2"),
    ">>": (_NOT_PART, "divide by a power of 2 with //"),
    "@": (_NOT_PART, ""),
    ":=": (_NOT_PART, "nothing is assigned in an expression"),
    "->": (_NOT_PART, ""),
    ";": (_NOT_PART, "an expression is one value"),
    "...": (_NOT_PART, ""),
    "${": ("stands inside an expression already", "write the name of the field alone"),
}

_WORDS = {
    "lambda": "there are no functions of one's own here",
    "for": "there are no loops here; use all any len max min sorted sum on the list itself",
    "is": "write == or !=, also for None",
    **dict.fromkeys(
        (
            "await", "async", "yield", "import", "from", "def", "class", "return", "with", "try", "assert",
            "global", "nonlocal", "pass", "raise", "while", "break", "continue", "as", "except", "finally",
            "elif", "del",
        ),
        "",
    ),
}  # fmt: skip

_CONSTANTS = {
    "true": "True", "TRUE": "True", "false": "False", "FALSE": "False",
    "null": "None", "Null": "None", "NULL": "None", "none": "None", "nil": "None", "undefined": "None",
}  # fmt: skip

CONNECTIVES = ("and", "or", "not", "in", "if", "else")
"""The words of the language that stand between values, and so are no names."""


def refuse_foreign(tokens: Sequence[Token]) -> None:
    """Raises :class:`Misread` at the first word that can have no place in an expression."""
    before = ""
    for index, token in enumerate(tokens):
        message, help = _objection(token, before)
        if message:
            help = _equality(tokens, index) or help
            raise Misread(message, token.start, token.end, *([help] if help else []))
        before = token.text


def _equality(tokens: Sequence[Token], index: int) -> str:
    """What to write for ``x is None`` and ``x is not None``."""
    left = index
    while left > 0 and _is_of_name(tokens[left - 1]):
        left -= 1
    words = [token.text for token in tokens[index + 1 : index + 3]]
    relation = "!=" if words[:1] == ["not"] else "=="
    constant = words[-1] if relation == "!=" else words[0]
    name = "".join(token.text for token in tokens[left:index])
    is_known = tokens[index].text == "is" and left < index and constant in ("None", "True", "False")
    return f"write {name} {relation} {constant}" if is_known else ""


def _is_of_name(token: Token) -> bool:
    return token.text == "." or (token.kind == "name" and token.text not in CONNECTIVES)


def _objection(token: Token, before: str) -> tuple[str, str]:
    text = token.text
    if token.kind == "operator" and text in _OPERATORS:
        words, help = _OPERATORS[text]
        return f"'{text}' {words}", help
    if token.kind != "name":
        return "", ""
    if text in _WORDS:
        return f"'{text}' {_NOT_PART}", _WORDS[text]
    if text in _CONSTANTS and before != ".":
        return f"'{text}' is not a value here", f"write {_CONSTANTS[text]}"
    if text.startswith("__"):
        return f"'{text}' {_NOT_PART}", "names with two underscores in front are Python's own"
    return "", ""


def meant(token: Token) -> tuple[str, ...]:
    """Help for a word where an operator is expected: the operator that is spelt like it."""
    lower = token.text.lower()
    if token.kind == "name" and lower in CONNECTIVES and lower != token.text:
        return (f"write {lower}",)
    if token.kind == "string":
        return ("write + to join two texts",)
    return ()

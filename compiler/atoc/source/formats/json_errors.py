"""JSON's syntax errors in plain words: what stands there, and what other languages would have meant by it."""

from __future__ import annotations

from atoc.source.places import Places

COMMENT = "JSON has no comments; write the document in YAML, where they begin with #"
SPELLINGS = {
    "True": "true",
    "TRUE": "true",
    "False": "false",
    "FALSE": "false",
    "None": "null",
    "nil": "null",
    "undefined": "null",
    "Null": "null",
    "NULL": "null",
}
"""What other languages write for JSON's three words."""

NOT_NUMBERS = ("NaN", "Infinity", "-Infinity", "inf", "-inf", "nan")


def expected(places: Places, at: int, what: str) -> tuple[str, ...]:
    """The message that ``what`` must stand at an offset, and the help for what does stand there."""
    word = places.word(at)
    if not word:
        return (f"the document ends where {what} must stand",)
    if word == "=":
        return f"'=' stands where {what} must", 'write "key": value'
    return (f"'{word}' stands where {what} must", *_comment(places, at))


def no_key(places: Places, at: int) -> tuple[str, ...]:
    """The same for the key of an entry."""
    word = places.word(at)
    if word == "}" and _follows_comma(places, at):
        return "'}' follows a comma, and the last entry has none after it", "remove the comma"
    if word.startswith("'"):
        return "a key in single quotes stands where one in double quotes must", "use double quotes"
    if word and (word[0].isalpha() or word[0] == "_"):
        return f"'{word}' stands where a key in double quotes must", f'write "{word}"'
    return expected(places, at, "a key in double quotes")


def no_value(places: Places, at: int) -> tuple[str, ...]:
    """The message that no value of JSON stands at an offset, and the help for what does."""
    word = places.word(at)
    if not word:
        return ("the document ends where a value must stand",)
    if word == "]" and _follows_comma(places, at):
        return "']' follows a comma, and the last item has none after it", "remove the comma"
    if word in ("]", "}", ",", ":"):
        return (f"'{word}' stands where a value must",)
    if word.startswith("'"):
        return "a text in single quotes is not a value of JSON", "use double quotes"
    return f"'{word}' is not a value of JSON", *(_comment(places, at) or (_no_value_help(word),))


def _no_value_help(word: str) -> str:
    if word in SPELLINGS:
        return f"write {SPELLINGS[word]}"
    if word in NOT_NUMBERS:
        return "JSON has no such number; write the document in YAML, where it is .inf, -.inf or .nan"
    if word[0] in "+.0123456789-":
        return "numbers begin with a digit or -, have no 0 before other digits, and end with a digit"
    return f'put text in double quotes: "{word}"'


def _comment(places: Places, at: int) -> tuple[str, ...]:
    return (COMMENT,) if places.text.startswith(("//", "/*", "#"), at) else ()


def _follows_comma(places: Places, at: int) -> bool:
    return places.text[:at].rstrip().endswith(",")

"""TOML's syntax errors in plain words, from those of ``tomllib``."""

from __future__ import annotations

import re

from atoc.findings import Finding
from atoc.source.findings import UNREADABLE
from atoc.source.places import Places

PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
QUOTE = 'put text in quotes: "..."'
WORDS = {
    "yes": "true",
    "on": "true",
    "no": "false",
    "off": "false",
}
"""What other formats write for the two values of TOML's booleans."""


def syntax_error(message: str, places: Places) -> Finding:
    """The one finding for a text that is not TOML; ``message`` is what ``tomllib`` said."""
    found = PLACE.fullmatch(message)
    if found is None:
        return UNREADABLE.at(places.span(0, 1), f"this text is not TOML: {message}")
    problem, line, column = found.groups()
    at = len(places.text) if line is None else places.offset(int(line), int(column))
    if not places.text[at:].strip():
        told, help = _at_end(problem)
        return UNREADABLE.at(places.last_character(), told, help=help)
    told, help = _within(problem, places, at)
    return UNREADABLE.at(places.character(at), told, help=help)


def _at_end(problem: str) -> tuple[str, tuple[str, ...]]:
    if problem.startswith("Unclosed array"):
        return "the document ends inside a list; its ] is missing", ()
    if problem.startswith("Unclosed inline table"):
        return "the document ends inside an inline table; its } is missing", ()
    if problem.startswith(('Expected "', "Unterminated")):
        return "the document ends inside a text; its closing quotes are missing", ()
    if problem.startswith("Expected ']"):
        return "the document ends inside the name of a table; its ] is missing", ()
    if problem.startswith("Invalid value"):
        return "the document ends where a value must stand", ()
    if problem.startswith("Expected '='"):
        return "the document ends after a key; = and a value are missing", ()
    return f"the document ends too early: {problem}", ()


def _within(problem: str, places: Places, at: int) -> tuple[str, tuple[str, ...]]:
    word = places.word(at) or "the end of the line"
    if problem.startswith("Invalid value"):
        return _no_value(word)
    if problem.startswith("Expected newline"):
        return _no_newline(places.text[at - 1 : at], word)
    if problem.startswith("Expected '='"):
        return f"'{word}' stands where = must, as a line is key = value", ()
    if problem.startswith("Invalid statement"):
        return _no_statement(word, places, at)
    if problem.startswith("Invalid initial character"):
        return f"'{word}' stands where a key must", ("a comma is not written after the last key",)
    if problem.startswith("Unclosed array"):
        return f"'{word}' stands where a comma or ] must", ("separate the items of a list by commas",)
    if problem.startswith("Unclosed inline table"):
        return "an inline table must end on the line on which it begins", (
            "close it with } on this line, or write it as a table of its own: [name]",
        )
    if problem.startswith(("Found invalid character '\\n'", "Illegal character '\\n'")):
        return "a text in quotes must end on the line on which it begins", (
            'use three quotes for text of several lines: """..."""',
        )
    if problem.startswith(("Unescaped", "Escaped", "Invalid hex")):
        return "a backslash before this does not begin a valid escape", (
            "double the backslash if it is meant as one, or use single quotes",
        )
    if problem.startswith("Expected ']"):
        return f"'{word}' stands where the ] of the table's name must", ()
    return f"'{word}' cannot stand here: {problem}", ()


def _no_value(word: str) -> tuple[str, tuple[str, ...]]:
    folded = word.lower()
    if folded in ("true", "false") or folded in WORDS:
        return f"'{word}' is not a value of TOML", (f"write {WORDS.get(folded, folded)}",)
    if folded in ("null", "none", "~"):
        return f"'{word}' is not a value of TOML, which has no null", ("write the document in YAML or JSON",)
    if word.startswith("."):
        return f"'{word}' is not a number of TOML", (f"write 0{word}",)
    return f"'{word}' is not a value of TOML", (QUOTE,)


def _no_newline(before: str, word: str) -> tuple[str, tuple[str, ...]]:
    if before == "0" and word[:1].isdigit():
        return f"'{word}' follows a 0, and numbers do not begin with 0", (f"write {word}", QUOTE)
    return f"'{word}' follows a value that is already complete", ("give each key a line of its own", QUOTE)


def _no_statement(word: str, places: Places, at: int) -> tuple[str, tuple[str, ...]]:
    if places.text.startswith(("//", "/*", ";"), at):
        return f"'{word}' begins no comment in TOML", ("begin comments with #",)
    return f"'{word}' stands where a key must", (
        "put keys of other characters than A-Z a-z 0-9 _ - in quotes",
    )

"""YAML's syntax errors in plain words.

libyaml and PyYAML say what their scanner lacked; a person wants to hear what stands there. The table
goes from a fragment of the library's words (both spell most of them alike) to a function that looks
at the text around the place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import yaml

from atoc.findings import Finding, Related
from atoc.source.findings import UNREADABLE
from atoc.source.places import Places

QUOTE = "put the text in quotes"
EXPRESSION = 'inside {...} and [...] an expression must stand in quotes: "${lr * 2}"'


def syntax_error(error: yaml.YAMLError, places: Places) -> Finding:
    """The one finding for a text that is not YAML."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return UNREADABLE.at(places.span(0, 1), f"this text is not YAML: {error}")
    at = min(error.problem_mark.index, len(places.text))
    opener = at if error.context_mark is None else error.context_mark.index
    place = _Break(places, error.context or "", error.problem or "", at, opener)
    for fragment, explain in EXPLANATIONS:
        if fragment in place.problem:
            return explain(place)
    return place.found(f"the YAML breaks off here: {place.problem}")


@dataclass(frozen=True, slots=True)
class _Break:
    """Where the syntax breaks, and where the construct began in which it does."""

    places: Places
    context: str
    problem: str
    at: int
    opener: int

    @property
    def character(self) -> str:
        return self.places.text[self.at : self.at + 1]

    @property
    def opening(self) -> str:
        return self.places.text[self.opener : self.opener + 1]

    @property
    def word(self) -> str:
        """What stands at the place."""
        return self.places.word(self.at)

    @property
    def line_before(self) -> str:
        """The line up to the place."""
        return self._line_to(self.at)

    @property
    def is_at_end(self) -> bool:
        return not self.places.text[self.at :].strip()

    @property
    def is_back_out(self) -> bool:
        """Whether the place is on a later line that is indented no deeper than where the construct opens."""
        opening_line = self._line_to(self.opener)
        return "\n" in self.places.text[self.opener : self.at] and _indent(self.line_before) <= _indent(
            opening_line
        )

    @property
    def begins_line(self) -> bool:
        return not self.line_before.strip()

    def _line_to(self, at: int) -> str:
        return self.places.text[self.places.text.rfind("\n", 0, at) + 1 : at]

    def found(self, message: str, *help: str) -> Finding:
        """The finding at this very place."""
        return UNREADABLE.at(self.places.character(self.at), message, help=help)

    def found_at_opener(self, message: str, *help: str) -> Finding:
        """The finding where the broken construct begins."""
        return UNREADABLE.at(self.places.span(self.opener, self.opener + 1), message, help=help)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _no_token(place: _Break) -> Finding:
    if place.character == "\t":
        return place.found(
            "a tab stands where spaces must: YAML is indented with spaces only",
            "replace the tab by spaces",
        )
    return place.found(f"'{place.word}' begins with {place.character}, as no text without quotes can", QUOTE)


def _no_name(place: _Break) -> Finding:
    what = "an alias" if place.opening == "*" else "an anchor"
    return place.found_at_opener(
        f"'{place.opening}' begins {what} in YAML, and no name follows it",
        f"{QUOTE} if {place.opening} is part of it",
    )


def _end_of_text(place: _Break) -> Finding:
    return place.found_at_opener(
        f"{place.opening} opens a text that is never closed",
        f"add a closing {place.opening} where the text ends",
    )


def _flow(place: _Break) -> Finding:
    kind, closer = ("list", "]") if place.opening == "[" else ("mapping", "}")
    help = (EXPRESSION,) if "${" in place.line_before[-200:] + place.word else _brackets(place)
    if place.is_at_end or place.is_back_out:
        return place.found_at_opener(
            f"'{place.opening}' opens a {kind} that is never closed",
            *(help or (f"add {closer} where the {kind} ends",)),
        )
    finding = place.found(
        f"'{place.word}' stands where a comma or {closer} must",
        *(help or (f"separate what stands in a {kind} by commas, or close it with {closer}",)),
    )
    opened = place.places.span(place.opener, place.opener + 1)
    return UNREADABLE.at(
        finding.span,
        finding.message,
        help=finding.help,
        related=(Related(opened, f"the {kind} opens here"),),
    )


def _brackets(place: _Break) -> tuple[str, ...]:
    """The help for brackets that are part of a text, as in ``{type: list[int]}``."""
    before = place.line_before[-1:]
    is_inside = place.character in ("[", "{") and before.isidentifier()
    return (
        (f'{QUOTE}: inside {{...}} and [...] the type list[int] is written "list[int]"',) if is_inside else ()
    )


def _no_colon(place: _Break) -> Finding:
    return place.found_at_opener(
        f"'{place.places.word(place.opener)}' stands where a key must, and no ':' follows it",
        "write `KEY: VALUE`, and each key on a line of its own",
    )


def _no_content(place: _Break) -> Finding:
    if place.is_at_end:
        return place.found("the document ends where a value must stand")
    return place.found(
        f"'{place.character}' stands where a value must",
        f"remove it, or {QUOTE} if it is part of one",
    )


def _no_mapping_value(place: _Break) -> Finding:
    if place.line_before.count(": ") or place.line_before.endswith(":"):
        return place.found("this ':' makes a second key on one line", f"{QUOTE} if the value holds a colon")
    if len(place.line_before) > 1024:
        return place.found("this ':' makes a key of more than 1024 characters, the most that YAML reads")
    return place.found(
        "this ':' cannot make a key here, because the line continues the value before it",
        "check the indentation of this line, and whether the line before it lacks a colon",
    )


def _no_item(place: _Break) -> Finding:
    return place.found("'-' cannot begin a list on the line of its key", "begin the list on the next line")


def _no_question(place: _Break) -> Finding:
    return place.found("'?' begins a key in YAML, and none can stand here", f"{QUOTE} if ? is part of it")


def _no_key(place: _Break) -> Finding:
    if not place.begins_line:
        return place.found(f"'{place.word}' follows a value that is already complete", f"{QUOTE}, all of it")
    if place.places.text.startswith(("- ", "-\n"), place.at):
        return place.found(
            "'-' begins a list item where a key must stand", "check the indentation of this line"
        )
    return place.found(
        f"'{place.word}' is indented in a way that fits no line before it",
        "give keys of one mapping, and items of one list, the same indentation",
    )


def _no_list_item(place: _Break) -> Finding:
    return place.found(
        f"'{place.word}' stands where the next list item must",
        "begin it with '- ', or check the indentation of this line",
    )


def _block_end(place: _Break) -> Finding:
    return _no_key(place) if "mapping" in place.context else _no_list_item(place)


def _escape(place: _Break) -> Finding:
    start = place.places.text.rfind("\\", 0, place.at + 1)
    return UNREADABLE.at(
        place.places.span(start, start + 2),
        f"'{place.places.text[start : start + 2]}' does not begin a valid escape in double quotes",
        help=("double the backslash if it is meant as one, or use single quotes",),
    )


def _block_text(place: _Break) -> Finding:
    return place.found(
        f"'{place.word}' stands on the line of {place.opening}, and the text begins on the next line",
        f"begin the text on a line of its own, or {QUOTE}",
    )


def _tag(place: _Break) -> Finding:
    return place.found_at_opener(
        "'!' begins a tag, and types are declared in the fields, not in the values",
        f"remove the tag, or {QUOTE} if ! is part of it",
    )


def _directive(place: _Break) -> Finding:
    return place.found("this directive is not understood", "remove the line; documents need no directive")


def _second_root(place: _Break) -> Finding:
    return place.found(f"'{place.word}' follows after the end of the document")


EXPLANATIONS: tuple[tuple[str, Callable[[_Break], Finding]], ...] = (
    ("cannot start any token", _no_token),
    ("a tab character", _no_token),
    ("alphabetic or numeric", _no_name),
    ("unexpected end of stream", _end_of_text),
    ("expected ',' or", _flow),
    ("node content", _no_content),
    ("mapping values are not allowed", _no_mapping_value),
    ("mapping keys are not allowed", _no_question),
    ("sequence entries are not allowed", _no_item),
    ("expected key", _no_key),
    ("'-' indicator", _no_list_item),
    ("expected <block end>", _block_end),
    ("escape character", _escape),
    ("character escape", _escape),
    ("hexdecimal", _escape),
    ("hexadecimal", _escape),
    ("could not find expected ':'", _no_colon),
    ("comment or line break", _block_text),
    ("indentation indicator", _block_text),
    ("undefined tag handle", _tag),
    ("expected '>'", _tag),
    ("the expected '!'", _tag),
    ("incompatible YAML", _directive),
    ("duplicate %", _directive),
    ("<document start>", _second_root),
)

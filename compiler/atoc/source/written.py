"""Where the characters of a text stand that its format writes in another way: folded, indented, escaped.

Idea. Formats fold, indent and strip white space, and write single characters as escapes; all else of a text
stands in the file as it is, in order. So the characters that are no white space are paired one by one, and
a part of the text stands from its first to its last of them.

Example. Of ``"a \\u0026\\n   b"`` the text is ``a &``, a line break and ``b``; ``&`` stands at the escape.

Cost: linear, paid once for a text of which a part is asked for.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_BLANK_ESCAPES = frozenset(" \t\n\r_NLPtnrvf")
_CODES = frozenset("xuU")

Letter = tuple[int, int, str]
"""From where to where a character stands, and which it is; empty for one of an escape by letter."""


class Written:
    """The characters of a scalar as they stand in the file, from its first to its last."""

    __slots__ = ("_letters", "_text", "characters")

    def __init__(self, characters: str, text: str) -> None:
        self.characters = characters
        self._text = text
        self._letters: tuple[tuple[int, ...], tuple[Letter, ...]] | None = None

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """From where to where a part of the text stands; None for white space, and where it is not known."""
        if self._letters is None:
            self._letters = _paired(self.characters, self._text)
        indices, letters = self._letters
        first, behind = bisect_left(indices, start), bisect_left(indices, end)
        return (letters[first][0], letters[behind - 1][1]) if first < behind else None


def _paired(characters: str, text: str) -> tuple[tuple[int, ...], tuple[Letter, ...]]:
    """The indices of what is no white space in the text, and the letter of each; none if they do not pair."""
    indices = tuple(index for index, character in enumerate(text) if not character.isspace())
    for letters in _readings(characters):
        found = tuple(letters)
        if len(found) == len(indices) and all(
            letter[2] in ("", text[index]) for index, letter in zip(indices, found, strict=True)
        ):
            return indices, found
    return (), ()


def _readings(characters: str) -> Iterator[Iterator[Letter]]:
    """The ways in which the characters may be meant, by how they begin."""
    match characters[:1]:
        case '"':
            quotes = 3 if characters.startswith('"""') and len(characters) > 5 else 1
            yield _escaped(characters, quotes, len(characters) - quotes)
        case "'":
            yield _doubled(characters, 1, len(characters) - 1)
            yield _plain(characters, 3, len(characters) - 3)
        case "|" | ">":
            yield _plain(characters, characters.find("\n") + 1, len(characters))
        case _:
            yield _plain(characters, 0, len(characters))


def _plain(characters: str, start: int, end: int) -> Iterator[Letter]:
    for index in range(start, end):
        if not characters[index].isspace():
            yield index, index + 1, characters[index]


def _doubled(characters: str, start: int, end: int) -> Iterator[Letter]:
    """Text in which two single quotes stand for one."""
    skipped = -1
    for index, behind, character in _plain(characters, start, end):
        if index == skipped:
            continue
        if character == "'" and characters[behind:end][:1] == "'":
            skipped = behind
            yield index, behind + 1, character
        else:
            yield index, behind, character


def _escaped(characters: str, start: int, end: int) -> Iterator[Letter]:
    """Text with escapes; two escapes of halves are one character."""
    index = start
    while index < end:
        match = _ESCAPE.match(characters, index, end)
        if match is None:
            if not characters[index].isspace():
                yield index, index + 1, characters[index]
            index += 1
            continue
        code = _code(match.group())
        behind = match.end()
        following = _ESCAPE.match(characters, behind, end)
        if 0xD800 <= code < 0xDC00 and following is not None:
            code = 0x10000 + ((code - 0xD800) << 10) + (_code(following.group()) - 0xDC00)
            behind = following.end()
        character = chr(code) if 0 <= code <= 0x10FFFF else ""
        if not (character.isspace() or (code < 0 and match.group()[1] in _BLANK_ESCAPES)):
            yield index, behind, character
        index = behind


def _code(escape: str) -> int:
    """The code point of an escape by number; -1 for one by letter."""
    return int(escape[2:], 16) if escape[1] in _CODES and len(escape) > 2 else -1

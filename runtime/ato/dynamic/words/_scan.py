"""The texts of a command line cut into their parts, without reading what they mean.

Text is written in two ways: ``key=%text with spaces%``, and ``key:=text`` or ``key:="text with spaces"``.
Quotes hide brackets, and a backslash hides the sign after it. Each function takes a text and an index, and
gives what begins there with the index behind it. Cost: linear in the text.
"""

from __future__ import annotations

BRACKETS = {"[": "]", "{": "}", "(": ")"}
QUOTES = "'\""


def parse_command(command: str) -> list[str]:
    """A command line as its words: keys with their values, whatever spaces these hold, and bare words.

    >>> parse_command("high_lr x=[1, 2] name=%a b% note:='c d'")
    ['high_lr', 'x=[1, 2]', 'name=%a b%', 'note:=c d']
    """
    words: list[str] = []
    index = 0
    while index < len(command):
        if command[index].isspace():
            index += 1
            continue
        word, index = _word(command, index)
        words.append(word)
    return words


def _word(command: str, index: int) -> tuple[str, int]:
    if command[index] in BRACKETS:
        return parse_bracketed_value(command, index)
    end = index
    while end < len(command) and not command[end].isspace() and command[end] not in "=:":
        end += 1
    key = command[index:end]
    if command.startswith(":=", end):
        value, end = parse_colon_equals_string(command, end + 2)
        return f"{key}:={value}", end
    if command.startswith("=", end):
        value, end = parse_value(command, end + 1)
        return f"{key}={value}", end
    return _bare(command, index)


def parse_value(command: str, i: int) -> tuple[str, int]:
    """What stands after ``=``: brackets to their end, ``%text%`` to its sign, else up to the next space."""
    if i < len(command) and command[i] in BRACKETS:
        return parse_bracketed_value(command, i)
    if i < len(command) and command[i] == "%":
        return parse_backtick_string(command, i)
    return _bare(command, i)


def _bare(command: str, index: int) -> tuple[str, int]:
    end = index
    while end < len(command) and not command[end].isspace():
        end += 1
    return command[index:end], end


def parse_backtick_string(command: str, i: int) -> tuple[str, int]:
    """``%text%`` with its signs, up to the first ``%`` that ends a word; all that is left if none does."""
    end = i + 1
    while end < len(command):
        if command[end] == "%" and (end + 1 == len(command) or command[end + 1].isspace()):
            return command[i : end + 1], end + 1
        end += 1
    return command[i:], len(command)


def parse_colon_equals_string(command: str, i: int) -> tuple[str, int]:
    """What stands after ``:=``: the text in quotes, without them, or up to the next space."""
    if i < len(command) and command[i] in QUOTES:
        return parse_quoted_string(command, i)
    return _bare(command, i)


def parse_quoted_string(command: str, i: int) -> tuple[str, int]:
    """The text in quotes, without them; a backslash hides a quote or a backslash."""
    quote = command[i]
    signs: list[str] = []
    i += 1
    while i < len(command):
        if command[i] == "\\" and command[i + 1 : i + 2] in (quote, "\\"):
            i += 1
        elif command[i] == quote:
            return "".join(signs), i + 1
        signs.append(command[i])
        i += 1
    return "".join(signs), i


def parse_quoted_string_with_quotes(command: str, i: int) -> tuple[str, int]:
    """The text in quotes as it stands, with its quotes and backslashes."""
    end = _end_of_quotes(command, i)
    return (command[i:], len(command)) if end is None else (command[i:end], end)


def parse_bracketed_value(command: str, i: int) -> tuple[str, int]:
    """Brackets as they stand, to the one that closes the first; all that is left if there is none."""
    end = end_of_brackets(command, i)
    return (command[i:], len(command)) if end is None else (command[i:end], end)


def end_of_brackets(text: str, start: int = 0) -> int | None:
    """The index behind the bracket that closes the one at ``start``; None if none does."""
    open: list[str] = []
    index = start
    while index < len(text):
        sign = text[index]
        if sign == "\\":
            index += 1
        elif sign in QUOTES:
            end = _end_of_quotes(text, index)
            if end is None:
                return None
            index = end - 1
        elif sign in BRACKETS:
            open.append(BRACKETS[sign])
        elif sign == open[-1]:
            open.pop()
            if not open:
                return index + 1
        index += 1
    return None


def is_open(value: str) -> bool:
    """Whether a value is begun and goes on in the next word of the command line."""
    first = value[:1]
    if first in BRACKETS:
        return end_of_brackets(value) is None
    if first in ("%", *QUOTES):
        return len(value) == 1 or not value.endswith(first)
    return False


def _end_of_quotes(text: str, start: int) -> int | None:
    index = start + 1
    while index < len(text):
        if text[index] == "\\":
            index += 1
        elif text[index] == text[start]:
            return index + 1
        index += 1
    return None

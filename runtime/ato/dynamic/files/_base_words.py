"""The words in double braces that files with ``_base_`` may hold, before and after they are parsed."""

from __future__ import annotations

from ato.config import suggestion
from ato.dynamic.files._errors import BadFile
from ato.dynamic.trees._dict import is_mapping, is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from re import Match
    from typing import Any

_WORD = (
    r"\{\{\s*(?:(?P<file>file\w+)|_base_\.(?P<base>[\w.]+)"
    r"|\$(?P<variable>\w+)\s*:\s*(?P<default>[^\s}]*))\s*\}\}"
)
_MARK = "_base_value_{}_"


def with_file_words(text: str, path: str) -> tuple[str, dict[str, str]]:
    """The text with what is known of the file put in, and marks for values of its bases.

    The dict tells which dotted key each mark stands for; outside of quotes a mark is put in quotes.
    """
    import re

    marks: dict[str, str] = {}

    def replace(match: Match[str]) -> str:
        if match["file"]:
            return _file_word(match, path)
        if match["variable"]:
            from os import environ

            return environ.get(match["variable"], match["default"])
        mark = marks.setdefault(match["base"], _MARK.format(len(marks)))
        return mark if _is_quoted(text, match.start()) else f'"{mark}"'

    replaced = re.sub(_WORD, replace, text)
    return replaced, {mark: key for key, mark in marks.items()}


def _file_word(match: Match[str], path: str) -> str:
    from os.path import abspath, basename, dirname, splitext

    stem, suffix = splitext(basename(path))
    words = {
        "fileDirname": dirname(abspath(path)),
        "fileBasename": basename(path),
        "fileBasenameNoExtension": stem,
        "fileExtname": suffix,
    }
    if match["file"] not in words:
        help = suggestion(match["file"], words) or (f"the words are {', '.join(words)}",)
        raise BadFile(path, f"{match[0]} stands for nothing", help)
    return words[match["file"]].replace("\\", "/")


def _is_quoted(text: str, place: int) -> bool:
    """Whether a place stands inside of quotes that were opened on its line."""
    sign = ""
    start = text.rfind("\n", 0, place) + 1
    for index in range(start, place):
        each = text[index]
        if each in "\"'" and sign in ("", each) and (not sign or text[index - 1] != "\\"):
            sign = "" if sign else each
    return bool(sign)


def with_base_values(value: Any, marks: Mapping[str, str], base: Mapping[str, Any], path: str) -> Any:
    """The values with those of the bases in place of the marks; inside of longer text, as text."""
    if not marks:
        return value
    if is_mapping(value):
        return {key: with_base_values(item, marks, base, path) for key, item in value.items()}
    if is_sequence(value):
        return [with_base_values(item, marks, base, path) for item in value]
    if not isinstance(value, str):
        return value
    if value in marks:
        return _base_value(marks[value], base, path)
    for mark in marks:
        if mark in value:
            value = value.replace(mark, str(_base_value(marks[mark], base, path)))
    return value


def _base_value(key: str, base: Mapping[str, Any], path: str) -> Any:
    from copy import deepcopy

    value: Any = base
    for step in key.split("."):
        if not is_mapping(value) or step not in value:
            known = list(value) if is_mapping(value) else []
            raise BadFile(path, f"{{{{_base_.{key}}}}} names no key of its bases", suggestion(step, known))
        value = value[step]
    return deepcopy(value)

"""What mmengine replaces in the text of a config before it reads it, as signs that are found again in values.

{{ fileBasename }}       the name of the file, and so on: replaced at once
{{ fileDirname }}        the folder, an absolute path on the machine that runs: a sign with the path from
                         the project's root, which becomes `path.abs(...)`
{{ _base_.model.type }}  a value of the bases: a text with a sign
{{$NAME:default}}        an environment variable: its default, and told
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from atoc.importers.carried import Expression, Left
from atoc.importers.plain import is_dict, is_items, is_list, is_tuple
from atoc.importers.terms import Term, concatenated, joined, quoted, whole
from atoc.span import SourceFile, Span

_FOLDER, _FOLDER_END = "\ue0f0", "\ue0f1"
_BASE, _BASE_END = "\ue0f2", "\ue0f3"
_SIGNS = re.compile(f"[{_FOLDER}{_FOLDER_END}{_BASE}{_BASE_END}]")
_BASE_VALUE = re.compile(f"{_BASE}([^{_BASE_END}]*){_BASE_END}")
_FOLDERS = re.compile(f"{_FOLDER}([^{_FOLDER_END}]*){_FOLDER_END}")
_KNOWN = re.compile(r"\{\{\s*(fileDirname|fileBasename|fileBasenameNoExtension|fileExtname)\s*\}\}")
_ENVIRONMENT = re.compile(r"\{\{['\"]?\s*\$(\w+)\s*:\s*(\S*?)\s*['\"]?\}\}")


def replaced(file: SourceFile, left: list[Left]) -> SourceFile:
    """The file as mmengine reads it, with signs for what is not known yet."""
    path = PurePosixPath(file.path)
    known = {
        "fileDirname": f"{_FOLDER}{path.parent}{_FOLDER_END}",
        "fileBasename": path.name,
        "fileBasenameNoExtension": path.stem,
        "fileExtname": path.suffix,
    }
    text = _SIGNS.sub("", file.text)
    text = _KNOWN.sub(lambda found: known[found[1]], text)
    for found in _ENVIRONMENT.finditer(text):
        why = f"the environment is not asked; the default {found[2]!r} stands in its place"
        left.append(Left(_span(file.path, text, found.start(), found.end()), found[0], why))
    text = _ENVIRONMENT.sub(lambda found: found[2], text)
    text = re.sub(r"\{\{\s*_base_\.([\w.]+)\s*\}\}", lambda found: f'"{_BASE}{found[1]}{_BASE_END}"', text)
    return SourceFile(file.path, text)


def base_path(value: object) -> tuple[str, ...] | None:
    """The path of the value of the bases that a text stands for as a whole."""
    found = _BASE_VALUE.fullmatch(value) if isinstance(value, str) else None
    return None if found is None else tuple(found[1].split("."))


def with_folders(value: object) -> object:
    """A value for a document: where the folder of a file stands in it, an expression that asks for it."""
    if isinstance(value, str):
        return _text(value)
    return whole(_term(value)) if _has_folder(value) else value


def _text(text: str) -> object:
    pieces = list(_pieces(text))
    if not any(isinstance(piece, Term) for piece in pieces):
        return text
    return joined(pieces) if len(pieces) > 1 else Expression("${" + concatenated([*pieces]).as_text + "}")


def _pieces(text: str) -> Iterator[str | Term]:
    for index, piece in enumerate(_FOLDERS.split(text)):
        if index % 2:
            yield Term(f"path.abs({quoted(piece)})", "path")
        elif piece:
            yield piece


def _has_folder(value: object) -> bool:
    if is_items(value):
        return any(map(_has_folder, value))
    if is_dict(value):
        return any(map(_has_folder, value.values()))
    return isinstance(value, str) and _FOLDER in value


def _term(value: object) -> Term:
    if isinstance(value, str):
        pieces = (
            Term(piece.as_text, "str") if isinstance(piece, Term) else piece for piece in _pieces(value)
        )
        return concatenated([*pieces] or [""])
    if is_list(value):
        return Term(f"[{', '.join(_term(item).code for item in value)}]", "list[any]")
    if is_tuple(value):
        ending = "," if len(value) == 1 else ""
        return Term(f"({', '.join(_term(item).code for item in value)}{ending})", "any")
    if is_dict(value):
        pairs = ", ".join(f"{quoted(str(key))}: {_term(item).code}" for key, item in value.items())
        return Term("{" + pairs + "}", "dict[str, any]")
    return Term(repr(value), "any")


def _span(path: str, text: str, start: int, end: int) -> Span:
    line = text.count("\n", 0, start) + 1
    column = start - text.rfind("\n", 0, start)
    return Span(path, line, column, line, column + end - start)

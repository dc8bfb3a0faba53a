"""Docs of a program as docstrings: whatever they hold, in the form that the formatter leaves alone."""

from __future__ import annotations

import re
from inspect import cleandoc
from textwrap import wrap

from atoc.emit.layout import STEP, WIDTH
from atoc.findings.render.width import cells

_OPENING = re.compile('^"')


def docstring(text: str, indent: int) -> str:
    """The literal, quotes and all; its further lines are indented by ``indent`` steps. Empty without text."""
    lines = [line for raw in _lines(text) for line in _wrapped(raw, WIDTH - len(STEP) * indent)]
    if not lines:
        return ""
    first, *rest = (_OPENING.sub(r"\"", lines[0]), *lines[1:])
    if not rest and len(STEP) * indent + cells(first) + 6 <= WIDTH:
        return f'"""{_closed(first)}"""'
    further = "".join(f"{STEP * indent}{line}\n" if line else "\n" for line in rest)
    return f'"""{first}\n{further}{STEP * indent}"""'


def sentence(doc: str, unit: str) -> str:
    """The doc of a field with its unit."""
    return f"{doc} [{unit}]" if doc and unit else doc or (f"[{unit}]" if unit else "")


def _lines(text: str) -> list[str]:
    shown = "\n".join(_escaped(line).rstrip() for line in cleandoc(text.expandtabs(4)).splitlines())
    return cleandoc(shown.strip()).split("\n") if shown.strip() else []


def _escaped(line: str) -> str:
    return "".join(map(_character, line)).replace('"""', '\\"\\"\\"')


def _character(each: str) -> str:
    if each == "\\":
        return "\\\\"
    return each if each.isprintable() else repr(each)[1:-1]


def _wrapped(line: str, width: int) -> list[str]:
    if cells(line) <= width - 6:
        return [line]
    indent = line[: len(line) - len(line.lstrip())]
    room = max(width - 6 - (cells(line) - len(line)), 20)
    return wrap(line, room, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]


def _closed(line: str) -> str:
    """The line with a quote at its end escaped, so that it does not run into the closing ones."""
    bare = line.removesuffix('"')
    escapes = len(bare) - len(bare.rstrip("\\"))
    return line if bare == line or escapes % 2 else bare + '\\"'

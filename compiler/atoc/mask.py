"""Source text as it may be shown: the values of secret fields are covered, character by character.

A secret must not reach a message even where its document is wrong, so this looks at the trees as they were
read and needs no pass to succeed. A name counts as secret when a declaration of that name, in any
document, says ``secret: true``; covered are its defaults and choices, and whatever any view writes to a path
that ends in it. Of a document that could not be read, the lines that name a secret are covered.

    token: {type: str, default: hunter2, secret: true}
    token: {type: str, default: *******, secret: true}

Cost: one walk over the declarations; the values that views write are walked only if there is a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from atoc.source import node as tree
from atoc.span import SourceFile, Span

_COVER = "*"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"""["']?([\w-]+)["']?\s*[:=]""")
_TABLE = re.compile(r"\s*\[.*?([\w-]+)[\"']?\s*\]")


def masked(trees: Mapping[SourceFile, tree.Node | None]) -> Mapping[str, SourceFile]:
    """The files by path, with the values of secrets covered; what could not be read has no tree."""
    names = frozenset(
        name for file, node in trees.items() for name in (_guessed(file) if node is None else _declared(node))
    )
    if not names:
        return {file.path: file for file in trees}
    return {
        file.path: _cover_lines(file, names) if node is None else _cover(file, _values(node, names))
        for file, node in trees.items()
    }


def _entries(node: tree.Node | None) -> tuple[tree.Entry, ...]:
    return node.entries if isinstance(node, tree.Mapping) else ()


def _under(node: tree.Node | None, key: str) -> tree.Node | None:
    entry = node.get(key) if isinstance(node, tree.Mapping) else None
    return None if entry is None else entry.value


def _declarations(document: tree.Node) -> Iterator[tree.Entry]:
    """Every field that the document declares, in structs too."""
    waiting = list(_entries(_under(document, "fields")))
    for declared in _entries(_under(document, "types")):
        waiting += _entries(_under(declared.value, "fields"))
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += _entries(_under(entry.value, "fields"))


def _declared(document: tree.Node) -> Iterator[str]:
    """The names of the fields that are declared secret."""
    for entry in _declarations(document):
        flag = _under(entry.value, "secret")
        if flag is not None and not (isinstance(flag, tree.Scalar) and flag.text == "false"):
            yield entry.key.text.rpartition(".")[2]


def _values(document: tree.Node, names: frozenset[str]) -> Iterator[Span]:
    """Where values of the named fields stand."""
    for entry in _declarations(document):
        default = _under(entry.value, "default")
        choices = _under(entry.value, "enum")
        if entry.key.text.rpartition(".")[2] in names:
            yield from (node.span for node in (default, choices) if node is not None)
        else:
            yield from _written(default, names)
    for view in _entries(_under(document, "views")):
        yield from _written(_under(view.value, "set"), names)


def _written(node: tree.Node | None, names: frozenset[str]) -> Iterator[Span]:
    waiting = [node]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.key.text.rpartition(".")[2] in names:
                yield entry.value.span
            else:
                waiting.append(entry.value)


def _cover(file: SourceFile, spans: Iterable[Span]) -> SourceFile:
    lines = _LINE.findall(file.text)
    for span in spans:
        for number in range(span.line, min(span.end_line, len(lines)) + 1):
            start = span.column - 1 if number == span.line else 0
            end = span.end_column - 1 if number == span.end_line else None
            lines[number - 1] = _covered(lines[number - 1], start, end)
    return SourceFile(file.path, "".join(lines))


def _covered(line: str, start: int, end: int | None = None) -> str:
    """The line with all that is not blank from ``start`` to ``end`` covered."""
    return line[:start] + re.sub(r"\S", _COVER, line[start:end]) + ("" if end is None else line[end:])


def _guessed(file: SourceFile) -> Iterator[str]:
    """The keys of lines that mention ``secret``, and the key above under which such a line stands."""
    above: list[tuple[int, str]] = []
    for line in file.text.splitlines():
        table = _TABLE.match(line)
        keys = [table[1]] if table else _KEY.findall(line)
        indent = -1 if table else len(line) - len(line.lstrip())
        if not keys:
            continue
        while above and above[-1][0] >= indent:
            above.pop()
        if re.search(r"\bsecret\b", line):
            yield from (key for key in (*keys, *(key for _, key in above[-1:])) if key != "secret")
        above.append((indent, keys[0]))


def _cover_lines(file: SourceFile, names: frozenset[str]) -> SourceFile:
    """The text with all that follows a named key, or the word ``default``, on its line covered."""
    lines = _LINE.findall(file.text)
    for index, line in enumerate(lines):
        found = next(
            (match for match in _KEY.finditer(line) if match[1] in names or match[1] == "default"), None
        )
        if found is not None:
            lines[index] = _covered(line, found.end())
    return SourceFile(file.path, "".join(lines))

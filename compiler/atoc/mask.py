"""Source text as it may be shown: the values of secret fields are covered, character by character.

A secret must not reach a message even where its document is wrong, so this looks at the trees as they were
read and needs no pass to succeed. A name counts as secret when a declaration of that name, in any
document, says ``secret: true``; covered are its defaults and choices, and whatever stands under a path that
ends in it, in the right place or not. Of a document that could not be read, the lines that name a secret
are covered; so is what follows such a name where a key is given again, which no tree holds.

    token: {type: str, default: hunter2, secret: true}
    token: {type: str, default: *******, secret: true}

Cost: one walk over the trees, and two more with a pass over the text if there is a secret.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from atoc.findings import Finding
from atoc.source import node as tree
from atoc.span import SourceFile, Span

_COVER = "*"
_WORD = re.compile(r"[^\s\"',:=\[\]{}]+")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_KEY = re.compile(r"""["']?([\w-]+)["']?\s*[:=]""")
_TABLE = re.compile(r"\s*\[.*?([\w-]+)[\"']?\s*\]")
_HOLDS_VALUES = frozenset(("views", "default"))
_DECLARES = ("type", "fields", "enum", "secret")
SAID = frozenset(
    (
        "type", "fields", "doc", "unit", "input", "final", "secret", "deprecated", "renamed_from", "gt", "ge",
        "lt", "le", "multiple_of", "min_length", "max_length", "pattern", "finite", "discriminator",
    )
)  # fmt: skip
"""What is said of a field and is no value of it; a key that is misspelt may be meant for ``default``."""


def masked(trees: Mapping[SourceFile, tree.Node | None]) -> Mapping[str, SourceFile]:
    """The files by path, with the values of secrets covered; what could not be read has no tree."""
    names = secret_names(trees)
    if not names:
        return {file.path: file for file in trees}
    return {
        file.path: _cover_lines(file, names) if node is None else _cover(file, _hidden(file, node, names))
        for file, node in trees.items()
    }


def secret_names(trees: Mapping[SourceFile, tree.Node | None]) -> frozenset[str]:
    """The names that count as secret, in whatever document they stand."""
    return frozenset(
        name for file, node in trees.items() for name in (_guessed(file) if node is None else _declared(node))
    )


def discreet(
    findings: Iterable[Finding], read: Iterable[SourceFile], shown: Mapping[str, SourceFile]
) -> Iterator[Finding]:
    """The findings without the words of their lines that are covered, which messages may quote."""
    lines = {
        file.path: tuple(zip(_LINE.findall(file.text), _LINE.findall(shown[file.path].text), strict=True))
        for file in read
        if file.text != shown[file.path].text
    }
    for finding in findings:
        here = lines.get(finding.span.path)
        yield finding if here is None else _without(finding, *here[finding.span.line - 1])


def _without(finding: Finding, line: str, covered: str) -> Finding:
    words = {word for word in _WORD.findall(line) if word not in covered} if line != covered else ()
    if not words:
        return finding
    hidden = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    message, *help = (hidden.sub(_stars, text) for text in (finding.message, *finding.help))
    return replace(finding, message=message, help=tuple(help))


def _stars(found: re.Match[str]) -> str:
    return _COVER * len(found.group())


def _entries(node: tree.Node | None) -> tuple[tree.Entry, ...]:
    return node.entries if isinstance(node, tree.Mapping) else ()


def _under(node: tree.Node | None, key: str) -> tree.Node | None:
    entry = node.get(key) if isinstance(node, tree.Mapping) else None
    return None if entry is None else entry.value


def _declared(document: tree.Node) -> Iterator[str]:
    """The names of what is declared secret, also where the declaration stands in the wrong place."""
    for entry, may_declare in _walk(document):
        flag = _under(entry.value, "secret") if may_declare else None
        if flag is not None and not (isinstance(flag, tree.Scalar) and flag.text == "false"):
            yield _last(entry)


def _values(document: tree.Node, names: frozenset[str]) -> Iterator[Span]:
    """Where values of the named fields stand."""
    for entry, may_declare in _walk(document):
        if _last(entry) not in names:
            continue
        if may_declare and any(_under(entry.value, key) is not None for key in _DECLARES):
            yield from (inner.value.span for inner in _entries(entry.value) if inner.key.text not in SAID)
        else:
            yield entry.value.span


def _hidden(file: SourceFile, document: tree.Node, names: frozenset[str]) -> Iterator[Span]:
    """What is covered: the values, and what follows a key that is not in the tree as it was given before."""
    yield from _values(document, names)
    known = {(entry.key.span.end_line, entry.key.span.end_column) for entry, _ in _walk(document)}
    for number, line in enumerate(_LINE.findall(file.text), 1):
        for found in _KEY.finditer(line):
            end = found.end(1) + 1
            if found[1] in names and known.isdisjoint(((number, end), (number, end + 1))):
                yield Span(file.path, number, found.end() + 1, number, len(line.rstrip()) + 1)


def _walk(document: tree.Node) -> Iterator[tuple[tree.Entry, bool]]:
    """Every entry of a tree, and whether a declaration may stand there: none does in views and defaults."""
    waiting: list[tuple[tree.Node, bool]] = [(document, True)]
    while waiting:
        node, may_declare = waiting.pop()
        if isinstance(node, tree.Sequence):
            waiting += ((item, may_declare) for item in node.items)
        for entry in _entries(node):
            yield entry, may_declare
            waiting.append((entry.value, may_declare and entry.key.text not in _HOLDS_VALUES))


def _last(entry: tree.Entry) -> str:
    return entry.key.text.rpartition(".")[2]


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

"""Keys of Python views that look like misspelt ones: where no document declares fields, any key is a field.

Told of is a key that one view alone sets, that nothing reads or tells of, and whose name is a slip away from
that of a key beside it which more is made of. A view that sets both means both, and numbers in names tell
keys apart.

    defaults: config.lr = 0.1     fast: config.lr = 0.3     slow: config.lrs = 0.01     'lrs' for 'lr'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ato.config.composing._selection import whole
from atoc.expr.findings import UNKNOWN_FIELD
from atoc.findings import Finding, Severity
from atoc.source.python.touched import leaves, names_in, names_of_text
from atoc.span import Span
from atoc.syntax import Document, ViewDeclaration

SHORTEST_CHANGED = 5
"""From how many letters on one that is another is a slip: of shorter names it makes another word."""


@dataclass(slots=True)
class _Key:
    """Where a key is set first, by which views, and how often it is read or told of."""

    span: Span
    views: set[str] = field(default_factory=set[str])
    uses: int = 0


def misspelt(documents: Iterable[Document]) -> Iterator[Finding]:
    """What looks like a slip in the keys of one scope, of which no document declares fields."""
    documents = tuple(documents)
    keys: dict[str, _Key] = {}
    for document in documents:
        for view in document.views:
            _take(view, keys)
        for write in document.initial:
            for path, _ in leaves(write.key.text, write.value):
                keys.setdefault(path, _Key(write.key.span)).views.add("")
    if any(view.beyond for document in documents for view in document.views):
        return
    _count_uses(documents, keys)
    mentions = sum((Counter(document.mentions) for document in documents), Counter[str]())
    known = _by_length(keys)
    for path, key in keys.items():
        if len(key.views) > 1 or key.uses or mentions[path.rpartition(".")[2]] > 1:
            continue
        near = (other for size in (-1, 0, 1) for other in known.get((_above(path), len(path) + size), ()))
        meant = next((other for other in near if _is_meant(path, other, keys)), None)
        if meant is not None:
            message = f"'{path}' is set here alone and read nowhere, and its name is near to '{meant}'"
            help = (f"write '{meant}' if that is meant; else the manual of the scope may tell of '{path}'",)
            found = UNKNOWN_FIELD.at(key.span, message, key=path, views=tuple(key.views), help=help)
            yield replace(found, severity=Severity.NOTE.value)


def _by_length(keys: Mapping[str, _Key]) -> Mapping[tuple[str, int], list[str]]:
    """The keys of which more is made, by what is around them and the length of their paths."""
    found: dict[tuple[str, int], list[str]] = {}
    for path, key in keys.items():
        if key.uses or len(key.views) > 1:
            found.setdefault((_above(path), len(path)), []).append(path)
    return found


def _above(path: str) -> str:
    return path.rpartition(".")[0]


def _take(view: ViewDeclaration, keys: dict[str, _Key]) -> None:
    for entry in () if view.writes is None else view.writes.entries:
        for path, _ in leaves(entry.key.text, entry.value):
            keys.setdefault(path, _Key(entry.key.span)).views.add(whole(view.name.text))


def _count_uses(documents: Iterable[Document], keys: Mapping[str, _Key]) -> None:
    for document in documents:
        told = [*document.manual]
        for view in document.views:
            told.extend(() if view.when is None else names_of_text(view.when.text))
            told.extend(() if view.writes is None else names_in(view.writes))
        for path in told:
            if path in keys:
                keys[path].uses += 1


def _is_meant(path: str, other: str, keys: Mapping[str, _Key]) -> bool:
    """Whether one key may have been written for the other, of which more is made."""
    own, known = keys[path], keys[other]
    return (
        path != other
        and own.views.isdisjoint(known.views)
        and is_slip(path.rpartition(".")[2], other.rpartition(".")[2])
    )


def is_slip(name: str, meant: str) -> bool:
    """Whether a name is another with one letter more, less, changed, or two exchanged."""
    if any(letter.isdigit() or letter == "_" for letter in set(name) ^ set(meant)):
        return False
    if abs(len(name) - len(meant)) == 1:
        short, long = sorted((name, meant), key=len)
        return len(short) > 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
    if len(name) != len(meant):
        return False
    differing = [at for at in range(len(name)) if name[at] != meant[at]]
    if len(differing) == 1:
        return len(name) >= SHORTEST_CHANGED
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return name[first] == meant[second] and name[second] == meant[first]

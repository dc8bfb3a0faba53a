"""A tree of configs: what each file says itself, which bases it names, and what it comes to with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from ato.config import Problem, suggestion
from atoc.importers.carried import Left, Refused
from atoc.importers.evaluation import statements
from atoc.importers.mmengine.placeholders import replaced
from atoc.importers.mmengine.script import BASE, bases, doc
from atoc.importers.mmengine.script import values as script_values
from atoc.importers.mmengine.table import table
from atoc.importers.mmengine.values import Table, changes, merged, overlaid, with_bases
from atoc.importers.plain import is_list
from atoc.importers.terms import Untold
from atoc.span import SourceFile, Span


@dataclass(frozen=True, slots=True)
class Config:
    """One file. ``own`` is what it says, changes to its bases included; ``above`` what its bases come to.

    ``whole`` is what it comes to.
    """

    path: str
    bases: tuple[str, ...]
    own: Table
    above: Table
    whole: Table
    doc: str = ""


def wanted(files: Sequence[SourceFile]) -> tuple[str, ...]:
    """The paths of bases that are named and not among these files."""
    present = {file.path for file in files}
    found = dict.fromkeys(base for file in files for base in _bases(file, []))
    return tuple(path for path in found if path not in present)


def configs(files: Sequence[SourceFile], left: list[Left]) -> dict[str, Config]:
    """All configs by path, bases before those that name them; raises ``Refused`` for a circle of them."""
    reader = _Reader({file.path: file for file in files}, left)
    for file in files:
        reader.config(file.path, ())
    return reader.found


@dataclass(frozen=True, slots=True)
class _Reader:
    files: Mapping[str, SourceFile]
    left: list[Left]
    found: dict[str, Config] = field(default_factory=dict[str, Config])

    def config(self, path: str, below: tuple[str, ...]) -> Config:
        """The config of a file; ``below`` are those that led to it."""
        if path in self.found:
            return self.found[path]
        if path in below:
            circle = " → ".join((*below[below.index(path) :], path))
            raise Refused([Problem(path, f"is a base of itself: {circle}")])
        file = replaced(self.files[path], self.left)
        named = _bases(self.files[path], self.left)
        self.refuse_absent(path, named)
        above = self.above(path, [self.config(base, (*below, path)) for base in named])
        changed = deepcopy(above)
        own = self.own(file, changed)
        whole = merged(own, changed)
        text = doc(statements(file)) if path.endswith(".py") else ""
        self.found[path] = Config(path, named, overlaid(own, changes(above, changed)), above, whole, text)
        return self.found[path]

    def above(self, path: str, above: Iterable[Config]) -> Table:
        """What bases come to together; the later ones win."""
        found: Table = {}
        for base in above:
            for key in base.whole.keys() & found.keys():
                why = f"mmengine refuses two bases with one key; what {base.path} says goes over it here"
                self.left.append(Left(Span.start_of(path), key, why))
            found = merged(base.whole, found)
        return found

    def own(self, file: SourceFile, above: Table) -> Table:
        """What a file says itself; what it changes in its bases is changed in ``above``."""
        found = script_values(file, above, self.left) if file.path.endswith(".py") else table(file, self.left)
        own: Table = {}
        for key, value in found.items():
            if key == BASE:
                continue
            try:
                own[key] = with_bases(value, above)
            except Untold as reason:
                self.left.append(
                    Left(Span.start_of(file.path), key, f"asks for a value of its bases: {reason}")
                )
        return own

    def refuse_absent(self, path: str, named: Iterable[str]) -> None:
        absent = [base for base in named if base not in self.files]
        if absent:
            raise Refused(
                Problem(path, f"names the base '{base}', which is not there", suggestion(base, self.files))
                for base in absent
            )


def _bases(file: SourceFile, left: list[Left]) -> tuple[str, ...]:
    """The paths of the files that one names as its bases."""
    given = bases(statements(replaced(file, []))) if file.path.endswith(".py") else _listed(file)
    items = given if is_list(given) else [given]
    found: list[str] = []
    for item in items:
        if isinstance(item, str) and "::" not in item:
            found.append(normpath(join(dirname(file.path), item)))
        else:
            shown = item if isinstance(item, str) else BASE
            left.append(Left(Span.start_of(file.path), shown, "is a base outside this tree, and is not read"))
    return tuple(found)


def _listed(file: SourceFile) -> object:
    return table(replaced(file, []), []).get(BASE, [])

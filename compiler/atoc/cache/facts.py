"""What was proved of a scope, as data, and back.

Idea. Facts hold parts of the scope itself: fields, views, writes, entries of chains. Each part has a name in
the scope, and as data a fact has the names; read back, they are the parts of the scope as it is read now,
with its places. Parts are told by identity, so that nothing is taken for what happens to be equal. Places
and the like, which have no names, are written out. A fact that holds anything else is not kept, and then
nothing of its scope is.

Example. ``DeadWrite(view=fast, write=lr in fast, winners=(top,), method="closure")`` is

    {"is": "DeadWrite", "with": [{"at": ["view", "fast"]}, {"at": ["write", "fast", "lr"]},
                                 [{"at": ["view", "top"]}], "closure"]}

When facts hold. They follow from the scope, and the scope from the documents that it is made of: its own, and
those that declare the types that it uses. Which resolvers its expressions ask does not show in these, so that
documents that may declare those count for all scopes. A struct that is declared without a name gets one that
no other has, so that names count too. Facts are kept under the digest of all of them, and only of a program
without errors, where everything that a document names is there. Cost: linear in the scope and the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from typing import cast, get_args, get_type_hints

from atoc.cache.snapshot import digest
from atoc.program import Scope
from atoc.prove import Fact, Facts, Verdict, prove
from atoc.span import SourceFile, Span

_Name = tuple[str | int, ...]
_PLAIN = (str, int, float, type(None))

Recall = Callable[[str], object | None]
"""What is known under a digest, as data; None where nothing is."""


class _Nameless(Exception):
    """Something has no name in the scope."""


def nothing_known(key: str) -> object | None:  # noqa: ARG001  what a first run knows
    """A recall that knows nothing."""
    return None


@dataclass(slots=True)
class Memory:
    """What is known of the scopes of a program: recalled, or else proved, and then ``learnt``.

    ``shared`` are the paths of those of the ``files`` that count for every scope, whatever it is made of.
    """

    recall: Recall
    files: Sequence[SourceFile]
    shared: Sequence[str]
    learnt: dict[str, object] = field(default_factory=dict[str, object])

    def proved(self, scope: Scope) -> Facts:
        """What holds of a scope."""
        key = origin("facts", [scope], self.files, self.shared)
        data = self.recall(key)
        known = None if data is None else from_data(scope, data)
        if known is not None:
            return known
        facts = prove(scope)
        data = as_data(scope, facts)
        if data is not None:
            self.learnt[key] = data
        return facts


def origin(kind: str, scopes: Sequence[Scope], files: Sequence[SourceFile], shared: Sequence[str]) -> str:
    """The digest of all that scopes follow from, for what is kept of this kind."""
    paths = {*shared, *(path for scope in scopes for path in scope.sources)}
    structs = [struct.name for scope in scopes for struct in scope.structs]
    names = (kind, str(len(scopes)), *(scope.name for scope in scopes), str(len(structs)), *structs)
    parts = [part for file in files if file.path in paths for part in (file.path, file.text)]
    return digest(*(part.encode("utf-8", "surrogatepass") for part in (*names, *parts)))


def as_data(scope: Scope, facts: Facts) -> object | None:
    """The facts as data; None where they hold something that has no name."""
    names = {id(part): name for name, part in _parts(scope)}
    try:
        return [[_written(each, names) for each in many] for many in (facts.facts, facts.verdicts)]
    except _Nameless:
        return None


def from_data(scope: Scope, data: object) -> Facts | None:
    """The facts that the data tells of this scope; None where it does not fit."""
    parts = dict(_parts(scope))
    try:
        facts, verdicts = (_read(each, parts) for each in _items(data))
        return _checked(_items(facts), _items(verdicts))
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None


def _checked(facts: Sequence[object], verdicts: Sequence[object]) -> Facts | None:
    known = tuple(each for each in facts if isinstance(each, get_args(Fact)))
    told = tuple(each for each in verdicts if isinstance(each, Verdict))
    is_whole = (len(known), len(told)) == (len(facts), len(verdicts))
    return Facts(cast("tuple[Fact, ...]", known), told) if is_whole else None


def _parts(scope: Scope) -> Iterator[tuple[_Name, object]]:
    """Everything in a scope that facts may hold, by its name."""
    for path, leaf in scope.fields.items():
        yield ("field", path), leaf
    for name, group in scope.groups.items():
        yield ("group", name), group
    for index, condition in enumerate(scope.asserts):
        yield ("assert", index), condition
    for name, view in scope.views.items():
        yield ("view", name), view
        for write in view.writes:
            yield ("write", name, write.path), write
        for index, entry in enumerate(view.chain):
            yield ("chain", name, index), entry
    for search in scope.searches:
        yield ("search", search.name), search
        for path, dimension in search.space.items():
            yield ("dimension", search.name, path), dimension


@cache
def _classes() -> Mapping[str, type]:
    """The classes of facts, and of what they hold that has no name in a scope, by name."""
    found: dict[str, type] = {}
    waiting: list[object] = [*get_args(Fact), Verdict]
    while waiting:
        hint = waiting.pop()
        waiting += get_args(hint)
        if not isinstance(hint, type) or hint.__name__ in found:
            continue
        if hint is Span or hint.__module__.startswith("atoc.prove."):
            found[hint.__name__] = hint
            waiting += get_type_hints(hint).values()
    return found


def _written(value: object, names: Mapping[int, _Name]) -> object:
    if type(value) in _PLAIN or type(value) is bool:
        return value
    if isinstance(value, tuple):
        return [_written(each, names) for each in _items(cast("object", value))]
    if id(value) in names:
        return {"at": list(names[id(value)])}
    kind = _classes().get(type(value).__name__)
    if kind is not type(value) or not is_dataclass(value):
        raise _Nameless
    held = (getattr(value, each.name) for each in fields(value))
    return {"is": kind.__name__, "with": [_written(each, names) for each in held]}


def _read(data: object, parts: Mapping[_Name, object]) -> object:
    if isinstance(data, list):
        return tuple(_read(each, parts) for each in _items(cast("list[object]", data)))
    if not isinstance(data, dict):
        return data
    held = cast("dict[str, object]", data)
    if "at" in held:
        return parts[cast("_Name", _items(held["at"]))]
    return _classes()[str(held["is"])](*(_read(each, parts) for each in _items(held["with"])))


def _items(data: object) -> tuple[object, ...]:
    """The items of a list. Raises ``TypeError`` for anything else."""
    if isinstance(data, (list, tuple)):
        return tuple(cast("Sequence[object]", data))
    raise TypeError(data)

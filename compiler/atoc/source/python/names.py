"""What the names of a Python file stand for: classes of Ato, scopes, constants, what other files give.

Only what stands at the top of a file is followed, and only one assignment a name: a name that is given twice
may be either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import libcst as cst

from atoc.source import node as tree
from atoc.source.python.given import BY_STAR, times_given
from atoc.source.python.tree import PythonTree
from atoc.source.python.values import constant_text, constant_value, dotted

MAX_STEPS = 20
"""Through how many files the import of a scope is followed."""


@dataclass(frozen=True, slots=True)
class Made:
    """A scope that a file makes: the call, its name, and where the name stands."""

    call: cst.Call
    name: tree.Scalar


@dataclass(slots=True)
class Bindings:
    """What the names at the top of a file stand for.

    ``modules`` are names of modules by the name under which they are known here, ``imported`` the module and
    the name of what is taken from one. ``made`` are scopes by the name that they are given; a scope whose own
    name cannot be read is among ``nameless``.
    """

    tree: PythonTree
    modules: dict[str, str] = field(default_factory=dict[str, str])
    imported: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    made: dict[str, Made] = field(default_factory=dict[str, Made])
    nameless: dict[str, cst.Call] = field(default_factory=dict[str, cst.Call])
    constants: dict[str, cst.BaseExpression] = field(default_factory=dict[str, cst.BaseExpression])
    times: Mapping[str, int] = field(default_factory=dict[str, int])
    stars: list[str] = field(default_factory=list[str])

    def is_given(self, name: str) -> bool:
        """Whether a name of Python's own may mean something else in this file."""
        return name in self.times or BY_STAR in self.times

    def has_ato(self) -> bool:
        """Whether something of Ato is imported."""
        sources = (*self.modules.values(), *(module for module, _ in self.imported.values()))
        return any(source == "ato" or source.startswith("ato.") for source in sources)

    def known(self) -> Iterator[str]:
        """The names that may be those of scopes."""
        yield from self.made
        yield from (name for name in self.imported if name not in self.made)

    def full(self, name: str) -> str:
        """A dotted name as it would be without any ``as``: ``ato.scope.Scope``."""
        head, dot, rest = name.partition(".")
        if head in self.imported:
            module, inner = self.imported[head]
            return f"{module}.{inner}{dot}{rest}"
        if head in self.modules:
            return f"{self.modules[head]}{dot}{rest}"
        return name

    def is_ato(self, node: cst.BaseExpression, name: str) -> bool:
        """Whether an expression is this name of Ato."""
        return self.full(dotted(node)) == name

    def names_of(self, name: str) -> frozenset[str]:
        """Under which dotted names something of Ato is known here."""
        module, _, last = name.rpartition(".")
        own = {known for known, (source, inner) in self.imported.items() if f"{source}.{inner}" == name}
        package, _, inner = module.rpartition(".")
        below = {f"{known}.{last}" for known, given in self.imported.items() if given == (package, inner)}
        whole = {
            f"{known}{module.removeprefix(source)}.{last}"
            for known, source in self.modules.items()
            if module == source or module.startswith(source + ".")
        }
        return frozenset(own | below | whole)


def bindings_of(module: PythonTree) -> Bindings:
    """What the names at the top of a file stand for."""
    found = Bindings(module)
    given = times_given(module.module)
    found.times = given
    stars = given[BY_STAR]
    for statement in top_of(module.module.body):
        match statement:
            case cst.Import(names=names):
                _import(found, names)
            case cst.ImportFrom(names=cst.ImportStar()):
                found.constants.clear()  # it may bring others of these names
                found.stars.append(_source(statement))
                stars -= 1
            case cst.ImportFrom(names=[*names]):
                _import_from(found, statement, names)
            case cst.Assign(targets=targets, value=value):
                for target in targets:
                    _assign(found, target.target, value, given)
            case cst.AnnAssign(target=target, value=cst.BaseExpression() as value):
                _assign(found, target, value, given)
            case cst.Try() | cst.If():
                _imports_within(found, statement)
            case _:
                pass
    if stars:
        found.constants.clear()
    return found


def _imports_within(found: Bindings, statement: cst.CSTNode) -> None:
    """What may be imported, where nothing else is known by the name: ``try: from ato.scope import Scope``."""
    waiting = [statement]
    while waiting:
        each = waiting.pop(0)
        match each:
            case cst.FunctionDef() | cst.ClassDef():
                continue
            case cst.ImportFrom(names=[*names]) | cst.Import(names=[*names]):
                inner = Bindings(found.tree)
                if isinstance(each, cst.Import):
                    _import(inner, names)
                else:
                    _import_from(inner, each, names)
                found.imported = {**inner.imported, **found.imported}
                found.modules = {**inner.modules, **found.modules}
            case _:
                waiting.extend(each.children)


def top_of(body: Sequence[cst.CSTNode]) -> Iterator[cst.CSTNode]:
    """The statements at the top of a file, those of one line each for itself."""
    for statement in body:
        yield from statement.body if isinstance(statement, cst.SimpleStatementLine) else (statement,)


def _import(found: Bindings, names: Sequence[cst.ImportAlias]) -> None:
    for alias in names:
        name = dotted(alias.name)
        known = alias.evaluated_alias
        if known is not None:
            found.modules[known] = name
        else:
            found.modules[name.partition(".")[0]] = name.partition(".")[0]


def _source(statement: cst.ImportFrom) -> str:
    module = "" if statement.module is None else dotted(statement.module)
    return "." * len(statement.relative) + module


def _import_from(found: Bindings, statement: cst.ImportFrom, names: Sequence[cst.ImportAlias]) -> None:
    source = _source(statement)
    for alias in names:
        found.imported[alias.evaluated_alias or alias.evaluated_name] = (source, alias.evaluated_name)


def _assign(
    found: Bindings, target: cst.BaseExpression, value: cst.BaseExpression, given: Mapping[str, int]
) -> None:
    if not isinstance(target, cst.Name):
        return
    name = target.value
    if isinstance(value, cst.Call) and found.is_ato(value.func, "ato.scope.Scope"):
        own = _name_of(found, value)
        if own is None or name in found.made or own.text in {each.name.text for each in found.made.values()}:
            found.nameless[name] = value
        else:
            found.made[name] = Made(value, own)
    elif isinstance(value, cst.Name) and value.value in found.made and given[name] == 1:
        found.made[name] = found.made[value.value]
    elif given[name] == 1 and constant_value(value) is not ...:
        found.constants[name] = value


def _name_of(found: Bindings, call: cst.Call) -> tree.Scalar | None:
    """The name that a call of ``Scope`` gives: ``config`` if none is given, None for what cannot be read."""
    given = argument(call, "name", 1)
    if given is None:
        if any(each.star for each in call.args):
            return None
        return tree.Scalar(found.tree.span(call), "config", exact=False)
    text = constant_text(found.constants.get(given.value, given) if isinstance(given, cst.Name) else given)
    return None if text is None else tree.Scalar(found.tree.span(given), text, "quoted")


def argument(call: cst.Call, name: str, position: int) -> cst.BaseExpression | None:
    """The argument of a call by its name or place."""
    plain = [each for each in call.args if each.keyword is None]
    named = (each.value for each in call.args if each.keyword is not None and each.keyword.value == name)
    return next(named, plain[position].value if position < len(plain) else None)


def is_given(call: cst.Call, name: str, position: int) -> bool:
    """Whether an argument of a call is there, and is not ``None``."""
    given = argument(call, name, position)
    return given is not None and constant_value(given) is not None


class Files:
    """The Python files of a program by their paths, to follow imports through."""

    def __init__(self, files: Mapping[str, Bindings]) -> None:
        self._files = files
        self._by_end: dict[str, list[str]] = {}
        for path in files:
            self._by_end.setdefault(PurePosixPath(path).stem, []).append(path)

    def scope(self, within: Bindings, name: str) -> tree.Scalar | None:
        """The own name of the scope that a dotted name of a file stands for."""
        for _ in range(MAX_STEPS):
            if name in within.made:
                return within.made[name].name
            within = self._by_star(within, name)
            if name in within.made:
                return within.made[name].name
            full = within.full(name)
            module, _, last = full.rpartition(".")
            path = self._path(within.tree.file.path, module) if full != name or "." in name else None
            if path is None:
                return None
            within, name = self._files[path], last
        return None

    def _by_star(self, within: Bindings, name: str) -> Bindings:
        """The file that gives a name to this one by ``from m import *``, else the file itself."""
        for module in within.stars if name not in within.imported else ():
            path = self._path(within.tree.file.path, module)
            given = None if path is None else self._files[path]
            if given is not None and (name in given.made or name in given.imported):
                return given
        return within

    def _path(self, path: str, module: str) -> str | None:
        """The file that a module is, as seen from another file."""
        name = module.lstrip(".")
        level = len(module) - len(name)
        parts = name.replace(".", "/")
        folder = PurePosixPath(path).parent
        if level:
            for _ in range(level - 1):
                folder = folder.parent
            return self._known((str(folder / parts),))
        candidates = [str(above / parts) for above in (folder, *folder.parents)]
        return self._known(candidates)

    def _known(self, candidates: Sequence[str]) -> str | None:
        for each in candidates:
            for file in (f"{each}.py", f"{each}/__init__.py"):
                if file in self._files:
                    return file
        return None

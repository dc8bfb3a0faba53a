"""Structured configs: dataclasses that a script registers in Hydra's ``ConfigStore``, read from its source.

    @dataclass
    class MySQL:                                    a config db/mysql with host and port,
        host: str = "localhost"                     which must be a str and an int
        port: int = MISSING

    cs = ConfigStore.instance()
    cs.store(group="db", name="mysql", node=MySQL)

Nothing is imported or run. A default that is no literal, and a type that is not known, say nothing.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AnyMapping

from atoc.importers.carried import Left
from atoc.importers.hydra.annotations import Annotations, is_missing
from atoc.importers.hydra.entry import text_of
from atoc.importers.hydra.tree import Config, config_of
from atoc.importers.resolvers import Path
from atoc.source import Mapping, Node, Scalar, Sequence
from atoc.source.node import Entry
from atoc.span import SourceFile, Span

MAX_DEPTH = 20
MAX_INSTANCES = 5_000


def structured(files: Iterable[SourceFile], left: list[Left]) -> Iterator[Config]:
    """The configs that the Python files among these register."""
    for file in files:
        if file.path.endswith(".py") and "ConfigStore" in file.text:
            try:
                module = ast.parse(file.text)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                left.append(Left(Span.start_of(file.path), file.path, "it is no valid Python"))
                continue
            yield from _Module(file.path, module, left).configs()


class _Module:
    """The classes of a module, and what it registers."""

    def __init__(self, path: str, module: ast.Module, left: list[Left]) -> None:
        self.path = path
        self.left = left
        self.made = 0
        self.calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
        self.classes = {node.name: node for node in ast.walk(module) if isinstance(node, ast.ClassDef)}
        self.values = {
            target.id: node.value
            for node in module.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        self.annotations = Annotations(self.classes)

    def configs(self) -> Iterator[Config]:
        for call in self.calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr == "store":
                given = {each.arg: each.value for each in call.keywords if each.arg}
                given |= dict(zip(("name", "node", "group", "package"), call.args))
                config = self.stored(given, call)
                if config is not None:
                    yield config

    def stored(self, given: AnyMapping[str, ast.expr], call: ast.Call) -> Config | None:
        name, group, package = (text_of(given.get(key)) for key in ("name", "group", "package"))
        node = given.get("node")
        if name is None or node is None:
            self.leave(call, "store(...)", "its name or node is worked out, and is not known before it runs")
            return None
        types: dict[Path, str] = {}
        content = self.node(node, (), types, 0)
        if not isinstance(content, Mapping):
            self.leave(node, name, "what it registers is no dataclass and no dict that can be read here")
            return None
        whole = f"{group}/{name}" if group else name
        made = config_of(whole.removesuffix(".yaml"), content, self.left, package)
        return Config(made.name, self.span(call), made.content, made.defaults, made.package, types)

    def node(self, value: ast.expr, path: Path, types: dict[Path, str], depth: int) -> Node | None:
        """A value as a tree of nodes; None for what is only known when it runs."""
        if isinstance(value, ast.Name) and value.id in self.classes:
            return self.instance(self.classes[value.id], {}, value, path, types, depth)
        if isinstance(value, ast.Name) and value.id in self.values and depth < MAX_DEPTH:
            return self.node(self.values[value.id], path, types, depth + 1)
        if is_missing(value):
            return Scalar(self.span(value), "???")
        match value:
            case ast.Call(func=ast.Name(id=name)) if name in self.classes:
                given = {each.arg: each.value for each in value.keywords if each.arg}
                return self.instance(self.classes[name], given, value, path, types, depth)
            case ast.Call(func=func) if _is_called(func, "field"):
                return self.field(value, path, types, depth)
            case ast.Dict():
                return self.mapping(value, path, types, depth)
            case ast.List() | ast.Tuple():
                items = [self.node(item, (*path, ""), {}, depth + 1) for item in value.elts]
                return Sequence(self.span(value), tuple(item for item in items if item is not None))
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if name in self.classes:
                return Scalar(self.span(value), attr, "quoted")
            case _:
                return self.scalar(value)

    def scalar(self, value: ast.expr) -> Node | None:
        try:
            plain = ast.literal_eval(value)
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            return None
        match plain:
            case None:
                return Scalar(self.span(value), "null")
            case bool():
                return Scalar(self.span(value), str(plain).lower())
            case int() | float():
                return Scalar(self.span(value), repr(plain))
            case str():
                return Scalar(self.span(value), plain, "quoted")
            case _:
                return None

    def field(self, call: ast.Call, path: Path, types: dict[Path, str], depth: int) -> Node | None:
        """``field(default=...)`` or ``field(default_factory=...)``."""
        given = {each.arg: each.value for each in call.keywords}
        factory = given.get("default_factory")
        if "default" in given:
            return self.node(given["default"], path, types, depth + 1)
        match factory:
            case ast.Lambda(body=body):
                return self.node(body, path, types, depth + 1)
            case ast.Name(id="list"):
                return Sequence(self.span(call), ())
            case ast.Name(id="dict"):
                return Mapping(self.span(call), ())
            case ast.Name(id=name) if name in self.classes:
                return self.instance(self.classes[name], {}, call, path, types, depth)
            case _:
                return None

    def mapping(self, value: ast.Dict, path: Path, types: dict[Path, str], depth: int) -> Node:
        entries: list[Entry] = []
        for key, item in zip(value.keys, value.values):
            name = text_of(key)
            node = None if name is None else self.node(item, (*path, name), types, depth + 1)
            if key is not None and name is not None and node is not None:
                entries.append(Entry(Scalar(self.span(key), name), node))
        return Mapping(self.span(value), tuple(entries))

    def instance(
        self,
        node: ast.ClassDef,
        given: AnyMapping[str, ast.expr],
        place: ast.expr,
        path: Path,
        types: dict[Path, str],
        depth: int,
    ) -> Node | None:
        """A dataclass as a mapping of its fields, those of its bases first."""
        if depth > MAX_DEPTH or self.annotations.is_enum(node.name):
            return None
        entries: dict[str, Entry] = {}
        self.made += 1
        if self.made > MAX_INSTANCES:
            return None
        own = {each.target.id: each for each in self.fields(node, 0) if isinstance(each.target, ast.Name)}
        for name, each in own.items():
            inner = (*path, name)
            if name != "defaults" or path:
                kind = self.annotations.type_of(each.annotation)
                types |= {inner: kind} if kind is not None else {}
            value = given.get(name, each.value)
            found = self.held(each, value, inner, types, depth)
            if found is not None:
                entries[name] = Entry(Scalar(self.span(each.target), name), found)
            elif value is not None:
                self.leave(each, name, "its default is worked out when the script runs")
        return Mapping(self.span(place), tuple(entries.values()))

    def held(
        self, each: ast.AnnAssign, value: ast.expr | None, path: Path, types: dict[Path, str], depth: int
    ) -> Node | None:
        """What a field holds: its default, or that it is missing."""
        if value is not None:
            return self.node(value, path, types, depth + 1)
        inner = self.annotations.struct(each.annotation)
        if inner is not None:
            return self.instance(inner, {}, each.annotation, path, types, depth + 1)
        return Scalar(self.span(each), "???")

    def fields(self, node: ast.ClassDef, depth: int) -> Iterator[ast.AnnAssign]:
        for base in node.bases:
            if isinstance(base, ast.Name) and base.id in self.classes and depth < MAX_DEPTH:
                yield from self.fields(self.classes[base.id], depth + 1)
        yield from (each for each in node.body if isinstance(each, ast.AnnAssign))

    def span(self, node: ast.expr | ast.stmt) -> Span:
        end_line, end_column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Span(self.path, node.lineno, node.col_offset + 1, end_line, end_column + 1)

    def leave(self, node: ast.expr | ast.stmt, what: str, why: str) -> None:
        self.left.append(Left(self.span(node), what, why))


def _is_called(func: ast.expr, name: str) -> bool:
    return getattr(func, "id", None) == name or getattr(func, "attr", None) == name

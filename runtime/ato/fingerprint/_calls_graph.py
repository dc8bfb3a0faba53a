"""The functions and classes of the project that one of them reaches, each with its own text and values."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any, cast

from ato.fingerprint._calls_project import Project, library
from ato.fingerprint._calls_resolve import Border, Constant, Follow, Outcome, Place, Unresolved, resolved
from ato.fingerprint._calls_target import Target, owner_of, parameters_of_call, target_of
from ato.fingerprint._calls_values import value_of
from ato.fingerprint._canon import Canonical, Reference, canonical
from ato.fingerprint._canon_writer import CHANGED
from ato.fingerprint._code_bytecode import PYTHON, from_bytecode
from ato.fingerprint._code_decorators import counting, free_names
from ato.fingerprint._code_file import File
from ato.fingerprint._code_find import found_class, found_function, refusal
from ato.fingerprint._code_value import Value
from ato.fingerprint._names import Function

Key = tuple[int, int]
EMPTY = Canonical("", (), (), ())


@dataclass
class Node:
    """One function or class, before it has a digest. ``calls`` say what is followed by which name."""

    target: Target
    text: Canonical
    file: str | None = None
    line: int | None = None
    python: str | None = None
    calls: list[tuple[str, Key, tuple[tuple[str, int], ...]]] = field(default_factory=lambda: [])
    constants: list[tuple[str, str, Constant]] = field(default_factory=lambda: [])
    values: list[Value] = field(default_factory=lambda: [])
    origins: dict[str, str] = field(default_factory=lambda: {})
    libraries: dict[tuple[str, str], None] = field(default_factory=lambda: {})
    unresolved: dict[str, None] = field(default_factory=lambda: {})


class Graph:
    """Everything that is reached from one target; its own parts alone unless it ``follows`` calls."""

    def __init__(self, project: Project, follows: bool) -> None:  # noqa: FBT001
        self.nodes: dict[Key, Node] = {}
        self._project = project
        self._follows = follows
        self._waiting: list[Target] = []
        self._changed: set[tuple[int, str]] = set()

    def reach(self, root: Target) -> Key:
        """Take in a target and all that it reaches; gives the key of its node."""
        key = self._take(root)
        while self._waiting:
            target = self._waiting.pop()
            if target.key not in self.nodes:
                self._add(target)
        for node in self.nodes.values():
            self._settle(node)
        return key

    def _take(self, target: Target) -> Key:
        """Let a target be reached; a method is seen with its class, however it was come by."""
        thing = target.thing
        if target.owner is None and isinstance(thing, FunctionType) and "." in thing.__qualname__:
            target = target._replace(owner=owner_of(thing))
        self._waiting.append(target)
        return target.key

    def _add(self, target: Target) -> None:
        thing = target.thing
        if isinstance(thing, functools.partial):
            self._partial(target, cast("functools.partial[Any]", thing))
        elif isinstance(thing, property):
            self._property(target, thing)
        elif isinstance(thing, type):
            self._class(target, thing)
        else:
            self._function(target, thing)

    # What a partial call and a property are made of is followed even if calls are not.

    def _partial(self, target: Target, thing: functools.partial[Any]) -> None:
        node = self.nodes[target.key] = Node(target, EMPTY._replace(text=f"partial({len(thing.args)})"))
        inner = target_of(thing.func, self._project, target.owner)
        known = () if inner is None else parameters_of_call(inner)
        if inner is not None:
            node.calls.append(("partial", self._take(inner), ()))
        else:
            self._note(node, "partial", thing.func)
        for index, value in enumerate(thing.args):
            self._note(node, f"argument {index}", value)
        for name, value in sorted(thing.keywords.items()):
            place = known.index(name) if name in known else name
            self._note(node, f"argument {place}", value)

    def _property(self, target: Target, thing: property) -> None:
        node = self.nodes[target.key] = Node(target, EMPTY._replace(text="property"))
        for name in ("fget", "fset", "fdel"):
            inner = target_of(getattr(thing, name), self._project, target.owner)
            if inner is not None:
                node.calls.append((name, self._take(inner), ()))

    def _note(self, node: Node, name: str, value: object) -> None:
        """Let a value count that stands at a place of its own: captured, a default, an argument."""
        reference = Reference(name, name, (), "captured", 0, frozenset())
        place = Place({}, {name: value}, None, None, {}, self._project)
        self._outcome(node, reference, resolved(reference, place), follows=True)

    def _function(self, target: Target, function: FunctionType) -> None:
        code = function.__code__
        captured = _captured(function)
        found = found_function(function)
        imports: dict[str, str] = {}
        if found is None:
            node = Node(target, from_bytecode(code), python=PYTHON)
        else:
            source, file = found
            imports = file.imports
            text = _text(source, file, function, captured, target.owner)
            path = self._project.relative(code.co_filename, function.__module__ or "")
            node = Node(target, text, path, code.co_firstlineno)
            if not (isinstance(source, ast.Lambda) or text.text.startswith("@")):
                for wrapper in target.wrappers:
                    self._follow(node, "wrapper", Target(wrapper), frozenset())
            self._defaults(node, source, function)
        self.nodes[target.key] = node
        written_in = owner_of(function) or target.owner
        names = function.__globals__
        place = Place(names, captured, target.owner, written_in, imports, self._project)
        self._references(node, place)

    def _class(self, target: Target, kind: type) -> None:
        found = found_class(kind)
        module: Any = sys.modules.get(kind.__module__)
        names: dict[str, Any] = getattr(module, "__dict__", {})
        functions = [value for value in vars(kind).values() if isinstance(value, FunctionType)]
        captured = {name: value for each in functions for name, value in _captured(each).items()}
        if found is None:
            node = self.nodes[target.key] = Node(target, EMPTY._replace(text="class"), python=PYTHON)
            for each in functions:
                self._follow(node, f".{each.__name__}", Target(each, kind), frozenset())
            return
        source, file = found
        counted = counting(source, {**names, **captured})
        text = _kept(
            file,
            (source, frozenset(captured), counted),
            lambda: canonical(source, source.name, frozenset(captured), counted),
        )
        path = self._project.relative(str(names.get("__file__") or "<>"), kind.__module__)
        node = self.nodes[target.key] = Node(target, text, path, source.lineno)
        place = Place(names, captured, kind, kind, file.imports, self._project, is_class=True)
        self._references(node, place)

    def _defaults(self, node: Node, source: Function, function: FunctionType) -> None:
        """The values of defaults that are more than a constant: they were worked out long ago."""
        arguments = source.args
        by_place = zip(arguments.defaults, function.__defaults__ or ())
        names = (each.arg for each in arguments.kwonlyargs)
        given: dict[str, object] = function.__kwdefaults__ or {}
        by_name = ((each, given.get(name)) for name, each in zip(names, arguments.kw_defaults) if each)
        for index, (default, value) in enumerate([*by_place, *by_name]):
            if not isinstance(default, ast.Constant):
                self._note(node, f"default {index}", value)

    def _references(self, node: Node, place: Place) -> None:
        for reference in node.text.references:
            self._outcome(node, reference, resolved(reference, place), follows=self._follows)
        node.unresolved.update(dict.fromkeys(node.text.dynamic))

    def _outcome(self, node: Node, reference: Reference, outcome: Outcome, *, follows: bool) -> None:
        is_own = reference.kind == "captured"
        match outcome:
            case Follow(target, note):
                if note:
                    node.unresolved[note] = None
                if follows:
                    self._follow(node, reference.text, target, reference.keywords)
            case Constant(place=place):
                if reference.use == CHANGED:
                    self._changed.add(place)
                if follows or is_own:
                    node.constants.append((reference.text, reference.spelled, outcome))
            case Border(origin, module, note):
                self._border(node, reference, origin, module)
                if note:
                    node.unresolved[note] = None
            case Unresolved(text):
                node.unresolved[text] = None
            case None:
                pass

    def _follow(self, node: Node, name: str, target: Target, keywords: frozenset[str]) -> None:
        parameters = parameters_of_call(target) if keywords else ()
        meant = tuple(
            (each, place)
            for place, each in enumerate(parameters)
            if each in keywords or "**" in keywords
        )
        node.calls.append((name, self._take(target), tuple(sorted(meant))))

    def _border(self, node: Node, reference: Reference, origin: str, module: str) -> None:
        known = library(module)
        if known is not None:
            node.libraries[known] = None
        if origin:
            node.origins[reference.root] = origin

    def _settle(self, node: Node) -> None:
        """Let values count that nothing changes; a name that the code writes to is a state."""
        for name, spelled, constant in node.constants:
            value = None if constant.place in self._changed else value_of(name, constant.value)
            if value is not None:
                node.values.append(value)
            else:
                node.unresolved[f"{spelled} (its state)"] = None


def _text(
    node: Function, file: File, function: FunctionType, captured: dict[str, object], owner: type | None
) -> Canonical:
    """The text of a function, written once for each way in which it can be meant."""
    name = function.__qualname__
    above = name.rpartition(".")[0]
    is_method = bool(above) and not above.endswith("<locals>")
    own = None if isinstance(node, ast.Lambda) or is_method else function.__code__.co_name
    around = set(captured) | set(function.__code__.co_freevars)
    decorators: tuple[ast.expr, ...] = ()
    if not isinstance(node, ast.Lambda):
        decorators = counting(node, {**function.__globals__, **captured} if captured else function.__globals__)
    if "<locals>" in name:
        around |= free_names((*decorators, *node.args.defaults), function.__globals__)
    around.discard(own or "")
    names = frozenset(around)
    return _kept(
        file,
        (node, own, names, decorators, owner is None),
        lambda: canonical(node, own, names, decorators, is_method),
        name,
    )


def _kept(file: File, key: object, made: Callable[[], Canonical], name: str = "") -> Canonical:
    known = file.texts.get(key)
    if known is None:
        try:
            known = file.texts[key] = made()
        except RecursionError:
            raise refusal(name, "its code stands too deep in itself to be read") from None
    return known


def _captured(function: FunctionType) -> dict[str, object]:
    """The values of names of the functions around, as far as they have one yet."""
    found: dict[str, object] = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        if name != "__class__" and value is not function:
            found[name] = value
    return found

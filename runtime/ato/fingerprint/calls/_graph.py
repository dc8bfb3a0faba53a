"""The functions and classes of the project that one of them reaches, each with its own text and values."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from types import FunctionType, MethodType
from typing import Any

from ato.fingerprint.calls._outcome import Border, Constant, Follow, Many, Outcome, Place, Unresolved
from ato.fingerprint.calls._project import Project, library, names_of
from ato.fingerprint.calls._resolve import resolved
from ato.fingerprint.calls._target import (
    Target,
    fields_of,
    is_of,
    is_partial,
    owner_of,
    parameters_of_call,
    parts_of,
    target_of,
)
from ato.fingerprint.calls._value import Value
from ato.fingerprint.calls._values import value_of
from ato.fingerprint.canon._canon import Canonical, Reference
from ato.fingerprint.canon._writer import CHANGED, NONE, READ
from ato.fingerprint.sources._body import is_constant, otherwise
from ato.fingerprint.sources._bytecode import PYTHON, from_bytecode
from ato.fingerprint.sources._file import Written
from ato.fingerprint.sources._find import file_of_function
from ato.fingerprint.sources._text import captured_by, captured_by_class, written_class, written_function

Key = tuple[int, int, int]
Called = tuple[str, Key, tuple[tuple[str, int], ...]]
"""A name, what it leads to, and which parameters are meant by the names that arguments are passed by."""
EMPTY = Canonical("", (), (), ())


@dataclass
class Node:
    """One function or class, before it has a digest. ``calls`` say what is followed by which name."""

    target: Target
    text: Canonical
    file: str | None = None
    line: int | None = None
    python: str | None = None
    calls: list[Called] = field(default_factory=list[Called])
    constants: dict[str, tuple[str, Constant]] = field(default_factory=dict[str, tuple[str, Constant]])
    values: list[Value] = field(default_factory=list[Value])
    origins: dict[str, str] = field(default_factory=dict[str, str])
    libraries: dict[tuple[str, str], None] = field(default_factory=dict[tuple[str, str], None])
    unresolved: dict[str, None] = field(default_factory=dict[str, None])


class Graph:
    """Everything that is reached from one target; its own parts alone unless it ``follows`` calls."""

    def __init__(self, project: Project, follows: bool) -> None:
        self.nodes: dict[Key, Node] = {}
        self._project = project
        self._follows = follows
        self._waiting: list[tuple[Key, Target]] = []
        self._values: dict[tuple[str, tuple[int, str]], Value | None] = {}
        self._changed: set[tuple[int, str]] = set()
        self._seen: dict[tuple[int, str, tuple[str, ...]], Outcome] = {}

    def reach(self, root: Target) -> Key:
        """Take in a target and all that it reaches; gives the key of its node."""
        key = self._take(root)
        while self._waiting:
            each, target = self._waiting.pop()
            if each not in self.nodes:
                self._add(each, target)
        for node in self.nodes.values():
            self._settle(node)
        return key

    def _take(self, target: Target) -> Key:
        """Let a target be reached; a method is seen with its class, however it was come by."""
        thing = target.thing
        if target.owner is None and isinstance(thing, FunctionType) and "." in thing.__qualname__:
            target = target._replace(owner=owner_of(thing))
        key = target.key
        if key not in self.nodes:
            self._waiting.append((key, target))
        return key

    def _add(self, key: Key, target: Target) -> None:
        thing = target.thing
        if isinstance(thing, FunctionType):
            self._function(key, target, thing)
        elif isinstance(thing, type):
            self._class(key, target, thing)
        elif is_partial(thing):
            self._partial(key, target, thing)
        elif isinstance(thing, property):
            self._property(key, target, thing)

    # What a partial call and a property are made of is followed even if calls are not.

    def _partial(self, key: Key, target: Target, thing: functools.partial[Any]) -> None:
        node = self.nodes[key] = Node(target, EMPTY._replace(text=f"partial({len(thing.args)})"))
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

    def _property(self, key: Key, target: Target, thing: property) -> None:
        node = self.nodes[key] = Node(target, EMPTY._replace(text="property"))
        for name in ("fget", "fset", "fdel"):
            inner = target_of(getattr(thing, name), self._project, target.owner)
            if inner is not None:
                node.calls.append((name, self._take(inner), ()))

    def _note(self, node: Node, name: str, value: object) -> None:
        """Let a value count that stands at a place of its own: captured, a default, an argument."""
        reference = Reference(name, name, (), "captured", READ, NONE)
        place = Place({}, {name: value}, None, None, {}, self._project)
        self._outcome(node, reference, resolved(reference, place), follows=True)

    def _function(self, key: Key, target: Target, function: FunctionType) -> None:
        code = function.__code__
        captured = captured_by(function)
        file = file_of_function(function)
        written = None if file is None else written_function(file, function, captured, target.owner)
        if file is None or written is None:
            node = Node(target, from_bytecode(code), python=PYTHON)
        else:
            path = self._project.relative(code.co_filename, function.__module__ or "")
            node = Node(target, written.text, path, written.line)
            if not written.is_decorated:
                for wrapper in target.wrappers:
                    self._follow(node, "wrapper", Target(wrapper), NONE)
            self._defaults(node, written, function)
        for kind, each in target.chosen:
            if each is not function:
                self._note(node, f"[{kind}]", each)
        self.nodes[key] = node
        written_in = owner_of(function) or target.owner
        imports = {} if file is None else file.imports
        names = function.__globals__
        place = Place(names, captured, target.owner, written_in, imports, self._project, target.held)
        self._references(node, place)

    def _class(self, key: Key, target: Target, kind: type) -> None:
        names = names_of(kind)
        found = written_class(kind, names)
        if found is None:
            self._class_without_source(key, target, kind)
            return
        written, file = found
        path = self._project.relative(str(names.get("__file__") or "<>"), str(kind.__module__))
        node = self.nodes[key] = Node(target, written.text, path, written.line)
        captured = captured_by_class(kind)
        place = Place(names, captured, kind, kind, file.imports, self._project, target.held, is_class=True)
        self._references(node, place)
        if written.body is not None:
            for name, value in otherwise(kind, written.body, self._project.holds_function):
                self._note(node, f".{name}", value)
        for name, value in sorted(fields_of(target.held).items()):
            if isinstance(value, (FunctionType, MethodType)) and any(
                name in vars(each) for each in kind.__mro__
            ):
                self._note(node, f"{name} of the object", value)

    def _class_without_source(self, key: Key, target: Target, kind: type) -> None:
        """A class that a call or a text has made: its bases, its data, the project's functions in it."""
        node = self.nodes[key] = Node(target, EMPTY._replace(text="class"))
        for index, base in enumerate(kind.__bases__):
            if base is not object:
                self._note(node, f"base {index}", base)
        for name, value in parts_of(kind):
            inner = target_of(value, self._project, kind)
            if inner is None or isinstance(inner.thing, type):
                self._note(node, f".{name}", value)
            elif is_of(inner, self._project):
                node.python = PYTHON
                self._follow(node, f".{name}", inner, NONE)

    def _defaults(self, node: Node, written: Written, function: FunctionType) -> None:
        """The values of defaults that are not the constants of the source: they were worked out long ago."""
        given: dict[str, object] = function.__kwdefaults__ or {}
        pairs = [*zip(written.by_place, function.__defaults__ or ())]
        pairs += [(text, given.get(name)) for name, text in written.by_name]
        for index, (text, value) in enumerate(pairs):
            if text is None or not is_constant(text, value):
                self._note(node, f"default {index}", value)

    def _references(self, node: Node, place: Place) -> None:
        for reference in node.text.references:
            if reference.kind == "global":  # what one function of a module sees, all do
                key = id(place.names), reference.name, reference.attributes
                if key not in self._seen:
                    self._seen[key] = resolved(reference, place)
                outcome = self._seen[key]
            else:
                outcome = resolved(reference, place)
            self._outcome(node, reference, outcome, follows=self._follows)
        node.unresolved.update(dict.fromkeys(node.text.dynamic))

    def _outcome(self, node: Node, reference: Reference, outcome: Outcome, *, follows: bool) -> None:
        match outcome:
            case Follow(target, note):
                if note:
                    node.unresolved[note] = None
                if follows:
                    self._follow(node, reference.text, target, reference.keywords)
            case Constant():
                self._constant(node, reference, outcome, counts=follows or reference.kind == "captured")
            case Border(origin, module, note):
                self._border(node, reference, origin, module)
                if note:
                    node.unresolved[note] = None
            case Many(items):
                for label, each in items:
                    self._outcome(node, _inside(reference, label), each, follows=follows)
            case Unresolved(text):
                node.unresolved[text] = None
            case None:
                pass

    def _constant(self, node: Node, reference: Reference, constant: Constant, *, counts: bool) -> None:
        if reference.use == CHANGED:
            self._changed.add(constant.place)
        if counts:
            reached = reference._replace(attributes=reference.attributes[: constant.depth])
            node.constants[reached.text] = reached.spelled, constant

    def _follow(self, node: Node, name: str, target: Target, keywords: frozenset[str]) -> None:
        parameters = parameters_of_call(target) if keywords else ()
        meant = tuple(
            (each, place) for place, each in enumerate(parameters) if each in keywords or "**" in keywords
        )
        node.calls.append((name, self._take(target), tuple(sorted(meant))))

    def _border(self, node: Node, reference: Reference, origin: str, module: str) -> None:
        known = library(module)
        if known is not None:
            node.libraries[known] = None
        if origin:
            node.origins[reference.text if reference.kind == "self" else reference.root] = origin

    def _value(self, name: str, constant: Constant) -> Value | None:
        """A value with its fingerprint, worked out once for all functions of a module that read it."""
        key = name, constant.place
        if not constant.place[0]:
            return value_of(name, constant.value)
        if key not in self._values:
            self._values[key] = value_of(name, constant.value)
        return self._values[key]

    def _settle(self, node: Node) -> None:
        """Let values count that nothing changes; a name that the code writes to is a state."""
        for name, (spelled, constant) in node.constants.items():
            value = None if constant.place in self._changed else self._value(name, constant)
            if value is not None:
                node.values.append(value)
            else:
                node.unresolved[f"{spelled} (its state)"] = None


def _inside(reference: Reference, label: str) -> Reference:
    """A reference to what a table holds at a label."""
    if not label:
        return reference
    if not reference.attributes:
        return reference._replace(root=f"{reference.root}[{label}]")
    *before, last = reference.attributes
    return reference._replace(attributes=(*before, f"{last}[{label}]"))

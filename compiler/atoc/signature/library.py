"""Names followed through the modules that bind them: imports, other names, stars.

A name is followed until a function or class is met. Where a module has not been read yet, that is said by
``NeedsModule``; where the source leaves open what a name is, the answer is opaque.

    net.py       from .layers import *        Net = layers.Net
    layers.py    class Net: ...               both lead here

Cost: one look-up a step, of which there are at most ``MAX_STEPS``.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from typing_extensions import assert_never

from atoc.signature.answer import OPAQUE, Absent, Opaque
from atoc.signature.module import Assigned, Binding, Function, Imported, Module
from atoc.source import ModuleMissing, ModuleOpaque, ModuleSource, ModuleText

MAX_STEPS = 200
"""How many names one question follows."""


class NeedsModule(Exception):
    """A module that has not been read is needed."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Place:
    """A function or class with the module that it stands in."""

    module: Module
    node: Function | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Foreign:
    """A name outside of what is followed, such as ``builtins.int``, by its full dotted name."""

    name: str


Found = Place | Foreign | Module | Absent | Opaque


class Library:
    """The modules that are known so far, and how many steps are left."""

    __slots__ = ("left", "modules")

    def __init__(self, modules: Mapping[str, Module | ModuleText]) -> None:
        self.modules = modules
        self.left = MAX_STEPS

    def module(self, name: str) -> Module | Absent | Opaque:
        """A module by its name. Raises ``NeedsModule``."""
        found = self.modules.get(name)
        match found:
            case None:
                raise NeedsModule(name)
            case Module():
                return found
            case ModuleMissing(known=known):
                return Absent("module", known)
            case ModuleOpaque() | ModuleSource():
                return OPAQUE
            case _:
                assert_never(found)

    def dotted(self, module: Module, parts: list[str]) -> Found:
        """What a dotted name means in a module, where its first part may be of the builtins."""
        first, *rest = parts
        if first not in module.names and hasattr(builtins, first) and not module.stars:
            return Foreign(f"builtins.{first}") if not rest else OPAQUE
        found = self.named(module, first)
        for part in rest:
            if not isinstance(found, Module):
                return OPAQUE
            found = self.named(found, part)
        return found

    def named(self, module: Module, name: str) -> Found:
        """What a name means in a module."""
        self.left -= 1
        if self.left < 0:
            return OPAQUE
        bindings = module.names.get(name, [])
        if not bindings:
            return self._elsewhere(module, name)
        first = bindings[0]
        is_plain = len(bindings) == 1 or all(
            isinstance(each, Imported) and each == first for each in bindings
        )
        return self._bound(module, first) if is_plain else OPAQUE

    def _bound(self, module: Module, binding: Binding) -> Found:
        match binding:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return Place(module, binding)
            case Imported(module=origin, name=name):
                return _or_opaque(self.module(origin)) if name is None else self._imported(origin, name)
            case Assigned(value=value):
                return self._assigned(module, value)
            case _:
                assert_never(binding)

    def _imported(self, origin: str, name: str) -> Found:
        known = self.module(origin)
        if not isinstance(known, Module):
            return OPAQUE
        if known.names.get(name, [Imported(origin, name)]) == [Imported(origin, name)]:
            below = self.module(f"{origin}.{name}")
            if not isinstance(below, Absent):
                return below
        return _or_opaque(self.named(known, name))

    def _assigned(self, module: Module, value: ast.expr | None) -> Found:
        parts = parts_of(value)
        if parts is not None:
            return _or_opaque(self.dotted(module, parts))
        return Absent("value") if isinstance(value, ast.Constant) and value.value is not None else OPAQUE

    def _elsewhere(self, module: Module, name: str) -> Found:
        """A name that a module does not bind itself: of a star, or a module below it."""
        is_sure = not module.is_dynamic
        for origin in module.stars:
            known = self.module(origin)
            found = self.named(known, name) if isinstance(known, Module) else OPAQUE
            if isinstance(found, (Place, Module)) or found == Absent("value"):
                return found
            is_sure = is_sure and isinstance(found, Absent)
        return Absent("name", tuple(self._known(module))) if is_sure else OPAQUE

    def _known(self, module: Module) -> Iterator[str]:
        yield from (name for name in module.names if not name.startswith("_"))
        for origin in module.stars:
            known = self.modules.get(origin)
            if isinstance(known, Module):
                yield from (name for name in known.names if not name.startswith("_"))

    def full_name(self, module: Module, node: ast.expr) -> str:
        """The dotted name under which the world knows what an expression names; empty if it names nothing.

        Names of other modules are not followed: ``from typing import List as L`` makes ``L`` be
        ``typing.List``.
        """
        parts = parts_of(node)
        if parts is None:
            return ""
        first, *rest = parts
        bindings = module.names.get(first, [])
        if not bindings:
            return ".".join(["builtins", *parts]) if hasattr(builtins, first) else ""
        origin = bindings[0]
        if any(each != origin for each in bindings[1:]) or not isinstance(origin, Imported):
            return f"{module.name}.{first}"
        return ".".join([origin.module, *([origin.name] if origin.name else []), *rest])


def parts_of(node: ast.expr | None) -> list[str] | None:
    """The parts of a dotted name; None for any other expression."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *reversed(parts)] if isinstance(node, ast.Name) else None


def _or_opaque(found: Found) -> Found:
    """What a name of another module leads to; one that is not there may be made there when that runs."""
    return OPAQUE if isinstance(found, Absent) and found.what != "value" else found

"""A target to what it takes: its module found, its name followed, its parameters read."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from typing_extensions import assert_never

from atoc.signature.answer import OPAQUE, Absent, Answer, Needs, Opaque, Target
from atoc.signature.classes import class_parameters
from atoc.signature.library import Foreign, Found, Library, NeedsModule, Place
from atoc.signature.module import Function, Module
from atoc.signature.parameters import function_parameters, is_plain
from atoc.source import ModuleText


def signature_of(target: Target, modules: Mapping[str, Module | ModuleText]) -> Answer:
    """What a target takes, from the modules that have been read, or which one has to be read as well."""
    library = Library(modules)
    try:
        module = library.module(target.module)
        if not isinstance(module, Module):
            return module
        first, *rest = target.name.split(".")
        return _answer(library, library.named(module, first), rest)
    except NeedsModule as needed:
        return Needs(needed.name)


def _answer(library: Library, found: Found, rest: list[str]) -> Answer:
    match found:
        case Place(module=module, node=node):
            return _placed(library, module, node, rest)
        case Module():
            return Absent("value") if not rest else _answer(library, library.named(found, rest[0]), rest[1:])
        case Absent() | Opaque():
            return found
        case Foreign():
            return OPAQUE
        case _:
            assert_never(found)


def _placed(library: Library, module: Module, node: Function | ast.ClassDef, rest: list[str]) -> Answer:
    if isinstance(node, ast.ClassDef):
        return _method(library, module, node, rest) if rest else class_parameters(library, module, node)
    is_told = not rest and is_plain(library, module, node)
    return function_parameters(library, module, node, 0) if is_told else OPAQUE


def _method(library: Library, module: Module, node: ast.ClassDef, rest: list[str]) -> Answer:
    """A method that can be called on the class itself; of any other nothing is known."""
    found = [each for each in node.body if getattr(each, "name", None) == rest[0]]
    match found:
        case [ast.FunctionDef(decorator_list=[decorator]) as method] if len(rest) == 1:
            kind = library.full_name(module, decorator)
            if kind in ("builtins.classmethod", "builtins.staticmethod"):
                return function_parameters(library, module, method, int(kind.endswith("classmethod")))
            return OPAQUE
        case _:
            return OPAQUE

"""The parameters of a function, from its syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from atoc.signature.annotations import annotated_type, unquoted
from atoc.signature.answer import OPAQUE, Opaque, Parameter, Signature
from atoc.signature.library import Library
from atoc.signature.module import Function, Module

MAX_WRITTEN = 80
"""How much of an annotation is shown."""

_HARMLESS = frozenset(
    (
        "abc.abstractmethod", "contextlib.asynccontextmanager", "contextlib.contextmanager",
        "functools.cache", "functools.lru_cache", "typing.final", "typing.no_type_check", "typing.override",
        "typing_extensions.deprecated", "typing_extensions.final", "typing_extensions.override",
        "warnings.deprecated",
    )
)  # fmt: skip
"""Decorators that leave the parameters as they are."""


def is_plain(library: Library, module: Module, node: Function) -> bool:
    """Whether no decorator may have put something else in the place of a function."""
    return all(called_name(library, module, each) in _HARMLESS for each in node.decorator_list)


def called_name(library: Library, module: Module, decorator: ast.expr) -> str:
    """The full name of a decorator, with or without arguments."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return library.full_name(module, called)


def function_parameters(library: Library, module: Module, node: Function, given: int) -> Signature | Opaque:
    """What a function takes by keyword, where the first ``given`` parameters are given already."""
    arguments = node.args
    if given and not arguments.posonlyargs and not arguments.args:
        return OPAQUE if arguments.vararg is None else Signature(*_keywords(library, module, arguments))
    positional = [*arguments.posonlyargs, *arguments.args]
    missing = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [None] * missing + list(arguments.defaults)
    made = [
        _parameter(library, module, each, default, is_by_position=number < len(arguments.posonlyargs))
        for number, (each, default) in enumerate(zip(positional, defaults, strict=True))
    ]
    keywords, takes_more = _keywords(library, module, arguments)
    return Signature((*made[given:], *keywords), takes_more)


def _keywords(
    library: Library, module: Module, arguments: ast.arguments
) -> tuple[tuple[Parameter, ...], bool]:
    pairs: Sequence[tuple[ast.arg, ast.expr | None]] = list(
        zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    )
    made = tuple(_parameter(library, module, each, default, is_by_position=False) for each, default in pairs)
    return made, arguments.kwarg is not None


def _parameter(
    library: Library, module: Module, node: ast.arg, default: ast.expr | None, *, is_by_position: bool
) -> Parameter:
    return Parameter(
        node.arg,
        annotated_type(library, module, node.annotation, default),
        written(node.annotation),
        is_required=default is None,
        is_by_position=is_by_position,
    )


def written(annotation: ast.expr | None) -> str:
    """The text of an annotation, empty for none and for a long one."""
    text = "" if annotation is None else ast.unparse(unquoted(annotation))
    return text if len(text) <= MAX_WRITTEN else ""


def shown(signature: Signature) -> str:
    """The parameters as a call would name them."""
    return ", ".join(_shown(signature))


def _shown(signature: Signature) -> Iterator[str]:
    for each in signature.parameters:
        if not each.is_by_position:
            yield each.name if each.is_required else f"{each.name}=..."
    if signature.takes_more:
        yield "**more"

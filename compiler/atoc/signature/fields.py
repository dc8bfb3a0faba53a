"""The annotations in the body of a class as parameters, by the style in which the class is made."""

from __future__ import annotations

import ast
from typing import Literal

import ato.config as ato
from atoc.signature.annotations import annotated_type, unquoted
from atoc.signature.answer import Parameter
from atoc.signature.library import Library
from atoc.signature.module import Module
from atoc.signature.parameters import called_name, written

Style = Literal["dataclass", "attrs", "model", "tuple"]
"""``model`` is that of pydantic, which takes what it can convert: nothing is said about types there."""

_SPECIFIERS = (
    "attr.field", "attr.ib", "attrs.field", "dataclasses.field", "pydantic.Field", "pydantic.fields.Field",
)  # fmt: skip
_DEFAULTS = ("default", "default_factory", "factory")
_RESHAPING = ("alias", "validation_alias", None)
_NO_FIELDS = ("typing.ClassVar", "typing_extensions.ClassVar", "dataclasses.KW_ONLY")


class _UnknownError(Exception):
    """What a class takes cannot be told."""


def own_fields(
    library: Library, module: Module, node: ast.ClassDef, style: Style
) -> tuple[Parameter, ...] | None:
    """The parameters that a class adds itself; None where that cannot be told."""
    made: list[Parameter] = []
    try:
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                field = _field(library, module, statement, statement.target.id, style)
                made += [] if field is None else [field]
            elif _may_reshape(library, module, statement, style):
                return None
    except _UnknownError:
        return None
    return tuple(made)


def _may_reshape(library: Library, module: Module, statement: ast.stmt, style: Style) -> bool:
    """Whether a statement may change which parameters there are."""
    match statement:
        case ast.Expr() | ast.Pass():
            return False
        case ast.FunctionDef(decorator_list=decorators) | ast.AsyncFunctionDef(decorator_list=decorators):
            names = (called_name(library, module, each) for each in decorators)
            return any(name.rpartition(".")[2] in ("model_validator", "root_validator") for name in names)
        case ast.ClassDef(name=name):
            return style == "model" and name == "Config"
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            is_specified = isinstance(value, ast.Call) and called_name(library, module, value) in _SPECIFIERS
            return is_specified or (style == "model" and name == "model_config")
        case _:
            return True


def _field(
    library: Library, module: Module, statement: ast.AnnAssign, name: str, style: Style
) -> Parameter | None:
    annotation = unquoted(statement.annotation)
    outer = annotation.value if isinstance(annotation, ast.Subscript) else annotation
    if library.full_name(module, outer) in _NO_FIELDS or (style == "model" and name.startswith("_")):
        return None
    is_mangled = name.startswith("__") and not name.endswith("__")
    if is_mangled or (style == "model" and name == "model_config"):
        raise _UnknownError
    value = statement.value
    is_required = value is None
    if isinstance(value, ast.Call) and called_name(library, module, value) in _SPECIFIERS:
        if not _is_taken(value):
            return None
        is_required = not _has_default(value)
    elif style == "model" and isinstance(value, ast.Constant) and value.value is ...:
        is_required = True
    type = ato.ANY if style == "model" else annotated_type(library, module, annotation, value)
    spelled = name.lstrip("_") if style == "attrs" else name
    return Parameter(spelled, type, "" if style == "model" else written(annotation), is_required=is_required)


def _is_taken(specifier: ast.Call) -> bool:
    """Whether a specified field is a parameter under its own name."""
    keywords = {each.arg: each.value for each in specifier.keywords}
    if any(each in keywords for each in _RESHAPING):
        raise _UnknownError
    init = keywords.get("init")
    if init is not None and not isinstance(init, ast.Constant):
        raise _UnknownError
    return init is None or bool(init.value)


def _has_default(specifier: ast.Call) -> bool:
    first = specifier.args[:1]
    is_first_given = bool(first) and not (isinstance(first[0], ast.Constant) and first[0].value is ...)
    return is_first_given or any(each.arg in _DEFAULTS for each in specifier.keywords)

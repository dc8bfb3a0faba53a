"""What a class takes when it is called: its ``__init__``, or the fields that one is made of.

Idea. An ``__init__`` of its own decides; else the style in which the class is made: by a decorator of
``dataclasses`` or ``attrs``, as a pydantic model or a ``NamedTuple``, whose annotations are the parameters;
or plainly, and then its only base decides. Where a decorator is not known, several bases may say it, or
there is another metaclass, nothing is known.

Example. ``Net`` takes ``width`` and ``depth``::

    @dataclass
    class Base: width: int
    @dataclass
    class Net(Base): depth: int = 2

Cost: one look at each class on the way up, of which there are at most ``MAX_LINE`` in a line.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Literal

from atoc.signature.answer import OPAQUE, Opaque, Parameter, Signature
from atoc.signature.fields import Style, own_fields
from atoc.signature.library import Foreign, Found, Library, Place, parts_of
from atoc.signature.module import Binding, Module, bindings
from atoc.signature.parameters import called_name, function_parameters, is_plain

MAX_LINE = 30
"""How many classes are followed upwards."""

_DATACLASSES = ("dataclasses.dataclass",)
_ATTRS = tuple(f"{room}.{name}" for room in ("attr", "attrs") for name in ("define", "frozen", "mutable"))
_MODELS = ("pydantic.BaseModel", "pydantic.main.BaseModel")
_TUPLES = ("typing.NamedTuple", "typing_extensions.NamedTuple")
_EMPTY = (
    "builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Generic",
    "typing_extensions.Protocol",
)  # fmt: skip
_HARMLESS = (
    "functools.total_ordering", "typing.dataclass_transform", "typing.final", "typing.runtime_checkable",
    "typing_extensions.dataclass_transform", "typing_extensions.deprecated", "typing_extensions.final",
    "typing_extensions.runtime_checkable", "warnings.deprecated",
)  # fmt: skip

Made = Style | Literal["plain", "unknown"]


def class_parameters(
    library: Library, module: Module, node: ast.ClassDef, depth: int = 0
) -> Signature | Opaque:
    """What calling a class takes by keyword."""
    style = _style(library, module, node, depth)
    made, own = (bindings(node, "").get(name) for name in ("__new__", "__init__"))
    if style == "unknown" or made:
        return OPAQUE
    if own:
        return _of_own(library, module, node, own) if style in ("plain", "dataclass") else OPAQUE
    if style == "plain":
        return _of_base(library, module, node, depth)
    if any(map(_may_make_none, node.decorator_list)):
        return OPAQUE
    fields = _Fields(library, style)
    return Signature(tuple(fields.made.values())) if fields.add(module, node, depth) else OPAQUE


def _style(library: Library, module: Module, node: ast.ClassDef, depth: int) -> Made:
    """How a class is made, as far as its decorators, bases and metaclass tell."""
    if depth > MAX_LINE or not _is_abstract_at_most(library, module, node):
        return "unknown"
    decorators = (called_name(library, module, each) for each in node.decorator_list)
    makers = [name for name in decorators if name not in _HARMLESS]
    if makers:
        is_data = makers[0] in _DATACLASSES
        return "unknown" if len(makers) > 1 else "dataclass" if is_data else _attrs(makers[0])
    for base in _bases(library, module, node):
        if isinstance(base, Foreign) and base.name in (*_MODELS, *_TUPLES):
            return "model" if base.name in _MODELS else "tuple"
        if isinstance(base, Place) and isinstance(base.node, ast.ClassDef):
            above = _style(library, base.module, base.node, depth + 1)
            if above == "model":
                return above
    return "plain"


def _attrs(maker: str) -> Made:
    return "attrs" if maker in _ATTRS else "unknown"


def _is_abstract_at_most(library: Library, module: Module, node: ast.ClassDef) -> bool:
    """Whether a class is given nothing beside its bases but the metaclass of abstract classes."""
    return all(
        each.arg == "metaclass" and library.full_name(module, each.value) == "abc.ABCMeta"
        for each in node.keywords
    )


def _of_own(
    library: Library, module: Module, node: ast.ClassDef, own: Sequence[Binding]
) -> Signature | Opaque:
    """What an ``__init__`` of the class takes, if it is plainly defined once, whatever the circumstances."""
    match own:
        case [ast.FunctionDef() as init] if init in node.body and is_plain(library, module, init):
            return function_parameters(library, module, init, 1)
        case _:
            return OPAQUE


def _may_make_none(decorator: ast.expr) -> bool:
    """Whether a decorator is told to make no ``__init__``, or may be."""
    return isinstance(decorator, ast.Call) and any(each.arg in ("init", None) for each in decorator.keywords)


def _bases(library: Library, module: Module, node: ast.ClassDef) -> Iterator[Found]:
    """The bases of a class; those that are known by name are not followed."""
    for each in node.bases:
        base = each.value if isinstance(each, ast.Subscript) else each
        name = library.full_name(module, base)
        parts = parts_of(base)
        if name in (*_EMPTY, *_MODELS, *_TUPLES):
            yield Foreign(name)
        else:
            yield OPAQUE if parts is None else library.dotted(module, parts)


def _of_base(library: Library, module: Module, node: ast.ClassDef, depth: int) -> Signature | Opaque:
    """What the only base that may say it makes of a class."""
    bases = _bases(library, module, node)
    telling = [base for base in bases if not (isinstance(base, Foreign) and base.name in _EMPTY)]
    match telling:
        case []:
            return Signature(())
        case [Place(module=origin, node=ast.ClassDef() as base)]:
            return class_parameters(library, origin, base, depth + 1)
        case _:
            return OPAQUE


class _Fields:
    """The parameters that the annotations of a class and its bases make, in their order."""

    __slots__ = ("library", "made", "style")

    def __init__(self, library: Library, style: Style) -> None:
        self.library = library
        self.style: Style = style
        self.made: dict[str, Parameter] = {}

    def add(self, module: Module, node: ast.ClassDef, depth: int) -> bool:
        """Add those of a class, after those of its bases; false where they are not known."""
        if depth > MAX_LINE:
            return False
        for base in reversed(list(_bases(self.library, module, node))):
            match base:
                case Foreign(name=name) if name in (*_EMPTY, *_MODELS, *_TUPLES):
                    continue
                case Place(module=origin, node=ast.ClassDef() as above):
                    if not self.add(origin, above, depth + 1):
                        return False
                case _:
                    return False
        style = _style(self.library, module, node, depth)
        if style == "plain":
            return True
        fields = own_fields(self.library, module, node, self.style) if style == self.style else None
        if fields is None:
            return False
        self.made.update((each.name, each) for each in fields)
        return True

"""Which names may be given, and the names that the compiler makes from them (ATC006)."""

from __future__ import annotations

from keyword import iskeyword
from typing import Literal
from unicodedata import normalize

import ato.config as ato
from ato.config._errors import shortened
from atoc.expr import FUNCTIONS, RESOLVERS
from atoc.findings import Finding
from atoc.resolve.findings import BAD_NAME
from atoc.source.node import Scalar
from atoc.types.parse import CONTAINERS, SCALARS

Kind = Literal["scope", "type", "field", "group", "view", "resolver", "search"]
"""What a name can be given to."""

MAX_LENGTH = 100
"""Characters of a name; the names of generated classes and variables are made of several."""

_METHODS = tuple(name for name in dir(ato.Config) if not name.startswith("_"))

_OF_MODULES = ("TYPE_CHECKING", "View", "annotations", "ato", "compose", "main", "math", "spaces")

_IMPORTED = (
    "Any", "Callable", "ClassVar", "Iterable", "Literal", "Mapping", "NoReturn", "Path", "PathLike",
    "TypeAlias", "TypeVar", "Union", "datetime", "timedelta", "timezone",
)  # fmt: skip
"""What generated modules import by name; a type's name stands beside these in their annotations."""

_IN_PACKAGE = ("Callable", "Iterable", "Literal", "Mapping", "NoReturn", "PathLike", "TypeAlias", "TypeVar")
"""What the package imports by name; the module of a scope stands beside these."""

_FUNCTIONS = (
    "abs", "all", "any", "bool", "bytes", "ceil", "exp", "float", "floor", "frozenset", "int", "len", "log",
    "max", "min", "object", "property", "range", "round", "sorted", "sqrt", "str", "sum", "tuple", "type",
)  # fmt: skip

_IN_CLASSES = ("AttributeError", "super")

_ANNOTATIONS = ("bool", "bytes", "float", "frozenset", "int", "object", "str", "tuple")

_WORDS: dict[str, str] = dict.fromkeys(("manual", "help"), "a word of the command line")

_RESERVED: dict[Kind, dict[str, str]] = {
    "scope": {
        **dict.fromkeys((*_IN_PACKAGE, "TYPE_CHECKING", "str"), "a name that the generated package uses"),
        "ato": "the runtime that generated modules import",
    },
    "type": {
        **dict.fromkeys(
            (*_OF_MODULES, *_IMPORTED, *_FUNCTIONS, *_IN_CLASSES), "a name that generated modules use"
        ),
        **dict.fromkeys((*SCALARS, *CONTAINERS), "a type of the language"),
    },
    "field": {
        **dict.fromkeys(_METHODS, "a method of every config"),
        **dict.fromkeys(("self", "ato"), "a name that generated classes use"),
        **dict.fromkeys(_ANNOTATIONS, "a type that generated classes are annotated with"),
    },
    "group": {},
    "search": {},
    "view": {},
    "resolver": {
        **dict.fromkeys(RESOLVERS, "a resolver of the language"),
        **dict.fromkeys(FUNCTIONS, "a function of the language"),
    },
}


def check_name(name: Scalar, kind: Kind) -> Finding | None:
    """What is wrong with a name that a declaration gives, if anything."""
    why = _objection(name.text, kind)
    if why is None:
        return None
    message, help = why
    return BAD_NAME.at(
        name.span, f"'{shortened(name.text, MAX_LENGTH)}' cannot name a {kind}: {message}", help=help
    )


def _objection(name: str, kind: Kind) -> tuple[str, tuple[str, ...]] | None:
    if kind == "field" and "." in name and all(part.isidentifier() for part in name.split(".")):
        owner, _, inner = name.partition(".")
        return "a dot leads into a struct", (f"declare `{owner}` with `fields:`, and `{inner}` below it",)
    head, colon, rest = name.partition(":")
    if colon and head.isidentifier() and rest:
        return "it is no identifier", (f"put a blank after the colon: `{head}: {rest}`",)
    if not name.isidentifier():
        return "it is no identifier", _identifier_like(name)
    if iskeyword(name):
        return "it is a keyword of Python", (f"try '{name}_'",)
    if name.startswith("_"):
        return "it begins with an underscore", (f"try '{name.lstrip('_')}'",) if name.strip("_") else ()
    if normalize("NFKC", name) != name:
        return f"Python reads it as '{normalize('NFKC', name)}'", (f"write '{normalize('NFKC', name)}'",)
    if len(name) > MAX_LENGTH:
        return f"it has more than {MAX_LENGTH} characters", ()
    reserved = _WORDS.get(name) or _RESERVED[kind].get(name)
    return None if reserved is None else (f"it is {reserved}", (f"try '{name}_'",))


def _identifier_like(name: str) -> tuple[str, ...]:
    words = "".join(letter if letter.isalnum() else "_" for letter in name).strip("_")
    near = f"n{words}" if words[:1].isdigit() else words
    plain = "use letters, digits and underscores, and begin with a letter"
    return (f"try '{near}'", plain) if near.isidentifier() and len(near) <= MAX_LENGTH else (plain,)


def camel(path: str) -> str:
    """The name of a class for what stands at a path: ``ModelHead`` for ``model.head``."""
    return "".join(part[:1].upper() + part[1:] for part in path.replace(".", "_").split("_"))


def config_name(scope: str) -> str:
    """The name of the class that a scope is composed to: ``TrainConfig`` for ``train``."""
    return f"{camel(scope)}Config"


def is_taken_by_modules(name: str) -> bool:
    """Whether a class of this name would hide what a generated module uses."""
    return name in _RESERVED["type"]

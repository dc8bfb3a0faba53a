"""What a reference of code leads to: a function to follow, a value, a library, or nothing that can be told.

Nothing is imported, called or guessed: names are looked up in what is loaded, attributes in classes and
modules as they stand there. What is only known when the code runs is said to be unresolved.
"""

from __future__ import annotations

import builtins
import enum
import inspect
import sys
from functools import cached_property, partial, partialmethod
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any, NamedTuple, Union, cast

from ato.config.types._values import is_dict
from ato.fingerprint.calls._project import Project
from ato.fingerprint.calls._target import Target, is_of, kind_of, target_of
from ato.fingerprint.calls._values import is_plain, is_secret
from ato.fingerprint.canon._canon import Reference
from ato.fingerprint.canon._writer import CALLED, CHANGED

MISSING: Any = object()
MEMBERS = (FunctionType, staticmethod, classmethod, property)
"""What of a class is the same for all its objects."""


WITHOUT_STATE = (
    type, property, staticmethod, classmethod, partial, partialmethod, cached_property,
    FunctionType, MethodType, BuiltinFunctionType, MethodDescriptorType, WrapperDescriptorType,
)  # fmt: skip
"""What is all that it does."""
TABLES = (dict, list, tuple)
LARGEST = 1000
"""How many functions a table may hold to be followed."""


class Follow(NamedTuple):
    """A function or class of the project; ``note`` says what of it is not followed."""

    target: Target
    note: str = ""


class Constant(NamedTuple):
    """A value that counts; ``place`` tells which it is, so that writes to it elsewhere are seen.

    ``depth`` says how many of the attributes lead to it; those after them are asked of the value itself.
    """

    value: object
    place: tuple[int, str]
    depth: int = 0


class Border(NamedTuple):
    """Something of a library: where it comes from, and the module that tells which library it is."""

    origin: str
    module: str
    note: str = ""


class Unresolved(NamedTuple):
    """What could not be followed."""

    text: str


class Many(NamedTuple):
    """What a table of functions holds, or a function that is told apart by types: each with what it is at."""

    items: tuple[tuple[str, Outcome], ...]


Outcome = Union[Follow, Constant, Border, Unresolved, Many, None]


class Place(NamedTuple):
    """Where the names of some code are looked up.

    ``captured`` are the values of names of functions around it; ``owner`` is the class whose methods
    ``self`` has, ``written_in`` the class after which ``super()`` looks.
    """

    names: dict[str, Any]
    captured: dict[str, object]
    owner: type | None
    written_in: type | None
    imports: dict[str, str]
    project: Project
    is_class: bool = False


def resolved(reference: Reference, place: Place) -> Outcome:
    """What a reference leads to; None for what does not count by itself, as ``len``."""
    match reference.kind:
        case "global":
            return _global(reference, place)
        case "captured":
            return _captured(reference, place)
        case "self" | "super":
            return _through_class(reference, place)
        case "import":
            return _imported(reference, place)
        case _:
            return Unresolved(reference.spelled) if reference.use == CALLED else None


def _global(reference: Reference, place: Place) -> Outcome:
    name = reference.name
    value = place.names.get(name, MISSING)
    if value is MISSING:
        is_known = hasattr(builtins, name) or name.startswith("__")
        return None if is_known else Unresolved(f"{reference.spelled} (not defined)")
    if name.startswith("__") and name.endswith("__"):
        return None
    return _along(value, reference, place, place.imports.get(name))


def _captured(reference: Reference, place: Place) -> Outcome:
    value = place.captured.get(reference.name, MISSING)
    if value is MISSING:
        return Unresolved(reference.spelled) if reference.use == CALLED else None
    found = _along(value, reference, place, None)
    if isinstance(found, Unresolved) and not reference.attributes:
        return Constant(value, (0, ""))  # any value counts that has a fingerprint
    return found


def _through_class(reference: Reference, place: Place) -> Outcome:
    first = reference.attributes[0] if reference.attributes else ""
    if place.owner is None or not first:
        return Unresolved(reference.spelled) if reference.use == CALLED else None
    kinds = place.owner.__mro__
    if first.startswith("__") and not first.endswith("__"):  # a name that Python keeps to one class
        first = f"_{(place.written_in or place.owner).__name__.lstrip('_')}{first}"
    if reference.kind == "super":
        after = kinds.index(place.written_in) + 1 if place.written_in in kinds else 1
        kinds = kinds[after:]
    for kind in kinds:
        if first in vars(kind):
            return _member(vars(kind)[first], kind, reference, place)
    return Unresolved(reference.spelled) if reference.use == CALLED else None


def _member(value: object, kind: type, reference: Reference, place: Place) -> Outcome:
    """What a class of the line of ``self`` holds; whole classes count with all that they hold."""
    if not place.project.holds(kind):
        return None if kind is object else Border(f"{kind.__module__}:{kind.__qualname__}", kind.__module__)
    if place.is_class:
        return None
    rest = reference._replace(attributes=reference.attributes[1:])
    found = _along(value, rest, place, None, place.owner)
    if isinstance(found, Constant):
        found = found._replace(depth=found.depth + 1)
    if isinstance(found, Constant) and reference.use == CHANGED:
        return Unresolved(reference.spelled)
    return Unresolved(reference.spelled) if isinstance(found, Unresolved) else found


def _imported(reference: Reference, place: Place) -> Outcome:
    """What an import inside of a function binds, if it is loaded already."""
    dotted, _, name = reference.origin.partition(":")
    package = str(place.names.get("__package__") or "")
    if dotted.startswith("."):
        level = len(dotted) - len(dotted.lstrip("."))
        above = package.split(".")[: len(package.split(".")) - level + 1]
        dotted = ".".join([*above, *filter(None, [dotted.lstrip(".")])])
    module = sys.modules.get(dotted)
    if module is None:
        is_standard = dotted.partition(".")[0] in sys.stdlib_module_names
        return Border(reference.origin, dotted) if is_standard else _not_loaded(reference)
    value: Any = module
    if name:
        value = vars(module).get(name, sys.modules.get(f"{dotted}.{name}", MISSING))
    if value is MISSING:
        return _not_loaded(reference)
    return _along(value, reference, place, reference.origin)


def _not_loaded(reference: Reference) -> Outcome:
    return Unresolved(f"{reference.spelled} (not loaded)") if reference.origin else None


def _along(
    value: Any, reference: Reference, place: Place, origin: str | None, owner: type | None = None
) -> Outcome:
    """Go from a value along attributes as far as modules and classes of the project lead."""
    holder: Any = place.names
    name, note, depth = reference.name, "", 0
    kind: type[Any]
    inner: Any
    for attribute in reference.attributes:
        kind = kind_of(value)
        if isinstance(value, ModuleType) and place.project.holds(value):
            inner = vars(value).get(attribute, sys.modules.get(f"{value.__name__}.{attribute}", MISSING))
            holder, origin = vars(value), None
        elif isinstance(value, type) and place.project.holds(value):
            inner = inspect.getattr_static(value, attribute, MISSING)
            if inner is MISSING or attribute.startswith("__") or issubclass(value, enum.Enum):
                break
            owner, origin = cast("type[Any]", value), None
        elif not isinstance(value, type) and place.project.holds(kind):
            inner = inspect.getattr_static(kind, attribute, MISSING)
            if type(inner) not in MEMBERS:
                break
            owner, origin, note = kind, None, f"{name} (its state)"
        else:
            break
        if inner is MISSING:
            return Unresolved(reference.spelled)
        value, name, depth = inner, attribute, depth + 1
    reached = reference._replace(attributes=reference.attributes[:depth])
    found = _kind_of(value, reached, place, origin, owner, (id(holder), name))
    return found._replace(note=note) if note and isinstance(found, Follow) else found


def _kind_of(
    value: Any,
    reference: Reference,
    place: Place,
    origin: str | None,
    owner: type | None,
    where: tuple[int, str],
) -> Outcome:
    project = place.project
    if isinstance(value, enum.Enum) and project.holds(type(value)):
        constant = Constant(value, where, len(reference.attributes))
        return Many((("", constant), ("", Follow(Target(type(value))))))
    if is_plain(value):
        is_hidden = is_secret(where[1], value)
        return (
            Unresolved(f"{reference.spelled} (a secret)")
            if is_hidden
            else Constant(value, where, len(reference.attributes))
        )
    held = _held(value)
    if held:
        at = where[0], f"{where[1]}[]"
        return Many(tuple((label, _kind_of(each, reference, place, None, None, at)) for label, each in held))
    if isinstance(value, ModuleType):
        if project.holds(value):
            return Unresolved(f"{reference.spelled} (a module)")
        return Border(origin or value.__name__, value.__name__)
    try:
        target = target_of(value, project, owner)
    except ValueError:
        return Unresolved(f"{reference.spelled} (wrapped in itself)")
    if target is not None and is_of(target, project):
        note = "" if not _is_object(value) else f"{reference.spelled} (its state)"
        return Follow(target, note)
    kind = kind_of(value)
    if project.holds(kind):
        return Follow(Target(kind), f"{reference.spelled} (its state)")
    if not _is_object(value):
        module = str(getattr(value, "__module__", None) or "")
        return Border(origin or f"{module}:{getattr(value, '__qualname__', '')}", module)
    return Border(origin or "", kind.__module__, f"{reference.spelled} (its state)")


def _held(value: Any) -> list[tuple[str, Any]]:
    """What a table holds in which there are functions, or those that ``singledispatch`` chooses from."""
    pairs: list[tuple[str, Any]] = []
    if is_dict(value):
        pairs = [(ascii(key) if is_plain(key) else "?", each) for key, each in value.items()]
    elif type(value) in (list, tuple):
        pairs = [(str(index), each) for index, each in enumerate(value)]
    elif type(value) is FunctionType and "registry" in vars(value) and "dispatch" in vars(value):
        chosen = cast("dict[type, Any]", dict(vars(value)["registry"])).items()
        pairs = [(f"{kind.__module__}.{kind.__qualname__}", each) for kind, each in chosen]
        pairs.sort(key=lambda pair: pair[0])
    return pairs if len(pairs) <= LARGEST and not any(type(each) in TABLES for _, each in pairs) else []


def _is_object(value: Any) -> bool:
    """Whether a value is an object of a class, which has a state that is not followed."""
    return not isinstance(value, WITHOUT_STATE) and inspect.getattr_static(value, "__wrapped__", None) is None

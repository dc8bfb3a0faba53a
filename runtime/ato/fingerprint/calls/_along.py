"""From a value along attributes to what can be followed: through modules and classes as they stand there."""

from __future__ import annotations

import enum
import inspect
import sys
from functools import cached_property, partial, partialmethod, singledispatchmethod
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any, cast

from ato.config.types._values import is_dict
from ato.fingerprint.calls._outcome import Border, Constant, Follow, Many, Outcome, Place, Unresolved
from ato.fingerprint.calls._project import Project
from ato.fingerprint.calls._target import Target, is_of, is_proxy, kind_of, modules_of, target_of
from ato.fingerprint.calls._values import is_plain, is_secret
from ato.fingerprint.canon._canon import Reference

MISSING: Any = object()
"""Stands for a value that there is not."""
MEMBERS = (FunctionType, staticmethod, classmethod, property)
"""What of a class is the same for all its objects."""


WITHOUT_STATE = (
    type, property, staticmethod, classmethod, partial, partialmethod, singledispatchmethod, cached_property,
    FunctionType, MethodType, BuiltinFunctionType, MethodDescriptorType, WrapperDescriptorType,
)  # fmt: skip
"""What is all that it does."""
HIDDEN = "(a secret)"
"""What is said of a value that leaves no trace."""
CHANGEABLE = (dict, list, set)
TABLES = (dict, list, tuple)
LARGEST = 1000
"""How many functions a table may hold to be followed."""


def along(
    value: Any, reference: Reference, place: Place, origin: str | None, owner: type | None = None
) -> Outcome:
    """Go from a value along attributes as far as modules and classes of the project lead."""
    holder: Any = place.names if reference.kind == "global" else value
    name, note, depth = reference.name, "", 0
    kind: Any
    inner: Any
    held: Any = place.held if owner is not None else None
    for attribute in reference.attributes:
        kind = kind_of(value)
        if is_proxy(value):
            break
        if isinstance(value, ModuleType) and place.project.holds(value):
            inner = static_attribute(value, attribute)
            holder, origin = vars(value), None
        elif isinstance(value, type) and place.project.holds(value):
            inner = inspect.getattr_static(value, attribute, MISSING)
            if inner is MISSING or attribute.startswith("__") or issubclass(value, enum.Enum):
                break
            if _is_inherited(cast("type[Any]", value), attribute, place.project):
                break
            owner, origin, held = cast("type[Any]", value), None, None
            holder = next((each for each in owner.__mro__ if attribute in vars(each)), owner)
        elif not isinstance(value, type) and place.project.holds(kind):
            inner = inspect.getattr_static(kind, attribute, MISSING)
            if type(inner) not in MEMBERS or _is_inherited(kind, attribute, place.project):
                break
            owner, origin, note, held = kind, None, f"{name} (its state)", value
        else:
            break
        if inner is MISSING:
            return Unresolved(reference.spelled)
        value, name, depth = inner, attribute, depth + 1
    reached = reference._replace(attributes=reference.attributes[:depth])
    found = _kind_of(value, reached, place, origin, owner, (id(holder), name))
    if not isinstance(found, Follow):
        return found
    target = found.target if found.target.owner is not owner else found.target._replace(held=held)
    return found._replace(target=target, note=note or found.note)


def _place_of(value: object, where: tuple[int, str]) -> tuple[int, str]:
    """By what writes to a value are seen elsewhere: what is changed in place is so under all of its names."""
    is_open = type(value) in CHANGEABLE or hasattr(type(value), "tolist")
    return (id(value), "") if is_open else where


def _is_inherited(kind: type[Any], attribute: str, project: Project) -> bool:
    """Whether a class of the project has an attribute from a library, which may call any method of it."""
    holder = next((each for each in kind.__mro__ if attribute in vars(each)), None)
    return holder is not None and not project.holds(holder)


def static_attribute(value: Any, name: str) -> Any:
    """An attribute as it stands in a module or class, or MISSING; nothing is worked out."""
    if isinstance(value, ModuleType):
        return vars(value).get(name, sys.modules.get(f"{value.__name__}.{name}", MISSING))
    return inspect.getattr_static(value, name, MISSING) if isinstance(value, type) else MISSING


def _kind_of(
    value: Any,
    reference: Reference,
    place: Place,
    origin: str | None,
    owner: type | None,
    where: tuple[int, str],
) -> Outcome:
    project = place.project
    if type(value) is FunctionType and not vars(value) and project.holds_function(value):
        return Follow(Target(value, owner))
    if is_proxy(value):
        kind = kind_of(value)
        note = f"{reference.spelled} (its state)"
        return Follow(Target(kind), note) if project.holds(kind) else Border("", str(kind.__module__), note)
    if isinstance(value, enum.Enum) and project.holds(type(value)):
        constant = Constant(value, where, len(reference.attributes))
        return Many((("", constant), ("", Follow(Target(type(value))))))
    if is_plain(value):
        is_hidden = is_secret(where[1], value)
        return (
            Unresolved(f"{reference.spelled} {HIDDEN}")
            if is_hidden
            else Constant(value, _place_of(value, where), len(reference.attributes))
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
        return Follow(Target(kind, held=value), f"{reference.spelled} (its state)")
    if not _is_object(value):
        module = str(getattr(value, "__module__", None) or "")
        return Border(origin or f"{module}:{getattr(value, '__qualname__', '')}", module)
    border = Border(origin or "", str(kind.__module__), f"{reference.spelled} (its state)")
    parts = _parts(value, project)
    return (
        Many((("", border), *((label, Follow(Target(part))) for label, part in parts))) if parts else border
    )


def _parts(value: object, project: Project) -> list[tuple[str, type]]:
    """The classes of the project that a module of torch has as parts, each with the way to the first."""
    found: dict[type, str] = {}
    seen: set[int] = set()
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting and len(seen) < LARGEST:
        label, one = waiting.pop()
        if id(one) not in seen:
            seen.add(id(one))
            if project.holds(kind_of(one)):
                found.setdefault(kind_of(one), label)
            else:
                named = modules_of(one).items()
                waiting += reversed([(f"{label}.{name}".lstrip("."), part) for name, part in named])
    return [(label, kind) for kind, label in found.items()]


def _held(value: Any) -> list[tuple[str, Any]]:
    """What a table holds in which there are functions."""
    pairs: list[tuple[str, Any]] = []
    if is_dict(value):
        pairs = [(ascii(key) if is_plain(key) else "?", each) for key, each in cast("Any", dict).items(value)]
    elif type(value) in (list, tuple):
        pairs = [(str(index), each) for index, each in enumerate(value)]
    return pairs if len(pairs) <= LARGEST and not any(type(each) in TABLES for _, each in pairs) else []


def _is_object(value: Any) -> bool:
    """Whether a value is an object of a class, which has a state that is not followed."""
    return not isinstance(value, WITHOUT_STATE) and inspect.getattr_static(value, "__wrapped__", None) is None

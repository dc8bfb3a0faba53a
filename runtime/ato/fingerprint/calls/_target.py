"""What can be followed: functions, classes, partial calls and properties, out of whatever holds them."""

from __future__ import annotations

import enum
import functools
import inspect
from collections.abc import Mapping
from types import FunctionType, MethodType
from typing import Any, NamedTuple, Union, cast

from ato.fingerprint.calls._project import Project

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing_extensions import TypeIs

DEEPEST = 100
"""How many wrappers may stand around a function."""

WRAPPED = ("_orig_mod", "module")
"""Where torch keeps what it has compiled, or runs on several devices."""
OF_CLASSES = frozenset(
    ("__annotations__", "__annotations_cache__", "__annotate_func__", "__dict__", "__doc__",
     "__firstlineno__", "__module__", "__orig_bases__", "__qualname__", "__static_attributes__",
     "__weakref__")
)  # fmt: skip
"""What Python keeps in every class."""
Thing = Union[FunctionType, type, "functools.partial[Any]", property]


def is_partial(value: object) -> TypeIs[functools.partial[Any]]:
    """Whether a value is a partial call."""
    return isinstance(value, functools.partial)


class Target(NamedTuple):
    """Something with logic of its own, and the class whose ``self`` it sees; None if it sees none.

    ``wrappers`` are functions of the project by which it is wrapped; ``chosen`` are those that
    ``singledispatch`` calls in its place, by types. ``held`` is the object itself, if there is one.
    """

    thing: Any
    owner: type | None = None
    wrappers: tuple[FunctionType, ...] = ()
    chosen: tuple[tuple[str, Any], ...] = ()
    held: Any = None

    @property
    def key(self) -> tuple[int, int, int]:
        """By what one target is told from another."""
        return id(self.thing), id(self.owner), id(self.held)

    @property
    def qualname(self) -> str:
        """What it is called."""
        thing: Any = self.thing
        if is_partial(thing):
            return str(getattr(thing.func, "__qualname__", "partial"))
        if isinstance(thing, property):
            return str(getattr(thing.fget, "__qualname__", "property"))
        return str(thing.__qualname__)

    @property
    def module(self) -> str:
        """The module it was made in."""
        thing: Any = self.thing
        if is_partial(thing):
            thing = thing.func
        if isinstance(thing, property):
            thing = thing.fget
        return str(getattr(thing, "__module__", None) or "")


def kind_of(value: object) -> type[object]:
    """The class of an object."""
    return type(value)


def is_proxy(value: object) -> bool:
    """Whether an object passes itself off as another or runs code when it is asked anything."""
    return any(
        "__class__" in names or type(names.get("__getattribute__")) is FunctionType
        for names in map(vars, type(value).__mro__[:-1])
    )


def target_of(value: Any, project: Project, owner: type | None = None) -> Target | None:
    """What of a value can be followed; None for what is not written in Python.

    Looks through methods, ``staticmethod`` and ``classmethod``, and wrappers made by ``functools.wraps``. Of
    an object that can be called it is its ``__call__`` if that is the project's, else its whole class.
    Raises ``ValueError`` for what is wrapped in itself.
    """
    if type(value) is FunctionType and not vars(value):
        return Target(value, owner)
    kind: type[Any] = kind_of(value)
    if is_proxy(value):
        return Target(kind) if project.holds(kind) else None
    return _within(value, project, owner)


def _within(value: Any, project: Project, owner: type | None) -> Target | None:
    if isinstance(value, (staticmethod, classmethod)):
        return target_of(cast("Any", value.__func__), project, owner)  # pyright: ignore[reportUnknownMemberType]
    if isinstance(value, MethodType):
        held: Any = value.__self__
        if not isinstance(held, type):
            found = target_of(value.__func__, project, kind_of(held))
            return None if found is None else found._replace(held=held)
        return target_of(value.__func__, project, held)
    if isinstance(value, functools.cached_property):
        return target_of(cast("Any", value).func, project, owner)
    if isinstance(value, functools.partialmethod):
        made: Any = cast("Any", value)
        value = functools.partial(made.func, *made.args, **made.keywords)
    if isinstance(value, functools.singledispatchmethod):
        method: Any = cast("Any", value)
        inner = target_of(method.func, project, owner)
        return None if inner is None else inner._replace(chosen=_by_type(method.dispatcher.registry))
    if is_partial(value):
        return Target(value, owner)
    if isinstance(value, (property, type)):
        return Target(value, owner)
    chain = unwrapped(value)
    inner = chain[-1]
    if isinstance(inner, FunctionType):
        wrappers = (each for each in chain if isinstance(each, FunctionType) and project.holds_function(each))
        names = [vars(each) for each in chain if isinstance(each, FunctionType)]
        tables = [each["registry"] for each in names if "registry" in each and "dispatch" in each]
        chosen = _by_type(tables[0]) if tables else ()
        return Target(inner, owner, tuple(each for each in wrappers if each is not inner), chosen)
    if inner is not value:
        return target_of(inner, project, owner)
    return _of_object(value, project)


def _by_type(registry: Mapping[type, Any]) -> tuple[tuple[str, Any], ...]:
    """The functions of ``singledispatch`` by the names of their types."""
    named = ((f"{kind.__module__}.{kind.__qualname__}", each) for kind, each in registry.items())
    return tuple(sorted(named, key=lambda pair: pair[0]))


def unwrapped(value: Any) -> list[Any]:
    """A value, what it wraps by ``functools.wraps``, and so on; no attribute is worked out.

    Raises ``ValueError`` for what is wrapped in itself.
    """
    chain = [value]
    while len(chain) < DEEPEST:
        inner: Any = inspect.getattr_static(chain[-1], "__wrapped__", None)
        if inner is None or isinstance(inner, property):
            return chain
        chain.append(inner)
    raise ValueError("wrapped in itself")


def _of_object(value: object, project: Project) -> Target | None:
    """Of an object that can be called."""
    if not isinstance(inspect.getattr_static(type(value), "__call__", None), FunctionType):
        return None
    parts = modules_of(value)
    within = next((parts[name] for name in WRAPPED if name in parts), None)
    if within is not None and within is not value and not project.holds(type(value)):
        return target_of(within, project)
    target = target_of_kind(type(value), project)
    return target._replace(held=value) if is_of(target, project) else None


def modules_of(value: object) -> dict[str, Any]:
    """The parts of a module of torch, which holds them in a table; nothing of it is run."""
    parts = fields_of(value).get("_modules")
    return cast("dict[str, Any]", parts) if type(parts) is dict else {}


def fields_of(value: object) -> dict[str, Any]:
    """What an object holds by name; nothing of it is run."""
    try:
        return cast("dict[str, Any]", object.__getattribute__(value, "__dict__"))
    except AttributeError:
        return {}


def target_of_kind(kind: type, project: Project) -> Target:
    """What of the objects of a class is followed: what a call of them runs, or all of the class."""
    called = inspect.getattr_static(kind, "__call__", None)
    inner = unwrapped(called)[-1] if isinstance(called, FunctionType) else None
    is_own = isinstance(inner, FunctionType) and project.holds_function(inner)
    return Target(inner, kind) if is_own else Target(kind)


def is_of(target: Target, project: Project) -> bool:
    """Whether a target is the project's, so that it is followed."""
    if isinstance(target.thing, FunctionType):
        return project.holds_function(target.thing)
    if isinstance(target.thing, type):
        return project.holds(target.thing)
    if isinstance(target.thing, property):
        parts = (target.thing.fget, target.thing.fset, target.thing.fdel)
        return any(isinstance(part, FunctionType) and project.holds_function(part) for part in parts)
    return True


def parts_of(kind: type) -> list[tuple[str, Any]]:
    """What a class without source is made of, in order of names: its data and what can be called in it."""
    made: Any = kind
    every = dict(vars(kind))
    if isinstance(kind, enum.EnumMeta):
        return [(name, member.value) for name, member in made.__members__.items()]
    if tuple in kind.__mro__ and hasattr(made, "_fields"):
        return [("_fields", made._fields), ("_field_defaults", made._field_defaults)]
    return sorted(((name, every[name]) for name in every.keys() - OF_CLASSES), key=lambda pair: pair[0])


def parameters_of_call(target: Target) -> tuple[str, ...]:
    """The names of the parameters that a caller can give, in order; without what is bound already."""
    thing = target.thing
    if is_partial(thing):
        inner = target_of(thing.func, Project(()))
        return () if inner is None else parameters_of_call(inner)
    skipped = 0 if target.owner is None else 1
    if isinstance(thing, type):
        thing, skipped = cast("Any", thing).__init__, 1
    if not isinstance(thing, FunctionType):
        return ()
    code = thing.__code__
    return code.co_varnames[skipped : code.co_argcount + code.co_kwonlyargcount]


def owner_of(function: FunctionType) -> type | None:
    """The class that a function was written in, if it can be found by the function's name."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        if name == "__class__":
            return cast("type | None", _content(cell))
    above, _, name = function.__qualname__.rpartition(".")
    if not above or "<locals>" in above:
        return None
    found: Any = function.__globals__.get(above.partition(".")[0])
    for part in above.split(".")[1:]:
        found = inspect.getattr_static(found, part, None)
    if not isinstance(found, type):
        return None
    held = vars(found).get(name)
    return found if held is not None and _is_held(held, function) else None


def _is_held(held: Any, function: FunctionType) -> bool:
    parts = (held.fget, held.fset, held.fdel) if isinstance(held, property) else (held,)
    inner = [getattr(part, "__func__", getattr(part, "func", part)) for part in parts if part is not None]
    plain = (unwrapped(each)[-1] for each in inner)
    return any(isinstance(each, FunctionType) and each.__code__ is function.__code__ for each in plain)


def _content(cell: Any) -> object:
    try:
        return cell.cell_contents
    except ValueError:
        return None

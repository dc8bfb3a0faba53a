"""``Schema``: all that composing a scope needs to know, as a generated module states it."""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config._field import bag_of, struct_of
from ato.config.composing._compose import compose, with_bags
from ato.config.composing._joint import compose_each, with_partners
from ato.config.composing._selection import PART, select
from ato.config.outside._request import request, requests
from ato.config.types._types import Type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from os import PathLike
    from typing import Any, Generic

    from typing_extensions import TypeVar

    from ato.config._base import Config
    from ato.config._field import Field
    from ato.config.composing._asserts import Assert
    from ato.config.composing._selection import Selection, View
    from ato.config.types._variant import Variant

    Guard = tuple[str, tuple[object, ...]]
    C = TypeVar("C", bound=Config, default=Config, covariant=True)  # noqa: PLC0105
    R = TypeVar("R")

    class _Of(Generic[C]):
        __slots__ = ()

else:
    C = None

    class _Of:
        """What ``Generic`` is for a type checker, without importing ``typing``."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls


class Leaf:
    """The place of one value in a scope: its dotted path, and that split into the struct's path and a name.

    ``is_final``, ``is_secret`` and ``deprecated`` count those of the structs around it. ``quick`` reads the
    text of a word where nothing else has to be looked at, and raises ``BadValue`` otherwise. ``guards`` say
    where the field of a variant exists: the path of each discriminator with the values that it has there.
    """

    __slots__ = ("deprecated", "field", "guards", "is_final", "is_secret", "name", "owner", "path", "quick")

    def __init__(
        self, owner: str, field: Field, above: Leaf | None = None, guards: tuple[Guard, ...] = ()
    ) -> None:
        self.guards = guards
        self.owner = owner
        self.name = field.name
        self.field = field
        self.is_final: bool
        self.is_secret: bool
        self.deprecated: str | None
        self.path = f"{owner}.{field.name}" if owner else field.name
        self.is_final = field.final or (above is not None and above.is_final)
        self.is_secret = field.secret or (above is not None and above.is_secret)
        self.deprecated = field.deprecated
        if self.deprecated is None and above is not None:
            self.deprecated = above.deprecated
        has_rules = self.is_final or self.is_secret or self.deprecated is not None
        self.quick: Callable[[str], object] = (
            Type.quick.__get__(field.type) if has_rules else field.type.quick
        )
        if field.is_constrained and not has_rules:
            self.quick = field.quick

    def __repr__(self) -> str:
        return f"Leaf({self.path!r})"


class Schema(_Of[C]):
    """A scope at run time.

    ``views`` stand in the order of declaration; ``groups`` maps each group to its default view or None, and
    of ``required_groups`` a run must activate a member; ``asserts`` must hold of every config; ``computed``
    pairs paths with functions of the config, each after those it depends on; of the ``proved`` ones it is
    known that they keep the constraints of their fields in the end; ``required`` are the paths that a
    selection may leave without a value; ``initial`` are the literal defaults of the fields in variants, by
    path; ``across`` are the other scopes that its expressions read, which are composed with it; ``module`` is
    the generated module, whose manifest stands beside it.
    """

    __slots__ = (
        "_defaults", "_joints", "_leaves", "_memo", "_partners", "_prefix", "_structs", "_twin", "_variants",
        "_view_map", "across", "asserts", "computed", "groups", "initial", "model", "module", "name",
        "proved", "required", "required_groups", "views",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        model: type[C],
        *,
        views: tuple[View, ...] = (),
        groups: Mapping[str, str | None] | None = None,
        computed: tuple[tuple[str, Callable[..., object]], ...] = (),
        proved: tuple[str, ...] = (),
        required: tuple[str, ...] = (),
        across: tuple[str, ...] = (),
        initial: Mapping[str, object] | None = None,
        required_groups: tuple[str, ...] = (),
        asserts: tuple[Assert, ...] = (),
        module: str | None = None,
    ) -> None:
        self.name = name
        self.model = model
        self.views = views
        self.groups = groups or {}
        self.computed = computed
        self.proved = proved
        self.required = required
        self.across = across
        self.initial = initial or {}
        self.required_groups = required_groups
        self.asserts = asserts
        self.module = module
        self._leaves: dict[str, Leaf] | None = None
        self._structs: dict[str, type[Config]] = {}
        self._variants: dict[str, Variant] = {}
        self._defaults: Config | None = None
        self._view_map: dict[str, View] | None = None
        self._memo: dict[tuple[str, ...], tuple[Selection, Config]] = {}
        self._prefix = ""
        self._twin: Schema[C] | None = None
        self._partners: dict[str, Schema[Any]] = {}
        self._joints: dict[tuple[str, ...], tuple[list[object], Schema[Any]]] = {}

    def compose(
        self,
        views: Iterable[str] = (),
        overrides: Iterable[str] = (),
        config: Iterable[str | PathLike[str]] = (),
        env: Mapping[str, str] | None = None,
    ) -> C:
        """The config of a selection.

        ``overrides`` are words of the command line, ``config`` files of values, ``env`` environment
        variables (none are looked at unless they are given). Raises ``ConfigError`` with everything that is
        wrong; what is deprecated gives a ``DeprecationWarning`` in the caller of a generated ``compose``.
        """
        named = (views,) if isinstance(views, str) else tuple(views)
        if self.across:
            wanted = requests(with_partners((self,)), named, overrides, config, env)
        else:
            wanted = (request(self, named, overrides, config, env),)
        for text in (text for asked in wanted for text in asked.warnings):
            from warnings import warn

            warn(text, DeprecationWarning, stacklevel=3)
        composed: Any = compose_each(wanted)[0] if self.across else compose(wanted[0])
        return composed  # type: ignore[no-any-return]

    def main(self, function: Callable[[C], R]) -> Callable[[], R]:
        """A program of a function of the config: calling it reads the command line and the environment.

        It gives back what the function returns. ``--print``, ``--explain``, ``--help`` and ``manual`` print
        and leave with status 0; a selection that cannot be composed leaves with status 2 and names every
        problem. The function itself stays reachable as ``__wrapped__``.
        """

        def program() -> R:
            from sys import argv

            from ato.config._program import asked_configs

            (config,) = asked_configs((self,), function, argv[1:])
            composed: Any = config
            return function(composed)

        return named_after(function, program)

    def select(self, named: tuple[str, ...]) -> Selection:
        """The views that are active when ``named`` is asked for.

        Raises ``ConfigError`` for a clash, and for a required group without a member.
        """
        try:
            return select(self.views, self.groups, named, self.required_groups)
        except ConfigError as error:
            spelled = (
                Problem(self.spelled(each.subject), each.message, each.help) for each in error.problems
            )
            raise ConfigError(spelled) from None

    def partner(self, name: str) -> Schema[Any]:
        """A scope that this one reads: one that it was linked to, or else that of the module beside its own.

        Raises ``ConfigError`` where there is neither.
        """
        from importlib import import_module

        if name not in self._partners and self.module is None:
            raise ConfigError([Problem(name, f"the scope '{self.name}' reads a scope of this name: link it")])
        if name not in self._partners:
            package = self.module.rpartition(".")[0] if self.module is not None else ""
            self._partners[name] = import_module(f"{package}.{name}" if package else name)._SCHEMA
        return self._partners[name]

    def link(self, partners: Iterable[Schema[Any]]) -> None:
        """Say which scopes are read, where no modules stand beside each other to be found."""
        self._partners.update((partner.name, partner) for partner in partners)

    def among_others(self) -> Schema[C]:
        """The same scope in a program of several: whatever is said of its keys has its name in front."""
        if self._twin is not None:
            return self._twin
        twin = Schema(
            self.name,
            self.model,
            views=self.views,
            groups=self.groups,
            computed=self.computed,
            proved=self.proved,
            required=self.required,
            across=self.across,
            initial=self.initial,
            required_groups=self.required_groups,
            asserts=self.asserts,
            module=self.module,
        )
        twin._prefix = f"{self.name}."
        twin._memo = self._memo
        twin._partners = self._partners
        twin._joints = self._joints
        twin._twin = twin
        self._twin = twin
        return twin

    def spelled(self, name: str) -> str:
        """A key or view as a program spells it: with the scope in front where there are others."""
        return self._prefix + name

    @property
    def leaves(self) -> dict[str, Leaf]:
        """The places of all values by path, in the order of declaration."""
        if self._leaves is None:
            self._leaves = {leaf.path: leaf for leaf in self._walk("", self.model, None, ())}
        return self._leaves

    @property
    def structs(self) -> dict[str, type[Config]]:
        """The classes of the structs that always exist, by path; the root is not among them.

        Where a variant stands it is that of the object which composing writes to.
        """
        return self._structs if self.leaves else {}

    @property
    def variants(self) -> dict[str, Variant]:
        """The variants that always exist, by path, each after those around it."""
        return self._variants if self.leaves else {}

    @property
    def defaults(self) -> Config:
        """The literal defaults of all fields; what has none is not set."""
        if self._defaults is None:
            defaults = self.model._defaults()
            self._defaults = with_bags(self, defaults) if self.variants else defaults
        return self._defaults

    @property
    def view_map(self) -> dict[str, View]:
        """The views that can be named, by name."""
        if self._view_map is None:
            self._view_map = {view.name: view for view in self.views if PART not in view.name}
        return self._view_map

    def _walk(
        self, owner: str, model: type[Config], above: Leaf | None, guards: tuple[Guard, ...]
    ) -> Iterator[Leaf]:
        around = self._variants.get(owner)
        for field in model._fields:
            kinds = None if around is None else around.kinds_with(field.name)
            own = guards if around is None or kinds is None else (*guards, (_kind_path(owner, around), kinds))
            leaf = Leaf(owner, field, above, own)
            inner = struct_of(field) or bag_of(field)
            if inner is None:
                yield leaf
                continue
            self._structs[leaf.path] = inner
            variant: Any = field.type
            if bag_of(field) is not None:
                self._variants[leaf.path] = variant
            yield from self._walk(leaf.path, inner, leaf, own)

    def __reduce__(self) -> str | tuple[object, ...]:
        if self.module is None:
            raise TypeError("a schema that no module declares cannot be pickled")
        return _schema_of, (self.module,)

    def __repr__(self) -> str:
        return f"Schema({self.name!r})"


def _kind_path(owner: str, variant: Variant) -> str:
    return f"{owner}.{variant.discriminator}"


def named_after(function: Callable[..., R], program: Callable[[], R]) -> Callable[[], R]:
    """The program with the name and doc of the function that it calls, which is its ``__wrapped__``."""
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(program, name, getattr(function, name, None) or getattr(program, name))
    program.__wrapped__ = function  # type: ignore[attr-defined]
    return program


def _schema_of(module: str) -> object:
    from importlib import import_module

    return import_module(module)._SCHEMA

"""``Schema``: all that composing a scope needs to know, as a generated module states it."""

from __future__ import annotations

from ato.config._base import struct_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ato.config._base import Config
    from ato.config._field import Field
    from ato.config._selection import Selection, View


class Leaf:
    """The place of one value in a scope: its dotted path, and that split into the struct's path and a name."""

    __slots__ = ("field", "name", "owner", "path")

    def __init__(self, owner: str, field: Field) -> None:
        self.owner = owner
        self.name = field.name
        self.field = field
        self.path = f"{owner}.{field.name}" if owner else field.name


class Schema:
    """A scope at run time.

    ``views`` stand in the order of declaration; ``groups`` maps each group to its default view or None;
    ``computed`` pairs paths with functions of the config, each after those it depends on; ``required`` are
    the paths that a selection may leave without a value; ``module`` is the generated module, whose manifest
    stands beside it.
    """

    __slots__ = (
        "_leaves", "_memo", "_structs", "_view_map", "computed", "groups", "model", "module", "name", "required",
        "views",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        model: type[Config],
        *,
        views: tuple[View, ...] = (),
        groups: Mapping[str, str | None] | None = None,
        computed: tuple[tuple[str, Callable[..., object]], ...] = (),
        required: tuple[str, ...] = (),
        module: str | None = None,
    ) -> None:
        self.name = name
        self.model = model
        self.views = views
        self.groups = groups or {}
        self.computed = computed
        self.required = required
        self.module = module
        self._leaves: dict[str, Leaf] | None = None
        self._structs: dict[str, type[Config]] = {}
        self._view_map: dict[str, View] | None = None
        self._memo: dict[tuple[str, ...], tuple[Selection, Config]] = {}

    @property
    def leaves(self) -> dict[str, Leaf]:
        """The places of all values by path, in the order of declaration."""
        if self._leaves is None:
            self._leaves = {leaf.path: leaf for leaf in self._walk("", self.model)}
        return self._leaves

    @property
    def structs(self) -> dict[str, type[Config]]:
        """The classes of the structs that always exist, by path; the root is not among them."""
        if self._leaves is None:
            self._leaves = {leaf.path: leaf for leaf in self._walk("", self.model)}
        return self._structs

    @property
    def view_map(self) -> dict[str, View]:
        """The views by name."""
        if self._view_map is None:
            self._view_map = {view.name: view for view in self.views}
        return self._view_map

    def _walk(self, owner: str, model: type[Config]) -> Iterator[Leaf]:
        for field in model._fields:
            leaf = Leaf(owner, field)
            inner = struct_of(field)
            if inner is None:
                yield leaf
            else:
                self._structs[leaf.path] = inner
                yield from self._walk(leaf.path, inner)

    def __reduce__(self) -> str | tuple[object, ...]:
        if self.module is None:
            raise TypeError("a schema that no module declares cannot be pickled")
        return _schema_of, (self.module,)

    def __repr__(self) -> str:
        return f"Schema({self.name!r})"


def _schema_of(module: str) -> object:
    from importlib import import_module

    return import_module(module)._SCHEMA

"""A config that is being composed: open for writing until it is sealed."""

from __future__ import annotations

from ato.config._field import MISSING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ato.config._base import Config
    from ato.config._schema import Leaf
    from ato.config.composing._compose import Request


class Drafts:
    """A config that is being composed: the structs that have been opened for writing, by path."""

    __slots__ = ("open", "root", "schema")

    def __init__(self, request: Request, config: Config) -> None:
        self.schema = request.schema
        self.root = config._draft()
        self.root._origin = request
        self.open: dict[str, Any] = {"": self.root}
        for part in request.parts:
            self.reach(part.schema.name)._origin = part

    def reach(self, path: str) -> Any:
        """The open draft of the struct at ``path``; opens what leads to it."""
        draft = self.open.get(path)
        if draft is None:
            above, _, name = path.rpartition(".")
            parent = self.reach(above) if above else self.root
            draft = self.open[path] = getattr(parent, name)._draft()
            setattr(parent, name, draft)
        return draft

    def get(self, leaf: Leaf) -> object:
        """The value at a place, or MISSING."""
        value = self.root
        for name in leaf.owner.split(".") if leaf.owner else ():
            value = getattr(value, name)
        return getattr(value, leaf.name, MISSING)

    def lacking(self, leaf: Leaf) -> tuple[str, object] | None:
        """The discriminator whose value leaves no such field, with that value or MISSING; else None."""
        for path, values in leaf.guards:
            kind = self.get(self.schema.leaves[path])
            if not any(type(kind) is type(value) and kind == value for value in values):
                return path, kind
        return None

    def settle(self) -> None:
        """Put an object of the current struct in the place of each bag, the inner ones first."""
        for path, variant in reversed(self.schema.variants.items()):
            above, _, name = path.rpartition(".")
            parent = self.reach(above)
            bag = getattr(parent, name)
            settled = variant.settled(bag)
            if settled is not bag:
                setattr(parent, name, settled)
                self.open.pop(path, None)

    def seal(self) -> Config:
        """The finished config."""
        for draft in self.open.values():
            draft.__class__ = draft._sealed
        return self.root  # type: ignore[no-any-return]

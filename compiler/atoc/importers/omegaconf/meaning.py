"""What stands at a path of a config, as expressions of the language with their types.

A reference to a mapping leads on into it: after ``base: ${model}``, ``${base.lr}`` is ``model.lr`` as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from atoc.importers.inferred import type_of
from atoc.importers.interpolations import Call, Reference
from atoc.importers.meaning import absolute, template, text
from atoc.importers.omegaconf.naming import Names, Path
from atoc.importers.omegaconf.tree import Branch, Items, Leaf, Missing, Text, Value
from atoc.importers.terms import Term, Untold, item, listed, literal, mapped, value_of

MAX_HOPS = 50
"""How many references may lead from one to the next."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A config with the names of its fields; ``open`` are the paths of which the type is being worked out."""

    tree: Branch
    names: Names
    open: set[Path] = field(default_factory=set[Path])

    def default(self, value: Value, path: Path) -> tuple[str, object]:
        """The type and the default of the value at a path; raises :class:`Untold`."""
        if isinstance(value, Text) and len(value.parts) > 1:
            return "str", template(value.parts, path[:-1], self)
        if _is_plain(value):
            plain = _plain(value)
            return type_of(plain), plain
        term = self.term(value, path)
        return term.type, value_of(term)

    def term(self, value: Value, path: Path) -> Term:
        """The value at a path as code."""
        match value:
            case Leaf():
                return literal(value.value)
            case Text():
                return text(value.parts, path[:-1], self)
            case Items():
                return listed(self.term(item, (*path, str(index))) for index, item in enumerate(value.items))
            case Branch():
                return mapped(
                    {key: self.term(each.value, (*path, key)) for key, each in value.entries.items()}
                )
            case Missing():
                raise Untold("`???` stands inside a value, and only a field as a whole can be an input")

    def target(self, reference: Reference, owner: Path) -> Path:
        """The path that a reference means where it stands."""
        return absolute(reference, owner)

    def at(self, path: Path, owner: Path) -> Term:
        """The value of a path, as a name; raises :class:`Untold` where no expression can name it."""
        place = self.located(path)
        depth = next(depth for depth in range(len(place), -1, -1) if self.names.is_field(place[:depth]))
        if place in self.names.structs:
            raise Untold(f"'{_shown(path)}' is a mapping of fields, and only its fields can be named here")
        held = self.value(place[:depth])
        term = Term(self.names.path(place[:depth], owner), self.type(held, place[:depth]))
        for key in place[depth:]:
            term = item(term, key)
        return term

    def holds(self, path: Path) -> bool:
        """Whether something stands at a path; raises :class:`Untold` for an input."""
        try:
            found = self.value(self.located(path))
        except Untold:
            return False
        if isinstance(found, Missing):
            raise Untold(f"'{_shown(path)}' is an input, and an input always has a value")
        return True

    def keys(self, path: Path) -> tuple[str, ...]:
        """The keys of a struct."""
        place = self.located(path)
        found = self.value(place)
        if not isinstance(found, Branch) or place not in self.names.structs:
            raise Untold(f"'{_shown(place)}' is no mapping with fixed keys")
        return tuple(found.entries)

    def type(self, value: Value, path: Path) -> str:
        """The type of the field at a path."""
        if isinstance(value, Missing):
            return "any"
        if path in self.open:
            raise Untold(f"'{_shown(path)}' refers to itself")
        self.open.add(path)
        try:
            return self.default(value, path)[0]
        except Untold:
            return "any"
        finally:
            self.open.discard(path)

    def located(self, path: Path) -> Path:
        """The path with references followed: those on the way, and at its end those that lead to a struct."""
        place = end = self._walked(path)
        for _ in range(MAX_HOPS):
            leads = self.leads(self.value(end), end)
            if leads is None:
                return end if end in self.names.structs else place
            end = self._walked(leads)
        raise Untold(f"'{_shown(path)}' refers to itself")

    def _walked(self, path: Path) -> Path:
        """The path with references on the way followed."""
        place: Path = ()
        rest = path
        for _ in range(MAX_HOPS + len(path)):
            if not rest:
                return place
            place, rest = (*place, rest[0]), rest[1:]
            leads = self.leads(self.value(place), place) if rest else None
            if leads is not None:
                place, rest = (), (*leads, *rest)
        raise Untold(f"'{_shown(path)}' refers to itself")

    def leads(self, value: Value, path: Path) -> Path | None:
        """Where a value leads that is nothing but a reference."""
        if not isinstance(value, Text) or len(value.parts) != 1:
            return None
        part = value.parts[0]
        if isinstance(part, Call) and part.name in ("oc.create", "oc.deprecated") and part.arguments:
            return _led(part, path)
        return absolute(part, path[:-1]) if isinstance(part, Reference) else None

    def value(self, path: Path) -> Value:
        """What stands at a path; raises :class:`Untold` where nothing does."""
        value: Value = self.tree
        for key in path:
            if isinstance(value, Branch) and key in value.entries:
                value = value.entries[key].value
            elif isinstance(value, Items) and key.isdecimal() and int(key) < len(value.items):
                value = value.items[int(key)]
            else:
                raise Untold(f"there is no '{_shown(path)}'")
        return value


def _led(call: Call, path: Path) -> Path | None:
    first = call.arguments[0].parts
    if call.name == "oc.deprecated":
        return tuple(first[0].split(".")) if len(first) == 1 and isinstance(first[0], str) else None
    only = first[0] if len(first) == 1 else None
    return absolute(only, path[:-1]) if isinstance(only, Reference) else None


def _is_plain(value: Value) -> bool:
    match value:
        case Leaf():
            return True
        case Items():
            return all(map(_is_plain, value.items))
        case Branch():
            return all(_is_plain(entry.value) for entry in value.entries.values())
        case _:
            return False


def _plain(value: Value) -> object:
    match value:
        case Items():
            return [_plain(item) for item in value.items]
        case Branch():
            return {key: _plain(entry.value) for key, entry in value.entries.items()}
        case Leaf():
            return value.value
        case _:
            raise Untold("it is no plain value")


def _shown(path: Path) -> str:
    return ".".join(path)

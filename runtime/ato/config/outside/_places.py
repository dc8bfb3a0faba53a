"""Names and what they lead to: fields, groups and views of one scope or of several.

A name may have its scope in front (``train.lr``). Where a run speaks of one scope, that is only looked at for
what is no name of the scope as it stands. Where it speaks of several, what begins with the name of a scope is
about that scope and no other; else a key is that of the one scope that has it, if no other does, and a view
that of every scope that has it. Where it speaks of one scope and of those that this one reads, names are
those of the first as long as it has them, and the others have theirs in front.
"""

from __future__ import annotations

from ato.config._field import bag_of, holds_secret, struct_of
from ato.config._nearest import nearest
from ato.config.types._containers import Struct
from ato.config.types._values import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ato.config._base import Config
    from ato.config._field import Field
    from ato.config._schema import Leaf, Schema

    Found = list[tuple[Schema, str]]
    Said = tuple[str, tuple[str, ...]]

MOST_SHOWN = 3
"""How many near names are shown."""


class Place:
    """Where a path leads: to a leaf, or to a struct of this class. ``path`` has today's names."""

    __slots__ = ("is_renamed", "is_secret", "leaf", "model", "path")

    def __init__(
        self, path: str, leaf: Leaf | None, model: type[Config] | None, *, is_renamed: bool, is_secret: bool
    ) -> None:
        self.path = path
        self.leaf = leaf
        self.model = model
        self.is_renamed = is_renamed
        self.is_secret = is_secret

    @property
    def in_flow(self) -> bool:
        """Whether text for this place is in flow syntax."""
        return self.leaf is None or self.leaf.field.type.in_flow

    @property
    def is_discreet(self) -> bool:
        """Whether no message may quote what is given to this place."""
        if self.leaf is not None:
            return self.is_secret or self.leaf.field.is_discreet
        return self.is_secret or (self.model is not None and holds_secret(Struct(self.model)))


def locate(schema: Schema, path: str) -> Place | None:
    """Where a dotted path leads, by today's names or those that fields are renamed from."""
    model: type[Config] | None = schema.model
    names: list[str] = []
    is_renamed = is_secret = False
    for step in path.split("."):
        field = None if model is None else _field(model, step)
        if field is None:
            return None
        is_renamed = is_renamed or field.name != step
        is_secret = is_secret or field.secret
        names.append(field.name)
        model = struct_of(field) or bag_of(field)
    found = ".".join(names)
    return Place(found, schema.leaves.get(found), model, is_renamed=is_renamed, is_secret=is_secret)


def is_hosted(schemas: Sequence[Schema]) -> bool:
    """Whether a run is about the first scope, and speaks of others only because that one reads them."""
    return len(schemas) > 1 and not schemas[0].spelled("")


def fields_called(schemas: Sequence[Schema], name: str) -> Found:
    """The scopes that have a field or struct of this name, each with its path of today."""
    found = _called(schemas, name, locate)
    places = ((schema, locate(schema, path)) for schema, path in found)
    return [(schema, place.path) for schema, place in places if place is not None]


def keys_called(schemas: Sequence[Schema], name: str) -> Found:
    """The scopes that have a field, struct or group of this name, each with the name there."""
    return _called(schemas, name, lambda schema, key: key in schema.groups or locate(schema, key))


def views_called(schemas: Sequence[Schema], name: str) -> Found:
    """The scopes that have a view of this name, each with the view's name."""
    return _called(schemas, name, lambda schema, view: view in schema.view_map)


def _called(schemas: Sequence[Schema], name: str, is_known: Callable[[Schema, str], object]) -> Found:
    if is_hosted(schemas) and is_known(schemas[0], name):
        return [(schemas[0], name)]
    meant, rest = _meant(schemas, name)
    found = [(schema, rest) for schema in meant if is_known(schema, rest)]
    own, _, alone = name.partition(".")
    if found or len(schemas) > 1 or own != schemas[0].name or not is_known(schemas[0], alone):
        return found
    return [(schemas[0], alone)]


def unknown_key(schemas: Sequence[Schema], name: str) -> Said:
    """What to say of a key that none of the scopes has: a message, and help."""
    meant, path = _meant(schemas, name)
    message = f"{_none_of(meant)} field '{one_line(path)}'"
    for schema in meant:
        help = _instead_of_key(schema, path)
        if help:
            return message, help
    near = _nearest(schemas, name, lambda schema: [*schema.leaves, *schema.structs, *schema.groups])
    if not near or _is_scope(schemas, name):
        return message, _scope_help(schemas, name)
    schema, first = near[0]
    return message, (
        *_suggested(near),
        *declared(schema, "group" if first in schema.groups else "field", first),
    )


def _instead_of_key(schema: Schema, path: str) -> tuple[str, ...]:
    """What a name that is no key is instead, and how it is used."""
    name = schema.spelled(path)
    if path in schema.view_map:
        return (f"'{name}' is a view; name it alone on the command line",)
    if path in schema.groups:
        return (f"'{name}' is a group; choose its view on the command line: {name}=VIEW",)
    above = path
    while "." in above:
        above = above.rpartition(".")[0]
        place = locate(schema, above)
        if place is not None and place.leaf is not None:
            key = schema.spelled(place.path)
            return (f"'{key}' is one value of type {place.leaf.field.type}; give it whole as {key}=VALUE",)
    return ()


def unknown_view(schemas: Sequence[Schema], name: str) -> Said:
    """What to say of a view that none of the scopes has: a message, and help."""
    meant, path = _meant(schemas, name)
    message = f"{_none_of(meant)} view '{one_line(path)}'"
    for schema in meant:
        key = schema.spelled(path)
        if path in schema.leaves:
            return message, (f"'{key}' is a field; set it as {key}=VALUE",)
        if path in schema.groups:
            members = (f"{key}={view.name}" for view in schema.views if view.group == path)
            return message, (f"'{key}' is a group; choose {' or '.join(members)}",)
    near = _nearest(schemas, name, lambda schema: schema.view_map)
    if not near or _is_scope(schemas, name):
        return message, _scope_help(schemas, name)
    schema, first = near[0]
    return message, (*_suggested(near), *declared(schema, "view", first))


def several_keys(found: Found) -> Said:
    """What to say of a key without a scope that several scopes have: a message, and help."""
    key = found[0][1]
    scopes = _listed([f"'{schema.name}'" for schema, _ in found], "and")
    spelt = (f"{schema.spelled(key)}={'VALUE' if locate(schema, key) else 'VIEW'}" for schema, key in found)
    return f"the scopes {scopes} each have a key '{key}'", (f"write {_listed(list(spelt), 'or')}",)


def declared(schema: Schema, kind: str, name: str) -> tuple[str, ...]:
    """A line of help with the place of a declaration, where the manifest knows it."""
    from ato.config.explained._manifest import place_of

    place = place_of(schema, kind, name)
    return () if place is None else (f"'{schema.spelled(name)}' is declared at {place}",)


def short(word: str) -> str:
    """A word as a problem names it: on one line and of bounded length."""
    return one_line(word) or "''"


def _meant(schemas: Sequence[Schema], name: str) -> tuple[Sequence[Schema], str]:
    """Which of several scopes a name is about, and what it names there."""
    own, _, rest = name.partition(".")
    named = [schema for schema in schemas if rest and schema.name == own]
    if is_hosted(schemas) and not named:
        return schemas[:1], name
    return (named, rest) if named and len(schemas) > 1 else (schemas, name)


def _none_of(schemas: Sequence[Schema]) -> str:
    names = [f"'{schema.name}'" for schema in schemas]
    return (
        f"the scope {names[0]} has no"
        if len(names) == 1
        else f"none of the scopes {_listed(names, 'and')} has a"
    )


def _is_scope(schemas: Sequence[Schema], name: str) -> bool:
    return len(schemas) > 1 and any(schema.name == name for schema in schemas)


def _scope_help(schemas: Sequence[Schema], name: str) -> tuple[str, ...]:
    """Help on a scope that stands where one of its keys or views must."""
    if not _is_scope(schemas, name):
        return ()
    return (f"'{name}' is a scope; what it has is written {name}.VIEW or {name}.KEY=VALUE",)


def _nearest(schemas: Sequence[Schema], name: str, names: Callable[[Schema], Iterable[str]]) -> Found:
    """What was probably meant, the likeliest first; names count with and without their scopes."""
    known: dict[str, Found] = {}
    for schema in schemas:
        for path in names(schema):
            for spelling in {path: None, schema.spelled(path): None}:
                known.setdefault(spelling, []).append((schema, path))
    near = dict.fromkeys(each for spelling in nearest(name, known) for each in known[spelling])
    return list(near)[:MOST_SHOWN]


def _suggested(near: Found) -> tuple[str, ...]:
    names = [f"'{schema.spelled(path)}'" for schema, path in near]
    return (f"did you mean {' or '.join(names)}?",)


def _listed(words: Sequence[str], joint: str) -> str:
    return f"{', '.join(words[:-1])} {joint} {words[-1]}" if len(words) > 1 else words[0]


def _field(model: type[Config], name: str) -> Field | None:
    for field in model._fields:
        if field.name == name:
            return field
    return next((field for field in model._fields if field.renamed_from == name), None)

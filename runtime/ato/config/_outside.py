"""Values from outside: to which place of a scope each one goes, and what is wrong with it if it does not fit.

Config files, the environment and the command line all give pairs of a dotted path and a raw value; they
differ only in how they spell them. What is wrong is collected, so that a run can name everything at once.
"""

from __future__ import annotations

from ato.config._containers import Struct
from ato.config._errors import BadValue, Problem
from ato.config._field import holds_secret, struct_of
from ato.config._nearest import nearest, suggestion
from ato.config._values import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ato.config._base import Config
    from ato.config._field import Field
    from ato.config._schema import Leaf, Schema
    from ato.config._values import Raw

    Four = tuple[Leaf, object, str, str]
else:
    Four = tuple

COMMAND_LINE = "command line"
ENVIRONMENT = "environment"
CONFIG_FILE = "config file"


class Outside(Four):
    """A value from outside: the place, the value, the source and the text.

    The source is ``config file``, ``environment`` or ``command line``; the text is the word, variable or
    entry as it was written, with the value of a secret masked. Inside this package it may be a plain tuple of
    the four, which is made faster.
    """

    __slots__ = ()

    def __new__(cls, leaf: Leaf, value: object, source: str, text: str) -> Outside:
        return super().__new__(cls, (leaf, value, source, text))

    @property
    def leaf(self) -> Leaf:
        """The place that the value is given to."""
        return self[0]

    @property
    def value(self) -> object:
        """The value, as the field's type reads it."""
        return self[1]

    @property
    def source(self) -> str:
        """Where the value comes from."""
        return self[2]

    @property
    def text(self) -> str:
        """How the value was written."""
        return self[3]

    def __repr__(self) -> str:
        return f"Outside({self.source}: {self.text})"


class Intake:
    """What has been given so far: values, views by name, warnings and problems.

    ``finals`` are values that a config file gives to final fields: it may repeat what they are anyway.
    ``broken`` are the paths that were given a value which does not fit.
    """

    __slots__ = ("broken", "finals", "named", "outside", "problems", "schema", "warnings")

    def __init__(self, schema: Schema, named: tuple[str, ...] = ()) -> None:
        self.schema = schema
        self.named = list(named)
        self.outside: list[tuple[Leaf, object, str, str]] = []
        self.finals: list[tuple[Outside, Problem]] = []
        self.broken: set[str] = set()
        self.warnings: list[str] = []
        self.problems: list[Problem] = []

    def refuse(self, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        """Note a problem."""
        self.problems.append(Problem(subject, message, help))

    def warn(self, text: str) -> None:
        """Note a warning, once."""
        if text not in self.warnings:
            self.warnings.append(text)


class Given:
    """One thing given: where from, and how it was written.

    ``key`` names it in a problem with the key, ``subject`` in a problem with the value; ``text`` is what an
    explanation of the config shows.
    """

    __slots__ = ("key", "source", "subject", "text")

    def __init__(self, source: str, key: str, subject: str, text: str) -> None:
        self.source = source
        self.key = key
        self.subject = subject
        self.text = text

    def masked(self) -> Given:
        """The same without the value."""
        sign, subject = ("=***", f"{self.key}=***") if "=" in self.subject else ("", self.subject)
        return Given(self.source, self.key, subject, f"{self.text.partition('=')[0]}{sign}")

    def inner(self, name: str, mapping: dict[str, Raw]) -> Given:
        """What is given under a name of the mapping that is given here."""
        return Given(self.source, f"{self.key}.{name}", self.subject, self.text)


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
        model = struct_of(field)
    found = ".".join(names)
    return Place(found, schema.leaves.get(found), model, is_renamed=is_renamed, is_secret=is_secret)


def without_scope(schema: Schema, name: str, is_known: Callable[[str], object]) -> str:
    """The name without the scope's own in front (``train.lr``), where only that makes it known."""
    own, _, rest = name.partition(".")
    return rest if own == schema.name and not is_known(name) and is_known(rest) else name


def key_of(schema: Schema, name: str) -> str:
    """The path of a field as today's schema has it, of a name with or without the scope's; else the name."""
    place = locate(schema, without_scope(schema, name, lambda path: locate(schema, path)))
    return name if place is None else place.path


def give(intake: Intake, path: str, raw: Raw, given: Given) -> None:
    """Put a raw value to the place that the path names; a mapping for a struct goes to its leaves."""
    place = locate(intake.schema, path)
    if place is None:
        intake.refuse(given.key, *unknown_key(intake.schema, path))
        return
    if place.is_renamed:
        intake.warn(f"'{path}' is now called '{place.path}'")
    if place.leaf is not None:
        give_leaf(intake, place.leaf, raw, given)
    elif isinstance(raw, dict):
        inner = given.masked() if place.is_discreet else given
        for key, item in raw.items():
            give(intake, f"{place.path}.{key}", item, inner.inner(key, raw))
    else:
        name = "" if place.model is None else place.model.__name__
        message = f"'{path}' is a struct ({name}) and takes a mapping of its fields"
        intake.refuse(given.key, message, (_struct_help(intake.schema, place.path),))


def give_leaf(intake: Intake, leaf: Leaf, raw: Raw, given: Given) -> None:
    """Put a raw value to a leaf."""
    if leaf.deprecated is not None:
        intake.warn(f"'{leaf.path}' is deprecated: {leaf.deprecated}".removesuffix(": "))
    if leaf.is_secret or leaf.field.is_discreet:
        given = given.masked()
    try:
        value = leaf.field.read(raw)
    except BadValue as error:
        intake.broken.add(leaf.path)
        message = f"the value does not fit {leaf.field.type}" if leaf.is_secret else str(error)
        intake.refuse(
            given.subject, message, (*_form(leaf, raw), *declared(intake.schema, "field", leaf.path))
        )
        return
    outside = Outside(leaf, value, given.source, given.text)
    if not leaf.is_final:
        intake.outside.append(outside)
        return
    problem = Problem(
        given.key,
        f"'{leaf.path}' is final: only its default and the default views may set it",
        declared(intake.schema, "field", leaf.path),
    )
    if given.source == CONFIG_FILE:
        intake.finals.append((outside, problem))
    else:
        intake.problems.append(problem)


def unknown_key(schema: Schema, path: str) -> tuple[str, tuple[str, ...]]:
    """What to say of a key that the scope has not: a message, and help."""
    message = f"the scope '{schema.name}' has no field '{path}'"
    if path in schema.view_map:
        return message, (f"'{path}' is a view; name it alone on the command line",)
    if path in schema.groups:
        return message, (f"'{path}' is a group; choose its view on the command line: {path}=VIEW",)
    above = path
    while "." in above:
        above = above.rpartition(".")[0]
        place = locate(schema, above)
        if place is not None and place.leaf is not None:
            type = place.leaf.field.type
            return message, (
                f"'{place.path}' is one value of type {type}; give it whole as {place.path}=VALUE",
            )
    known = [*schema.leaves, *schema.structs, *schema.groups]
    near = nearest(path, known, 1)
    kind = "group" if near and near[0] in schema.groups else "field"
    place_help = declared(schema, kind, near[0]) if near else ()
    return message, (*suggestion(path, known), *place_help)


def unknown_view(schema: Schema, name: str) -> tuple[str, tuple[str, ...]]:
    """What to say of a view that the scope has not: a message, and help."""
    message = f"the scope '{schema.name}' has no view '{name}'"
    if name in schema.leaves:
        return message, (f"'{name}' is a field; set it as {name}=VALUE",)
    if name in schema.groups:
        members = " or ".join(f"{name}={view.name}" for view in schema.views if view.group == name)
        return message, (f"'{name}' is a group; choose {members}",)
    near = nearest(name, schema.view_map, 1)
    place_help = declared(schema, "view", near[0]) if near else ()
    return message, (*suggestion(name, schema.view_map), *place_help)


def declared(schema: Schema, kind: str, name: str) -> tuple[str, ...]:
    """A line of help with the place of a declaration, where the manifest knows it."""
    from ato.config._manifest import place_of

    place = place_of(schema, kind, name)
    return () if place is None else (f"'{name}' is declared at {place}",)


def _field(model: type[Config], name: str) -> Field | None:
    for field in model._fields:
        if field.name == name:
            return field
    return next((field for field in model._fields if field.renamed_from == name), None)


def _struct_help(schema: Schema, path: str) -> str:
    below = f"{path}."
    first = next((leaf for leaf in schema.leaves if leaf.startswith(below)), None)
    return "it has no fields" if first is None else f"for example {first}=VALUE"


def _form(leaf: Leaf, raw: Raw) -> tuple[str, ...]:
    """How a list is written, where its items were given without the brackets."""
    if not isinstance(raw, str) or not leaf.field.type.in_flow or leaf.is_secret or leaf.field.is_discreet:
        return ()
    from ato.config._flow import parse

    items = raw[1:-1] if raw[:1] == "(" and raw[-1:] == ")" else raw
    try:
        leaf.field.read(parse(f"[{items}]"))
    except BadValue:
        return ()
    return (f"a list is written in brackets: {short(f'[{items}]')}",)


def short(word: str) -> str:
    """A word as a problem names it: on one line and of bounded length."""
    return shown(word, 100)[1:-1] or "''"

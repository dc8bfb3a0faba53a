"""Values from outside: to which place of a scope each one goes, and what is wrong with it if it does not fit.

Config files, the environment and the command line all give pairs of a dotted path and a raw value; they
differ only in how they spell them. What is wrong is collected, so that a run can name everything at once.
"""

from __future__ import annotations

from ato.config._errors import BadValue, Problem
from ato.config.outside._places import declared, locate, short, unknown_key
from ato.config.types._values import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ato.config._schema import Leaf, Schema
    from ato.config.types._values import Raw

    Four = tuple[Leaf, object, str, str]
else:
    Four = tuple

COMMAND_LINE = "command line"
ENVIRONMENT = "environment"
CONFIG_FILE = "config file"

MOST_NAMED = 500
"""How much of a place in a file, or of a word, a problem begins with."""


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
    """What a scope has been given so far: values, views by name, warnings and problems.

    ``finals`` are values that a config file gives to final fields: it may repeat what they are anyway.
    ``broken`` are the paths that were given a value which does not fit; ``is_refused`` tells that something
    was, so that what else is wrong with the scope may follow from it.
    """

    __slots__ = ("broken", "finals", "is_refused", "named", "outside", "problems", "schema", "warnings")

    def __init__(self, schema: Schema, problems: list[Problem]) -> None:
        self.schema = schema
        self.named: list[str] = []
        self.outside: list[tuple[Leaf, object, str, str]] = []
        self.finals: list[tuple[Outside, Problem]] = []
        self.broken: set[str] = set()
        self.is_refused = False
        self.warnings: list[str] = []
        self.problems = problems

    def refuse(self, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        """Note a problem."""
        self.is_refused = True
        self.problems.append(Problem(one_line(subject, MOST_NAMED), message, help))

    def warn(self, text: str) -> None:
        """Note a warning, once."""
        if text not in self.warnings:
            self.warnings.append(text)


class Intakes:
    """The intakes of all scopes that a run speaks of, with what is wrong in the order in which it was met."""

    __slots__ = ("by_scope", "problems", "schemas")

    def __init__(self, schemas: Iterable[Schema]) -> None:
        self.schemas = tuple(schemas)
        self.problems: list[Problem] = []
        self.by_scope = {schema.name: Intake(schema, self.problems) for schema in self.schemas}

    def of(self, schema: Schema) -> Intake:
        """The intake of one of the scopes."""
        return self.by_scope[schema.name]

    def refuse(self, subject: str, message: str, help: tuple[str, ...] = ()) -> None:
        """Note a problem that may be about any of the scopes."""
        self.problems.append(Problem(one_line(subject, MOST_NAMED), message, help))
        for intake in self.by_scope.values():
            intake.is_refused = True


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


def give(intake: Intake, path: str, raw: Raw, given: Given) -> None:
    """Put a raw value to the place that the path names; a mapping for a struct goes to its leaves."""
    schema = intake.schema
    place = locate(schema, path)
    if place is None:
        intake.refuse(given.key, *unknown_key((schema,), path))
        return
    if place.is_renamed:
        intake.warn(f"'{schema.spelled(path)}' is now called '{schema.spelled(place.path)}'")
    if place.leaf is not None:
        give_leaf(intake, place.leaf, raw, given)
    elif isinstance(raw, dict):
        inner = given.masked() if place.is_discreet else given
        for key, item in raw.items():
            give(intake, f"{place.path}.{key}", item, inner.inner(key, raw))
    else:
        name = "" if place.model is None else place.model.__name__
        message = f"'{schema.spelled(path)}' is a struct ({name}) and takes a mapping of its fields"
        intake.refuse(given.key, message, (_struct_help(schema, place.path),))


def give_leaf(intake: Intake, leaf: Leaf, raw: Raw, given: Given) -> None:
    """Put a raw value to a leaf."""
    key = intake.schema.spelled(leaf.path)
    if leaf.deprecated is not None:
        intake.warn(f"'{key}' is deprecated: {leaf.deprecated}".removesuffix(": "))
    if leaf.is_secret or leaf.field.is_discreet:
        given = given.masked()
    try:
        value = leaf.field.read(raw)
    except BadValue as error:
        intake.broken.add(leaf.path)
        message = leaf.field.refusal if leaf.is_secret else str(error)
        intake.refuse(
            given.subject, message, (*_form(leaf, raw), *declared(intake.schema, "field", leaf.path))
        )
        return
    outside = Outside(leaf, value, given.source, given.text)
    if not leaf.is_final:
        intake.outside.append(outside)
        return
    message = f"'{key}' is final: only its default and the default views may set it"
    help = declared(intake.schema, "field", leaf.path)
    if given.source == CONFIG_FILE:
        intake.finals.append((outside, Problem(given.key, message, help)))
    else:
        intake.refuse(given.key, message, help)


def _struct_help(schema: Schema, path: str) -> str:
    below = f"{path}."
    first = next((leaf for leaf in schema.leaves if leaf.startswith(below)), None)
    return "it has no fields" if first is None else f"for example {schema.spelled(first)}=VALUE"


def _form(leaf: Leaf, raw: Raw) -> tuple[str, ...]:
    """How a list is written, where its items were given without the brackets."""
    if not isinstance(raw, str) or not leaf.field.type.in_flow or leaf.is_secret or leaf.field.is_discreet:
        return ()
    from ato.config.outside._flow import parse

    items = raw[1:-1] if raw[:1] == "(" and raw[-1:] == ")" else raw
    try:
        leaf.field.read(parse(f"[{items}]"))
    except BadValue:
        return ()
    return (f"a list is written in brackets: {short(f'[{items}]')}",)

"""Variants: a value that is one of several structs, told apart by a field that each of them fixes.

While a config is composed, nobody knows yet which struct it will be. So composing writes into a *bag*, which
has the fields of all of them, each name once; at the end the bag is settled to an object of the struct that
its discriminator names, with the fields of that one alone.

>>> kind = Variant("kind", Struct(Adam), Struct(Sgd))
>>> kind.read({"kind": "sgd", "momentum": "0.9"})
Sgd(kind='sgd', lr=0.1, momentum=0.9)
"""

from __future__ import annotations

from ato.config._base import Config
from ato.config._errors import BadValue
from ato.config._field import MISSING, Field, bag_of, struct_of
from ato.config.types._containers import Struct, Union
from ato.config.types._types import Literal
from ato.config.types._values import is_dict, shown, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ato.config.types._values import Raw


class Variant(Union):
    """One of several structs, each of which fixes the literal field ``discriminator``."""

    __slots__ = ("_bag", "_having", "_kinds", "discriminator", "structs")

    def __init__(self, discriminator: str, *structs: Struct) -> None:
        super().__init__(*structs)
        self.discriminator = discriminator
        self.structs = structs
        self._kinds: tuple[tuple[object, Struct], ...] | None = None
        self._bag: type[Config] | None = None
        self._having: dict[str, list[Struct]] | None = None

    @property
    def kinds(self) -> tuple[tuple[object, Struct], ...]:
        """The values of the discriminator, each with the struct that has it."""
        if self._kinds is None:
            self._kinds = tuple((value, each) for each in self.structs for value in self.kinds_of(each))
        return self._kinds

    def kinds_of(self, struct: Struct) -> tuple[object, ...]:
        """The values that a struct admits for the discriminator."""
        fields = (field for field in struct.model._fields if field.name == self.discriminator)
        return next((field.type.values for field in fields if isinstance(field.type, Literal)), ())

    def struct_of(self, kind: object) -> Struct | None:
        """The struct that has this value of the discriminator."""
        return next((each for value, each in self.kinds if type(value) is type(kind) and value == kind), None)

    @property
    def bag(self) -> type[Config]:
        """The class of the object that is written to while it is not known which struct it will be.

        Its fields are without defaults, since these hang on the struct.
        """
        if self._bag is None:
            kinds: tuple[Any, ...] = tuple(value for value, _ in self.kinds)
            fields = {self.discriminator: Field(self.discriminator, Literal(*kinds))}
            for struct in self.structs:
                for field in struct.model._fields:
                    fields.setdefault(field.name, field.bare())
            body = {"__slots__": tuple(fields), "__match_args__": tuple(fields)}
            self._bag = type(str(self), (Config,), {**body, "_fields": tuple(fields.values())})
        return self._bag

    def kinds_with(self, name: str) -> tuple[object, ...] | None:
        """The values of the discriminator for which there is a field of this name; None if for all."""
        if self._having is None:
            self._having = {}
            for struct in self.structs:
                for field in struct.model._fields:
                    self._having.setdefault(field.name, []).append(struct)
        having = self._having.get(name, [])
        if len(having) == len(self.structs):
            return None
        return tuple(value for each in having for value in self.kinds_of(each))

    def settled(self, bag: Config) -> Config:
        """The object that a bag stands for: of the struct that its discriminator names, if it names one."""
        struct = self.struct_of(getattr(bag, self.discriminator, MISSING))
        if struct is None:
            return bag
        model = struct.model
        values = ((field.name, getattr(bag, field.name, MISSING)) for field in model._fields)
        return model._of({name: value for name, value in values if value is not MISSING})

    def read(self, raw: Raw) -> object:
        if not isinstance(raw, dict):
            raise BadValue(self._no_mapping(shown(raw)))
        return self._picked(raw, "read").read(raw)

    def accept(self, value: object) -> object:
        if any(isinstance(value, struct.model) for struct in self.structs):
            return value._bare()  # type: ignore[attr-defined]
        if not is_dict(value):
            raise BadValue(self._no_mapping(spelled(value)))
        return self._picked(value, "accept").accept(value)

    def _picked(self, given: Mapping[Any, Any], way: str) -> Struct:
        """The struct that a mapping is meant for."""
        kinds: tuple[Any, ...] = tuple(value for value, _ in self.kinds)
        if self.discriminator not in given:
            listed = " or ".join(map(str, kinds))
            raise BadValue(f"'{self.discriminator}' is missing, which tells what it is: {listed}")
        try:
            kind = getattr(Literal(*kinds), way)(given[self.discriminator])
        except BadValue as error:
            raise BadValue.of(((self.discriminator, *path), text) for path, text in error.faults) from None
        struct = self.struct_of(kind)
        if struct is None:
            raise BadValue(self._no_mapping(spelled(kind)), (self.discriminator,))
        return struct

    def _no_mapping(self, written: str) -> str:
        return f"{written} is no {self}, which takes a mapping with its '{self.discriminator}'"

    def _key(self) -> object:
        return self.discriminator, self.options


def blank(model: type[Config]) -> Config:
    """An object of which nothing is set but the structs and bags in it, and in those nothing either."""
    inner = ((field.name, struct_of(field) or bag_of(field)) for field in model._fields)
    return model._of({name: blank(part) for name, part in inner if part is not None})

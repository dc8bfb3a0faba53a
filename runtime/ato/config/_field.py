"""A field of a config class: its type, its default, its constraints, who may set it."""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config.types._values import is_dict, is_set, is_tuple, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config._base import Config
    from ato.config.types._types import Type
    from ato.config.types._values import Raw

    Number = int | float


class Missing:
    """The type of ``MISSING``: no value has been given."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()

UNLIMITED = (None,) * 8


class Field:
    """One field, as it is declared in a struct.

    ``default`` is the literal default in its immutable form, ``MISSING`` if there is none or if it is
    computed (``computed`` tells). Constraints are those of the language, None where not given; lengths
    count characters, bytes or items. ``renamed_from`` is the old name that outside values may still use.
    ``is_constrained`` tells whether a value of the right type can still be refused.
    """

    __slots__ = (
        "computed",
        "default",
        "deprecated",
        "final",
        "ge",
        "gt",
        "input",
        "is_constrained",
        "le",
        "lt",
        "max_length",
        "min_length",
        "multiple_of",
        "name",
        "pattern",
        "renamed_from",
        "secret",
        "type",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        type: Type,
        default: object = MISSING,
        *,
        computed: bool = False,
        gt: Number | None = None,
        ge: Number | None = None,
        lt: Number | None = None,
        le: Number | None = None,
        multiple_of: Number | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        pattern: str | None = None,
        input: bool = False,
        final: bool = False,
        secret: bool = False,
        deprecated: str | None = None,
        renamed_from: str | None = None,
    ) -> None:
        self.name = name
        self.type = type
        self.default = default
        self.computed = computed
        self.gt, self.ge, self.lt, self.le = gt, ge, lt, le
        self.multiple_of = multiple_of
        self.min_length, self.max_length, self.pattern = min_length, max_length, pattern
        self.input, self.final, self.secret = input, final, secret
        self.deprecated = deprecated
        self.renamed_from = renamed_from
        limits = (gt, ge, lt, le, multiple_of, min_length, max_length, pattern)
        self.is_constrained = limits != UNLIMITED

    def bare(self) -> Field:
        """The same field without its default."""
        twin = object.__new__(Field)
        for slot in self.__slots__:
            setattr(twin, slot, getattr(self, slot))
        twin.default, twin.computed = MISSING, False
        return twin

    def read(self, raw: Raw) -> object:
        """The value that raw text means for this field; raises ``BadValue``."""
        try:
            value = self.type.read(raw)
            return self.check(value) if self.is_constrained else value
        except BadValue as error:
            raise self._discreet(error) from None

    def quick(self, text: str) -> object:
        """The value of a word's text where that is beyond doubt; raises ``BadValue`` where it is not."""
        return self.check(self.type.quick(text))

    def accept(self, value: object) -> object:
        """A Python value in its immutable form, within the constraints; raises ``BadValue``."""
        try:
            return self.check(self.type.accept(value))
        except BadValue as error:
            raise self._discreet(error) from None

    def check(self, value: object) -> object:
        """The value itself if it keeps the constraints; raises ``BadValue`` with all it breaks."""
        if not self.is_constrained or value is None or self._is_in_bounds(value):
            return value
        broken = [*self._broken_bounds(value), *self._broken_lengths(value)]
        if broken:
            raise BadValue(f"{written(value)} {' and '.join(broken)}", is_range=True)
        return value

    def _is_in_bounds(self, value: object) -> bool:
        """Whether a plain number keeps its bounds; quick, and False where more has to be looked at."""
        return (
            (type(value) is int or type(value) is float)
            and (self.ge is None or value >= self.ge)
            and (self.gt is None or value > self.gt)
            and (self.le is None or value <= self.le)
            and (self.lt is None or value < self.lt)
            and self.multiple_of is None
        )

    def _broken_bounds(self, value: object) -> list[str]:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return []
        broken: list[str] = []
        if self.gt is not None and not value > self.gt:
            broken.append(f"must be greater than {self.gt}")
        if self.ge is not None and not value >= self.ge:
            broken.append(f"must be at least {self.ge}")
        if self.lt is not None and not value < self.lt:
            broken.append(f"must be less than {self.lt}")
        if self.le is not None and not value <= self.le:
            broken.append(f"must be at most {self.le}")
        if self.multiple_of is not None and not _is_multiple(value, self.multiple_of):
            broken.append(f"must be a multiple of {self.multiple_of}")
        return broken

    def _broken_lengths(self, value: object) -> list[str]:
        if not (isinstance(value, (str, bytes)) or is_tuple(value) or is_set(value) or is_dict(value)):
            return []
        broken: list[str] = []
        unit = "character" if isinstance(value, str) else "byte" if isinstance(value, bytes) else "item"
        if self.min_length is not None and len(value) < self.min_length:
            broken.append(f"must have at least {_counted(self.min_length, unit)}")
        if self.max_length is not None and len(value) > self.max_length:
            broken.append(f"must have at most {_counted(self.max_length, unit)}")
        if self.pattern is not None and isinstance(value, str):
            broken.extend(_broken_pattern(self.pattern, value))
        return broken

    @property
    def is_discreet(self) -> bool:
        """Whether no error message may quote the value: it is a secret, or a secret stands in it."""
        return self.secret or holds_secret(self.type)

    def _discreet(self, error: BadValue) -> BadValue:
        if not self.is_discreet:
            return error
        return BadValue(self.refusal, is_range=error.is_range)

    @property
    def refusal(self) -> str:
        """What is said of a value that may not be quoted."""
        return f"the value does not fit {self.type} and its constraints"

    def __repr__(self) -> str:
        return f"Field({self.name!r}, {self.type!r})"


def struct_of(field: Field) -> type[Config] | None:
    """The class of a field that is always a struct; None for any other field."""
    return getattr(field.type, "model", None)


def bag_of(field: Field) -> type[Config] | None:
    """The class that a field is written to as while it is composed, if it is a variant; None for others."""
    return getattr(field.type, "bag", None)


def holds_secret(type: Type) -> bool:
    """Whether a struct that may stand in a value of this type has a secret field."""
    seen: set[int] = set()
    pending: list[object] = [type]
    while pending:
        kind = pending.pop()
        if id(kind) in seen:
            continue
        seen.add(id(kind))
        fields = getattr(getattr(kind, "model", None), "_fields", ())
        if any(field.secret for field in fields):
            return True
        pending.extend(field.type for field in fields)
        pending.extend(getattr(kind, "options", ()))
        pending.extend(getattr(kind, "items", ()))
        pending.extend(getattr(kind, part) for part in ("item", "value") if hasattr(kind, part))
    return False


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _broken_pattern(text: str, value: str) -> list[str]:
    from ato.config.types._pattern import BadPattern, compile_pattern

    try:
        return [] if compile_pattern(text).matches(value) else [f"must match the pattern {text}"]
    except OverflowError:
        return [f"is too long to be matched with the pattern {text}: shorten it, or make the pattern simpler"]
    except BadPattern as error:
        return [f"must match the pattern {text}, and that {error}"]


def _is_multiple(value: int | float, step: int | float) -> bool:
    """Whether a number is a multiple as it is written: 0.3 is one of 0.1, whatever their doubles say."""
    if isinstance(value, int) and isinstance(step, int):
        return step != 0 and value % step == 0
    if value - value != 0 or step == 0:
        return False
    from fractions import Fraction

    return Fraction(repr(value)) % Fraction(repr(step)) == 0

"""A field of a config class: its type, its default, its constraints, who may set it."""

from __future__ import annotations

from ato.config._errors import BadValue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config._types import Type
    from ato.config._values import Raw


class Missing:
    """The type of ``MISSING``: no value has been given."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "MISSING"


MISSING = Missing()

Number = int | float


class Field:
    """One field, as it is declared in a struct.

    ``default`` is the literal default in its immutable form, ``MISSING`` if there is none or if it is
    computed (``computed`` tells). Constraints are those of the language, None where not given;
    lengths count characters or items. ``renamed_from`` is the old name that outside values may still use.
    """

    __slots__ = (
        "name", "type", "default", "computed", "gt", "ge", "lt", "le", "multiple_of",
        "min_length", "max_length", "pattern", "input", "final", "secret", "deprecated",
        "renamed_from",
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

    def read(self, raw: Raw) -> object:
        """The value that raw text means for this field; raises ``BadValue``."""
        try:
            return self.check(self.type.read(raw))
        except BadValue as error:
            raise self._discreet(error) from None

    def accept(self, value: object) -> object:
        """A Python value in its immutable form, within the constraints; raises ``BadValue``."""
        try:
            return self.check(self.type.accept(value))
        except BadValue as error:
            raise self._discreet(error) from None

    def check(self, value: object) -> object:
        """The value itself if it keeps the constraints; raises ``BadValue`` with all it breaks."""
        if value is None:
            return value
        broken = [*self._broken_bounds(value), *self._broken_lengths(value)]
        if broken:
            raise BadValue(f"{value!r} {' and '.join(broken)}", is_range=True)
        return value

    def _broken_bounds(self, value: object) -> list[str]:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return []
        bounds = (
            (self.gt, "greater than", lambda bound: value > bound),
            (self.ge, "at least", lambda bound: value >= bound),
            (self.lt, "less than", lambda bound: value < bound),
            (self.le, "at most", lambda bound: value <= bound),
            (self.multiple_of, "a multiple of", lambda bound: value % bound == 0),
        )
        return [
            f"must be {words} {bound}"
            for bound, words, holds in bounds
            if bound is not None and not holds(bound)
        ]

    def _broken_lengths(self, value: object) -> list[str]:
        if not isinstance(value, (str, bytes, tuple, frozenset, dict)):
            return []
        broken = []
        unit = "characters" if isinstance(value, str) else "items"
        if self.min_length is not None and len(value) < self.min_length:
            broken.append(f"must have at least {self.min_length} {unit}")
        if self.max_length is not None and len(value) > self.max_length:
            broken.append(f"must have at most {self.max_length} {unit}")
        if self.pattern is not None and isinstance(value, str):
            from re import fullmatch

            if fullmatch(self.pattern, value) is None:
                broken.append(f"must match the pattern {self.pattern}")
        return broken

    def _discreet(self, error: BadValue) -> BadValue:
        if not self.secret:
            return error
        return BadValue(f"the value does not fit {self.type} and its constraints", is_range=error.is_range)

    @property
    def is_constrained(self) -> bool:
        """Whether a value of the right type can still be refused."""
        return any(
            bound is not None
            for bound in (
                self.gt, self.ge, self.lt, self.le, self.multiple_of,
                self.min_length, self.max_length, self.pattern,
            )
        )  # fmt: skip

    def __repr__(self) -> str:
        return f"Field({self.name!r}, {self.type!r})"

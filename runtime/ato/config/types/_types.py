"""The types of scalar fields: how a value is read from text, and which Python values are taken.

A type has ``read`` (raw value in, typed value out), ``accept`` (Python value in, the same value in its
immutable form out), both raising :class:`BadValue`, and ``exactly`` (whether a value of YAML 1.2's core
schema is of this very type, which decides between the options of a union). ``str()`` of a type is its
name in the language. Containers stand in ``_containers``.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config.types._numbers import INF, MAX_DIGITS, core_number, plain_real, real, whole
from ato.config.types._values import MAX_BITS, Quoted, frozen, shown, spelled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config.types._values import Raw

SHOWN_CHOICES = 20
"""How many members of a closed set an error message lists."""
QUOTES = frozenset(("", "'", '"', "%"))
"""How the text of a word begins that is not what it seems; an empty word is the empty text."""
NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class Type:
    """What all types have; see the module."""

    __slots__ = ()

    in_flow = False
    """Whether the command line gives a value in YAML's flow syntax, rather than as plain text."""

    def read(self, raw: Raw) -> object:
        """The value that raw text means for this type; raises ``BadValue``."""
        raise BadValue(f"{shown(raw)} is not {self.article} {self}")

    def quick(self, text: str) -> object:
        """The value of a word's text where that is beyond doubt; raises ``BadValue`` where it is not."""
        raise BadValue(text)

    def accept(self, value: object) -> object:
        """A Python value in its immutable form; raises ``BadValue`` if it is of another type."""
        raise BadValue(f"{spelled(value)} is not {self.article} {self}")

    def exactly(self, value: object) -> bool:
        """Whether a core-schema value is of this type without any conversion."""
        return False

    @property
    def article(self) -> str:
        """The article before the type's name in a sentence."""
        return "an" if str(self)[0] in "aeiou" else "a"

    def _key(self) -> object:
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Type) and type(self) is type(other) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self).__name__, self._key()))

    def __repr__(self) -> str:
        return f"<type {self}>"


class AnyType(Type):
    """Anything a config can hold; text is read by YAML 1.2's core schema."""

    __slots__ = ()

    in_flow = True

    def read(self, raw: Raw) -> object:
        return read_core(raw)

    def accept(self, value: object) -> object:
        try:
            return frozen(value)
        except TypeError as error:
            raise BadValue(str(error)) from None

    def exactly(self, value: object) -> bool:
        return True

    def __str__(self) -> str:
        return "any"


class Null(Type):
    """Only ``None``, written ``null``, ``~`` or as nothing at all."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if isinstance(raw, str) and not isinstance(raw, Quoted) and raw in NULLS:
            return None
        return super().read(raw)

    def accept(self, value: object) -> object:
        return None if value is None else super().accept(value)

    def exactly(self, value: object) -> bool:
        return value is None

    def __str__(self) -> str:
        return "None"


class Bool(Type):
    """``true`` or ``false`` and no other word."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if isinstance(raw, str) and not isinstance(raw, Quoted):
            if raw == "true":
                return True
            if raw == "false":
                return False
        is_word = isinstance(raw, Quoted) and raw in ("true", "false")
        raise BadValue(
            f"{shown(raw)} is not a bool; {'remove the quotes' if is_word else 'write true or false'}"
        )

    def quick(self, text: str) -> object:
        return self.read(text)

    def accept(self, value: object) -> object:
        return value if isinstance(value, bool) else super().accept(value)

    def exactly(self, value: object) -> bool:
        return isinstance(value, bool)

    def __str__(self) -> str:
        return "bool"


class Int(Type):
    """A whole number of any size, written as Python writes it; never a bool."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        number = whole(raw)
        if number is None:
            raise BadValue(f"{shown(raw)} is not an int{_why_no_number(raw)}")
        return number

    def quick(self, text: str) -> object:
        if text.isdigit() and text.isascii() and text[0] != "0" and len(text) < MAX_DIGITS:
            return int(text)
        return self.read(text)

    def accept(self, value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool):
            return super().accept(value)
        if value.bit_length() > MAX_BITS:
            raise BadValue(f"an int of {value.bit_length()} bits is more than a config holds ({MAX_BITS})")
        return int(value)

    def exactly(self, value: object) -> bool:
        return type(value) is int

    def __str__(self) -> str:
        return "int"


class Float(Type):
    """A double; an int is taken where it is one exactly. ``finite=False`` admits inf and nan."""

    __slots__ = ("finite",)

    def __init__(self, *, finite: bool = True) -> None:
        self.finite = finite

    def read(self, raw: Raw) -> object:
        if type(raw) is str and ("." in raw or "-" in raw[1:]):
            number = plain_real(raw)
            if number is not None:
                return number
        exact = whole(raw)
        if exact is not None:
            return self.accept(exact)
        number = real(raw)
        if number is None:
            raise BadValue(f"{shown(raw)} is not a float{_why_no_number(raw)}")
        if number in (INF, -INF) and "inf" not in str(raw).lower():
            raise BadValue(f"{shown(raw)} is too large for a float")
        return self.accept(number)

    def quick(self, text: str) -> object:
        return self.read(text)

    def accept(self, value: object) -> object:
        if isinstance(value, int) and not isinstance(value, bool):
            return _exact(value)
        if not isinstance(value, float):
            return super().accept(value)
        if self.finite and not -INF < value < INF:
            raise BadValue(f"{value} is not a finite float", is_range=True)
        return float(value)

    def exactly(self, value: object) -> bool:
        return type(value) is float

    def _key(self) -> object:
        return self.finite

    def __str__(self) -> str:
        return "float"


class Str(Type):
    """Text, kept as it is written, whatever it looks like."""

    __slots__ = ()

    def read(self, raw: Raw) -> object:
        if isinstance(raw, Quoted) or (isinstance(raw, str) and raw not in ("", "null")):
            return raw if type(raw) is str and raw.isascii() else _text(raw)
        if isinstance(raw, str):
            raise BadValue(f"{raw or 'nothing'} is not a str; write it in quotes if text is meant")
        return super().read(raw)

    def quick(self, text: str) -> object:
        if text[:1] in QUOTES:
            raise BadValue(text)
        return self.read(text)

    def accept(self, value: object) -> object:
        return _text(value) if isinstance(value, str) else super().accept(value)

    def exactly(self, value: object) -> bool:
        return isinstance(value, str)

    def __str__(self) -> str:
        return "str"


class Literal(Type):
    """One of a closed set of values: strings, whole numbers, booleans, ``None``.

    ``name`` is that of the enum which declares the set, if one does.
    """

    __slots__ = ("_is_plain", "name", "values")

    def __init__(self, *values: str | int | bool | None, name: str = "") -> None:
        self.values = values
        self.name = name
        self._is_plain = all(isinstance(value, str) and value[:1] not in QUOTES for value in values)

    def read(self, raw: Raw) -> object:
        if isinstance(raw, str):
            core = read_core(raw)
            if not isinstance(core, str) and self.exactly(core):
                return core
            for value in self.values:
                if isinstance(value, str) and raw == value:
                    return value
            if isinstance(raw, Quoted) and raw and self.exactly(read_core(str(raw))):
                raise BadValue(f"{self._refusal(shown(raw))}; remove the quotes")
        raise self._refusal(shown(raw))

    def quick(self, text: str) -> object:
        if self._is_plain and text in self.values:
            return text
        raise BadValue(text)

    def accept(self, value: object) -> object:
        if self.exactly(value):
            return value
        raise self._refusal(spelled(value))

    def _refusal(self, written: str) -> BadValue:
        choices = [_literal(choice) for choice in self.values[:SHOWN_CHOICES]]
        more = len(self.values) - len(choices)
        listed = ", ".join(choices) + (f" and {more} others" if more else "")
        return BadValue(f"{written} is not one of {listed}")

    def exactly(self, value: object) -> bool:
        return any(type(value) is type(choice) and value == choice for choice in self.values)

    def _key(self) -> object:
        return tuple((type(value).__name__, value) for value in self.values)

    def __str__(self) -> str:
        return self.name or " | ".join(_literal(value) for value in self.values)


def read_core(raw: Raw) -> object:
    """A raw value by YAML 1.2's core schema: what a field of type ``any`` takes."""
    if isinstance(raw, list):
        return tuple(read_core(item) for item in raw)
    if isinstance(raw, dict):
        return frozen({str(key): read_core(item) for key, item in raw.items()})
    if isinstance(raw, Quoted):
        return str(raw)
    if raw in NULLS:
        return None
    if raw in ("true", "True", "TRUE"):
        return True
    if raw in ("false", "False", "FALSE"):
        return False
    number = core_number(raw) if len(raw) <= MAX_DIGITS and raw[0] in "0123456789.+-" else None
    return raw if number is None else number


def _text(value: str) -> str:
    """The text itself as a plain ``str``, if it can be written as UTF-8."""
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadValue(f"{shown(value)} holds bytes that are no UTF-8 text") from None
    return str(value)


def _exact(number: int) -> float:
    try:
        value = float(number)
    except OverflowError:
        raise BadValue(f"{shown(str(number))} is too large for a float") from None
    if value != number:
        raise BadValue(f"{shown(str(number))} cannot be held exactly by a float; write it as {value!r}")
    return value


def _why_no_number(raw: Raw) -> str:
    if isinstance(raw, Quoted) and (whole(str(raw)) is not None or real(str(raw)) is not None):
        return "; remove the quotes"
    if isinstance(raw, str) and not isinstance(raw, Quoted):
        digits = raw.lstrip("+-")
        if len(digits) > 1 and digits.isdigit() and digits[0] == "0":
            return "; numbers do not begin with 0"
    return ""


def _literal(value: object) -> str:
    return "None" if value is None else repr(value) if not isinstance(value, bool) else str(value).lower()


ANY = AnyType()
NULL = Null()
BOOL = Bool()
INT = Int()
FLOAT = Float()
STR = Str()

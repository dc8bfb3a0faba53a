"""ATC801: whether the values of a dimension are all such as its field takes.

Idea. Whatever a search gives to a field it gives from outside, as a command line would; so each value must be
of the field's type and keep its constraints. Choices are looked at one by one. Bounds are monotone, so that a
range keeps them where its two ends do; ``multiple_of`` is linear, so that whole numbers keep it where the
first two and the last two do. A range of floats holds numbers that are multiples of nothing.

Example. ``int_uniform: [32, 512], step: 32`` for ``hidden: {type: int, multiple_of: 32}``: 32, 64, 480 and
512 are taken, and so are all between.

Cost. Linear in the choices; a few values a range, or as many as a closed set has and one more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from typing_extensions import assert_never

import ato.config as ato
from ato.config._search import Floats
from atoc.program import Dimension, Field, Search
from atoc.prove.facts import Leaving
from atoc.span import Span
from atoc.types import options

if TYPE_CHECKING:
    from ato.config._search import Dimension as Domain

Placed = tuple[object, Span]
"""A value with its place."""


def leavings(search: Search, dimension: Dimension) -> Iterator[Leaving]:
    """What is wrong with the values of the dimension of a field; nothing for ``view``."""
    field, domain = dimension.field, dimension.domain
    if field is None:
        return
    if domain is None:
        yield Leaving(search, dimension, dimension.span, "secret")
    elif field.member.runtime.final:
        yield Leaving(search, dimension, dimension.span, "final")
    elif not _takes(field.type, domain):
        yield Leaving(search, dimension, dimension.span, "type")
    elif isinstance(domain, ato.Normal) and sides(field, domain):
        yield Leaving(search, dimension, dimension.span, "unbounded")
    else:
        told = len(domain.values) if isinstance(domain, ato.Choice) else 1
        for value, span, why in islice(_refused(field, _telling(field, domain, dimension.places)), told):
            yield Leaving(search, dimension, span, "value", value, why)


def _takes(type: ato.Type, domain: Domain) -> bool:
    """Whether the type has numbers of this kind at all."""
    match domain:
        case ato.Choice():
            return True
        case ato.IntUniform() | ato.IntLogUniform():
            return any(_is_real(option) or _has_whole(option) for option in options(type))
        case ato.Normal() | Floats():
            return any(_is_real(option) for option in options(type))
        case _:
            assert_never(domain)


def _is_real(option: ato.Type) -> bool:
    return option == ato.ANY or isinstance(option, ato.Float)


def _has_whole(option: ato.Type) -> bool:
    if isinstance(option, ato.Literal):
        return any(isinstance(value, int) and not isinstance(value, bool) for value in option.values)
    return option == ato.INT


def _refused(field: Field, values: Iterable[Placed]) -> Iterator[tuple[object, Span, str]]:
    """The values that the field does not take, with what the runtime says of them."""
    for value, span in values:
        try:
            field.member.runtime.accept(value)
        except ato.BadValue as error:
            yield value, span, str(error)


def sides(field: Field, domain: ato.Normal) -> tuple[str, ...]:
    """The bounds that a normal distribution lacks and the field has: ``low``, ``high``."""
    declared = field.member.runtime
    is_below = domain.low is None and (declared.gt, declared.ge) != (None, None)
    is_above = domain.high is None and (declared.lt, declared.le) != (None, None)
    return (*(("low",) if is_below else ()), *(("high",) if is_above else ()))


def _telling(field: Field, domain: Domain, places: tuple[Span, ...]) -> Iterator[Placed]:
    """The values of which none is refused unless no other is."""
    match domain:
        case ato.Choice():
            yield from zip(domain.values, places, strict=True)
        case ato.IntUniform():
            yield from _whole(field, domain.low, domain.high, domain.step, places)
        case ato.IntLogUniform():
            yield from _whole(field, domain.low, domain.high, 1, places)
        case ato.Normal():
            ends = (domain.mean, domain.low, domain.high)
            yield from ((end, places[0]) for end in ends if end is not None)
            yield from _between(field, domain.mean, domain.mean + domain.std, places[0])
        case Floats():
            yield from zip((domain.low, domain.high), places, strict=True)
            yield from _between(field, domain.low, domain.high, places[0])
        case _:
            assert_never(domain)


def _whole(field: Field, low: int, high: int, step: int, places: tuple[Span, ...]) -> Iterator[Placed]:
    numbers = [low, low + step, high - step, high]
    if not any(_is_real(option) or option == ato.INT for option in options(field.type)):
        closed = sum(len(option.values) for option in options(field.type) if isinstance(option, ato.Literal))
        numbers = [*range(low, min(high, low + closed * step) + 1, step), high]
    yield from ((number, places[number == high]) for number in numbers)


def _between(field: Field, low: float, high: float, span: Span) -> Iterator[Placed]:
    """Numbers inside a range, of which one at least is a multiple of nothing that is written out."""
    if field.member.runtime.multiple_of is not None:
        yield from ((low + (high - low) * part, span) for part in (0.5, 0.1234567, 0.7182818))

"""``spaces``: the searches of a scope, as values that a search engine reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from typing_extensions import assert_never

import ato.config as ato
from ato.config._search import Floats
from atoc.emit.functions import Functions
from atoc.emit.layout import Source, call, keyword, mapping, parsed, sequence
from atoc.emit.names import respelt
from atoc.program import Dimension, Scope, Search
from atoc.types import source_of, string_source

if TYPE_CHECKING:
    from ato.config._search import Dimension as Domain


def spaces_source(scope: Scope, made: Functions, spelling: Mapping[str, str]) -> Source:
    """The searches by name; ``spelling`` is that of what is imported."""
    pairs = ((string_source(each.name), _search(each, made, spelling)) for each in scope.searches)
    return mapping(*pairs)


def _search(search: Search, made: Functions, spelling: Mapping[str, str]) -> Source:
    options = (keyword(name, source_of(value)) for name, value in search.method.options.items())
    items: list[Source] = [
        string_source(search.name),
        keyword("metric", string_source(search.metric)),
        keyword("mode", string_source(search.mode)),
        keyword("method", call("ato.Method", string_source(search.method.name), *options)),
    ]
    if search.views:
        items.append(keyword("views", sequence(*map(string_source, search.views))))
    for name in ("trials", "seed"):
        value = getattr(search, name)
        if value is not None:
            items.append(keyword(name, source_of(value)))
    space = (
        (string_source(path), _dimension(search, dimension, made, spelling))
        for path, dimension in search.space.items()
        if dimension.domain is not None
    )
    return call("ato.Search", *items, keyword("space", mapping(*space)))


def _dimension(search: Search, dimension: Dimension, made: Functions, spelling: Mapping[str, str]) -> Source:
    domain = dimension.domain
    items = list(_numbers(domain, spelling))
    when = made.dimensions.get((search.name, dimension.path))
    if when is not None:
        items.append(keyword("when", when.name))
    return call(f"ato.{type(domain).__name__}", *items)


def _numbers(domain: Domain | None, spelling: Mapping[str, str]) -> Iterator[Source]:
    """What says the values: those of a choice, the numbers of a range with their bounds."""
    match domain:
        case None:
            return
        case ato.Choice():
            yield from (parsed(respelt(source_of(value), spelling)) for value in domain.values)
        case ato.Normal():
            yield from map(source_of, (domain.mean, domain.std))
            given = (("low", domain.low), ("high", domain.high))
            yield from (keyword(name, source_of(value)) for name, value in given if value is not None)
        case ato.IntUniform():
            yield from map(source_of, (domain.low, domain.high))
            if domain.step != 1:
                yield keyword("step", source_of(domain.step))
        case ato.IntLogUniform() | Floats():
            yield from map(source_of, (domain.low, domain.high))
        case _:
            assert_never(domain)

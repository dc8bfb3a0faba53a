"""The searches of a scope in the manifest: what is searched, and the dimensions of the space by path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from typing_extensions import assert_never

import ato.config as ato
from atoc.emit.plain import plain
from atoc.program import Dimension, Scope, Search
from atoc.prove import subject_of

if TYPE_CHECKING:
    from ato.config._search import Dimension as Domain

Json = dict[str, object]


def searches_of(scope: Scope, verdicts: Mapping[str, Json]) -> Json:
    """The searches by name, with what is proved of each."""
    return {each.name: _search(each, verdicts.get(subject_of(each), {})) for each in scope.searches}


def _search(search: Search, verdicts: Json) -> Json:
    optional: Json = {
        "doc": search.doc or None,
        "views": list(search.views) or None,
        "trials": search.trials,
        "seed": search.seed,
        "verdicts": verdicts or None,
    }
    return {
        "place": str(search.span),
        "metric": search.metric,
        "mode": search.mode,
        "method": {"name": search.method.name, **search.method.options},
        "space": {path: dict(_dimension(each)) for path, each in search.space.items()},
        **{key: value for key, value in optional.items() if value is not None},
    }


def _dimension(dimension: Dimension) -> Iterator[tuple[str, object]]:
    domain = dimension.domain
    if domain is not None:
        yield from _values(domain)
    if dimension.when is not None:
        yield "when", dimension.when.text
    yield "place", str(dimension.span)


def _values(domain: Domain) -> Iterator[tuple[str, object]]:
    """The word of the language that says the values, and its bounds."""
    match domain:
        case ato.Choice():
            yield "choice", [plain(value) for value in domain.values]
        case ato.Uniform():
            yield "uniform", [domain.low, domain.high]
        case ato.LogUniform():
            yield "log_uniform", [domain.low, domain.high]
        case ato.IntUniform():
            yield "int_uniform", [plain(domain.low), plain(domain.high)]
            if domain.step != 1:
                yield "step", plain(domain.step)
        case ato.IntLogUniform():
            yield "int_log_uniform", [plain(domain.low), plain(domain.high)]
        case ato.Normal():
            yield "normal", [domain.mean, domain.std]
            bounds = (("low", domain.low), ("high", domain.high))
            yield from ((name, bound) for name, bound in bounds if bound is not None)
        case _:
            assert_never(domain)

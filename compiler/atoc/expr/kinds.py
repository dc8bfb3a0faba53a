"""Where the fields of variants may be read: where a variant that has them is sure to be the current one.

    optimizer.kind == 'sgd' and optimizer.momentum > 0       the right side is read where the left one holds
    optimizer.momentum if optimizer.kind == 'sgd' else 0.0

What conditions tell of a discriminator is what they tell of any field (``narrow.py``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from atoc.expr.findings import UNKNOWN_FIELD
from atoc.expr.narrow import Facts
from atoc.expr.tree import Name
from atoc.findings import Finding
from atoc.types import literals

if TYPE_CHECKING:
    import ato.config as ato

TypeOf = Callable[[str], "ato.Type | None"]
Values = tuple[object, ...]
Existence = tuple[tuple[str, Values], ...]
"""Where a field exists: the paths of discriminators, each with the values that it must have."""


def always(_: str) -> Existence:
    """The existence of a field that is in no variant."""
    return ()


def lacking(name: Name, existence: Existence, facts: Facts, type_of: TypeOf) -> Iterator[Finding]:
    """What to say of a name whose field may not be there, for all that is known (ATC104)."""
    for path, values in existence:
        others = [kind for kind in kinds_left(path, facts, type_of) if not is_among(kind, values)]
        if others:
            lacks, has = condition_of(path, others), condition_of(path, values)
            message = f"'{name.path}' is not in every variant: there is none where {lacks}"
            help = (f"read it where that is known: `{has} and ...`, or with `if` and `else`",)
            yield UNKNOWN_FIELD.at(name.span, message, key=name.path, help=help)
            return


def kinds_left(path: str, facts: Facts, type_of: TypeOf) -> Values:
    """The values that a discriminator may have where these facts hold."""
    type = type_of(path)
    return () if type is None else literals(facts.narrowed(path, type)) or ()


def condition_of(path: str, values: Sequence[object]) -> str:
    """The condition that a field has one of the values, as an expression."""
    if len(values) == 1:
        return f"{path} == {values[0]!r}"
    return f"{path} in ({', '.join(map(repr, values))})"


def is_among(value: object, values: Values) -> bool:
    """Whether it is one of the values; True is not 1."""
    return any(type(value) is type(other) and value == other for other in values)

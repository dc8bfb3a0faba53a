"""Why an expression failed, in words that quote no secret.

What Python says of a failure may quote any part of what the expression read. So nothing is told where a
secret was read, or a field that is itself worked out from one: both are seen in the code of the expressions.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType

    from ato.config._schema import Leaf, Schema

NOT_TOLD = "why is not told, since a secret is read or written"


def reason(error: Exception, function: Callable[..., object], schema: Schema, leaf: Leaf | None) -> str:
    """Why ``function``, whose value goes to the leaf if there is one, raised the error."""
    if isinstance(error, AttributeError):
        return f"'{_name_in(error)}' has no value yet"
    near = _near_secrets(schema)
    if _reads(function, near) or (leaf is not None and leaf.name in near):
        return NOT_TOLD
    return f"there is no key {error}" if isinstance(error, KeyError) else str(error)


def _near_secrets(schema: Schema) -> set[str]:
    """The names of secret fields and of all that is worked out from them, by however many steps."""
    near = {leaf.name for leaf in schema.leaves.values() if leaf.is_secret}
    expressions = [*schema.computed, *(pair for view in schema.views for pair in view.computed.items())]
    while True:
        derived = {path.rpartition(".")[2] for path, function in expressions if _reads(function, near)}
        if derived <= near:
            return near
        near |= derived


def _reads(function: Callable[..., object], names: set[str]) -> bool:
    """Whether a function reads an attribute of one of the names; one that has no code to look at may."""
    code = getattr(getattr(function, "function", function), "__code__", None)
    return bool(names) and (code is None or not names.isdisjoint(_attributes(code)))


def _attributes(code: CodeType) -> Iterator[str]:
    """The names that code looks up, with those of the functions in it."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, type(code)):
            yield from _attributes(constant)


def _name_in(error: AttributeError) -> str:
    """The name of the slot that is empty; Python 3.10 says nothing but the name, later ones a sentence."""
    return str(error).strip("'").rpartition("'")[2]

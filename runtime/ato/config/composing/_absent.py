"""What to say of values for fields that the current variant does not have."""

from __future__ import annotations

from ato.config._errors import Problem
from ato.config._field import MISSING
from ato.config._nearest import suggestion
from ato.config.composing._compose import views_alone
from ato.config.composing._record import Record
from ato.config.outside._places import short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ato.config._schema import Leaf, Schema
    from ato.config.composing._compose import Request
    from ato.config.composing._selection import View


def not_there(request: Request, leaf: Leaf, text: str, path: str, kind: object) -> Problem:
    """What is wrong with an outside value for a field that is not there, as ``kind`` stands at ``path``."""
    schema = request.schema
    current = _current(schema, path, kind, _by(request, path))
    message = f"'{schema.spelled(leaf.path)}' is not there, since {current}"
    return Problem(short(text), message, _help(schema, leaf, path, kind))


def not_written(schema: Schema, view: View, leaf: Leaf, path: str, kind: object) -> Problem:
    """What is wrong with a view that writes a field which is not there."""
    key = schema.spelled(leaf.path)
    message = f"is not there for the view '{view.name}' to write, since {_current(schema, path, kind, '')}"
    return Problem(key, message, _help(schema, leaf, path, kind))


def _current(schema: Schema, path: str, kind: object, by: str) -> str:
    key = schema.spelled(path)
    if kind is MISSING:
        return f"'{key}' has no value"
    return f"'{key}' is {_word(kind)}" + (f", {by}" if by else "")


def _by(request: Request, path: str) -> str:
    """Who set a discriminator before the lazy views."""
    for leaf, _, source, text in reversed(request.given):
        if leaf.path == path:
            return f"set by the {source} ({short(text)})"
    record = Record()
    views_alone(request, record)
    steps = [step for step in record.steps if step.path == path]
    if not steps:
        return ""
    return f"set by the view '{steps[-1].by}'" if steps[-1].by else "its default"


def _help(schema: Schema, leaf: Leaf, path: str, kind: object) -> tuple[str, ...]:
    """The nearest field that is there whatever the kind is or for this one, and the kinds that have this."""
    values = next(values for guard, values in leaf.guards if guard == path)
    choices = kinds_text(schema.spelled(path), values)
    near = suggestion(leaf.path, _beside(schema, leaf, path, kind))
    return (*near, f"it is there with {choices}")


def _beside(schema: Schema, leaf: Leaf, path: str, kind: object) -> Iterator[str]:
    """The fields beside a leaf that are there where the discriminator at ``path`` has this value."""
    for other in schema.leaves.values():
        is_there = all(guard != path or kind in values for guard, values in other.guards)
        if other.owner == leaf.owner and is_there:
            yield other.path


def kinds_text(path: str, values: Iterable[object]) -> str:
    """The values of a discriminator as words of a command line."""
    return " or ".join(f"{path}={_word(value)}" for value in values)


def _word(kind: object) -> str:
    return str(kind).lower() if isinstance(kind, bool) else str(kind)

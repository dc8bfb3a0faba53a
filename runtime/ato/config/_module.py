"""What generated modules call, beside the types and classes that they state."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, TypeVar

    from ato.config._base import Config

    C = TypeVar("C", bound=Config)


def partial(model: type[C], **values: object) -> C:
    """A config with these checked values alone: the defaults of a part that is still to be composed."""
    return model._of(values)


def literal_type(module: str, name: str, choices: Mapping[str, tuple[object, ...]]) -> object:
    """The ``typing.Literal`` of a name in a module, so that ``typing`` is loaded when somebody asks for it.

    ``choices`` are the values of each name. Raises ``AttributeError`` for another name, as a module does.
    """
    if name not in choices:
        raise AttributeError(f"module {module!r} has no attribute {name!r}", name=name)
    from typing import Literal, NoReturn

    make: Any = Literal
    return make[choices[name]] if choices[name] else NoReturn

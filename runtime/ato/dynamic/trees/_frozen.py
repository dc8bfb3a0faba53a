"""What a frozen config gives out: values that cannot be changed without anybody noticing.

Lists come as copies that refuse every change, sets as frozen ones; other objects as they are, for nobody
knows how to freeze them.
"""

from __future__ import annotations

from ato.config import ConfigError, Problem
from ato.config.types._values import is_list, is_set, is_tuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn


def refused(name: str) -> ConfigError:
    """What is raised for a write to a key of a frozen config."""
    return ConfigError([Problem(name, "the config is frozen", ("call defrost() before writing to it",))])


class FrozenList(list["Any"]):
    """A list that refuses to be changed; as a copy or pickled it is a plain list again."""

    __slots__ = ()

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise refused("a list of the config")

    if not TYPE_CHECKING:
        append = extend = insert = remove = pop = clear = sort = reverse = _refuse
        __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse

    def __reduce_ex__(self, protocol: object) -> tuple[Any, ...]:
        return list, (list(self),)


def frozen_view(value: object) -> object:
    """A value as a frozen config gives it out."""
    if is_list(value):
        return FrozenList(frozen_view(item) for item in value)
    if is_tuple(value) and type(value) is tuple:
        return tuple(frozen_view(item) for item in value)
    return frozenset(value) if is_set(value) else value

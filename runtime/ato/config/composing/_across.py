"""``Across``: an expression of one scope that reads others, as a generated module states it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Across:
    """A function of the config of its scope and of those that it reads, in the order of their first path.

    ``reads`` are the paths in other scopes, each with its scope in front::

        def _head(c: ModelConfig, data: DataConfig) -> int: ...

        ato.Across(_head, "data.num_classes")

    What reads other scopes can only be worked out where they are composed together (``_joint``).
    """

    __slots__ = ("function", "reads")

    def __init__(self, function: Callable[..., object], *reads: str) -> None:
        self.function = function
        self.reads = reads

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that are read, in the order of the function's parameters after the first."""
        return tuple(dict.fromkeys(path.partition(".")[0] for path in self.reads))

    def __call__(self, *configs: object) -> Any:
        """What the function gives for the config of its own scope and of those that it reads."""
        return self.function(*configs)

    def __repr__(self) -> str:
        return f"Across({', '.join(self.reads)})"

"""What ``Scope.lazy()`` gives: the mark of a block that waits for the command line."""

from __future__ import annotations

from ato.config import ConfigError, Problem


class Block:
    """A lazy block: ``with_compile`` makes the rest wait too, ``priority`` is that among lazy views.

    It is never entered: a view that holds one is run in parts. Entering raises ``ConfigError``, which says
    what to write instead.
    """

    __slots__ = ("priority", "with_compile")

    def __init__(self, with_compile: object = False, priority: int = 1) -> None:
        self.with_compile = bool(with_compile)
        self.priority = priority

    def __enter__(self) -> None:
        message = "the block stands in no view whose source can be read, so nothing can make it wait"
        help = (
            "write `with Scope.lazy():` in the body of an observed function itself, in a file",
            "or put what it does in a view of its own: @scope.observe(default=True, lazy=True)",
        )
        raise ConfigError([Problem("Scope.lazy()", message, help)])

    def __exit__(self, *_: object) -> None:
        """Nothing is left to be done: it was never entered."""

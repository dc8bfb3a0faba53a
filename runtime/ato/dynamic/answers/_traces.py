"""Fingerprints that a scope keeps: of what functions do, and of what they give back.

Both see through entry functions and other wrappers of ``functools.wraps`` to the user's own function.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ato.fingerprint import Output, Traces

    F = TypeVar("F", bound=Callable[..., Any])
    R = TypeVar("R")


class Fingerprints:
    """The fingerprints of traced functions by their ids: SHA-256 in hexadecimal, the latest of each id.

    ``static`` holds those of logic, worked out when they are read, with what a function calls;
    ``static.fingerprint(id)`` gives all that is known of one. ``runtime`` holds those of what calls gave
    back. One id may stand in both.
    """

    __slots__ = ("_static", "runtime")

    def __init__(self) -> None:
        self._static: Traces | None = None
        self.runtime: dict[str, str] = {}

    @property
    def static(self) -> Traces:
        """Fingerprints of the logic of traced functions, by their ids."""
        if self._static is None:
            from ato.fingerprint import Traces

            self._static = Traces()
        return self._static

    def __repr__(self) -> str:
        return f"Fingerprints(static={self.static!r}, runtime={self.runtime!r})"


class Traced:
    """What has fingerprints of functions."""

    fingerprints: Fingerprints
    """Those that ``trace`` and ``runtime_trace`` have recorded."""

    def trace(self, trace_id: Any = None, *, follow: bool = True) -> Any:
        """Trace a function's logic under an id, and leave the function as it is.

        ``@scope.trace()``, ``@scope.trace(trace_id="step")`` or ``@scope.trace``; without an id it is
        ``module.qualname``. The project's own functions that it calls count too, unless ``follow`` is false.
        Raises ``ConfigError`` for what is not written in Python.
        """

        def record(function: F) -> F:
            from ato.fingerprint._ids import id_of

            name = id_of(function) if trace_id is None or callable(trace_id) else trace_id
            self.fingerprints.static.add(name, function, follow=follow, roots=())
            return function

        return record(trace_id) if callable(trace_id) else record

    def runtime_trace(
        self,
        init_fn: Callable[[], object] | None = None,
        inspect_fn: Callable[[Any], object] | None = None,
        trace_id: str | None = None,
    ) -> Callable[[Callable[..., R]], Callable[..., R]]:
        """Record the fingerprint of what each call of a function gives back, and give it back.

        ``init_fn`` is called before the function, to fix seeds; ``inspect_fn`` picks from the result what
        counts. Without ``trace_id`` the id is ``module.qualname``. Nothing is recorded of a call that raises.
        A result that has no fingerprint is given back all the same, with a ``RuntimeWarning`` that says what
        of it has none, and the id has none then.

        An ``async def`` stays one, and what it gives back where it is awaited counts. A generator is given
        back untouched, with such a warning: nothing of it is there yet. An ``inspect_fn`` is given the
        generator itself, and the caller does not see what it takes from it.
        """

        def traced(function: Callable[..., R]) -> Callable[..., R]:
            from ato.fingerprint._ids import id_of
            from ato.fingerprint.results._runtime import WATCHED, Inspection, watched

            name = id_of(function) if trace_id is None else trace_id
            recorded = self.fingerprints.runtime

            def record(output: Output | None) -> None:
                if output is None:
                    recorded.pop(name, None)
                else:
                    recorded[name] = output.digest
                    WATCHED.tell(name, output)

            return watched(function, name, Inspection(init_fn, inspect_fn), record)

        return traced

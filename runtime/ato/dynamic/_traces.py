"""Fingerprints that a scope keeps: of what functions do, and of what they give back.

Both see through entry functions and other wrappers of ``functools.wraps`` to the user's own function.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])
    R = TypeVar("R")


class Fingerprints:
    """The fingerprints of traced functions by their ids: SHA-256 in hexadecimal, the latest of each id.

    ``static`` holds those of logic, taken where a function is defined; ``runtime`` those of what calls gave
    back. One id may stand in both.
    """

    __slots__ = ("runtime", "static")

    def __init__(self) -> None:
        self.static: dict[str, str] = {}
        self.runtime: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Fingerprints(static={self.static!r}, runtime={self.runtime!r})"


class Traced:
    """What has fingerprints of functions."""

    fingerprints: Fingerprints
    """Those that ``trace`` and ``runtime_trace`` have recorded."""

    def trace(self, trace_id: Any = None) -> Any:
        """Record the fingerprint of a function's logic under an id, and leave the function as it is.

        ``@scope.trace()``, ``@scope.trace(trace_id="step")`` or ``@scope.trace``; without an id it is
        ``module.qualname``. Raises ``ConfigError`` where there is no source to read.
        """

        def record(function: F) -> F:
            from ato.fingerprint import code_hash

            name = _name(function) if trace_id is None or callable(trace_id) else trace_id
            self.fingerprints.static[name] = code_hash(function)
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
        """

        def traced(function: Callable[..., R]) -> Callable[..., R]:
            from functools import wraps

            name = _name(function) if trace_id is None else trace_id

            @wraps(function)
            def call(*args: Any, **kwargs: Any) -> R:
                if init_fn is not None:
                    init_fn()
                result = function(*args, **kwargs)
                self._record_output(name, result if inspect_fn is None else inspect_fn(result))
                return result

            return call

        return traced

    def _record_output(self, name: str, output: object) -> None:
        from ato.config import ConfigError
        from ato.fingerprint import output_hash

        self.fingerprints.runtime.pop(name, None)
        try:
            self.fingerprints.runtime[name] = output_hash(output)
        except ConfigError as error:
            from warnings import warn

            warn(f"{name}: {error}", RuntimeWarning, stacklevel=3)


def _name(function: Callable[..., object]) -> str:
    """``module.qualname`` of a function, or of the class of a callable."""
    named: Any = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"

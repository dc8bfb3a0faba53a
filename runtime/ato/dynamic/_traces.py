"""Fingerprints that a scope keeps: of what functions do, and of what they give back.

Both see through entry functions and other wrappers of ``functools.wraps`` to the user's own function.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])
    R = TypeVar("R")

GENERATORS = ("generator", "async_generator")
LATER = (
    "has no fingerprint: the function gives a generator, whose items come later"
    "\n  help: give a list, or trace the function that uses the items"
)


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

        An ``async def`` stays one, and what it gives back where it is awaited counts. A generator is given
        back untouched, with such a warning: nothing of it is there yet. An ``inspect_fn`` is given the
        generator itself, and the caller does not see what it takes from it.
        """

        def traced(function: Callable[..., R]) -> Callable[..., R]:
            from functools import wraps
            from inspect import iscoroutine, iscoroutinefunction, unwrap

            name = _name(function) if trace_id is None else trace_id

            def record(result: Any) -> None:
                self._record_output(name, result if inspect_fn is None else inspect_fn(result))

            @wraps(function)
            def call(*args: Any, **kwargs: Any) -> Any:
                if init_fn is not None:
                    init_fn()
                result: Any = function(*args, **kwargs)
                if iscoroutine(result):
                    return _recorded(result, record)
                record(result)
                return result

            @wraps(function)
            async def wait(*args: Any, **kwargs: Any) -> Any:
                result: Any = call(*args, **kwargs)
                return await result if iscoroutine(result) else result

            made: Any = wait if iscoroutinefunction(unwrap(function)) else call
            return made  # type: ignore[no-any-return]

        return traced

    def _record_output(self, name: str, output: object) -> None:
        from ato.config import ConfigError
        from ato.fingerprint import output_hash

        self.fingerprints.runtime.pop(name, None)
        try:
            self.fingerprints.runtime[name] = output_hash(output)
        except ConfigError as error:
            told = LATER if type(output).__name__ in GENERATORS else str(error)
            from warnings import warn

            warn(f"{name}: {told}", RuntimeWarning, stacklevel=_above())


async def _recorded(result: Coroutine[Any, Any, R], record: Callable[[R], None]) -> R:
    """What is awaited, recorded when it is there."""
    found = await result
    record(found)
    return found


def _above() -> int:
    """How far above its caller the code stands that is not of this module, as warnings count it."""
    from sys import _getframe

    frame, level = _getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame, level = frame.f_back, level + 1
    return level


def _name(function: Callable[..., object]) -> str:
    """``module.qualname`` of a function, or of the class of a callable."""
    named: Any = function if hasattr(function, "__qualname__") else type(function)
    return f"{named.__module__}.{named.__qualname__}"

"""Functions that are traced: what each call gives back is fingerprinted, and given back unchanged.

``output`` is the decorator; a scope's ``runtime_trace`` stands on ``watched`` too. Whoever keeps
fingerprints, as a run of the tracker does, listens while it lasts.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from dataclasses import dataclass
from functools import wraps
from inspect import iscoroutine, iscoroutinefunction, unwrap
from logging import getLogger
from threading import Lock
from typing import Any, TypeVar, cast, overload
from warnings import warn

from ato.config import ConfigError, Problem
from ato.config.types._values import spelled
from ato.fingerprint._ids import id_of
from ato.fingerprint.results._output import grid_of, output_hash
from ato.fingerprint.results._series import Series

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")
WRONG = (
    "is nothing to fingerprint the results of",
    ('write @output, @output("id") or @output(trace_id="id"); it stands below @classmethod and @property',),
)
LATER = (
    "has no fingerprint: the function gives a generator, whose items come later"
    "\n  help: give a list, or trace the function that uses the items"
)


@dataclass(frozen=True, slots=True)
class Output:
    """The fingerprint of what a call gave back: of its bits, and up to a tolerance where one is given."""

    digest: str
    rounded: str | None = None


Listener = Callable[[str, Output], None]
"""Gets the id of a trace and what its latest call gave back."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """How a call is looked at: what is called before it, what of its result counts, and how exactly."""

    init_fn: Callable[[], object] | None = None
    inspect_fn: Callable[[Any], object] | None = None
    atol: float = 0.0
    rtol: float = 0.0

    def before(self) -> None:
        """Fix seeds, or whatever else ``init_fn`` does."""
        if self.init_fn is not None:
            self.init_fn()

    def seen(self, result: object) -> Output:
        """The fingerprint of a result; raises ``ConfigError`` for one that has none."""
        counted = result if self.inspect_fn is None else self.inspect_fn(result)
        if not self.atol and not self.rtol:
            return Output(output_hash(counted))
        return Output(output_hash(counted), output_hash(counted, atol=self.atol, rtol=self.rtol))


class Watched:
    """The functions that ``output`` traces, and who listens to them."""

    def __init__(self) -> None:
        self.series: dict[str, Series] = {}
        self._lock = Lock()
        self._listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell of every output from now on, from any thread, until the function returned here is called."""
        with self._lock:
            self._listeners = (*self._listeners, listener)

        def stop() -> None:
            with self._lock:
                self._listeners = tuple(one for one in self._listeners if one is not listener)

        return stop

    def tell(self, trace_id: str, output: Output) -> None:
        """Tell everyone who listens; one that fails is passed over, as the program is not to pay for it."""
        for listener in self._listeners:
            try:
                listener(trace_id, output)
            except Exception as error:
                getLogger("ato.fingerprint").warning("%s is not told of: %s", trace_id, error)


WATCHED = Watched()
"""Those of this process: a function is traced where it is defined, long before a run starts."""


@overload
def output(function: F, /) -> F: ...
@overload
def output(
    function: str | None = None,
    /,
    *,
    trace_id: str | None = None,
    init_fn: Callable[[], object] | None = None,
    inspect_fn: Callable[[Any], object] | None = None,
    series: bool = False,
    atol: float = 0.0,
    rtol: float = 0.0,
) -> Callable[[F], F]: ...
def output(
    function: Any = None,
    /,
    *,
    trace_id: str | None = None,
    init_fn: Callable[[], object] | None = None,
    inspect_fn: Callable[[Any], object] | None = None,
    series: bool = False,
    atol: float = 0.0,
    rtol: float = 0.0,
) -> Any:
    """Fingerprint what each call of a function gives back, and give it back unchanged.

    ``@output``, ``@output("loss")`` or with options. ``init_fn`` is called before the function, to fix seeds;
    ``inspect_fn`` picks from the result what counts; ``atol`` and ``rtol`` add a fingerprint up to a
    tolerance, see ``output_hash``. Without ``trace_id`` the id is ``module.qualname``. A run of the tracker
    that goes on meanwhile keeps every fingerprint; ``series=True`` keeps them in the process too, where
    ``output_series(trace_id)`` reads them. A coroutine is awaited first. Nothing is recorded of a call that
    raises; a ``RuntimeWarning`` tells of a result that has no fingerprint, or on which ``inspect_fn`` raises.

    Raises ``ConfigError`` for what is no function and for what is no tolerance.
    """
    if function is not None and not callable(function) and not isinstance(function, str):
        raise ConfigError([Problem(spelled(function), *WRONG)])
    grid_of(atol, rtol)
    given = trace_id if trace_id is not None else function if isinstance(function, str) else None
    inspection = Inspection(init_fn, inspect_fn, atol, rtol)

    def traced(function: F) -> F:
        if not callable(function):
            raise ConfigError([Problem(spelled(function), *WRONG)])
        name = given if given is not None else id_of(function)
        kept = WATCHED.series.setdefault(name, Series()) if series else None

        def record(output: Output | None) -> None:
            if output is None:
                return
            if kept is not None:
                kept.append(output.digest)
            WATCHED.tell(name, output)

        return watched(function, name, inspection, record)

    return traced(function) if callable(function) else traced


def output_series(trace_id: str) -> Series:
    """The fingerprints of the calls of a function under ``output(series=True)``, oldest first."""
    return WATCHED.series.get(trace_id) or Series()


def listen(listener: Listener) -> Callable[[], None]:
    """Have every traced output told to ``listener``, until the function that is returned is called."""
    return WATCHED.listen(listener)


def watched(function: F, name: str, inspection: Inspection, record: Callable[[Output | None], None]) -> F:
    """A function that does what ``function`` does and has its results recorded.

    ``record`` gets None for a result that has no fingerprint, besides the warning. What an ``async def``
    gives back counts where it is awaited. A generator is given back untouched: nothing of it is there yet.
    """

    def look(result: object) -> None:
        try:
            seen = inspection.seen(result)
        except Exception as error:  # of inspect_fn too: what was computed is not lost for it
            record(None)
            warn(f"{name}: {_why(result, error)}", RuntimeWarning, stacklevel=_above())
            return
        record(seen)

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        inspection.before()
        result = function(*args, **kwargs)
        if iscoroutine(result):
            return _awaited(result, look)
        look(result)
        return result

    @wraps(function)
    async def wait(*args: Any, **kwargs: Any) -> Any:
        result = call(*args, **kwargs)
        return await result if iscoroutine(result) else result

    return cast("F", wait if iscoroutinefunction(unwrap(function)) else call)


def _why(result: object, error: Exception) -> str:
    if isinstance(result, (Generator, AsyncGenerator)):
        return LATER
    if isinstance(error, ConfigError):
        return str(error)
    return f"has no fingerprint: inspect_fn raises {type(error).__name__}: {error}"


async def _awaited(result: Coroutine[Any, Any, R], look: Callable[[R], None]) -> R:
    found = await result
    look(found)
    return found


def _above() -> int:
    """How far above its caller the code stands that is not of this module, as warnings count it."""
    frame, level = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame, level = frame.f_back, level + 1
    return level

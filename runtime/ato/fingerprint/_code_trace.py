"""Traces: functions under ids, whose fingerprints are worked out when they are asked for.

Not where a function is defined: what it calls may stand below it in its file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, overload

from ato.fingerprint._code import Roots, code_of, target_to_follow
from ato.fingerprint._ids import id_of
from ato.fingerprint.calls._project import Project
from ato.fingerprint.calls._value import CodeFingerprint
from ato.fingerprint.sources._file import reading

F = TypeVar("F", bound=Callable[..., Any])


class Traces(Mapping[str, str]):
    """Digests of traced functions by their ids, the latest function of each id; worked out when read.

    A digest is that of the function as it is then, with what it calls. ``fingerprint`` gives all of it.
    """

    __slots__ = ("_traced",)

    def __init__(self) -> None:
        self._traced: dict[str, tuple[Callable[..., Any], bool, Roots]] = {}

    def add(self, trace_id: str, function: Callable[..., Any], *, follow: bool, roots: Roots) -> None:
        """Trace a function. Raises ``ConfigError`` for what is not written in Python."""
        target_to_follow(function, Project(roots))
        self._traced[trace_id] = function, follow, roots

    def fingerprint(self, trace_id: str) -> CodeFingerprint:
        """The fingerprint of the function that is traced under an id; ``KeyError`` if none is."""
        function, follow, roots = self._traced[trace_id]
        return code_of(function, follow=follow, roots=roots, trace_id=trace_id)

    def fingerprints(self) -> dict[str, CodeFingerprint]:
        """All of them by id."""
        with reading():
            return {trace_id: self.fingerprint(trace_id) for trace_id in self._traced}

    def __getitem__(self, trace_id: str) -> str:
        return self.fingerprint(trace_id).digest

    def __iter__(self) -> Iterator[str]:
        return iter(self._traced)

    def __len__(self) -> int:
        return len(self._traced)

    def __repr__(self) -> str:
        return repr(dict(self))


TRACED = Traces()
"""What ``@fingerprint.code`` has traced in this process."""


@overload
def code(given: F, /) -> F: ...
@overload
def code(
    given: str | None = None, /, *, trace_id: str | None = None, follow: bool = True, roots: Roots = ()
) -> Callable[[F], F]: ...
def code(given: Any = None, /, *, trace_id: str | None = None, follow: bool = True, roots: Roots = ()) -> Any:
    """Trace a function's logic, and leave the function as it is.

    ``@fingerprint.code``, ``@fingerprint.code("step")`` or ``@fingerprint.code(trace_id="step")``; without an
    id it is ``module.qualname``. ``traced()`` gives the fingerprints. Raises ``ConfigError`` for what is not
    written in Python.
    """
    named = given if isinstance(given, str) else trace_id

    def traced_function(function: F) -> F:
        TRACED.add(named or id_of(function), function, follow=follow, roots=roots)
        return function

    return traced_function(given) if callable(given) else traced_function


def traced() -> dict[str, CodeFingerprint]:
    """The fingerprints of all functions under ``@fingerprint.code``, by their ids, as they are now."""
    return TRACED.fingerprints()

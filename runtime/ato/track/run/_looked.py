"""What a run finds out by looking around it, on its own thread: the logic of traced functions, and which keys
of its config the program has read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ato.config import ConfigError
from ato.fingerprint._plain import is_generated
from ato.track.run._config import _scope_of

if TYPE_CHECKING:
    from ato.fingerprint import CodeFingerprint, Traces

BESIDE = ("mode", "python", "names", "values", "origins", "libraries", "unresolved")
"""What is known of a function beside what has a column of its own."""


def codes(config: object, told: dict[str, str]) -> Iterator[Mapping[str, Any]]:
    """The facts of those traced functions that are not told of yet, or have another fingerprint by now.

    They are those under ``@fingerprint.code`` in this process, and those under ``trace`` of the scope that
    the config is of. A function that has no fingerprint any more is passed over. ``told`` is kept up to date.
    """
    for traces in _all_traces(config):
        for trace_id in tuple(traces):
            try:
                found = traces.fingerprint(trace_id)
            except (ConfigError, OSError):  # its file is gone or was changed: what it was is not guessed
                continue
            if told.get(trace_id) != found.digest:
                told[trace_id] = found.digest
                yield {"kind": "code", "trace": trace_id, "digest": found.digest, "functions": _rows(found)}


def reads(config: object) -> Mapping[str, Any] | None:
    """The fact that tells which keys have been read so far; None where nobody has taken note."""
    from ato.config.explained._tracking import Watching

    if is_generated(config):
        return _fact(config._reads.paths) if isinstance(config, Watching) else None
    return _fact(_accessed("", config)) if _is_adict(config) else None


def _all_traces(config: object) -> Iterable[Traces]:
    module = sys.modules.get("ato.fingerprint._code_trace")
    if module is None:
        return ()
    scope = _scope_of(config)
    return (module.TRACED,) if scope is None else (module.TRACED, scope.fingerprints.static)


def _rows(found: CodeFingerprint) -> list[dict[str, Any]]:
    return [_row(each) for each in (found.functions or {found.digest: found}).values()]


def _row(each: CodeFingerprint) -> dict[str, Any]:
    plain = each.to_row()
    return {
        **{name: plain[name] for name in ("digest", "qualname", "module", "line", "calls")},
        "file": each.file or "",
        "algorithm": str(each.algorithm),
        "normal_form": each.text,
        "details": {name: plain[name] for name in BESIDE},
    }


def _fact(paths: Iterable[str]) -> Mapping[str, Any]:
    return {"kind": "reads", "paths": sorted(paths)}


def _is_adict(value: Any) -> bool:
    return type(value).__name__ == "ADict" and hasattr(value, "_accessed")


def _accessed(prefix: str, config: Any) -> Iterator[str]:
    """The paths of the leaves that were read; nothing is read by looking."""
    for name in tuple(config._accessed):
        value = config._data.get(name)
        path = f"{prefix}{name}"
        if _is_adict(value):
            yield from _accessed(f"{path}.", value)
        else:
            yield path

"""What a run finds out by looking around it, on its own thread: the logic of traced functions, and which keys
of its config the program has read."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from ato.config import ConfigError
from ato.fingerprint._plain import is_generated
from ato.track.run._config import _scope_of

if TYPE_CHECKING:
    from ato.config.explained._readers import Readers
    from ato.config.explained._tracking import Reads
    from ato.fingerprint import CodeFingerprint, Traces
    from ato.track.run._run import Run

Reached = set[tuple[str, str]]
"""Functions, by module and qualified name."""

SHOWN = 200
"""How many characters of a value are shown where it was changed."""
LISTED = 1000
"""How many changed keys are kept."""
BESIDE = ("mode", "python", "names", "values", "origins", "libraries", "unresolved")
"""What is known of a function beside what has a column of its own."""


def survey(run: Run, *, is_first: bool, is_last: bool) -> None:
    """Write down what a run runs in and on; in the end, what was read, and traced since."""
    from ato.track.run._state import LOGGER
    from ato.track.run._surroundings import surroundings

    reached: dict[str, Reached] = {}
    try:
        for fact in surroundings(run.cover.values) if is_first else ():
            run._tell(fact)
        for fact in codes(run.config, run._codes, reached):
            run._tell(fact)
        for fact in (*reads(run, reached), *changes(run)) if is_last else ():
            run._tell(fact)
    except Exception as error:  # whatever a machine has, the run goes on
        LOGGER.warning("%s/%s: not all around it is known: %s", run.project, run.name, error)


def codes(config: object, told: dict[str, str], reached: dict[str, Reached]) -> Iterator[Mapping[str, Any]]:
    """The facts of those traced functions that are not told of yet, or have another fingerprint by now.

    They are those under ``@fingerprint.code`` in this process, and those under ``trace`` of the scope that
    the config is of. A function that has no fingerprint any more is passed over. ``told`` is kept up to date,
    and ``reached`` gets the functions that each trace comes to, with those it calls.
    """
    for traces in _all_traces(config):
        for trace_id in tuple(traces):
            try:
                found = traces.fingerprint(trace_id)
            except (ConfigError, OSError):  # its file is gone or was changed: what it was is not guessed
                continue
            functions = (found.functions or {found.digest: found}).values()
            reached[trace_id] = {(each.module, each.qualname) for each in functions}
            if told.get(trace_id) != found.digest:
                told[trace_id] = found.digest
                yield {"kind": "code", "trace": trace_id, "digest": found.digest, "functions": _rows(found)}


def begin_to_read(config: object) -> Readers | None:
    """Take note, from now on, of the functions that read keys of a config; None for one that cannot tell."""
    from ato.config.explained._readers import Readers

    tracked = _reads_of(config)
    if tracked is not None:
        readers = Readers({0: ""})
        tracked.readers = (*tracked.readers, readers)
        return readers
    if not _is_adict(config):
        return None
    from ato.dynamic.trees._tree import READERS

    nodes = list(_nodes("", config))
    readers = Readers({id(node): prefix for prefix, node in nodes}, [node for _, node in nodes])
    READERS.append(readers)
    return readers


def end_reading(config: Any, readers: Readers | None) -> None:
    """Take note no more."""
    tracked = _reads_of(config)
    if tracked is not None:
        tracked.readers = tuple(each for each in tracked.readers if each is not readers)
    elif readers is not None:
        from ato.dynamic.trees._tree import READERS

        READERS.remove(readers)


def reads(run: Run, reached: Mapping[str, Reached]) -> Iterator[Mapping[str, Any]]:
    """The facts that tell which keys have been read, and by what; none where nobody has taken note.

    Processes that were forked meanwhile, as those that load data, read on their own. With them it is known of
    no key that nobody read it.
    """
    if run._readers is None:
        return
    tracked = _reads_of(run.config)
    paths = {*_accessed("", run.config), *run._readers.leaves()} if tracked is None else tracked.paths
    yield {"kind": "reads", "paths": sorted(paths), "is_all": not run._has_forked}
    functions = run._readers.functions()
    told = {f"{module}.{name}": sorted(found) for (module, name), found in functions.items()}
    by_trace = {trace: _read_by(functions, known) for trace, known in reached.items()}
    yield {"kind": "context", "context": {"reads": {"functions": told, "traces": by_trace}}}


def entries_of(fact: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The values that the fact of a config tells of, as hashes and, if they are short, as JSON; of any other
    fact none."""
    entries = fact["entries"] if fact["kind"] == "config" else ()
    return {each["path"]: (each["value_hash"], each["value_json"][:SHOWN]) for each in entries}


def changes(run: Run) -> Iterator[Mapping[str, Any]]:
    """The fact that tells which values of the config are others now than they were at the start."""
    from ato.track.run._config import captured
    from ato.track.run._state import LOGGER

    if run.config is None or is_generated(run.config):  # which nothing changes
        return
    before, after = run._entries, entries_of(captured(run.config, run.cover))
    paths = [path for path in (*before, *(after.keys() - before)) if before.get(path) != after.get(path)]
    if not paths:
        return
    told = {
        path: [each.get(path, ("", None))[1] for each in (before, after)] for path in sorted(paths)[:LISTED]
    }
    yield {"kind": "context", "context": {"config_changed": told}}
    path, (old, new) = next(iter(told.items()))
    more = f", and {len(paths) - 1} more" if len(paths) > 1 else ""
    LOGGER.warning(
        "%s/%s: %s was changed while the run went on, from %s to %s%s\n"
        "  the run keeps the config as it was at the start",
        run.project, run.name, path, old or "nothing", new or "nothing", more,
    )  # fmt: skip


def _reads_of(config: object) -> Reads | None:
    """What a tracked config knows of its reads; None for any other."""
    from ato.config.explained._tracking import Watching

    if not is_generated(config) or not isinstance(config, Watching):
        return None
    tracked: Any = config
    return cast("Reads", tracked._reads)


def _read_by(functions: Mapping[tuple[str, str], set[str]], reached: Reached) -> list[str]:
    """The keys that some functions have read, in what is defined inside them too."""
    found: set[str] = set()
    for (module, name), paths in functions.items():
        for other, known in reached:
            if module == other and (f"{name}.".startswith(f"{known}.") or name == known.rpartition(".")[2]):
                found |= paths
    return sorted(found)


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


def _is_adict(value: Any) -> bool:
    return type(value).__name__ == "ADict" and hasattr(value, "_accessed")


def _nodes(prefix: str, config: Any) -> Iterator[tuple[str, Any]]:
    """A config and the configs in it, with the paths under which their keys stand."""
    yield prefix, config
    for name, value in config._data.items():
        if _is_adict(value):
            yield from _nodes(f"{prefix}{name}.", value)


def _accessed(prefix: str, config: Any) -> Iterator[str]:
    """The paths of the leaves that were read; nothing is read by looking."""
    for name in tuple(config._accessed):
        value = config._data.get(name)
        path = f"{prefix}{name}"
        if _is_adict(value):
            yield from _accessed(f"{path}.", value)
        else:
            yield path

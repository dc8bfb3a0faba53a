"""Beginning a run, or going on with one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from time import time
from typing import TYPE_CHECKING, Any

from ato.track._errors import TrackError
from ato.track._location import Location, located
from ato.track._uid import new_uid
from ato.track.journal import this_process
from ato.track.run._active import enclosing

if TYPE_CHECKING:
    from ato.track.run._disabled import DisabledRun
    from ato.track.run._run import Run
    from ato.track.store import StoredRun

MODES = ("on", "disabled")
VARIABLE = "ATO_MODE"
PROJECT = "default"
UID_DIGITS = 32


def run(
    config: object = None,
    project: str | None = None,
    *,
    name: str | None = None,
    tags: Iterable[str] = (),
    notes: str = "",
    group: str | None = None,
    parent: Run | str | None = None,
    resume: str | int | None = None,
    from_step: int | None = None,
    store: str | os.PathLike[str] | None = None,
    mode: str | None = None,
    system: float | None = None,
) -> Run | DisabledRun:
    """Begin a run. Use it as a context manager, or ``finish`` it.

    ``config`` is a config of any library, kept with who set each of its keys; ``project`` is ``default``, or
    that of the enclosing run, which is also the ``parent`` if none is given. ``store`` is a path or a URL
    (else ``ATO_STORE``, else ``.ato/runs.db``). ``resume`` goes on with the run of that uid, number or name;
    ``from_step`` then leaves behind what it logged at that step and later. ``mode="disabled"`` (or
    ``ATO_MODE``) gives a run that keeps nothing. ``system`` samples the machine every so many seconds. Raises
    ``TrackError`` for what cannot be meant.
    """
    mode = mode or os.environ.get(VARIABLE) or "on"
    if mode not in MODES:
        raise TrackError(mode, "is no mode of a run", (f"the modes are {', '.join(MODES)}",))
    if mode == "disabled":
        from ato.track.run._disabled import DisabledRun

        return DisabledRun(config, project or PROJECT, name or "disabled", tuple(tags))
    outer = enclosing()
    location = located(store) if store is not None or outer is None else outer.location
    if isinstance(tags, str):
        raise TrackError(tags, "tags are a list of texts", (f'write tags=["{tags}"]',))
    if system is not None:
        from ato.track.system._sampler import checked_pause

        system = checked_pause(system)
    start = {
        "project": _text(project or (outer.project if outer else PROJECT), "project"),
        "name": name,
        "tags": [_text(tag, "tag") for tag in tags],
        "notes": notes,
        "group_name": group,
        "parent_uid": _uid(outer if parent is None else parent, location),
        "resumed_from_step": from_step,
    }
    if resume is not None:
        return _sampled(_resumed(location, resume, start, config), system)
    if from_step is not None:
        raise TrackError("from_step", "is a step of the run that is resumed", ("name that run: resume=...",))
    uid = new_uid()
    return _sampled(_begun(location, {**start, "uid": uid, "name": name or uid[-8:]}, config, -1), system)


def _sampled(begun: Run, system: float | None) -> Run:
    if system is not None:
        from ato.track.system import sampler

        begun._sampler = sampler(begun, system)
    return begun


def _begun(location: Location, start: dict[str, Any], config: object, last_step: int) -> Run:
    from ato.track.run._config import captured
    from ato.track.run._run import Run
    from ato.track.run._secrets import command
    from ato.track.run._surroundings import seeds_fact

    owner = this_process()
    whole = {
        **start, "started": time(), "host": owner.host, "pid": owner.pid, "boot_id": owner.boot_id,
        "fork_step": None, "command": command(),
    }  # fmt: skip
    told = (None if config is None else captured(config), seeds_fact("seeds"))
    begun = Run(location, whole, [fact for fact in told if fact is not None], config)
    begun._step = last_step
    return begun


def _resumed(location: Location, resume: str | int, start: dict[str, Any], config: object) -> Run:
    """Go on with a run of the store, in a segment of its own."""
    from ato.track.store import open_store

    with open_store(location.url) as store:
        found = store.run(resume)
    _check_dead(found)
    step = start["resumed_from_step"]
    last = found.last_step if found.last_step is not None else -1
    known = {
        "uid": found.uid,
        "project": found.project,
        "name": start["name"] or found.name,
        "notes": found.notes,
    }
    resumed = _begun(location, {**start, **known}, config, last if step is None else step - 1)
    resumed._id = found.id
    resumed._tags = dict.fromkeys([*found.tags, *resumed._tags])
    return resumed


def _check_dead(found: StoredRun) -> None:
    if found.status == "running":
        where = f"process {found.pid} on {found.host}"
        help = ("end that process first", "from another machine: wait ten minutes without a sign of life")
        raise TrackError(f"{found.project}/{found.name}", f"is still running, in {where}", help)


def _uid(run: Run | str | None, location: Location) -> str | None:
    if run is None:
        return None
    if isinstance(run, str):
        if len(run) == UID_DIGITS and not set(run) - set("0123456789abcdef"):
            return run  # of a run that may not be in the store yet
        from ato.track.store import prepared

        with prepared(location) as store:
            return store.run(run).uid
    return run.uid


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value:
        raise TrackError(repr(value), f"a {what} is a text that is not empty")
    if "\0" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise TrackError(ascii(value), f"a {what} holds no NUL and no halves of characters (surrogates)")
    return value

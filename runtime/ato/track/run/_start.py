"""Beginning a run, or going on with one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from logging import getLogger
from time import time
from typing import TYPE_CHECKING, Any

from ato.track._errors import TrackError
from ato.track._location import Location, located
from ato.track._uid import new_uid
from ato.track.journal import this_process
from ato.track.run._active import enclosing
from ato.track.run._values import checked_step, shown
from ato.track.run._words import checked_label, checked_note, checked_tags, location_named

if TYPE_CHECKING:
    from ato.track.run._disabled import DisabledRun
    from ato.track.run._run import Run
    from ato.track.store import Store, StoredRun

MODES = ("on", "disabled")
VARIABLE = "ATO_MODE"
SYNC = "ATO_SYNC"
PROJECT = "default"
ALLOW = "allow"
UID_DIGITS = 32


def run(
    config: object = None,
    project: str | None = None,
    *,
    name: str | None = None,
    tags: Iterable[str] = (),
    notes: str = "",
    group: str | None = None,
    parent: Run | DisabledRun | str | int | None = None,
    resume: str | int | None = None,
    from_step: int | None = None,
    store: Store | str | os.PathLike[str] | None = None,
    mode: str | None = None,
    system: float | None = None,
    sync: str | os.PathLike[str] | None = None,
) -> Run | DisabledRun:
    """Begin a run. Use it as a context manager, or ``finish`` it.

    ``config`` is a config of any library, kept with who set each of its keys; ``project`` is ``default``, or
    that of the enclosing run, which is also the ``parent`` if none is given. ``store`` is a path or a URL
    (else ``ATO_STORE``, else ``.ato/runs.db``). ``resume`` goes on with the run of that uid, number or name,
    ``resume="allow"`` with that of ``name`` if there is one; ``from_step`` then leaves behind what it logged
    at that step and later. ``mode="disabled"`` (or ``ATO_MODE``) gives a run that keeps nothing; so does
    every process but the first of a training on several, unless ``mode="on"``. ``system`` samples the machine
    every so many seconds. ``sync`` (or ``ATO_SYNC``) is another store that the run is sent to while it goes
    on. Raises ``TrackError`` for what cannot be meant.
    """
    mode = mode or os.environ.get(VARIABLE) or ""
    if mode not in ("", *MODES):
        raise TrackError(mode, "is no mode of a run", (f"the modes are {', '.join(MODES)}",))
    outer = enclosing()
    place = location_named(store)
    location = located(place) if place is not None or outer is None else outer.location
    start: dict[str, Any] = {
        "project": checked_label(project if project is not None else _around(outer), "project"),
        "name": None if name is None else checked_label(name, "name"),
        "tags": checked_tags(() if tags is None else tags),  # pyright: ignore[reportUnnecessaryComparison]
        "notes": checked_note(notes),
        "group_name": None if group is None else checked_label(group, "group"),
        "resumed_from_step": None if from_step is None else checked_step(from_step),
    }
    _check(config, resume, start, is_named=name is not None)
    silent = _silent(mode, outer, location, config, start)
    if silent is not None:
        return silent
    if system is not None:
        from ato.track.system._sampler import checked_pause

        system = checked_pause(system)
    sync = sync or os.environ.get(SYNC)
    if sync is not None:
        from ato.track.run._aside import checked

        checked(location, sync)
    start["parent_uid"] = _uid(outer if parent is None else parent, location)
    begun = None
    if resume is not None:
        begun = _resumed(location, resume, start, config, project)
    if begun is None:
        uid = new_uid()
        begun = _begun(location, {**start, "uid": uid, "name": start["name"] or uid[-8:]}, config)
    return _accompanied(begun, system, sync)


def _around(outer: Run | DisabledRun | None) -> str:
    return PROJECT if outer is None else outer.project


def _check(config: object, resume: object, start: Mapping[str, Any], *, is_named: bool) -> None:
    """Raise ``TrackError`` for words that mean nothing, or not what they say."""
    if isinstance(config, (str, bytes)):
        help = (
            f"write ato.run(project={shown(config)[:60]}) if it is the project",
            "of a file, give what it holds",
        )
        raise TrackError(shown(config)[:80], "is a text, not a config", help)
    if resume is None and start["resumed_from_step"] is not None:
        raise TrackError("from_step", "is a step of the run that is resumed", ("name that run: resume=...",))
    if resume is not None and (
        isinstance(resume, bool) or not isinstance(resume, (str, int)) or resume == ""
    ):
        ways = "write resume=7, resume='cifar/name', or resume='allow' with a name"
        raise TrackError(f"resume={shown(resume)[:60]}", "names no run", (ways,))
    if resume == ALLOW and not is_named:
        ways = "write name=..., the same each time, so that the run is found again"
        raise TrackError("resume='allow'", "goes on with the run of a name, and none is given", (ways,))


def _silent(
    mode: str, outer: Run | DisabledRun | None, location: Location, config: object, start: Mapping[str, Any]
) -> DisabledRun | None:
    """The run that keeps nothing, where that is what is wanted."""
    from ato.track.run._disabled import DisabledRun, SilentRun
    from ato.track.run._rank import rank

    about = (config, start["project"], start["name"] or "disabled", start["tags"], location)
    if mode == "disabled" or (not mode and isinstance(outer, DisabledRun)):
        return DisabledRun(*about, "disabled")
    mine = rank()
    if mode or not mine.number:
        return None
    getLogger("ato.track").info("%s: rank 0 records the run; mode='on' records one here too", mine)
    return SilentRun(*about, f"{mine}, and rank 0 records the run")


def _accompanied(begun: Run, system: float | None, sync: str | os.PathLike[str] | None) -> Run:
    """A run with what goes on beside it."""
    if system is not None:
        from ato.track.system import sampler

        begun._sampler = sampler(begun, system)
    if sync is not None:
        from ato.track.run._aside import aside

        begun._aside = aside(begun.uid, begun.location, sync)
    return begun


def _begun(location: Location, start: dict[str, Any], config: object, known: StoredRun | None = None) -> Run:
    from ato.track.run._config import captured
    from ato.track.run._kinds import Kinds
    from ato.track.run._run import Run
    from ato.track.run._secrets import Cover, command, secrets_in
    from ato.track.run._surroundings import seeds_fact

    owner = this_process()
    kinds = Kinds()
    cover = Cover(secrets_in(config, kinds))
    whole = {
        **start, "started": time(), "host": owner.host, "pid": owner.pid, "boot_id": owner.boot_id,
        "fork_step": None, "command": command(cover),
    }  # fmt: skip
    told = (None if config is None else captured(config, cover, kinds), seeds_fact("seeds"))
    begun = Run(location, whole, cover, config)
    if known is not None:
        begun._go_on_from(known, start["resumed_from_step"])
    begun._begin([fact for fact in told if fact is not None])
    return begun


def _resumed(
    location: Location, resume: str | int, start: dict[str, Any], config: object, project: str | None
) -> Run | None:
    """Go on with a run of the store, in a segment of its own. None where it need not be there, and is not."""
    from ato.track.run._resume import claimed, given_back

    found = claimed(location, resume, start, project)
    if found is None:
        return None
    known = {"uid": found.uid, "project": found.project, "name": found.name, "notes": found.notes}
    try:
        resumed = _begun(location, {**start, **known}, config, found)
    except BaseException:
        given_back(location, found)
        raise
    if start["name"] not in (None, found.name):
        resumed.name = start["name"]
    if start["notes"] not in ("", found.notes):
        resumed.notes = start["notes"]
    return resumed


def _uid(run: Run | DisabledRun | str | int | None, location: Location) -> str | None:
    """The uid of the run that is named, or given."""
    if run is None:
        return None
    if isinstance(run, str) and len(run) == UID_DIGITS and not set(run) - set("0123456789abcdef"):
        return run  # of a run that may not be in the store yet
    if isinstance(run, (str, int)):
        from ato.track.store import prepared

        with prepared(location) as store:
            return store.run(run).uid
    return run.uid if run.uid.strip("0") else None

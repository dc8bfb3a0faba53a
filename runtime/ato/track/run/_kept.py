"""Where the journal of a run lies, its number, and what is said where the store has not got all of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from time import monotonic, sleep
from typing import TYPE_CHECKING

from ato.track._errors import TrackError
from ato.track.journal import Journal
from ato.track.run._state import LOGGER

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from ato.track._location import Location
    from ato.track.run._run import Run


def begun_journal(location: Location, uid: str, start: Mapping[str, Any]) -> Journal:
    """A journal in the store's folder; where that cannot be written, among temporary files.

    Raises ``TrackError`` where that cannot be either.
    """
    try:
        return Journal(location.journals, uid, start)
    except OSError as error:
        return _elsewhere(location, uid, start, error.strerror or str(error))


def _elsewhere(location: Location, uid: str, start: Mapping[str, Any], why: str) -> Journal:
    try:
        folder = Path(gettempdir()) / f"ato-{uid[-8:]}"
        journal = Journal(folder, uid, start)
    except OSError as error:
        message = f"no journal can be written: {why}; nor among temporary files: {error.strerror or error}"
        help = (
            "name a folder that can be written: store=..., or ATO_STORE",
            'or keep nothing: mode="disabled"',
        )
        raise TrackError(str(location), message, help) from None
    LOGGER.warning(
        "%s: the folder cannot be written (%s)\n  the run goes on, and is kept in %s", location, why, folder
    )
    return journal


def number_of(run: Run, seconds: float) -> int:
    """The number of a run in its store; where another process has yet to bring it there, waits for that.

    Raises ``TrackError`` where it gets none.
    """
    from ato.track.store import prepared

    until = monotonic() + seconds
    with prepared(run.location) as store:
        while True:
            try:
                return store.run(run.uid).id
            except TrackError:
                if monotonic() > until:
                    raise
            sleep(0.05)


def tell_what_is_missing(run: Run, *, is_kept: bool) -> None:
    """Say what of a run that has ended is not in the store, and where it lies."""
    journal = run.journal
    why = run.writer.state.now or "it took too long"
    if not Path(journal.path).exists() and not is_kept:
        LOGGER.warning(
            "%s/%s is not all in %s: its journal was removed from %s, with what was logged last",
            run.project, run.name, run.location, Path(journal.path).parent,
        )  # fmt: skip
    elif not is_kept:
        LOGGER.warning(
            "%s/%s is not all in %s: %s\n  it is kept in %s\n  help: ato.track.open_store(...) reads it "
            "when the store can be used; from another folder, .take_over(FOLDER) does",
            run.project, run.name, run.location, why, journal.path,
        )  # fmt: skip
    if journal.lost or journal.held:
        LOGGER.warning(
            "%s/%s: %d records are lost, as the disk refused them: %s",
            run.project, run.name, journal.lost + journal.held, journal.refused,
        )  # fmt: skip

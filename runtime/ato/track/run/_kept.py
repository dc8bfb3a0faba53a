"""Where the journal of a run lies, and what is said where the store has not got all of it."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from ato.track._errors import TrackError
from ato.track.journal import Journal
from ato.track.run._state import LOGGER

if TYPE_CHECKING:
    from ato.track._location import Location
    from ato.track.run._run import Run


def begun_journal(location: Location, uid: str) -> Journal:
    """A journal in the store's folder; where that cannot be written, among temporary files.

    Raises ``TrackError`` where that cannot be either.
    """
    try:
        return Journal(location.journals, uid)
    except OSError as error:
        return _elsewhere(location, uid, error.strerror or str(error))


def _elsewhere(location: Location, uid: str, why: str) -> Journal:
    try:
        folder = Path(gettempdir()) / f"ato-{uid[-8:]}"
        journal = Journal(folder, uid)
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


def tell_what_is_missing(run: Run, *, is_kept: bool) -> None:
    """Say what of a run that has ended is not in the store, and where it lies."""
    journal = run.journal
    if not is_kept:
        why = run.writer.state.now or "it took too long"
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

"""What databases raise, told apart: what may pass, and what will be refused whenever it is tried."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from ato.track._errors import TrackError

REFUSALS = {"DataError", "IntegrityError", "NotSupportedError"}
DUPLICATES = {"23505", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"}
"""What PostgreSQL and SQLite (on Python 3.10 in words alone) say of a key that is there already."""
DRIVERS = {"sqlite3", "psycopg"}


def of_driver(error: BaseException) -> BaseException | None:
    """The error of the database's driver that an error is, or tells of; None for any other."""
    if isinstance(error, DBAPIError):
        return error.orig
    bases = type(error).__mro__
    return error if any(base.__module__.partition(".")[0] in DRIVERS for base in bases) else None


def is_refusal(error: BaseException) -> bool:
    """Whether what was to be stored is at fault, so that it would fail at any time.

    A database that is locked, full, damaged or gone is not.
    """
    original = of_driver(error)
    if original is not None:
        words = str(original).lower()
        is_unknown = "cannot adapt" in words or "binding parameter" in words or "not supported" in words
        return is_unknown or any(base.__name__ in REFUSALS for base in type(original).__mro__)
    if isinstance(error, SQLAlchemyError):
        return type(error) is StatementError
    return isinstance(error, Exception) and not isinstance(error, (OSError, MemoryError, TrackError))


def is_duplicate(error: BaseException | None) -> bool:
    """Whether a row was refused because another has its key, told of by a ``TrackError`` or not."""
    if isinstance(error, TrackError):
        error = error.__cause__
    original = None if error is None else of_driver(error)
    code = getattr(original, "sqlstate", None) or getattr(original, "sqlite_errorname", "")
    return code in DUPLICATES or "UNIQUE constraint failed" in str(original)

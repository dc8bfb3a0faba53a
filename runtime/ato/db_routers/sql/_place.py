"""Where a config says that runs are kept: ``experiment.sql.db_path``, under ``experiment.project_name``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ato.track._errors import TrackError
from ato.track._location import Location, located

HELP = (
    "write experiment=ADict(project_name='cifar', sql=ADict(db_path='sqlite:///experiments.db'))",
    "a path, or the URL of an SQLite or PostgreSQL database",
)


def place_of(config: object) -> Location:
    """The store of a config. Raises ``TrackError`` where it names none."""
    return located(_read(config, ("experiment", "sql", "db_path")))


def project_of(config: object) -> str:
    """The project of a config. Raises ``TrackError`` where it names none."""
    return _read(config, ("experiment", "project_name"))


def _read(config: object, path: tuple[str, ...]) -> str:
    value: Any = config
    for name in path:
        if isinstance(value, Mapping):
            value = cast("Mapping[str, Any]", value).get(name)
        else:
            value = getattr(value, name, None)
    if not isinstance(value, str) or not value:
        raise TrackError(".".join(path), "the config has no text there", HELP)
    return value

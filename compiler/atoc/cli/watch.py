"""``atoc build --watch``: build again whenever a document changes.

Idea. What decides is not what the file system reports but what is there: after every report, and every few
seconds without one, the digest of the documents and the settings is compared with that of the last build. So
a report that never came, and a change while a build was at work, are met all the same, and what a build
itself writes starts no further one. Reports only make it quick; they decide where there is no digest, as with
a link that leads nowhere.

Whatever is wrong with a document, the settings or the folder is told, and the watch goes on; Ctrl-C ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import click

from atoc.cache import snapshot
from atoc.cli import console, ending, project, warm
from atoc.cli.building import Order, carried_out
from atoc.settings import SettingsError
from atoc.source import SourceError

DEBOUNCE = 100
"""Milliseconds for which changes are gathered."""

PATIENCE = 2_000
"""Milliseconds without a report after which files are compared anyway."""

_MISSING = "--watch needs the package 'watchfiles'; install it with: pip install watchfiles"
_NOTHING_BUILT = object()
_ENDS = (ending.STOPPED, ending.CLOSED, ending.DEFECT)
"""How a build ends that ends the watch too."""


def watch(order: Order) -> int:
    """Build, and build again after every change; the exit status once it is stopped.

    Raises ``click.UsageError`` where the package that watches is not installed.
    """
    waiting = _waiting()
    built: object = _NOTHING_BUILT
    while True:
        here = _watched(order)
        before = here.digest()
        if before != built:
            status = ending.ended(lambda: carried_out(order, warm.asked(order.words, order.afresh)))
            if status in _ENDS:
                return status
            console.say(f"watching {here.shown}; Ctrl-C ends it")
            built = before
        places = here.places
        for reported in waiting(places):
            now = here.digest()
            if now is None and reported:
                built = _NOTHING_BUILT
            if now != built or here.places != places:
                break
        else:
            return ending.STOPPED


class _Watched:
    """What a build reads: the settings and the schemas, and the places where changes to them show."""

    def __init__(self, root: Path, schemas: tuple[str, ...]) -> None:
        self.root = root
        self.schemas = schemas
        self.shown = " and ".join(schemas)

    @property
    def places(self) -> tuple[Path, ...]:
        """The folders and files to be watched; those that are not there are looked for from time to time."""
        named = (*(self.root / schema for schema in self.schemas), self.root / project.FILE)
        return tuple(path for path in named if path.exists())

    def digest(self) -> str | None:
        """What the settings and the documents are by now; None where they cannot be read whole."""
        settings = [project.FILE] if (self.root / project.FILE).exists() else []
        return snapshot(str(self.root), [*settings, *self.schemas])


def _watched(order: Order) -> _Watched:
    """The files of the project as it is set by now; those of the working folder where it cannot be read."""
    try:
        here = project.find()
        return _Watched(here.root, here.schemas(order.paths))
    except (SettingsError, SourceError):
        return _Watched(Path.cwd(), order.paths or (".",))


def _waiting() -> Callable[[tuple[Path, ...]], Iterator[Collection[object]]]:
    """A function that waits for changes in places: it yields with each, and nothing from time to time."""
    try:
        import watchfiles
    except ImportError as error:
        raise click.UsageError(_MISSING) from error

    def changes(places: tuple[Path, ...]) -> Iterator[Collection[object]]:
        return watchfiles.watch(
            *(places or (Path.cwd(),)),
            watch_filter=None,
            debounce=DEBOUNCE,
            step=DEBOUNCE // 2,
            rust_timeout=PATIENCE,
            yield_on_timeout=True,
            raise_interrupt=False,
        )

    return changes

"""Bringing what one store has into another: what is missing, in parts, as often as one likes."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from ato.track._errors import TrackError
from ato.track._location import located
from ato.track.blobs import Blobs
from ato.track.store import Store, open_store
from ato.track.sync._artifacts import Artifacts, absent_versions
from ato.track.sync._contents import send_contents
from ato.track.sync._ends import End, end_of, parts
from ato.track.sync._files import absent_files, files_of, send_files
from ato.track.sync._heads import Head, Standing, heads, points_of, standing
from ato.track.sync._ids import Ids
from ato.track.sync._registers import Registers
from ato.track.sync._report import Report
from ato.track.sync._series import missing_points, send_chunks, send_media, send_outputs, send_points
from ato.track.sync._settle import begin, details, merge, note, registers_of, settle

Place = str | os.PathLike[str]


def sync(
    source: Place | Store | None,
    target: Place | Store,
    *,
    project: str | None = None,
    run: str | None = None,
    source_blobs: Place | None = None,
    target_blobs: Place | None = None,
    dry_run: bool = False,
    say: Callable[[str], None] | None = None,
) -> Report:
    """Send what the target lacks; of one project, or of one run of the source, if it is named.

    Stores are given by path or URL, or open. ``*_blobs`` is the folder of files by content, where it is not
    the one beside the store. ``say`` hears of each run that something is sent of. Raises ``TrackError`` for a
    store that cannot be used; what was sent by then stays, and the next call goes on from there.
    """
    with ExitStack() as stack:
        ours = opened(stack, source)
        theirs = opened(stack, target) if not dry_run else opened(stack, _looked_at(stack, target))
        if ours.location.url == theirs.location.url:
            raise TrackError(str(ours.location), "is both ends of the sync", ("name another store",))
        ends = [
            end_of(store, Blobs.of(store.location, folder) if folder else None)
            for store, folder in ((ours, source_blobs), (theirs, target_blobs))
        ]
        return _Pass(ends[0], ends[1], say or (lambda _: None)).all(project, run, dry_run=dry_run)


def opened(stack: ExitStack, place: Place | Store | None) -> Store:
    return place if isinstance(place, Store) else stack.enter_context(open_store(place))


def _looked_at(stack: ExitStack, target: Place | Store) -> Place | Store:
    """The target of a dry run: an empty one in its stead where there is none yet."""
    if not isinstance(target, Store):
        path = located(target).path
        if path is not None and not path.exists():
            return str(Path(stack.enter_context(TemporaryDirectory())) / "runs.db")
    return target


class _Pass:
    """One sync, from one end to the other."""

    def __init__(self, source: End, target: End, say: Callable[[str], None]) -> None:
        self.source = source
        self.target = target
        self.say = say
        self.report = Report()
        self.ids = Ids(source, target)
        self.artifacts = Artifacts(source, target, self.report)

    def all(self, project: str | None, run: str | None, *, dry_run: bool) -> Report:
        uids = None if run is None else [self.source.store.run(run).uid]
        with self.source.store.reading() as connection:
            ours = heads(connection, project, uids)
        with self.target.store.reading() as connection:
            theirs = heads(connection, uids=list(ours))
        for part in parts(list(ours)):
            registers = {} if dry_run else note(self.source, {uid: ours[uid] for uid in part})
            for uid in part:
                if dry_run:
                    self._plan(ours[uid], theirs.get(uid))
                else:
                    self._run(ours[uid], theirs.get(uid), registers[uid])
        if dry_run:
            if run is None:
                self.report.add("versions", absent_versions(self.source, self.target, project))
        elif run is not None:
            self.artifacts.aliases(removed=False)
        else:
            self.artifacts.everything(project)
        return self.report

    def _run(self, ours: Head, theirs: Head | None, registers: Registers) -> None:
        stand = self._standing(ours, theirs)
        if stand is Standing.PARTED:
            self._tell_parted(ours)
        elif stand in (Standing.NEW, Standing.AHEAD):
            self._send(ours, registers)
            what = "runs" if theirs is None else "continued"
            self.report.add(what)
            self.say(f"{ours.title}: {'sent' if theirs is None else 'continued'}")
        elif theirs is not None and self._merged(theirs, registers):
            self.report.add("changed")
            self.say(f"{ours.title}: name, notes or tags changed")

    def _merged(self, theirs: Head, registers: Registers) -> bool:
        with self.target.store.reading() as connection:
            known = registers_of(connection, self.target.uid, {theirs.uid: theirs})[theirs.uid]
        if known.merged(registers) == known:
            return False
        with self.target.store.writing() as connection:
            return merge(
                connection, self.target.uid, heads(connection, uids=[theirs.uid])[theirs.uid], registers
            )

    def _send(self, head: Head, registers: Registers) -> None:
        source, target, report = self.source, self.target, self.report
        send_contents(source, target, head.id, head.row)
        ids = (head.id, begin(target, head))
        keys = self.ids.keys(head.project)
        with source.store.reading() as connection:
            files = files_of(connection, head.id, source.blobs)
        send_files(source, target, files, report)
        report.add("points", send_points(source, target, ids, keys))
        report.add("outputs", send_outputs(source, target, ids, self.ids.traces()))
        report.add("media", send_media(source, target, ids, keys))
        report.add("chunks", send_chunks(source, target, ids))
        links = self.artifacts.links(head.id)
        settle(target, head, details(source, head, keys), links, registers)

    def _standing(self, ours: Head, theirs: Head | None) -> Standing:
        """How the run stands; two that have grown in the same segment have parted too."""
        stand = standing(ours, theirs)
        if theirs is None or len(ours.segments) == len(theirs.segments) or not theirs.segments:
            return stand
        few, many = (ours, theirs) if len(ours.segments) < len(theirs.segments) else (theirs, ours)
        last = len(few.segments) - 1
        counts: list[int] = []
        for head in (few, many):
            with (self.source if head is ours else self.target).store.reading() as connection:
                counts.append(points_of(connection, head.id, last))
        return Standing.PARTED if last >= 0 and counts[0] > counts[1] else stand

    def _tell_parted(self, ours: Head) -> None:
        self.report.conflicts.append(
            f"{ours.title} went on in {self.source} and in {self.target}, each by itself: "
            "both are kept as they are"
        )

    def _plan(self, ours: Head, theirs: Head | None) -> None:
        """Count what would be sent of a run."""
        stand = self._standing(ours, theirs)
        if stand is Standing.PARTED:
            self._tell_parted(ours)
        elif stand in (Standing.NEW, Standing.AHEAD):
            with self.source.store.reading() as connection:
                files = files_of(connection, ours.id, self.source.blobs)
            self.report.add("files", absent_files(self.target, files))
            self.report.add("runs" if theirs is None else "continued")
            self.report.add("points", self._points(ours, theirs))
            self.say(f"{ours.title}: would be {'sent' if theirs is None else 'continued'}")

    def _points(self, ours: Head, theirs: Head | None) -> int:
        numbers = (ours.id, None if theirs is None else theirs.id)
        return missing_points(self.source, self.target, numbers, self.ids.known(ours.project))

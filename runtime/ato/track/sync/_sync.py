"""Bringing what one store has into another: what is missing, in parts, as often as one likes."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from ato.track._errors import TrackError
from ato.track._location import located
from ato.track.blobs import Blobs
from ato.track.store import Store, open_store
from ato.track.store._parts import parts
from ato.track.sync._artifacts import Artifacts, absent_versions
from ato.track.sync._contents import send_contents
from ato.track.sync._ends import End, Gone, Sent, end_of
from ato.track.sync._files import absent_files, files_of, held, send_files, send_missing
from ato.track.sync._heads import Head, Standing, heads, points_of, standing
from ato.track.sync._ids import Ids
from ato.track.sync._registers import Registers
from ato.track.sync._registry import absent_audits, send_registry
from ato.track.sync._removed import bring_back, doomed, kept_away, remove, send_removals
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
        theirs = looked_at(stack, target) if dry_run else _made(stack, target)
        ends = _ends((ours, source_blobs), (theirs, target_blobs))
        uids = None if run is None else [ours.run(run).uid]
        begun = _Pass(*ends, say or (lambda _: None))
        return begun.all(project, uids, is_named=run is not None, is_plan=dry_run)


def send_run(source: Place, target: Place, uid: str) -> Report:
    """Send one run, and nothing else, unless it was removed in the target."""
    with ExitStack() as stack:
        ends = _ends((opened(stack, source), None), (_made(stack, target), None))
        return _Pass(*ends, lambda _: None).all(None, [uid], is_named=False, is_plan=False)


def _ends(*given: tuple[Store, Place | None]) -> tuple[End, End]:
    ours, theirs = (
        end_of(store, Blobs.of(store.location, folder) if folder else None) for store, folder in given
    )
    if ours.store.location.url == theirs.store.location.url or ours.uid == theirs.uid:
        raise TrackError(str(ours), "is both ends of the sync", ("name another store",))
    return ours, theirs


def opened(stack: ExitStack, place: Place | Store | None) -> Store:
    """A store that is there: what is sent from is not made. Raises ``TrackError`` where there is none."""
    if isinstance(place, Store):
        return place
    path = located(place).path
    if path is not None and not path.exists():
        raise TrackError(str(path), "there is no store here", ("name one by its path or URL",))
    return stack.enter_context(open_store(place))


def looked_at(stack: ExitStack, target: Place | Store) -> Store:
    """A store that is only looked at: an empty one in its stead where there is none yet."""
    if isinstance(target, Store):
        return target
    path = located(target).path
    if path is not None and not path.exists():
        target = Path(stack.enter_context(TemporaryDirectory())) / "runs.db"
    return stack.enter_context(open_store(target))


def _made(stack: ExitStack, target: Place | Store) -> Store:
    return target if isinstance(target, Store) else stack.enter_context(open_store(target))


class _Pass:
    """One sync, from one end to the other."""

    def __init__(self, source: End, target: End, say: Callable[[str], None]) -> None:
        self.source = source
        self.target = target
        self.say = say
        self.report = Report()
        self.ids = Ids(source, target)
        self.artifacts = Artifacts(source, target, self.report)

    def all(self, project: str | None, uids: list[str] | None, *, is_named: bool, is_plan: bool) -> Report:
        with self.source.store.reading() as connection:
            ours = heads(connection, project, uids)
        if is_named:
            self._bring_back(ours, is_plan=is_plan)
            away = frozenset[str]()
        else:
            if uids is None:
                self._removals(project, is_plan=is_plan)
            away = kept_away(self.source, self.target, ours, self.report)
        ours = {uid: head for uid, head in ours.items() if uid not in away}
        with self.target.store.reading() as connection:
            theirs = heads(connection, uids=list(ours))
        if not is_plan:
            send_missing(self.source, self.target, self.report)
        for part in parts(list(ours)):
            self._part({uid: ours[uid] for uid in part}, theirs, is_plan=is_plan)
        if uids is None:
            self._rest(project, is_plan=is_plan)
        elif not is_plan:
            self.artifacts.aliases(removed=False)
        return self.report

    def _rest(self, project: str | None, *, is_plan: bool) -> None:
        """What belongs to no single run: versions and their names, and the registry where all is sent."""
        if is_plan:
            self.report.add("versions", absent_versions(self.source, self.target, project))
        else:
            self.artifacts.everything(project)
        if project is None and is_plan:
            self.report.add("audits", absent_audits(self.source, self.target))
        elif project is None:
            send_registry(self.source, self.target, self.artifacts.numbers, self.report)

    def _bring_back(self, ours: Mapping[str, Head], *, is_plan: bool) -> None:
        """Let nothing keep away what is named."""
        for uid in () if is_plan else ours:
            bring_back(self.target, uid)

    def _removals(self, project: str | None, *, is_plan: bool) -> None:
        """Remove what was removed in the source."""
        news = send_removals(self.source, self.target, project, self.report)
        if is_plan:
            self.report.add("removed", doomed(self.target, news))
        else:
            remove(self.source, self.target, news, self.report, self.say)

    def _part(self, ours: Mapping[str, Head], theirs: Mapping[str, Head], *, is_plan: bool) -> None:
        """Some runs, with what anybody may change of them read at once."""
        there = {uid: theirs[uid] for uid in ours if uid in theirs}
        registers = note(self.source, ours, is_kept=not is_plan)
        with self.target.store.reading() as connection:
            known = registers_of(connection, self.target.uid, there)
        for uid, head in ours.items():
            is_changed = uid in known and known[uid].merged(registers[uid]) != known[uid]
            if is_plan:
                self._plan(head, there.get(uid), is_changed=is_changed)
            else:
                self._run(head, there.get(uid), registers[uid], is_changed=is_changed)

    def _run(self, ours: Head, theirs: Head | None, registers: Registers, *, is_changed: bool) -> None:
        stand = self._standing(ours, theirs)
        if stand is Standing.PARTED:
            self._tell_parted(ours)
        elif stand in (Standing.NEW, Standing.AHEAD):
            try:
                self._send(ours, registers)
            except Gone:
                self.report.held.append(f"{ours.title} was removed in {self.target} meanwhile")
                return
            what = "runs" if theirs is None else "continued"
            self.report.add(what)
            self.say(f"{ours.title}: {'sent' if theirs is None else 'continued'}")
        elif is_changed and theirs is not None and self._merged(theirs, registers):
            self.report.add("changed")
            self.say(f"{ours.title}: name, notes or tags changed")

    def _merged(self, theirs: Head, registers: Registers) -> bool:
        with self.target.store.writing() as connection:
            there = heads(connection, uids=[theirs.uid]).get(theirs.uid)
            return there is not None and merge(connection, self.target.uid, there, registers)

    def _send(self, head: Head, registers: Registers) -> None:
        source, target, report = self.source, self.target, self.report
        send_contents(source, target, head.id, head.row)
        ids = Sent(head.id, begin(target, head), head.uid)
        keys = self.ids.keys(head.project)
        with source.store.reading() as connection:
            files = files_of(connection, head.id, source.blobs)
        with held(target, files):
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

    def _plan(self, ours: Head, theirs: Head | None, *, is_changed: bool) -> None:
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
        elif is_changed:
            self.report.add("changed")

    def _points(self, ours: Head, theirs: Head | None) -> int:
        numbers = (ours.id, None if theirs is None else theirs.id)
        return missing_points(self.source, self.target, numbers, self.ids.known(ours.project))

"""Runs that were removed in one store: they go in the others, and stay away until they are asked for by name.

One that went on in another store after it was removed here stays there, and a person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from time import time

from ato.track.store._changes import remove_runs
from ato.track.store._removals import Removal, put_removals, removals_of
from ato.track.sync._ends import End
from ato.track.sync._heads import Head, heads
from ato.track.sync._report import Report


def send_removals(source: End, target: End, project: str | None, report: Report) -> list[Removal]:
    """Tell the target which runs were removed or brought back, of a project or of all.

    Returns those that are to be removed in it, which ``remove`` does.
    """
    with source.store.reading() as connection:
        ours = removals_of(connection)
    with target.store.reading() as connection:
        theirs = removals_of(connection)
        news = [each for each in ours.values() if project in (None, each.project)]
        news = [each for each in news if each.uid not in theirs or theirs[each.uid].times < each.times]
        there = heads(connection, uids=[each.uid for each in news if each.is_removed])
    found: list[Removal] = []
    for each in news:
        if each.uid in there and _is_further(there[each.uid], each):
            report.conflicts.append(_parted(each, source, target))
        else:
            found.append(each)
    return found


def remove(source: End, target: End, news: list[Removal], report: Report, say: Callable[[str], None]) -> None:
    """Make the target know what ``send_removals`` has found, each run by itself."""
    with target.store.reading() as connection:
        there = heads(connection, uids=[each.uid for each in news if each.is_removed])
    with target.store.writing() as connection:
        put_removals(connection, [each for each in news if each.uid not in there])
    for each in news:
        if each.uid not in there:
            continue
        with target.store.writing() as connection:
            head = heads(connection, uids=[each.uid]).get(each.uid)
            if head is not None and _is_further(head, each):
                report.conflicts.append(_parted(each, source, target))
                continue
            put_removals(connection, [each])
            if head is not None:
                remove_runs(connection, [head.id])
        report.add("removed")
        say(f"{each.title}: removed")


def doomed(target: End, news: list[Removal]) -> int:
    """How many runs ``remove`` would take out of the target."""
    with target.store.reading() as connection:
        return len(heads(connection, uids=[each.uid for each in news if each.is_removed]))


def kept_away(source: End, target: End, ours: Mapping[str, Head], report: Report) -> frozenset[str]:
    """Those of the runs that were removed in the target, and are not sent to it."""
    with target.store.reading() as connection:
        known = removals_of(connection, list(ours))
    found = {uid: each for uid, each in known.items() if each.is_removed}
    for uid, each in found.items():
        if _is_further(ours[uid], each):
            report.conflicts.append(_parted(each, target, source))
        else:
            report.held.append(f"{ours[uid].title} was removed in {target}")
    return frozenset(found)


def bring_back(target: End, uid: str) -> None:
    """Let a run that was removed in the target come back to it."""
    with target.store.writing() as connection:
        known = removals_of(connection, [uid]).get(uid)
        if known is not None and known.is_removed:
            put_removals(connection, [replace(known, times=known.times + 1, time=time())])


def _is_further(head: Head, removal: Removal) -> bool:
    return (len(head.segments), head.revision) > (removal.segments, removal.revision)


def _parted(removal: Removal, gone: End, stays: End) -> str:
    return (
        f"{removal.title} was removed in {gone}, and has gone on in {stays}, where it stays: remove it there "
        f"too, or bring it back by its name, as with --run {removal.uid}"
    )

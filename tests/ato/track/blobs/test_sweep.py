"""What nobody refers to goes when it is old; nothing else does."""

from __future__ import annotations

import os
import time
from pathlib import Path

from ato.track.blobs import Blobs, horizon, sweep
from tests.ato.track.run.programs import started

DAY = 86_400


def aged(blobs: Blobs, digest: str, seconds: float) -> None:
    os.utime(blobs.get(digest), (time.time() - seconds,) * 2)


def test_what_is_old_and_not_referenced_goes(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    old, young, kept = (blobs.put(word).digest for word in (b"old", b"young", b"kept"))
    aged(blobs, old, 2 * DAY)
    aged(blobs, kept, 2 * DAY)
    (tmp_path / "1-aa.part").write_bytes(b"left")
    os.utime(tmp_path / "1-aa.part", (0, 0))
    (tmp_path / "2-bb.part").write_bytes(b"being written")
    told = sweep(blobs, {kept}, time.time() - DAY, dry=True)
    assert (told.removed, told.size, told.parts, told.young) == ((old,), 3, 1, 1)
    assert sorted(blobs) == sorted([old, young, kept])
    assert sweep(blobs, {kept}, time.time() - DAY) == told
    assert sorted(blobs) == sorted([young, kept])
    assert [path.name for path in tmp_path.glob("*.part")] == ["2-bb.part"]
    assert sweep(blobs, {kept}, time.time() - DAY).removed == ()


def test_what_a_killed_sweep_had_moved_aside_comes_back(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"weights")
    path = blobs.get(digest)
    path.rename(f"{path}.gone")
    sweep(blobs, {digest}, time.time())
    assert blobs.check(digest) == "here"
    assert [*path.parent.iterdir()] == [path]


def test_an_empty_store_is_swept(tmp_path: Path) -> None:
    assert sweep(Blobs(tmp_path / "none"), (), time.time()).removed == ()


PUTTING = """
from ato.track.blobs import Blobs
blobs = Blobs(sys.argv[1])
print("ready", flush=True)
until = time.monotonic() + 2
while time.monotonic() < until:
    for each in range(5):
        digest, _ = blobs.put(b"%d" % each)
        looks = 0
        while digest not in blobs and looks < 1000:  # a sweep looks at it for a moment, and puts it back
            looks += 1
            time.sleep(0.01)
        if looks == 1000:
            print("lost", each)
        if digest in blobs:
            with __import__("contextlib").suppress(OSError):
                os.utime(blobs.path(digest), (0, 0))
"""


def test_a_sweep_takes_nothing_that_is_put_at_the_same_moment(tmp_path: Path) -> None:
    process = started(PUTTING, tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    blobs = Blobs(tmp_path)
    removed = 0
    while process.poll() is None:
        removed += len(sweep(blobs, (), time.time() - 60).removed)
    assert process.communicate() == ("", "")
    assert removed > 10


def test_what_is_put_while_it_is_held_is_young_however_short_the_grace(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    old, _ = blobs.put(b"old")
    aged(blobs, old, 60)
    with blobs.held():
        (lease,) = tmp_path.glob("*.lease")
        os.utime(lease, (time.time() - 30,) * 2)
        put, _ = blobs.put(b"weights")
        aged(blobs, put, 20)
        swept = sweep(blobs, (), horizon(blobs, time.time(), 0))
    assert (swept.removed, swept.young, list(blobs)) == ((old,), 1, [put])
    assert sweep(blobs, (), horizon(blobs, time.time(), 0)).removed == (put,)
    assert not list(tmp_path.glob("*.lease"))


def test_a_lease_that_a_dead_process_has_left_holds_nothing_after_a_day(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    digest, _ = blobs.put(b"old")
    aged(blobs, digest, 3 * DAY)
    (tmp_path / "1-a.lease").touch()
    os.utime(tmp_path / "1-a.lease", (time.time() - 4 * DAY,) * 2)
    assert sweep(blobs, (), horizon(blobs, time.time(), 0)).removed == (digest,)
    assert not list(tmp_path.glob("*.lease"))

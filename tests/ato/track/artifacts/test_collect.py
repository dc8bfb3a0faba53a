"""Collection removes what nothing refers to, and nothing else, whoever logs at the same moment."""

from __future__ import annotations

import os
import time
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.artifacts import collect, delete_version, protect_alias, remove_alias, verify
from ato.track.blobs import Blobs
from tests.ato.track.run.programs import started

if TYPE_CHECKING:
    from ato.track.store import Store

DAY = 86_400


def blobs_of(store: Store) -> Blobs:
    return Blobs(store.location.blobs)


def age(store: Store) -> None:
    for digest in blobs_of(store):
        os.utime(blobs_of(store).path(digest), (time.time() - 2 * DAY,) * 2)


def digest(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def test_a_deleted_version_goes_with_its_content_after_a_day(url: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    with ato.run(store=url, project="p") as run:
        for content, alias in (("a", "first"), ("b", "best"), ("c", "last")):
            file.write_text(content)
            run.log_artifact(file, name="m", aliases=[alias])
    with open_store(url) as store:
        delete_version(store, "m:last", author="ann", reason="worse")
        assert store.artifact("m").version == "v1"
        for name in ("m:v2", "m:last"):
            with pytest.raises(TrackError):
                store.artifact(name)
        assert collect(store).removed == ()
        age(store)
        assert collect(store, dry=True).removed == collect(store).removed == (digest("c"),)
        assert verify(store).faults == ()
        assert store.lineage("m:v1", "up").runs == (f"p/{run.name}",)
    with ato.run(store=url, project="p") as run:
        file.write_text("d")
        assert run.log_artifact(file, name="m").version == "v3"
        file.write_text("c")
        assert run.log_artifact(file, name="m").version == "v2"
        assert run.use_artifact("m:v2").path("x").read_text() == "c"


def test_what_is_protected_or_in_the_registry_is_not_deleted(url: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=url, project="p") as run:
        run.log_artifact(tmp_path / "x", aliases=["prod"])
    with open_store(url) as store:
        protect_alias(store, "p/x:prod", author="ann", reason="it serves")
        with pytest.raises(TrackError, match="protected alias prod"):
            delete_version(store, "x:v0")
        with pytest.raises(TrackError, match="needs author and reason"):
            remove_alias(store, "x:prod")
        remove_alias(store, "x:prod", author="ann", reason="it serves no more")
        store.registry.publish("Models/X", "x:v0")
        with pytest.raises(TrackError, match="held by the registry, as Models/X:v0"):
            delete_version(store, "x:v0")
        store.registry.withdraw("Models/X:v0", author="ann", reason="over")
        delete_version(store, "x:v0")
        assert store.versions("x") == []


def test_what_media_tables_and_sources_refer_to_stays(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        blobs = Blobs(run.location.blobs)
        kept = [blobs.put(each.encode()).digest for each in ("image", "rows", "patch", "mask")]
        medium = {"medium": "image", "name": "x", "step": 0, "time": 0.0, "inline": None}
        run.record("media", blob=kept[0], meta_json=f'{{"mask": "{kept[3]}"}}', **medium)
        table = {"name": "t", "created": 0.0, "meta_json": "{}"}
        run.record("table", columns_json="[]", **table)
        run.record("rows", name="t", step=0, time=0.0, rows=1, format="json", blob=kept[1], inline=None)
        run.record_source({"untracked": {"a.py": kept[2]}})
        gone = blobs.put(b"nobody's").digest
    with open_store(tmp_path) as store:
        age(store)
        assert collect(store).removed == (gone,)


def test_what_only_a_journal_knows_of_stays(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=tmp_path / "runs.db") as run:
        run.flush()
        run.writer.pause()
        try:
            run.log_artifact(tmp_path / "x")
            with open_store(tmp_path) as store:
                age(store)
                assert collect(store, 0).removed == ()
        finally:
            run.writer.go_on()
    with open_store(tmp_path) as store:
        assert verify(store).faults == ()


def test_an_age_below_nothing_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, pytest.raises(TrackError, match="no age"):
        collect(store, -1)


LOGGING = """
run = ato.run(store=sys.argv[1], project="p")
print("ready", flush=True)
until = time.monotonic() + 1.5
count = 0
while time.monotonic() < until:
    Path("x").write_text(str(count % 7))
    run.log_artifact("x", name="m")
    count += 1
run.finish()
print(run.problems, count)
"""


def test_collecting_beside_a_run_that_logs_takes_nothing_from_it(url: str, tmp_path: Path) -> None:
    process = started(LOGGING, url, cwd=tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    with open_store(url) as store:
        blobs = blobs_of(store)
        removed = 0
        while process.poll() is None:
            lost = blobs.put(os.urandom(8)).digest
            os.utime(blobs.path(lost), (0, 0))
            removed += len(collect(store, 0).removed)
    out, err = process.communicate()
    assert out.startswith("() ")
    assert err == ""
    assert removed > 1
    with open_store(url) as store:
        assert len(store.versions("m")) == 7
        assert verify(store).faults == ()

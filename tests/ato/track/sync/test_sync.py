"""What one store has gets into another, in files and in PostgreSQL alike."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

import ato
import ato.track.store._tables as t
from ato.track import TrackError, open_store
from ato.track.blobs import Blobs
from ato.track.media import Histogram, Image, Table
from ato.track.sync import sync
from tests.ato.track.sync import made

if TYPE_CHECKING:
    pass

HERE = "here/runs.db"


def test_everything_of_a_run_arrives_and_comes_back(url: str) -> None:
    uid = made.full(HERE)
    report = sync(HERE, url)
    assert report.counts == {"runs": 1, "points": 12, "outputs": 4, "media": 3, "chunks": 3, "files": 1}
    assert made.differing(HERE, url) == []
    with open_store(url) as store:
        assert store.location.blobs.joinpath("d0").is_dir() or any(store.location.blobs.iterdir())
        found = store.run(uid)
        assert (found.name, found.tags, found.status) == ("full", ("x", "y"), "completed")
        config = store.config_of(uid)
        assert config is not None
        assert config.keys["lr"].value == 0.1
    assert sync(url, "back/runs.db").counts == report.counts
    assert made.differing(HERE, "back/runs.db") == []
    assert made.history("back/runs.db", uid) == made.history(HERE, uid)


def test_media_tables_and_artifacts_are_read_in_the_other_store(url: str, tmp_path: Path) -> None:
    weights = tmp_path / "weights.bin"
    weights.write_bytes(b"weights")
    table = Table(columns={"x": "int", "word": "str"})
    table.add_rows([(1, "a"), (2, "b")])
    with ato.run(project="p", store=HERE) as run:
        noise = [[(7 * x * x + 3 * y) % 256 for x in range(90)] for y in range(90)]
        run.log({"seen": Image(noise), "shape": Histogram([1.0, 2.0, 2.0]), "rows": table}, step=1)
        run.log_artifact(weights, name="model", type="model", aliases=["best"])
    assert sync(HERE, url).missing == []
    assert made.differing(HERE, url) == []
    with open_store(HERE) as here, open_store(url) as there:
        assert list(there.table(run.uid, "rows")) == list(here.table(run.uid, "rows"))
        for key in ("seen", "shape"):
            assert there.media(run.uid, key)[0].value.data == here.media(run.uid, key)[0].value.data
        (file,) = there.artifact("p/model:best").download(tmp_path / "out").iterdir()
        assert file.read_bytes() == b"weights"
    assert sync(HERE, url).is_empty


def test_what_is_there_is_not_sent_again(url: str) -> None:
    made.full(HERE)
    made.run(HERE, name="b", project="q")
    assert not sync(HERE, url).is_empty
    assert sync(HERE, url).said() == "nothing to do"
    assert sync(url, HERE).said() == "nothing to do"


def test_a_run_that_goes_on_is_continued_with_what_is_new_alone(url: str) -> None:
    with ato.run({"lr": 1}, project="p", name="a", store=HERE) as run:
        run.log({"x": 1.0, "y": 5.0}, step=5)
        run.flush()
        sync(HERE, url)
        run.log({"x": 2.0}, step=5)
        run.log({"x": 0.5}, step=2)
        run.log({"x": 3.0}, step=9)
        run.flush()
        assert sync(HERE, url).counts == {"continued": 1, "points": 3}
        run.log({"z": 3.0}, step=10)
    assert sync(HERE, url).counts == {"continued": 1, "points": 1}
    assert made.differing(HERE, url) == []
    assert made.history(url, run.uid, "x") == [(2, 0, "0.5"), (5, 0, "1.0"), (5, 1, "2.0"), (9, 0, "3.0")]


def test_a_run_is_resumed_where_it_was_sent_to(url: str) -> None:
    uid = made.run(HERE, steps=10)
    sync(HERE, url)
    with ato.run(resume=uid, from_step=6, store=url) as run:
        run.log({"loss": 100.0}, step=6)
    assert sync(HERE, url).is_empty
    assert sync(url, HERE).counts == {"continued": 1, "points": 1}
    assert made.differing(HERE, url) == []
    with open_store(HERE) as store:
        assert store.summary(uid)["loss"].last == 100.0
        assert sum(point.is_superseded for point in store.history(uid, "loss")) == 4


def test_a_run_that_both_sides_resumed_is_left_as_it_is_and_told(url: str) -> None:
    uid = made.run(HERE)
    sync(HERE, url)
    for store, value in ((HERE, 1.0), (url, 2.0)):
        with ato.run(resume=uid, store=store) as run:
            run.log({"loss": value}, step=50)
    for ends in ((HERE, url), (url, HERE)):
        report = sync(*ends)
        assert report.is_empty
        assert [sentence.partition(" went")[0] for sentence in report.conflicts] == [f"p/a ({uid[-8:]})"]
    assert made.history(HERE, uid)[-1] == (50, 0, "1.0")
    assert made.history(url, uid)[-1] == (50, 0, "2.0")


def test_one_project_or_one_run_is_sent(url: str) -> None:
    uids = {
        name: made.run(HERE, name=name, project=project)
        for name, project in (("a", "p"), ("b", "p"), ("c", "q"))
    }
    sync(HERE, url, run=uids["b"])
    with open_store(url) as store:
        assert [run.name for run in store.runs()] == ["b"]
    sync(HERE, url, project="p")
    with open_store(url) as store:
        assert sorted(run.name for run in store.runs()) == ["a", "b"]


def test_a_dry_run_tells_what_would_be_sent_and_sends_nothing(url: str) -> None:
    made.full(HERE)
    told = sync(HERE, url, dry_run=True)
    assert told.counts == {"files": 1, "runs": 1, "points": 12}
    if "://" not in url:
        assert not Path(url).exists()
    with open_store(url) as store:
        assert store.runs() == []
    sync(HERE, url)
    assert sync(HERE, url, dry_run=True).is_empty


def test_names_notes_and_tags_go_both_ways(url: str) -> None:
    uid = made.run(HERE, tags=["old", "kept"])
    sync(HERE, url)
    _edit(HERE, uid, name="renamed", tags={"kept", "mine"})
    _edit(url, uid, notes="seen", tags={"old", "kept", "theirs"})
    assert sync(HERE, url).counts == {"changed": 1}
    assert sync(url, HERE).counts == {"changed": 1}
    assert made.differing(HERE, url) == []
    with open_store(HERE) as store:
        found = store.run(uid)
        assert (found.name, found.notes, found.tags) == ("renamed", "seen", ("kept", "mine", "theirs"))
    assert sync(HERE, url).is_empty


def test_the_later_of_two_names_wins_on_both_sides(url: str) -> None:
    uid = made.run(HERE)
    sync(HERE, url)
    _edit(HERE, uid, name="first")
    sync(HERE, url)
    _edit(HERE, uid, name="second")
    _edit(url, uid, name="other")
    for _ in range(2):
        sync(HERE, url)
        sync(url, HERE)
    assert made.differing(HERE, url) == []
    with open_store(url) as store:
        assert store.run(uid).name in ("second", "other")


def _edit(place: str, uid: str, *, tags: set[str] | None = None, **texts: str) -> None:
    """Change what anybody may change, as a tool does."""
    with open_store(place) as store:
        run_id = store.run(uid).id
        with store.writing() as connection:
            if texts:
                connection.execute(update(t.runs).where(t.runs.c.id == run_id).values(**texts))
            if tags is not None:
                connection.execute(t.tags.delete().where(t.tags.c.run_id == run_id))
                connection.execute(t.tags.insert(), [{"run_id": run_id, "tag": tag} for tag in tags])


def test_three_stores_in_a_ring_agree(url: str) -> None:
    ring = [HERE, url, "third/runs.db"]
    uid = made.run(HERE, tags=["t"])
    _around(ring, 1)
    for number, place in enumerate(ring):
        made.run(place, name=f"of {number}")
        _edit(place, uid, name=f"name {number}", tags={f"tag {number}"})
    _around(ring, 2)
    assert made.differing(ring[0], ring[1]) == made.differing(ring[1], ring[2]) == []
    assert all(sync(ring[at], ring[(at + 1) % 3]).is_empty for at in range(3))
    with open_store(url) as store:
        assert len(store.runs()) == 4
        assert store.run(uid).tags == ("tag 0", "tag 1", "tag 2")


def _around(ring: list[str], times: int) -> None:
    for _ in range(times):
        for at in range(3):
            sync(ring[at], ring[(at + 1) % 3])


def test_versions_go_with_their_runs_and_aliases_move(url: str) -> None:
    uid = made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        made.version(here, 0, b"one", aliases=["latest", "best"], run=uid)
        report = sync(here, there)
        assert (report.counts["versions"], report.counts["aliases"], report.counts["files"]) == (1, 2, 1)
        made.version(there, 1, b"two", aliases=["latest"])
        assert sync(here, there).is_empty
        assert sync(there, here).counts == {"versions": 1, "aliases": 1, "files": 1}
        assert made.aliases(here) == made.aliases(there)
    assert made.differing(HERE, url) == []


def test_the_same_number_of_another_content_is_told_and_gets_the_next_one(url: str) -> None:
    made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        sync(here, there)
        made.version(here, 0, b"one")
        made.version(there, 0, b"two")
        (told,) = sync(here, there).conflicts
        assert "p/model:v0" in told
        assert "is v1" in told
        assert sync(here, there).is_empty


def test_a_protected_alias_is_not_moved_over_another_decision(url: str) -> None:
    made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        made.version(here, 0, b"one", aliases=["prod"], protected=True)
        made.version(here, 1, b"two")
        made.version(here, 2, b"three")
        sync(here, there)
        made.move(here, "prod", 1, protected=True)
        assert sync(here, there).counts == {"aliases": 1}
        made.move(here, "prod", 2, protected=True)
        made.move(there, "prod", 0, protected=True)
        (told,) = sync(here, there).conflicts
        assert "prod is protected" in told
        assert sync(there, here).conflicts != []
        assert made.aliases(here) != made.aliases(there)
        made.move(there, "prod", 2, protected=True)
        assert sync(here, there).conflicts == []
        assert made.aliases(here) == made.aliases(there)
        made.move(there, "prod", 1, protected=True)
        assert sync(there, here).counts == {"aliases": 1}


def test_an_alias_that_was_taken_away_goes_and_stays_away(url: str) -> None:
    made.run(HERE)
    with open_store(HERE) as here, open_store(url) as there:
        made.version(here, 0, b"one", aliases=["best", "latest"])
        sync(here, there)
        made.drop(there, "best")
        assert sync(here, there).is_empty
        assert sync(there, here).counts == {"aliases": 1}
        assert list(made.aliases(here)) == list(made.aliases(there)) == ["latest"]
        made.move(here, "best", 0)
        assert sync(here, there).counts == {"aliases": 1}
        assert made.aliases(here) == made.aliases(there)


def test_files_are_kept_in_the_folder_that_is_named(url: str, tmp_path: Path) -> None:
    made.full(HERE)
    sync(HERE, url, target_blobs=tmp_path / "team")
    assert len(list(Blobs(tmp_path / "team"))) == 1
    report = sync(url, "mine/runs.db", source_blobs=tmp_path / "team")
    assert report.missing == []
    assert report.counts["files"] == 1


def test_a_store_is_not_both_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made.run(HERE)
    Path("link.db").symlink_to(HERE)
    for other in (HERE, "link.db"):
        with pytest.raises(TrackError, match="both ends"):
            sync(HERE, other)


def test_a_store_that_was_copied_as_a_file_is_another_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made.run(HERE)
    with open_store(HERE) as here:
        made.version(here, 0, b"one", aliases=["prod"], protected=True)
        made.version(here, 1, b"two")
        made.version(here, 2, b"three")
        sync(here, "elsewhere/runs.db")
    shutil.copytree("here", "copy")
    with open_store(HERE) as here, open_store("copy/runs.db") as copy:
        made.move(here, "prod", 1, protected=True)
        made.move(copy, "prod", 2, protected=True)
        for ends in ((here, copy), (copy, here)):
            (told,) = sync(*ends).conflicts
            assert "prod is protected" in told
        made.move(copy, "prod", 1, protected=True)
        assert sync(copy, here).conflicts == []
        assert sync(here, copy).is_empty


def test_points_that_the_target_lost_are_sent_again_once_the_run_goes_on(url: str) -> None:
    uid = made.run(HERE, steps=20)
    sync(HERE, url)
    with open_store(url) as store, store.writing() as connection:
        connection.execute(t.points.delete().where(t.points.c.step.in_([3, 4, 11])))
        assert len(list(connection.execute(select(t.points)))) == 34
    with ato.run(resume=uid, store=HERE) as run:
        run.log({"loss": 1.0}, step=30)
    assert sync(HERE, url).counts == {"continued": 1, "points": 7}
    assert made.differing(HERE, url) == []

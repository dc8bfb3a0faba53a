from __future__ import annotations

import os
from pathlib import Path
from threading import Thread

import pytest

from atoc.cache import FOLDER, Store, snapshot, snapshot_of_folder, stamp
from atoc.cache import store as kept
from atoc.cache.store import MOST_BYTES


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(str(tmp_path), "stamp")


def entries(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / FOLDER).rglob("*") if path.is_file()]


def test_what_is_put_is_there_for_the_same_compiler_alone(tmp_path: Path, store: Store) -> None:
    store.put("facts", "key", [1, {"a": None}])
    assert store.get("facts", "key") == [1, {"a": None}]
    assert store.get("facts", "other") is None
    assert store.get("answers", "key") is None
    assert Store(str(tmp_path), "another").get("facts", "key") is None


def test_a_broken_entry_is_none_and_is_written_anew(tmp_path: Path, store: Store) -> None:
    store.put("facts", "key", list(range(100)))
    (entry,) = entries(tmp_path)
    whole = entry.read_bytes()
    for content in (b"", whole[:40], whole[:-1], whole.replace(b"7", b"8"), b"\xff" + whole, b"\n[]"):
        entry.write_bytes(content)
        assert store.get("facts", "key") is None
    store.put("facts", "key", "anew")
    assert store.get("facts", "key") == "anew"


def test_the_folder_is_kept_out_of_version_control(tmp_path: Path, store: Store) -> None:
    store.put("facts", "key", 1)
    assert "*" in (tmp_path / ".atoc" / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_the_entries_that_are_asked_for_stay_when_there_are_too_many(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_ENTRIES", 5)
    for number in range(5):
        store.put("facts", str(number), number)
        os.utime(max(entries(tmp_path), key=lambda path: path.stat().st_mtime_ns), ns=(number, number))
    assert store.get("facts", "0") == 0
    store.put("facts", "one more", 1)
    assert len(entries(tmp_path)) == 5
    assert (store.get("facts", "0"), store.get("facts", "1")) == (0, None)


def test_what_cannot_be_kept_is_left_out_in_silence(tmp_path: Path, store: Store) -> None:
    store.put("facts", "large", "x" * MOST_BYTES)
    store.put("facts", "odd", {1, 2})
    assert entries(tmp_path) == []
    (tmp_path / ".atoc").write_text("in the way", encoding="utf-8")
    store.put("facts", "key", 1)
    assert store.get("facts", "key") is None


def test_several_that_write_at_once_leave_whole_entries(tmp_path: Path, store: Store) -> None:
    def work(own: int) -> None:
        for number in range(40):
            store.put("facts", str(number % 5), [own] * 50)

    threads = [Thread(target=work, args=(own,)) for own in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [store.get("facts", str(number)) for number in range(5)]
    assert all(isinstance(each, list) and len(set(each)) == 1 and len(each) == 50 for each in found)


def test_a_snapshot_changes_with_every_name_and_byte_that_counts(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    (folder / "inner").mkdir(parents=True)
    seen = {snapshot(str(tmp_path), ["schemas"])}
    for name, content in (("a.yaml", "1"), ("a.yaml", "2"), ("inner/b.yaml", "2"), ("c.txt", "")):
        (folder / name).write_text(content, encoding="utf-8")
        seen.add(snapshot(str(tmp_path), ["schemas"]))
    (folder / "link").symlink_to("inner")
    seen.add(snapshot(str(tmp_path), ["schemas"]))
    (folder / "a.yaml").rename(folder / "d.yaml")
    seen.add(snapshot(str(tmp_path), ["schemas"]))
    assert len(seen) == 7
    assert None not in seen


def test_hidden_names_do_not_count_and_loops_end(tmp_path: Path) -> None:
    folder = tmp_path / "schemas"
    folder.mkdir()
    (folder / "loop").symlink_to(folder)
    before = snapshot(str(tmp_path), ["schemas"])
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (folder / "_kept").write_text("x", encoding="utf-8")
    assert before == snapshot(str(tmp_path), ["schemas"])
    assert before is not None


def test_what_is_not_there_or_no_file_has_no_snapshot(tmp_path: Path) -> None:
    assert snapshot(str(tmp_path), ["schemas"]) is None
    assert snapshot_of_folder(str(tmp_path / "generated")) is None
    os.mkfifo(tmp_path / "pipe.yaml")
    assert snapshot(str(tmp_path), ["pipe.yaml"]) is None


def test_the_compiler_has_one_stamp() -> None:
    assert stamp() == stamp()
    assert stamp() is not None

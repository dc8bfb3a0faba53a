"""A journal is read back as it was written, whatever happened to its bytes."""

from __future__ import annotations

import itertools
import math
import os
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ato.track._uid import new_uid
from ato.track.journal import Journal, Reader, run_uid
from ato.track.journal._format import HEADER_SIZE, points

STEPS = st.integers(-(2**63), 2**63 - 1)
CALLS = st.lists(
    st.tuples(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.floats()), STEPS),
    max_size=8,
)


def written(folder: Path, calls: list[tuple[dict[str, float], int]]) -> str:
    journal = Journal(folder, new_uid())
    for values, step in calls:
        journal.append(points(step, 1.5, [(journal.define(name), value) for name, value in values.items()]))
    journal.close()
    return journal.path


def read(path: str) -> tuple[list[tuple[str, int, bytes]], int]:
    """What a journal says: names, steps and the bits of the values; and how many bytes are damaged."""
    reader = Reader(path)
    found: list[tuple[str, int, bytes]] = []
    damaged = 0
    while (batch := reader.read()) is not None:
        found += [(reader.names[key], step, bits(value)) for key, step, _, value in batch.points]
        damaged += batch.damaged
    return found, damaged


def bits(value: float) -> bytes:
    return struct.pack("<d", value)


def said(calls: list[tuple[dict[str, float], int]]) -> list[tuple[str, int, bytes]]:
    return [(name, step, bits(value)) for values, step in calls for name, value in values.items()]


@settings(max_examples=50, deadline=None)
@given(calls=CALLS)
def test_what_was_written_is_read_to_the_bit(calls, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    assert read(written(tmp_path_factory.mktemp("journal"), calls)) == (said(calls), 0)


@settings(max_examples=50, deadline=None)
@given(cut=st.integers(1, 400))
def test_a_torn_end_costs_no_record_before_it(cut, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    calls = [({"loss": float(step), "acc": math.nan}, step) for step in range(10)]
    path = written(tmp_path_factory.mktemp("journal"), calls)
    os.truncate(path, max(HEADER_SIZE, Path(path).stat().st_size - cut))
    found, damaged = read(path)
    assert (found, damaged) == (said(calls)[: len(found)], 0)
    assert len(found) >= 20 - 2 * (cut // 46 + 1)


def test_damage_in_the_middle_costs_the_records_that_it_hit(tmp_path: Path) -> None:
    calls = [({"loss": float(step)}, step) for step in range(100)]
    path = written(tmp_path, calls)
    with Path(path).open("r+b") as file:
        file.seek(-50 * 39, os.SEEK_END)
        file.write(b"\xff" * 10)
    found, damaged = read(path)
    assert len(found) == 99
    assert damaged > 0


def test_a_record_is_taken_only_when_all_of_it_is_there(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())
    key = journal.define("loss")
    record = points(0, 0.0, [(key, 1.0)])
    reader = Reader(journal.path)
    reader.read()
    journal.append(record[:20])
    assert reader.read() is None
    journal.append(record[20:])
    batch = reader.read()
    assert batch is not None
    assert batch.points == [(key, 0, 0.0, 1.0)]
    journal.close()


def test_a_fact_of_ten_megabytes_is_one_record(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())
    journal.fact({"kind": "config", "value": list(range(1_500_000))})
    journal.fact({"kind": "end"})
    journal.close()
    reader = Reader(journal.path)
    kinds: list[object] = []
    while (batch := reader.read()) is not None:
        kinds += [fact["kind"] for fact in batch.facts]
    assert kinds == ["owner", "config", "end"]


def test_reading_goes_on_from_any_offset_with_the_names_before_it(tmp_path: Path) -> None:
    path = written(tmp_path, [({"loss": 1.0}, 0)])
    first = Reader(path)
    batch = first.read()
    assert batch is not None
    again = Reader(path)
    again.seek(batch.end)
    assert again.names == first.names == {0: "loss"}
    assert again.read() is None


def test_a_file_that_is_no_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.j").write_bytes(b"hello")
    with pytest.raises(ValueError, match="is no journal of a run"):
        run_uid(tmp_path / "x.j")


def test_a_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    from ato.track.journal._format import HEADER, sealed

    (tmp_path / "x.j").write_bytes(sealed(HEADER.pack(b"ATOJ", 9, bytes(16))))
    with pytest.raises(ValueError, match="is a journal of version 9"):
        run_uid(tmp_path / "x.j")


def test_where_the_header_is_damaged_the_name_of_the_file_tells_the_run(tmp_path: Path) -> None:
    path = Path(written(tmp_path, [({"loss": 1.0}, 0)]))
    uid = run_uid(path)
    with path.open("r+b") as file:
        file.write(b"\0" * HEADER_SIZE)
    assert Reader(path).uid == run_uid(path) == uid
    assert len(read(str(path))[0]) == 1


def test_a_fact_that_is_whole_and_yet_none_costs_itself_only(tmp_path: Path) -> None:
    from ato.track.journal._format import fact

    journal = Journal(tmp_path, new_uid())
    for text in (b"{", b"[1]", b"\xff", b"[" * 100_000, b'{"n":' + b"9" * 5000 + b"}"):
        journal.append(fact(text))
    journal.fact({"kind": "end"})
    journal.close()
    batch = Reader(journal.path).read()
    assert batch is not None
    assert [each["kind"] for each in batch.facts if "n" not in each] == ["owner", "end"]
    assert batch.damaged > 0


def test_going_back_reads_nothing_again_and_forgets_no_name(tmp_path: Path) -> None:
    reader = Reader(written(tmp_path, [({"loss": 1.0}, 0)]))
    batch = reader.read()
    assert batch is not None
    reader.seek(0)
    assert (reader.offset, reader.names) == (HEADER_SIZE, {0: "loss"})
    again = reader.read()
    assert again is not None
    assert again.points == batch.points


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_is_damaged_costs_no_record_that_it_did_not_hit(data, tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    journal = Journal(tmp_path_factory.mktemp("journal"), new_uid())
    ends = [Path(journal.path).stat().st_size]
    for step in range(data.draw(st.integers(2, 30))):
        if data.draw(st.booleans()):
            journal.append(points(step, 1.0, [(key, 1.0) for key in range(data.draw(st.integers(1, 4)))]))
        else:
            journal.fact({"kind": "PDKJ" * data.draw(st.integers(0, 40)), "step": step})
        ends.append(Path(journal.path).stat().st_size)
    journal.close()
    damaged = data.draw(st.tuples(st.integers(ends[0], ends[-1] - 1), st.binary(min_size=1, max_size=200)))
    with Path(journal.path).open("r+b") as file:
        file.seek(damaged[0])
        file.write(damaged[1][: ends[-1] - damaged[0]])
    reader = Reader(journal.path)
    found: set[object] = set()
    while (batch := reader.read()) is not None:
        found |= {*batch.steps, *(fact.get("step") for fact in batch.facts)}
    spared = {
        step
        for step, (start, end) in enumerate(itertools.pairwise(ends))
        if end <= damaged[0] or start >= damaged[0] + len(damaged[1])
    }
    assert spared <= found

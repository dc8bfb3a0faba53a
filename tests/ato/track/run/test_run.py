"""A run keeps what it is told, in a file and in PostgreSQL alike."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

import ato
from ato.track import TrackError, open_store

if TYPE_CHECKING:
    from collections.abc import Callable


def values(url: str, run: str | int, key: str) -> list[tuple[int, int, str]]:
    """Steps, orders and values, as texts in which nan and zeros can be compared."""
    with open_store(url) as store:
        return [(point.step, point.ord, repr(point.value)) for point in store.history(run, key)]


def test_what_is_logged_is_stored(url: str) -> None:
    with ato.run(
        {"lr": 0.1}, project="cifar", tags=["baseline"], name="first", notes="a note", store=url
    ) as run:
        run.log({"loss": 1.0}, step=0)
        run.log({"loss": 0.5, "acc": 0.25}, step=1)
    with open_store(url) as store:
        (found,) = store.runs("cifar")
        assert (found.name, found.status, found.tags, found.notes) == (
            "first",
            "completed",
            ("baseline",),
            "a note",
        )
        assert (found.last_step, found.uid) == (1, run.uid)
        assert found.ended is not None
        assert found.ended >= found.started
        assert [point.value for point in store.history(found, "loss")] == [1.0, 0.5]
        summary = store.summary(found)["loss"]
        assert (summary.last, summary.min, summary.min_step, summary.max, summary.mean) == (
            0.5,
            0.5,
            1,
            1.0,
            0.75,
        )
    assert run.problems == ()
    assert list(run.location.journals.iterdir()) == []


def test_numbers_that_are_none_and_zeros_keep_their_kind(url: str) -> None:
    logged = [math.nan, math.inf, -math.inf, -0.0, 0.0, 1e308, 5e-324]
    with ato.run(store=url) as run:
        for step, value in enumerate(logged):
            run.log({"x": value}, step=step)
    assert [value for _, _, value in values(url, run.uid, "x")] == [repr(value) for value in logged]
    with open_store(url) as store:
        summary = store.summary(run.uid)["x"]
    assert (summary.min, summary.max, summary.nans, summary.infs) == (-math.inf, math.inf, 1, 2)


def test_points_at_one_step_and_steps_out_of_order_are_kept(url: str) -> None:
    with ato.run(store=url) as run:
        for step, value in [(5, 0.0), (5, 1.0), (2, 2.0)]:
            run.log({"x": value}, step=step)
        run.flush()
        for step, value in [(5, 3.0), (2, 4.0), (2, 5.0), (-3, 6.0)]:
            run.log({"x": value}, step=step)
    assert values(url, run.uid, "x") == [
        (-3, 0, "6.0"), (2, 0, "2.0"), (2, 1, "4.0"), (2, 2, "5.0"),
        (5, 0, "0.0"), (5, 1, "1.0"), (5, 2, "3.0"),
    ]  # fmt: skip
    with open_store(url) as store:
        assert (store.summary(run.uid)["x"].last, store.summary(run.uid)["x"].last_step) == (3.0, 5)


def test_without_a_step_it_is_the_one_after_the_last(url: str) -> None:
    with ato.run(store=url) as run:
        run.log({"x": 0.0})
        run.log({"x": 1.0, "y": 1.0})
        run.log({"x": 2.0}, step=10)
        run.log({"y": 3.0})
    assert [step for step, _, _ in values(url, run.uid, "x")] == [0, 1, 10]
    assert [step for step, _, _ in values(url, run.uid, "y")] == [1, 11]


def test_names_are_any_text(url: str) -> None:
    names = [
        "a b",
        "'; DROP TABLE runs; --",
        "損失",
        "🔥",
        "a/b.c[0]",
        "%s",
        "{x}",
        "x" * 500,
        "\n",
        "\\",
        '"',
    ]
    with ato.run(store=url, project="'; DROP TABLE runs; --", tags=names) as run:
        run.log(dict.fromkeys(names, 1.0))
    with open_store(url) as store:
        assert set(store.summary(run.uid)) == set(names)
        assert set(store.run(run.uid).tags) == set(names)
        assert store.runs("'; DROP TABLE runs; --", tag="'; DROP TABLE runs; --")[0].uid == run.uid


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda run: run.log({1: 1.0}), "the name of a metric is text, not int"),
        (lambda run: run.log({"": 1.0}), "a metric needs a name"),
        (lambda run: run.log({"x" * 501: 1.0}), "at most 500 characters, and this one 501"),
        (lambda run: run.log({"a\0b": 1.0}), "holds no NUL"),
        (lambda run: run.log({"x": "high"}), "'high' (str) is no number"),
        (lambda run: run.log({"x": None}), "None (NoneType) is no number"),
        (lambda run: run.log({"x": 2**53 + 1}), "is no float: whole numbers beyond 2**53"),
        (lambda run: run.log({"x": 1.0}, step=1.5), "a step is a whole number, not float"),
        (lambda run: run.log({"x": 1.0}, step=2**63), "a step has at most 64 bits"),
        (lambda run: run.log([1.0]), "is a list, not a mapping"),
        (lambda run: run.summary.update(x=object()), "object cannot be kept in a summary"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_once_and_logs_nothing(
    call: Callable[[object], object], words: str, tmp_path: object
) -> None:
    with ato.run(store=f"{tmp_path}/runs.db") as run:
        with pytest.raises(TrackError) as error:
            call(run)
        run.log({"ok": 1.0})
    assert words in str(error.value)
    with open_store(f"{tmp_path}/runs.db") as store:
        assert set(store.summary(run.uid)) == {"ok"}


def test_an_exception_fails_the_run_with_its_traceback(url: str) -> None:
    with pytest.raises(ZeroDivisionError), ato.run(store=url) as run:
        run.log({"x": 1 / 0})
    with open_store(url) as store:
        found = store.run(run.uid)
    assert (found.status, found.reason) == ("failed", "ZeroDivisionError: division by zero")
    assert "run.log" in found.error
    assert "ZeroDivisionError: division by zero" in found.error


def test_an_interrupt_kills_the_run_and_an_exit_with_0_completes_it(tmp_path: object) -> None:
    for error, status in [
        (KeyboardInterrupt(), "killed"),
        (SystemExit(0), "completed"),
        (SystemExit(3), "failed"),
    ]:
        with pytest.raises(type(error)), ato.run(store=f"{tmp_path}/runs.db") as run:
            raise error
        with open_store(f"{tmp_path}/runs.db") as store:
            assert store.run(run.uid).status == status


def test_a_run_inside_another_has_it_as_parent(tmp_path: object) -> None:
    with ato.run(project="outer", group="sweep", store=f"{tmp_path}/runs.db") as outer:
        with ato.run() as inner:
            inner.log({"x": 1.0})
        with ato.run(project="other", parent=outer.uid) as named:
            pass
    with open_store(outer.location.url) as store:
        assert store.run(inner.uid).parent_uid == store.run(named.uid).parent_uid == outer.uid
        assert (store.run(inner.uid).project, store.run(named.uid).project) == ("outer", "other")
        assert (store.run(outer.uid).parent_uid, store.run(outer.uid).group) == (None, "sweep")


def test_a_resumed_run_goes_on(url: str) -> None:
    with ato.run(project="p", name="long", tags=["a"], store=url) as run:
        for step in range(10):
            run.log({"loss": 10.0 - step}, step=step)
    with ato.run(resume="p/long", from_step=6, tags=["b"], store=url) as again:
        again.log({"loss": 100.0})
        again.log({"loss": 50.0})
    assert again.uid == run.uid
    with open_store(url) as store:
        points = store.history(run.uid, "loss")
        live = [(point.step, point.value) for point in points if not point.is_superseded]
        assert live == [*((step, 10.0 - step) for step in range(6)), (6, 100.0), (7, 50.0)]
        assert len(points) == 12
        summary = store.summary(run.uid)["loss"]
        assert (summary.last, summary.last_step, summary.max, summary.count) == (50.0, 7, 100.0, 8)
        assert store.run(run.uid).tags == ("a", "b")
        assert store.run(run.uid).status == "completed"


def test_what_is_said_of_a_run_can_change(url: str) -> None:
    with ato.run(store=url, tags=["a", "b"]) as run:
        run.summary.update({"best": 0.9}, words="fine")
        run.summary["best"] = 0.95
        run.tag("c")
        run.untag("a")
        run.name, run.notes = "renamed", "longer"
    with open_store(url) as store:
        found = store.run(run.uid)
        assert (found.name, found.notes, found.tags) == ("renamed", "longer", ("b", "c"))
        assert store.summary_values(found) == {"best": 0.95, "words": "fine"}


def test_a_finished_run_takes_nothing_more(tmp_path: object) -> None:
    run = ato.run(store=f"{tmp_path}/runs.db")
    run.finish()
    assert run.finish()
    with pytest.raises(TrackError, match="the run is finished"):
        run.log({"x": 1.0})


def test_a_disabled_run_has_every_name_and_keeps_nothing(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    with ato.run({"lr": 1}, project="p", mode="disabled") as run:
        run.log({"x": "anything"})
        run.summary.update(x=1)
        run.record_output("t", 0, "00")
        assert run.flush()
    names = {name for name in dir(ato.track.Run) if name[0] != "_"} - {"location"}
    assert names - set(dir(run)) == set()
    assert list(__import__("pathlib").Path(str(tmp_path)).iterdir()) == []


def test_a_run_is_found_by_number_uid_and_name(url: str) -> None:
    with ato.run(project="p", name="one", store=url) as run:
        pass
    with open_store(url) as store:
        for reference in (run.id, str(run.id), run.uid, run.uid[:20], run.uid[-8:], "one", "p/one"):
            assert store.run(reference).uid == run.uid
        with pytest.raises(TrackError, match="there is no such run") as error:
            store.run("p/ome")
        assert "p/one" in str(error.value)


def test_outputs_are_chained_in_their_order(url: str) -> None:
    from sqlalchemy import select

    from ato.track.store._outputs import chained
    from ato.track.store._tables import output_fingerprints

    digests = ["aa" * 16, "bb" * 16, "cc" * 16]
    with ato.run(store=url) as run:
        for step, digest in enumerate(digests):
            run.record_output("train", step, digest, details={"dtype": "f4"})
            run.flush()
    with open_store(url) as store, store.reading() as connection:
        rows = connection.execute(select(output_fingerprints).order_by(output_fingerprints.c.seq)).all()
    chain = b""
    for row, digest in zip(rows, digests, strict=True):
        chain = chained(chain, bytes.fromhex(digest))
        assert (bytes(row.out).hex(), bytes(row.chain)) == (digest, chain)


def test_code_and_surroundings_are_kept_by_content(url: str) -> None:
    function = {
        "digest": "d" * 64, "qualname": "step", "module": "train", "file": "train.py", "line": 3,
        "algorithm": "1", "normal_form": "def _(): pass", "calls": [], "details": {},
    }  # fmt: skip
    runs = []
    for _ in range(2):
        with ato.run(store=url) as run:
            run.record_code("train", "d" * 64, [function])
            run.record_source({"commit": "c", "branch": "main", "remote": "", "dirty": True}, b"patch")
        runs.append(run)
    with open_store(url) as store:
        first, second = (store.run(run.uid) for run in runs)
    assert first.code_digest == second.code_digest is not None
    assert first.source_digest == second.source_digest is not None
    assert first.env_digest == second.env_digest is not None


def test_what_traced_functions_give_back_is_kept_by_the_run_around_them(tmp_path: object) -> None:
    from sqlalchemy import select

    from ato.fingerprint import output
    from ato.track.store._tables import output_fingerprints

    @output(trace_id="double")
    def double(x: int) -> int:
        return 2 * x

    with ato.run(store=f"{tmp_path}/runs.db") as outer:
        double(1)
        with ato.run() as inner:
            for step in range(3):
                inner.log({"x": float(double(step))})
    double(9)
    with open_store(f"{tmp_path}/runs.db") as store, store.reading() as connection:
        wanted = select(output_fingerprints.c.run_id, output_fingerprints.c.seq, output_fingerprints.c.step)
        rows = sorted(tuple(row) for row in connection.execute(wanted))
        ids = (store.run(outer.uid).id, store.run(inner.uid).id)
    assert rows == sorted([(ids[0], 0, 0), (ids[1], 0, 0), (ids[1], 1, 1), (ids[1], 2, 2)])


def test_secrets_of_the_command_line_are_covered(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(sys, "argv", ["train.py", "--api-key=abc", "lr=0.1", "--password", "hunter2"])
    with ato.run(store=f"{tmp_path}/runs.db") as run:
        pass
    with open_store(f"{tmp_path}/runs.db") as store:
        found = store.run(run.uid)
    assert found.command == ("train.py", "--api-key=***", "lr=0.1", "--password", "***")
    assert set(found.context) == {"seeds", "seeds_at_end", "place"}

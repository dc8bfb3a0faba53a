"""Which run encloses the code, in whatever order and context blocks are left."""

from __future__ import annotations

import contextvars
from collections.abc import AsyncGenerator, Generator
from typing import TYPE_CHECKING, Any

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.run._active import enclosing
from tests.ato.track.run.programs import ran

if TYPE_CHECKING:
    from pathlib import Path


def test_blocks_of_generators_may_end_in_any_order(tmp_path: Path) -> None:
    def block(name: str) -> Generator[Any, None, None]:
        with ato.run(name=name, store=tmp_path / "runs.db") as run:
            yield run

    first, second = block("first"), block("second")
    outer, inner = next(first), next(second)
    first.close()
    assert enclosing() is inner
    second.close()
    assert enclosing() is None
    with open_store(tmp_path / "runs.db") as store:
        assert store.run(inner.uid).parent_uid == outer.uid
        assert [run.status for run in store.runs()] == ["completed"] * 2


def test_a_block_may_be_left_in_another_context_than_it_was_entered_in(tmp_path: Path) -> None:
    import asyncio

    run = ato.run(store=tmp_path / "runs.db")
    contextvars.copy_context().run(run.__enter__)
    run.__exit__(None, None, None)
    assert run.status == "completed"

    async def block() -> AsyncGenerator[Any, None]:
        with ato.run(store=tmp_path / "runs.db") as run:
            yield run

    async def main() -> Any:
        opened = block()
        run = await opened.__anext__()
        await asyncio.create_task(opened.aclose())  # type: ignore[arg-type]
        return run

    assert asyncio.run(main()).status == "completed"


def test_a_block_inside_its_own_ends_it_once(tmp_path: Path) -> None:
    with ato.run(store=tmp_path / "runs.db") as run:
        with run:
            pass
        assert enclosing() is None
    assert enclosing() is None
    with pytest.raises(TrackError, match="the run is finished"):
        run.__enter__()


def test_a_run_inside_a_disabled_one_keeps_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with ato.run(mode="disabled", project="p"), ato.run() as inner:
        inner.log({"x": 1.0})
    assert inner.project == "p"
    assert list(tmp_path.iterdir()) == []


def test_an_error_that_an_interactive_session_outlived_fails_no_run(tmp_path: Path) -> None:
    program = (
        "sys.ps1 = '>>> '; run = ato.run(store=sys.argv[1]); sys.last_value = ValueError('of one input')"
    )
    assert ran(program, tmp_path / "runs.db") == ("", "", 0)
    with open_store(tmp_path / "runs.db") as store:
        assert store.runs()[0].status == "completed"

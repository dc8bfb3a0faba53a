"""Who owns a journal, and whether they live."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from ato.track._uid import new_uid
from ato.track.journal import Journal, Owner, claimed, is_alive, is_left, this_process

if TYPE_CHECKING:
    from pathlib import Path


def test_this_process_is_alive() -> None:
    assert is_alive(this_process(), 0.0, 1e10)


def test_a_process_that_has_ended_is_dead() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    child.wait()
    assert not is_alive(replace(this_process(), pid=child.pid), 0.0, 0.0)


def test_another_process_with_the_same_number_is_another() -> None:
    assert not is_alive(replace(this_process(), started="1"), 0.0, 0.0)


def test_nothing_outlives_a_boot() -> None:
    assert not is_alive(replace(this_process(), boot_id="another"), 0.0, 0.0)


def test_a_process_elsewhere_is_alive_while_it_gives_signs() -> None:
    elsewhere = Owner("elsewhere", "boot", 1, "1")
    assert is_alive(elsewhere, 1000.0, 1100.0)
    assert not is_alive(elsewhere, 1000.0, 2000.0)


def test_an_open_journal_is_held(tmp_path: Path) -> None:
    journal = Journal(tmp_path, new_uid())
    assert claimed(journal.path) is None
    journal.close()
    claim = claimed(journal.path)
    assert claim is not None
    os.close(claim[0])
    assert claim[1]
    assert is_left(this_process(), 0.0, 0.0, is_locked=True)
    assert not is_left(this_process(), 0.0, 0.0, is_locked=False)


def test_an_owner_is_told_and_read_back() -> None:
    assert Owner.of(this_process().to_dict()) == this_process()

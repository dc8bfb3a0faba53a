"""Causes in how runs went, in pairs of runs that are alike but for one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ato.why import Answer, causes, compare
from tests.ato.why.pairs import Facts, store_of

if TYPE_CHECKING:
    from pathlib import Path


def answer(folder: Path, one: Facts, other: Facts) -> Answer:
    """Why these two differ."""
    with store_of(folder, one, other) as store:
        return causes(compare(store, 1, 2))


def of_command(folder: Path, a: str, b: str, **config: object) -> Answer:
    """Of two runs with these command lines and other results."""
    one, other = (Facts(config, command=line.split(), losses=[at]) for at, line in enumerate((a, b)))
    return answer(folder, one, other)


def test_values_that_changed_places_on_the_command_line_are_a_cause(tmp_path: Path) -> None:
    found = of_command(tmp_path, "t.py --lr 0.1 --wd 0.2", "t.py --lr 0.2 --wd 0.1")
    (cause,) = found.causes
    assert [line.text for line in cause.evidence] == ["--lr 0.1 --wd 0.2", "--lr 0.2 --wd 0.1"]
    assert "command" not in {line.label for line in found.ruled_out}


def test_the_verdict_says_what_was_given(tmp_path: Path) -> None:
    found = of_command(tmp_path, "t.py", "t.py --fast")
    assert found.verdict == "They differ from step 0 on, most likely because only B was given --fast."


def test_a_long_command_line_is_cut_short(tmp_path: Path) -> None:
    found = of_command(tmp_path, "t.py", f"t.py {' '.join(f'file{at}' for at in range(2000))}")
    assert "their command lines differ" in found.verdict
    assert found.causes[0].evidence[1].text.endswith("file19 and 1980 more")


def test_a_word_that_only_looks_like_a_key_of_the_config_is_a_cause(tmp_path: Path) -> None:
    found = of_command(tmp_path, "t.py lr=0.1", "t.py lr=0.2", lr=3)
    assert (found.status, found.causes[0].kind) == (1, "command")


def test_a_program_of_another_folder_is_hardly_a_cause(tmp_path: Path) -> None:
    found = of_command(tmp_path, "/srv/a/t.py", "/srv/b/t.py")
    assert (found.status, [cause.standing for cause in found.causes]) == (2, ["unlikely"])


def test_another_program_is_one(tmp_path: Path) -> None:
    found = of_command(tmp_path, "t.py", "u.py --fast")
    assert [cause.title for cause in found.causes] == [
        "the command lines differ",
        "another program: t.py → u.py",
    ]
    assert found.status == 1

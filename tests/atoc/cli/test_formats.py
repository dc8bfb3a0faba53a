from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from atoc.cli.formats import Destinations, destinations
from tests.atoc.cli.conftest import WARNED, WRONG, Run


def test_without_options_findings_are_printed_for_people() -> None:
    assert destinations((), ()) == Destinations("full", ())


def test_a_format_with_a_file_is_written_and_the_rest_is_printed() -> None:
    here = Path.cwd()
    assert destinations((), ("sarif=a/b=c",)) == Destinations("full", (("sarif", here / "a/b=c"),))
    assert destinations(("json", "sarif"), ("sarif=r",)) == Destinations("json", (("sarif", here / "r"),))
    assert destinations(("sarif",), ("sarif=r",)) == Destinations(None, (("sarif", here / "r"),))
    assert destinations((), ("full=r",)).printed is None


@pytest.mark.parametrize(
    ("formats", "files", "problem"),
    [
        (("json", "sarif"), (), "'json' and 'sarif' would both be printed"),
        ((), ("srif=x",), "did you mean 'sarif'?"),
        ((), ("x.json",), "write FORMAT=FILE"),
        ((), ("sarif",), "write sarif=FILE"),
        ((), ("sarif=",), "write sarif=FILE"),
        ((), ("sarif=-",), "--format sarif prints it"),
        ((), ("sarif=a", "sarif=b"), "one format twice"),
        ((), ("sarif=a", "json=a"), "one file twice"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error(
    formats: tuple[str, ...], files: tuple[str, ...], problem: str
) -> None:
    with pytest.raises(click.UsageError) as caught:
        destinations(formats, files)  # type: ignore[arg-type]
    assert problem in caught.value.message


def test_several_formats_of_one_run_agree(project: Path, atoc: Run) -> None:
    (project / "schemas" / "train.yaml").write_text(WARNED, encoding="utf-8")
    ran = atoc(
        "check", "--format", "concise", *("--output-file", "sarif=out/r.sarif", "--output-file", "json=r")
    )
    assert (ran.returncode, ran.stderr) == (1, "")
    (finding,) = json.loads((project / "r").read_text(encoding="utf-8"))["findings"]
    (run,) = json.loads((project / "out" / "r.sarif").read_text(encoding="utf-8"))["runs"]
    assert [result["ruleId"] for result in run["results"]] == [finding["code"]]
    assert ran.stdout.startswith(f"{finding['path']}:{finding['line']}:{finding['column']}: ")


def test_a_build_takes_the_same_options(project: Path, atoc: Run) -> None:
    ran = atoc("build", "--format", "jsonl", "--output-file", "junit=junit.xml")
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "wrote generated/train.py" in ran.stderr
    assert 'failures="0"' in (project / "junit.xml").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_ends_with_two(project: Path, atoc: Run) -> None:
    (project / "taken").write_text("", encoding="utf-8")
    ran = atoc("check", "--output-file", "json=taken/r.json")
    assert ran.returncode == 2
    assert "taken" in ran.stderr


def test_a_pipe_is_written_to(project: Path, atoc: Run) -> None:
    ran = atoc("check", "--format", "concise", "--output-file", "jsonl=/dev/stdout")
    assert (ran.returncode, ran.stderr) == (0, "")
    (project / "schemas" / "train.yaml").write_text(WRONG, encoding="utf-8")
    ran = atoc("check", "--format", "concise", "--output-file", "jsonl=/dev/stdout")
    assert (ran.returncode, ran.stderr) == (1, "")
    assert '{"code": "ATC102"' in ran.stdout

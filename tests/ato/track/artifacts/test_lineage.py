"""Lineage leads from what was used to what was made, to any depth, and ends where it meets itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import ato
from ato.track import TrackError, open_store


@pytest.fixture
def chain(url: str, tmp_path: Path) -> str:
    """Runs 0 to 4, each making what the next one uses; run 5 uses what run 1 made."""
    file = tmp_path / "x"
    for number in range(5):
        with ato.run(store=url, project="p", name=f"run{number}") as run:
            if number:
                run.use_artifact(f"a{number - 1}")
            file.write_text(str(number))
            run.log_artifact(file, name=f"a{number}")
    with ato.run(store=url, project="p", name="run5") as run:
        run.use_artifact("a1:v0")
    return url


def test_both_directions_to_any_depth(chain: str) -> None:
    with open_store(chain) as store:
        up = store.lineage("a2:v0", "up")
        assert up.versions == ("p/a2:v0", "p/a1:v0", "p/a0:v0")
        assert up.runs == ("p/run2", "p/run1", "p/run0")
        down = store.lineage(store.artifact("a1"), "down")
        assert down.runs == ("p/run2", "p/run5", "p/run3", "p/run4")
        assert down.versions == ("p/a1:v0", "p/a2:v0", "p/a3:v0", "p/a4:v0")
        both = store.lineage("a1:v0")
        assert set(both.nodes) >= {node for node in down.nodes if node.depth}
        assert (len(both.nodes), len(both.edges)) == (4 + 4 + 3, 4 + 3 + 3)


def test_edges_lead_the_way_that_content_goes(chain: str) -> None:
    with open_store(chain) as store:
        graph = store.lineage(store.run("run1"), "both", 1)
    names = {node.uid: node.name for node in graph.nodes}
    assert {(names[edge.source], edge.role, names[edge.target]) for edge in graph.edges} == {
        ("p/a0:v0", "used", "p/run1"),
        ("p/run1", "made", "p/a1:v0"),
    }
    assert names[graph.start] == "p/run1"


def test_depth_bounds_how_far_it_goes(chain: str) -> None:
    with open_store(chain) as store:
        counts = [len(store.lineage("a4:v0", "up", depth).nodes) for depth in (0, 1, 2, 3, 100)]
        assert counts == [1, 2, 3, 4, 10]
        assert len(store.lineage("run0").nodes) == len(store.lineage("p/run0", "down").nodes)


def test_a_ring_ends(url: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    for project, content in (("p", "one"), ("p", "two"), ("p", "one")):
        file.write_text(content)
        with ato.run(store=url, project=project) as run:
            for name in ("a:v0", "a:v1"):
                try:
                    run.use_artifact(name)
                except TrackError:
                    continue
            run.log_artifact(file, name="a")
    with open_store(url) as store:
        for direction in ("up", "down", "both"):
            graph = store.lineage("a:v0", direction)  # type: ignore[arg-type]
            assert len({node.uid for node in graph.nodes}) == len(graph.nodes)
        assert len(store.lineage("a:v0").nodes) == 5


def test_what_is_not_there_is_told(chain: str) -> None:
    with open_store(chain) as store:
        for subject, told in (
            ("a7:v0", "no such artifact"),
            ("none", "no such run"),
            ("a1:v9", "no such version"),
        ):
            with pytest.raises(TrackError, match=told):
                store.lineage(subject)
        with pytest.raises(TrackError, match="up, down, both"):
            store.lineage("a1:v0", "sideways")  # type: ignore[arg-type]

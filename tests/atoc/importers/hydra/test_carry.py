"""Hydra trees and the documents made of them give equal values for every selection."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.atoc.importers.hydra_runs import agree, combinations, imported_tree, theirs
from tests.atoc.importers.hydra_trees import TreeSketch, trees


@given(trees())
@settings(
    max_examples=25,
    deadline=None,
    report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.generate),  # a tree is shrunk too slowly to be worth it
    suppress_health_check=[HealthCheck.too_slow],
)
def test_random_trees_compose_to_what_hydra_composes(sketch: TreeSketch) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in sketch.files.items():
            path = root / "conf" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        with imported_tree(root) as tree:
            for words in combinations(sketch.choices()):
                assert agree(theirs(tree.folder, "config", words), tree.ours(words)), words

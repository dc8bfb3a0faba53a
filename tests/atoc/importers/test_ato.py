"""Scripts of Ato: every selection of views gives what Ato itself gives for the same words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.atoc.importers import ato_runs, ato_scripts
from tests.atoc.importers.composing import CASES, plain, without_nothing

FOLDER = CASES / "import-ato"

WORDS: dict[str, list[tuple[str, ...]]] = {
    "train.py": [
        (),
        ("lr=0.5",),
        ("batch_size=64", "epochs=200"),
        ("dataset:=imagenet",),
        ("model.dropout=0.3", "optim.name:=lamb"),
    ],
    "two_towers.py": [(), ("model.lr=0.5", "data.lr=2.0"), ("model.width=8",)],
}
VIEWS = {
    "train.py": ("high_lr", "long_run", "adam", "vit", "debug", "imagenet", "svhn", "scaled", "seeded"),
    "two_towers.py": ("model.big", "data.heavy", "data.shards"),
}


@pytest.mark.parametrize("name", WORDS)
def test_every_selection_gives_what_ato_gives(name: str) -> None:
    runs = [
        (name, (*views, *words))
        for words in WORDS[name]
        for views in ato_runs.selections(VIEWS[name], 3 if not words else 2)
    ]
    made = ato_runs.modules(ato_runs.carried(FOLDER, name))
    for (_, words), expected in zip(runs, ato_runs.theirs(runs, FOLDER), strict=True):
        assert isinstance(expected, dict), (words, expected)
        found = ato_runs.ours(made, words)
        assert found == adjusted(name, words, expected), words


def adjusted(name: str, words: tuple[str, ...], expected: dict[str, Any]) -> dict[str, Any]:
    """What Ato gives, by our names, without what the report tells is missing."""
    values = without_nothing(plain(expected))
    if list(values) == ["config"]:
        values = {name.removesuffix(".py"): values["config"]}
    if name == "train.py" and "seeded" in words:
        assert values["train"]["seed"] == 7
        values["train"]["seed"] = 0
    return values


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ato_scripts.scripts(), min_size=6, max_size=6), st.integers(-2, 2))
def test_random_scripts_give_what_ato_gives(
    tmp_path_factory: pytest.TempPathFactory, programs: list[ato_scripts.Script], number: int
) -> None:
    folder = tmp_path_factory.mktemp("scripts")
    runs: list[tuple[str, tuple[str, ...]]] = []
    for index, script in enumerate(programs):
        (folder / f"s{index}.py").write_text(ato_scripts.source(script))
        names = [view.name for view in script if not view.default]
        for chosen in ato_runs.selections(names, len(names)):
            runs.extend((f"s{index}.py", (*chosen, *words)) for words in ((), (f"i0={number}",)))
    answers = ato_runs.theirs(runs, folder)
    for name in sorted({name for name, _ in runs}):
        found = ato_runs.carried(folder, name)
        if any(not each.what.startswith("ATC") for each in found.left):
            continue  # a field that is read and that nothing ever gives a value
        made = ato_runs.modules(found)
        for (script, words), expected in zip(runs, answers, strict=True):
            if script == name and isinstance(expected, dict):
                assert ato_runs.ours(made, words) == without_nothing(plain(expected)), (
                    words,
                    (folder / name).read_text(),
                    *ato_runs.written(found).values(),
                )

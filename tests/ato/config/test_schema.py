"""What a scope knows of its places, and how it is composed from Python."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import ato.config as ato
from tests.ato.config.sample import _SCHEMA, Account, Model, compose, composed

ROOT = Path(__file__).resolve().parents[3]


def test_leaves_are_the_places_of_all_values_in_the_order_of_declaration() -> None:
    paths = list(_SCHEMA.leaves)
    assert paths[:6] == ["lr", "epochs", "batch_size", "dataset", "model.backbone", "model.hidden"]
    leaf = _SCHEMA.leaves["model.hidden"]
    assert (leaf.owner, leaf.name, leaf.path, repr(leaf)) == (
        "model",
        "hidden",
        "model.hidden",
        "Leaf('model.hidden')",
    )
    assert _SCHEMA.structs == {"model": Model, "account": Account}
    assert set(_SCHEMA.view_map) == {view.name for view in _SCHEMA.views}


def test_what_a_struct_is_marked_with_counts_for_its_leaves() -> None:
    class Outer(ato.Config):
        __slots__ = ("account", "model", "old")
        _fields = (
            ato.Field("account", ato.Struct(Account), secret=True),
            ato.Field("model", ato.Struct(Model), final=True),
            ato.Field("old", ato.Struct(Account), deprecated="use account"),
        )

    leaves = ato.Schema("s", Outer).leaves
    assert leaves["account.user"].is_secret
    assert leaves["model.hidden"].is_final
    assert leaves["old.user"].deprecated == "use account"
    assert not leaves["old.user"].is_secret


def test_compose_takes_views_files_environment_and_words() -> None:
    config = compose("high_lr", overrides=["data_dir=x", "epochs=3"], env={"ATO_TRAIN__BATCH_SIZE": "8"})
    assert (config.lr, config.epochs, config.batch_size) == (3e-3, 3, 8)


def test_a_single_text_is_one_view() -> None:
    assert _SCHEMA.compose("high_lr", "data_dir=x").lr == 3e-3


def test_unknown_views_and_missing_inputs_are_told_together() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        compose("high", "long_runn")
    assert [problem.subject for problem in caught.value.problems] == ["high", "long_runn", "data_dir"]


def test_composing_a_selection_again_gives_an_equal_config() -> None:
    assert composed("lr=1", views=("long_run", "wide")) == composed("lr=1", views=("long_run", "wide"))
    assert composed(views=("adam",)) == composed()


def test_what_is_deprecated_warns_the_caller_of_the_generated_function() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compose(overrides=["data_dir=x", "speed=2"])
    assert [(str(each.message), each.category, each.filename) for each in caught] == [
        ("'speed' is deprecated: use lr", DeprecationWarning, __file__)
    ]


def test_a_schema_pickles_by_its_module() -> None:
    assert pickle.loads(pickle.dumps(_SCHEMA)) is _SCHEMA  # noqa: S301
    assert copy.copy(_SCHEMA) is _SCHEMA
    with pytest.raises(TypeError, match="no module declares"):
        pickle.dumps(ato.Schema("s", Model))
    assert repr(_SCHEMA) == "Schema('train')"


def test_composing_loads_nothing_heavy() -> None:
    code = (
        "import sys; from tests.ato.config import sample;"
        "sample._SCHEMA.compose(('high_lr',), ('lr=0.5', 'data_dir=x', 'epochs=3'), env={'A': 'b'});"
        "print(sorted({'json', 'yaml', 'argparse', 'dataclasses', 'inspect', 'shlex'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": f"{ROOT / 'runtime'}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "[]\n"

"""What a program says of itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

import ato.config as ato
from ato.config.explained._manual import help_text, manual
from tests.ato.config.sample import _SCHEMA, Model


@pytest.fixture
def documented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ato.Schema:
    """A scope whose module has a manifest beside it."""
    module = ModuleType("documented_digits")
    module.__file__ = str(tmp_path / "digits.py")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    fields = {
        "hidden": {"doc": "Units of the hidden layer", "place": "schemas/digits.yaml:3:5"},
        "backbone": {"doc": "Architecture.\nOne of three."},
    }
    views = {"high": {"doc": "For large batches.", "place": "schemas/digits.yaml:9:3"}, "base": {}}
    scope = {"fields": fields, "views": views, "groups": {}}
    (tmp_path / "manifest.json").write_text(json.dumps({"version": 1, "scopes": {"digits": scope}}))
    return ato.Schema(
        "digits",
        Model,
        views=(
            ato.View("adaptive", default=True, lazy=True),
            ato.View("high", priority=1),
            ato.View("base", default=True, writes={"backbone": "vit_s"}),
        ),
        module=module.__name__,
    )


def test_the_manual_shows_the_order_of_views_and_the_docs_of_fields(documented: ato.Schema) -> None:
    assert manual(documented, None) == (
        "--------------------------------------------------\n"
        '[Scope "digits"]\n'
        "(The Applying Order of Views)\n"
        "base → high → (CLI Inputs) → adaptive\n"
        "\n"
        "(User Manuals)\n"
        "backbone: Architecture.\n"
        "  One of three.\n"
        "hidden: Units of the hidden layer\n"
        "--------------------------------------------------\n"
    )


def test_with_views_named_the_manual_shows_the_order_of_the_selection() -> None:
    text = manual(_SCHEMA, ("long_run",))
    assert "\ndefaults → adam → high_lr → long_run → (CLI Inputs) → shapes\n" in text


def test_chains_and_groups_stand_below_the_order() -> None:
    lines = manual(_SCHEMA, None).splitlines()
    assert lines[3:7] == [
        "defaults → adam → wide → sgd → big → high_lr → long_run → (CLI Inputs) → shapes",
        "  long_run chains with high_lr",
        "  optimizer takes at most one of adam (default), sgd",
        "",
    ]
    assert "No field of this scope has a doc." in lines


def test_a_long_order_goes_on_below() -> None:
    schema = ato.Schema("s", Model, views=tuple(ato.View(f"a_rather_long_name_{i}") for i in range(20)))
    lines = manual(schema, None).splitlines()
    assert max(map(len, lines)) <= 103
    assert "".join(lines[3:9]).replace("  ", " ").count("→") == 20


def test_help_names_everything_there_is_to_name_and_to_set(documented: ato.Schema) -> None:
    assert help_text((documented,), "train.py", "Train.") == (
        "Usage: train.py [VIEW | KEY=VALUE | GROUP=VIEW]... [OPTION]...\n"
        "\n"
        "Train.\n"
        "\n"
        "Views:\n"
        "  adaptive  (always active, applied after the command line)\n"
        "  high      For large batches.\n"
        "  base      (always active)\n"
        "\n"
        "Fields:\n"
        "  backbone: 'resnet18' | 'resnet50' | 'vit_s'\n"
        "                            Architecture. One of three.\n"
        "  hidden: int (>= 1) = 128  Units of the hidden layer\n"
        "\n"
        "Options:\n"
        "  --config FILE   take values from a YAML, JSON, TOML or SDN file\n"
        "  --print FORMAT  print the config as yaml, json, toml or sdn, and stop\n"
        "  --explain KEY   tell who set a value and who else tried, and stop\n"
        "  manual          print the order of the views and the docs of the fields, and stop\n"
        "  --help, -h      print this, and stop\n"
    )


def test_help_tells_groups_inputs_and_computed_fields_and_no_secret() -> None:
    schema = ato.Schema(
        "s",
        type(
            "Secretive",
            (ato.Config,),
            {"__slots__": ("token",), "_fields": (ato.Field("token", ato.STR, "hunter2", secret=True),)},
        ),
    )
    assert "token: str = ***" in help_text((schema,), "p", "")
    assert "hunter2" not in help_text((schema,), "p", "")
    text = help_text((_SCHEMA,), "train.py", "")
    assert "  optimizer  at most one of adam (default), sgd\n" in text
    assert "  data_dir: path (input)\n" in text
    assert "  warmup: int (computed)\n" in text
    assert "  seed: int = 7 (final)\n" in text
    assert "  speed: int = 1 (deprecated)\n" in text


def test_the_place_of_a_declaration_is_named(documented: ato.Schema) -> None:
    with pytest.raises(ato.ConfigError) as caught:
        documented.compose(("hihg",), ("hidden=0", "hiden=1"))
    assert [problem.help for problem in caught.value.problems] == [
        ("did you mean 'high'?", "'high' is declared at schemas/digits.yaml:9:3"),
        ("'hidden' is declared at schemas/digits.yaml:3:5",),
        ("did you mean 'hidden'?", "'hidden' is declared at schemas/digits.yaml:3:5"),
    ]

"""Ways out: what other libraries are given holds the same values, and nothing is needed that is not used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from omegaconf import DictConfig, OmegaConf

import ato.config as ato
from ato.interop import fingerprint, to_argparse_namespace, to_omegaconf
from tests.ato.config.sample import composed

PEER = Path(__file__).parents[3] / ".venv" / "peers" / "mmengine"


def test_omegaconf_holds_the_values_of_a_config() -> None:
    config = composed("lr=0.5", "tags=[a, b]", "extra={x: [1, null], y: {z: 2}}", "token=hunter2")
    given = config.to_omegaconf()
    assert isinstance(given, DictConfig)
    assert (given.lr, given.model.hidden, given.tags[1], given.extra.y.z) == (0.5, 128, "b", 2)
    assert given.token == "hunter2"
    given.lr = 7
    assert config.lr == 0.5


@given(st.text("\\${}a:?. ", max_size=10).filter(lambda text: text != "???"))
def test_any_text_stays_itself_in_omegaconf(text: str) -> None:
    assert to_omegaconf({"a": text, "b": [text]}).a == text
    assert OmegaConf.to_container(to_omegaconf({"a": {"b": [text]}}), resolve=True) == {"a": {"b": [text]}}


def test_what_omegaconf_takes_for_something_else_is_told() -> None:
    with pytest.raises(ato.ConfigError, match=r"a\[0\]: '\?\?\?' is how OmegaConf writes a missing value"):
        to_omegaconf({"a": ["???"]})
    assert to_omegaconf({"t": timedelta(hours=1, minutes=30)}).t == "1h30m"


def test_a_namespace_has_one_for_each_struct() -> None:
    space = composed("lr=0.5", "extra={x: 1}").to_argparse_namespace()
    assert isinstance(space, Namespace)
    assert isinstance(space.model, Namespace)
    assert (space.lr, space.model.hidden, space.extra) == (0.5, 128, {"x": 1})
    assert to_argparse_namespace({"a": {"b": (1, 2)}}) == Namespace(a={"b": [1, 2]})


def test_mmengine_holds_the_values_of_a_config() -> None:
    """Beside the library itself, in a process that has it."""
    if not PEER.is_dir():
        missing = pytest.fail if os.environ.get("CI") else pytest.skip
        missing("mmengine is not installed below .venv/peers; run `make tests` once")
    code = (
        "import json; from tests.ato.config.sample import composed\n"
        "from ato.interop import fingerprint, to_mmengine; from ato.config import ConfigError\n"
        "given = composed('lr=0.5', 'tags=[a, b]').to_mmengine()\n"
        "try: to_mmengine({'filename': 1})\n"
        "except ConfigError as error: refused = str(error)\n"
        "same = fingerprint(given) == fingerprint(given.to_dict()) == fingerprint({**given.to_dict()})\n"
        "print(json.dumps([type(given).__module__, given.lr, given.model.hidden, given.tags, refused, same]))"
    )
    root = Path(__file__).parents[3]
    paths = {"PYTHONPATH": f"{root / 'runtime'}:{root}:{PEER}"}
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], env=paths, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    kind, *values, refused, is_same = json.loads(ran.stdout)
    assert (kind, values, is_same) == ("mmengine.config.config", [0.5, 128, ["a", "b"]], True)
    assert refused.startswith("mmengine: filename is reserved")


@pytest.mark.parametrize(("method", "name"), [("to_omegaconf", "OmegaConf"), ("to_mmengine", "mmengine")])
def test_a_library_that_is_not_installed_is_told(method: str, name: str) -> None:
    code = (
        "from tests.ato.config.sample import composed; from ato.config import ConfigError\n"
        f"try: composed().{method}()\nexcept ConfigError as error: print(error)"
    )
    root = Path(__file__).parents[3]
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": f"{root / 'runtime'}:{root}"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == f"{name}: is not installed\n  help: pip install {name.lower()}\n"


def test_what_is_no_config_is_told() -> None:
    with pytest.raises(ato.ConfigError, match="int: is no config and no mapping"):
        to_omegaconf(3)


def test_what_goes_out_has_the_fingerprint_of_what_it_came_from() -> None:
    config = composed("lr=0.5")
    assert fingerprint(to_omegaconf(config.to_dict())) == fingerprint(config.to_dict())

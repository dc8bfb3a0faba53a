"""Hydra trees and the documents made of them give equal values for every selection."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from ato.config import ConfigError
from atoc.importers import Refused, document
from atoc.importers.hydra import carry
from atoc.source import read_all
from atoc.span import SourceFile
from tests.atoc.importers.hydra_runs import agree, combinations, imported_tree, theirs
from tests.atoc.importers.hydra_trees import TreeSketch, trees

CASES = Path(__file__).parents[3] / "cases"

PROJECT = {
    "data": ("mnist", "cifar"),
    "model": ("mlp", "cnn"),
    "optimizer": ("adam", "sgd"),
    "optimizer@ema.optimizer": ("adam", "sgd"),
    "logger": ("csv", "tensorboard"),
    "trainer": ("cpu", "gpu"),
}
GIVEN = ["user=me", "work_dir=here"]
MAX_EACH = 4
"""Of many selections every so-manieth is run, so that about this many are."""


def files(folder: Path, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def carried(texts: Mapping[str, str]) -> tuple[dict[str, object], list[str]]:
    """The document of a tree, and what was left, as ``what: why``."""
    sources = [SourceFile(f"conf/{name}", text) for name, text in texts.items()]
    found = carry(sources, "conf", "app")
    (tree,) = found.documents.values()
    assert isinstance(tree, dict)
    return tree, [f"{each.what}: {each.why}" for each in found.left]


def disagreements(root: Path, texts: Mapping[str, str], *selections: str) -> list[tuple[str, object, object]]:
    """The selections that do not come to what Hydra makes of them."""
    files(root / "conf", texts)
    with imported_tree(root) as tree:
        pairs = [
            (each, theirs(tree.folder, "config", each.split()), tree.ours(each.split()))
            for each in selections
        ]
    return [pair for pair in pairs if not agree(pair[1], pair[2])]


def test_a_project_composes_to_what_hydra_composes(tmp_path: Path) -> None:
    shutil.copytree(CASES / "import-hydra", tmp_path / "project")
    words = list(combinations(PROJECT))
    asked = [[], *words[1 :: len(words) // MAX_EACH], ["experiment=quick"], ["experiment=cnn_cifar"]]
    asked += [["data/transform=augment"], ["data/transform=augment", "data=cifar", "data.batch_size=3"]]
    asked += [["experiment=cnn_cifar", "model=mlp", "trainer=cpu"], ["experiment=quick", "data=cifar"]]
    asked += [["experiment=quick", "seed=7", "data.batch_size=3"], ["optimizer.lr=0.5", "optimizer=sgd"]]
    with imported_tree(tmp_path / "project", "conf", "conf/train.yaml") as tree:
        for each in asked:
            selection = [*GIVEN, *each]
            assert agree(theirs(tree.folder, "train", selection), tree.ours(selection)), each


def test_structured_configs_compose_to_what_their_program_composes(tmp_path: Path) -> None:
    shutil.copytree(CASES / "import-hydra-structured", tmp_path / "project")
    groups = {"db": ("mysql", "postgresql"), "server": ("small", "large", "plain")}
    asked = [["user=me", *each] for each in combinations(groups)]
    asked += [["user=me", "level=loud", "db.pool.size=9", "retries=3", "weights={a: 1.5}"]]
    script = (
        "import app, json, sys\n"
        "from hydra import compose, initialize_config_dir\n"
        "from omegaconf import OmegaConf\n"
        "with initialize_config_dir(sys.argv[1], version_base=None):\n"
        "    for words in json.loads(sys.argv[2]):\n"
        "        found = OmegaConf.to_container(compose('config', words), resolve=True, enum_to_str=True)\n"
        "        print(json.dumps(found))"
    )
    with imported_tree(tmp_path / "project", ".", ".") as tree:
        folder = str(tmp_path / "project" / "conf")
        run = [sys.executable, "-c", script, folder, json.dumps([_hydra(each) for each in asked])]
        done = subprocess.run(run, cwd=tmp_path / "project", capture_output=True, text=True, check=True)
        for words, line in zip(asked, done.stdout.splitlines(), strict=True):
            assert agree(json.loads(line), tree.ours(words)), words


def _hydra(words: list[str]) -> list[str]:
    return [word.replace("weights={", "+weights={") if "weights" in word else word for word in words]


@pytest.mark.parametrize("name", ["import-hydra", "import-hydra-structured"])
def test_documents_read_as_a_person_would_write_them(name: str) -> None:
    is_project = name == "import-hydra"
    given = read_all(CASES / name, "conf" if is_project else ".", (".yaml", ".yml", ".py"))
    found = carry(given, "conf/train.yaml" if is_project else ".", "app")
    text = "".join(document(found.documents[each], name) for each in found.documents)  # type: ignore[arg-type]
    assert text == (CASES / name / "expected.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("listed", "lr"),
    [("[_self_, {db: a}]", 1), ("[{db: a}, _self_]", 0), ("[{db: a}]", 0)],
    ids=["self first", "self last", "self not said"],
)
def test_the_place_of_self_decides_who_wins(listed: str, lr: int, tmp_path: Path) -> None:
    texts = {
        "config.yaml": f"defaults: {listed}\nlr: 0\n",
        "db/a.yaml": "# @package _global_\nlr: 1\n",
        "db/b.yaml": "# @package _global_\nlr: 2\nother: 3\n",
    }
    assert disagreements(tmp_path, texts, "", "db=b", "lr=5", "db=b lr=5") == []
    with imported_tree(tmp_path) as tree:
        assert tree.ours([])["lr"] == lr


def test_an_option_goes_where_the_line_or_its_header_says(tmp_path: Path) -> None:
    texts = {
        "config.yaml": "defaults: [db@src: a, db@dst: b, db@_global_: a, other: c, _self_]\n",
        "db/a.yaml": "host: a\n",
        "db/b.yaml": "host: b\nport: 1\n",
        "other/c.yaml": "# @package deep.down\nx: 1\n",
    }
    texts["config.yaml"] = "defaults: [{db@src: a}, {db@dst: b}, {db@_global_: a}, {other: c}, _self_]\n"
    assert disagreements(tmp_path, texts, "", "db@src=b", "db@dst=a", "db@src=b db@dst=a") == []


def test_a_group_in_a_group_is_chosen_by_itself(tmp_path: Path) -> None:
    texts = {
        "config.yaml": "defaults: [{server: apache}, _self_]\nname: x\n",
        "server/apache.yaml": "defaults: [{db: mysql}, _self_]\nport: 80\n",
        "server/nginx.yaml": "port: 81\nfast: true\n",
        "server/db/mysql.yaml": "kind: mysql\n",
        "server/db/sqlite.yaml": "kind: sqlite\nfile: f\n",
    }
    assert disagreements(tmp_path, texts, "", "server=nginx", "server/db=sqlite", "server.port=3") == []


EXPERIMENT = {
    "config.yaml": "defaults: [{db: a}, {cache: on_disk}, {experiment: null}, _self_]\nseed: 0\n",
    "db/a.yaml": "host: a\nport: 1\n",
    "db/b.yaml": "host: b\nport: 2\n",
    "cache/on_disk.yaml": "size: 1\n",
    "experiment/e.yaml": "# @package _global_\ndefaults: [{override /db: b}, {override /cache: null}]\n"
    "db: {port: 9}\n",
    "experiment/f.yaml": "# @package _global_\ndefaults: [e, {override /db: a}, _self_]\ndb: {host: f}\n",
}


def test_an_experiment_chooses_and_goes_over_it_and_a_word_chooses_otherwise(tmp_path: Path) -> None:
    words = ["", "experiment=e", "db=b", "experiment=e db.host=h", "experiment=e db=a", "experiment=f"]
    words += ["experiment=e cache=on_disk", "experiment=f db=b", "experiment=f cache=on_disk db=a"]
    assert disagreements(tmp_path, EXPERIMENT, *words) == []


def test_what_an_experiment_chooses_is_a_view_that_it_chains_with() -> None:
    tree, left = carried({name: text for name, text in EXPERIMENT.items() if "f." not in name})
    views = tree["views"]
    assert isinstance(views, dict)
    assert views["e"]["chain_with"] == "e_choices"
    assert views["e_choices"] == {"set": {"choices": {"db": "b", "cache": None}}}
    assert not any("refused" in each for each in left)


def test_an_option_that_must_be_chosen_is_chained_with_by_the_experiment_that_does(tmp_path: Path) -> None:
    listed = "defaults: [{db: '???'}, {experiment: null}]\n"
    texts = {name: text for name, text in EXPERIMENT.items() if name.startswith("db/")}
    texts |= {"config.yaml": listed, "experiment/e.yaml": EXPERIMENT["experiment/e.yaml"]}
    texts = {name: text.replace(", {override /cache: null}", "") for name, text in texts.items()}
    assert disagreements(tmp_path, texts, "db=b", "db=a") == []
    _, left = carried(texts)
    assert any(each.startswith("db: b: 'e' chains with it, so that another option beside") for each in left)
    with imported_tree(tmp_path) as made, pytest.raises(ConfigError):
        made.ours(["experiment=e", "db=a"])


def test_a_group_that_must_be_chosen_is_required() -> None:
    tree, _ = carried({"config.yaml": "defaults:\n- db: ???\n", "db/a.yaml": "x: 1\n", "db/b.yaml": "x: 2\n"})
    assert tree["groups"]["use_db"]["required"] is True  # type: ignore[index]


def test_what_hydra_merges_last_is_worked_out_last(tmp_path: Path) -> None:
    texts = {
        "config.yaml": "defaults: [_self_, {opt: a}]\nlr: 0.1\nhalf: ${opt.rate}\nname: n_${half}_${.lr}\n",
        "opt/a.yaml": "rate: ${lr}\nup: ${..lr}\n",
        "opt/b.yaml": "rate: 3.5\nup: ${.rate}\n",
    }
    assert disagreements(tmp_path, texts, "", "lr=7.5", "opt=b lr=2.5", "opt.rate=1.5 opt=a") == []


def test_a_mapping_that_is_named_whole_is_written_out(tmp_path: Path) -> None:
    texts = {"config.yaml": "a: {x: 1, inner: {y: b}}\nb: ${a}\nlist: [1, '${a.x}']\n"}
    assert disagreements(tmp_path, texts, "", "a.x=5") == []


def test_what_cannot_be_said_is_left_with_its_place_and_becomes_an_input() -> None:
    tree, left = carried({"config.yaml": "cwd: ${hydra:runtime.cwd}\nx: ${mine:1}\nhydra: {run: {dir: x}}\n"})
    assert tree["fields"] == {"cwd": {"type": "any", "input": True}, "x": {"type": "any", "input": True}}
    assert [each.partition(":")[0] for each in left] == ["hydra", "cwd", "x"]


def test_resolvers_give_what_they_give_under_each_option(tmp_path: Path) -> None:
    texts = {
        "config.yaml": "defaults: [{opt: adam}, _self_]\nlr: 0.1\nmom: ${oc.select:opt.momentum,0.9}\n"
        "none: ${oc.select:opt.zzz,abc}\nkeys: ${oc.dict.keys:fixed}\nvals: ${oc.dict.values:fixed}\n"
        "fixed: {a: 1, b: 2}\nmade: ${oc.create:[1,2]}\nold: ${oc.deprecated:lr}\nopt: {lr: '${lr}'}\n"
        "flag: \"${oc.decode:'true'}\"\n",
        "opt/adam.yaml": "beta: 2.5\n",
        "opt/sgd.yaml": "momentum: 0.5\nbeta: ${lr}\n",
    }
    assert disagreements(tmp_path, texts, "", "opt=sgd", "lr=3.5", "opt=sgd opt.momentum=0.25") == []


def test_an_infinity_beside_what_is_worked_out_is_told() -> None:
    _, left = carried(
        {"config.yaml": "defaults: [{o: a}]\nlr: 1\n", "o/a.yaml": "x: .inf\n", "o/b.yaml": "x: ${lr}\n"}
    )
    assert "o.x: inf and nan cannot be written in an expression" in left


def test_an_option_that_builds_on_an_option_that_builds_on_one(tmp_path: Path) -> None:
    texts = {
        "config.yaml": "defaults: [{db: mysql}, _self_]\nlist: [1, 2]\ndb: {extra: [a]}\n",
        "db/base.yaml": "a: 0\nb: {c: 2}\n",
        "db/mysql.yaml": "defaults: [base, _self_]\na: 1\nlist: ${list}\n",
        "db/pg.yaml": "defaults: [mysql, _self_]\na: 3\nb: {c: null}\n",
    }
    assert disagreements(tmp_path, texts, "", "db=pg", "db=base", "list=[3]") == []


def test_several_primary_configs_are_told() -> None:
    tree, left = carried({"train.yaml": "x: 1\n", "eval.yaml": "y: 1\n"})
    assert list(tree["fields"]) == ["x"]  # type: ignore[call-overload]
    assert any(each.startswith("eval: it is a primary config too") for each in left)


def test_a_folder_without_a_primary_config_is_refused() -> None:
    with pytest.raises(Refused, match="no config at the top"):
        carried({"db/a.yaml": "x: 1\n"})


def test_broken_yaml_is_refused_with_its_place() -> None:
    with pytest.raises(Refused, match=r"conf/config\.yaml:1"):
        carried({"config.yaml": "a: [1, ${x}]\n"})


def test_defaults_lists_that_lead_in_a_circle_are_left() -> None:
    texts = {"config.yaml": "defaults: [a]\nx: 1\n", "a.yaml": "defaults: [b]\n", "b.yaml": "defaults: [a]\n"}
    assert any("leads back to itself" in each for each in carried(texts)[1])


@given(trees())
@settings(
    max_examples=4,
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
            asked = list(combinations(sketch.choices()))[::5]
            asked += [["experiment=e", *words] for words in asked[1::2] if sketch.has_experiment]
            for words in asked:
                assert agree(theirs(tree.folder, "config", words), tree.ours(words)), words

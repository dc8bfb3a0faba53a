"""Scripts of Ato: every selection of views gives what Ato itself gives for the same words."""

from __future__ import annotations

from functools import cache
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from atoc.importers import Carried, Expression, Refused, Remarked, report
from atoc.importers.ato import carry
from atoc.span import SourceFile
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
    "lab_run.py": [(), ("steps=40",), ("net.name:=mlp2", "seed=5")],
}
VIEWS = {
    "train.py": ("high_lr", "long_run", "adam", "vit", "debug", "imagenet", "svhn", "scaled", "seeded"),
    "two_towers.py": ("model.big", "data.heavy", "data.shards"),
    "lab_run.py": ("debug", "quick", "conv", "late"),
}


@cache
def imported(name: str) -> Carried:
    return ato_runs.carried(FOLDER, name)


@pytest.mark.parametrize("name", WORDS)
def test_every_selection_gives_what_ato_gives(name: str) -> None:
    runs = [
        (name, (*views, *words))
        for words in WORDS[name]
        for views in ato_runs.selections(VIEWS[name], 2 if words else 3, 1 if words else 2)
    ]
    made = ato_runs.modules(imported(name))
    for (_, words), expected in zip(runs, ato_runs.theirs(runs, FOLDER), strict=True):
        assert isinstance(expected, dict), (words, expected)
        found = ato_runs.ours(made, words)
        assert found == adjusted(name, words, expected), words


def adjusted(name: str, words: tuple[str, ...], expected: dict[str, Any]) -> dict[str, Any]:
    """What Ato gives, by our names, without what the report tells is missing."""
    values = without_nothing(plain(expected))
    if list(values) == ["config"]:
        values = {name.removesuffix(".py"): values["config"]}
    if name == "train.py" and "seeded" in words:  # by os.environ, which is not read
        assert values["train"]["seed"] == 7
        values["train"]["seed"] = 0
    return values


def test_flags_of_argparse_are_keys() -> None:
    runs = [("train.py", words) for words in ((), ("--limit", "5", "--amp"), ("--out", "here", "long_run"))]
    said = ((), ("limit=5", "amp=true"), ("out=here", "long_run"))
    made = ato_runs.modules(imported("train.py"))
    for words, expected in zip(said, ato_runs.theirs(runs, FOLDER), strict=True):
        assert ato_runs.ours(made, words) == adjusted("train.py", words, expected)


@pytest.mark.parametrize("name", WORDS)
def test_the_documents_and_the_report_are_the_stored_ones(name: str) -> None:
    found = imported(name)
    for path, text in ato_runs.written(found).items():
        assert text.split("\n", 2)[2] == (FOLDER / "expected" / path).read_text("utf-8")
    stored = FOLDER / "expected" / name.replace(".py", ".txt")
    assert report(found) == stored.read_text("utf-8")


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
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


def carried(body: str, head: str = "scope = Scope(name='toy')") -> Carried:
    text = (
        f"import argparse\nfrom ato.adict import ADict\nfrom ato.scope import Scope\n{head}\n{dedent(body)}"
    )
    return carry((SourceFile("toy.py", text),), "toy.py", "")


def view(found: Carried, name: str) -> Any:
    (tree,) = found.documents.values()
    assert isinstance(tree, dict)
    each = tree["views"][name]
    return each.value if isinstance(each, Remarked) else each


def fields(found: Carried) -> Any:
    (tree,) = found.documents.values()
    assert isinstance(tree, dict)
    return tree["fields"]


def test_what_is_not_understood_is_left_with_its_line() -> None:
    found = carried("""
    @scope.observe(default=True)
    def base(config):
        config.lr = 0.1
        config.seed = draw()
        for step in range(3):
            config.steps = step
        with Scope.lazy(with_compile=True):
            config.late = 1
    """)
    assert [(each.what, each.why) for each in found.left] == [
        (
            "config.seed = draw()",
            "a call of 'draw' is not understood, and nothing is run; what it gives to 'seed' is missing",
        ),
        (
            "for step in range(3):",
            "a loop is not understood, and nothing is run; what it gives to 'steps' is missing",
        ),
        (
            "with Scope.lazy(with_compile=True):",
            "what follows it waits for the command line too, in Ato alone; "
            "what it gives to 'late' is missing",
        ),
    ]
    outside = {"type": "any", "input": True}
    assert fields(found) == {"lr": {"type": "float"}, "seed": outside, "steps": outside, "late": outside}


def test_a_key_that_not_every_run_has_is_asked_for_before_it_is_read() -> None:
    found = carried("""
    @scope.observe()
    def wide(config):
        config.width = 8
        config.ffn = config.width * 4

    @scope.observe(priority=1)
    def twice(config):
        config.width = config.width * 2
    """)
    assert view(found, "wide")["set"] == {"width": 8, "ffn": Expression("${8 * 4}")}
    assert view(found, "twice") == {
        "priority": 1,
        "when": "width != None",
        "set": {"width": Expression("${width * 2}")},
    }


def test_a_mapping_takes_away_what_stood_there() -> None:
    found = carried("""
    @scope.observe(default=True)
    def base(config):
        config.opt = ADict(name='sgd', momentum=0.9)

    @scope.observe()
    def adam(config):
        config.opt = {'name': 'adam'}
    """)
    assert view(found, "adam")["set"] == {"opt": {"name": "adam", "momentum": None}}


def test_an_order_that_ato_decides_is_kept_and_told() -> None:
    found = carried("""
    @scope.observe()
    def low(config):
        config.lr = 0.1

    @scope.observe()
    def high(config):
        config.lr = 0.3
    """)
    (left,) = found.left
    assert left.what == "ATC202 in 'high'"
    assert "  # atoc: ignore[ATC202] of equal priorities the later view wins, as in Ato\n  high:" in "".join(
        ato_runs.written(found).values()
    )


def test_names_that_the_language_does_not_take_are_changed_and_told() -> None:
    found = carried("""
    scope.observe('fast-run', config={'class': 1, 'log-every': 10}, default=True)

    @scope.observe(lazy=True)
    def help(config):
        config.steps = config['class'] + 1
    """)
    assert view(found, "fast_run")["set"] == {"class_": 1, "log_every": 10}
    assert {each.what for each in found.left} == {
        "fast-run",
        "help",
        "class",
        "log-every",
        "config.steps = config['class'] + 1",
    }


def test_defaults_of_argparse_stay_above_views_where_ato_has_them_so() -> None:
    head = "scope = Scope(name='toy', use_external_parser=True, external_priority=1)"
    found = carried(
        """
        parser = argparse.ArgumentParser()
        parser.add_argument('--lr', type=float, default=0.5)
        parser.add_argument('--out', default='runs')

        @scope.observe(default=True)
        def base(config):
            config.lr = 0.1
        """,
        head,
    )
    assert view(found, "argparse") == {"default": True, "priority": 1, "set": {"lr": 0.5}}
    assert fields(found)["out"] == {"type": "str", "default": "runs"}


def test_a_lazy_block_goes_before_lazy_views_whatever_their_priorities() -> None:
    found = carried("""
    @scope.observe(default=True, priority=5)
    def base(config):
        config.n = 1
        with Scope.lazy():
            config.n = config.n + 1

    @scope.observe(default=True, lazy=True)
    def double(config):
        config.n = config.n * 2
    """)
    assert view(found, "base_late")["priority"] < 0
    made = ato_runs.modules(found)
    assert ato_runs.ours(made, ("n=4",)) == {"toy": {"n": 10}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1\n", "makes no scope of Ato"),
        ("from ato.scope import Scope\nscope = Scope(\n", "toy.py:"),
        ("from lab import scope\n\n\n@scope.observe()\ndef big(config):\n    pass\n", "imported from 'lab'"),
        ("from ato.scope import Scope\na = Scope(name='a')\nb = Scope(name='b')\n", "makes several scopes"),
    ],
)
def test_a_script_that_makes_no_document_is_refused(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        carry((SourceFile("toy.py", text),), "toy.py", "named")


def test_a_scope_without_a_name_is_called_after_its_script() -> None:
    assert list(carried("", "scope = Scope()").documents) == ["toy.yaml"]


def test_a_config_file_that_is_not_there_is_left() -> None:
    found = carried("scope.observe('big', config=ADict.from_file('conf/none.yaml'))\n")
    assert [each.what for each in found.left] == [
        "scope.observe('big', config=ADict.from_file('conf/none.yaml'))"
    ]


def test_what_a_program_does_to_its_scope_is_told() -> None:
    found = carried("""
    @scope.observe(default=True)
    def base(config):
        config.lr = 0.1

    scope.assign('base')
    watch = scope.observe

    @watch(default=True)
    def late(config):
        config.lr = 0.2
    """)
    assert sorted(each.what for each in found.left) == [
        "scope.assign('base')",
        "watch = scope.observe",
    ]


def test_chains_that_cannot_be_followed_are_cut_and_told() -> None:
    found = carried("""
    @scope.observe(chain_with=['gppu', 'b'])
    def a(config):
        config.lr = 0.1

    @scope.observe(chain_with='a')
    def b(config):
        config.lr = 0.2

    @scope.observe(chain_with='gpu')
    def gpu(config):
        config.lr = 0.3
    """)
    assert [view(found, name).get("chain_with") for name in ("a", "b", "gpu")] == ["b", None, None]
    told = [(each.what, each.why) for each in found.left if each.what.startswith("chain_with")]
    assert told == [
        (
            "chain_with='gppu'",
            "there is no such view, so that 'a' fails in Ato and chains with nothing here; "
            "did you mean 'gpu'?",
        ),
        ("chain_with='a'", "leads back to the view itself, and is cut"),
        ("chain_with='gpu'", "leads back to the view itself, and is cut"),
    ]
    ato_runs.compiled(found)


def test_an_update_that_merges_takes_nothing_away() -> None:
    found = carried("""
    @scope.observe(default=True)
    def base(config):
        config.opt = ADict(name='sgd', momentum=0.9)

    @scope.observe()
    def adam(config):
        config.update({'opt': {'name': 'adam'}}, recurrent=True)
    """)
    assert view(found, "adam")["set"] == {"opt.name": "adam"}


def test_what_the_config_holds_from_the_start_can_be_taken_away() -> None:
    script = """
    from ato.adict import ADict
    from ato.scope import Scope
    scope = Scope(ADict(opt=ADict(name='sgd', momentum=0.9)), name='train')

    @scope.observe(default=True)
    def base(config):
        config.opt = {'name': 'adam'}
    """
    found = carry([SourceFile("toy.py", dedent(script))], "toy.py", "")
    assert found.left == ()
    assert view(found, "base")["set"] == {"opt": {"name": "adam", "momentum": None}}
    ato_runs.compiled(found)


def test_texts_and_rows_that_python_keeps_apart_are_left() -> None:
    found = carried("""
    @scope.observe(default=True)
    def base(config):
        config.lr = 0.5
        config.scale = 1
        config.shape = [3, 4]
        config.tags = {'a', 'b'}
        config.run = f'{config.lr}'

    @scope.observe(priority=1)
    def half(config):
        config.scale = 0.5

    @scope.observe(default=True, priority=2)
    def last(config):
        config.name = str(config.scale)
        config.square = config.shape == (4, 4)
    """)
    assert [each.what for each in found.left] == [
        "config.square = config.shape == (4, 4)",
        "config.name = str(config.scale)",
    ]
    assert view(found, "base")["set"]["tags"] == ["a", "b"]
    assert "config.run" not in str(found.left)

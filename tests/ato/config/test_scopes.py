"""Several scopes of a program on one command line."""

from __future__ import annotations

import subprocess
import sys
from functools import partial, wraps
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ato.config as ato
from tests.ato.config.scopes_sample import DATA, MODEL, SCOPES, Data, Model, told, values

ROOT = Path(__file__).resolve().parents[3]
NONE = "none of the scopes 'model' and 'data' has a"
DEFAULTS = {
    "model.backbone": "resnet50",
    "model.lr": 0.1,
    "data.dataset": "cifar10",
    "data.lr": 0.001,
    "data.share": 1.0,
}


@SCOPES.main
def program(model: Model, data: Data) -> tuple[float, float]:
    """Train a model on data."""
    return model.lr, data.lr


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the program with words: its value or exit status, and what it printed to both streams."""

    def run(*words: str, program: Any = program) -> tuple[object, str, str]:
        monkeypatch.setattr(sys, "argv", ["somewhere/train.py", *words])
        found: object
        try:
            found = program()
        except SystemExit as left:
            found = left.code
        out, err = capsys.readouterr()
        return found, out, err

    return run


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        ((), {}),
        (("model.lr=0.2",), {"model.lr": 0.2}),
        (("data.lr=0.2", "model.lr=3"), {"data.lr": 0.2, "model.lr": 3.0}),
        (("dataset=imagenet",), {"data.dataset": "imagenet"}),
        (("model.small",), {"model.backbone": "resnet18", "model.lr": 0.05}),
        (("small",), {"model.backbone": "resnet18", "model.lr": 0.05, "data.share": 0.1}),
        (("deep",), {"model.backbone": "resnet18", "model.lr": 0.05}),
        (("big", "model.optimizer=sgd"), {"data.dataset": "imagenet", "model.lr": 0.2}),
        (("optimizer=adam", "model.optimizer=adam"), {}),
        (("sampler=sorted", "optimizer=sgd"), {"model.lr": 0.2}),
    ],
    ids=repr,
)
def test_a_word_goes_to_the_scopes_that_it_is_about(
    words: tuple[str, ...], changed: dict[str, object]
) -> None:
    assert values(*words) == {**DEFAULTS, **changed}


def test_the_name_of_a_scope_in_front_is_never_that_of_a_field() -> None:
    configs = SCOPES.compose(overrides=["data.root=x", "data.model.hidden=3", "model.head.hidden=5"])
    assert (configs["data"].model.hidden, configs["model"].head.hidden) == (3, 5)  # type: ignore[attr-defined]
    assert told("root=x", "model.hidden=4") == [
        "model.hidden: the scope 'model' has no field 'hidden' | did you mean 'data.model.hidden' or "
        "'model.head.hidden' or 'model.head'?"
    ]


def test_a_bare_key_of_several_scopes_is_no_guess() -> None:
    assert told("root=x", "lr=3") == [
        "lr: the scopes 'model' and 'data' each have a key 'lr' | write model.lr=VALUE or data.lr=VALUE"
    ]


def test_an_ambiguous_input_is_not_told_to_be_missing_too() -> None:
    def schema(name: str) -> ato.Schema:
        class Inputs(ato.Config):
            __slots__ = ("root",)
            _fields = (ato.Field("root", ato.STR, input=True),)

        return ato.Schema(name, Inputs, required=("root",))

    with pytest.raises(ato.ConfigError) as error:
        ato.Scopes(schema("a"), schema("b")).compose(overrides=["root=x"])
    assert [each.subject for each in error.value.problems] == ["root"]


def test_a_group_and_a_field_of_one_name_are_told_apart_by_their_scopes() -> None:
    class Plain(ato.Config):
        __slots__ = ("optimizer",)
        _fields = (ato.Field("optimizer", ato.STR, "none"),)

    scopes = ato.Scopes(MODEL, ato.Schema("other", Plain))
    with pytest.raises(ato.ConfigError, match=r"write model\.optimizer=VIEW or other\.optimizer=VALUE"):
        scopes.compose(overrides=["optimizer=sgd"])
    configs = scopes.compose(overrides=["model.optimizer=sgd", "other.optimizer=mine"])
    assert [config.to_dict()[key] for config, key in zip(configs.values(), ("lr", "optimizer"))] == [
        0.2,
        "mine",
    ]


@pytest.mark.parametrize(
    ("word", "message", "help"),
    [
        ("modl.lr=3", f"modl.lr: {NONE} field 'modl.lr'", "did you mean 'model.lr'"),
        ("datset=x", f"datset: {NONE} field 'datset'", "did you mean 'data.dataset'?"),
        ("data.backbone=x", "data.backbone: the scope 'data' has no field 'backbone'", "did you mean 'model"),
        ("lrr=1", f"lrr: {NONE} field 'lrr'", "did you mean 'model.lr' or 'data.lr'"),
        ("smal", f"smal: {NONE} view 'smal'", "did you mean 'model.small' or 'data.small'?"),
        ("data.deep", "data.deep: the scope 'data' has no view 'deep'", "did you mean 'model.deep'?"),
        ("model", f"model: {NONE} view 'model'", "'model' is a scope; what it has is written model.VIEW or"),
        ("data", f"data: {NONE} view 'data'", "'data' is a scope; what it has is written data.VIEW or"),
        ("dataset", f"dataset: {NONE} view 'dataset'", "'data.dataset' is a field; set it as data.dataset=V"),
        ("optimizer", f"optimizer: {NONE} view 'optimizer'", "'model.optimizer' is a group; choose model.o"),
        ("deep=1", f"deep: {NONE} field 'deep'", "'model.deep' is a view; name it alone"),
        ("layers.0=1", f"layers.0: {NONE} field 'layers.0'", "'model.layers' is one value of type list[int]"),
        ("head=1", "head: 'model.head' is a struct (Head) and takes a mapping", "for example model.head"),
        ("backbone=vgg", "backbone=vgg: 'vgg' is not one of 'resnet18', 'resnet50'", ""),
        ("seed=1", "seed: 'model.seed' is final", ""),
        ("optimizer=lion", "model.optimizer=lion: 'lion' is not a view of the group 'model.optimizer'", ""),
        ("nothing_like_it=1", f"nothing_like_it: {NONE} field 'nothing_like_it'", ""),
    ],
)  # fmt: skip
def test_what_is_unknown_or_does_not_fit_is_told_with_its_scope(word: str, message: str, help: str) -> None:
    (only,) = told("root=x", word)
    said, _, more = only.partition(" | ")
    assert said.startswith(message)
    assert more.startswith(help)


def test_every_problem_of_all_scopes_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("model:\n  lr: -1\ndta: {}\n")
    problems = told(
        "small", "adam", "sgd", "modl", config=[tmp_path / "a.yaml"], env={"ATO_MODEL__HEAD__HIDDEN": "x"}
    )
    assert [line.partition(": ")[0].removeprefix(str(tmp_path)) for line in problems] == [
        "/a.yaml:3",
        "/a.yaml:2",
        "ATO_MODEL__HEAD__HIDDEN=x",
        "modl",
        "model.sgd",
        "data.root",
    ]


def test_a_problem_of_one_scope_hides_none_of_another() -> None:
    def broken(config: Any) -> int:
        return 1 // 0

    class Worked(ato.Config):
        __slots__ = ("half", "part")
        _fields = (ato.Field("part", ato.INT, 1), ato.Field("half", ato.INT, computed=True))

    other = ato.Schema("other", Worked, computed=(("half", broken),))
    for words, first in ((["model.lr=-1"], "model.lr=-1"), (["model.adam", "model.sgd"], "model.sgd")):
        with pytest.raises(ato.ConfigError) as error:
            ato.Scopes(MODEL, other).compose(overrides=words)
        assert [each.subject for each in error.value.problems] == [first, "other.half"]
        assert "default of 'other.half'" in error.value.problems[1].message


def test_a_value_that_a_shell_took_apart_is_told_with_its_scope() -> None:
    (problem,) = told("root=x", "layers=[1,", "2]")
    assert problem.startswith("layers: the value of 'layers' is spread over 2 words")
    (problem,) = told("root=x", "model.lr", "=", "3")
    assert problem.endswith("write model.lr=VALUE")


def test_no_message_holds_a_secret() -> None:
    for words in (("token=[hunter2",), ("model.token =hunter2",), ("model.token=[a,", "hunter2]")):
        assert "hunter2" not in "".join(told("root=x", *words))
    configs = SCOPES.compose(overrides=["root=x", "token=hunter2"])
    assert "hunter2" not in str(configs["model"].explain("token"))


def test_the_environment_sets_the_fields_of_each_scope() -> None:
    env = {"ATO_MODEL__LR": "0.3", "ATO_DATA__LR": "0.4", "ATO_DATA__FRACTION": "0.5", "ATO_OTHER__LR": "1"}
    with pytest.warns(DeprecationWarning, match="ATO_DATA__FRACTION is now called ATO_DATA__SHARE"):
        found = values("data.lr=0.6", env=env)
    assert found == {**DEFAULTS, "model.lr": 0.3, "data.lr": 0.6, "data.share": 0.5}


def test_a_variable_of_no_field_is_told_with_its_scope() -> None:
    assert told("root=x", env={"ATO_DATA__LRR": "1"}) == [
        "ATO_DATA__LRR: names no field of the scope 'data' | did you mean ATO_DATA__LR?"
    ]


def test_variables_of_scopes_whose_names_begin_alike_are_told_apart() -> None:
    class Small(ato.Config):
        __slots__ = ("x",)
        _fields = (ato.Field("x", ato.INT, 1),)

    scopes = ato.Scopes(ato.Schema("a", Small), ato.Schema("a__b", Small))
    configs = scopes.compose(env={"ATO_A__X": "2", "ATO_A__B__X": "3"})
    assert [config.to_dict() for config in configs.values()] == [{"x": 2}, {"x": 3}]
    with pytest.raises(ato.ConfigError, match="ATO_A__B__Y: names no field of the scope 'a__b'"):
        scopes.compose(env={"ATO_A__B__Y": "3"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", "model: {lr: 3, head: {hidden: 4}}\ndata: {root: x, fraction: 0.5}"),
        ("a.yaml", "model.lr: 3\nmodel.head: {hidden: 4}\ndata: {root: x}\ndata.share: 0.5"),
        ("a.json", '{"model": {"lr": 3, "head.hidden": 4}, "data": {"root": "x", "share": 0.5}}'),
        ("a.toml", '[model]\nlr = 3\nhead.hidden = 4\n[data]\nroot = "x"\nshare = 0.5\n'),
    ],
)
@pytest.mark.filterwarnings("ignore:'data.fraction' is now called 'data.share'")
def test_a_file_has_the_scopes_on_top(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    configs: Any = SCOPES.compose(config=[tmp_path / name])
    model, data = configs.values()
    assert (model.lr, model.head.hidden, str(data.root), data.share) == (3.0, 4, "x", 0.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("lr: 3", ":1: lr: there is no scope 'lr' here | a key stands below its scope, as in model.lr or"),
        ("modle: {lr: 3}", ":1: modle: there is no scope 'modle' here | did you mean 'model'?"),
        ("zebra.lr: 3", ":1: zebra.lr: there is no scope 'zebra' here | the scopes are model, data"),
        ("model: 3", ":1: model: 'model' is a scope and takes a mapping of its fields"),
        ("data:\n", ":1: data: 'data' is a scope and takes a mapping of its fields"),
        ("\nmodel:\n  lrr: 3", ":3: model.lrr: the scope 'model' has no field 'lrr' | did you mean"),
        ("\nmodel.lr: no", ":2: model.lr: 'no' is not a float"),
        ("model: {lr: 1}\nmodel.lr: 2", ":2: model.lr: 'model.lr' is given twice in this file; see "),
        ("model: {seed: 8}", ":1: model.seed: 'model.seed' is final"),
        ("[]", ": a file of values holds a mapping"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_told_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    (only,) = told("root=x", config=[path])
    assert only.removeprefix(str(path)).startswith(message)


def test_a_final_value_may_be_repeated_by_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("model: {seed: 7}")
    assert values(config=[tmp_path / "a.yaml"]) == DEFAULTS


def test_what_is_deprecated_is_warned_of_with_its_scope() -> None:
    with pytest.warns(DeprecationWarning, match=r"data\.") as warned:
        SCOPES.compose(overrides=["root=x", "fraction=0.5", "data.workers=3"])
    assert [str(each.message) for each in warned] == [
        "'data.fraction' is now called 'data.share'",
        "'data.workers' is deprecated: it is chosen by itself",
    ]


def test_views_are_named_as_words_are() -> None:
    by_views = SCOPES.compose(["small", "model.deep"], ["root=x"])
    assert by_views == SCOPES.compose(overrides=["small", "model.deep", "root=x"])
    with pytest.raises(ato.ConfigError, match="has a view 'smal'"):
        SCOPES.compose(["smal"], ["root=x"])
    assert SCOPES.compose("small", "root=x") == SCOPES.compose(["small"], ["root=x"])


def test_each_scope_comes_to_what_it_comes_to_alone() -> None:
    configs = SCOPES.compose(overrides=["small", "root=x", "model.lr=3"])
    assert configs["model"] == MODEL.compose(["small"], ["lr=3"])
    assert configs["data"] == DATA.compose(["small"], ["root=x"])


def test_a_config_is_explained_by_its_own_keys_or_with_the_scope_in_front() -> None:
    config = SCOPES.compose(overrides=["root=x", "model.lr=3"])["model"]
    assert config.explain("lr").to_dict() == config.explain("model.lr").to_dict()
    assert (config.explain("lr").key, config.explain("lr").writes[0].text) == ("lr", "model.lr=3")


def test_the_function_is_called_with_a_config_for_each_parameter(call: Any) -> None:
    assert call("root=x", "model.lr=0.5", "data.lr=0.25") == ((0.5, 0.25), "", "")
    assert (program.__name__, program.__doc__) == ("program", "Train a model on data.")


def test_parameters_may_stand_in_any_order_and_be_of_any_kind(call: Any) -> None:
    def by_name(*, data: Data, model: Model) -> tuple[float, float]:
        return model.lr, data.lr

    def by_position(data: Data, /, model: Model) -> tuple[float, float]:
        return model.lr, data.lr

    @wraps(by_name)
    def wrapped(**configs: Any) -> tuple[float, float]:
        return by_name(**configs)

    class Caller:
        def __call__(self, data: Data, model: Model) -> tuple[float, float]:
            return model.lr, data.lr

        def method(self, model: Model, data: Data) -> tuple[float, float]:
            return model.lr, data.lr

    for function in (by_name, by_position, wrapped, Caller(), Caller().method, partial(by_position)):
        assert call("root=x", "model.lr=3", program=SCOPES.main(function))[0] == (3.0, 0.001)


def test_only_the_scopes_that_are_asked_for_take_part(call: Any) -> None:
    @SCOPES.main
    def train(model: Model) -> float:
        return model.lr

    assert call("lr=3", "small", program=train) == (3.0, "", "")
    assert call("model.lr=3", program=train)[0] == 3.0
    status, _, err = call("data.lr=3", program=train)
    assert (status, err.splitlines()[0]) == (2, "error: data.lr: the scope 'model' has no field 'data.lr'")
    assert "\nlr: 0.1\n" in call("--print", "yaml", program=train)[1]


@pytest.mark.parametrize(
    ("parameters", "problems"),
    [
        ("modle, data", "modle: the parameter of 'train' names no scope\n  help: did you mean 'model'?"),
        ("model, zebra=3", "zebra: the parameter of 'train' names no scope\n  help: the scopes are"),
        ("model, *data", "*data: the parameter of 'train' names no scope\n  help: did you mean 'data'?"),
        ("model, **rest", "**rest: the parameter of 'train' names no scope\n  help: the scopes are"),
        ("", "train: takes no parameter, and so asks for no scope\n  help: the scopes are model, data"),
    ],
)  # fmt: skip
def test_a_parameter_that_names_no_scope_is_refused_when_the_program_is_made(
    parameters: str, problems: str
) -> None:
    made: dict[str, Any] = {}
    exec(f"def train({parameters}): pass", made)  # noqa: S102
    wrapped: Any = partial(made["train"])
    wrapped.__name__ = "train"
    for function in (made["train"], wrapped):
        with pytest.raises(ato.ConfigError) as error:
            SCOPES.main(function)
        assert str(error.value).startswith(problems)


def test_scopes_have_names_of_their_own() -> None:
    with pytest.raises(ato.ConfigError, match="model: two scopes have this name"):
        ato.Scopes(MODEL, DATA, MODEL)
    with pytest.raises(ato.ConfigError, match="takes the schema of one scope or more"):
        ato.Scopes()
    assert repr(SCOPES) == "Scopes(model, data)"


@pytest.mark.parametrize("format", ["yaml", "json", "toml"])
@pytest.mark.filterwarnings("ignore:'data.workers' is deprecated")
def test_what_is_printed_can_be_given_back(call: Any, tmp_path: Path, format: str) -> None:
    words = ("root=a b", "small", "model.lr=0.2", "model.layers=[1, 2]")
    status, out, err = call(*words, "--print", format)
    assert (status, err) == (0, "")
    path = tmp_path / f"printed.{format}"
    path.write_text(out)
    again = SCOPES.compose(overrides=["model.token=null"], config=[path])  # a secret is printed as stars
    assert again == SCOPES.compose(overrides=words)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(
        st.sampled_from([
            "small", "model.small", "data.small", "deep", "big", "optimizer=sgd", "model.optimizer=adam",
            "model.lr=0.5", "data.lr=2", "share=0.25", "head={hidden: 3}", "data.model.rate=1", "layers=[4]",
        ])
    ).filter(lambda words: "optimizer=sgd" not in words or "model.optimizer=adam" not in words)
)  # fmt: skip
def test_a_line_over_both_scopes_says_what_a_line_for_each_does(words: list[str]) -> None:
    model = {"small", "deep", "optimizer=sgd", "head={hidden: 3}", "layers=[4]"}
    data = {"small", "big", "share=0.25"}
    configs = SCOPES.compose(overrides=["root=x", *words])
    for schema, bare, more in ((MODEL, model, []), (DATA, data, ["root=x"])):
        own = [
            word.removeprefix(f"{schema.name}.")
            for word in words
            if word.startswith(f"{schema.name}.") or word in bare
        ]
        assert configs[schema.name] == schema.compose(overrides=[*more, *own])


def test_explain_takes_the_scope_or_tells_of_every_scope_that_has_the_key(call: Any) -> None:
    status, out, err = call("root=x", "model.lr=3", "--explain", "model.lr", "--explain=dataset")
    assert (status, err) == (0, "")
    assert out.startswith("model.lr = 3.0\n")
    assert "\ndata.dataset = cifar10\n" in out
    assert "\ndata.lr" not in out
    status, out, _ = call("root=x", "--explain", "lr", "--explain", "model.head")
    assert [line for line in out.splitlines() if line[:1].isalpha()] == [
        "model.lr = 0.1",
        "data.lr = 0.001",
        "model.head: Head",
        "model.head.hidden = 128",
        "model.head.rate = 0.5",
    ]


def test_a_key_to_explain_that_no_scope_has_is_told_with_the_nearest(call: Any) -> None:
    status, _, err = call("root=x", "--explain", "datset")
    assert status == 2
    assert "error: datset: none of the scopes 'model' and 'data' has a field 'datset'" in err
    assert "help: did you mean 'data.dataset'?" in err


def test_the_manual_has_a_block_for_each_scope(call: Any) -> None:
    status, out, _ = call("manual")
    assert status == 0
    assert [line for line in out.splitlines() if line.startswith("[Scope")] == [
        '[Scope "model"]',
        '[Scope "data"]',
    ]
    assert "defaults → adam → small → sgd → deep → (CLI Inputs)" in out
    assert "big" in out
    out = call("data.big", "manual")[1]
    assert "defaults → adam → (CLI Inputs)" in out
    assert "random → big → (CLI Inputs)" in out


def test_help_covers_all_scopes(call: Any) -> None:
    status, out, _ = call("--help")
    assert status == 0
    assert out.startswith(
        "Usage: train.py [VIEW | KEY=VALUE | GROUP=VIEW]... [OPTION]...\n\nTrain a model on data.\n"
    )
    for start in (
        "model.small",
        "data.small",
        "model.optimizer",
        "data.sampler",
        "model.lr: float (> 0)",
        "data.lr:",
    ):
        assert f"\n  {start}" in out


@pytest.mark.parametrize(
    ("words", "help"),
    [
        (("--lr", "3"), "write model.lr=VALUE or data.lr=VALUE"),
        (("--model.lr=3",), "write model.lr=VALUE"),
        (("--optimizer", "sgd"), "write model.optimizer=VIEW"),
        (("--small",), "write small"),
    ],
)  # fmt: skip
def test_dashes_before_what_a_scope_has_are_told(call: Any, words: tuple[str, ...], help: str) -> None:
    status, _, err = call("root=x", *words)
    assert status == 2
    assert err.splitlines()[1] == f"  help: {help}"
    assert "1 problem;" in err


def test_warnings_of_all_scopes_are_told_on_stderr(call: Any) -> None:
    found, _, err = call("root=x", "data.workers=4", "fraction=1")
    assert found == (0.1, 0.001)
    assert err == (
        "warning: 'data.workers' is deprecated: it is chosen by itself\n"
        "warning: 'data.fraction' is now called 'data.share'\n"
    )


LAZY = """
import generated
seen = []
def loaded():
    return sorted(name for name in sys.modules if name.startswith(("generated.", "ato.config._schema")))
seen.append(loaded())
@generated.main
def one(data): pass
seen.append(loaded())
@generated.main
def two(model, data): pass
seen.append(loaded())
print(seen, [name for name in ("typing", "inspect", "re", "dataclasses", "pathlib") if name in sys.modules])
"""


def test_only_the_modules_of_the_scopes_that_are_asked_for_are_imported() -> None:
    paths = f"import sys\nsys.path[:0] = {[str(ROOT), str(ROOT / 'runtime')]}\n"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", paths + LAZY], capture_output=True, text=True, check=True
    )
    asked = ["ato.config._schema", "generated.data"]
    assert ran.stdout.strip() == f"{[asked[:1], asked, [*asked, 'generated.model']]} []"


def test_a_scope_may_be_called_self() -> None:
    class Named(ato.Configs):
        __slots__ = ("self",)

    held = MODEL.compose()
    assert getattr(Named(self=held), "self") is held  # noqa: B009  which the checkers know by its slot alone

"""Words of a command line: what they set, and what is told when they cannot be taken."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

import ato.config as ato
from tests.ato.config.sample import _SCHEMA, Model, composed


def problems(*words: str) -> list[str]:
    with pytest.raises(ato.ConfigError) as caught:
        composed(*words)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("word", "key", "value"),
    [
        ("lr=1", "lr", 1.0),
        ("lr=1e-3", "lr", 1e-3),
        ("epochs=1_000", "epochs", 1000),
        ("batch_size=0x10", "batch_size", 16),
        ("dataset=imagenet", "dataset", "imagenet"),
        ("dataset='imagenet'", "dataset", "imagenet"),
        ("name=two words, [as they are] = 'here'", "name", "two words, [as they are] = 'here'"),
        ("name=NO", "name", "NO"),
        ("name=1e5", "name", "1e5"),
        ("name='null'", "name", "null"),
        ('name="null"', "name", "null"),
        ("name=%null%", "name", "null"),
        ("name=%50% off%", "name", "50% off"),
        ("name=%%", "name", ""),
        ("name=", "name", ""),
        ("name=%", "name", "%"),
        ("name=it's", "name", "it's"),
        ("name=${epochs}", "name", "${epochs}"),
        ("name=__import__('os')", "name", "__import__('os')"),
        ("token=", "token", ""),
        ("token=null", "token", None),
        ("token='null'", "token", "null"),
        ("tags=[a, 'b c', %d, e%]", "tags", ("a", "b c", "d, e")),
        ("tags=[]", "tags", ()),
        ("options={a: 1, b.c: 2}", "options", {"a": 1, "b.c": 2}),
        ("extra=[1, '1', {a: null}]", "extra", (1, "1", {"a": None})),
        ("extra=1.5", "extra", 1.5),
        ("extra='1.5'", "extra", "1.5"),
        ("extra=", "extra", ""),
        ("head={backbone: vit_s}", "head", Model(backbone="vit_s")),
        ("head=null", "head", None),
        ("layers=[{backbone: vit_s, hidden: 1}]", "layers", (Model(backbone="vit_s", hidden=1),)),
        ("cache=1h30m", "cache", timedelta(hours=1, minutes=30)),
        ("data_dir=a/b c", "data_dir", Path("a/b c")),
        ("train.lr=2", "lr", 2.0),
        ("train.optimizer=sgd", "lr", 0.1),
        ("train.model={hidden: 3}", "model", Model(backbone="resnet50", hidden=3)),
    ],
)
def test_a_value_is_read_by_the_type_of_its_field(word: str, key: str, value: object) -> None:
    found = getattr(composed(word), key)
    assert (found, type(found)) == (value, type(value) if not isinstance(value, dict) else ato.FrozenDict)


def test_later_words_win() -> None:
    assert composed("lr=1", "lr=2").lr == 2
    assert composed("name='a'", "name=b").name == "b"


def test_a_struct_as_a_mapping_writes_its_leaves() -> None:
    config = composed("model={hidden: 3}", "model.backbone=vit_s")
    assert config.model == Model(backbone="vit_s", hidden=3)
    assert [outside.leaf.path for outside in config._origin.outside[1:]] == ["model.hidden", "model.backbone"]


def test_views_are_named_alone_or_by_their_group() -> None:
    assert composed("high_lr").lr == 3e-3
    assert composed("optimizer=sgd").lr == 0.1
    assert composed("train.high_lr").lr == 3e-3


def test_two_words_that_choose_different_views_of_a_group_are_refused() -> None:
    assert problems("optimizer=sgd", "lr=1", "optimizer=adam") == [
        "optimizer=adam: the group 'optimizer' takes one view, and optimizer=sgd names another\n"
        "  help: leave out one of optimizer=sgd, optimizer=adam"
    ]
    assert "takes one view" in problems("adam", "optimizer=sgd")[0]


def test_a_view_of_a_group_may_be_chosen_twice() -> None:
    assert composed("optimizer=sgd", "optimizer=sgd").lr == 0.1
    assert composed("sgd", "optimizer=sgd").lr == 0.1


def test_a_field_hides_a_group_of_the_same_name() -> None:
    schema = ato.Schema("s", Model, views=(ato.View("vit_s", group="backbone"),), groups={"backbone": None})
    assert schema.compose(overrides=["backbone=vit_s"])._origin.named == ()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        _SCHEMA.compose(
            ("hig_lr",), ("lr=fast", "model.hiden=3", "epochs=0", "optimizer=long_run", "sgd", "adam")
        )
    assert [str(problem) for problem in caught.value.problems] == [
        "hig_lr: the scope 'train' has no view 'hig_lr'\n  help: did you mean 'high_lr'?",
        "lr=fast: 'fast' is not a float",
        "model.hiden: the scope 'train' has no field 'model.hiden'\n  help: did you mean 'model.hidden'?",
        "epochs=0: 0 must be at least 1",
        "optimizer=long_run: 'long_run' is a view, but none of the group 'optimizer'\n"
        "  help: the group has adam, sgd",
        "adam: the group 'optimizer' takes one view, but 'sgd' is named and 'adam' is named\n"
        "  help: leave out one of sgd, adam",
        "data_dir: is an input and has no value\n  help: give it as data_dir=VALUE",
    ]


def test_an_input_with_a_bad_value_is_not_called_missing_too() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        _SCHEMA.compose(overrides=["data_dir="])
    assert [problem.subject for problem in caught.value.problems] == ["data_dir="]


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("lr='0.1'", "lr='0.1': '0.1' is not a float; remove the quotes"),
        ("epochs=010", "epochs=010: '010' is not an int; numbers do not begin with 0"),
        ("dataset=mnist", "dataset=mnist: 'mnist' is not one of 'cifar10', 'imagenet'"),
        ("batch_size=7", "batch_size=7: 7 must be a multiple of 2"),
        ("name=null", "name=null: null is not a str; write it in quotes if text is meant"),
        ("tags=a", "tags=a: 'a' is not a list[str]"),
        ("tags=(a, b)", "help: a list is written in brackets: [a, b]"),
        ("tags=a,b", "help: a list is written in brackets: [a,b]"),
        ("tags=[a, null]", "tags=[a, null]: at [1]: null is not a str"),
        ("tags=[a", "tags=[a: the [ at character 1 is not closed"),
        ("options={a: x, b: y}", "at a: 'x' is not an int; at b: 'y' is not an int"),
        (
            "options.a=1",
            "help: 'options' is one value of type dict[str, int]; give it whole as options=VALUE",
        ),
        ("head.hidden=1", "help: 'head' is one value of type Model | None; give it whole"),
        ("model=vit_s", "model: 'model' is a struct (Model) and takes a mapping of its fields"),
        ("model={hiden: 1}", "model.hiden: the scope 'train' has no field 'model.hiden'"),
        ("seed=8", "seed: 'seed' is final: only its default and the default views may set it"),
        ("high_lr=3", "help: 'high_lr' is a view; name it alone on the command line"),
        ("epochs", "help: 'epochs' is a field; set it as epochs=VALUE"),
        ("optimizer", "help: 'optimizer' is a group; choose optimizer=adam or optimizer=sgd"),
        ("optimizer=rmsprop", "'rmsprop' is not a view of the group 'optimizer'"),
        ("=hunter2", "=…: a value is given as KEY=VALUE, without spaces around the '='"),
        ("token =hunter2", "token =…: a value is given as KEY=VALUE, without spaces around the '='"),
        ("name=caf\udce9", "holds bytes that are no UTF-8 text"),
        ("epochs=" + "9" * 5000, "is not an int"),
        ("epochs=0x" + "f" * 3400 + "z", "is not an int"),
        ("", "'': the scope 'train' has no view ''"),
        ("\x1b[31mred", r"\x1b[31mred: the scope 'train' has no view '\x1b[31mred'"),
        ("a\nb=1", r"a\nb: the scope 'train' has no field 'a\nb'"),
        ("optimizer=\ud800", r"'\ud800' is not a view of the group 'optimizer'"),
        ("x" * 5000, "has no view 'xxx"),
        ("x" * 5000 + "=1", "has no field 'xxx"),
        ("optimizer=" + "x" * 5000, "is not a view of the group"),
        ("other.lr=1", "other.lr: the scope 'train' has no field 'other.lr'\n  help: did you mean 'lr'?"),
    ],
)
def test_a_problem_names_the_word_and_says_what_to_do(word: str, told: str) -> None:
    found = problems(word)
    assert len(found) == 1
    assert told in found[0]
    assert len(found[0]) < 500
    assert found[0].replace("\n", "").isprintable()
    assert "hunter2" not in found[0]


def test_a_value_that_the_shell_took_apart_is_told_once_with_the_word_to_paste() -> None:
    assert problems("tags=[1,", "2,", "3]", "lr=x") == [
        "tags: the value of 'tags' is spread over 3 words of the command line\n"
        "  help: quote the whole word, so that the shell keeps it together: 'tags=[1, 2, 3]'",
        "lr=x: 'x' is not a float",
    ]
    assert "'name=%two words%'" in problems("name=%two", "words%")[0]


@pytest.mark.parametrize(
    "words", [("token", "=", "hunter2"), ("token", "=hunter2"), ("token=", "hunter2"), ("token = hunter2",)]
)
def test_spaces_around_the_sign_are_one_problem_that_does_not_quote_the_value(words: tuple[str, ...]) -> None:
    (told,) = problems(*words)
    assert "a value is given as KEY=VALUE, without spaces around the '='" in told
    assert "help: write token=VALUE" in told
    assert "hunter2" not in told


def test_an_empty_text_may_stand_before_other_words() -> None:
    config = composed("name=", "high_lr", "name=", "lr=1")
    assert (config.name, config.lr) == ("", 1.0)


def test_words_that_stand_for_themselves_are_not_parts_of_a_value() -> None:
    config = composed("name=%half", "high_lr", "name=50%")
    assert (config.name, config.lr) == ("50%", 3e-3)


def test_a_secret_never_stands_in_a_message_or_in_the_record() -> None:
    told = "\n".join(
        problems(
            "token=[hunter2", "account.token=null", "account={token: null, usr: hunter2}", "tokn=hunter2"
        )
    )
    assert "hunter2" not in told
    assert "account.token=***: the value does not fit str and its constraints" in told
    config = composed("token=hunter2", "account={token: hunter2, user: 'a'}")
    assert (config.token, config.account.token) == ("hunter2", "hunter2")
    assert [outside.text for outside in config._origin.outside[1:]] == [
        "token=***",
        "account=***",
        "account=***",
    ]


def test_what_stands_in_a_secret_struct_is_never_quoted() -> None:
    class Vault(ato.Config):
        __slots__ = ("keys",)
        _fields = (ato.Field("keys", ato.Struct(Model), secret=True),)

    schema = ato.Schema("s", Vault)
    for word in ("keys=[hunter2", "keys={hidden: hunter2}", "keys.hidden=hunter2", "keys={hidden: hunter2"):
        with pytest.raises(ato.ConfigError) as caught:
            schema.compose(overrides=[word])
        assert "hunter2" not in str(caught.value)


def test_a_value_that_holds_a_secret_deep_inside_is_never_quoted() -> None:
    class Holder(ato.Config):
        __slots__ = ("account",)
        _fields = (
            ato.Field("account", ato.Union(ato.List(_SCHEMA.leaves["account.token"].field.type), ato.NULL)),
        )

    class Outer(ato.Config):
        __slots__ = ("inner",)
        _fields = (ato.Field("inner", ato.Union(ato.Struct(type(composed().account)), ato.INT)),)

    assert not Holder._fields[0].is_discreet
    with pytest.raises(ato.ConfigError) as caught:
        ato.Schema("s", Outer).compose(overrides=["inner={token: hunter2, port: 1}"])
    assert str(caught.value) == ("inner=***: the value does not fit Account | int and its constraints")


def test_renamed_and_deprecated_names_still_work_with_a_warning() -> None:
    with pytest.warns(DeprecationWarning, match="'passes' is now called 'epochs'"):
        assert composed("passes=3").epochs == 3
    with pytest.warns(DeprecationWarning, match="'passes' is now called 'epochs'"):
        assert composed("train.passes=3").epochs == 3
    with pytest.warns(DeprecationWarning, match="'network.hidden' is now called 'model.hidden'"):
        assert composed("network.hidden=3").model.hidden == 3
    with pytest.warns(DeprecationWarning, match="'network' is now called 'model'"):
        assert composed("network={backbone: vit_s}").model.backbone == "vit_s"
    with pytest.warns(DeprecationWarning, match="'speed' is deprecated: use lr") as caught:
        composed("speed=3", "speed=4")
    assert len(caught) == 1
    assert caught[0].filename == __file__


def test_a_single_text_is_one_word_and_a_generator_is_read_once() -> None:
    assert _SCHEMA.compose(overrides="data_dir=a b").data_dir == Path("a b")
    assert _SCHEMA.compose(overrides=(word for word in ["data_dir=a", "lr=1"])).lr == 1

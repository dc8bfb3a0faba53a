"""The phases of composing, and what is told when a selection cannot be composed."""

from __future__ import annotations

import pickle

import pytest

import ato.config as ato
from ato.config.composing._compose import MEMO_SIZE, replay
from ato.config.composing._record import Record
from tests.ato.config.sample import _SCHEMA, Model, Train, compose, composed


def steps(record: Record, path: str) -> list[tuple[object, str, str]]:
    return [(step.value, step.phase, step.by) for step in record.steps if step.path == path]


def replayed(config: ato.Config) -> Record:
    again, record = replay(config._origin)
    assert again == config
    return record


def test_the_last_write_of_the_last_phase_is_the_value() -> None:
    config = composed("lr=0.5", views=("long_run",))
    assert (config.lr, config.epochs, config.tags) == (0.5, 200, ("long",))


def test_lazy_views_see_and_may_overwrite_what_comes_from_outside() -> None:
    assert composed("batch_size=8").batch_size == 8
    assert composed("batch_size=8", "dataset=imagenet").batch_size == 16


def test_a_computed_default_follows_everything_unless_something_set_it() -> None:
    assert composed("epochs=90").warmup == 9
    assert composed("epochs=90", "warmup=1").warmup == 1


def test_the_record_holds_every_write_in_order() -> None:
    record = replayed(composed("lr=0.5", "lr=0.25", views=("high_lr",)))
    assert steps(record, "lr") == [
        (1e-3, "view", "defaults"),
        (3e-3, "view", "high_lr"),
        (0.5, "outside", "command line"),
        (0.25, "outside", "command line"),
    ]
    assert steps(record, "warmup") == [(5, "computed", "")]
    assert record.skipped == ["shapes"]


def test_composing_twice_shares_what_nothing_changed() -> None:
    first, second = composed(), composed("lr=0.5")
    assert first.account is second.account
    assert first.model is second.model
    assert composed("model.hidden=3").model is not first.model
    assert composed().model.hidden == 128


def test_views_that_were_asked_for_are_kept_within_a_bound() -> None:
    schema = ato.Schema("s", Train, views=tuple(ato.View(f"v{i}") for i in range(MEMO_SIZE + 50)))
    for view in schema.views:
        schema.compose((view.name,))
    assert len(schema._memo) <= MEMO_SIZE


def test_an_input_that_is_missing_is_told_with_what_to_do() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        compose()
    assert str(caught.value) == "data_dir: is an input and has no value\n  help: give it as data_dir=VALUE"


def test_a_field_that_nothing_sets_is_told() -> None:
    schema = ato.Schema("s", Train, required=("lr", "model.backbone"))
    with pytest.raises(ato.ConfigError) as caught:
        schema.compose()
    assert [str(problem).splitlines()[0] for problem in caught.value.problems] == [
        "lr: has no value",
        "model.backbone: has no value",
    ]


class Pair(ato.Config):
    __slots__ = ("a", "b", "secret")
    _fields = (
        ato.Field("a", ato.INT, 1, ge=0),
        ato.Field("b", ato.INT, computed=True, le=10),
        ato.Field("secret", ato.STR, "hunter2", secret=True),
    )


def failing(function: object, default: str = "b") -> str:
    schema = ato.Schema("s", Pair, computed=((default, function),))  # type: ignore[arg-type]
    with pytest.raises(ato.ConfigError) as caught:
        schema.compose()
    return str(caught.value)


def test_an_expression_that_fails_is_told_and_not_traced() -> None:
    assert failing(lambda c: 1 // 0) == (
        "b: the default of 'b' cannot be worked out: integer division or modulo by zero"
    )
    assert failing(lambda c: c.a * 100) == "b: the default of 'b' does not fit: 100 must be at most 10"
    assert failing(lambda c: c.b) == "b: the default of 'b' cannot be worked out: 'b' has no value yet"


def test_a_view_may_read_a_computed_default_which_is_then_worked_out_by_the_state_so_far() -> None:
    lazy = ato.View("lazy", default=True, lazy=True, computed={"secret": lambda c: f"from {c.b}"})
    schema = ato.Schema("s", Pair, views=(lazy,), computed=(("b", lambda c: c.a + 1),))
    config = schema.compose(overrides=["a=4"])
    assert (config.secret, config.b) == ("from 5", 5)  # type: ignore[attr-defined]
    assert schema.compose(overrides=["b=7"]).secret == "from 7"  # type: ignore[attr-defined]
    assert [step.phase for step in replayed(config).steps if step.path == "b"] == ["computed"]


def test_a_computed_default_that_was_read_early_still_follows_later_writes() -> None:
    views = (
        ato.View("reads", default=True, computed={"secret": lambda c: str(c.b)}),
        ato.View("writes", default=True, priority=1, writes={"a": 8}),
    )
    config: ato.Config = ato.Schema("s", Pair, views=views, computed=(("b", lambda c: c.a + 1),)).compose()
    assert (config.secret, config.b) == ("2", 9)  # type: ignore[attr-defined]


def test_a_secret_never_stands_in_the_message_of_an_expression() -> None:
    told = "b: the default of 'b' cannot be worked out: why is not told, since a secret is read or written"
    assert failing(lambda c: int(c.secret)) == told
    assert failing(lambda c: {}[c.secret.upper()]) == told
    assert failing(lambda c: [int(text) for text in [c.secret + str(c.a)]]) == told
    assert "hunter2" not in failing(lambda c: c.secret * 50)


def test_a_value_that_a_secret_field_refuses_is_not_quoted() -> None:
    class Vault(ato.Config):
        __slots__ = ("keys",)
        _fields = (ato.Field("keys", ato.Struct(Pair), secret=True),)

    view = ato.View("v", default=True, computed={"keys.a": lambda c: "hunter2"})
    with pytest.raises(ato.ConfigError) as caught:
        ato.Schema("s", Vault, views=(view,)).compose()
    assert str(caught.value) == (
        "keys.a: the value of 'keys.a' in the view 'v' does not fit: "
        "why is not told, since a secret is read or written"
    )


def test_a_key_that_is_not_there_is_told_as_such() -> None:
    assert failing(lambda c: {}["x"]).endswith("cannot be worked out: there is no key 'x'")


def test_a_missing_input_is_told_beside_what_the_views_do_wrong() -> None:
    with pytest.raises(ato.ConfigError) as caught:
        compose("adam", "sgd")
    assert [problem.subject for problem in caught.value.problems] == ["sgd", "data_dir"]
    failing_view = ato.View("v", lazy=True, default=True, computed={"lr": lambda c: 1 / 0})
    schema = ato.Schema("s", Train, views=(failing_view,), required=("lr", "data_dir"))
    with pytest.raises(ato.ConfigError) as caught:
        schema.compose()
    assert [problem.subject for problem in caught.value.problems] == ["lr", "data_dir"]


def test_what_is_no_text_is_told_as_such() -> None:
    for views, overrides in (((["adam"],), ()), ((), (0.5,)), (("adam",), (("token", "hunter2"),))):
        with pytest.raises(
            ato.ConfigError, match=r"(list: a view|(float|tuple): an override) is given as text"
        ):
            _SCHEMA.compose(views, overrides)  # type: ignore[arg-type]


def test_all_failing_expressions_are_told_at_once() -> None:
    view = ato.View("v", default=True, when=lambda c: c.a / 0 > 1)
    other = ato.View("w", default=True, lazy=True, computed={"a": lambda c: -1})
    schema = ato.Schema("s", Pair, views=(view,), computed=(("b", lambda c: c.secret[99]),))
    with pytest.raises(ato.ConfigError, match="condition of the view 'v' cannot be worked out: division"):
        schema.compose()
    schema = ato.Schema("s", Pair, views=(other,), computed=(("b", lambda c: c.secret[99]),))
    with pytest.raises(ato.ConfigError) as caught:
        schema.compose()
    assert [problem.subject for problem in caught.value.problems] == ["a", "b"]


def test_what_replace_changed_is_the_last_phase_of_the_record() -> None:
    config = composed("lr=0.5").replace(lr=0.1, model={"hidden": 2}).replace(epochs=3)
    record = replayed(config)
    assert steps(record, "lr")[-1] == (0.1, "replaced", "")
    assert steps(record, "model.hidden") == [(128, "default", ""), (2, "replaced", "")]
    assert steps(record, "epochs")[-1] == (3, "replaced", "")
    assert config.warmup == 5


def test_a_struct_that_is_replaced_whole_writes_the_leaves_that_differ() -> None:
    config = composed()
    changed = config.replace(model=config.model.replace(hidden=3))
    record = replayed(changed)
    assert [step.path for step in record.steps if step.phase == "replaced"] == ["model.hidden"]


def test_an_optional_struct_is_one_value_that_is_replaced() -> None:
    config = composed("head={backbone: vit_s}").replace(head={"hidden": 3})
    assert config.head == Model(backbone="vit_s", hidden=3)
    assert steps(replayed(config), "head")[-1] == (config.head, "replaced", "")


def test_a_request_survives_pickling() -> None:
    config = composed("lr=0.5", "token=hunter2", views=("high_lr",)).replace(epochs=4)
    again = pickle.loads(pickle.dumps(config))  # noqa: S301
    assert again == config
    assert replayed(again).steps == replayed(config).steps
    assert again._origin.schema is _SCHEMA

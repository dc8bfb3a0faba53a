"""Who set a value: explanations and traces of configs that a schema by hand composes."""

from __future__ import annotations

import json

import pytest

import ato.config as ato
from ato.config.explained._causality import BY_HAND, explain
from ato.config.explained._manifest import Manifest


class Model(ato.Config):
    __slots__ = ("hidden", "token")
    __match_args__ = ("hidden", "token")
    _fields = (ato.Field("hidden", ato.INT, 8), ato.Field("token", ato.STR, "hidden1", secret=True))


class Toy(ato.Config):
    __slots__ = ("lr", "model", "steps", "tags")
    __match_args__ = ("lr", "model", "steps", "tags")
    _fields = (
        ato.Field("lr", ato.FLOAT, 1.0),
        ato.Field("model", ato.Struct(Model)),
        ato.Field("steps", ato.INT, computed=True),
        ato.Field("tags", ato.List(ato.STR), ()),
    )


SCHEMA = ato.Schema(
    "toy",
    Toy,
    views=(
        ato.View("base", default=True, writes={"lr": 2.0}),
        ato.View("high", priority=1, computed={"lr": lambda c: c.lr * 3}),
        ato.View("wide", priority=2, writes={"lr": 5.0, "model.hidden": 64, "model.token": "hidden2"}),
        ato.View("late", default=True, lazy=True, when=lambda c: c.lr > 100, writes={"lr": 100.0}),
    ),
    computed=(("steps", lambda c: int(c.lr) * 10),),
)
MANIFEST = Manifest(
    {
        "scopes": {
            "toy": {
                "fields": {
                    "lr": {
                        "doc": "Learning rate\nof the optimizer",
                        "unit": "1/step",
                        "place": "toy.yaml:3:3",
                        "writes": [
                            {"phase": "default", "value": 1.0, "place": "toy.yaml:3:9"},
                            {"phase": "view", "view": "base", "place": "toy.yaml:8:9"},
                            {
                                "phase": "view",
                                "view": "high",
                                "place": "toy.yaml:9:9",
                                "expression": "lr * 3",
                                "why": "To\ntry.",
                            },
                            {"phase": "view", "view": "wide", "place": "toy.yaml:10:9"},
                            {"phase": "lazy", "view": "late", "place": "toy.yaml:11:9", "when": "lr > 100"},
                        ],
                    }
                }
            }
        }
    }
)


def told(key: str, *words: str) -> str:
    views = [word for word in words if "=" not in word]
    config = SCHEMA.compose(views, [word for word in words if "=" in word])
    return str(explain(config, key, MANIFEST))


def test_the_winner_stands_first_and_each_loser_names_who_beat_it() -> None:
    assert told("lr", "high", "lr=0.5") == (
        """\
lr = 0.5
  float, in 1/step, declared at toy.yaml:3:3
  Learning rate
  of the optimizer

  → command line  0.5  lr=0.5
    high          6.0  priority 1  toy.yaml:9:9  lost to command line
                  is lr * 3
                  why: To try.
    base          2.0  priority 0  toy.yaml:8:9  lost to high
    default       1.0              toy.yaml:3:9  lost to base

  Active, but the condition does not hold:
    late  priority 0, after the command line  toy.yaml:11:9
          when lr > 100

  Not asked for:
    wide  priority 2  toy.yaml:10:9"""
    )


def test_a_lazy_view_that_overwrites_the_command_line_shows_both() -> None:
    explanation = explain(SCHEMA.compose([], ["lr=200"]), "lr", MANIFEST)
    assert [(write.who, write.lost_to) for write in explanation.writes] == [
        ("late", ""),
        ("command line", "late"),
        ("base", "command line"),
        ("default", "base"),
    ]


def test_a_computed_default_says_so() -> None:
    assert told("steps") == "steps = 20\n  int\n\n  → computed default  20"


def test_without_a_manifest_the_rest_is_still_told() -> None:
    explanation = SCHEMA.compose(["high"]).explain("lr")
    assert [(write.who, write.value, write.priority, write.place) for write in explanation.writes] == [
        ("high", 6.0, 1, ""),
        ("base", 2.0, 0, ""),
        ("default", 1.0, 0, ""),
    ]


def test_a_struct_explains_all_of_its_fields() -> None:
    explanation = SCHEMA.compose(["wide"]).explain("model")
    assert [part.key for part in explanation.parts] == ["model.hidden", "model.token"]
    assert str(explanation).startswith("model: Model\n\nmodel.hidden = 64\n")


def test_a_replaced_value_says_what_it_was_before() -> None:
    config = SCHEMA.compose(["wide"]).replace(lr=7.0, model={"hidden": 9})
    assert [(write.who, write.value) for write in config.explain("lr").writes[:2]] == [
        ("replaced", 7.0),
        ("wide", 5.0),
    ]
    assert [(write.who, write.lost_to) for write in config.explain("model.hidden").writes] == [
        ("replaced", ""),
        ("wide", "replaced"),
        ("default", "wide"),
    ]


def test_secrets_are_masked_everywhere() -> None:
    config = SCHEMA.compose(["wide"], ["model.token=hidden3"])
    explanation = config.explain("model.token")
    assert "hidden" not in str(explanation).replace("model.hidden", "")
    assert "hidden" not in json.dumps(explanation.to_dict())
    assert [step.value for step in config.trace() if step.path == "model.token"] == ["***"] * 3
    assert "hidden3" not in str([step.text for step in config.trace()])


def test_an_object_made_by_hand_explains_honestly() -> None:
    model = Model._of({"hidden": 3, "token": "hidden4"})
    assert str(model.explain("hidden")) == f"hidden = 3\n  int\n\n  {BY_HAND}"
    assert "hidden4" not in str(model.explain("token"))
    assert model.trace() == ()


def test_a_part_of_a_config_has_no_record_of_its_own() -> None:
    config = SCHEMA.compose(["wide"])
    assert config.model.explain("hidden").note == BY_HAND
    assert Toy._of({"model": config.model}).explain("model").value == {"hidden": 64, "token": "***"}


def test_an_unset_field_of_an_object_made_by_hand_has_no_value() -> None:
    assert str(Toy._of({}).explain("lr")).startswith("lr has no value\n")


@pytest.mark.parametrize(
    ("key", "near"), [("lrr", "'lr'"), ("hidden", "'model.hidden'"), ("model.hiden", "'model.hidden'")]
)
def test_an_unknown_key_is_an_error_with_the_nearest(key: str, near: str) -> None:
    for config in (SCHEMA.compose(), Toy._of({"model": Model._of({})})):
        with pytest.raises(ato.ConfigError) as raised:
            config.explain(key)
        (problem,) = raised.value.problems
        assert near in problem.help[0]


def test_plain_data_leaves_out_what_is_not_known() -> None:
    explanation = explain(SCHEMA.compose(["high"]), "lr", MANIFEST)
    data = explanation.to_dict()
    assert data["writes"][0] == {  # type: ignore[index]
        "phase": "view",
        "by": "high",
        "value": 6.0,
        "priority": 1,
        "expression": "lr * 3",
        "why": "To\ntry.",
        "place": "toy.yaml:9:9",
    }
    assert data["skipped"] == [
        {"phase": "lazy", "by": "late", "priority": 0, "when": "lr > 100", "place": "toy.yaml:11:9"}
    ]
    assert json.loads(json.dumps(data)) == data


def test_a_trace_has_every_write_in_order() -> None:
    steps = SCHEMA.compose(["high"], ["tags=[a]"]).trace()
    assert [
        (step.path, step.value, step.phase, step.by) for step in steps if step.path in ("lr", "tags", "steps")
    ] == [
        ("lr", 1.0, "default", ""),
        ("tags", (), "default", ""),
        ("lr", 2.0, "view", "base"),
        ("lr", 6.0, "view", "high"),
        ("tags", ("a",), "outside", "command line"),
        ("steps", 60, "computed", ""),
    ]

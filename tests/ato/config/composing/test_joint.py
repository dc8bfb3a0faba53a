from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

import ato.config as ato
from ato.config import Problem
from ato.config.composing import _joint
from ato.config.composing._joint import connected, with_partners
from ato.config.outside._request import requests
from tests.ato.config.joint_sample import Data, Model, scopes

ROOT = "data.root=here"


def composed(*views: str, words: tuple[str, ...] = (ROOT,)) -> tuple[Data, Model]:
    found: Any = ato.Scopes(*scopes()).compose(views, words)
    return found["data"], found["model"]


def problems(*views: str, words: tuple[str, ...] = (ROOT,)) -> list[Problem]:
    with pytest.raises(ato.ConfigError) as refused:
        ato.Scopes(*scopes()).compose(views, words)
    return list(refused.value.problems)


def test_computed_defaults_are_worked_out_in_the_order_of_what_they_read_across_scopes() -> None:
    data, model = composed()
    assert (data.name, model.head) == ("10@4", 64 * 4)


def test_lazy_views_see_what_the_command_line_gave_another_scope() -> None:
    assert composed(words=(ROOT, "data.classes=500"))[1].width == 512
    assert composed(words=(ROOT, "data.classes=50"))[1].width == 64


def test_lazy_views_of_all_scopes_are_applied_in_one_order() -> None:
    assert composed("data.late", words=(ROOT, "data.classes=500"))[1].width == 64


def test_eager_views_read_what_views_of_lower_priority_set_elsewhere() -> None:
    data, model = composed("few")
    assert (data.classes, model.patch) == (2, 2)


def test_eager_views_know_nothing_of_outside_values_anywhere() -> None:
    assert composed("model.few", words=(ROOT, "data.classes=7"))[1].patch == 10


def test_a_group_is_a_matter_of_its_scope() -> None:
    assert composed(words=(ROOT, "kind=large"))[1].width == 512
    (clash,) = problems("small", "large")
    assert "'data.kind' takes one view" in clash.message


def test_everything_that_is_wrong_in_any_scope_is_told_at_once() -> None:
    found = problems(words=("data.classes=x", "model.patch=0"))
    assert [problem.subject for problem in found] == ["data.classes=x", "model.patch=0", "data.root"]


def test_an_expression_that_fails_names_the_field_with_its_scope() -> None:
    (found,) = problems("few", words=(ROOT, "data.classes=7", "model.head=1", "data.name=x", "patch=zero"))
    assert found.subject == "patch=zero"


def test_a_scope_that_is_asked_for_alone_brings_those_that_it_reads() -> None:
    _, model = scopes()
    config = model.compose(("coarse", "data.small"), (ROOT, "width=8"))
    assert (config.patch, config.width, config.head) == (16, 8, 8 * len("3@16"))


def test_bare_names_are_those_of_the_scope_that_is_asked_for() -> None:
    _, model = scopes()
    assert model.compose(("few",), (ROOT,)).patch == 10
    with pytest.raises(ato.ConfigError, match=r"did you mean 'data\.classes'"):
        model.compose((), (ROOT, "classes=3"))
    with pytest.raises(ato.ConfigError, match="the scope 'model' has no view 'late'"):
        model.compose(("late",), (ROOT,))


def test_files_and_the_environment_reach_the_scopes_that_are_read(tmp_path: Path) -> None:
    _, model = scopes()
    values = tmp_path / "values.yaml"
    values.write_text("width: 2\ndata: {classes: 20}\ndata.root: there\n", encoding="utf-8")
    config = model.compose((), (), (values,), {"ATO_DATA__NAME": "abc", "ATO_MODEL__PATCH": "2"})
    assert (config.width, config.patch, config.head) == (2, 2, 6)
    values.write_text("width: 2\ndata: {clases: 20}\n", encoding="utf-8")
    with pytest.raises(ato.ConfigError, match=r"values\.yaml:2: data\.clases: the scope 'data' has no field"):
        model.compose((), (ROOT,), (values,))


def test_each_config_is_explained_alone_with_the_names_of_its_own_scope() -> None:
    config = composed("few", "data.late")[1]
    told = config.explain("patch")
    assert [(write.who, write.value) for write in told.writes] == [("few", 2), ("default", 4)]
    assert [step.path for step in config.trace()] == ["width", "patch", "patch", "head"]
    assert [write.by for write in config.explain("width").skipped] == ["wide"]


def test_a_config_that_is_changed_afterwards_still_knows_its_partners() -> None:
    config = composed(words=(ROOT, "data.classes=500"))[1].replace(patch=8)
    assert [write.who for write in config.explain("patch").writes] == ["replaced", "default"]
    assert [write.who for write in config.explain("width").writes] == ["wide", "default"]


def test_configs_of_a_joint_run_are_values_as_any_other() -> None:
    data, model = composed()
    again = composed()
    assert (data, model) == again
    assert copy.deepcopy(model) is model
    assert model.structural_hash == again[1].structural_hash
    tracked = model.track_access()
    assert (tracked.head, tracked.minimal()) == (256, {"head": 256})


def test_a_secret_that_another_scope_reads_stays_out_of_messages() -> None:
    data, model = scopes()
    reading = ato.Across(lambda c, d: int(d.token), "data.token")
    failing = ato.Schema("model", Model, computed=(("head", reading),), across=("data",))
    failing.link((data,))
    data.link((model,))
    with pytest.raises(ato.ConfigError) as refused:
        failing.compose((), (ROOT,))
    assert "hunter2" not in str(refused.value)
    assert "why is not told" in str(refused.value)


def test_a_scope_that_reads_nothing_is_composed_alone() -> None:
    alone = ato.Schema("alone", Model, views=(ato.View("coarse", writes={"patch": 16, "head": 1}),))
    data, model = scopes()
    groups = list(connected(requests(with_partners((data, alone, model)), ("alone.coarse",))))
    assert [[request.schema.name for request in group] for group in groups] == [["data", "model"], ["alone"]]


def test_a_partner_that_cannot_be_found_is_named() -> None:
    lost = ato.Schema("lost", Model, across=("data",))
    with pytest.raises(ato.ConfigError, match="data: the scope 'lost' reads a scope of this name"):
        lost.compose()


def printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    monkeypatch.setattr("sys.argv", ["train.py", *words])
    with pytest.raises(SystemExit) as left:
        scopes()[1].main(str)()
    assert left.value.code == 0
    return capsys.readouterr().out


def test_a_program_of_one_scope_takes_words_for_those_that_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["train.py", "few", "data.few", ROOT])
    assert scopes()[1].main(lambda config: (config.patch, config.head))() == (2, 64 * 3)


def test_it_prints_its_own_config_and_explains_any(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert printed(monkeypatch, capsys, ROOT, "--print", "json").split() == [
        "{", '"width":', "64,", '"patch":', "4,", '"head":', "256", "}",
    ]  # fmt: skip
    assert printed(monkeypatch, capsys, ROOT, "--explain", "data.name").startswith('data.name = "10@4"\n')
    assert printed(monkeypatch, capsys, ROOT, "--explain", "head").startswith("head = 256\n")


def test_its_help_and_manual_name_the_scopes_that_it_reads(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    help = printed(monkeypatch, capsys, "--help")
    assert "'data'" in help
    assert "  data.classes: int (>= 2) = 10\n" in help
    assert '[Scope "data"]' in printed(monkeypatch, capsys, ROOT, "manual")


def together(*asserts: ato.Assert) -> ato.Scopes:
    data, model = scopes()
    model.asserts = asserts
    data.required_groups = ("kind",)
    return ato.Scopes(data, model)


WIDE = ato.Assert(
    ato.Across(lambda c, data: c.width > data.classes, "data.classes"),
    "width > data.classes",
    message="Too narrow.",
    reads=("width", "data.classes"),
)


def test_an_assert_reads_the_scopes_that_are_composed_with_its_own() -> None:
    asked = together(WIDE)
    assert asked.compose(("small",), (ROOT, "data.classes=3"))
    with pytest.raises(ato.ConfigError) as refused:
        asked.compose(("small",), (ROOT, "data.classes=50", "width=2"))
    assert str(refused.value) == (
        "model: width > data.classes: Too narrow.\n  help: it reads model.width = 2, data.classes = 50"
    )


def test_scopes_are_put_together_once() -> None:
    schemas = tuple(scopes())
    assert _joint.together(schemas) is _joint.together(schemas)


def test_a_scope_keeps_partners_of_the_same_name_apart() -> None:
    (data, model), (_, other) = scopes(), scopes()
    other.asserts = (WIDE,)
    words = (ROOT, "data.classes=50", "width=2")
    for _ in range(2):
        assert ato.Scopes(data, model).compose((), words)
        with pytest.raises(ato.ConfigError, match=r"Too narrow\."):
            ato.Scopes(data, other).compose((), words)


def test_an_assert_across_scopes_is_no_matter_of_a_changed_copy() -> None:
    composed: Any = together(WIDE).compose(("small",), (ROOT, "data.classes=3"))
    assert composed["model"].replace(width=1).width == 1


def test_a_required_group_is_that_of_its_scope() -> None:
    with pytest.raises(ato.ConfigError) as refused:
        together().compose((), (ROOT,))
    assert str(refused.value).startswith("data.kind: one view of the group must be active: data.")

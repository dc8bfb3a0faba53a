"""The registry: versions with a name, stages that ask for evidence, and no way around what they ask."""

from __future__ import annotations

from pathlib import Path

import pytest

import ato
from ato.track import TrackError, open_store
from ato.track.registry import Rules, StageRule
from tests.ato.track.run.programs import crowd, ran

NAME = "Models/ResNet"


@pytest.fixture
def store_of_models(url: str, tmp_path: Path) -> str:
    """Three versions of an artifact, by runs of rising accuracy; the last one tuned from the first."""
    file = tmp_path / "weights.pt"
    for number, accuracy in enumerate((0.8, 0.92, 0.95)):
        file.write_text(str(number))
        with ato.run(store=url, project="cifar", name=f"run{number}") as run:
            if number == 2:
                run.use_artifact("model:v0")
            run.log({"accuracy": accuracy})
            run.log({"accuracy": accuracy - 0.05})
            run.summary.update(params=100.0 * (number + 1))
            run.log_artifact(file, name="model", type="model")
    return url


def test_versions_of_a_collection_count_from_none(store_of_models: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        first = registry.publish(NAME, "cifar/model:v1", "best", "the first good one")
        again = registry.publish(NAME, store.artifact("model:v1"))
        second = registry.publish(NAME, "model:v2")
        assert (str(first), str(again), str(second)) == (f"{NAME}:v0", f"{NAME}:v0", f"{NAME}:v1")
        assert (first.artifact.version, first.aliases, first.description) == (
            "v1",
            ("best",),
            "the first good one",
        )
        assert registry.get(f"{NAME}:best") == registry.get(f"{NAME}:v0") == first
        assert registry.get(NAME) == registry.get(f"{NAME}:latest") == second
        assert [str(entry) for entry in registry.list()] == [f"{NAME}:v1", f"{NAME}:v0"]
        assert registry.list(NAME) == registry.list()


def test_an_alias_names_one_version(store_of_models: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.publish(NAME, "model:v0", "best")
        registry.publish(NAME, "model:v1", "best")
        assert [entry.aliases for entry in registry.list(NAME)] == [("best",), ()]
        assert registry.move_alias(f"{NAME}:v0", "best").aliases == ("best",)
        assert registry.get(f"{NAME}:best").version == "v0"
        for alias, told in (
            ("latest", "moves by itself"),
            ("v3", "not an alias"),
            ("production", "is a stage"),
        ):
            with pytest.raises(TrackError, match=told):
                registry.move_alias(f"{NAME}:v0", alias)


def ruled(store_url: str) -> None:
    with open_store(store_url) as store:
        production = StageRule(
            metrics={"accuracy.max": ">= 0.9", "accuracy": "> 0.8", "params": "<= 250"},
            checks=("bias",),
            approvers=("ann", "bob"),
            comes_from=("staging",),
        )
        stages = {"staging": StageRule(), "production": production, "archived": StageRule()}
        store.registry.create(NAME, "our models", stages=stages, protected=["champion"])
        for number in range(3):
            store.registry.publish(NAME, f"cifar/model:v{number}")


def test_a_stage_says_everything_that_is_missing(store_of_models: str) -> None:
    ruled(store_of_models)
    with open_store(store_of_models) as store, pytest.raises(TrackError) as raised:
        store.registry.promote(NAME, "v2", "production", "bob", "ship", {"bias": False}, approved_by=["bob"])
    assert raised.value.problem.help == (
        "params <= 250: it is 300 (run cifar/run2, {uid})".format(uid=_uid(store_of_models, "run2")),
        "check bias: has not passed (False)",
        "approval: 0 of 1 by ann, bob; an author does not approve their own",
        "it is in no stage, and has to come from staging",
    )


def _uid(url: str, name: str) -> str:
    with open_store(url) as store:
        return store.run(name).uid


def test_what_has_all_evidence_is_promoted_and_the_evidence_kept(store_of_models: str) -> None:
    ruled(store_of_models)
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.promote(NAME, "v1", "staging", "bob", "looks good")
        checks = {"bias": {"passed": True, "report": "s3://reports/1"}, "api_key": "hunter2hunter2"}
        entry = registry.promote(NAME, 1, "production", "bob", "ship it", checks, approved_by=["ann"])
        assert (entry.stage, str(registry.get(f"{NAME}:production"))) == ("production", f"{NAME}:v1")
        row = registry.audit(f"{NAME}:v1")[-1]
        assert (row.who, row.what, row.why) == ("bob", "promoted", "ship it")
        assert (row.before, row.after) == ({"stage": "staging"}, {"stage": "production"})
        assert row.evidence["metrics"]["accuracy.max"]["value"] == 0.92
        assert row.evidence["metrics"]["accuracy.max"]["from"].startswith("run cifar/run1")
        assert row.evidence["approved_by"] == ["ann"]
        assert row.evidence["digest"] == entry.artifact.digest
        assert row.evidence["checks"] == {**checks, "api_key": "***"}
        assert registry.verify_audit() is None


def test_what_is_claimed_does_not_stand_against_what_was_recorded(store_of_models: str) -> None:
    ruled(store_of_models)
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.promote(NAME, "v0", "staging", "bob", "try")
        claimed = {"bias": True, "accuracy": 0.99, "accuracy.max": 0.99}
        with pytest.raises(TrackError, match=r"accuracy\.max >= 0\.9: it is 0\.8 \(run cifar/run0"):
            registry.promote(NAME, "v0", "production", "bob", "ship", claimed, approved_by=["ann"])
        assert registry.get(f"{NAME}:v0").stage == "staging"


def test_what_no_run_recorded_may_be_given_and_is_marked_so(url: str, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    with ato.run(store=url, project="p") as run:
        run.log({"odd": float("nan")})
        run.log_artifact(tmp_path / "x")
    with open_store(url) as store:
        registry = store.registry
        registry.create("M", stages={"live": StageRule(metrics={"latency": "< 10", "odd": "> 0"})})
        registry.publish("M", "x:v0")
        with pytest.raises(TrackError) as raised:
            registry.promote("M", "v0", "live", "bob", "go", {"latency": True})
        assert [line.partition(":")[0] for line in raised.value.problem.help] == ["latency < 10", "odd > 0"]
        registry.create("M", stages={"live": StageRule(metrics={"latency": "< 10"})}, author="b", reason="r")
        registry.promote("M", "v0", "live", "bob", "go", {"latency": 5})
        assert registry.audit("M:v0")[-1].evidence["metrics"]["latency"]["from"] == "given"


@pytest.mark.parametrize(
    ("author", "reason", "missing"),
    [("", "why", "author"), ("bob", " ", "reason"), ("", "", "author and reason"), ("a\0", "b", "NUL")],
)
def test_nobody_promotes_without_a_name_and_a_reason(
    store_of_models: str, author: str, reason: str, missing: str
) -> None:
    ruled(store_of_models)
    with open_store(store_of_models) as store:
        with pytest.raises(TrackError, match=missing):
            store.registry.promote(NAME, "v0", "staging", author, reason)
        with pytest.raises(TrackError, match=missing):
            store.registry.move_alias(f"{NAME}:v0", "champion", author=author, reason=reason)
        with pytest.raises(TrackError, match=missing):
            store.registry.publish(NAME, "model:v0", "champion", author=author, reason=reason)
        assert all(not entry.stage and not entry.aliases for entry in store.registry.list(NAME))


def test_the_stage_names_what_came_there_last(store_of_models: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        for number in (0, 1, 2):
            registry.publish(NAME, f"model:v{number}")
        for number in (2, 0, 1):
            registry.promote(NAME, number, "production", "bob", "go")
        assert registry.get(f"{NAME}:production").version == "v1"
        registry.promote(NAME, "v1", "", "bob", "broken")
        assert registry.get(f"{NAME}:production").version == "v0"
        assert registry.get(f"{NAME}:v1").stage == ""


def test_what_is_not_there_is_told_with_what_is_near(store_of_models: str) -> None:
    ruled(store_of_models)
    with open_store(store_of_models) as store:
        registry = store.registry
        for name, near in (
            ("Models/ResNot", NAME),
            (f"{NAME}:v9", "v0"),
            (f"{NAME}:prodction", "production"),
        ):
            with pytest.raises(TrackError, match=near):
                registry.get(name)
        with pytest.raises(TrackError, match="production"):
            registry.promote(NAME, "v0", "producton", "bob", "go")
        for name in ("", "a//b", "../x", "a:b", "a/", 3):
            with pytest.raises(TrackError):
                registry.get(f"{name}\0")
            with pytest.raises(TrackError):
                registry.publish(name, "model:v0")  # type: ignore[arg-type]


def test_a_number_is_never_used_again(store_of_models: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.publish(NAME, "model:v0")
        registry.publish(NAME, "model:v1")
        registry.promote(NAME, "v1", "staging", "bob", "go")
        with pytest.raises(TrackError, match="in the stage staging"):
            registry.withdraw(f"{NAME}:v1", author="bob", reason="bad")
        registry.promote(NAME, "v1", "", "bob", "back")
        registry.withdraw(f"{NAME}:v1", author="bob", reason="bad")
        assert registry.publish(NAME, "model:v2").version == "v2"
        assert registry.publish(NAME, "model:v1").version == "v3"


def test_rules_change_under_a_name_and_for_a_reason(store_of_models: str) -> None:
    ruled(store_of_models)
    with open_store(store_of_models) as store:
        registry = store.registry
        with pytest.raises(TrackError, match="changing the rules"):
            registry.create(NAME, stages={"production": StageRule()})
        assert registry.rules(NAME).stages["production"].checks == ("bias",)
        registry.create(NAME, stages={"production": StageRule()}, author="ann", reason="too strict")
        assert registry.rules(NAME) == Rules({"production": StageRule()})
        assert [row.what for row in registry.audit(NAME) if row.subject == NAME] == ["created", "ruled"]


def test_lineage_of_a_version(store_of_models: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.publish(NAME, "model:v0")
        registry.publish(NAME, "model:v2")
        assert [node.name for node in registry.dependencies(f"{NAME}:v1")] == ["cifar/model:v0"]
        assert [node.name for node in registry.dependents(f"{NAME}:v0")] == ["cifar/model:v2"]
        assert registry.lineage(f"{NAME}:v1", "up").runs == ("cifar/run2", "cifar/run0")


def test_asking_for_the_same_rules_again_changes_nothing(url: str) -> None:
    with open_store(url) as store:
        registry = store.registry
        stages = {"staging": StageRule(), "live": StageRule({"a": ">= 1"}, ["bias"], comes_from=["staging"])}  # type: ignore[arg-type]
        for _ in range(2):  # as a program does that sets up what it needs
            registry.create("M", stages=stages, protected=["champion"])
        registry.create("M", "what it is for", stages=stages, protected=["champion"])
        with pytest.raises(TrackError, match="changing the rules"):
            registry.create("M", stages=stages)
        assert [row.what for row in registry.audit("M")] == ["created"]


@pytest.mark.parametrize("author", ["ann", "ann ", "ANN", "\uff41nn"])
def test_nobody_approves_their_own_under_another_spelling(store_of_models: str, author: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.create("M", stages={"live": StageRule(approvers=("ann", "bob"))})
        registry.publish("M", "model:v0")
        with pytest.raises(TrackError, match="an author does not approve their own"):
            registry.promote("M", 0, "live", author, "mine", approved_by=["ann"])
        assert registry.promote("M", 0, "live", author, "mine", approved_by=["ann", "bob"]).stage == "live"


def test_what_is_no_word_for_a_promotion_is_told(store_of_models: str) -> None:
    with open_store(store_of_models) as store:
        registry = store.registry
        registry.publish("M", "model:v0")
        for words, told in (
            ({"version": 1.5}, "names no version"), ({"version": None}, "names no version"),
            ({"version": True}, "names no version"), ({"version": ""}, "names no version"),
            ({"version": "staging"}, "no version of the collection is in that stage"),
            ({"stage": None}, "is no stage"), ({"author": None}, "an author is text"),
            ({"author": "a" * 300}, "an author has at most"), ({"reason": 3}, "a reason is text"),
            ({"reason": "a" * 20_000}, "a reason has at most"), ({"approved_by": None}, "a list of texts"),
            ({"approved_by": [None]}, "a list of texts"), ({"checks": [1]}, "values by name"),
        ):  # fmt: skip
            given = {"name": "M", "version": "v0", "stage": "staging", "author": "ann", "reason": "why"}
            with pytest.raises(TrackError, match=told):
                registry.promote(**{**given, **words})  # type: ignore[arg-type]
        for name in (None, 3, ""):
            with pytest.raises(TrackError):
                registry.publish("M", name)  # type: ignore[arg-type]
        registry.create("Empty")
        with pytest.raises(TrackError, match="has no versions"):
            registry.get("Empty")
        assert [row.what for row in registry.audit("M:v0")] == ["published"]


PROMOTING = """
from ato.track import open_store
with open_store(sys.argv[1]) as store:
    for each in range(3):
        store.registry.publish("Models/Crowd", f"cifar/model:v{each}", "best")
        store.registry.promote("Models/Crowd", 0, "staging", f"process {number}", "go")
"""


def test_processes_that_promote_at_the_same_moment_leave_one_chain(
    store_of_models: str, tmp_path: Path
) -> None:
    program = "import ato.track.registry._registry\n" + crowd(PROMOTING, 4)
    assert ran(program, store_of_models, cwd=tmp_path) == ("", "", 0)
    with open_store(store_of_models) as store:
        registry = store.registry
        assert [entry.version for entry in registry.list("Models/Crowd")] == ["v2", "v1", "v0"]
        assert sum(len(entry.aliases) for entry in registry.list("Models/Crowd")) == 1
        assert registry.verify_audit() is None
        assert sum(row.what == "promoted" for row in registry.audit()) == 12

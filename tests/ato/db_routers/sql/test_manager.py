"""Ato's logger and finder: the examples of its pages as written, and its defects, which stay behind."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

import ato
from ato.adict import ADict
from ato.db_routers.sql.manager import SQLFinder, SQLLogger
from ato.track import TrackError

ROOT = Path(__file__).parents[4]

BEFORE = """
import os

os.makedirs("checkpoints", exist_ok=True)
with open("checkpoints/model_best.pt", "wb") as file:
    file.write(b"weights")
losses, accuracies = iter(range(100, 0, -1)), iter(range(100))

def train_one_epoch():
    return next(losses) / 100

def validate():
    return next(accuracies) / 100
"""
LOGGING = """
from ato.db_routers.sql.manager import SQLLogger
from ato.adict import ADict

config = ADict(
    experiment=ADict(
        project_name='image_classification',
        sql=ADict(db_path='sqlite:///experiments.db')
    ),
    lr=0.001,
    batch_size=32,
    model='resnet50'
)

logger = SQLLogger(config)
run_id = logger.run(tags=['baseline', 'resnet50'])

for epoch in range(100):
    train_loss = train_one_epoch()
    val_acc = validate()

    logger.log_metric('train_loss', train_loss, step=epoch)
    logger.log_metric('val_accuracy', val_acc, step=epoch)

logger.log_artifact(run_id, 'checkpoints/model_best.pt', data_type='model')
logger.finish(status='completed')
"""
QUERYING = """
from ato.db_routers.sql.manager import SQLFinder

finder = SQLFinder(config)

# Get all runs
runs = finder.get_runs_in_project('image_classification')

# Find best run
best_run = finder.find_best_run(
    project_name='image_classification',
    metric_key='val_accuracy',
    mode='max'
)

# Find similar experiments (same config structure)
similar = finder.find_similar_runs(run_id=123)

# Trace statistics (code fingerprints)
stats = finder.get_trace_statistics('image_classification', trace_id='model_forward')
"""
AFTER = """
print(run_id, [run.id for run in runs], runs[0].status, runs[0].tags)
print(best_run.id, max(metric.value for metric in best_run.metrics if metric.key == 'val_accuracy'))
print(similar, stats)
print([(made.path, made.data_type) for made in best_run.artifacts], len(best_run.metrics))
"""
DEFAULTS = """
# configs/default.py
from ato.scope import Scope
from ato.adict import ADict

scope = Scope()

@scope.observe(default=True)
def defaults(config):
    config.data = ADict(dataset='cifar10', batch_size=32)
    config.model = ADict(backbone='resnet50', pretrained=True)
    config.train = ADict(lr=0.001, epochs=100)
    config.experiment = ADict(
        project_name='my_project',
        sql=ADict(db_path='sqlite:///experiments.db')
    )
"""
WORKFLOW = """
from ato.scope import Scope
from ato.db_routers.sql.manager import SQLLogger
from configs.default import scope

@scope
def train(config):
    logger = SQLLogger(config)
    run_id = logger.run(tags=[config.model.backbone, config.data.dataset])

    try:
        for epoch in range(config.train.epochs):
            loss = train_epoch()
            acc = validate()
            logger.log_metric('loss', loss, epoch)
            logger.log_metric('accuracy', acc, epoch)
        logger.finish(status='completed')
    except Exception as e:
        logger.finish(status='failed')
        raise e

if __name__ == '__main__':
    train()
"""


def program(folder: Path, text: str, *words: str) -> str:
    """What a program printed; it stands in a file of its own, as a user has it."""
    (folder / "train.py").write_text(text)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'runtime'}", "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("ATO_STORE", None)
    command = [sys.executable, "-W", "error", "train.py", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    return made()


def made(**values: Any) -> Any:
    sql = ADict(db_path="sqlite:///experiments.db")
    return ADict(experiment=ADict(project_name="p", sql=sql), **(values or {"lr": 0.1}))


def logged(config: Any, **metrics: list[float]) -> int:
    logger = SQLLogger(config)
    run_id = logger.run()
    for name, values in metrics.items():
        for step, value in enumerate(values):
            logger.log_metric(name, value, step)
    logger.finish()
    return run_id


def test_the_examples_of_logging_and_querying_run_as_written(tmp_path: Path) -> None:
    assert program(tmp_path, BEFORE + LOGGING + QUERYING + AFTER).splitlines() == [
        "1 [1] completed ['baseline', 'resnet50']",
        "1 0.99",
        "[] {'project_name': 'image_classification', 'trace_id': 'model_forward', "
        "'static_trace_versions': 0, 'runtime_trace_versions': 0}",
        "[('checkpoints/model_best.pt', 'model')] 200",
    ]


def test_the_example_of_a_whole_program_runs_as_written(tmp_path: Path) -> None:
    (tmp_path / "configs").mkdir()
    (tmp_path / "configs" / "default.py").write_text(DEFAULTS)
    given = "def train_epoch(): return 0.5\ndef validate(): return 0.75\n"
    program(tmp_path, given + WORKFLOW, "train.epochs=3")
    run = ato.runs(store=tmp_path / "experiments.db").one()
    assert (run.project, run.status, run.tags) == ("my_project", "completed", ("cifar10", "resnet50"))
    row = ato.runs(store=tmp_path / "experiments.db").to_dicts()[0]
    assert (row["config.train.epochs"], row["metric.loss.last"]) == (3, 0.5)
    with pytest.raises(AssertionError, match="broken"):
        program(tmp_path, "def train_epoch(): raise ValueError('broken')\n" + WORKFLOW)
    assert [run.status for run in ato.runs(store=tmp_path / "experiments.db")] == ["failed", "completed"]


def test_the_example_of_traces_is_counted(tmp_path: Path) -> None:
    text = """
    from ato.adict import ADict
    from ato.scope import Scope
    from ato.db_routers.sql.manager import SQLLogger, SQLFinder

    scope = Scope()

    @scope.observe(default=True)
    def defaults(config):
        config.experiment = ADict(project_name='p', sql=ADict(db_path='sqlite:///experiments.db'))

    @scope.trace(trace_id='step')
    @scope.runtime_trace(trace_id='out')
    def step(factor):
        return factor * 2

    @scope
    def train(config):
        for factor in (1, 1, 2):
            logger = SQLLogger(config)
            logger.run()
            step(factor)
            logger.finish()
        return config

    config = train()
    finder = SQLFinder(config)
    print([run.id for run in finder.find_similar_runs_by_trace(1, 'out', 'runtime')])
    print([run.id for run in finder.find_similar_runs_by_trace(1, 'step')])
    print(finder.get_trace_statistics('p', 'out')['runtime_trace_versions'])
    print(finder.get_trace_statistics('p', 'step')['static_trace_versions'])
    """
    assert program(tmp_path, dedent(text)).splitlines() == ["[2]", "[2, 3]", "2", "1"]


def test_a_logger_tells_of_its_run_and_its_project(config: Any) -> None:
    logger = SQLLogger(config)
    assert (logger.get_current_run_id(), logger.get_current_run()) == (None, None)
    project = logger.get_or_create_project()
    assert (project.id, project.name) == (1, "p")
    assert logger.get_or_create_project() == project
    run_id = logger.run(tags=["a"])
    logger.log_metric("loss", 1.0, step=0)
    run = logger.get_current_run()
    assert run is not None
    assert (run.id, run.status, run.tags, run.project_id) == (run_id, "running", ["a"], project.id)
    assert run.config == {
        "experiment": {"project_name": "p", "sql": {"db_path": "sqlite:///experiments.db"}},
        "lr": 0.1,
    }
    assert logger.get_current_run_id() == run_id
    logger.update_status("running")
    logger.update_status("failed")
    assert SQLFinder(config).find_run(run_id).status == "failed"  # type: ignore[union-attr]
    with logger.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT name FROM projects").scalar() == "p"
    assert logger.run() == run_id + 1
    logger.finish()


def test_the_best_run_is_that_of_the_best_step_of_a_project(config: Any) -> None:
    first, second = logged(config, acc=[0.5, 0.9, 0.1]), logged(config, acc=[0.6, 0.7])
    finder = SQLFinder(config)
    assert finder.find_best_run("p", "acc").id == first  # type: ignore[union-attr]
    assert finder.find_best_run("p", "acc", "min").id == first  # type: ignore[union-attr]
    assert [run.id for run in finder.find_similar_runs(first)] == [second]
    assert [run.id for run in finder.get_runs_in_project("p")] == [first, second]
    assert finder.find_best_run("p", "loss") == {"error": "Run not found"}
    assert finder.find_best_run("q", "acc") == {"error": "Project not found"}
    assert finder.get_trace_statistics("q", "step") == {"error": "Project not found"}
    assert finder.find_run(99) is None


# What was wrong in Ato, each by its name.


def test_defect_every_row_of_a_metric_had_the_time_of_the_import(config: Any) -> None:
    before = time.time()
    logger = SQLLogger(config)
    run_id = logger.run()
    for step in range(3):
        logger.log_metric("loss", 1.0, step)
        time.sleep(0.01)
    logger.finish()
    times = [metric.timestamp.timestamp() for metric in SQLFinder(config).find_run(run_id).metrics]  # type: ignore[union-attr]
    assert before <= times[0] < times[1] - 0.005 < times[2] - 0.01 <= time.time()


def test_defect_nan_was_refused(config: Any) -> None:
    run_id = logged(config, loss=[float("nan"), float("inf")])
    values = [metric.value for metric in SQLFinder(config).find_run(run_id).metrics]  # type: ignore[union-attr]
    assert math.isnan(values[0])
    assert values[1] == math.inf


def test_defect_a_value_that_json_does_not_have_broke_the_logger(config: Any) -> None:
    logger = SQLLogger(made(model=object(), paths={Path("a")}))
    run_id = logger.run()
    with pytest.raises(TrackError):
        logger.log_metric("loss", "much", 0)
    logger.log_metric("loss", 1.0, 0)
    logger.finish()
    run = SQLFinder(config).find_run(run_id)
    assert run is not None
    assert [metric.value for metric in run.metrics] == [1.0]


def test_defect_logging_before_a_run_was_an_error_of_the_database(config: Any) -> None:
    with pytest.raises(TrackError, match=r"call run\(\) first"):
        SQLLogger(config).log_metric("loss", 1.0, step=0)
    SQLLogger(config).finish()


def test_defect_a_database_that_was_deleted_was_never_made_again(config: Any, tmp_path: Path) -> None:
    logged(config)
    for file in tmp_path.glob("experiments.db*"):
        file.unlink()
    assert logged(config) == 1
    assert len(SQLFinder(config).get_runs_in_project("p")) == 1


def test_defect_a_database_in_memory_had_no_tables_the_second_time(config: Any) -> None:
    config.experiment.sql.db_path = "sqlite:///:memory:"
    for _ in range(2):
        with pytest.raises(TrackError, match="ends with the process"):
            SQLLogger(config)


def test_defect_a_finder_on_a_fresh_database_failed(config: Any) -> None:
    finder = SQLFinder(config)
    assert finder.find_project("p") is None
    assert finder.get_runs_in_project("p") == []
    assert finder.find_similar_runs(1) == []
    assert finder.find_similar_runs_by_trace(1, "step") == []
    assert finder.find_best_run("p", "acc") == {"error": "Project not found"}


def test_defect_results_were_detached(config: Any) -> None:
    logged(config, acc=[0.5])
    run = SQLFinder(config).get_runs_in_project("p")[0]
    assert [(metric.key, metric.value, metric.step) for metric in run.metrics] == [("acc", 0.5, 0)]
    assert (run.artifacts, run.fingerprints) == ([], [])
    assert run.project is not None
    assert run.project.name == "p"


def test_defect_any_other_mode_meant_min(config: Any) -> None:
    with pytest.raises(TrackError, match="the modes are max and min"):
        SQLFinder(config).find_best_run("p", "acc", mode="maximum")


def test_defect_a_status_could_be_any_text(config: Any) -> None:
    logger = SQLLogger(config)
    logger.run()
    with pytest.raises(TrackError, match="is no status of a run"):
        logger.update_status("done")
    logger.finish()


def test_defect_artifacts_of_unknown_runs_and_of_files_that_are_not_there_were_taken(config: Any) -> None:
    logger = SQLLogger(config)
    with pytest.raises(TrackError, match=r"call run\(\) first"):
        logger.log_artifact(1, "model.pt", "model")
    run_id = logger.run()
    with pytest.raises(TrackError, match="not the run that goes on"):
        logger.log_artifact(run_id + 1, "model.pt", "model")
    with pytest.raises(TrackError, match=r"model\.pt"):
        logger.log_artifact(run_id, "model.pt", "model")
    logger.finish()


def test_defect_an_artifact_was_a_path_whose_file_could_change(config: Any, tmp_path: Path) -> None:
    logger = SQLLogger(config)
    run_id = logger.run()
    (tmp_path / "model.pt").write_bytes(b"good")
    logger.log_artifact(run_id, "model.pt", "model", metadata={"acc": 0.9})
    (tmp_path / "model.pt").write_bytes(b"changed")
    logger.finish()
    run = SQLFinder(config).find_run(run_id)
    assert run is not None
    assert [(made.path, made.data_type, made.data_info) for made in run.artifacts] == [
        ("model.pt", "model", {"acc": 0.9})
    ]
    blobs = [file.read_bytes() for file in tmp_path.rglob("blobs/??/*") if file.is_file()]
    assert blobs == [b"good"]


def test_defect_times_had_no_zone_where_runs_began(config: Any) -> None:
    run = SQLFinder(config).find_run(logged(config))
    assert run is not None
    assert run.end_time is not None
    assert (run.start_time.utcoffset(), run.end_time.utcoffset()) == (run.project.created_at.utcoffset(),) * 2  # type: ignore[union-attr]
    assert run.start_time <= run.end_time


def test_defect_a_crash_left_the_run_running(tmp_path: Path, config: Any) -> None:
    text = """
    from ato.adict import ADict
    from ato.db_routers.sql.manager import SQLLogger
    import os, sys
    logger = SQLLogger(ADict(experiment=ADict(project_name='p', sql=ADict(db_path='sqlite:///experiments.db'))))
    logger.run()
    logger.log_metric('loss', 1.0, step=0)
    if sys.argv[1] == 'kill':
        os.kill(os.getpid(), 9)
    raise ValueError('broken')
    """
    for word, status in (("kill", "killed"), ("raise", "failed")):
        with pytest.raises(AssertionError):
            program(tmp_path, dedent(text), word)
        run = SQLFinder(config).get_runs_in_project("p")[-1]
        assert (run.status, [metric.value for metric in run.metrics]) == (status, [1.0])


def test_defect_secrets_of_a_config_were_kept_as_they_are(config: Any, tmp_path: Path) -> None:
    run_id = logged(made(api_key="hunter2hunter2", lr=0.1))
    run = SQLFinder(config).find_run(run_id)
    assert run is not None
    assert run.config["api_key"] == "***"
    assert all(b"hunter2" not in file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


def test_a_config_that_names_no_store_is_told(tmp_path: Path) -> None:
    for config in (ADict(lr=1), {"experiment": {}}, None, ADict(experiment=ADict(sql=ADict(db_path=3)))):
        with pytest.raises(TrackError, match=r"experiment\.sql\.db_path.*no text there"):
            SQLLogger(config)
        with pytest.raises(TrackError, match=r"db_path='sqlite:///experiments\.db'"):
            SQLFinder(config)


def test_keys_with_dots_stand_in_nobodys_way(config: Any) -> None:
    config["a"] = 1
    config["a.b"] = 2
    run_id = logged(config)
    found = SQLFinder(config).find_run(run_id)
    assert found is not None
    assert (found.config["a"], found.config["a.b"]) == (1, 2)


def test_of_the_processes_of_one_training_the_first_logs(
    config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORLD_SIZE", "2")
    for rank in ("1", "0"):
        monkeypatch.setenv("RANK", rank)
        logger = SQLLogger(config)
        run_id = logger.run()
        logger.log_metric("x", 1.0, 0)
        if rank == "1":
            logger.log_artifact(run_id, "a file of rank 0", "model")
            assert logger.get_current_run() is None
        logger.finish()
    assert len(SQLFinder(config).get_runs_in_project(config.experiment.project_name)) == 1

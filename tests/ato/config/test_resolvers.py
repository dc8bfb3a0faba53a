"""What a run asks of the machine, once for each config."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

import ato.config as ato
from ato.config._resolvers import MAX_BYTES
from ato.config.composing._compose import Request, replay

SHA = "0123456789abcdef0123456789abcdef01234567"


class Run(ato.Config):
    """A config whose values come from the machine."""

    __slots__ = ("again", "home", "name")
    __match_args__ = ("name", "home", "again")
    _fields = (
        ato.Field("name", ato.STR, ""),
        ato.Field("home", ato.STR, "none"),
        ato.Field("again", ato.STR, computed=True),
    )

    name: str
    home: str
    again: str


def home(config: Run) -> str:
    return ato.resolvers.env(config, "ATO_TEST_HOME")


def identified(config: Run) -> str:
    return ato.resolvers.uuid(config)


SCHEMA = ato.Schema(
    "run",
    Run,
    views=(ato.View("named", computed={"name": identified}), ato.View("homed", computed={"home": home})),
    computed=(("again", identified),),
)


def request_of(config: Run) -> Request:
    request: Request = config._origin  # type: ignore[attr-defined]
    return request


def test_every_use_in_a_config_agrees() -> None:
    config = SCHEMA.compose(["named"])

    assert config.name == config.again


def test_each_config_asks_anew() -> None:
    assert SCHEMA.compose(["named"]).name != SCHEMA.compose(["named"]).name
    assert ("named",) not in SCHEMA._memo


def test_explaining_gives_the_recorded_values() -> None:
    config = SCHEMA.compose(["named"])

    again, _ = replay(request_of(config))
    assert again == config
    assert config.explain("again").value == config.again


def test_a_changed_config_keeps_what_was_recorded() -> None:
    config = SCHEMA.compose(["named"])

    assert config.replace(home="x").explain("again").value == config.again


def test_what_was_recorded_is_pickled_with_the_request() -> None:
    request = request_of(SCHEMA.compose(["named"]))
    make, parts = cast("tuple[Any, Any]", request.__reduce__())

    assert replay(make(*parts))[0] == replay(request)[0]


def test_the_environment_is_asked_in_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATO_TEST_HOME", "/home")

    config = SCHEMA.compose(["homed"])
    monkeypatch.setenv("ATO_TEST_HOME", "/other")

    assert config.home == "/home"
    assert config.explain("home").value == "/home"
    assert SCHEMA.compose(["homed"]).home == "/other"


def test_a_variable_that_is_not_set_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ATO_TEST_HOME", raising=False)

    with pytest.raises(ato.ConfigError) as caught:
        SCHEMA.compose(["homed"])

    assert "the environment variable 'ATO_TEST_HOME' is not set, and no default is given" in str(caught.value)
    assert ato.resolvers.env(SCHEMA.defaults, "ATO_TEST_HOME", "else") == "else"


def test_paths_are_taken_apart_and_put_together() -> None:
    assert ato.resolvers.path_join("a", Path("b"), "c.txt") == Path("a/b/c.txt")
    assert ato.resolvers.path_dirname("a/b/c.txt") == Path("a/b")
    assert ato.resolvers.path_basename("a/b/c.txt") == "c.txt"
    assert ato.resolvers.path_stem("a/b/c.txt") == "c"
    assert ato.resolvers.str_join("-", ("a", "b"), "c") == "a-b-c"


def test_a_path_is_seen_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert ato.resolvers.path_abs(SCHEMA.defaults, "a/../b") == tmp_path / "b"


def test_the_moment_is_the_same_in_every_form() -> None:
    config = SCHEMA.compose([])

    moment = ato.resolvers.now(config, "%Y-%m-%d %H:%M:%S.%f")
    assert ato.resolvers.now(config, "%S.%f") == moment[-9:]


def test_a_file_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("é\n".encode())

    assert ato.resolvers.file_read(SCHEMA.defaults, tmp_path / "a.txt") == "é\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"a" * (MAX_BYTES + 1), "has more than 1,000,000 bytes"), (b"\xff", "is not text in UTF-8")],
)
def test_a_file_that_cannot_be_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(ValueError, match=reason):
        ato.resolvers.file_read(SCHEMA.defaults, tmp_path / "a")


def test_only_files_are_read(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is not a file"):
        ato.resolvers.file_read(SCHEMA.defaults, tmp_path)
    with pytest.raises(ValueError, match="a path cannot hold a NUL character"):
        ato.resolvers.file_read(SCHEMA.defaults, "a\0b")


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.mark.parametrize(
    "files",
    [
        {"HEAD": f"{SHA}\n"},
        {"HEAD": "ref: refs/heads/main\n", "refs__heads__main": f"{SHA}\n"},
        {
            "HEAD": "ref: refs/heads/main\n",
            "packed-refs": f"# pack-refs\n{SHA} refs/heads/main\n^{SHA[::-1]}\n",
        },
    ],
)
def test_the_commit_is_read_from_the_repository_around(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    write(tmp_path / ".git", **files)
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path / "inner")

    assert ato.resolvers.git_sha(SCHEMA.defaults) == SHA


def test_a_linked_working_tree_has_the_commits_of_the_main_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "main" / ".git", refs__heads__side=SHA)
    write(tmp_path / "main" / ".git" / "worktrees" / "side", HEAD="ref: refs/heads/side", commondir="../..")
    (tmp_path / "side").mkdir()
    (tmp_path / "side" / ".git").write_text("gitdir: ../main/.git/worktrees/side\n")
    monkeypatch.chdir(tmp_path / "side")

    assert ato.resolvers.git_sha(SCHEMA.defaults) == SHA


def test_a_repository_without_a_commit_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / ".git", HEAD="ref: refs/heads/main")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ValueError, match="has no commit yet"):
        ato.resolvers.git_sha(SCHEMA.defaults)


def test_modules_without_resolvers_do_not_load_them() -> None:
    code = "import sys, ato.config; print('ato.config._resolvers' in sys.modules)"
    paths = str(Path(ato.__file__).parents[2])
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stdout == "False\n"


def test_a_name_that_the_face_has_not_is_told() -> None:
    with pytest.raises(AttributeError, match="no attribute 'resolver'"):
        _ = ato.resolver


ANSWERS = """
calls = []

def fold(text, count):
    calls.append(text)
    return len(text) * count

def wrong():
    return "no number"

def failing():
    raise KeyError("lost")

class Box:
    @staticmethod
    def inner(items):
        return sorted(items)

number = 3
"""


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """The name of a module that holds functions of a program."""
    name = f"answers_of_{abs(hash(request.node.name))}"
    (tmp_path / f"{name}.py").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / f"{name}_broken.py").write_text("raise RuntimeError('half done')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, name, raising=False)
    return name


def test_a_declared_resolver_is_asked_once_for_each_config_and_arguments(answers: str) -> None:
    def folded(config: Run) -> str:
        source = f"{answers}:fold"
        return str(ato.resolvers.ask(config, "fold", source, (ato.STR, ato.INT), ato.INT, ("ab", 3)))

    schema = ato.Schema(
        "run", Run, views=(ato.View("v", computed={"name": folded}),), computed=(("again", folded),)
    )
    config = schema.compose(["v"])

    assert (config.name, config.again) == ("6", "6")
    assert sys.modules[answers].calls == ["ab"]
    assert request_of(config).recorded == {("fold", "('ab', 3,)"): 6}
    assert schema.compose(["v"]).name == "6"
    assert sys.modules[answers].calls == ["ab", "ab"]
    assert replay(request_of(config))[0] == config


def test_what_a_resolver_gives_is_immutable_and_of_its_type(answers: str) -> None:
    def asked(source: str, returns: ato.Type, *arguments: object) -> object:
        takes = (ato.Set(ato.STR),) * len(arguments)
        return ato.resolvers.ask(SCHEMA.compose(), "r", source, takes, returns, arguments)

    assert asked(f"{answers}:Box.inner", ato.List(ato.STR), frozenset({"b", "a"})) == ("a", "b")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        (":wrong", "the resolver 'r' gave what it does not declare: 'no number' is not an int"),
        (":failing", "the resolver 'r' failed in {}:failing with KeyError: 'lost'"),
        (":number", "the resolver 'r' cannot be had: {}:number is no function"),
        (":lost.deep", "the resolver 'r' cannot be had: {} has no 'lost.deep'"),
        (
            "_broken:f",
            "the resolver 'r' cannot be had: importing {}_broken failed with RuntimeError: half done",
        ),
        ("_none:f", "importing {}_none failed with ModuleNotFoundError: No module named '{}_none'"),
    ],
)
def test_a_resolver_that_cannot_answer_is_a_problem_of_the_config(
    answers: str, place: str, message: str
) -> None:
    def asked(config: Run) -> object:
        return ato.resolvers.ask(config, "r", f"{answers}{place}", (), ato.INT, ())

    schema = ato.Schema("run", Run, computed=(("again", asked),))
    with pytest.raises(ato.ConfigError) as caught:
        schema.compose()

    (problem,) = caught.value.problems
    assert problem.message.startswith("the default of 'again' cannot be worked out: ")
    assert problem.message.endswith(message.replace("{}", answers))


def test_an_argument_is_taken_as_its_type(answers: str) -> None:
    config = SCHEMA.compose()

    with pytest.raises(ValueError, match="the resolver 'r' does not take an argument"):
        ato.resolvers.ask(config, "r", f"{answers}:fold", (ato.INT,), ato.INT, ("a",))


def test_equal_sets_are_one_argument_in_whatever_order() -> None:
    from ato.config._resolvers import _spelt

    assert _spelt((frozenset({"b", "a"}), ato.FrozenDict({"y": 1, "x": (2,)}))) == (
        "({'a', 'b'}, {'x': (2,), 'y': 1},)"
    )

"""Parsers of argparse: for the same options, ours composes the namespace that the script itself gets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from atoc.importers import Refused
from atoc.importers.argparse import carry
from tests.atoc.importers.composing import CASES, composed, files, module, source, whats, written

FOLDER = CASES / "import-argparse"
ASK = """
import json, sys, types
sys.modules["torch_that_is_not_installed"] = types.SimpleNamespace(device=lambda: "cpu")
import train
answers = []
for words in json.load(sys.stdin):
    found = vars(train.get_parser().parse_args(words))
    answers.append(found)
print(json.dumps(answers, default=str))
"""

SELECTIONS = [
    (["images", "--epochs", "3"], ["data=images", "epochs=3"]),
    (["images", "out", "--epochs", "3", "--lr", "0.5"], ["data=images", "out=out", "epochs=3", "lr=0.5"]),
    (
        ["i", "--epochs", "3", "--verbose", "--no-pin", "--no-amp", "-ddd", "--fast"],
        ["data=i", "epochs=3", "verbose=true", "pin=false", "amp=false", "debug=3", "mode=fast"],
    ),
    (
        ["i", "--epochs", "3", "--tag", "a", "--tag", "b", "--betas", "0.1", "0.2", "--milestones", "3", "6"],
        ["data=i", "epochs=3", "tag=[a, b]", "betas=[0.1, 0.2]", "milestones=[3, 6]"],
    ),
    (
        ["i", "--epochs", "3", "--gpu", "2", "--arch", "vit_s", "--schedule", "linear", "--resume"],
        ["data=i", "epochs=3", "gpu=2", "arch=vit_s", "schedule=linear", "resume=latest"],
    ),
    (
        ["i", "--epochs", "3", "--overrides", '{"a": [1]}', "--lambda", "2", "--seed", "4", "--test"],
        ["data=i", "epochs=3", "overrides={a: [1]}", "lambda_=2", "seed=4", "test=true"],
    ),
]


@pytest.fixture(scope="module")
def carried() -> Any:
    return carry(files(FOLDER, "train.py", ".py"), "train.py", "train")


@pytest.fixture(scope="module")
def theirs() -> list[dict[str, Any]]:
    """The namespaces that the script's own parser makes."""
    environment = {key: value for key, value in os.environ.items() if key != "TRAIN_HOME"}
    ran = subprocess.run(
        [sys.executable, "-B", "-c", ASK],
        input=json.dumps([words for words, _ in SELECTIONS]),
        cwd=FOLDER,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    answer: list[dict[str, Any]] = json.loads(ran.stdout)
    return answer


@pytest.mark.parametrize("index", range(len(SELECTIONS)))
def test_the_same_options_give_the_same_values(
    carried: Any, theirs: list[dict[str, Any]], index: int
) -> None:
    expected = {"lambda_" if key == "lambda" else key: value for key, value in theirs[index].items()}
    unknown = {"alpha", "beta"}
    given = [*SELECTIONS[index][1], "device=cpu"]
    assert composed(module(carried), overrides=given) == {
        **({"seed": None} if "seed" not in expected else {}),
        **{key: value for key, value in expected.items() if key not in unknown},
    }


def test_the_document_is_as_it_was(carried: Any) -> None:
    expected = (FOLDER / "expected" / "train.yaml").read_text(encoding="utf-8")
    assert written(carried)["train.yaml"].split("\n", 2)[2] == expected


def test_what_was_left_is_told_with_its_line(carried: Any) -> None:
    told = {(each.place.line if each.place else 0): each.why for each in carried.left}
    assert sorted(told) == [39, 51, 52, 54, 55, 56, 59, 63]
    assert "is a call, and nothing is run" in told[55]


def of(text: str) -> Any:
    return carry(source("import argparse\n" + text, "script.py"), "script.py", "script")


def fields_of(text: str) -> Any:
    (tree,) = of(text).documents.values()
    assert isinstance(tree, dict)
    return tree["fields"]


def test_a_parser_is_found_in_attributes_groups_functions_and_methods() -> None:
    fields = fields_of(
        "class App:\n"
        "    def __init__(self):\n"
        "        self.parser = argparse.ArgumentParser()\n"
        "        self.parser.add_argument('--a', type=int, default=1)\n"
        "        self.more(self.parser.add_argument_group('g'))\n"
        "    def more(self, group):\n"
        "        group.add_argument('--b', default='x')\n"
    )
    assert fields == {"a": {"type": "int", "default": 1}, "b": {"type": "str", "default": "x"}}


def test_two_parsers_are_two_scopes() -> None:
    found = of(
        "one = argparse.ArgumentParser()\none.add_argument('--a')\n"
        "two = argparse.ArgumentParser()\ntwo.add_argument('--b')\n"
    )
    assert list(found.documents) == ["script.yaml", "script_two.yaml"]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ("'--x', type=int, nargs='+'", {"type": "list[int] | None", "default": None, "min_length": 1}),
        ("'--x', type=int, choices=[1, 2]", {"type": "1 | 2 | None", "default": None}),
        ("'--x', choices=('a', 'b'), default='b'", {"enum": ["a", "b"], "default": "b"}),
        ("'--x', choices={'a'}, nargs='*', default=[]", {"type": "list['a']", "default": []}),
        ("'--x', type=float, default=1", {"type": "float", "default": 1}),
        ("'--x', type=int, default='7'", {"type": "int", "default": 7}),
        ("'-x', '--long-name', dest='x', required=True", {"type": "str", "input": True}),
        ("'x', nargs=2", {"type": "list[str]", "input": True, "min_length": 2, "max_length": 2}),
        ("'x', nargs='?'", {"type": "str | None", "default": None}),
        ("'--x', action='append', type=int", {"type": "list[int] | None", "default": None}),
        ("'--x', action='append', nargs=2", {"type": "list[list[str]] | None", "default": None}),
        ("'--x', action='store_const', const=3", {"type": "int | None", "default": None}),
        (
            "'--x', help='how (default: %(default)s)', default=1, type=int",
            {"type": "int", "default": 1, "doc": "how"},
        ),
        ("'--x', help='50%% of %(dest)s'", {"type": "str | None", "default": None, "doc": "50% of x"}),
    ],
)
def test_what_is_said_of_an_argument_is_said_of_its_field(options: str, field: dict[str, object]) -> None:
    text = f"p = argparse.ArgumentParser()\np.add_argument({options})\n"
    assert fields_of(text) == {"x": field}
    module(of(text))


def test_two_flags_with_one_name_are_one_field_with_the_default_of_the_first() -> None:
    fields = fields_of(
        "p = argparse.ArgumentParser()\n"
        "p.add_argument('--x', action='store_true', default=True)\n"
        "p.add_argument('--no-x', dest='x', action='store_false')\n"
    )
    assert fields == {"x": {"type": "bool", "default": True}}


def test_subcommands_are_told() -> None:
    found = of(
        "p = argparse.ArgumentParser()\np.add_argument('--a')\n"
        "s = p.add_subparsers()\nq = s.add_parser('run')\n"
    )
    assert whats(found.left) == ["p.add_subparsers()"]


@pytest.mark.parametrize("text", ["x = 1\n", "p = argparse.ArgumentParser()\n", "p = (\n"])
def test_a_script_without_arguments_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        of(text)


def test_the_script_is_never_run(tmp_path: Any) -> None:
    target = tmp_path / "ran"
    act = f"open({str(target)!r}, 'w')"
    of(f"{act}.close()\np = argparse.ArgumentParser()\np.add_argument('--a', default={act})\n")
    assert not target.exists()


def theirs_of(script: str, words: list[str]) -> dict[str, Any]:
    """The namespace that the parser of a script makes."""
    names: dict[str, Any] = {"__name__": "script"}
    exec(compile(script, "script", "exec"), names)  # noqa: S102
    return dict(vars(names["parser"].parse_args(words)))


@pytest.mark.parametrize(
    ("arguments", "words", "given"),
    [
        ("'--n', default=3", [], []),
        ("'--n', default=False", [], []),
        ("'--n', default=0.5", ["--n", "x"], ["n=x"]),
        ("'--n', type=int, default=5.5", [], []),
        ("'--n', type=int, nargs='+', default='3'", ["--n", "1", "2"], ["n=[1, 2]"]),
        ("'--n', choices=['a', 'b'], default='none'", ["--n", "a"], ["n=a"]),
        ("'--n', type=eval, default='[1, 2]'", [], []),
        ("'--n', type=float, default=float('inf')", [], []),
        ("'--n', type=int, default=2 ** 10", [], []),
        ("'--n', default='x' if TABLE else 'y'", [], []),
        ("'--n', choices=sorted(TABLE), default=list(TABLE)[0]", ["--n", "b"], ["n=b"]),
        ("'--n', default=STEPS[1:], nargs='*', type=int", [], []),
        ("'n', nargs='*'", [], []),
        ("'n', nargs=argparse.REMAINDER", [], []),
        ("'n', nargs=argparse.REMAINDER", ["a", "b"], ["n=[a, b]"]),
    ],
)
def test_an_argument_gives_what_it_gives_there(arguments: str, words: list[str], given: list[str]) -> None:
    script = "import argparse\nTABLE = {'b': 1, 'a': 2}\nSTEPS = [1, 2, 3]\n"
    script += f"parser = argparse.ArgumentParser()\nparser.add_argument({arguments})\n"
    made = module(carry(source(script, "x.py"), "x.py", "x"))
    assert composed(made, overrides=given) == theirs_of(script, words)


def test_what_a_function_makes_of_a_default_is_not_guessed() -> None:
    script = "import argparse\ndef flag(text): return text == 'yes'\nparser = argparse.ArgumentParser()\n"
    script += "parser.add_argument('--on', type=flag, default='yes')\n"
    found = carry(source(script, "x.py"), "x.py", "x")
    assert any("what `flag` makes of 'yes' is not known" in each.why for each in found.left)


def test_parents_bring_their_arguments_and_make_no_scope_of_their_own() -> None:
    script = (
        "from argparse import ArgumentParser as Made\nclass Own(Made): ...\nbase = Made(add_help=False)\n"
        "base.add_argument('--seed', type=int, default=1)\nparser = Own(parents=[base])\n"
        "parser.add_argument('--lr', type=float, default=0.1)\n"
    )
    found = carry(source(script, "x.py"), "x.py", "x")
    assert composed(module(found)) == theirs_of(script, [])


@pytest.mark.parametrize(
    "before",
    [
        "N = 1\nif len('a'):\n    N = 2\n",
        "N = [1]\nN.append(2)\n",
        "N = 1\ndef f():\n    global N\n    N = 2\n",
    ],
    ids=["condition", "in place", "global"],
)
def test_a_name_that_may_have_another_value_is_not_known(before: str) -> None:
    script = (
        f"import argparse\n{before}parser = argparse.ArgumentParser()\nparser.add_argument('-n', default=N)\n"
    )
    found = carry(source(script, "x.py"), "x.py", "x")
    assert any("`N` is no name with a known value here" in each.why for each in found.left)


def test_a_name_of_the_function_goes_before_that_of_the_module() -> None:
    script = "import argparse\nLR = 1\ndef made(LR=2):\n    parser = argparse.ArgumentParser()\n"
    script += "    parser.add_argument('--lr', default=LR)\n    return parser\nparser = made()\n"
    assert any("`LR` is no name" in each.why for each in carry(source(script, "x.py"), "x.py", "x").left)


def test_arguments_of_commands_are_told_as_such() -> None:
    script = "import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument('-n', default='a')\n"
    script += "sub = parser.add_subparsers()\nsub.add_parser('train').add_argument('--steps', type=int)\n"
    left = carry(source(script, "x.py"), "x.py", "x").left
    assert [each.why for each in left][1] == "is about a command of its own, and these are not carried over"

"""How two functions differ is shown where they do, by names that a reader knows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ato.fingerprint import CodeFingerprint, code_of, diff
from tests.ato.fingerprint.modules import Build, Load

PROJECT = {
    "train": """
        from proj import losses
        def train_step(model, batch):
            return loss(model, batch)
        def loss(model, batch):
            predicted = model(batch)
            return losses.smooth_l1(predicted, batch)
        """,
    "losses": """
        BETA = 0.5
        def smooth_l1(predicted, target):
            difference = abs(predicted - target)
            if difference < BETA:
                return difference ** 2
            return difference - BETA
        """,
}


def stored(fingerprint: CodeFingerprint) -> CodeFingerprint:
    return CodeFingerprint.from_dict(json.loads(json.dumps(fingerprint.to_dict())))


def edited(file: str, *edits: tuple[str, str]) -> dict[str, str]:
    text = PROJECT[file]
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return {**PROJECT, file: text}


def test_the_deepest_change_is_shown_with_the_way_to_it(build: Build) -> None:
    before = stored(code_of(build(PROJECT).train_step))
    after = stored(code_of(build(edited("losses", ("difference ** 2", "0.5 * difference ** 2"))).train_step))
    found = diff(before, after)
    assert found.paths == (("train_step", "loss", "smooth_l1"),)
    assert found.text == DIFF.strip()
    assert str(found) == found.text
    assert found == diff(before, after)
    assert bool(found)


DIFF = """
train_step → loss → smooth_l1
--- proj/losses.py:3 smooth_l1
+++ proj/losses.py:3 smooth_l1
@@ -2,5 +2,5 @@
 def smooth_l1(predicted, target):
     difference = abs(predicted - target)
     if difference < BETA:
-        return difference ** 2
+        return 0.5 * difference ** 2
     return difference - BETA
"""


def test_names_that_were_changed_on_the_way_make_no_line_differ(build: Build) -> None:
    new = edited(
        "losses",
        ("difference", "delta"),
        ("target", "wanted"),
        ("    if", "    extra = 1\n            if"),
        ("** 2", "** extra"),
    )
    found = diff(code_of(build(PROJECT).train_step), code_of(build(new).train_step))
    lines = found.text.splitlines()
    assert [line for line in lines if line[0] in "-+" and line[:3] not in ("---", "+++")] == [
        "+    extra = 1",
        "-        return difference ** 2",
        "+        return difference ** extra",
    ]


def test_what_does_not_differ_has_no_diff(build: Build) -> None:
    one = code_of(build(PROJECT).train_step)
    other = code_of(build(edited("losses", ("difference", "delta"))).train_step)
    assert not diff(one, other)
    assert (diff(one, other).text, diff(one, other).paths) == ("", ())


def test_values_that_differ_are_shown_above_the_code(build: Build) -> None:
    found = diff(
        code_of(build(PROJECT).train_step), code_of(build(edited("losses", ("0.5", "0.25"))).train_step)
    )
    assert "-BETA = 0.5\n+BETA = 0.25" in found.text


def test_several_changes_are_shown_from_the_nearest_to_the_farthest(build: Build) -> None:
    new = edited("losses", ("** 2", "** 3"))
    new["train"] = PROJECT["train"].replace("return loss(model, batch)", "return loss(model, batch) + 1")
    found = diff(code_of(build(PROJECT).train_step), code_of(build(new).train_step))
    assert found.paths == (("train_step",), ("train_step", "loss", "smooth_l1"))


def test_another_function_under_the_same_name_is_compared_with_the_first(build: Build) -> None:
    new = dict(PROJECT)
    new["train"] = PROJECT["train"].replace("from proj import losses", "from proj import other as losses")
    new["other"] = PROJECT["losses"].replace("abs(", "float(")
    found = diff(code_of(build(PROJECT).train_step), code_of(build(new).train_step))
    assert found.paths == (("train_step", "loss", "smooth_l1"),)
    assert "+++ proj/other.py:3 smooth_l1" in found.text


def test_circles_end(load: Load) -> None:
    text = "def a(n): return b(n)\ndef b(n): return a(n - {0})"
    found = diff(code_of(load(text.format(1)).a), code_of(load(text.format(2)).a))
    assert found.paths == (("a", "b"),)


def test_what_no_line_shows_is_said_all_the_same(load: Load) -> None:
    text = "def f(): return g(x=1, y=2)\ndef g({0}): return x - y"
    one, two = load(text.format("x, y")), load(text.format("y, x"))
    found = diff(code_of(one.f), code_of(two.f))
    assert (
        "-g calls g (x is parameter 1, y is parameter 2)\n+g calls g (x is parameter 2, y is parameter 1)"
        in found.text
    )


def test_a_global_that_becomes_a_variable_is_seen(load: Load) -> None:
    found = diff(
        code_of(load("x = 1\ndef f():\n  return x").f, follow=False),
        code_of(load("x = 1\ndef f(x):\n  return x").f, follow=False),
    )
    assert "-def f():" in found.text


def test_captured_values_are_shown_by_name(load: Load) -> None:
    module = load("def made(rate):\n  def f(x): return x * rate\n  return f")
    assert "-rate = 2\n+rate = 3" in diff(code_of(module.made(2)), code_of(module.made(3))).text


def test_bytecode_and_source_are_not_compared(load: Load) -> None:
    names: dict[str, Any] = {}
    exec("def f(x): return x + 1", names)  # noqa: S102
    found = diff(code_of(load("def f(x): return x + 1").f), code_of(names["f"]))
    assert found.text.startswith("source by algorithm 2 and bytecode by algorithm 2 of ")
    assert found.text.endswith(" cannot be compared")
    assert (found.changes, bool(found)) == ((), True)


@pytest.mark.parametrize("count", [200])
def test_a_long_function_is_laid_side_by_side_in_time(load: Load, count: int) -> None:
    lines = [f"  a{n} = g(a{n - 1})" for n in range(1, count)]
    text = "\n".join(["def f(a0):", *lines, f"  return a{count - 1}"])
    found = diff(code_of(load(text).f), code_of(load(text.replace("g(a7)", "g(a6)")).f))
    assert [line for line in found.text.splitlines() if line[:2] in ("- ", "+ ")] == [
        "-    a8 = g(a7)",
        "+    a8 = g(a6)",
    ]

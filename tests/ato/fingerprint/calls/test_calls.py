"""What a function calls counts too: by name, to any depth, and no further than the project goes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from ato.config import ConfigError
from ato.fingerprint import CodeFingerprint, code_hash, code_of
from tests.ato.fingerprint.modules import Build, Load

LOSSES = """
    import math
    import numpy as np

    BETA = 0.5

    def smooth_l1(pred, target):
        diff = np.abs(pred - target)
        return np.where(diff < BETA, diff ** 2, diff)

    def total(preds, targets):
        return sum(smooth_l1(p, target=t) for p, t in zip(preds, targets)) / math.pi
    """


NET = """
    from proj import losses

    class Base:
        scale = 2.0
        def helper(self, x): return x * self.scale

    class Net(Base):
        def __init__(self, width=3): self.width = width
        def forward(self, x): return losses.smooth_l1(super().helper(x), self.inner(x))
        def inner(self, x): return x + 1
        def unused(self): return 0
        @staticmethod
        def still(x): return x
        @property
        def size(self): return self.inner(self.width)
    """


TRAIN = """
    from proj import losses
    from proj.net import Net
    MODEL = Net()

    def train_step(model, batch):
        out = MODEL.forward(batch)
        return later(losses.total(out, batch), Net.still(3))

    def later(x, y): return x + y
    """


PROJECT = {"losses": LOSSES, "net": NET, "train": TRAIN}


def changed(file: str, old: str, new: str) -> dict[str, str]:
    assert old in PROJECT[file]
    return {**PROJECT, file: PROJECT[file].replace(old, new)}


def of_project(build: Build, files: dict[str, str]) -> CodeFingerprint:
    return code_of(build(files).train_step)


def test_everything_that_is_called_is_reached(build: Build) -> None:
    found = of_project(build, PROJECT)
    assert next(each.qualname for each in found.functions.values()) == "train_step"
    assert {each.qualname for each in found.functions.values()} == {
        "train_step", "later", "Net.forward", "Net.inner", "Net.still", "Base.helper", "smooth_l1", "total",
    }  # fmt: skip
    assert [(call.name, call.qualname) for call in found.calls] == [
        ("MODEL.forward", "Net.forward"),
        ("later", "later"),
        ("losses.total", "total"),
        ("Net.still", "Net.still"),
    ]
    assert {each.file for each in found.functions.values()} == {
        "proj/losses.py",
        "proj/net.py",
        "proj/train.py",
    }
    assert found.unresolved == ("MODEL (its state)",)


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("losses", "diff ** 2", "diff ** 3"),
        ("losses", "BETA = 0.5", "BETA = 0.25"),
        ("losses", "import numpy as np", "import numpy.ma as np"),
        ("net", "return x + 1", "return x + 2"),
        ("net", "scale = 2.0", "scale = 3.0"),
        ("net", "return x * self.scale", "return self.scale * x"),
        ("net", "def still(x): return x", "def still(x): return -x"),
        ("train", "return x + y", "return x - y"),
        ("losses", "math.pi", "math.e"),
        ("losses", "def smooth_l1(pred, target)", "def smooth_l1(target, pred)"),
    ],
)
def test_a_change_far_below_is_a_change(build: Build, file: str, old: str, new: str) -> None:
    assert of_project(build, PROJECT).digest != of_project(build, changed(file, old, new)).digest


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("losses", "diff", "distance"),
        ("net", "return 0", "return 1"),  # nobody calls it
        (
            "net",
            "def helper(self, x): return x",
            "def helper(me, x):\n            'Helps.'\n            return x",
        ),
        ("net", "width=3): self.width = width", "width=4): self.width = width"),  # made long ago
        ("losses", "def total(preds, targets)", "def total(preds: list, targets) -> float"),
        ("train", "def later(x, y): return x + y", "\n\n    def later(a, b): return a + b"),
    ],
)
def test_what_is_no_logic_is_none_far_below_either(build: Build, file: str, old: str, new: str) -> None:
    edited = {**PROJECT, file: PROJECT[file].replace(old, new)}
    if "me, x" in new:
        edited["net"] = edited["net"].replace("return x * self.scale", "return x * me.scale")
    assert of_project(build, PROJECT).digest == of_project(build, edited).digest


def test_without_follow_only_the_function_itself_counts(build: Build) -> None:
    before = code_hash(build(PROJECT).train_step)
    after = build(changed("losses", "diff ** 2", "diff ** 3"))
    assert code_hash(after.train_step) == before
    assert code_of(after.train_step, follow=False).calls == ()


def test_libraries_are_recorded_at_the_border_and_are_no_part_of_the_digest(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = of_project(build, PROJECT)
    python = ".".join(map(str, sys.version_info[:3]))
    assert [name for name, _ in found.border] == ["numpy", "python"]
    assert ("python", python) in found.border
    monkeypatch.setattr("ato.fingerprint.calls._graph.library", lambda module: (module, "99"))
    assert of_project(build, PROJECT).digest == found.digest


def test_a_name_from_a_library_counts_by_where_it_comes_from(load: Load) -> None:
    one = load("from math import floor as cut\ndef f(x): return cut(x)")
    two = load("from math import ceil as cut\ndef f(x): return cut(x)")
    assert code_of(one.f).origins == (("cut", "math:floor"),)
    assert code_of(one.f).digest != code_of(two.f).digest


CIRCLE = """
    def a(n): return b(n) if n else 0
    def b(n): return c(n - 1)
    def c(n): return a(n) + d(n)
    def d(n): return n * 2
    """


def test_circles_have_one_digest_wherever_one_begins(load: Load) -> None:
    module = load(CIRCLE)
    every = [code_of(each) for each in (module.a, module.b, module.c)]
    for one in every:
        for other in every:
            assert one.functions.keys() == other.functions.keys()
    assert len({each.digest for each in every}) == 3


@pytest.mark.parametrize("change", [("n - 1", "n - 2"), ("n * 2", "n * 3"), ("if n else 0", "if n else 1")])
def test_a_change_in_a_circle_changes_all_of_it(load: Load, change: tuple[str, str]) -> None:
    before, after = load(CIRCLE), load(CIRCLE.replace(*change))
    for name in "abc":
        assert code_of(getattr(before, name)).digest != code_of(getattr(after, name)).digest


def test_functions_that_are_alike_in_a_circle_are_alike_and_others_are_not(load: Load) -> None:
    twins = load("def a(n): return b(n)\ndef b(n): return a(n)")
    three = load("def a(n): return b(n)\ndef b(n): return c(n)\ndef c(n): return a(n)")
    odd = load("def a(n): return b(n)\ndef b(n): return a(n) + 1")
    assert code_of(twins.a).digest != code_of(odd.a).digest
    assert code_of(twins.a).digest != code_of(three.a).digest


def test_a_long_chain_of_calls_is_followed(load: Load) -> None:
    lines = [f"def f{n}(x): return f{n + 1}(x)" for n in range(1500)]
    module = load("\n".join([*lines, "def f1500(x): return x"]))
    assert len(code_of(module.f0).functions) == 1501


def test_captured_functions_are_followed_and_a_function_may_hold_itself(load: Load) -> None:
    text = "def made(g):\n  def f(n): return f(n - 1) + g(n)\n  return f\ndef one(x): return {0}"
    one, two = load(text.format("x")), load(text.format("x + 1"))
    assert [call.qualname for call in code_of(one.made(one.one)).calls] == ["one"]
    assert code_of(one.made(one.one)).digest != code_of(two.made(two.one)).digest


def test_what_cannot_be_known_before_it_runs_is_listed_and_not_guessed(load: Load) -> None:
    found = code_of(
        load("""
        import logging
        log = logging.getLogger("x")
        class A:
            def step(self): return self.net(1) + self.inner(2)
            def inner(self, x): return x
        def f(model, name, a: A):
            log.info("x")
            getattr(model, name)()
            model(1); model.step(2); missing(3)
            import not_loaded_yet
            return not_loaded_yet.x() + A().step()
    """).f
    )
    assert found.unresolved == (
        "log (its state)",
        "model",
        "model.step",
        "missing (not defined)",
        "not_loaded_yet.x (not loaded)",
        "getattr(model, name)",
    )
    assert [call.qualname for call in found.calls] == ["A"]
    assert found.functions[found.calls[0].digest].unresolved == ("self.net",)


def test_imports_inside_of_functions_are_followed_once_loaded(build: Build) -> None:
    files = {
        **PROJECT,
        "train": "def train_step(x):\n    from .losses import total as t\n    return t(x, x)\n",
    }
    module = build(files)
    assert code_of(module.train_step).unresolved == ("t (not loaded)",)
    __import__("proj.losses")
    assert [call.qualname for call in code_of(module.train_step).calls] == ["total"]


def test_the_folders_of_a_project_can_be_given(build: Build, tmp_path: Path) -> None:
    module = build(PROJECT)
    assert module.__file__ is not None
    root = Path(module.__file__).parents[1]
    assert len(code_of(module.train_step, roots=[root]).functions) == 8
    outside = code_of(module.train_step, roots=[tmp_path / "elsewhere"])
    assert len(outside.functions) == 1
    assert code_of(module.train_step, roots=[root / "proj"]).file == "train.py"


def test_a_fingerprint_is_read_back_as_it_was(build: Build) -> None:
    found = code_of(build(PROJECT).train_step, trace_id="step")
    again = CodeFingerprint.from_dict(json.loads(json.dumps(found.to_dict())))
    assert again == found
    assert dict(again.functions) == {
        key: each.traced(None) if key != found.digest else found for key, each in found.functions.items()
    }
    assert again.source == found.source


@pytest.mark.parametrize("data", [{}, {"digest": 1}, {"digest": "a", "calls": [1]}])
def test_what_is_no_fingerprint_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ConfigError, match="fingerprint: cannot be read"):
        CodeFingerprint.from_dict(data)


REACHED = [
    "def a(): return {0}\nclass A:\n  m = a\ndef f(): return A().m()",
    "def a(): return {0}\nTABLE = {{'a': a}}\ndef f(k): return TABLE[k]()",
    "def a(): return {0}\nTABLE = [a, len]\ndef f(): return [t() for t in TABLE]",
    "import dataclasses\n@dataclasses.dataclass\nclass C:\n  x: int = {0}\ndef f(): return C()",
    "import enum\nclass E(enum.Enum):\n  A = {0}\ndef f(): return E.A",
    "import enum\nclass E(enum.Enum):\n  A = {0}\nX = E.A\ndef f(): return X",
    "class A:\n  @property\n  def p(self): return {0}\n  def f(self): return self.p\nf = A.f",
    "class M(type):\n  def __call__(cls): return {0}\nclass A(metaclass=M): pass\ndef f(): return A()",
    "class A:\n  def __g(self): return {0}\n  def f(self): return self.__g()\nf = A.f",
    "class A:\n  @classmethod\n  def g(cls): return {0}\n  @classmethod\n  def f(cls): return cls.g()\nf=A.f",
    "g = lambda x: x + {0}\ndef f(k=g): return k(1)",
    "def g(): return {0}\nh = g\ndef f(): return h()",
    "class L:\n  def __call__(self): return {0}\nloss = L()\ndef f(): return loss()",
    "import functools\ndef g(a, b): return a\np = functools.partial(g, {0})\ndef f(): return p(2)",
    "import contextlib\n@contextlib.contextmanager\ndef g():\n  yield {0}\ndef f():\n  with g(): pass",
    "import functools\n@functools.singledispatch\ndef g(x): return 1\n"
    "@g.register(int)\ndef _(x): return {0}\ndef f(): return g(1)",
    "def f(*, a={0}, b=1): return a - b",
    "import functools\n@functools.singledispatch\ndef f(x): return 1\n@f.register(int)\ndef _(x): return {0}",
    "import functools\nclass A:\n  @functools.singledispatchmethod\n  def m(self, x): return 1\n"
    "  @m.register(int)\n  def _(self, x): return {0}\n  def f(self): return self.m(1)\nf = A().f",
    "import collections\nP = collections.namedtuple('P', 'x{0} y')\ndef f(): return P(1, 2)",
    "import collections\nP = collections.namedtuple('P', 'x y', defaults=[{0}])\ndef f(): return P(1)",
    "import enum\nE = enum.Enum('E', {{'a': {0}}})\ndef f(): return E('a')",
    "T = type('T', (), {{'rate': {0}}})\ndef f(): return T()",
    "class B:\n  def m(self): return {0}\nT = type('T', (B,), {{}})\ndef f(): return T()",
    "class A:\n  def m(self): return 1\ndef m(self): return {0}\nA.m = m\ndef f(): return A()",
    "class A:\n  def m(self): return self.n()\nA.n = lambda self: {0}\ndef f(): return A()",
    "class A:\n  rate = 1\nA.rate = {0}\ndef f(): return A()",
    "class A:\n  __rate = 1\nA._A__rate = {0}\ndef f(): return A()",
]


@pytest.mark.parametrize("text", REACHED, ids=range(len(REACHED)))
def test_every_way_by_which_code_reaches_code_is_followed(load: Load, text: str) -> None:
    assert code_of(load(text.format(2)).f).digest == code_of(load(text.format(2)).f).digest
    assert code_of(load(text.format(2)).f).digest != code_of(load(text.format(3)).f).digest


def test_what_passes_itself_off_as_another_is_not_asked(load: Load) -> None:
    module = load("""
        class Lazy:
            @property
            def __class__(self): raise RuntimeError("not there yet")
            def __call__(self, x): return x
        class Closed:
            def __getattribute__(self, name): raise RuntimeError(name)
        class Meta(type):
            def __getattr__(cls, name): raise RuntimeError(name)
            def __eq__(cls, other): raise RuntimeError("equal")
            __hash__ = None
        class Odd(metaclass=Meta):
            __module__ = 3
            def m(self): return self.x
        lazy, closed, table = Lazy(), Closed(), [Lazy(), len, (Closed(),)]
        def made(x): return lambda: x(1)
        def f(x=lazy, *, y=closed): return lazy(1), lazy.x, closed.y, table, Odd().m(), made(lazy), made(x)
        g = made(lazy)
    """)
    found = code_of(module.f)
    assert {"Lazy", "Closed", "Odd"} <= {each.qualname for each in found.functions.values()}
    for each in (module.g, module.lazy, module.Odd, vars(module.Odd)["m"]):
        assert code_of(each).digest


def test_nothing_of_what_is_looked_at_is_run(load: Load) -> None:
    module = load("""
        class A:
            def __getattr__(self, name): raise SystemExit
            def __eq__(self, other): raise SystemExit
            def __repr__(self): raise SystemExit
            __hash__ = None
        def __getattr__(name): raise SystemExit
        x = A()
        class B:
            held = A()
            def g(self): return self.held
        def f(): return x.y(), x == 3, undefined_name, B.held.y(), B().g()
    """)
    assert code_of(module.f).unresolved == (
        "x (its state)",
        "undefined_name (not defined)",
        "B.held (its state)",
    )


def test_an_annotation_is_not_followed(load: Load) -> None:
    text = "X = {0}\ndef f(a: X) -> X: return a"
    assert code_of(load(text.format("int")).f).digest == code_of(load(text.format("str")).f).digest

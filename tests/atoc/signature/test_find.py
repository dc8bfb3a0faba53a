"""A target is followed to what it names, and no further than its source tells."""

from __future__ import annotations

import pytest

from atoc.signature import OPAQUE, Absent, Target, parse_target
from tests.atoc.signature.written import answer, takes


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("pkg.nets:Net", Target("pkg.nets", "Net")),
        ("m:A.make", Target("m", "A.make")),
        ("pkg.nets.Net", None),
        (":Net", None),
        ("pkg:", None),
        ("../pkg:Net", None),
        ("pkg:Net()", None),
    ],
)
def test_a_target_names_a_module_and_a_callable(text: str, target: Target | None) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize(
    "text",
    [
        "from pkg.nets import f",
        "from .nets import f",
        "from .nets import *",
        "from .nets import g as f",
        "from . import nets\nf = nets.f",
        "import pkg.nets as n\nf = n.f",
        "try:\n    from pkg.nets import f\nexcept ImportError:\n    from pkg.nets import f",
    ],
)
def test_names_are_followed_through_imports(text: str) -> None:
    nets = "def f(a): ...\ng = f\n"
    assert answer("pkg:f", pkg=text, pkg__nets=nets) == answer("m:f", m="def f(a): ...")


@pytest.mark.parametrize(
    "text",
    [
        "def __getattr__(name): ...",
        "globals()['f'] = 1",
        "from torch import *",
        "from torch import f",
        "f = make()",
        "f = lambda a: a",
        "@torch.no_grad()\ndef f(a): ...",
        "if x:\n    def f(a): ...\nelse:\n    def f(b): ...",
        "def f(a): ...\ndel f",
        "with x as f: ...",
        "from m import f",
        "f = g\ng = f",
        "x = (f := 3)",
    ],
)
def test_what_the_source_leaves_open_is_opaque(text: str) -> None:
    assert answer("m:f", m=text) == OPAQUE


def test_what_is_not_there_is_told_with_the_names_that_are() -> None:
    assert answer("m:f", m="def g(): ...\nh = 3\n_i = 4") == Absent("name", ("g", "h"))
    assert answer("m:f", m="from n import *", n="def g(): ...") == Absent("name", ("g",))
    assert answer("n:f") == Absent("module")


@pytest.mark.parametrize("text", ["f = 3", "f = 'text'", "import n as f", "from n import f"])
def test_a_value_or_a_module_cannot_be_called(text: str) -> None:
    assert answer("m:f", m=text, n="f = 3") == Absent("value")


def test_a_module_that_cannot_be_parsed_is_opaque() -> None:
    assert answer("m:f", m="def f(:") == OPAQUE


def test_methods_that_a_class_itself_has_can_be_called() -> None:
    text = """
        class A:
            @classmethod
            def make(cls, a, b=1): ...
            @staticmethod
            def build(a): ...
            def plain(self, a): ...
            @property
            def value(self): ...
    """
    assert takes(text, "A.make") == "a, b=..."
    assert takes(text, "A.build") == "a"
    assert takes(text, "A.plain") is None
    assert takes(text, "A.value") is None
    assert takes(text, "A.other") is None


def test_a_long_way_has_an_end() -> None:
    modules = {f"m{number}": f"from m{number + 1} import f" for number in range(300)}
    assert answer("m0:f", m300="def f(a): ...", **modules) == OPAQUE

"""Every kind of callable, object and class is looked through to what it runs."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest

from ato.config import ConfigError
from ato.fingerprint import code_of
from tests.ato.fingerprint.modules import Load

KINDS = """
    import functools
    class Base:
        def low(self): return 1
    class Model(Base):
        def __init__(self): self.x = 1
        def __call__(self, x): return self.low() + x
        @property
        def prop(self): return self.low()
        @prop.setter
        def prop(self, value): self.x = value
        @functools.cached_property
        def cached(self): return self.low()
        @classmethod
        def make(cls): return cls.low
        @staticmethod
        def still(a, b=2): return a
        part = functools.partialmethod(still, 1)
    class Plain(Base):
        def run(self): return 1
    def add(a, b, c=3): return a + b + c
    @functools.lru_cache
    def kept(x): return add(x, x)
    async def later(x): return kept(x)
    def many(x): yield from (add(i, x) for i in range(3))
    partial = functools.partial(add, 1, c=4)
    """


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("Model", ("return 1", "return 2")),
        ("Model", ("return self.low() + x", "return self.low() - x")),
        ("Model.__call__", ("return 1", "return 2")),
        ("Model.prop", ("return 1", "return 2")),
        ("Model.prop", ("self.x = value", "self.x = -value")),
        ("Model.cached", ("return 1", "return 2")),
        ("Model.make", ("return 1", "return 2")),
        ("Model.still", ("b=2", "b=3")),
        ("Plain", ("return 1\n", "return 2\n")),
        ("kept", ("a + b + c", "a + b - c")),
        ("later", ("a + b + c", "a + b - c")),
        ("many", ("a + b + c", "a + b - c")),
        ("partial", ("a + b + c", "a + b - c")),
        ("partial", ("c=4", "c=5")),
        ("partial", ("(add, 1", "(add, 2")),
    ],
)
def test_each_kind_of_callable_is_followed(load: Load, path: str, change: tuple[str, str]) -> None:
    assert change[0] in KINDS

    def digest(text: str) -> str:
        found: Any = load(text)
        for name in path.split("."):
            found = vars(found)[name]
        assert found is not None
        return code_of(found).digest

    assert digest(KINDS) == digest(KINDS)
    assert digest(KINDS) != digest(KINDS.replace(*change))


def test_objects_count_by_their_call_or_by_their_class(load: Load) -> None:
    module = load(KINDS)
    assert code_of(module.Model()).qualname == "Model.__call__"
    assert code_of(module.Plain()).digest == code_of(module.Plain).digest
    assert code_of(module.Model.prop).text == "property"
    assert code_of(module.Model().part).qualname == "Model.still"


def test_a_module_of_torch_is_its_class_with_all_methods(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    nn = types.ModuleType("nn_of_a_library")
    nn.__file__ = "/x/site-packages/nn_of_a_library.py"
    exec(  # noqa: S102  a library that calls what it is given
        compile("class Module:\n    def __call__(self, *a): return self.forward(*a)", nn.__file__, "exec"),
        vars(nn),
    )
    monkeypatch.setitem(sys.modules, "nn_of_a_library", nn)
    text = """
        import nn_of_a_library as nn
        class Net(nn.Module):
            def __init__(self): self.layer = Layer()
            def forward(self, x): return self.layer(x) + self.own(x)
            def own(self, x): return x
        class Layer(nn.Module):
            def forward(self, x): return x * {0}
    """
    one, two = load(text.format(2)), load(text.format(3))
    assert code_of(one.Net()).digest == code_of(one.Net).digest != code_of(two.Net()).digest
    assert code_of(one.Net()).unresolved == ()
    assert [call.name for call in code_of(one.Net.forward).calls] == ["$0.layer", "$0.own"]


def test_methods_are_looked_up_in_the_class_of_the_object(load: Load) -> None:
    module = load("""
        class A:
            def step(self): return self.loss()
            def loss(self): return 1
        class B(A):
            def loss(self): return 2
    """)
    assert [call.qualname for call in code_of(module.B().step).calls] == ["B.loss"]
    assert [call.qualname for call in code_of(module.A().step).calls] == ["A.loss"]
    assert [call.qualname for call in code_of(module.A.step).calls] == ["A.loss"]


def test_wrappers_of_the_user_are_followed(load: Load) -> None:
    text = """
        import functools
        def twice(g):
            @functools.wraps(g)
            def wrapper(*a): return g(*a), g(*a){0}
            return wrapper
        @twice
        def f(a): return a
        def g(a): return a
        h = twice(g)
    """
    one, two = load(text.format("")), load(text.format(", 1"))
    assert code_of(one.f).text.startswith("@twice\n")
    assert code_of(one.f).digest != code_of(two.f).digest
    assert code_of(one.h).digest != code_of(two.h).digest
    assert code_of(one.g).digest == code_of(two.g).digest


def test_classes_that_libraries_make_have_no_digest_of_a_version_of_python(load: Load) -> None:
    module = load("""
        import collections, dataclasses, enum
        Point = collections.namedtuple("Point", "x y", defaults=[3])
        Kind = enum.Enum("Kind", "a b")
        @dataclasses.dataclass(order=True)
        class Data:
            x: int = 1
            def double(self): return self.x * 2
        def f(): return Point(1), Kind.a, Data()
    """)
    found = code_of(module.f)
    assert {each.qualname for each in found.functions.values()} == {"f", "Point", "Kind", "Data"}
    assert {each.mode for each in found.functions.values()} == {"source"}
    assert found.digest == "65883939bedfe1a10f99fbdaccb173583726fe0b9a50d1193a9a3ae0b6182ced"


def test_what_a_class_says_of_itself_is_not_told_twice(load: Load) -> None:
    text = """
        import abc, functools
        def twice(g): return lambda *a: (g(*a), g(*a))
        class A(abc.ABC):
            rate, __secret = 1, 2
            width: int = 3
            flag = True
            def __init_subclass__(cls): pass
            def __new__(cls): return super().__new__(cls)
            def __private(self): return 1
            @twice
            def own(self): return 2
            if flag:
                def late(self): return 3
            def again(self): return 4
            def again(self): return 5
            import math
    """
    assert code_of(load(text).A).calls == code_of(load(text).A).calls
    assert {call.name for call in code_of(load(text).A).calls} == {"twice"}
    assert code_of(load(text).A).values == ()


def test_what_is_wrapped_in_itself_is_told(load: Load) -> None:
    module = load("def f(): return 1\nf.__wrapped__ = f")
    with pytest.raises(ConfigError, match="it is wrapped in itself"):
        code_of(module.f)

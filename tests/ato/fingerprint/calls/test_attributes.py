"""What an object holds is followed as far as its class says it, or the object itself shows it."""

from __future__ import annotations

import sys
import types
from typing import Any

import pytest

from ato.fingerprint import code_of
from tests.ato.fingerprint.modules import Load

HELD = """
    import dataclasses, math, typing
    def low(x): return x + {0}
    def other(x): return x
    def make(): return Net()
    class Net:
        def forward(self, x): return low(x)
    class Caller:
        def __call__(self, x): return low(x)
    class A:
        told: "Net"
        maybe: typing.Optional[Net]
        either: Net | None = None
        nothing: int
        def __init__(self, given, flag=True):
            self.net = Net()
            self.call: object = Caller()
            self.fn = low
            self.given = given
            self.chosen = low if flag else other
            self.made = make()
            self.same = self.method
            self.alias = self.net
            self.late = None
            self.root = math.sqrt
            self.data = [1]
        def set_up(self):
            self.late = Net()
            self.loop = self.loop
        def method(self, x): return low(x)
        def f(self, x): return {1}
    """
WAYS = {
    "self.net.forward(x)": "self.net (its state)",
    "self.call(x)": "self.call (its state)",
    "self.fn(x)": "",
    "self.chosen(x)": "",
    "self.made(x)": "self.made (what make gives)",
    "self.same(x)": "",
    "self.alias.forward(x)": "self.alias (its state)",
    "self.late.forward(x)": "self.late (its state)",
    "self.told.forward(x)": "self.told (by its annotation)",
    "self.maybe.forward(x)": "self.maybe (by its annotation)",
    "self.either.forward(x)": "self.either (by its annotation)",
    "list(map(self.fn, x))": "",
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_class_says_its_objects_hold_is_followed(load: Load, way: str) -> None:
    one, two = (load(HELD.format(number, way)) for number in (1, 2))
    found = code_of(one.A.f)
    assert "low" in {each.qualname for each in found.functions.values()}
    assert found.digest != code_of(two.A.f).digest
    assert found.unresolved == ((WAYS[way],) if WAYS[way] else ())


@pytest.mark.parametrize("way", ["self.given(x)", "self.nothing(x)", "self.loop(x)", "self.missing(x)"])
def test_what_nothing_tells_is_listed(load: Load, way: str) -> None:
    found = code_of(load(HELD.format(1, way)).A.f)
    assert (found.unresolved, found.calls) == ((way.partition("(")[0],), ())


def test_what_lies_beyond_the_border_counts_by_where_it_comes_from(load: Load) -> None:
    found = code_of(load(HELD.format(1, "self.root(x)")).A.f)
    assert found.origins == (("$0.root", "math.sqrt"),)
    assert [name for name, _ in found.border] == ["python"]


def test_data_of_objects_is_their_state(load: Load) -> None:
    found = code_of(load(HELD.format(1, "self.data, self.given, self.nothing")).A.f)
    assert (found.values, found.unresolved) == ((), ())


def test_the_object_at_hand_shows_what_its_class_does_not_say(load: Load) -> None:
    module = load(HELD.format(1, "self.given(x)"))
    by_function = code_of(module.A(module.low).f)
    assert [(call.name, call.qualname) for call in by_function.calls] == [("$0.given", "low")]
    assert by_function.unresolved == ()
    by_object = code_of(module.A(module.Caller()).f)
    assert [call.qualname for call in by_object.calls] == ["Caller.__call__"]
    assert by_object.unresolved == ("self.given (its state)",)
    assert code_of(module.A(len).f).origins == (("$0.given", "builtins:len"),)


def test_the_object_at_hand_counts_where_it_holds_something_else(load: Load) -> None:
    module = load(HELD.format(1, "self.chosen(x)"))
    assert [call.qualname for call in code_of(module.A.f).calls] == ["low", "other"]
    assert [call.qualname for call in code_of(module.A(0).f).calls] == ["low"]
    changed = module.A(0)
    changed.chosen = module.Caller()
    assert [call.qualname for call in code_of(changed.f).calls] == ["Caller.__call__"]
    changed.f = module.other
    assert code_of(changed).digest != code_of(module.A(0)).digest


def test_a_bound_method_is_that_of_its_class_where_the_class_says_all(load: Load) -> None:
    way = "self.net.forward(x) + self.call(x) + self.fn(x)"
    module = load(HELD.format(1, way))
    assert code_of(module.A(0).f).digest == code_of(module.A.f).digest
    assert code_of(module.A(0)).digest == code_of(module.A).digest


def test_an_object_that_is_no_one_else_s_is_seen_by_its_methods_too(load: Load) -> None:
    more = """
        def g(self, x): return self.given(x)
    MADE = A(low)
    def use(): return MADE.f(1)
    """
    module = load(f"{HELD.format(1, 'self.g(x)').rstrip()}{more}")
    assert {each.qualname for each in code_of(module.use).functions.values()} == {"use", "A.f", "A.g", "low"}


def test_objects_that_hold_each_other_end(load: Load) -> None:
    module = load("""
        class Link:
            def __init__(self, after): self.after = after
            def walk(self): return self.after.walk()
    """)
    one = module.Link(None)
    for _ in range(3000):
        one = module.Link(one)
    assert len(code_of(one.walk).functions) <= 3
    one.after = one
    assert len(code_of(one.walk).functions) <= 2


def test_what_a_class_has_from_a_library_may_call_any_of_its_methods(load: Load) -> None:
    text = """
        import threading
        class Worker(threading.Thread):
            def run(self): return {0}
        ONE = Worker()
        def by_object(): ONE.start()
        def by_class(): Worker.start(3)
    """
    one, two = load(text.format(1)), load(text.format(2))
    for name in ("by_object", "by_class"):
        assert [call.qualname for call in code_of(getattr(one, name)).calls] == ["Worker"]
        assert code_of(getattr(one, name)).digest != code_of(getattr(two, name)).digest


def test_parts_of_a_module_of_torch_are_seen(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    nn: Any = types.ModuleType("parts_of_a_library")
    nn.__file__ = "/x/site-packages/parts_of_a_library.py"
    text = """
class Module:
    def __init__(self, *parts):
        self.__dict__["_modules"] = {str(index): part for index, part in enumerate(parts)}
    def __setattr__(self, name, value): self._modules[name] = value
    def __getattr__(self, name): return self._modules[name]
    def __call__(self, x): return x
"""
    exec(compile(text, nn.__file__, "exec"), vars(nn))  # noqa: S102  a library that keeps parts in a table
    monkeypatch.setitem(sys.modules, nn.__name__, nn)
    module = load("""
        import parts_of_a_library as nn
        class Block(nn.Module):
            def forward(self, x): return x
        class Net(nn.Module):
            def __init__(self, head):
                super().__init__()
                self.body = nn.Module(nn.Module(Block()), Block())
                self.head = head
            def forward(self, x): return self.head(self.body(x))
    """)
    found = code_of(module.Net(module.Block()).forward)
    assert [(call.name, call.qualname) for call in found.calls] == [
        ("$0.head", "Block"),
        ("$0.body[0.0]", "Block"),
    ]
    assert code_of(module.Net.forward).unresolved == ("self.head", "self.body (its state)")
    compiled = nn.Module()
    compiled._orig_mod = module.Net(len)
    assert code_of(compiled).digest == code_of(module.Net(len)).digest

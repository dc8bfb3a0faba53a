"""Values that a function reads from around itself count, unless they are a state or a secret."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ato.fingerprint import code_of
from tests.ato.fingerprint.modules import Build, Load


def test_captured_values_count_and_their_names_do_not(load: Load) -> None:
    def made(text: str, *values: Any) -> str:
        return code_of(load(text).made(*values)).digest

    text = "def made(n, m):\n  def f(x): return x * n + m\n  return f"
    other = "def made(k, l):\n  def g(y): return y * k + l\n  return g"
    assert made(text, 2, 3) == made(other, 2, 3)
    assert made(text, 2, 3) != made(text, 3, 2)
    assert made(text, 2, 3) != made(text, 2.0, 3)
    assert made(text, {"a": 1, "b": 2}, 3) == made(text, {"b": 2, "a": 1}, 3)


def test_defaults_count_by_their_values(load: Load) -> None:
    text = "RATE = {0}\ndef made(n):\n  def f(x, y=n, *, z=RATE): return x * y * z\n  return f"
    one, two = load(text.format(1)), load(text.format(2))
    assert code_of(one.made(3)).digest != code_of(one.made(4)).digest
    assert code_of(one.made(3)).digest != code_of(two.made(3)).digest
    renamed = load(text.format(1).replace("made(n)", "made(k)").replace("y=n", "y=k"))
    assert code_of(one.made(3)).digest == code_of(renamed.made(3)).digest


def test_defaults_that_were_changed_later_count_by_their_values(load: Load) -> None:
    module = load("def f(x=1, *, y=2): return x * y")
    digests = {code_of(module.f).digest}
    module.f.__defaults__ = (5,)
    digests.add(code_of(module.f).digest)
    module.f.__kwdefaults__ = {"y": True}
    digests.add(code_of(module.f).digest)
    assert len(digests) == 3


def test_a_number_of_any_length_counts_and_is_shown(load: Load) -> None:
    text = "HUGE = 1 << 60_000\ndef f(x=HUGE): return x + HUGE"
    found = code_of(load(text).f)
    assert [value.shown[:6] for value in found.values] == ["0x1000", "0x1000"]
    assert code_of(load(text.replace("60_000", "60_001")).f).digest != found.digest


def test_constants_that_the_code_writes_to_are_a_state(load: Load) -> None:
    module = load("""
        CACHE, SEEN, COUNT, STEP = {}, [], 0, 1
        def f(x):
            global COUNT
            COUNT += STEP
            SEEN.append(x)
            return CACHE.get(x) or put(x)
        def put(x):
            CACHE[x] = x
    """)
    before = code_of(module.f)
    module.CACHE[1], module.COUNT = 1, 5
    module.SEEN.append(1)
    assert code_of(module.f).digest == before.digest
    assert [value.name for value in before.values] == ["STEP"]
    assert set(before.unresolved) == {"CACHE (its state)", "COUNT (its state)", "SEEN (its state)"}


DATA = [
    ("import numpy as np", "np.array([0.5, {0}])"),
    ("import numpy as np", "np.float32({0})"),
    ("import numpy as np", "[np.dtype('f4'), np.dtype('f8')][{0} - 2]"),
    ("import datetime", "datetime.date(2020, 1, {0})"),
    ("import decimal", "[decimal.Decimal({0})]"),
    ("import torch", "torch.tensor([0.5, {0}])"),
    ("import torch", "[torch.float16, torch.float32][{0} - 2]"),
]


@pytest.mark.parametrize(("library", "value"), DATA)
def test_data_of_libraries_counts_by_its_value(load: Load, library: str, value: str) -> None:
    pytest.importorskip(library.split()[1])
    text = (
        f"{library}\nVALUE = {value}\ndef f(): return VALUE\ndef made(x): return lambda: x\ng = made(VALUE)"
    )
    one, same, two = (load(text.format(number)) for number in (2, 2, 3))
    for name in "fg":
        first, again, other = (code_of(getattr(module, name)) for module in (one, same, two))
        assert first.digest == again.digest != other.digest
        assert (len(first.values), first.unresolved) == (1, ())


@pytest.mark.parametrize(
    "change", ["X[0] = 1", "X.fill(1)", "X.add_(1)", "X[0].sort()", "X.flags.append(1)", "x = X; x + 1"]
)
def test_arrays_that_are_changed_in_place_are_a_state(load: Load, change: str) -> None:
    module = load(f"import numpy as np\nX = np.zeros(3)\ndef f(): {change}")
    assert (code_of(module.f).unresolved == ("X (its state)",)) == (change != "x = X; x + 1")


def test_values_of_one_name_are_told_apart_by_where_they_stand(load: Load) -> None:
    module = load("""
        import math
        from math import pi as low
        LIMIT, CACHE = 1, {}
        OTHER = CACHE
        class A:
            LIMIT, low = 2, 3
            seen = []
            def read(self): return self.LIMIT, self.low, self.seen
        class B:
            LIMIT, low = 4, 5
            def read(self): return self.LIMIT, self.low
        def made(LIMIT, CACHE):
            def f(x=LIMIT): return LIMIT, CACHE, x
            return f
        one, two = made(6, {"a": 1}), made(7, {"b": 2})
        def f():
            CACHE["x"] = 1
            A.seen.append(1)
            return A().read(), B().read(), one(), two(), LIMIT, OTHER, low
    """)
    found = code_of(module.f)
    values = {
        each.qualname: [(value.name, value.shown) for value in each.values]
        for each in found.functions.values()
        if "made" not in each.qualname
    }
    assert values["f"] == [("LIMIT", "1"), ("low", "3.141592653589793")]
    assert sorted(value.shown for each in found.functions.values() for value in each.values) == [
        "1", "3.141592653589793", "6", "6", "7", "7", "{'a': 1}", "{'b': 2}",
    ]  # fmt: skip
    methods = [code_of(kind.read).values for kind in (module.A, module.B)]
    assert [[value.shown for value in each] for each in methods] == [["2", "3", "[]"], ["4", "5"]]
    assert "OTHER (its state)" in found.unresolved


def test_secrets_leave_no_trace(load: Load) -> None:
    module = load("API_KEY = 'sk-abcdef'\nMAX_TOKENS = 5\ndef f(): return API_KEY, MAX_TOKENS")
    found = code_of(module.f)
    assert "sk-abcdef" not in json.dumps(found.to_dict())
    assert found.unresolved == ("API_KEY (a secret)",)
    assert [value.shown for value in found.values] == ["5"]


def test_places_of_the_machine_do_not_count(build: Build, tmp_path: Path) -> None:
    text = (
        "from pathlib import Path\nHERE = Path(__file__)\ndef train_step(): return HERE, __name__, __file__"
    )
    one, two = (code_of(build({"train": text}).train_step) for _ in range(2))
    assert one.digest == two.digest
    assert str(tmp_path) not in json.dumps(one.to_dict())

"""Whatever stands in a config is kept as what it is, and ends no run."""

from __future__ import annotations

import enum
import functools
from argparse import Namespace
from collections import ChainMap, OrderedDict, deque, namedtuple
from decimal import Decimal
from pathlib import PureWindowsPath
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from ato.track.run._kinds import Kinds
from ato.track.run._tree import told, tree_of


class Hostile:
    """Lets nobody look at it."""

    def __repr__(self) -> str:
        raise RuntimeError("no repr")

    def __getattribute__(self, name: str) -> Any:
        if name == "__class__":
            return object.__getattribute__(self, name)
        raise RuntimeError(f"no {name}")

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no equality")

    __hash__ = None  # type: ignore[assignment]


class Color(enum.Enum):
    RED = 1


Pair = namedtuple("Pair", "left right")


def kept(value: object) -> Any:
    return tree_of({"it": value}, Kinds())["it"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (SimpleNamespace(a=1, b=[2]), {"a": 1, "b": [2]}),
        (Namespace(a=1), {"a": 1}),
        (OrderedDict(a=1), {"a": 1}),
        (ChainMap({"a": 1}), {"a": 1}),
        (deque([1, 2]), [1, 2]),
        (Pair(1, [2]), [1, [2]]),
        (Color.RED, "RED"),
        (Decimal("1.10"), "Decimal('1.10')"),
        (1 + 2j, "(1+2j)"),
        (range(3), "range(0, 3)"),
        (PureWindowsPath("C:\\data"), "C:/data"),
        (functools.partial(int, base=2), ["builtins.int", (), {"base": 2}]),
        (10**5000, hex(10**5000)),
        (object(), "<object object>"),
        ({"a\0b": 1, "\ud800": 2, 3: 4}, {"a\\0b": 1, "\\ud800": 2, "3": 4}),
        ({1, "a"}, frozenset({1, "a"})),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_value_is_kept_as_what_it_is(value: object, expected: object) -> None:
    assert kept(value) == expected


def test_an_object_that_lets_nobody_look_ends_nothing() -> None:
    assert "Hostile" in kept(Hostile())
    assert tree_of([Hostile(), {1: Hostile()}], Kinds())[0]


def test_values_that_differ_are_told_apart_and_equal_ones_are_not() -> None:
    numpy = pytest.importorskip("numpy")
    assert told(numpy.arange(3)) == told(numpy.arange(3)) != told(numpy.arange(3) + 1)
    assert told(numpy.dtype("f4")) != told(numpy.dtype("f8"))
    assert told(object()) == told(object())
    long = [told([*range(9999), last]) for last in (1, 2)]
    assert long[0] != long[1]
    assert max(map(len, long)) < 1100


def test_tensors_and_dtypes_are_told_apart() -> None:
    torch = pytest.importorskip("torch")
    assert kept(torch.float32) == "torch.float32" != kept(torch.bfloat16)
    assert kept(torch.zeros(3)) != kept(torch.ones(3))
    assert kept(torch.zeros(2, device="meta")) == "<Tensor torch.float32 (2,)>"


def test_what_a_repr_says_under_a_secret_name_is_covered() -> None:
    class Client:
        def __repr__(self) -> str:
            return "Client(url='x', password='hunter2', api_key=abc, tokens=7)"

    assert told(Client()) == "Client(url='x', password=***, api_key=***, tokens=7)"


def test_circles_and_what_is_shared_come_to_an_end() -> None:
    ring: dict[str, Any] = {"lr": 0.1}
    ring["self"] = [ring]
    assert tree_of(ring, Kinds()) == {"lr": 0.1, "self": ["..."]}
    shared: dict[str, Any] = {}
    for _ in range(64):  # 2**64 mappings for whoever opens each where it stands
        shared = {"a": shared, "b": shared}
    assert tree_of(shared, Kinds())["b"] is not None


def test_an_object_or_module_of_settings_is_a_config_by_its_public_fields() -> None:
    class Settings:
        lr = 0.1
        _private = 1

        def method(self) -> None: ...

    settings = Settings()
    settings.depth = 3  # type: ignore[attr-defined]
    module = ModuleType("settings")
    module.lr, module.os = 0.1, ModuleType("os")  # type: ignore[attr-defined]
    assert tree_of(Settings, Kinds()) == {"lr": 0.1}
    assert tree_of(settings, Kinds()) == {"depth": 3}
    assert tree_of(module, Kinds()) == {"lr": 0.1}


def test_attrs_and_unresolved_configs_of_omegaconf_are_opened() -> None:
    attr = pytest.importorskip("attr")
    omegaconf = pytest.importorskip("omegaconf")
    made = attr.make_class("Made", ["lr", "hidden"], slots=True)
    assert kept(made(0.1, [1])) == {"lr": 0.1, "hidden": [1]}
    broken = omegaconf.OmegaConf.create({"lr": "${nowhere}", "depth": 3})
    assert kept(broken) == {"lr": "${nowhere}", "depth": 3}

"""Only a write below a missing key makes the configs in between; whatever else stands there is a read."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from ato.adict import ADict

READS = (
    "c.a.b",
    "c.a",
    "print(c.a.b.c)",
    "c.a.b += 1",
    "c.a['x'] = 1",
    "c.a.b['x'] = 1",
    "c.a.b()",
    "c.a.b.update(x=1)",
    "c.a.b().c = 1",
    "c.a[0].c = 1",
    "del c.a.b",
    "getattr(c, 'a').b = 1",
    "hasattr(c.a, 'b')",
    "x = c.a.b",
    "x.y = c.a.b",
    "c.x = c.a.b",
    "[c.a for _ in '1']",
    "(lambda: c.a.b)()",
    "f'{c.a.b}'",
    "c.a.b if c.a else 1",
    "with c.a.b: pass",
)
WRITES = (
    "c.a.b = 1",
    "(c\n .a\n .b) = 1",
    "c.a.b, x = 1, 2",
    "x, c.a.b = 2, 1",
    "[c.a.b] = [1]",
    "for c.a.b in (1,): pass",
    "c.a.b: int = 1",
    "c.a.b = c.z = 1",
    "def f():\n    c.a.b = 1\nf()",
    "(lambda: [setattr(x, 'y', 1)])()\nc.a.b = 1",
    "try:\n    raise ValueError\nexcept ValueError:\n    c.a.b = 1",
)


class Anything:
    """Takes any attribute."""


def ran(code: str) -> ADict:
    config = ADict()
    exec(code, {"c": config, "x": Anything(), "y": 1})
    return config


@pytest.mark.parametrize("code", READS)
def test_a_read_makes_nothing(code: str) -> None:
    config = ADict()
    with pytest.raises(AttributeError):
        exec(code, {"c": config, "x": Anything()})
    assert config == {}


@pytest.mark.parametrize("code", WRITES)
def test_a_write_makes_what_is_between(code: str) -> None:
    assert ran(code)["a"] == {"b": 1}


def test_a_write_far_down_with_many_names_is_found() -> None:
    names = "\n".join(f"y{number} = 1" for number in range(400))  # so that names need EXTENDED_ARG
    assert ran(f"{names}\nc.aa.bb.cc.dd.ee = 1") == {"aa": {"bb": {"cc": {"dd": {"ee": 1}}}}}


def test_a_write_is_found_under_tracing() -> None:
    seen: list[str] = []

    def trace(frame: Any, event: str, arg: object) -> Any:
        frame.f_trace_opcodes = True
        seen.append(event)
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        config = ran("c.a.b = 1")
        with pytest.raises(AttributeError):
            ran("c.a.b")
    finally:
        sys.settrace(before)
    assert config == {"a": {"b": 1}}
    assert "opcode" in seen


def test_a_mangled_name_is_written_below() -> None:
    class Holder:
        def write(self, config: ADict) -> None:
            config.__model.depth = 3

    config = ADict()
    Holder().write(config)
    assert config == {"_Holder__model": {"depth": 3}}


def test_a_subclass_makes_configs_of_its_own_class() -> None:
    class Mine(ADict):
        pass

    config = Mine()
    config.a.b = 1
    assert type(config.a) is Mine


def test_a_write_below_a_value_is_left_to_the_value() -> None:
    config = ADict(lr=0.1)
    with pytest.raises(AttributeError, match="'float' object"):
        config.lr.scale = 2


def test_a_key_that_python_reads_in_another_place_is_missing() -> None:
    class Proxy:
        def __init__(self, config: ADict) -> None:
            self.config = config

        def __getattr__(self, name: str) -> Any:
            return getattr(self.config, name)

    config = ADict()
    with pytest.raises(AttributeError):
        Proxy(config).model.depth = 1
    assert config == {}

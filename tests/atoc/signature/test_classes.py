"""What classes take when they are called."""

from __future__ import annotations

import pytest

from tests.atoc.signature.written import takes, types

HEAD = """\
import abc, attrs, functools, pydantic, torch
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import ClassVar, Generic, NamedTuple, Protocol, TypeVar
T = TypeVar("T")
"""


def called(text: str, name: str = "C") -> str | None:
    return takes(HEAD + text, name)


def test_an_own_constructor_decides() -> None:
    assert called("class C(torch.nn.Module):\n    def __init__(self, a, b=1): ...") == "a, b=..."
    assert called("class C(metaclass=abc.ABCMeta):\n    def __init__(self, a): ...") == "a"
    assert called("@dataclass\nclass C:\n    b: int\n    def __init__(self, a): ...") == "a"


def test_a_constructor_is_inherited_from_the_only_base_that_has_one() -> None:
    base = "class B:\n    def __init__(self, a): ...\n"
    assert called(base + "class C(B): ...") == "a"
    assert called(base + "class C(B, Generic[T]): ...") == "a"
    assert called(base + "class A: ...\nclass C(A, B): ...") is None


def test_a_class_without_anything_takes_nothing() -> None:
    assert called("class C: ...") == ""
    assert called("class C(abc.ABC, Protocol[T]): ...") == ""


def test_a_dataclass_takes_its_fields_after_those_of_its_bases() -> None:
    text = """
@dataclass
class A:
    x: int
    y: int = 2
class Plain(A):
    ignored: int = 3
@dataclass(frozen=True)
class C(Plain):
    y: str
    z: "ClassVar[int]" = 1
    _: KW_ONLY
    made: int = field(init=False)
    many: list = field(default_factory=list)
    must: int = field()
    given: InitVar[int] = 3
"""
    assert called(text) == "x, y, many=..., must, given=..."
    assert types(HEAD + text, "C")["y"] == "str"


def test_models_and_attrs_take_what_they_are_annotated_with() -> None:
    assert called(
        "class B(pydantic.BaseModel):\n    a: int\nclass C(B):\n    b: str = 'x'\n    c: int = ..."
    ) == ("a, b=..., c")
    assert called("@attrs.define\nclass C:\n    _a: int\n    b: int = attrs.field(default=3)") == "a, b=..."
    assert called("class C(NamedTuple):\n    a: int\n    b: int = 1") == "a, b=..."
    assert types(HEAD + "class C(pydantic.BaseModel):\n    a: int", "C") == {"a": "any"}


@pytest.mark.parametrize(
    "text",
    [
        "@register\nclass C:\n    def __init__(self, a): ...",
        "class C(torch.nn.Module): ...",
        "class C(metaclass=Meta):\n    def __init__(self, a): ...",
        "class C(Base, extra='allow'): ...",
        "class C:\n    def __new__(cls, a): ...",
        "class C:\n    @torch.jit\n    def __init__(self, a): ...",
        "class C:\n    def __init__(self, a): ...\n    def __init__(self, b): ...",
        "@dataclass(init=False)\nclass C:\n    a: int",
        "@dataclass(**options)\nclass C:\n    a: int",
        "@dataclass\nclass C(torch.Base):\n    a: int",
        "@dataclass\nclass C:\n    if x:\n        a: int",
        "@dataclass\nclass C:\n    a: int = field(init=maybe)",
        "class C(pydantic.BaseModel):\n    model_config = {}\n    a: int",
        "class C(pydantic.BaseModel):\n    a: int = pydantic.Field(alias='b')",
        "class C(pydantic.BaseModel):\n    a: int\n    @pydantic.model_validator()\n    def f(cls): ...",
        "@attrs.define\nclass C:\n    a = attrs.field()",
        "@attrs.define\nclass C:\n    a: int\n    def __init__(self, b): ...",
    ],
)
def test_of_what_the_source_leaves_open_nothing_is_said(text: str) -> None:
    assert called(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "class C:\n    __init__ = f",
        "class C(B):\n    __init__ = f",
        "class C(B):\n    if T:\n        def __init__(self, b): ...",
        "class C(B):\n    from m import __init__",
        "class C(B):\n    __new__ = f",
        "class C(B): ...\nC.__init__ = f",
        "@dataclass\nclass C:\n    __a: int",
    ],
)
def test_of_a_constructor_that_is_no_plain_function_nothing_is_said(text: str) -> None:
    assert called(f"class B:\n    def __init__(self, a): ...\ndef f(self, b): ...\n{text}") is None


def test_what_is_said_of_a_constructor_leaves_a_class_as_it_is() -> None:
    assert called("class C:\n    def __init__(self, a): ...\nf(C.__init__)\nC.limit = 1") == "a"


def test_a_class_that_is_its_own_base_has_an_end() -> None:
    assert called("class C(C): ...") is None
    assert called("@dataclass\nclass C(C):\n    a: int") is None


def test_long_lines_of_classes_have_an_end() -> None:
    lines = ["class C0:\n    def __init__(self, a): ..."]
    lines += [f"class C{number}(C{number - 1}): ..." for number in range(1, 100)]
    assert takes("\n".join(lines), "C5") == "a"
    assert takes("\n".join(lines), "C99") is None

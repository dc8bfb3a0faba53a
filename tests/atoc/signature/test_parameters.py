"""The parameters of functions, and the types that their annotations mean."""

from __future__ import annotations

import pytest

from atoc.signature import Signature
from tests.atoc.signature.written import answer, takes, types


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("a, b=1", "a, b=..."),
        ("a, /, b", "b"),
        ("*a, b, c=2", "b, c=..."),
        ("a, **more", "a, **more"),
        ("", ""),
    ],
)
def test_what_is_given_by_name_is_told(head: str, expected: str) -> None:
    assert takes(f"def f({head}): ...") == expected


def test_what_is_taken_by_position_alone_is_marked() -> None:
    found = answer("m:f", m="def f(a, /, b): ...")
    assert isinstance(found, Signature)
    assert [(each.name, each.is_by_position, each.is_required) for each in found.parameters] == [
        ("a", True, True),
        ("b", False, True),
    ]


@pytest.mark.parametrize("decorator", ["functools.cache", "functools.lru_cache(maxsize=3)", "typing.final"])
def test_harmless_decorators_change_nothing(decorator: str) -> None:
    assert takes(f"import functools, typing\n@{decorator}\nasync def f(a): ...") == "a"


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("int", "int | bool"),
        ("str", "str"),
        ("None", "None"),
        ("'int | None'", "int | bool | None"),
        ("t.Optional[str]", "str | None"),
        ("t.Union[str, bytes]", "str | bytes"),
        ("t.Literal['a', 'b', None]", "'a' | 'b' | None"),
        ("L['a', 1, True]", "'a' | 1 | true"),
        ("list[str]", "list[str]"),
        ("t.List", "list[any]"),
        ("tuple[str, ...]", "list[str]"),
        ("dict[str, str]", "dict[str, any]"),
        ("t.Annotated[str, 'x']", "str"),
        ("Path", "path"),
        ("os.PathLike[str]", "path"),
        ("Unknown", "any"),
        ("list[Unknown]", "list[any]"),
        ("np.ndarray", "any"),
        ("t.Literal[X.y]", "any"),
        ("'not an ['", "any"),
    ],
)
def test_annotations_are_read_as_far_as_they_are_plain(annotation: str, expected: str) -> None:
    head = "import os, numpy as np, typing as t\nfrom typing import Literal as L\nfrom pathlib import Path\n"
    assert types(f"{head}def f(a: {annotation}): ...")["a"] == expected.replace("str, any", "str, str")


def test_a_name_of_the_module_is_not_the_one_it_hides() -> None:
    assert types("class int: ...\ndef f(a: int): ...") == {"a": "any"}


def test_none_as_a_default_admits_it() -> None:
    assert types("def f(a: str = None, b: str = ''): ...") == {"a": "str | None", "b": "str"}


def test_a_deep_annotation_has_an_end() -> None:
    deep = "list[" * 60 + "int" + "]" * 60
    assert types(f"def f(a: {deep}): ...")["a"].count("list[") == 21

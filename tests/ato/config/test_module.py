from __future__ import annotations

from typing import Literal, NoReturn

import pytest

import ato.config as ato


class Part(ato.Config):
    __slots__ = ("x", "y")
    __match_args__ = ("x", "y")
    _fields = (ato.Field("x", ato.INT), ato.Field("y", ato.INT))


def test_a_partial_config_has_the_values_that_are_given_and_no_others() -> None:
    part = ato.partial(Part, y=2)
    assert part.to_dict() == {"y": 2}
    assert isinstance(part, Part)


def test_a_literal_type_has_the_values_of_its_name() -> None:
    choices = {"View": ("a", "b"), "Size": (1, 2), "None": ()}
    assert ato.literal_type("m", "View", choices) == Literal["a", "b"]
    assert ato.literal_type("m", "Size", choices) == Literal[1, 2]
    assert ato.literal_type("m", "None", choices) is NoReturn


def test_another_name_is_no_attribute_of_the_module() -> None:
    with pytest.raises(AttributeError, match="module 'm' has no attribute 'Other'"):
        ato.literal_type("m", "Other", {"View": ()})

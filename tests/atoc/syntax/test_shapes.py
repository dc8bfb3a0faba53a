from __future__ import annotations

import pytest

from atoc.syntax import shapes
from atoc.types import CONSTRAINTS

SHAPES = (
    shapes.DOCUMENT,
    shapes.ENUM,
    shapes.STRUCT,
    shapes.FIELD,
    shapes.GROUP,
    shapes.VIEW,
    shapes.ASSERT,
    shapes.RESOLVER,
    shapes.SEARCH,
    shapes.DIMENSION,
)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.noun)
def test_every_key_is_told_once_and_in_a_sentence(shape: shapes.Shape) -> None:
    names = [key.name for key in shape.keys]
    assert len(set(names)) == len(names)
    assert all(key.doc.endswith(".") for key in shape.keys)


def test_the_words_of_a_document_are_those_of_the_language() -> None:
    names = ("scope", "doc", "types", "fields", "groups", "views", "asserts", "resolvers", "search")
    assert names == shapes.DOCUMENT.names


def test_the_constraints_are_those_of_the_types() -> None:
    assert set(shapes.CONSTRAINTS) == set(CONSTRAINTS)
    assert set(shapes.CONSTRAINTS) < set(shapes.FIELD.names)

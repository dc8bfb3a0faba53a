"""Format texts: the places in them, and what is left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ato.config as ato
from atoc.expr.formats import Place, UnformattableError, pieces_of, refuse_miscounted, wanted

PIECES = st.sampled_from(
    ["{", "}", "{}", "{0}", "{1}", ":", "{:>8}", "{:.2f}", "{{", "}}", "a", "!r", "[0]", ".x"]
)
SPECS = st.text("<>=^+- #0123459,_.bdeEfFgGosxXn%cz", max_size=6)


def test_places_are_found_between_the_text() -> None:
    assert pieces_of("a{:>8}{{x}}{}") == ("a", Place(0, ">8"), "{", "x", "}", Place(1, ""))


@pytest.mark.parametrize(
    ("text", "count", "message"),
    [
        ("a", 1, "the format text has no places for 1 argument"),
        ("{}", 2, "the format text has 1 place for 2 arguments"),
        ("{} {}", 0, "the format text has 2 places for no arguments"),
    ],
)
def test_places_are_counted(text: str, count: int, message: str) -> None:
    with pytest.raises(UnformattableError, match=message):
        refuse_miscounted(pieces_of(text), count)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{a}", "'{a}' begins no place of a format text"),
        ("{0.real}", "'{0.real}' begins no place of a format text"),
        ("{!r}", "'{!r}' begins no place of a format text"),
        ("{:{}}", "'{:{}}' begins no place of a format text"),
        ("}", "'}' begins no place of a format text"),
        ("{} {0}", "some places of the format text are numbered and some are not"),
        ("{:n}", "':n' is no way to write a value"),
        ("{:>1001}", "the width in ':>1001' is more than 1,000"),
        ("{:.99999999999f}", "the precision in ':.99999999999f' is more than 1,000"),
    ],
)
def test_what_is_left_out_is_said(text: str, message: str) -> None:
    with pytest.raises(UnformattableError) as caught:
        pieces_of(text)

    assert caught.value.message == message


@pytest.mark.parametrize(
    ("text", "arguments"), [("{}", 2), ("{} {}", 1), ("{0} {0}", 1), ("{1}", 1), ("a", 1)]
)
def test_every_argument_is_used_once(text: str, arguments: int) -> None:
    with pytest.raises(UnformattableError):
        refuse_miscounted(pieces_of(text), arguments)


@settings(max_examples=100)
@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_text_that_is_read_means_what_python_means_by_it(text: str) -> None:
    try:
        pieces = pieces_of(text)
        count = sum(isinstance(piece, Place) for piece in pieces)
        refuse_miscounted(pieces, count)
    except UnformattableError:
        return
    if any(wanted(piece, ato.INT) for piece in pieces if isinstance(piece, Place)):
        return
    values = range(count)

    assert text.format(*values) == "".join(
        piece if isinstance(piece, str) else format(values[piece.index], piece.spec) for piece in pieces
    )


@settings(max_examples=100)
@given(
    SPECS,
    st.sampled_from(
        [(ato.INT, 0), (ato.INT, -(2**70)), (ato.FLOAT, -1e300), (ato.FLOAT, 0.0), (ato.STR, "ab")]
    ),
)
def test_a_place_that_takes_a_type_writes_every_value_of_it(spec: str, case: tuple[ato.Type, object]) -> None:
    type, value = case
    try:
        (place,) = pieces_of("{:" + spec + "}")
    except UnformattableError:
        return
    assert isinstance(place, Place)

    assert wanted(place, type) is not None or len(format(value, spec)) < 3_000

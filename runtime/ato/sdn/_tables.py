"""Typed tables: whether the cells of a row are of the types that the head names."""

from __future__ import annotations

from ato.config import suggestion
from ato.config._errors import shortened
from ato.sdn._faults import Fault
from ato.sdn._tree import List, Scalar
from ato.sdn._words import SPECIAL

INTS = {f"{sign}{bits}": (sign, bits) for sign in "iu" for bits in (8, 16, 32, 64)}
FLOATS = {"f32": 3.4028234663852886e38, "f64": 1.7976931348623157e308}
TYPES = (*INTS, *FLOATS, "bool", "str")


def unknown_types(head: tuple[Scalar, ...]) -> list[Fault]:
    """What is wrong with the types of a table."""
    return [
        Fault(
            each.start,
            each.end,
            f"'{shortened(each.text)}' is no type of a table",
            suggestion(each.text, TYPES) or (f"the types are {', '.join(TYPES)}",),
        )
        for each in head
        if each.text not in TYPES
    ]


def wrong_length(row: int, cells: int, head: tuple[Scalar, ...], start: int, end: int, last: str) -> Fault:
    """The fault of a row with more or fewer cells than its table has columns."""
    help = ("a comma at the end of a row begins another cell",) if not last and cells == len(head) + 1 else ()
    counted = "1 cell" if cells == 1 else f"{cells} cells"
    columns = ", ".join(shortened(each.text) for each in head[:10])
    return Fault(start, end, f"row {row} has {counted}, and the table {len(head)} columns ({columns})", help)


def check_row(row: int, cells: List, head: tuple[Scalar, ...]) -> list[Fault]:
    """What is wrong with the cells of a row; an int in a column of floats becomes a float."""
    faults: list[Fault] = []
    for column, (cell, type) in enumerate(zip(cells.items, head), start=1):
        why = _mismatch(cell, type.text) if isinstance(cell, Scalar) else "takes no list or mapping"
        if why:
            message = f"row {row}, column {column}: {type.text} {why}"
            help = ("put it in double quotes",) if type.text == "str" and isinstance(cell, Scalar) else ()
            faults.append(Fault(cell.start, max(cell.end, cell.start + 1), message, help))
    return faults


def _mismatch(cell: Scalar, type: str) -> str:
    """Why a cell is not of a type; empty if it is. Unknown types are told once, at the head."""
    shown = f"does not take {shortened(cell.text) or 'an empty cell'}"
    if type in INTS:
        return _range(cell, type) if cell.kind == "int" else shown
    if type in FLOATS:
        return _float(cell, type)
    if type == "bool":
        return "" if cell.kind == "bool" else shown
    return "" if cell.kind == "text" or type != "str" else shown


def _range(cell: Scalar, type: str) -> str:
    sign, bits = INTS[type]
    low, high = (0, 2**bits - 1) if sign == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    return (
        ""
        if low <= int(cell.text) <= high
        else f"goes from {low} to {high}, and {shortened(cell.text)} does not fit"
    )


def _float(cell: Scalar, type: str) -> str:
    if cell.text in SPECIAL and not cell.quoted:
        cell.kind = "float"
        return ""
    if cell.kind not in ("int", "float"):
        return f"does not take {shortened(cell.text) or 'an empty cell'}"
    try:
        is_small = abs(float(cell.text)) <= FLOATS[type]
    except OverflowError:
        is_small = False
    if not is_small:
        return f"does not hold {shortened(cell.text)}"
    cell.kind = "float"
    return ""

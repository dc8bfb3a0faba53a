"""What Ato offers for lists and text, as ``ato.utils``."""

from __future__ import annotations

from ato.config import BadValue
from ato.dynamic.files._xyz_words import read_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any


def is_seq(x: object) -> bool:
    """Whether it can be walked through and is no text."""
    return hasattr(x, "__iter__") and not isinstance(x, str)


def get_all(iterable: Iterable[Any], key: Any) -> Iterator[Any]:
    """What stands under the key in each of them."""
    return (each[key] for each in iterable)


def replace_all(
    string: str, sources: Sequence[str], mappings: Mapping[str, str] | Sequence[str] | None = None
) -> str:
    """The text with each character of ``sources`` replaced: by the one at its place, or by what a dict says.

    A character that is given nothing is left out. Raises ``ValueError`` where there are not as many of both.
    """
    from collections.abc import Mapping as AnyMapping

    if mappings is None:
        mappings = {}
    if not isinstance(mappings, AnyMapping):
        if len(sources) != len(mappings):
            raise ValueError("sources and mappings must have same length.")
        mappings = dict(zip(sources, mappings))
    return string.translate({ord(source): mappings.get(source) or None for source in sources})


def remove_all(string: str, targets: Iterable[str]) -> str:
    """The text without any of the targets, taken out one after the other."""
    for target in targets:
        string = string.replace(target, "")
    return string


def convert_string_to_value(value: object) -> Any:
    """The value that a word of the XYZ format stands for; what is no text, and other text, is itself."""
    if not isinstance(value, str):
        return value
    try:
        return read_scalar(value)
    except BadValue:
        return value

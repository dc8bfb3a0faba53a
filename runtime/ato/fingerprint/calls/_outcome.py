"""What a name leads to, and where names are looked up."""

from __future__ import annotations

from typing import Any, NamedTuple, Union

from ato.fingerprint.calls._project import Project
from ato.fingerprint.calls._target import Target


class Follow(NamedTuple):
    """A function or class of the project; ``note`` says what of it is not followed."""

    target: Target
    note: str = ""


class Constant(NamedTuple):
    """A value that counts; ``place`` tells which it is, so that writes to it elsewhere are seen.

    ``depth`` says how many of the attributes lead to it; those after them are asked of the value itself.
    """

    value: object
    place: tuple[int, str]
    depth: int = 0


class Border(NamedTuple):
    """Something of a library: where it comes from, and the module that tells which library it is."""

    origin: str
    module: str
    note: str = ""


class Unresolved(NamedTuple):
    """What could not be followed."""

    text: str


class Many(NamedTuple):
    """What a table of functions holds, each with what it is at."""

    items: tuple[tuple[str, Outcome], ...]


Outcome = Union[Follow, Constant, Border, Unresolved, Many, None]


class Place(NamedTuple):
    """Where the names of some code are looked up.

    ``captured`` are the values of names of functions around it; ``owner`` is the class whose methods
    ``self`` has, ``written_in`` the class after which ``super()`` looks, ``held`` the object that ``self``
    is, if there is one.
    """

    names: dict[str, Any]
    captured: dict[str, object]
    owner: type | None
    written_in: type | None
    imports: dict[str, str]
    project: Project
    held: Any = None
    is_class: bool = False

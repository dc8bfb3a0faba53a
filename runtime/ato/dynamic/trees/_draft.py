"""Several writes to a config that are made all or not at all: everything is checked before the first.

What becomes of a value is decided by a rule. It is given what stands under the key (``UNDEFINED`` if nothing
does) and what is to be written, and gives what will stand there, ``DEEPER`` to merge the two, or ``STAYS``.
"""

from __future__ import annotations

from ato.dynamic.trees._convert import MAX_DEPTH, converted
from ato.dynamic.trees._dict import is_mapping, pairs_of
from ato.dynamic.trees._tree import UNDEFINED, Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ato.config import Problem

    Rule = Callable[[Any, Any], object]

DEEPER, STAYS = object(), object()
DELETE = "_delete_"
"""The key by which a mapping says that it takes the place of what stands there."""


class Draft:
    """Writes to a config and those below it, in order, with what a write will find there."""

    __slots__ = ("_new", "_problems", "_writes")

    def __init__(self) -> None:
        self._writes: list[tuple[Tree, str, Any]] = []
        self._new: dict[tuple[int, str], Any] = {}
        self._problems: list[Problem] = []

    def merge(self, config: Tree, sources: Iterable[object], rule: Rule) -> Draft:
        """Add what mappings or pairs write, one after the other. Raises ``TypeError`` for what is neither."""
        for pairs in [pairs_of(source) for source in sources]:
            self._merge(config, pairs, rule, "")
        return self

    def set(self, config: Tree, name: Any, value: Any, above: str = "") -> None:
        """Add one write. Raises ``ValueError`` for a value that holds itself."""
        if not isinstance(name, str):
            self._problems.append(_bad_key(name, above))
            return
        made = self._new[id(config), name] = converted(value, type(config))
        self._writes.append((config, name, made))

    def check(self) -> None:
        """Raise ``BadKey`` with every key that is no text, or what closes a config to one of the writes."""
        if self._problems:
            from ato.dynamic.files._errors import BadKey

            raise BadKey.of(self._problems)
        for config, name, _ in self._writes:
            config._check(name)

    def write(self) -> None:
        """Make the writes. Raises what ``check`` does, and makes none then."""
        self.check()
        for config, name, value in self._writes:
            config._put_in(name, value)

    def _merge(self, config: Tree, pairs: dict[Any, Any], rule: Rule, above: str) -> None:
        if above.count(".") > MAX_DEPTH:
            raise ValueError(f"values stand more than {MAX_DEPTH} deep in each other, or one in itself")
        for name, value in pairs.items():
            known = self._new.get((id(config), name), config._data.get(name, UNDEFINED))
            found = rule(known, value)
            if found is DEEPER:
                inner = pairs_of(value)
                if rule is as_file:
                    inner.pop(DELETE, None)
                self._merge(known, inner, rule, f"{above}{name}.")
            elif found is not STAYS:
                self.set(config, name, found, above)


def replacing(_: object, value: object) -> object:
    """The value takes the place of what stands there."""
    return value


def merging(known: object, value: object) -> object:
    """Mappings merge into configs; everything else takes the place."""
    return DEEPER if isinstance(known, Tree) and is_mapping(value) else value


def filling(known: object, value: object) -> object:
    """Only what is missing is written, at every depth."""
    if known is UNDEFINED:
        return value
    return DEEPER if isinstance(known, Tree) and is_mapping(value) else STAYS


def as_file(known: object, value: object) -> object:
    """Mappings merge as those of a file into its base: one with a true ``_delete_`` takes the place."""
    from ato.dynamic.files._base_files import merged

    if not is_mapping(value):
        return value
    is_replacing = DELETE in value and value[DELETE]
    return DEEPER if isinstance(known, Tree) and not is_replacing else merged({}, value)


def _bad_key(name: object, above: str) -> Problem:
    from ato.config import Problem

    where = f"'{above[:-1]}' is a config, whose keys" if above else "keys of a config"
    message = f"{where} are text, and {name!r:.80} is {type(name).__name__}"
    return Problem(f"{above}{name!r:.80}", message, (f"write it as text: {str(name)!r:.80}",))

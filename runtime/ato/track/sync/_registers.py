"""Registers: what anybody may change in any store, and what becomes of it where stores meet.

A register is a value with who changed it last and after how many changes. A store does not count while people
work in it: when it is next synced, what differs from what it knew is noticed, and counts as one change of its
own. Of two states the one with more changes wins, then the greater name of a store, then the greater value;
so stores that have met, in whatever order and however often, agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple


class Register(NamedTuple):
    """A value, the number of changes that led to it, and the store that made the last of them."""

    value: Any
    clock: int = 0
    actor: str = ""

    @property
    def rank(self) -> tuple[int, str, str]:
        """What decides between two."""
        return self.clock, self.actor, json.dumps(self.value)


@dataclass(frozen=True, slots=True)
class Registers:
    """Those of one run: texts by name, and for each tag there has been whether it is set."""

    texts: Mapping[str, Register]
    tags: Mapping[str, Register]

    @classmethod
    def first(cls, texts: Mapping[str, str], tags: frozenset[str]) -> Registers:
        """Those of a run that no sync has seen."""
        return cls(
            {name: Register(value) for name, value in texts.items()}, {tag: Register(True) for tag in tags}
        )

    def noticed(self, texts: Mapping[str, str], tags: frozenset[str], store: str) -> Registers:
        """With what has been changed in the store since."""
        changed = {name: noticed(self.texts[name], value, store) for name, value in texts.items()}
        unset = Register(False)
        seen = {tag: noticed(self.tags.get(tag, unset), tag in tags, store) for tag in {*self.tags, *tags}}
        return Registers(changed, seen)

    def merged(self, other: Registers) -> Registers:
        """What both come to."""
        return Registers(_later(self.texts, other.texts), _later(self.tags, other.tags))

    @property
    def values(self) -> dict[str, str]:
        """The texts as they are."""
        return {name: register.value for name, register in self.texts.items()}

    @property
    def set_tags(self) -> frozenset[str]:
        """The tags that are set."""
        return frozenset(tag for tag, register in self.tags.items() if register.value)

    def to_json(self) -> str:
        """As text, to be kept."""
        return json.dumps({"texts": self.texts, "tags": self.tags}, sort_keys=True)

    @classmethod
    def of_json(cls, text: str) -> Registers:
        """Those that ``to_json`` was asked of."""
        groups: dict[str, dict[str, list[Any]]] = json.loads(text)
        texts, tags = (
            {name: Register(*row) for name, row in groups[group].items()} for group in ("texts", "tags")
        )
        return cls(texts, tags)


def noticed(known: Register, value: Any, store: str) -> Register:
    """A register whose value may have been changed in the store since it was last seen."""
    return known if known.value == value else Register(value, known.clock + 1, store)


def later(a: Register, b: Register) -> Register:
    """The one that wins."""
    return max(a, b, key=lambda register: register.rank)


def _later(a: Mapping[str, Register], b: Mapping[str, Register]) -> dict[str, Register]:
    return {**a, **{name: later(a.get(name, other), other) for name, other in b.items()}}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A register that knows what it has seen: the last change of each store that went into it.

    So it can be told whether of two values one was chosen by somebody who knew the other.
    """

    register: Register
    seen: Mapping[str, int]

    @classmethod
    def first(cls, value: Any) -> Pointer:
        """That of a value no sync has seen."""
        return cls(Register(value), {})

    def noticed(self, value: Any, store: str) -> Pointer:
        """With what has been changed in the store since."""
        register = noticed(self.register, value, store)
        seen = self.seen if register is self.register else {**self.seen, store: register.clock}
        return Pointer(register, seen)

    def knows(self, other: Pointer) -> bool:
        """Whether its value was chosen after the other one's, or is the same."""
        theirs = other.register
        if theirs.value == self.register.value:
            return True
        if not theirs.actor:  # as it was before anybody moved it
            return self.register.clock > 0
        return self.seen.get(theirs.actor, 0) >= theirs.clock

    def merged(self, other: Pointer) -> Pointer:
        """What both come to."""
        actors = {*self.seen, *other.seen}
        seen = {actor: max(self.seen.get(actor, 0), other.seen.get(actor, 0)) for actor in sorted(actors)}
        return Pointer(later(self.register, other.register), seen)

    def to_json(self) -> str:
        """As text, to be kept."""
        return json.dumps({"register": self.register, "seen": self.seen}, sort_keys=True)

    @classmethod
    def of_json(cls, text: str) -> Pointer:
        """The one that ``to_json`` was asked of."""
        state = json.loads(text)
        return cls(Register(*state["register"]), state["seen"])

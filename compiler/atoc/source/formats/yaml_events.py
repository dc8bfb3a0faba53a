"""YAML's events, from PyYAML: the text taken apart, before anything is given a type.

PyYAML's own tree (``compose``) is not used: it decides types by YAML 1.1, forgets tags and anchors,
and recurses in C, so that deep nesting ends the process. The events below it carry exact places and come
one by one, so that the reader can stop at a bound. libyaml makes them where PyYAML has it, else Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, cast

import yaml
from yaml.error import Mark
from yaml.events import Event


class EventSource(Protocol):
    """What both parsers of PyYAML are to this room."""

    def get_event(self) -> Event | None:
        """The next event; raises ``yaml.YAMLError`` where the syntax breaks."""
        ...

    def dispose(self) -> None:
        """Frees what the parser holds."""
        ...


LOADER = cast("Callable[[str], EventSource]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def events(text: str) -> Iterator[Event]:
    """The events of a text in their order; raises ``yaml.YAMLError`` where the syntax breaks."""
    loader = LOADER(text)
    try:
        event = loader.get_event()
        while event is not None:
            yield event
            event = loader.get_event()
    finally:
        loader.dispose()


def extent(event: Event) -> tuple[int, int]:
    """Where an event begins and ends, as offsets in code points from 0."""
    return cast(Mark, event.start_mark).index, cast(Mark, event.end_mark).index

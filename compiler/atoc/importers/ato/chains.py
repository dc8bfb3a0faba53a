"""Chains of a script that lead nowhere, or back to where they began: Ato ends there, and here they are cut.

chain_with='gppu'                                       left: there is no such view
a: chain_with='b'      b: chain_with='a'                left: the one that closes the circle
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ato.config import suggestion
from atoc.importers.carried import Left
from atoc.source import Scalar
from atoc.source.python.parts import PythonView


def with_sound_chains(views: Sequence[PythonView], left: list[Left]) -> list[PythonView]:
    """The views with those chains alone that can be followed; the others are told."""
    names = {view.name.text for view in views}
    for view in views:
        left.extend(_unknown(view, name, names) for name in view.chain if name.text not in names)
    known = [replace(view, chain=tuple(name for name in view.chain if name.text in names)) for view in views]
    cut = list(_closing({view.name.text: view.chain for view in known}))
    left.extend(
        Left(name.span, f"chain_with={name.text!r}", "leads back to the view itself, and is cut")
        for name in cut
    )
    return [
        replace(view, chain=tuple(name for name in view.chain if not any(name is each for each in cut)))
        for view in known
    ]


def _unknown(view: PythonView, name: Scalar, names: set[str]) -> Left:
    near = ", ".join(suggestion(name.text, sorted(names)))
    why = f"there is no such view, so that '{view.name.text}' fails in Ato and chains with nothing here"
    return Left(name.span, f"chain_with={name.text!r}", f"{why}; {near}" if near else why)


def _closing(chains: Mapping[str, Sequence[Scalar]]) -> Iterator[Scalar]:
    """The entries of chains by which one of them leads back to a view that it comes from."""
    done: set[str] = set()
    for start in chains:
        way, waiting = [start], [iter(() if start in done else chains[start])]
        while waiting:
            entry = next(waiting[-1], None)
            if entry is None:
                waiting.pop()
                done.add(way.pop())
            elif entry.text in way:
                yield entry
            elif entry.text not in done:
                way.append(entry.text)
                waiting.append(iter(chains[entry.text]))

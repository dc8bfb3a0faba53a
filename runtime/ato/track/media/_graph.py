"""The graph of a model: its modules, which of them hold which, and in which order a sequence runs them.

It is read from the model itself. Nothing is run or traced, so a ``forward`` of one's own is not seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ato.track._errors import TrackError
from ato.track.media._medium import Medium

MOST_NODES = 100_000


class Graph(Medium):
    """The modules of a model of torch: ``nodes`` by their names, and ``edges``.

    A node has ``name`` (empty for the model), ``type``, ``settings`` (what the module says of itself),
    ``parameters`` (how many numbers it holds itself), ``trainable`` (how many of them are trained) and
    ``shapes`` of its own parameters. An edge is ``from``, ``to`` and ``kind``: ``holds``, ``shares`` (what
    another one holds too, under whose name it is), or ``then`` (in a ``Sequential``).
    """

    kind = "graph"
    media_type = "application/json"

    def __init__(self, model: Any) -> None:
        if not hasattr(model, "named_modules") or not hasattr(model, "_modules"):
            raise TrackError(repr(model)[:60], f"is no module of torch, but {type(model).__name__}")
        nodes: list[dict[str, Any]] = []
        edges: list[dict[str, str]] = []
        _walk(model, nodes, edges)
        content = json.dumps({"nodes": nodes, "edges": edges}).encode()
        total = sum(node["parameters"] for node in nodes)
        super().__init__(content, {"model": type(model).__name__, "nodes": len(nodes), "parameters": total})

    @property
    def nodes(self) -> list[dict[str, Any]]:
        """The modules, the model first."""
        nodes: list[dict[str, Any]] = json.loads(self.data)["nodes"]
        return nodes

    @property
    def edges(self) -> list[dict[str, str]]:
        """What ties them."""
        edges: list[dict[str, str]] = json.loads(self.data)["edges"]
        return edges


def _walk(model: Any, nodes: list[dict[str, Any]], edges: list[dict[str, str]]) -> None:
    known = {id(model): ""}
    waiting: list[tuple[str, Any]] = [("", model)]
    while waiting:
        name, module = waiting.pop()
        nodes.append(_node(name, module))
        found: list[tuple[str, Any]] = []
        for key, child in _children(module):
            path = f"{name}.{key}" if name else key
            first = known.setdefault(id(child), path)
            edges.append({"from": name, "to": first, "kind": "holds" if first == path else "shares"})
            if first == path:
                found.append((path, child))
        if _is_sequence(module):
            names = [known[id(child)] for _, child in _children(module)]
            edges += [{"from": one, "to": two, "kind": "then"} for one, two in pairwise(names)]
        waiting += reversed(found)
        if len(known) > MOST_NODES:
            raise TrackError(type(model).__name__, f"has more than {MOST_NODES} modules")


def _children(module: Any) -> Iterator[tuple[str, Any]]:
    return ((key, child) for key, child in module._modules.items() if child is not None)


def _is_sequence(module: Any) -> bool:
    return any(kind.__name__ == "Sequential" for kind in type(module).__mro__)


def _node(name: str, module: Any) -> dict[str, Any]:
    own = {key: value for key, value in module._parameters.items() if value is not None}
    sizes = {key: 0 if _is_lazy(value) else int(value.numel()) for key, value in own.items()}
    try:
        settings = str(module.extra_repr())[:500]
    except Exception:  # a module of someone's own
        settings = ""
    return {
        "name": name,
        "type": type(module).__name__,
        "settings": settings,
        "parameters": sum(sizes.values()),
        "trainable": sum(size for key, size in sizes.items() if own[key].requires_grad),
        "shapes": {key: None if _is_lazy(value) else list(value.shape) for key, value in own.items()},
    }


def _is_lazy(parameter: Any) -> bool:
    return "Uninitialized" in type(parameter).__name__

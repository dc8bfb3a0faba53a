"""Which functions read which keys of a config, noted while somebody wants to know.

A key alone says that something read it. Who ranks causes wants to know whether the function that gave another
result is what read it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from types import CodeType, FrameType


class Readers:
    """The functions that have read keys below some nodes of a config.

    ``nodes`` are the dotted paths, each with its dot, under which the keys of a node stand, by what a read is
    told under. Reads of any other node are passed over, so what is noted is bounded by config and program.
    ``held`` are the nodes themselves, where reads are told under their ids: no other gets these meanwhile.
    """

    __slots__ = ("_found", "_held", "nodes")

    def __init__(self, nodes: Mapping[int, str], held: Iterable[object] = ()) -> None:
        self.nodes = nodes
        self._held = tuple(held)
        self._found: dict[tuple[int, int, str], tuple[CodeType, str]] = {}

    def note(self, node: int, name: str, frame: FrameType | None) -> None:
        """A key of a node is read by the code of a frame, or by what called it, where that is ato's own."""
        if frame is None or (id(frame.f_code), node, name) in self._found or node not in self.nodes:
            return
        while frame is not None and str(frame.f_globals.get("__name__", "")).startswith("ato."):
            frame = frame.f_back
        if frame is not None:  # the code is kept, so that no other one gets its id
            module = str(frame.f_globals.get("__name__", ""))
            self._found[id(frame.f_code), node, name] = (frame.f_code, module)

    def leaves(self) -> set[str]:
        """The paths that were read of what is no node itself."""
        inner = set(self.nodes.values())
        paths = {f"{self.nodes[node]}{name}" for _, node, name in list(self._found)}
        return {path for path in paths if f"{path}." not in inner}

    def functions(self) -> dict[tuple[str, str], set[str]]:
        """The paths that each function has read itself, by its module and its qualified name.

        Python 3.10 knows no qualified names of code: there it is the plain name.
        """
        found: dict[tuple[str, str], set[str]] = {}
        for (_, node, name), (code, module) in list(self._found.items()):
            called = getattr(code, "co_qualname", code.co_name)
            found.setdefault((module, called), set()).add(f"{self.nodes[node]}{name}")
        return found

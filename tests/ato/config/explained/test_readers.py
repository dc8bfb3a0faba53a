"""Who reads a key is noted by function, through ato's own code and in what is defined inside."""

from __future__ import annotations

import sys
from typing import Any

from ato.config.explained._readers import Readers
from generated.digits import compose


def reading(config: Any) -> list[Any]:
    def inside() -> Any:
        return config.lr

    return [inside() for _ in range(2)]


def everything(config: Any) -> Any:
    return config.to_dict()


def test_functions_are_told_with_what_they_read() -> None:
    config = compose().track_access()
    readers = Readers({0: ""})
    config._reads.readers = (readers,)  # type: ignore[attr-defined]
    reading(config)
    found = readers.functions()
    assert {path for paths in found.values() for path in paths} == {"lr"}
    assert {module for module, _ in found} == {__name__}
    if sys.version_info >= (3, 11):
        assert all(name.startswith("reading.<locals>") for _, name in found)
    everything(config)
    assert readers.functions()[__name__, "everything"] == config._reads.paths  # type: ignore[attr-defined]


def test_nodes_that_nobody_asked_for_are_passed_over() -> None:
    readers = Readers({1: "model."})
    readers.note(2, "lr", sys._getframe())
    readers.note(1, "lr", None)
    assert readers.functions() == {}
    readers.note(1, "lr", sys._getframe())
    assert list(readers.functions().values()) == [{"model.lr"}]

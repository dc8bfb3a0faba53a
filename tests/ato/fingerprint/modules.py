"""Modules made of texts: one at a time, and small projects of several."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Mapping
from importlib import import_module, invalidate_caches
from importlib.util import module_from_spec, spec_from_file_location
from itertools import count
from pathlib import Path
from types import ModuleType

Load = Callable[[str], ModuleType]
Build = Callable[[Mapping[str, str]], ModuleType]


def loading(folder: Path) -> Load:
    """A function that makes a module of a text."""
    numbers = count()

    def loaded(text: str) -> ModuleType:
        path = folder / f"made_{next(numbers)}.py"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        spec = spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[path.stem] = module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return loaded


def building(folder: Path) -> Build:
    """A function that writes the modules of a package ``proj``, and imports its ``train`` anew."""
    numbers = count()

    def built(files: Mapping[str, str]) -> ModuleType:
        root = folder / f"state_{next(numbers)}"
        for name, text in {"__init__": "", **files}.items():
            path = root / "proj" / f"{name}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text), encoding="utf-8")
        for name in [name for name in sys.modules if name.partition(".")[0] == "proj"]:
            del sys.modules[name]
        invalidate_caches()
        sys.path.insert(0, str(root))
        try:
            return import_module("proj.train")
        finally:
            sys.path.remove(str(root))

    return built

"""Programs from text to what is made of them, for the tests of emit and explain."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from atoc.compile import Compiled, build, compile
from atoc.emit import manifest, write
from atoc.findings import Passed
from atoc.span import SourceFile

ODD = Path(__file__).parents[2] / "cases" / "build" / "odd" / "schemas"


def compiled(*texts: str) -> Compiled:
    """What documents come to: ``schemas/a.yaml``, ``schemas/b.yaml`` and so on."""
    files = tuple(SourceFile(f"schemas/{name}.yaml", text) for name, text in zip("abcdef", texts))
    return compile(Passed(files))


def tree(*texts: str) -> Mapping[str, str]:
    """The generated files of documents in which no error is found."""
    sound = compiled(*texts)
    assert sound.is_sound, [finding.message for finding in sound.findings]
    return build(sound)


def manifest_of(*texts: str) -> dict[str, Any]:
    """The manifest of documents, as data."""
    result = compiled(*texts)
    return manifest(result.program, result.facts, result.files)


@contextmanager
def imported(folder: Path, files: Mapping[str, str], name: str) -> Iterator[Any]:
    """A generated module, written to a folder and imported from there under a name of its own."""
    write(folder, files)
    module_name = f"made_for_a_test_{folder.parent.name}_{name}".replace("-", "_")
    spec = importlib.util.spec_from_file_location(module_name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        del sys.modules[module_name]

"""What an import comes to when it is run: the written documents compiled, and a selection composed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from atoc.compile import Compiled, build, compile
from atoc.findings import Passed
from atoc.importers import Carried, Left, document
from atoc.source import read_all
from atoc.span import SourceFile

CASES = Path(__file__).parents[2] / "cases"


def files(folder: Path, path: str, *suffixes: str) -> tuple[SourceFile, ...]:
    """The source files at a path below a folder."""
    return read_all(folder, path, suffixes)


def source(text: str, path: str = "config.yaml") -> tuple[SourceFile, ...]:
    """One source file."""
    return (SourceFile(path, text),)


def written(carried: Carried) -> dict[str, str]:
    """The text of every document."""
    return {
        name: document(tree, "somewhere")
        for name, tree in carried.documents.items()
        if isinstance(tree, dict)
    }


def compiled(carried: Carried) -> Compiled:
    """The documents compiled; they must be without errors and warnings."""
    texts = tuple(SourceFile(name, text) for name, text in written(carried).items())
    result = compile(Passed(texts))
    grave = [str(each) for each in result.findings if each.severity != "note"]
    assert not grave, "\n".join([*grave, *(file.text for file in texts)])
    return result


def module(carried: Carried) -> ModuleType:
    """The generated module of the one scope of an import."""
    result = compiled(carried)
    (scope,) = result.program.scopes
    made = ModuleType(f"generated_{scope.name}")
    exec(compile_text(build(result)[f"{scope.name}.py"]), made.__dict__)  # noqa: S102
    return made


def compile_text(text: str) -> Any:
    """The code of a generated module."""
    import builtins

    return builtins.compile(text, "generated", "exec")


def composed(
    made: ModuleType, *views: str, overrides: Sequence[str] = (), env: Mapping[str, str] | None = None
) -> Any:
    """The plain values of one selection."""
    return plain(made.compose(*views, overrides=list(overrides), env=dict(env or {})).to_dict())


def plain(value: Any) -> Any:
    """A value in which tuples are lists and keys are text, so that two libraries can be compared."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.as_posix() if isinstance(value, Path) else value


def without_nothing(value: Any) -> Any:
    """A value without what is null: a key that is not there is null in ours."""
    if isinstance(value, dict):
        kept = {key: without_nothing(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None and item != {}}
    return value


def whats(left: Sequence[Left]) -> list[str]:
    """What was left, each by what the user wrote."""
    return [each.what for each in left]

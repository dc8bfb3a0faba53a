"""Scripts of Ato run by Ato itself, and by what an import makes of them: the same words to both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from types import ModuleType
from typing import Any

from ato.config import ConfigError
from atoc.compile import Compiled, build, compile
from atoc.findings import Passed
from atoc.importers import Carried
from atoc.importers.ato import carry, wanted
from atoc.span import SourceFile
from tests import peers
from tests.atoc.importers.composing import compile_text, plain, without_nothing, written

ASK = """
import contextlib, io, runpy
from ato import scope as theirs

def final(config):
    return {key: final(value) if hasattr(value, 'items') else value for key, value in config.items()}

def run(path, words):
    theirs.release()
    theirs.Scope.initialize_registry()
    theirs.Scope.parsed, theirs.Scope.stored_arguments = False, None
    sys.argv = [path, *words]
    for name, each in list(sys.modules.items()):
        if (getattr(each, '__file__', None) or '').startswith(here):
            del sys.modules[name]
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            runpy.run_path(path, run_name='__main__')
    except Exception as error:
        return f'{type(error).__name__}: {error}'
    return {name: final(scope.config) for name, scope in theirs.Scope.registry.items()}

import os
here = os.path.join(os.getcwd(), '')
sys.path.insert(0, here)
answer = [run(path, words) for path, words in given]
"""

Runs = Sequence[tuple[str, tuple[str, ...]]]
"""Scripts, each with the words of its command line."""


def theirs(runs: Runs, folder: Path) -> list[Any]:
    """The configs by scope that Ato gives for each of the runs, or the text of what it raised."""
    return list(peers.answers("ato", ASK, [list(run) for run in runs], cwd=folder))


def scripts(folder: Path, *names: str) -> tuple[SourceFile, ...]:
    """Scripts with all that they lead to."""
    files = tuple(SourceFile(name, (folder / name).read_text("utf-8")) for name in names)
    while more := [path for path in wanted(files) if (folder / path).is_file()]:
        files = (*files, *(SourceFile(path, (folder / path).read_text("utf-8")) for path in more))
    return files


def carried(folder: Path, name: str) -> Carried:
    """What becomes of a script."""
    return carry(scripts(folder, name), name, "")


def compiled(found: Carried) -> Compiled:
    """The documents compiled; they must be without errors."""
    texts = tuple(SourceFile(name, text) for name, text in written(found).items())
    result = compile(Passed(texts))
    grave = [str(each) for each in result.findings if each.severity == "error"]
    assert not grave, "\n".join([*grave, *(file.text for file in texts)])
    return result


def modules(found: Carried) -> Mapping[str, ModuleType]:
    """The generated module of each scope."""
    result = compiled(found)
    texts = build(result)
    made = {scope.name: ModuleType(f"generated_{scope.name}") for scope in result.program.scopes}
    for name, module in made.items():
        exec(compile_text(texts[f"{name}.py"]), module.__dict__)  # noqa: S102
    return made


def ours(made: Mapping[str, ModuleType], words: Iterable[str]) -> Any:
    """The plain values by scope for the words of one run; the text of what is wrong where it is refused."""
    found: dict[str, Any] = {}
    for name, module in made.items():
        own = [
            word.removeprefix(f"{name}.") for word in words if len(made) == 1 or word.startswith(f"{name}.")
        ]
        views = [word for word in own if "=" not in word]
        overrides = [word.replace(":=", "=") for word in own if "=" in word]
        try:
            found[name] = without_nothing(
                plain(module.compose(*views, overrides=overrides, env={}).to_dict())
            )
        except ConfigError as error:
            return str(error)
    return found


def selections(names: Sequence[str], most: int, in_every_order: int = 2) -> list[tuple[str, ...]]:
    """Up to so many views at once; the smaller ones of these selections in every order."""
    found: list[tuple[str, ...]] = []
    for size in range(most + 1):
        for chosen in combinations(names, size):
            found.extend(permutations(chosen) if size <= in_every_order else (chosen,))
    return found

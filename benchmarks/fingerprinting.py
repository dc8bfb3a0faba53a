"""What it costs to fingerprint the code of a project, beside parsing its files."""

from __future__ import annotations

import ast
import gc
import sys
from collections.abc import Callable
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

from benchmarks.measure import shown, table

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULES = 10
FUNCTIONS = 30
ROUNDS = 7
FUNCTION = """def step_{number}(x, y=2, *, scale=1.0):
    \"\"\"Work on x, {number} of {module}.\"\"\"
    total = 0.0
    # the even ones grow
    for index, value in enumerate(range(y)):
        if index % 2 == 0 and value > 1:
            total += math.exp(value) * scale
        else:
            total -= RATE * value
    result = {{"a": total, "b": [i * 2 for i in range(3)]}}
    if x < 0:
        return {call}
    return result, total

"""


def module_text(module: int) -> str:
    """A module whose functions call each other in a row; the last one goes on in the module before."""
    head = f"import math\n{f'from benched import part_{module - 1}' if module else ''}\nRATE = {module}.5\n\n"
    calls = [f"step_{number + 1}(x, y, scale=RATE)" for number in range(FUNCTIONS - 1)]
    calls.append(f"part_{module - 1}.step_0(x, y)" if module else "None")
    return head + "".join(
        FUNCTION.format(number=number, module=module, call=call) for number, call in enumerate(calls)
    )


def write_project(folder: Path) -> list[Path]:
    """A package of 300 functions, every one of which is reached from the first of the last module."""
    package = folder / "benched"
    package.mkdir()
    (package / "__init__.py").touch()
    paths = [package / f"part_{module}.py" for module in range(MODULES)]
    for module, path in enumerate(paths):
        path.write_text(module_text(module), encoding="utf-8")
    return paths


def fingerprinting(folder: Path) -> str:
    """``code_of`` on a project of 300 functions: cold, warm, and one function alone, beside ``ast.parse``."""
    from ato.fingerprint import code_of
    from ato.fingerprint.sources._file import forget

    paths = write_project(folder)
    first = _imported(folder)
    texts = [path.read_text(encoding="utf-8") for path in paths]
    assert len(code_of(first).functions) == MODULES * FUNCTIONS
    times = {
        "ast.parse of its files": _seconds(lambda: [ast.parse(text) for text in texts]),
        "code_of, files not yet read": _seconds(lambda: code_of(first), forget),
        "code_of, files read before": _seconds(lambda: code_of(first)),
        "code_of, follow=False, not yet read": _seconds(lambda: code_of(first, follow=False), forget),
    }
    rmtree(folder / "benched" / "__pycache__")
    times["code_of, not yet read, nothing in __pycache__"] = _seconds(lambda: code_of(first), forget)
    floor = times["ast.parse of its files"]
    rows = [(name, shown(seconds), f"{seconds / floor:.2g}×") for name, seconds in times.items()]
    return table("fingerprinting a project of 300 functions", rows, ("", "time", "/ ast.parse"))


def _imported(folder: Path) -> Callable[..., object]:
    """The function that reaches all others, imported as users do: Python keeps what it has compiled."""
    writes_none, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    sys.path.insert(0, str(folder))
    try:
        first: Callable[..., object] = import_module(f"benched.part_{MODULES - 1}").step_0
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = writes_none
    return first


def _seconds(call: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    """CPU seconds of one call, the median of some, each without garbage of the one before."""
    found: list[float] = []
    for _ in range(ROUNDS):
        before()
        gc.collect()
        with _uncollected():
            start = process_time()
            result: Any = call()
            found.append(process_time() - start)
        del result
    return median(found)


@contextmanager
def _uncollected() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()

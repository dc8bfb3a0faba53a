"""What a Python file imports of its own project is read with it, by path alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from atoc.source import read

SCOPE = "from ato.scope import Scope\nscope = Scope()\n"
VIEW = "@scope.observe(default=True)\ndef v(config): config.a = 1\n"


def files(root: Path, asked: str = "pk/main.py", **others: str) -> list[str]:
    """The paths that are read where the main file is asked for; names have ``__`` for ``/``."""
    for name, text in others.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [file.path for file in read(root, [asked]).value]


@pytest.mark.parametrize(
    "text",
    [
        "from configs.base import scope\n",
        "from configs import base\n",
        "import configs.base\n",
        "from .configs.base import scope\n",
        "from configs.base import *\n",
        "try:\n    from configs.base import scope\nexcept ImportError:\n    raise\n",
        "from pk.configs.base import scope\n",
    ],
)
def test_a_module_is_found_by_any_import(tmp_path: Path, text: str) -> None:
    found = files(tmp_path, pk__main=text + VIEW, pk__configs__base=SCOPE)
    assert found == ["pk/configs/base.py", "pk/main.py"]


def test_imports_of_imports_are_followed_and_circles_end(tmp_path: Path) -> None:
    others = {"pk__a": "from b import scope\n" + VIEW, "pk__b": SCOPE + "import a\nimport main\n"}
    assert files(tmp_path, pk__main="import a\n", **others) == ["pk/a.py", "pk/b.py", "pk/main.py"]


def test_what_says_nothing_of_scopes_is_not_read(tmp_path: Path) -> None:
    assert files(tmp_path, pk__main=SCOPE + "import util\n", pk__util="x = 1\n") == ["pk/main.py"]


def test_the_nearest_file_of_a_name_is_the_module(tmp_path: Path) -> None:
    found = files(tmp_path, pk__main="import base\n" + SCOPE, pk__base=SCOPE, base=SCOPE)
    assert found == ["pk/base.py", "pk/main.py"]


def test_nothing_outside_of_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "base.py").write_text(SCOPE, encoding="utf-8")
    assert files(tmp_path / "in", "main.py", main="from ..base import scope\nimport base\n" + SCOPE) == [
        "main.py"
    ]


def test_a_file_that_imports_itself_or_is_no_python_is_read_alone(tmp_path: Path) -> None:
    assert files(tmp_path, "main.py", main="import main\nx = (\n# Scope\n") == ["main.py"]

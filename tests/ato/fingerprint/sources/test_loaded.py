"""The source that is hashed is that of the code which runs, also of files that are edited meanwhile."""

from __future__ import annotations

import os
import sys
import warnings
from importlib.machinery import SourceFileLoader
from importlib.util import cache_from_source, module_from_spec, spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from ato.config import ConfigError
from ato.fingerprint import code_of
from ato.fingerprint.sources import _loaded
from tests.ato.fingerprint.modules import Load

TEXT = "def f(x):\n    return x + 1\n\ndef g(x): return f(x)\n"


def path_of(module: ModuleType) -> Path:
    assert module.__file__ is not None
    return Path(module.__file__)


@pytest.mark.parametrize("look_first", [True, False])
def test_an_edit_at_the_same_line_is_told(load: Load, *, look_first: bool) -> None:
    module = load(TEXT)
    if look_first:
        code_of(module.g)
    path = path_of(module)
    before = path.stat()
    path.write_text(TEXT.replace("x + 1", "x + 2"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ConfigError, match=r"f: has no fingerprint: .* no longer says what runs at line 1"):
        code_of(module.g)


def test_what_is_no_logic_may_be_edited(load: Load) -> None:
    module = load(TEXT)
    before = code_of(module.f)
    path_of(module).write_text("def f(x):  # adds\n\n    return (x  +  1)\n# all\n", encoding="utf-8")
    assert code_of(module.f).digest == before.digest


def test_other_parts_of_the_file_may_be_edited(load: Load) -> None:
    module = load(TEXT)
    before = code_of(module.f)
    path_of(module).write_text(TEXT.replace("f(x)\n", "f(x) + 1\n"), encoding="utf-8")
    assert code_of(module.f).digest == before.digest


def test_a_file_that_is_gone_is_told(load: Load) -> None:
    module = load(TEXT)
    path_of(module).unlink()
    with pytest.raises(ConfigError, match=r"made_0.py is gone"):
        code_of(module.f)


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root reads any file")
def test_a_file_that_cannot_be_read_is_told(load: Load) -> None:
    module = load(TEXT)
    path_of(module).chmod(0)
    with pytest.raises(ConfigError, match=r"made_0.py cannot be read: Permission denied"):
        code_of(module.f)


def test_code_that_python_keeps_is_taken_only_if_it_is_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(str(tmp_path))
    path = tmp_path / "kept_by_python.py"
    path.write_text(TEXT, encoding="utf-8")
    module: Any = __import__("kept_by_python")
    kept = Path(cache_from_source(str(path)))
    os.utime(kept, ns=(0, path.stat().st_ctime_ns + 1))
    used: list[bool] = []
    real = _loaded._kept

    def kept_code(*args: Any) -> CodeType | None:
        found = real(*args)
        used.append(found is not None)
        return found

    monkeypatch.setattr(_loaded, "_kept", kept_code)
    code_of(module.f)
    path.write_text(TEXT.replace("x + 1", "x + 2"), encoding="utf-8")
    os.utime(path, ns=(0, int(path.stat().st_mtime)))
    with pytest.raises(ConfigError, match="no longer says what runs"):
        code_of(module.f)
    kept.write_bytes(b"broken")
    with pytest.raises(ConfigError, match="no longer says what runs"):
        code_of(module.f)
    assert used == [True, False, False]


class Doubling(SourceFileLoader):
    """A loader that makes something else of a text, as those that check types do."""

    def source_to_code(self, data: Any, path: Any = "<string>", *, _optimize: int = -1) -> CodeType:  # pyright: ignore[reportIncompatibleMethodOverride]
        """Other code than the text says."""
        return compile(bytes(data).replace(b"+ 1", b"+ 2"), path, "exec", dont_inherit=True)


class Silent(Doubling):
    """A loader that does not tell what it makes of a text."""

    source_to_code: Any = None

    def get_code(self, fullname: str) -> CodeType | None:
        """The code that runs."""
        return super().source_to_code(self.get_data(self.path), self.path)


@pytest.mark.parametrize("kind", [Doubling, Silent])
def test_a_loader_of_its_own_is_asked_and_otherwise_the_source_is_believed(
    tmp_path: Path, kind: type[SourceFileLoader]
) -> None:
    path = tmp_path / "made_otherwise.py"
    path.write_text(TEXT, encoding="utf-8")
    spec = spec_from_loader("made_otherwise", kind("made_otherwise", str(path)))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.f(1) == 3
    assert "x + 1" in code_of(module.f).source


def test_nobody_is_warned_a_second_time(load: Load) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module = load(r"def f(x): return '\d', x is 'a'")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("error")
        code_of(module.f)
    assert told == []

"""A folder of configs as one: a base file, then an option of each group, then single keys."""

from __future__ import annotations

from ato.dynamic.files._errors import BadFile, MissingFile, MissingRequired
from ato.dynamic.files._read_file import file_content
from ato.dynamic.trees._convert import converted
from ato.dynamic.trees._dict import is_mapping, is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from os import PathLike
    from typing import Any

    from ato.dynamic.trees._adict import ADict

ALLOWED_EXTS = (".yaml", ".yml", ".json", ".toml", ".xyz", ".sdn")
"""Suffixes of the files of a hierarchy, in the order in which they are taken where there are several."""


def load_hierarchy(
    config: ADict,
    root: str | PathLike[str],
    config_filename: str,
    select: Mapping[str, object],
    on_missing: str,
) -> None:
    """Merge the base file and the selected options into a config, each on top of the ones before."""
    from os import fspath

    folder = fspath(root)
    _take(config, folder, config_filename, config_filename, on_missing)
    for group, options in select.items():
        for option in options if is_sequence(options) else [options]:
            _take(config, folder, f"{group}/{option}", f"{group}/{option}", on_missing)


def _take(config: ADict, folder: str, stem: str, label: str, on_missing: str) -> None:
    """Merge every file of a stem; what is missing is an error, a warning, or nothing."""
    from os.path import exists, join

    paths = [join(folder, stem + suffix) for suffix in ALLOWED_EXTS]
    found = [path for path in paths if exists(path)]
    for path in found:
        content = file_content(path)
        if not is_mapping(content):
            raise BadFile(path, "holds no mapping of keys to values")
        config.update(content, recurrent=True)
    if found:
        return
    suffixes = "|".join(suffix.removeprefix(".") for suffix in ALLOWED_EXTS)
    if on_missing == "error":
        raise MissingFile(f"{label}.[{suffixes}]", f"not found in {folder}")
    if on_missing == "warn":
        from warnings import warn

        warn(f"missing: {label}.[{suffixes}] in {folder}", stacklevel=4)


def override(config: ADict, path: str, value: object) -> None:
    """Set the key at a dotted path; configs are made on the way, in place of what is none."""
    *above, name = path.split(".")
    inner: Any = config
    for step in above:
        if not isinstance(inner._data.get(step), type(config)):
            inner[step] = {}
        inner = inner._data[step]
    inner[name] = converted(value, type(config))


def refuse_unset(config: ADict, required: Iterable[str]) -> None:
    """Raise ``MissingRequired`` with every dotted path that is not set."""
    missing = [path for path in required if not _is_set(config, path)]
    if missing:
        raise MissingRequired(", ".join(missing), "must be set, and no file or override sets it")


def _is_set(config: ADict, path: str) -> bool:
    value: Any = config
    for step in path.split("."):
        if not is_mapping(value) or step not in value:
            return False
        value = value._data[step] if isinstance(value, type(config)) else value[step]
    return True

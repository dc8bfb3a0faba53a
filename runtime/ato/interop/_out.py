"""Configs as those of other libraries, where they are installed.

Each takes a generated config, an ADict or a mapping, and gives one that the program may change: what is
given stays as it is. Secrets are in it, as they are in ``to_dict``.
"""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

from ato.config import ConfigError, Problem
from ato.config._field import MISSING
from ato.config.formats._plain import plain
from ato.config.types._values import is_dict, is_list, is_set, is_tuple, thaw
from ato.fingerprint._plain import is_generated

_INTERPOLATION = re.compile(r"(\\*)\$\{")
_PLAIN = ("NoneType", "bool", "int", "float", "str", "bytes", "PosixPath", "WindowsPath")


def to_omegaconf(config: object) -> Any:
    """The config as an ``omegaconf.DictConfig``.

    Texts stay what they are: ``${`` is escaped, so that nothing becomes an interpolation. Datetimes and
    durations become texts. Raises ``ConfigError`` where OmegaConf is not installed, and for a text ``???``,
    which OmegaConf takes for a missing value.
    """
    omegaconf = _library("omegaconf", "OmegaConf", "omegaconf")
    problems: list[Problem] = []
    tree = _omega(_data(config), "", problems)
    if problems:
        raise ConfigError(problems)
    return omegaconf.OmegaConf.create(tree)


def to_argparse_namespace(config: object) -> Namespace:
    """The config as an ``argparse.Namespace``, with one for each struct of a generated config.

    Mappings in it stay dicts.

    Raises ``ConfigError`` for what has no fields.
    """
    if not is_generated(config):
        return Namespace(**{str(key): _spaced(value) for key, value in _data(config).items()})
    values = ((field.name, value) for field, value in config._bare()._items() if value is not MISSING)
    return Namespace(**{name: _spaced(value) for name, value in values})


def to_mmengine(config: object) -> Any:
    """The config as an ``mmengine.Config``.

    Raises ``ConfigError`` where mmengine is not installed, and for a field with a name that it keeps for
    itself.
    """
    mmengine = _library("mmengine.config", "mmengine", "mmengine")
    try:
        return mmengine.Config(_data(config))
    except KeyError as error:
        why = str(error.args[0]) if error.args else "it refuses a key"
        raise ConfigError([Problem("mmengine", why, ("rename the field",))]) from None


def _data(config: object) -> dict[str, Any]:
    """The plain data of a config, which nobody else holds."""
    if is_generated(config):
        return cast("dict[str, Any]", config.to_dict())
    if hasattr(type(config), "to_dict"):  # an ADict, which notes no access to it
        return cast("dict[str, Any]", _copied(cast("Any", config).to_dict()))
    if isinstance(config, Mapping):
        mapping = cast("Mapping[object, object]", config)
        return {str(key): _copied(value) for key, value in mapping.items()}
    kind = type(config).__qualname__
    raise ConfigError([Problem(kind, "is no config and no mapping, and cannot be given to another library")])


def _copied(value: object) -> object:
    if isinstance(value, Mapping):
        mapping = cast("Mapping[object, object]", value)
        return {key: _copied(item) for key, item in mapping.items()}
    if is_list(value) or is_tuple(value):
        return [_copied(item) for item in value]
    return thaw(value)


def _spaced(value: object) -> object:
    """A value of a namespace: structs are namespaces too."""
    return to_argparse_namespace(value) if is_generated(value) else _copied(value)


def _omega(value: object, path: str, problems: list[Problem]) -> object:
    if is_dict(value):
        return {key: _omega(item, f"{path}.{key}".lstrip("."), problems) for key, item in value.items()}
    if is_list(value) or is_tuple(value) or is_set(value):
        return [_omega(item, f"{path}[{at}]", problems) for at, item in enumerate(value)]
    if isinstance(value, str):
        if value == "???":
            problems.append(Problem(path, "'???' is how OmegaConf writes a missing value"))
        return _escaped(value)
    return value if type(value).__name__ in _PLAIN else str(plain(value))


def _escaped(text: str) -> str:
    """A text that OmegaConf reads as itself: before ``${``, a backslash escapes another one."""
    if "${" not in text:
        return text
    return _INTERPOLATION.sub(lambda found: found[1] * 2 + "\\${", text)


def _library(module: str, name: str, package: str) -> Any:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != package:
            raise
        help = (f"pip install {package}",)
        raise ConfigError([Problem(name, "is not installed", help)]) from None

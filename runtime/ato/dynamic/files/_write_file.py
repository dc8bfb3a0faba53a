"""Dynamic configs as files, by suffix: YAML, TOML, JSON, JSONL, SDN and XYZ.

A file is replaced in one step. What a format cannot say is refused with its place, before anything is
written. Options go to the format's own writer: PyYAML's ``dump``, ``json.dumps``, ``xyz.dumps``.
"""

from __future__ import annotations

from ato.config import BadValue, ConfigError, Problem, suggestion
from ato.dynamic.files._errors import BadFile
from ato.dynamic.trees._dict import is_mapping, is_sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from os import PathLike
    from typing import Any

    from ato.config.formats._plain import Table


def write_file(data: dict[str, Any], path: str | PathLike[str], options: dict[str, Any]) -> None:
    """Write plain data to a file, whose folders are made. Raises ``BadFile`` and ``ConfigError``."""
    from os import fspath, makedirs
    from os.path import dirname, realpath, splitext

    from ato.config.formats._replace_file import replace_file

    name = fspath(path)
    suffix = splitext(name)[1].lower()
    if suffix not in _WRITERS:
        help = suggestion(suffix, _WRITERS) or (f"the suffixes are {', '.join(_WRITERS)}",)
        raise BadFile(name, f"{suffix or 'no suffix'} is not a valid file extension", help)
    try:
        text = _WRITERS[suffix](data, options)
    except BadValue as error:
        raise BadFile(name, str(error)) from None
    content = text.encode("utf-8", "surrogatepass")
    makedirs(dirname(realpath(name)), exist_ok=True)
    replace_file(name, content)


def _yaml(data: dict[str, Any], options: dict[str, Any]) -> str:
    table = _told(data)
    if options:
        import yaml as package

        yaml: Any = package
        return str(yaml.safe_dump(_untabled(table), **options))
    from ato.config.formats._yaml_text import yaml_text

    return yaml_text(table)


def _toml(data: dict[str, Any], options: dict[str, Any]) -> str:
    from ato.config.formats._toml_text import toml_text

    _refuse_options(options, "TOML")
    return toml_text(_told(data))


def _json(data: dict[str, Any], options: dict[str, Any]) -> str:
    from json import dumps

    if not options:
        options = {"indent": 2, "ensure_ascii": False}
    return dumps(_told(data), **options) + "\n"


def _jsonl(data: dict[str, Any], options: dict[str, Any]) -> str:
    from json import dumps

    return dumps(_told(data), **options) + "\n"


def _sdn(data: dict[str, Any], options: dict[str, Any]) -> str:
    from ato.sdn import dumps

    _refuse_options(options, "SDN")
    return dumps(_told(data))


def _xyz(data: dict[str, Any], options: dict[str, Any]) -> str:
    from ato.dynamic.files._xyz import dumps

    return dumps(data, **options) + "\n"


_WRITERS: dict[str, Callable[[dict[str, Any], dict[str, Any]], str]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".toml": _toml,
    ".json": _json,
    ".jsonl": _jsonl,
    ".sdn": _sdn,
    ".xyz": _xyz,
}


def _refuse_options(options: dict[str, Any], format: str) -> None:
    if options:
        raise TypeError(f"{format} takes no options, and {', '.join(options)} is given")


def _told(data: dict[str, Any]) -> Table:
    """The data with text for what formats do not know. Raises ``ConfigError`` for all that has none."""
    problems: list[Problem] = []
    told: Any = _plain_form(data, "", problems)
    if problems:
        raise ConfigError(problems)
    return told  # type: ignore[no-any-return]


def _plain_form(value: Any, path: str, problems: list[Problem]) -> object:
    from ato.config.formats._plain import Table, plain
    from ato.config.types._values import FOREIGN, in_fixed_order, is_set

    if is_mapping(value):
        above = f"{path}." if path else ""
        return Table((str(key), _plain_form(item, f"{above}{key}", problems)) for key, item in value.items())
    if is_sequence(value) or is_set(value):
        items = in_fixed_order(value) if is_set(value) else value
        return [_plain_form(item, f"{path}[{index}]", problems) for index, item in enumerate(items)]
    for kind in (bool, int, float, str):
        if isinstance(value, kind):
            return value if type(value) is kind else kind(value)
    if value is None or isinstance(value, bytes) or type(value).__name__ in FOREIGN:
        return plain(value)
    written = getattr(value, "isoformat", None)  # a date or time of TOML
    if written is not None:
        return str(written())
    help = ("write its name, and make it from that in the program",)
    problems.append(Problem(path, f"a value of {type(value).__name__} cannot be written to a file", help))
    return None


def _untabled(value: object) -> object:
    """The same in plain dicts, which PyYAML's safe writer insists on."""
    if is_mapping(value):
        return {key: _untabled(item) for key, item in value.items()}
    return [_untabled(item) for item in value] if is_sequence(value) else value

"""A config as text: YAML, JSON, TOML or SDN. What is written can be read back with ``--config``.

Floats are written so that they read back to the very same number. TOML has no null: a field that is null is
left out, with a comment that says so.
"""

from __future__ import annotations

from ato.config._errors import ConfigError, Problem
from ato.config._nearest import suggestion
from ato.config.formats._plain import OMITTED, encodable, plain_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from os import PathLike

    from ato.config._base import Config
    from ato.config.formats._plain import Table

SUFFIXES = {".yaml": "yaml", ".yml": "yaml", ".json": "json", ".toml": "toml", ".sdn": "sdn"}


def to_text(config: Config, format: str, *, secrets: str = OMITTED) -> str:
    """The config in a format: ``yaml``, ``json``, ``toml`` or ``sdn``.

    ``secrets`` is ``OMITTED`` or ``MASKED`` of ``_plain``. Raises ``ConfigError`` for what the format
    cannot say.
    """
    return table_text(plain_table(config, secrets), format)


def table_text(tree: Table, format: str) -> str:
    """A plain table in a format; raises ``ConfigError`` for what the format cannot say."""
    if format == "yaml":
        from ato.config.formats._yaml_text import yaml_text

        return yaml_text(tree)
    if format == "toml":
        from ato.config.formats._toml_text import toml_text

        return toml_text(tree)
    if format == "sdn":
        from ato.sdn._write import typed_text

        return typed_text(tree)
    from json import dumps

    return encodable(dumps(tree, indent=2, ensure_ascii=False)) + "\n"


def write_file(config: Config, path: str | PathLike[str]) -> None:
    """Write the config to a file in the format of its suffix.

    The file is replaced in one step, with its permissions kept; where that fails, the old one stands and
    nothing is left beside it. Raises ``ConfigError`` for an unknown suffix, ``OSError`` where writing
    fails.
    """
    from os import fspath

    from ato.config.formats._replace_file import replace_file

    name = fspath(path)
    replace_file(name, to_text(config, format_of(name)).encode())


def format_of(name: str) -> str:
    """The format of a file by its suffix; raises ``ConfigError`` if it has none of ours."""
    from os.path import splitext

    suffix = splitext(name)[1].lower()  # pathlib is heavy to import
    if suffix not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        help = suggestion(suffix, SUFFIXES) if suffix else ()
        raise ConfigError([Problem(name, f"a file of values ends in one of {known}", help)])
    return SUFFIXES[suffix]

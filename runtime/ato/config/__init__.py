"""What generated configs stand on: types, composing, explaining, and the command line of a user's program.

Generated modules import this room as ``ato`` and use ``ato.Config``, ``ato.Field``, ``ato.View``,
``ato.Schema`` and the types. It imports nothing but what the standard library has loaded anyway; the rest
is imported where it is used. The modules behind the face are private:

    types       what a value may be, and how it is read
    composing   from a selection of views to a config
    outside     command line, environment, files
    formats     configs as YAML, TOML, JSON, SDN
    explained   who set a value, and the manual of a program

Configs themselves are ``_base _field _schema _module _hash``, searches ``_search``, what expressions call
``_bounded _resolvers _reasons``, whole programs ``_program _scopes``; ``_errors`` and ``_nearest`` serve all.
"""

from __future__ import annotations

from ato.config._base import Config
from ato.config._bounded import (
    bounded,
    bounded_join,
    bounded_power,
    bounded_range,
    bounded_repeat,
    bounded_replace,
    bounded_strip,
    power,
    total,
)
from ato.config._errors import AtoError, BadValue, ConfigError, Problem
from ato.config._field import MISSING, Field
from ato.config._module import literal_type, partial
from ato.config._nearest import nearest, suggestion
from ato.config._schema import Schema
from ato.config._scopes import Configs, Scopes
from ato.config.composing._across import Across
from ato.config.composing._asserts import Assert, FailedAssert
from ato.config.composing._selection import View
from ato.config.types._containers import Dict, List, Set, Struct, Tuple, Tuples, Union
from ato.config.types._scalars import BYTES, DATETIME, DURATION, PATH
from ato.config.types._types import ANY, BOOL, FLOAT, INT, NULL, STR, Float, Literal, Type, read_core
from ato.config.types._values import FrozenDict, Quoted
from ato.config.types._variant import Variant

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ato.config import _resolvers as resolvers
    from ato.config._search import (
        Choice,
        IntLogUniform,
        IntUniform,
        LogUniform,
        Method,
        Normal,
        Search,
        Uniform,
    )

__all__ = [
    "ANY",
    "BOOL",
    "BYTES",
    "DATETIME",
    "DURATION",
    "FLOAT",
    "INT",
    "MISSING",
    "NULL",
    "PATH",
    "STR",
    "Across",
    "Assert",
    "AtoError",
    "BadValue",
    "Choice",
    "Config",
    "ConfigError",
    "Configs",
    "Dict",
    "FailedAssert",
    "Field",
    "Float",
    "FrozenDict",
    "IntLogUniform",
    "IntUniform",
    "List",
    "Literal",
    "LogUniform",
    "Method",
    "Normal",
    "Problem",
    "Quoted",
    "Schema",
    "Scopes",
    "Search",
    "Set",
    "Struct",
    "Tuple",
    "Tuples",
    "Type",
    "Uniform",
    "Union",
    "Variant",
    "View",
    "bounded",
    "bounded_join",
    "bounded_power",
    "bounded_range",
    "bounded_repeat",
    "bounded_replace",
    "bounded_strip",
    "literal_type",
    "nearest",
    "partial",
    "power",
    "read_core",
    "resolvers",
    "suggestion",
    "total",
]


_SEARCHED = frozenset(
    ("Choice", "IntLogUniform", "IntUniform", "LogUniform", "Method", "Normal", "Search", "Uniform")
)


def __getattr__(name: str) -> object:
    """The resolvers and the values of search spaces, for the modules that use them."""
    if name == "resolvers":
        from ato.config import _resolvers

        return _resolvers
    if name in _SEARCHED:
        from ato.config import _search

        return getattr(_search, name)
    raise AttributeError(f"module 'ato.config' has no attribute '{name}'")

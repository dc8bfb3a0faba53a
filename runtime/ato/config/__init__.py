"""What generated configs stand on: types, composing, explaining, and the command line of a user's program.

Generated modules import this room as ``ato`` and use ``ato.Config``, ``ato.Field``, ``ato.View``,
``ato.Schema`` and the types. It imports nothing but what the standard library has loaded anyway; the rest
is imported where it is used. The modules behind the face are private:

    types      _types _scalars _containers _values _numbers _pattern _flow
    configs    _base _field _schema _variant _module _hash _plain
    composing  _selection _compose _drafts _record _joint _across _asserts _absent _search
    functions  _bounded _resolvers _reasons
    outside    _request _overrides _environment _files _yaml_values _sdn_values _outside
               _places _nearest _errors
    explained  _causality _telling _tracking _readers _manifest
    programs   _program _scopes _manual _print _yaml_text _toml_text _replace_file
"""

from __future__ import annotations

from ato.config._across import Across
from ato.config._asserts import Assert, FailedAssert
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
from ato.config._containers import Dict, List, Set, Struct, Tuple, Tuples, Union
from ato.config._errors import AtoError, BadValue, ConfigError, Problem
from ato.config._field import MISSING, Field
from ato.config._module import literal_type, partial
from ato.config._nearest import nearest, suggestion
from ato.config._scalars import BYTES, DATETIME, DURATION, PATH
from ato.config._schema import Schema
from ato.config._scopes import Configs, Scopes
from ato.config._selection import View
from ato.config._types import ANY, BOOL, FLOAT, INT, NULL, STR, Float, Literal, Type, read_core
from ato.config._values import FrozenDict, Quoted
from ato.config._variant import Variant

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

"""Values from environment variables: ``ATO_TRAIN__MODEL__HIDDEN=64`` sets ``model.hidden`` of the scope
``train``.

The name is ``ATO_``, the scope and the steps of the path in capitals, with two underscores between them. A
value is read as on the command line. A variable that begins like ours and names no field is a problem, not
a silence.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config._field import struct_of
from ato.config._nearest import nearest
from ato.config._outside import ENVIRONMENT, Given, give, locate, short
from ato.config._overrides import raw_text, refuse_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ato.config._base import Config
    from ato.config._outside import Intake
    from ato.config._schema import Schema


def prefix_of(schema: Schema) -> str:
    """How the variables of a scope begin."""
    return f"ATO_{schema.name.upper()}__"


def take_environment(intake: Intake, env: Mapping[str, str]) -> None:
    """Put the variables of the scope into the intake, in the order of their names."""
    prefix = prefix_of(intake.schema)
    ours = sorted(name for name in env if name.startswith(prefix))
    if not ours:
        return
    known = variables(intake.schema)
    for name in ours:
        paths = known.get(name, [])
        if len(paths) == 1:
            _take(intake, name, paths[0], env[name])
        elif paths:
            both = " or ".join(f"'{path}'" for path in paths)
            intake.refuse(name, f"could mean {both}", (f"set it on the command line: {paths[0]}=VALUE",))
        else:
            message = f"names no field of the scope '{intake.schema.name}'"
            near = nearest(name[len(prefix) :], (variable[len(prefix) :] for variable in known))
            help = f"did you mean {' or '.join(f'{prefix}{part}' for part in near)}?"
            intake.refuse(name, message, (help,) if near else ())


def variables(schema: Schema) -> dict[str, list[str]]:
    """The paths of fields and structs by the variables that set them, old names of fields included."""
    found: dict[str, list[str]] = {}
    _add_variables(found, schema.model, "", (prefix_of(schema),))
    return found


def _add_variables(
    found: dict[str, list[str]], model: type[Config], owner: str, beginnings: tuple[str, ...]
) -> None:
    """Add the variables of the fields of a struct, whose own variables are the ``beginnings``."""
    for field in model._fields:
        names = dict.fromkeys(name.upper() for name in (field.name, field.renamed_from) if name)
        variables = tuple(beginning + name for beginning in beginnings for name in names)
        path = f"{owner}.{field.name}" if owner else field.name
        for variable in variables:
            found.setdefault(variable, []).append(path)
        inner = struct_of(field)
        if inner is not None:
            _add_variables(found, inner, path, tuple(f"{variable}__" for variable in variables))


def _variable(schema: Schema, path: str) -> str:
    return prefix_of(schema) + "__".join(step.upper() for step in path.split("."))


def _take(intake: Intake, name: str, path: str, text: str) -> None:
    place = locate(intake.schema, path)
    if place is None:
        return
    if name != _variable(intake.schema, path):
        intake.warn(f"{name} is now called {_variable(intake.schema, path)}")
    given = Given(ENVIRONMENT, name, short(f"{name}={text}"), f"{name}={text}")
    try:
        raw = raw_text(text, in_flow=place.in_flow)
    except BadValue as error:
        refuse_text(intake, place, given, error)
    else:
        give(intake, path, raw, given)

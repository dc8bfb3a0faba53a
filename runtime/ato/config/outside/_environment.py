"""Values from environment variables: ``ATO_TRAIN__MODEL__HIDDEN=64`` sets ``model.hidden`` of the scope
``train``.

The name is ``ATO_``, the scope and the steps of the path in capitals, with two underscores between them. A
value is read as on the command line. A variable that begins like ours and names no field is a problem, not
a silence.
"""

from __future__ import annotations

from ato.config._errors import BadValue
from ato.config._field import bag_of, struct_of
from ato.config._nearest import nearest
from ato.config.outside._outside import ENVIRONMENT, Given, give
from ato.config.outside._overrides import raw_text, refuse_text
from ato.config.outside._places import locate, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ato.config._base import Config
    from ato.config._schema import Schema
    from ato.config.outside._outside import Intake, Intakes


def prefix_of(schema: Schema) -> str:
    """How the variables of a scope begin."""
    return f"ATO_{schema.name.upper()}__"


def take_environment(intakes: Intakes, env: Mapping[str, str]) -> None:
    """Put the variables of the scopes into their intakes, in the order of their names."""
    prefixes = tuple(map(prefix_of, intakes.schemas))
    ours = sorted(name for name in env if name.startswith(prefixes))
    if not ours:
        return
    known = {schema.name: variables(schema) for schema in intakes.schemas}
    for name in ours:
        found = [(schema, path) for schema in intakes.schemas for path in known[schema.name].get(name, [])]
        if len(found) == 1:
            schema, path = found[0]
            _take(intakes.of(schema), name, path, env[name])
        elif found:
            keys = [schema.spelled(path) for schema, path in found]
            both = " or ".join(f"'{key}'" for key in keys)
            intakes.refuse(name, f"could mean {both}", (f"set it on the command line: {keys[0]}=VALUE",))
        else:
            _refuse_unknown(intakes, name, known)


def _refuse_unknown(intakes: Intakes, name: str, known: Mapping[str, Iterable[str]]) -> None:
    """Note a variable of no field; it is about the scope whose variables begin most like it."""
    about = (schema for schema in intakes.schemas if name.startswith(prefix_of(schema)))
    schema = max(about, key=lambda schema: len(schema.name))
    prefix = prefix_of(schema)
    near = nearest(name[len(prefix) :], (variable[len(prefix) :] for variable in known[schema.name]))
    help = f"did you mean {' or '.join(f'{prefix}{part}' for part in near)}?"
    intakes.of(schema).refuse(name, f"names no field of the scope '{schema.name}'", (help,) if near else ())


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
        inner = struct_of(field) or bag_of(field)
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

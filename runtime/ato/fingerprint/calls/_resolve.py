"""What a reference of code leads to: a function to follow, a value, a library, or nothing that can be told.

Nothing is imported, called or guessed: names are looked up in what is loaded, attributes in classes and
modules as they stand there. What is only known when the code runs is said to be unresolved.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any

from ato.fingerprint.calls._along import MISSING, along
from ato.fingerprint.calls._attributes import attribute
from ato.fingerprint.calls._outcome import Border, Constant, Outcome, Place, Unresolved
from ato.fingerprint.canon._canon import Reference
from ato.fingerprint.canon._writer import CALLED


def resolved(reference: Reference, place: Place) -> Outcome:
    """What a reference leads to; None for what does not count by itself, as ``len``."""
    match reference.kind:
        case "global":
            return _global(reference, place)
        case "captured":
            return _captured(reference, place)
        case "self" | "super":
            return attribute(reference, place)
        case "import":
            return _imported(reference, place)
        case _:
            return Unresolved(reference.spelled) if reference.use == CALLED else None


def _global(reference: Reference, place: Place) -> Outcome:
    name = reference.name
    value = place.names.get(name, MISSING)
    if value is MISSING:
        is_known = hasattr(builtins, name) or name.startswith("__")
        return None if is_known else Unresolved(f"{reference.spelled} (not defined)")
    if name.startswith("__") and name.endswith("__"):
        return None
    return along(value, reference, place, place.imports.get(name))


def _captured(reference: Reference, place: Place) -> Outcome:
    value = place.captured.get(reference.name, MISSING)
    if value is MISSING:
        return Unresolved(reference.spelled) if reference.use == CALLED else None
    found = along(value, reference, place, None)
    if isinstance(found, Unresolved) and not reference.attributes:
        return Constant(value, (0, ""))  # any value counts that has a fingerprint
    return found


def _imported(reference: Reference, place: Place) -> Outcome:
    """What an import inside of a function binds, if it is loaded already."""
    dotted, _, name = reference.origin.partition(":")
    package = str(place.names.get("__package__") or "")
    if dotted.startswith("."):
        level = len(dotted) - len(dotted.lstrip("."))
        above = package.split(".")[: len(package.split(".")) - level + 1]
        dotted = ".".join([*above, *filter(None, [dotted.lstrip(".")])])
    module = sys.modules.get(dotted)
    if module is None:
        is_standard = dotted.partition(".")[0] in sys.stdlib_module_names
        return Border(reference.origin, dotted) if is_standard else _not_loaded(reference)
    value: Any = module
    if name:
        value = vars(module).get(name, sys.modules.get(f"{dotted}.{name}", MISSING))
    if value is MISSING:
        return _not_loaded(reference)
    return along(value, reference, place, reference.origin)


def _not_loaded(reference: Reference) -> Outcome:
    return Unresolved(f"{reference.spelled} (not loaded)") if reference.origin else None

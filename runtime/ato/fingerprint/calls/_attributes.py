"""What ``self.net`` and ``super().step`` are: by the class, by the object at hand, by what its class says.

A class says what its objects hold where it writes ``self.net = Net(...)`` or ``self.loss = losses.l1`` in a
method, or ``net: Net`` in its body. Where an object is at hand that holds something else, that counts. Data
of objects is their state, which is not followed; neither are the objects that an object holds.
"""

from __future__ import annotations

import builtins
from typing import Any, NamedTuple

from ato.fingerprint.calls._along import HIDDEN, MISSING, along, static_attribute
from ato.fingerprint.calls._outcome import Border, Constant, Follow, Many, Outcome, Place, Unresolved
from ato.fingerprint.calls._project import names_of
from ato.fingerprint.calls._target import fields_of, kind_of, modules_of, target_of_kind
from ato.fingerprint.canon._canon import Reference
from ato.fingerprint.canon._writer import CALLED, CHANGED
from ato.fingerprint.sources._attributes import Assigned
from ato.fingerprint.sources._text import attributes_of_class

NOTHING = Many(())
"""What is known, and does not count."""
DEEPEST = 8
"""How many attributes may stand for each other."""


class Known(NamedTuple):
    """What an attribute is set to: a value, or an object of it if it ``is_made``; MISSING if nothing tells.

    ``origin`` says where it is imported from, ``note`` why it is not certain.
    """

    value: Any
    is_made: bool = False
    origin: str = ""
    note: str = ""


def attribute(reference: Reference, place: Place) -> Outcome:
    """What an attribute of ``self`` or ``super()`` leads to."""
    first = reference.attributes[0] if reference.attributes else ""
    if place.owner is None or not first:
        return _unknown(reference)
    kinds = place.owner.__mro__
    if first.startswith("__") and not first.endswith("__"):  # a name that Python keeps to one class
        first = f"_{(place.written_in or place.owner).__name__.lstrip('_')}{first}"
    if reference.kind == "super":
        after = kinds.index(place.written_in) + 1 if place.written_in in kinds else 1
        kinds = kinds[after:]
    holder = next((kind for kind in kinds if vars(kind).get(first) is not None), None)
    found = _of_object(first, reference, place, holder) if reference.kind == "self" else None
    if found is not None:
        return found
    return _unknown(reference) if holder is None else _member(vars(holder)[first], holder, reference, place)


def _holder(reference: Reference) -> str:
    """What holds the rest: of ``self.net.forward`` it is ``self.net``."""
    return f"{reference.name}.{reference.attributes[0]}"


def _unknown(reference: Reference) -> Outcome:
    return Unresolved(reference.spelled) if reference.use == CALLED else None


def _member(value: object, kind: type, reference: Reference, place: Place) -> Outcome:
    """What a class of the line of ``self`` holds; whole classes count with all that they hold."""
    if not place.project.holds(kind):
        return (
            None if kind is object else Border(f"{kind.__module__}:{kind.__qualname__}", str(kind.__module__))
        )
    if place.is_class:
        return None
    rest = reference._replace(name=reference.attributes[0], attributes=reference.attributes[1:])
    found = along(value, rest, place, None, place.owner)
    if isinstance(found, Unresolved) and found.text.endswith(HIDDEN):
        return Unresolved(f"{reference.name}.{found.text}")
    if isinstance(found, Constant):
        place_of = found.place if found.depth or not found.place[1] else (id(kind), reference.attributes[0])
        found = found._replace(depth=found.depth + 1, place=place_of)
    if isinstance(found, Constant) and reference.use == CHANGED:
        return Unresolved(reference.spelled)
    if isinstance(found, (Follow, Border)) and found.note:
        return found._replace(note=f"{_holder(reference)} (its state)")
    return Unresolved(reference.spelled) if isinstance(found, Unresolved) else found


def _of_object(name: str, reference: Reference, place: Place, holder: type | None) -> Outcome:
    """What an attribute leads to that objects have and not their class; None if nothing is known of it."""
    if reference.use == CHANGED or (holder is not None and isinstance(vars(holder)[name], property)):
        return None
    value = _held(place.held, name)
    known = [] if holder is not None or place.owner is None else _told(name, place.owner, place, DEEPEST)
    if value is not MISSING:
        known = [each._replace(note="") for each in known if _is_of(value, each)][:1]
    if place.is_class and known and all(each.value is not MISSING and not each.note for each in known):
        return NOTHING  # the class counts with all that it is made of
    if value is not MISSING and not (known and place.project.holds(kind_of(value))):
        rest = reference._replace(attributes=reference.attributes[1:])
        origin = known[0].origin if known else None
        return _said(along(value, rest, place._replace(held=None), origin), reference)
    found = [
        _said(_outcome(each, reference, place), reference, each.note or ("its state" if each.is_made else ""))
        for each in known
    ]
    return Many(tuple(("", each) for each in found)) if found else None


def _held(held: Any, name: str) -> Any:
    """What an object holds, or MISSING; nothing of it is run."""
    return fields_of(held).get(name, modules_of(held).get(name, MISSING))


def _is_of(value: Any, known: Known) -> bool:
    return type(value) is known.value if known.is_made else value is known.value


def _told(name: str, owner: type, place: Place, deepest: int) -> list[Known]:
    """What the classes of the project say of an attribute: the nearest that says anything."""
    for kind in owner.__mro__:
        if place.project.holds(kind):
            names = names_of(kind)
            attributes, imports = attributes_of_class(kind, names)
            if name in attributes:
                one = place._replace(names=names, imports=imports, owner=owner)
                return [known for each in attributes[name] for known in _looked_up(each, one, deepest)]
    return []


def _looked_up(assigned: Assigned, place: Place, deepest: int) -> list[Known]:
    chain = assigned.chain
    if chain[:1] == ("self",):
        return _alias(chain, place, deepest)
    value = place.names.get(chain[0], getattr(builtins, chain[0], MISSING)) if chain else MISSING
    for each in chain[1:]:
        value = static_attribute(value, each)
    origin = ".".join((place.imports.get(chain[0], chain[0]), *chain[1:])) if chain else ""
    if not assigned.is_called or value is MISSING:
        return [Known(value, origin=origin)]
    if not isinstance(value, type):
        return [Known(value, origin=origin, note=f"what {'.'.join(chain)} gives")]
    if not assigned.is_told:
        return [Known(value, is_made=True, origin=origin)]
    return [Known(value, True, origin, "by its annotation")] if place.project.holds(value) else []


def _alias(chain: tuple[str, ...], place: Place, deepest: int) -> list[Known]:
    """What ``self.step = self._train`` makes of it."""
    assert place.owner is not None  # noqa: S101  it is asked only where there is a class
    for kind in place.owner.__mro__:
        if chain[1] in vars(kind):
            value = vars(kind)[chain[1]]
            return [Known(MISSING if len(chain) > 2 else value)]
    return (
        _told(chain[1], place.owner, place, deepest - 1) if len(chain) == 2 and deepest else [Known(MISSING)]
    )


def _outcome(known: Known, reference: Reference, place: Place) -> Outcome:
    rest = reference._replace(attributes=reference.attributes[1:])
    value: Any = known.value
    if value is MISSING:
        return Unresolved(reference.spelled)
    if not known.is_made:
        return along(value, rest, place._replace(held=None), known.origin, place.owner)
    if not place.project.holds(value):
        return (
            Border(known.origin, str(value.__module__), "its state")
            if value.__module__ != "builtins"
            else None
        )
    if rest.attributes:
        return attribute(
            rest._replace(kind="self"),
            place._replace(owner=value, written_in=value, held=None, is_class=False),
        )
    return Follow(target_of_kind(value, place.project), "its state")


def _said(found: Outcome, reference: Reference, note: str = "") -> Outcome:
    """An outcome in the words of the reference; data of an object is its state, which is not followed."""
    match found:
        case Follow() | Border():
            why = note or ("its state" if found.note else "")
            if isinstance(found, Follow):
                found = found._replace(target=found.target._replace(held=None))
            return found._replace(note=f"{_holder(reference)} ({why})" if why else "")
        case Many(items):
            return Many(tuple((label, _said(each, reference, note)) for label, each in items))
        case Unresolved():
            return _unknown(reference) or NOTHING
        case Constant() | None:
            return NOTHING

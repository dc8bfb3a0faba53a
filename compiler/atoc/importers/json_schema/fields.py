"""Properties as fields: type, constraints, default, doc, and whether a run has to give them."""

from __future__ import annotations

from collections.abc import Mapping

from ato.config import Problem
from atoc.importers.carried import Left, Refused
from atoc.importers.closed import enumerated
from atoc.importers.json_schema.kinds import Kinds, is_struct, merged
from atoc.importers.json_schema.limits import limits
from atoc.importers.json_schema.part import Part
from atoc.importers.names import called
from atoc.importers.plain import is_dict, is_list
from atoc.importers.terms import Untold
from atoc.source import Mapping as Node

Field = dict[str, object]


def scope_of(root: Node, scope: str, left: list[Left]) -> dict[str, object]:
    """The document of a schema; raises ``Refused`` where it is about no object with properties."""
    kinds = Kinds(left, members)
    try:
        part = _whole(Part(root, root))
    except Untold as reason:
        raise Refused([Problem(str(root.span), f"cannot be carried over: {reason}")]) from None
    if not is_struct(part):
        raise Refused([Problem(str(root.span), "is about no object with properties that can name fields")])
    kinds.tell(part)
    fields = _properties(part, kinds, scope.title().replace("_", ""), {}, is_given=True)
    doc = part.text("description") or part.text("title")
    types = {name: kinds.types[name] for name in kinds.types}
    return {
        "scope": scope,
        **({"doc": doc} if doc else {}),
        **({"types": types} if types else {}),
        "fields": fields,
    }


def members(part: Part, kinds: Kinds, name: str) -> dict[str, object]:
    """The fields of a named struct, which is read as a whole: what is required has no default."""
    found = _properties(part, kinds, name, {}, is_given=True)
    for field in found.values():
        if is_dict(field):
            field.pop("input", None)
    return found


def _whole(part: Part) -> Part:
    found = part.followed()
    return merged(found) if found.has("allOf") else found


def _properties(
    part: Part, kinds: Kinds, near: str, defaults: Mapping[object, object], *, is_given: bool
) -> dict[str, object]:
    """The fields of an object; ``is_given`` tells that it is always there, ``defaults`` what it holds."""
    required = part.value("required")
    needed: set[object] = set(required) if is_list(required) and is_given else set()
    if part.has("additionalProperties") and part.value("additionalProperties") is not False:
        kinds.left.append(part.left("additionalProperties", "keys beside the properties are refused here"))
    names = called(name for name, _ in part.named("properties"))
    fields: dict[str, object] = {}
    for key, inner in part.named("properties"):
        if names[key] != key:
            why = f"cannot name a field, and is called '{names[key]}' instead"
            kinds.left.append(Left(inner.span, key, why))
        type_name = near + names[key].title().replace("_", "")
        fields[names[key]] = _property(inner, kinds, type_name, defaults.get(key), is_needed=key in needed)
    return fields


def _property(part: Part, kinds: Kinds, near: str, given: object, *, is_needed: bool) -> Field:
    kinds.count(part)
    doc = part.text("description") or part.text("title")
    said: Field = {"doc": doc} if doc else {}
    if part.value("deprecated") is True:
        said["deprecated"] = True
    try:
        found = _whole(part)
        kinds.tell(found)
        kinds.tell_beside(part)
        default = given if given is not None else part.value("default")
        has_default = given is not None or part.has("default") or found.has("default")
        default = found.value("default") if default is None else default
        if not said.get("doc"):
            own = found.text("description")
            said = {**({"doc": own} if own else {}), **said}
        if _is_object(found):
            return _object(found, kinds, near, default, said, is_needed=is_needed)
        return _leaf(found, kinds, near, (has_default, default), said, is_needed=is_needed)
    except Untold as reason:
        kinds.left.append(Left(part.span, near, f"takes anything here: {reason}"))
        rest: Field = (
            {"default": part.value("default")} if not is_needed or part.has("default") else {"input": True}
        )
        return {"type": "any", **rest, **said}


def _is_object(part: Part) -> bool:
    kind = part.value("type")
    is_plain = kind == "object" or (kind is None and part.has("properties"))
    has_others = any(part.has(key) for key in ("oneOf", "anyOf", "enum", "const", "nullable"))
    return is_plain and not has_others and is_struct(part)


def _object(part: Part, kinds: Kinds, near: str, default: object, said: Field, *, is_needed: bool) -> Field:
    """A struct: named where it can stand alone, inline where a run has to give parts of it."""
    held = default if is_dict(default) else {}
    if any(
        inner.has("default") and inner.value("default") != held.get(key, inner.value("default"))
        for key, inner in part.named("properties")
    ):
        why = "a default of the whole that differs from those of its parts stays where only a part is given"
        kinds.left.append(part.left("default", why))
    if id(part.node) in kinds.names or (part.name and not held and _is_sufficient(part, frozenset())):
        name = kinds.struct(part, near)
        if _is_sufficient(part, frozenset()) and not _holds_itself(part):
            return {"type": name, **said}
        return {"type": f"{name} | None", "default": None, **said}
    if is_needed or _is_sufficient(part, frozenset(), held):
        if _holds_itself(part):
            return {"type": f"{kinds.struct(part, near)} | None", "default": None, **said}
        return {**said, "fields": _properties(part, kinds, near, held, is_given=is_needed)}
    return {"type": f"{kinds.struct(part, near)} | None", "default": None, **said}


def _is_sufficient(
    part: Part,
    seen: frozenset[int],
    held: Mapping[object, object] | None = None,
    known: set[int] | None = None,
) -> bool:
    """Whether an object can be made of defaults alone, and not out of itself.

    ``seen`` are the objects around it, and ``known`` those of which it is known that they can.
    """
    known = set() if known is None else known
    if id(part.node) in seen:
        return False
    required = part.value("required")
    needed: set[object] = set(required) if is_list(required) else set()
    for key, inner in part.named("properties"):
        if key not in needed or inner.has("default") or key in (held or {}):
            continue
        try:
            found = _whole(inner)
        except Untold:
            continue
        if found.has("default") or id(found.node) in known:
            continue
        if not _is_object(found) or not _is_sufficient(found, seen | {id(part.node)}, None, known):
            return False
        known.add(id(found.node))
    return True


def _holds_itself(part: Part) -> bool:
    """Whether an object is among what its properties are, objects in between followed."""
    waiting, seen = [part], set[int]()
    while waiting:
        each = waiting.pop()
        for _, inner in each.named("properties"):
            try:
                found = _whole(inner)
            except Untold:
                continue
            if found.node is part.node:
                return True
            if _is_object(found) and id(found.node) not in seen:
                seen.add(id(found.node))
                waiting.append(found)
    return False


def _leaf(
    part: Part, kinds: Kinds, near: str, given: tuple[bool, object], said: Field, *, is_needed: bool
) -> Field:
    has_default, default = given
    type = kinds.type(part, near)
    kind = part.value("type")
    single = [each for each in kind if each != "null"] if is_list(kind) else [kind]
    is_bounded = len(single) == 1 and not type.startswith("tuple")
    bounds = limits(part, str(single[0]), kinds.left) if is_bounded else {}
    field: Field = {"type": type, **_variant(part, kinds, type)}
    if part.has("const") and not has_default and not is_needed:
        field["default"] = part.value("const")
    elif has_default and not (default is None and _is_optional(type)):
        field["default"] = default
    elif is_needed and not has_default and _may_be_input(field, kinds):
        field["input"] = True
    else:
        if is_needed and not has_default:
            why = "is required; one of several objects cannot be asked for, and is null until it is given"
            kinds.left.append(Left(part.span, near, why))
        field["type"] = type if _is_optional(type) else f"{type} | None"
        field["default"] = None
    return {**enumerated(field), **bounds, **said}


def _is_optional(type: str) -> bool:
    return type == "any" or type.endswith("| None")


def _may_be_input(field: Field, kinds: Kinds) -> bool:
    """Whether a run can be asked for it: not for one of several structs, of which the kind decides."""
    options = str(field["type"]).split(" | ")
    return not any(option in kinds.types for option in options)


def _variant(part: Part, kinds: Kinds, type: str) -> Field:
    """The discriminator of a union of structs: the one that is named, or the field that is fixed in all."""
    structs = [kinds.types[option] for option in type.split(" | ") if option in kinds.types]
    if len(structs) < 2:
        return {}
    named = part.value("discriminator")
    name = named.get("propertyName") if is_dict(named) else None
    fixed = [_fixed(struct) for struct in structs]
    shared = [key for key in fixed[0] if all(key in each for each in fixed)]
    chosen = name if name in shared else shared[0] if shared else None
    if chosen is None:
        raise Untold("it is one of several objects, and no property with one value tells them apart")
    return {"discriminator": chosen}


def _fixed(struct: object) -> list[str]:
    """The fields of a struct that have a closed set of values."""
    fields = struct.get("fields") if is_dict(struct) else None
    return (
        [str(name) for name, field in fields.items() if is_dict(field) and "enum" in field]
        if is_dict(fields)
        else []
    )

"""Small programs as documents: in one scope or two, with fields that stand in structs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tests.programs import Given, Text, ViewSketch
from tests.small import DOMAINS, GUARDS, Small

_NAMES = re.compile(rf"(?<!['\w])({'|'.join(DOMAINS)})(?!['\w])")
"""A field in an expression; the texts that expressions name are no fields."""


def documents(program: Small) -> dict[str, str]:
    """A document for each scope, by its name."""
    if not program.second:
        return {"toy": to_yaml(program)}
    return {scope: _document(program, scope) for scope in ("one", "two")}


def to_yaml(program: Small) -> str:
    """The program of one scope as a document."""
    return _document(program, "toy")


def word(program: Small, name: str, value: object) -> str:
    """The word of a command line that gives a field a value."""
    return f"{_of_line(program, name)}{_within(program, name)}={written(value)}"


def view_word(program: Small, name: str) -> str:
    """The word of a command line that names a view."""
    return f"{_of_line(program, name)}{name}"


def bare(path: str) -> str:
    """The name of a field, a view or a scope's part without what it stands in."""
    return path.rsplit(".", 1)[-1]


def conditions(program: Small) -> list[str]:
    """The asserts as they are written."""
    return [_text(program, that, "one" if program.second else "toy") for that in program.asserts]


def written(value: object) -> str:
    """A value, as a document has it."""
    if value is None:
        return "null"
    if isinstance(value, str) and not value.isidentifier():
        return f'"{value}"'
    return str(value).lower() if isinstance(value, bool) else str(value)


def scope_of(program: Small, name: str) -> str:
    """The scope of a field or view."""
    if not program.second:
        return "toy"
    return "two" if name in program.second else "one"


def _of_line(program: Small, name: str) -> str:
    return f"{scope_of(program, name)}." if program.second else ""


def _within(program: Small, name: str) -> str:
    if name in program.boxed:
        return f"box.{name}"
    return f"solver.{name}" if name == "kind" or name in GUARDS else name


def _text(program: Small, text: str, scope: str) -> str:
    """An expression as it stands in a scope."""

    def spelt(match: re.Match[str]) -> str:
        other = scope_of(program, match[1])
        return _within(program, match[1]) if other == scope else f"{other}.{_within(program, match[1])}"

    return _NAMES.sub(spelt, text)


def _document(program: Small, scope: str) -> str:
    lines = [f"scope: {scope}", *_types(program, scope), "fields:"]
    own = [name for name in program.fields if scope_of(program, name) == scope]
    lines += [f"  {name}: {_field(program, name, scope)}" for name in own if _within(program, name) == name]
    if not program.boxed.isdisjoint(own):
        lines.append("  box: Box")
    if "kind" in program.fields:
        first = program.defaults["kind"]
        lines.append(f"  solver: {{type: Adam | Sgd, discriminator: kind, default: {{kind: {first}}}}}")
    if program.groups:
        lines.append("groups:")
        lines.extend(f"  {group}: {_group(program, group)}" for group in program.groups)
    lines.append("views:" if any(scope_of(program, view.name) == scope for view in program.views) else "")
    for view in program.views:
        if scope_of(program, view.name) == scope:
            lines.extend(_view(program, view, scope))
    if program.asserts and scope != "two":
        lines.append("asserts:")
        lines.extend(f'  - {{that: "{that}", message: It must hold.}}' for that in conditions(program))
    space = _space(program) if scope != "two" else ()
    return "\n".join([*lines, *space]) + "\n"


def _types(program: Small, scope: str) -> Iterator[str]:
    held = [name for name in program.fields if name in program.boxed and scope_of(program, name) == scope]
    if held:
        yield "types:"
        yield "  Base:"
        yield "    fields:"
        for name in held:
            yield f"      {name}: {{{DOMAINS[name].declared.replace(', le: 2', '')}}}"
        yield "  Box:"
        yield "    extends: Base"
        yield "    fields:"
        for name in held:
            yield f"      {name}: {_field(program, name, scope)}"
    if "kind" in program.fields:
        yield "types:"
        for kind, own in (("adam", "beta"), ("sgd", "drag")):
            yield f"  {kind.title()}:"
            yield f"    fields: {{kind: {{enum: [{kind}]}}, {own}: {_field(program, own, scope)}}}"


def _space(program: Small) -> Iterator[str]:
    space = program.space
    if space is None:
        return
    yield "search:"
    yield "  quick:"
    yield "    metric: loss"
    yield "    mode: min"
    yield f"    views: {_list(space.views)}"
    yield "    space:"
    for name, values in space.values.items():
        yield f"      {_within(program, name)}: {{choice: {_list(map(written, values))}}}"
    yield f"      view: {{choice: {_list(_list(names) for names in space.added)}}}"


def _list(items: Iterable[str]) -> str:
    return f"[{', '.join(items)}]"


def _field(program: Small, name: str, scope: str) -> str:
    if name not in program.defaults:
        return f"{{{DOMAINS[name].declared}}}"
    return f"{{{DOMAINS[name].declared}, default: {_value(program, program.defaults[name], scope)}}}"


def _group(program: Small, group: str) -> str:
    default = program.groups[group]
    if default is not None:
        return f"{{default: {default}}}"
    return "{required: true}" if group in program.required else "{}"


def _view(program: Small, view: ViewSketch, scope: str) -> list[str]:
    when = None if view.when is None else _text(program, view.when, scope)
    keys = {
        "default: true": view.default,
        "lazy: true": view.lazy,
        f"priority: {view.priority}": view.priority,
        f"chain_with: [{', '.join(view.chain)}]": view.chain,
        f"group: {view.group}": view.group,
        f'when: "{when}"': when,
    }
    writes = ", ".join(
        f"{_within(program, name)}: {_value(program, value, scope)}" for name, value in view.writes.items()
    )
    return [
        f"  {view.name}:",
        *(f"    {key}" for key, is_there in keys.items() if is_there),
        f"    set: {{{writes}}}",
    ]


def _value(program: Small, value: Given, scope: str) -> str:
    return f'"${{{_text(program, value.text, scope)}}}"' if isinstance(value, Text) else written(value)

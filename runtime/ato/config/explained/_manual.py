"""What a program says of itself: ``manual`` (the order of views, the docs of fields) and ``--help``."""

from __future__ import annotations

from ato.config._field import MISSING
from ato.config.composing._absent import kinds_text
from ato.config.composing._selection import select_all, whole
from ato.config.explained._manifest import docs
from ato.config.outside._places import is_hosted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ato.config._field import Field
    from ato.config._schema import Leaf, Schema
    from ato.config.composing._selection import Selection, View

RULE = "-" * 50
LONGEST_NAME = 40
"""Columns up to which a name keeps its text beside it."""
WIDTH = 100
"""Columns of a line; longer ones go on below."""
OPTIONS = (
    ("--config FILE", "take values from a YAML, JSON, TOML or SDN file"),
    ("--print FORMAT", "print the config as yaml, json, toml or sdn, and stop"),
    ("--explain KEY", "tell who set a value and who else tried, and stop"),
    ("manual", "print the order of the views and the docs of the fields, and stop"),
    ("--help, -h", "print this, and stop"),
)
LIMITS = (
    ("gt", ">"), ("ge", ">="), ("lt", "<"), ("le", "<="), ("multiple_of", "multiple of"),
    ("min_length", "length >="), ("max_length", "length <="), ("pattern", "matches"),
)  # fmt: skip


SCOPES = (
    "Views and keys may stand without their scope: a view is then that of every scope that has it,",
    "a key that of the only scope that has it.",
)


def manual(schema: Schema, named: tuple[str, ...] | None) -> str:
    """The order in which views are applied, and the docs of the fields.

    With views named, the order is that of this selection; with None, that of all views.
    """
    selection = select_all(schema.views, schema.groups) if named is None else schema.select(named)
    docs = [f"{schema.spelled(path)}: {_continued(doc)}" for path, doc in _field_docs(schema).items()]
    lines = [
        RULE,
        f'[Scope "{schema.name}"]',
        "(The Applying Order of Views)",
        *_order(selection),
        *(f"  {line}" for line in _relations(schema, selection)),
        "",
        "(User Manuals)",
        *(docs or ["No field of this scope has a doc."]),
        RULE,
    ]
    return "\n".join(lines) + "\n"


def help_text(schemas: Sequence[Schema], program: str, summary: str) -> str:
    """How the program is called, and what there is to name and to set."""
    lines = [f"Usage: {program} [VIEW | KEY=VALUE | GROUP=VIEW]... [OPTION]..."]
    lines += ["", summary] if summary else []
    if is_hosted(schemas):
        lines += ["", f"What is read of {_listed(schemas[1:])} has that name in front of its views and keys."]
    elif len(schemas) > 1:
        lines += ["", *SCOPES]
    for title, rows in (("Views", _view_rows), ("Groups", _group_rows), ("Fields", _field_rows)):
        spelled = ((schema.spelled(name), text) for schema in schemas for name, text in rows(schema))
        lines += _section(title, spelled)
    lines += _section("Asserts", (row for schema in schemas for row in _assert_rows(schema)))
    lines += _section("Options", OPTIONS)
    return "\n".join(lines) + "\n"


def _listed(schemas: Sequence[Schema]) -> str:
    return " and ".join(f"'{schema.name}'" for schema in schemas)


def _order(selection: Selection) -> list[str]:
    names = list(dict.fromkeys(whole(view.name) for view in selection.eager))
    names.append("(CLI Inputs)")
    names += dict.fromkeys(whole(view.name) for view in selection.lazy)
    lines = [names[0]]
    for name in names[1:]:
        if len(lines[-1]) + len(name) + 3 > WIDTH:
            lines[-1] += " →"
            lines.append(f"  {name}")
        else:
            lines[-1] += f" → {name}"
    return lines


def _relations(schema: Schema, selection: Selection) -> list[str]:
    """Which views bring others with them, and which keep each other out."""
    active = (*selection.eager, *selection.lazy)
    chains: dict[str, dict[str, None]] = {}
    for view in active:
        others = (name for name in view.chain if whole(name) != whole(view.name))
        chains.setdefault(whole(view.name), {}).update(dict.fromkeys(others))
    lines = [f"{name} chains with {', '.join(chain)}" for name, chain in chains.items() if chain]
    return lines + [f"{group} takes {text}" for group, text in _group_rows(schema)]


def _view_rows(schema: Schema) -> list[tuple[str, str]]:
    texts = docs(schema).views
    return [(name, f"{texts.get(name, '')} {_kind(view)}") for name, view in schema.view_map.items()]


def _kind(view: View) -> str:
    brought = [name for name in view.chain if whole(name) == name]
    words = [
        "always active" if view.default else "",
        "applied after the command line" if view.lazy else "",
        f"one of the group {view.group}" if view.group else "",
        f"brings {', '.join(brought)}" if brought else "",
    ]
    kind = ", ".join(word for word in words if word)
    return f"({kind})" if kind else ""


def _group_rows(schema: Schema) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for group, default in schema.groups.items():
        members = [view.name for view in schema.views if view.group == group]
        names = ", ".join(f"{name} (default)" if name == default else name for name in members)
        how = "exactly" if group in schema.required_groups else "at most"
        rows.append((group, f"{how} one of {names or 'no views'}"))
    return rows


def _field_rows(schema: Schema) -> list[tuple[str, str]]:
    texts = _field_docs(schema)
    return [
        (
            f"{leaf.path}: {_type(leaf.field)}{_default(leaf, schema)}{_rules(leaf)}{_where(leaf, schema)}",
            texts.get(leaf.path, ""),
        )
        for leaf in schema.leaves.values()
    ]


def _assert_rows(schema: Schema) -> Iterator[tuple[str, str]]:
    """What must hold of every config; with several scopes, that of which scope."""
    scope = schema.spelled("").rstrip(".")
    for each in schema.asserts:
        condition = f"{scope}: {each.condition}" if scope else each.condition
        yield condition, each.message


def _type(field: Field) -> str:
    limits = [f"{sign} {getattr(field, name)}" for name, sign in LIMITS if getattr(field, name) is not None]
    return f"{field.type} ({', '.join(limits)})" if limits else str(field.type)


def _default(leaf: Leaf, schema: Schema) -> str:
    """What a field is when nothing sets it."""
    value: object = schema.defaults
    for name in leaf.path.split("."):
        value = getattr(value, name, MISSING)
    if value is not MISSING:
        from ato.config.formats._plain import plain
        from ato.config.formats._yaml_text import inline

        return " = ***" if leaf.is_secret or leaf.field.is_discreet else f" = {inline(plain(value))}"
    if leaf.field.computed or any(path == leaf.path for path, _ in schema.computed):
        return " (computed)"
    return " (input)" if leaf.field.input else ""


def _rules(leaf: Leaf) -> str:
    """What keeps a field from being set, or should."""
    final = " (final)" if leaf.is_final else ""
    return final if leaf.deprecated is None else f"{final} (deprecated)"


def _where(leaf: Leaf, schema: Schema) -> str:
    """Where the field of a variant exists."""
    return "".join(f" (with {kinds_text(schema.spelled(path), kinds)})" for path, kinds in leaf.guards)


def _field_docs(schema: Schema) -> dict[str, str]:
    texts = docs(schema).fields
    return {path: texts[path] for path in schema.leaves if texts.get(path)}


def _section(title: str, rows: Iterable[tuple[str, str]]) -> list[str]:
    rows = list(rows)
    if not rows:
        return []
    width = max((len(name) for name, _ in rows if len(name) <= LONGEST_NAME), default=LONGEST_NAME)
    lines = ["", f"{title}:"]
    for name, words in rows:
        text = " ".join(words.split())
        if len(name) > width and text:
            lines += [f"  {name}", f"  {'':{width}}  {text}"]
        else:
            lines.append(f"  {name:{width}}  {text}".rstrip())
    return lines


def _continued(doc: str) -> str:
    """A doc with the lines after its first set in."""
    return "\n".join(
        line if index == 0 else f"  {line}" for index, line in enumerate(doc.strip().splitlines())
    )

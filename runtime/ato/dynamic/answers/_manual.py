"""What a program on a dynamic scope says of itself: ``manual`` and ``--help``."""

from __future__ import annotations

from ato.config import View
from ato.config.composing._selection import select_all
from ato.config.explained._manual import RULE, _continued, _kind, _order, _section
from ato.dynamic.answers._record import leaves_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ato.dynamic.scopes._scope import Scope

OPTIONS = (
    ("--explain KEY", "tell who set a value, from which line, and what it replaced, and stop"),
    (
        "--print FORMAT",
        "print the config as yaml, json, toml or sdn, and stop; `print` prints it as Ato does",
    ),
    ("manual", "print the order of the views and what the keys are for, and stop"),
    ("--help, -h", "print this, and stop"),
)
VALUES = (
    ("KEY=VALUE", "a number, True, False, None, 'text', [lists], (tuples) or {dicts}, as in Python"),
    ("KEY=text", "a bare word is text; so is KEY=%text with spaces% and KEY:=text, whatever it looks like"),
    ("+KEY=VALUE", "a key that no view sets and no manual tells of"),
)


def manual(scopes: Sequence[Scope]) -> str:
    """The order in which views are applied, and what the keys are for, of each scope."""
    blocks = [_block(scope, f"{scope.name}." if len(scopes) > 1 else "") for scope in scopes]
    return "".join(blocks) + RULE + "\n"


def _block(scope: Scope, prefix: str) -> str:
    texts = [f"{prefix}{key}: {_continued(str(text))}" for key, text in leaves_of("", scope.manuals)]
    lines = [
        RULE,
        f'[Scope "{scope.name}"]',
        "(The Applying Order of Views)",
        *_order(select_all(_views(scope), {})),
        *(
            f"  {view.name} chains with {', '.join(view.chain)}"
            for view in scope.views.values()
            if view.chain
        ),
        "",
        "(User Manuals)",
        *(texts or ["No key of this scope has a manual."]),
    ]
    return "\n".join(lines) + "\n"


def _views(scope: Scope) -> list[View]:
    """The views for the order of all of them; a chain that leads nowhere orders nothing."""
    return [
        View(
            view.name,
            default=view.default,
            lazy=view.lazy,
            priority=view.priority,
            chain=tuple(name for name in view.chain if name in scope.views),
        )
        for view in scope.views.values()
    ]


def help_text(scopes: Sequence[Scope], program: str, summary: str) -> str:
    """How a program is called, and what there is to name and to set."""
    lines = [f"Usage: {program} [VIEW | KEY=VALUE]... [OPTION]..."]
    lines += ["", summary] if summary else []
    if len(scopes) > 1:
        names = " and ".join(f"'{scope.name}'" for scope in scopes)
        lines += ["", f"Views and keys may have the name of their scope in front: {names}."]
    prefixes = [(scope, f"{scope.name}." if len(scopes) > 1 else "") for scope in scopes]
    views = [
        (prefix + view.name, f"{_summary(view)} {_kind(view)}")
        for scope, prefix in prefixes
        for view in scope.views.values()
    ]
    keys = [
        (prefix + key, str(text)) for scope, prefix in prefixes for key, text in leaves_of("", scope.manuals)
    ]
    for title, rows in (("Views", views), ("Keys", keys), ("Values", VALUES), ("Options", OPTIONS)):
        lines += _section(title, rows)
    return "\n".join(lines) + "\n"


def _summary(view: object) -> str:
    doc = getattr(getattr(view, "function", None), "__doc__", None) or ""
    return doc.strip().partition("\n")[0]

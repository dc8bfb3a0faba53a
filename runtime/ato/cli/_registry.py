"""``ato registry``: which versions have a name and a stage, who promoted them, and promoting one."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any, cast

from ato.cli._stores import add_verb, opened
from ato.cli._terminal import aligned, say, width
from ato.cli._told import moment
from ato.config.explained._telling import visible

if TYPE_CHECKING:
    from ato.track.registry import Entry

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_to(commands: Commands) -> None:
    """Add the command and what it can do."""
    parser = commands.add_parser(
        "registry", help="versions with names and stages, and their audit trail", allow_abbrev=False
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = add_verb(verbs, "list", "list the versions of all collections, or of one", _list)
    listed.add_argument("collection", nargs="?")
    show = add_verb(verbs, "show", "tell of a version: its stage, what it is, and its audit trail", _show)
    show.add_argument("version", help="Models/ResNet:v1, or with an alias or a stage")
    promote = add_verb(verbs, "promote", "bring a version into a stage, if its rules allow it", _promote)
    promote.add_argument("version")
    promote.add_argument("stage", help='"" takes it out of its stage')
    promote.add_argument("--author", required=True)
    promote.add_argument("--reason", required=True)
    promote.add_argument(
        "--check",
        action="append",
        default=[],
        metavar="NAME[=JSON]",
        help="a check that has passed, or its result",
    )
    promote.add_argument("--approved-by", action="append", default=[], metavar="NAME")
    audit = add_verb(verbs, "audit", "print the audit trail; exit with 1 if it was tampered with", _audit)
    audit.add_argument("version", nargs="?", help="a collection, or one of its versions")


def _list(asked: argparse.Namespace) -> int:
    with opened(asked.store) as store:
        entries = store.registry.list(asked.collection)
    rows = [("VERSION", "STAGE", "ALIASES", "ARTIFACT", "PUBLISHED")]
    rows += [_row(entry) for entry in entries]
    if len(rows) > 1:
        say("".join(f"{line}\n" for line in aligned(rows, firm=(0,), room=width())))
    elif asked.collection is None:
        say("the registry is empty\n")
    else:
        say(f"{visible(asked.collection)} has no versions\n")
    return 0


def _row(entry: Entry) -> tuple[str, str, str, str, str]:
    aliases = ", ".join(entry.aliases) or "-"
    return str(entry), entry.stage or "-", aliases, str(entry.artifact), moment(entry.created)


def _show(asked: argparse.Namespace) -> int:
    with opened(asked.store) as store:
        registry = store.registry
        entry = registry.get(asked.version)
        rows = registry.audit(str(entry))
        above = ", ".join(node.name for node in registry.dependencies(str(entry)))
    facts = {
        "artifact": f"{entry.artifact} ({entry.artifact.digest[:12]})",
        "stage": entry.stage or "none",
        "aliases": ", ".join(entry.aliases),
        "description": entry.description,
        "published": moment(entry.created),
        "came from": above,
    }
    told = [(name, text) for name, text in facts.items() if text]
    lines = [visible(str(entry)), *aligned(told, indent="  ")]
    for row in rows:
        why = f": {row.why}" if row.why else ""
        lines.append(visible(f"  {moment(row.time)} {row.what} by {row.who}{why}"))
    say("".join(f"{line}\n" for line in lines))
    return 0


def _promote(asked: argparse.Namespace) -> int:
    checks = dict(_check(text) for text in asked.check)
    with opened(asked.store) as store:
        registry = store.registry
        entry = registry.get(asked.version)
        promoted = registry.promote(
            entry.collection, entry.number, asked.stage, asked.author, asked.reason, checks,
            approved_by=asked.approved_by,
        )  # fmt: skip
    say(f"{visible(str(promoted))} is in {promoted.stage or 'no stage'}\n")
    return 0


def _check(text: str) -> tuple[str, object]:
    """``bias`` has passed; ``accuracy=0.93`` and ``bias={"passed": false}`` say what came of it."""
    name, given, value = text.partition("=")
    if not given:
        return name, True
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def _change(before: Any, after: Any) -> list[str]:
    """What changed, a line for each name that is another now."""
    old, new = _named(before), _named(after)
    lines: list[str] = []
    for name in {**old, **new}:
        was, now = _told(old.get(name)), _told(new.get(name))
        if was != now:
            lines.append(f"     {name}{': ' if name else ''}{f'{was} -> {now}' if was else now}".rstrip())
    return lines


def _named(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {"": value}


def _told(value: Any) -> str:
    """A value of the trail; nothing for what is empty."""
    if value in (None, "", [], {}):
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _audit(asked: argparse.Namespace) -> int:
    with opened(asked.store) as store:
        rows = store.registry.audit(asked.version)
        broken = store.registry.verify_audit()
        last = store.registry.audit()[-1:]
    for row in rows:
        why = f": {row.why}" if row.why else ""
        head = f"{row.id}  {moment(row.time)}  {row.subject}  {row.what} by {row.who}{why}"
        say("".join(f"{visible(line)}\n" for line in (head, *_change(row.before, row.after))))
    if not rows and asked.version is not None:
        say(f"the trail says nothing of {visible(asked.version)}\n")
    if broken is not None:
        where = f"row {broken.id} ({visible(broken.subject)})"
        say(f"broken at {where}: it was changed, or rows before it were removed\n")
        return 1
    say("".join(f"the trail is whole, up to {row.hash}\n" for row in last) or "the trail is empty\n")
    return 0

"""``ato artifacts``: look at what runs have made, verify it, and remove what nothing refers to."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ato.cli._stores import add_verb, opened
from ato.cli._terminal import aligned, say, width
from ato.cli._told import counted, moment, size
from ato.config.explained._telling import visible

if TYPE_CHECKING:
    from ato.track.artifacts import Fault, Version
    from ato.track.store import Store

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

SHOWN = 100
"""How many files of a version are listed."""
TOLD = 10
"""How many of those that hang on damaged content are named."""
_AGES = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def add_to(commands: Commands) -> None:
    """Add the command and what it can do."""
    parser = commands.add_parser(
        "artifacts", help="list, verify and clean up what runs have made", allow_abbrev=False
    )
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    listed = add_verb(verbs, "list", "list artifacts, or the versions of one", _list)
    listed.add_argument("name", nargs="?", help="name or project/name")
    listed.add_argument("--project")
    listed.add_argument("--type")
    show = add_verb(verbs, "show", "tell of a version: its files, who made it and who used it", _show)
    show.add_argument("version", help="project/name:v2, name:alias, or name")
    verify = add_verb(verbs, "verify", "hash what is kept anew; exit with 1 if something is damaged", _verify)
    verify.add_argument("versions", nargs="*", help="all that the store holds, if none is named")
    gc = add_verb(verbs, "gc", "remove content that nothing refers to", _collect)
    gc.add_argument(
        "--grace",
        type=_age,
        default="1d",
        metavar="AGE",
        help="leave what is younger: 90s, 30m, 12h, 7d (1d)",
    )
    gc.add_argument(
        "--beside",
        action="append",
        default=[],
        metavar="PLACE",
        help="another store that keeps files in the same folder (ATO_BLOBS); may be given again",
    )
    gc.add_argument("--dry-run", action="store_true", help="only tell what would go")
    download = add_verb(verbs, "download", "put the files of a version into a folder", _download)
    download.add_argument("version")
    download.add_argument("-o", "--output", metavar="FOLDER", help="a folder of the store, if none is named")
    download.add_argument(
        "--copy", action="store_true", help="files of their own, instead of read-only links"
    )
    delete = add_verb(verbs, "delete", "delete a version; gc removes its content", _delete)
    delete.add_argument("version")
    delete.add_argument("--author", default="")
    delete.add_argument("--reason", default="")


def _list(asked: argparse.Namespace) -> int:
    with opened(asked.store) as store:
        if asked.name is not None:
            say(_versions(asked.name, store.versions(asked.name, asked.project)))
            return 0
        rows = [("ARTIFACT", "TYPE", "VERSIONS", "LATEST", "MADE")]
        for each in store.artifacts(asked.project, type=asked.type):
            latest = f"v{each.versions[0]}" if each.versions else "-"
            name = f"{each.project}/{each.name}"
            rows.append((name, each.type, str(len(each.versions)), latest, moment(each.created)))
    say(_table(rows, firm=(0,)) if len(rows) > 1 else "there are no artifacts\n")
    return 0


def _versions(name: str, versions: list[Version]) -> str:
    if not versions:
        return f"all versions of {visible(name)} were deleted\n"
    rows = [("VERSION", "ALIASES", "FILES", "SIZE", "MADE")]
    for each in versions:
        aliases = ", ".join(each.aliases) or "-"
        rows.append((str(each), aliases, str(each.count), size(each.size), moment(each.created)))
    return _table(rows, firm=(0,))


def _table(rows: Sequence[Sequence[str]], *, firm: tuple[int, ...] = (), indent: str = "") -> str:
    """Rows in columns that fit the terminal; in a pipe as wide as they are."""
    return "".join(f"{line}\n" for line in aligned(rows, firm=firm, indent=indent, room=width()))


def _show(asked: argparse.Namespace) -> int:
    with opened(asked.store) as store:
        version = store.artifact(asked.version)
        say(visible(f"{version}  {version.type}") + "\n" + _facts(store, version))
        rows = [
            (file.path, size(file.size), file.uri or str(file.digest)[:12]) for file in version.files[:SHOWN]
        ]
        say("  files\n" + _table(rows, firm=(1,), indent="    ") if rows else "")
        if version.count > SHOWN:
            say(f"    and {version.count - SHOWN} more\n")
    return 0


def _facts(store: Store, version: Version) -> str:
    """What is known of a version, whole: people copy it."""
    above = store.lineage(version, "up", 1).runs
    below = store.lineage(version, "down", 1).runs
    facts = {
        "digest": version.digest,
        "aliases": ", ".join(version.aliases),
        "size": f"{size(version.size)} in {counted(version.count, 'file')}",
        "made": moment(version.created),
        "made by": ", ".join(above),
        "used by": ", ".join(below),
        "description": version.description,
        **{f"metadata.{name}": str(value) for name, value in version.metadata.items()},
    }
    told = [(name, text) for name, text in facts.items() if text]
    return "".join(f"{line}\n" for line in aligned(told, indent="  "))


def _verify(asked: argparse.Namespace) -> int:
    from ato.track.artifacts import verify

    with opened(asked.store) as store:
        verified = verify(store, asked.versions)
        where = store.location
    for fault in verified.faults:
        say("".join(f"{line}\n" for line in _told_of(fault)))
    faults = counted(len(verified.faults), "fault") if verified.faults else "no faults"
    say(f"{counted(verified.count, 'content')}, {size(verified.size)}: {faults}\n")
    if where.path is None and any(fault.state == "missing" for fault in verified.faults):
        say(f"looked for in {where.blobs}; what runs on other machines have made may lie there\n")
    return 1 if verified.faults else 0


def _told_of(fault: Fault) -> list[str]:
    """A fault, and what hangs on it; of much of that the first."""
    lines = [f"{fault.state}: {fault.digest}"]
    for word, names in (("in", fault.held_by), ("run", fault.runs)):
        lines += [f"  {word} {visible(each)}" for each in names[:TOLD]]
        if len(names) > TOLD:
            lines.append(f"  and {len(names) - TOLD} more")
    return lines if len(lines) > 1 else [*lines, "  nothing refers to it"]


def _collect(asked: argparse.Namespace) -> int:
    from ato.track.artifacts import collect

    with opened(asked.store) as store:
        swept = collect(store, asked.grace, beside=asked.beside, dry=asked.dry_run)
    would = "would remove" if asked.dry_run else "removed"
    copies = f", and what is left of {counted(swept.parts, 'interrupted call')}" if swept.parts else ""
    say(f"{would} {counted(len(swept.removed), 'content')}, {size(swept.size)}{copies}\n")
    if swept.young:
        say(f"kept {swept.young} that nothing refers to, as they are younger than the grace\n")
    for each in swept.waiting:
        say(f"kept what may be in a journal that has not been read: {each}\n")
    return 0


def _download(asked: argparse.Namespace) -> int:
    with opened(asked.store) as store:
        version = store.artifact(asked.version)
    say(f"{version.download(asked.output, copy=asked.copy)}\n")
    return 0


def _delete(asked: argparse.Namespace) -> int:
    from ato.track.artifacts import delete_version

    with opened(asked.store) as store:
        version = delete_version(store, asked.version, author=asked.author, reason=asked.reason)
    say(f"deleted {visible(str(version))}\n")
    return 0


def _age(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)([smhd]?)", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no age: write one as 90s, 30m, 12h or 7d")
    return float(found[1]) * _AGES[found[2] or "s"]

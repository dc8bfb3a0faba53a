"""What a process may have of the memory of its machine, where it runs in a container or under a limit."""

from __future__ import annotations

from pathlib import Path

ROOT = Path("/sys/fs/cgroup")
OWN = Path("/proc/self/cgroup")
NO_LIMIT = 1 << 60
"""Limits beyond this are none: the first version of cgroups has no word for that."""


def memory_limit() -> int | None:
    """Bytes that all processes of the container may have; None where nothing limits them."""
    limits = [limit for limit, _ in _told() if limit is not None and limit < NO_LIMIT]
    return min(limits) if limits else None


def memory_share() -> float | None:
    """Percent in use of the tightest limit, without what is only kept in case; None without a limit."""
    shares = [
        100 * used / limit for limit, used in _told() if limit and limit < NO_LIMIT and used is not None
    ]
    return max(shares) if shares else None


def _told() -> list[tuple[int | None, int | None]]:
    """Limits and use of the group and of those around it, in either version of cgroups."""
    found: list[tuple[int | None, int | None]] = []
    for folder, limit, used, inactive in _groups():
        spare = _spare(folder / "memory.stat", inactive) or 0
        now = _number(folder / used)
        found.append((_number(folder / limit), None if now is None else max(0, now - spare)))
    return found


def _groups() -> list[tuple[Path, str, str, str]]:
    try:
        lines = OWN.read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    found: list[tuple[Path, str, str, str]] = []
    for line in lines:
        _, _, rest = line.partition(":")
        kinds, _, path = rest.partition(":")
        if not kinds:
            names = ("memory.max", "memory.current", "inactive_file")
            found += [(folder, *names) for folder in _up(ROOT, path)]
        elif "memory" in kinds.split(","):
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
            found += [(folder, *names) for folder in _up(ROOT / "memory", path)]
    return found


def _up(root: Path, path: str) -> list[Path]:
    """The folders of a group and of those around it. In a container its own may be all that is seen."""
    folder = root / path.strip("/")
    return [folder, *(each for each in folder.parents if each == root or root in each.parents)]


def _number(path: Path) -> int | None:
    try:
        return int(path.read_text("ascii"))
    except (OSError, ValueError):
        return None


def _spare(path: Path, name: str) -> int | None:
    try:
        lines = path.read_text("ascii").splitlines()
        return next((int(line.split()[1]) for line in lines if line.split()[:1] == [name]), None)
    except (OSError, ValueError, IndexError):
        return None

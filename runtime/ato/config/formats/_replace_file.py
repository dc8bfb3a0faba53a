"""Replacing a file in one step: readers see the old one or the new one, never a part of either."""

from __future__ import annotations

import os

TEMPORARY = ".{name}.{process}.{count}.tmp"
ATTEMPTS = 100


def replace_file(name: str, content: bytes) -> None:
    """Put ``content`` in place of the file, following a link. Where it raises, nothing has changed."""
    target = os.path.realpath(name)
    temporary, descriptor = _beside(target)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(target):  # pathlib is heavy to import
            os.chmod(temporary, os.stat(target).st_mode & 0o7777)
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _beside(target: str) -> tuple[str, int]:
    """A new file in the folder of the target, open for writing, with the permissions that new files get."""
    folder, name = os.path.split(target)
    for count in range(ATTEMPTS):
        temporary = os.path.join(folder, TEMPORARY.format(name=name[:100], process=os.getpid(), count=count))
        try:
            return temporary, os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except FileExistsError:
            continue
    raise FileExistsError(f"{folder} is full of temporary files of {name}")

"""Secrets, covered wherever they turn up: by name, by value, and in addresses.

A name is secret that says so, as ``WANDB_API_KEY`` and ``db.password`` do. A value is secret that stands
under such a name, or that was given as one; it is then covered in every other text too, as in a command
line, a diff or the address of a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import cast

from ato.config.formats._plain import MASK

SHORTEST = 6
"""Values of fewer characters are not looked for in other texts: they would be found everywhere."""
WORDS = frozenset(
    ("apikey", "authorization", "credential", "dsn", "passphrase", "passwd", "password", "pwd", "secret")
)
"""Words that say so wherever they stand in a name."""
OPENERS = {
    "key": ("access", "account", "api", "encryption", "license", "private", "service", "signing", "ssh"),
    "token": (
        "access", "api", "auth", "bearer", "bot", "deploy", "gh", "github", "gitlab", "hf", "hub", "id",
        "jwt", "oauth", "refresh", "secret", "session", "slack", "wandb",
    ),
}  # fmt: skip
"""Last words that say so after one of these: ``hf_token`` does, ``pad_token`` and ``max_tokens`` do not."""
ALONE = frozenset(("auth", "cookie", "token"))
"""Words that say so where they are the whole name, or end that of an environment variable."""
FOLDERS = frozenset(("PWD", "OLDPWD"))
"""Variables of every shell, which hold the folder."""
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_ADDRESS = re.compile(r"(?P<head>[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@]*:)(?P<word>[^\s/@]+)(?=@)")
_GIVEN = re.compile(r"^(?P<name>-{0,2}[A-Za-z_][\w.-]*)(?P<mark>:?=)(?P<value>.*)$", re.DOTALL)


def is_secret_name(name: str) -> bool:
    """Whether a key, flag or environment variable is called as a secret is."""
    words = [part.lower() for part in _PARTS.findall(name)]
    if not words or name in FOLDERS:
        return False
    if any(word in WORDS or word.removesuffix("s") in WORDS for word in words):
        return True
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    return before in OPENERS.get(last, ()) or (last in ALONE and (not before or name.isupper()))


class Masks:
    """Covers secrets in texts and in trees of them; ``values`` are secrets that are known beforehand."""

    __slots__ = ("_pattern", "values")

    def __init__(self, values: Iterable[str] = ()) -> None:
        self.values = frozenset(value for value in values if len(value) >= SHORTEST)
        longest = sorted(self.values, key=lambda value: (-len(value), value))
        self._pattern = re.compile("|".join(map(re.escape, longest))) if longest else None

    def with_values(self, values: Iterable[str]) -> Masks:
        """Masks that cover these values as well."""
        return Masks((*self.values, *values))

    def text(self, text: str) -> str:
        """A text without known secrets, and without the passwords of addresses."""
        if self._pattern is not None:
            text = self._pattern.sub(MASK, text)
        return _ADDRESS.sub(lambda found: f"{found['head']}{MASK}", text) if "://" in text else text

    def words(self, words: Iterable[str]) -> tuple[str, ...]:
        """Words of a command line; what stands after a secret flag or ``name=`` is covered too."""
        covered: list[str] = []
        is_next = False
        for word in words:
            given = _GIVEN.match(word)
            if is_next and not word.startswith("-"):
                covered.append(MASK)
            elif given is not None and is_secret_name(given["name"]):
                covered.append(f"{given['name']}{given['mark']}{MASK}" if given["value"] else word)
            else:
                covered.append(self.text(word))
            is_next = given is None and word.startswith("-") and is_secret_name(word)
        return tuple(covered)

    def tree(self, value: object, name: str = "") -> object:
        """Plain data in which what a secret name holds, and every known secret, is covered."""
        if isinstance(value, Mapping):
            pairs = cast("Mapping[object, object]", value).items()
            return {str(key): self.tree(item, str(key)) for key, item in pairs}
        if isinstance(value, (list, tuple)):
            return [self.tree(item, name) for item in cast("list[object]", value)]
        if name and value is not None and value != "" and is_secret_name(name):
            return MASK
        return self.text(value) if isinstance(value, str) else value


def secrets_of(variables: Mapping[str, str]) -> frozenset[str]:
    """The values of those environment variables that are called as secrets are."""
    return frozenset(
        value for name, value in variables.items() if is_secret_name(name) and len(value) >= SHORTEST
    )

"""Secrets, covered wherever they turn up: by name, by value, and in addresses.

A name is secret that says so, as ``WANDB_API_KEY`` and ``db.password`` do. A value is secret that stands
under such a name, or that was given as one; it is then covered in every other text too, as in a command
line, a diff or the address of a server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
_ADDRESS = re.compile(r"(?P<head>[A-Za-z][A-Za-z0-9+.-]{0,30}://)(?P<user>[^\s/:@]*)(?P<word>:[^\s/]*)?@")
_TOKEN = re.compile(
    r"\b(?=[A-Za-z0-9_-]*[0-9])(?:(?:gh[pousr]_|github_pat_|glpat-|hf_|sk-|xox[abeprs]-|npm_|pypi-)[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}\b)"
)
"""Texts that say by their beginnings whose keys they are."""
_QUERY = re.compile(r"(?P<head>[?&](?P<name>[\w.-]{1,100})=)(?P<value>[^&#\s]+)")
_GIVEN = re.compile(r"^(?P<name>[-+~]{0,2}[A-Za-z_][\w.\-/@\[\]]*)(?P<mark>:?=)(?P<value>.*)$", re.DOTALL)
_INSIDE = re.compile(
    r"(?P<head>[\"']?(?P<name>[A-Za-z_][\w.-]{0,100})[\"']?\s*[:=]\s*)(?P<value>[^,;{}\[\]]+)"
)
_QUOTED = re.compile(
    r"(?P<head>(?<![\w.-])(?P<name>[A-Za-z_][\w.-]{0,100})[\"']?\]?\s{0,9}(?::=|[:=]|,)\s{0,9}[bru]{0,2})"
    r"(?P<mark>[\"'])(?P<value>(?:\\.|(?!(?P=mark))[^\\\n])+)(?P=mark)"
)
_BARE = re.compile(
    r"^(?P<head>[-+ ]?\s*(?:export\s+|-\s+)?(?P<name>[A-Za-z_][\w.-]{0,100})(?:=|:\s+))"
    r"(?P<value>[^\s\"'()\[\]{},]+)[ \t]*$",
    re.MULTILINE,
)
_KINDS = frozenset(("str", "int", "float", "bool", "bytes", "None", "none", "null", "true", "false", "Any"))
"""What stands behind the name of a field where it is declared."""
LIKE_A_TOKEN = 20
"""From how many letters and digits on the user of an address is no name."""


def is_secret_name(name: str) -> bool:
    """Whether a key, flag or environment variable is called as a secret is."""
    words = [part.lower() for part in _PARTS.findall(name)]
    if not words or name in FOLDERS:
        return False
    if any(word in WORDS or word.removesuffix("s") in WORDS for word in words):
        return True
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    return before in OPENERS.get(last, ()) or (last in ALONE and (not before or name.isupper()))


def _is_secret_path(path: str) -> bool:
    """Whether a key is called as a secret is, by its whole path or by its last name."""
    return is_secret_name(path) or is_secret_name(path.rpartition(".")[2])


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
        if "://" in text:
            text = _ADDRESS.sub(_without_password, text)
            text = _QUERY.sub(_without_value, text)
        return _TOKEN.sub(MASK, text)

    def patch(self, text: str) -> str:
        """The text of sources or of a diff: what is assigned to a secret name is covered as well."""
        return _BARE.sub(_without_value, _QUOTED.sub(_without_quoted, self.text(text)))

    def words(self, words: Iterable[str]) -> tuple[str, ...]:
        """Words of a command line; what stands after a secret flag or ``name=`` is covered too."""
        return tuple(masked for masked, _ in self._told(words))

    def given(self, words: Iterable[str]) -> tuple[str, ...]:
        """The secrets that stand in words of a command line, or in addresses among them."""
        found = [secret for _, secret in self._told(words) if secret]
        for word in words:
            found += [match["word"][1:] for match in _ADDRESS.finditer(word) if match["word"]]
        return tuple(found)

    def _told(self, words: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each word as it may be told, and the secret that is told by its name."""
        is_next = False
        for word in words:
            given = _GIVEN.match(word)
            if is_next and not word.startswith("-"):
                yield MASK, word
            elif given is not None and given["value"] and _is_secret_path(given["name"]):
                yield f"{given['name']}{given['mark']}{MASK}", given["value"]
            else:
                is_nested = given is not None and given["value"][:1] in ("{", "[")
                yield _INSIDE.sub(_without_value, self.text(word)) if is_nested else self.text(word), ""
            is_next = given is None and word.startswith("-") and is_secret_name(word)

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


def _without_password(found: re.Match[str]) -> str:
    user, word = found["user"], found["word"]
    is_token = len(user) >= LIKE_A_TOKEN and user.isascii() and any(sign.isdigit() for sign in user)
    return f"{found['head']}{MASK if is_token else user}{'' if word is None else f':{MASK}'}@"


def _without_value(found: re.Match[str]) -> str:
    is_plain = found["value"] in _KINDS or not _is_secret_path(found["name"])
    return found[0] if is_plain else f"{found['head']}{MASK}"


def _without_quoted(found: re.Match[str]) -> str:
    is_plain = not _is_secret_path(found["name"]) or found["name"] == found["value"]
    return found[0] if is_plain else f"{found['head']}{found['mark']}{MASK}{found['mark']}"


def secrets_of(variables: Mapping[str, str]) -> frozenset[str]:
    """The values of those environment variables that are called as secrets are."""
    return frozenset(
        value for name, value in variables.items() if is_secret_name(name) and len(value) >= SHORTEST
    )

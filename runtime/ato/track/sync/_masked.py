"""Covering the secrets of URLs in what is said: drivers may repeat any part of one."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit

from ato.config.formats._plain import MASK

SECRET = ("password", "sslpassword", "passfile", "sslkey")


def masked(text: str, *places: object) -> str:
    """A text without the passwords of these URLs, however they are quoted in it."""
    for secret in sorted(
        {secret for place in places for secret in _secrets(str(place))}, key=len, reverse=True
    ):
        text = text.replace(secret, MASK)
    return text


def _secrets(url: str) -> set[str]:
    if "://" not in url:
        return set()
    rest = url.partition("://")[2]
    # By hand, as a password may hold what ends a host for those who split URLs by the letter.
    user = rest.rpartition("@")[0]
    found = {user.partition(":")[2]}
    try:
        query = urlsplit(url).query
    except ValueError:
        query = rest.partition("?")[2]
    for name, value in parse_qsl(query):
        if name.lower() in SECRET:
            found.add(value)
    plain = {unquote(secret) for secret in found}
    spelt = {text for secret in plain for text in (quote(secret), quote(secret, safe=""), quote_plus(secret))}
    return {secret for secret in found | plain | spelt if secret}

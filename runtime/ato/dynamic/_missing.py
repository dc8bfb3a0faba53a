"""What is raised where a key is missing. Texts are made when they are read: many misses are never shown."""

from __future__ import annotations

from ato.config import suggestion

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from ato.dynamic._chain import Chain


class MissingKey(KeyError):
    """A key that a config does not have, asked for by ``config["key"]``."""

    __module__ = "ato.adict"

    def __init__(self, name: str, known: Iterable[str] = ()) -> None:
        super().__init__(name)
        self.known = known

    def __str__(self) -> str:
        return _text(f'The key "{self.args[0]}" does not exist.', self.args[0], self.known)

    def __reduce__(self) -> tuple[type[MissingKey], tuple[str, list[str]]]:
        return MissingKey, (self.args[0], list(self.known))


class MissingAttribute(AttributeError):
    """A key that a config does not have, asked for by ``config.key``.

    The text names the whole path that the program asks for there, ``model.backbone.layers``.
    """

    __module__ = "ato.adict"

    def __init__(self, name: str, chain: Chain | None = None, known: Iterable[str] = ()) -> None:
        super().__init__(name)
        self.chain = chain
        self.known = known

    def __str__(self) -> str:
        path = self.args[0] if self.chain is None else self.chain.path()
        where = "" if path == self.args[0] else f" (asked for as '{path}')"
        return _text(f"{self.args[0]}: there is no such key here{where}", self.args[0], self.known)

    def __reduce__(self) -> tuple[type[MissingAttribute], tuple[str, Chain | None, list[str]]]:
        return MissingAttribute, (self.args[0], self.chain, list(self.known))


def _text(text: str, name: str, known: Iterable[str]) -> str:
    return "; ".join((text, *suggestion(str(name), known)))

"""The text of a type to a type: ``list[str]``, ``'a' | 'b'``, ``Model | None``.

    union := atom ('|' atom)*
    atom  := text | whole number | True | False | None | name ['[' union (',' union)* ']'] | '(' union ')'

Every name that is not known is found, not the first alone; a text that breaks the grammar yields one finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import EllipsisType

import ato.config as ato
from atoc.findings import Finding, Passed
from atoc.source.node import Scalar
from atoc.syntax.guesses import respelling
from atoc.types.assign import merged, options, union_of
from atoc.types.findings import UNKNOWN_TYPE
from atoc.types.foreign import native
from atoc.types.tokens import Misread, Token, number_of, string_of, tokenize

MAX_DEPTH = 20
"""How deep brackets may nest."""

SCALARS = {
    "bool": ato.BOOL,
    "int": ato.INT,
    "float": ato.FLOAT,
    "str": ato.STR,
    "bytes": ato.BYTES,
    "path": ato.PATH,
    "datetime": ato.DATETIME,
    "duration": ato.DURATION,
    "any": ato.ANY,
}
"""The scalar types by their names in the language."""

CONTAINERS = {
    "list": "list[str]",
    "set": "set[str]",
    "tuple": "tuple[int, int] or tuple[int, ...]",
    "dict": "dict[str, int]",
}
"""The containers, each with an example of how it is written."""

Lookup = Callable[[str], "ato.Type | None"]


def parse_type(scalar: Scalar, lookup: Lookup, known: Iterable[str]) -> Passed[ato.Type | None]:
    """The type that a text means. ``lookup`` finds the declared types, and ``known`` lists their names.

    None comes with at least one ATC101, each at the part of the text that is wrong.
    """
    parser = _Parser(scalar, lookup, tuple(known))
    try:
        parser.tokens = tokenize(scalar.text)
        type = parser.whole()
    except Misread as misread:
        parser.refuse(misread)
        type = None
    return Passed(None if parser.findings else type, tuple(parser.findings))


class _Parser:
    """Where in the text the parser stands, and what it has found so far."""

    def __init__(self, scalar: Scalar, lookup: Lookup, known: tuple[str, ...]) -> None:
        self.scalar = scalar
        self.lookup = lookup
        self.known = known
        self.tokens: tuple[Token, ...] = ()
        self.index = 0
        self.depth = 0
        self.findings: list[Finding] = []

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    @property
    def is_done(self) -> bool:
        return self.token.kind == "end"

    def refuse(self, misread: Misread) -> None:
        span = self.scalar.part(misread.start, misread.end)
        fix = respelling(self.scalar.text[misread.start : misread.end], span, misread.near)
        self.findings.append(UNKNOWN_TYPE.at(span, misread.message, help=tuple(misread.help), fix=fix))

    def advance(self) -> Token:
        token = self.token
        self.index += token.kind != "end"
        return token

    def take(self, text: str) -> bool:
        taken = self.token.kind == "operator" and self.token.text == text
        self.index += taken
        return taken

    def expect(self, text: str) -> Token:
        token = self.token
        if not self.take(text):
            raise self.unexpected(f"where '{text}' is expected")
        return token

    def unexpected(self, where: str) -> Misread:
        token = self.token
        if token.kind == "end":
            return Misread(f"the type ends {where}", 0, max(token.end, 1))
        return Misread(f"{token.shown} stands {where}", token.start, token.end, *_help(token))

    def whole(self) -> ato.Type | None:
        if self.is_done:
            raise Misread("the type is empty", 0, 1, "write a type such as int, str or list[str]")
        type = self.union()
        if not self.is_done:
            raise self.unexpected("after the end of the type")
        return type

    def union(self) -> ato.Type | None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Misread(
                f"the type is nested deeper than {MAX_DEPTH} levels", self.token.start, self.token.end
            )
        parts = [self.option()]
        while self.take("|"):
            parts.append(self.option())
        self.depth -= 1
        if len(parts) == 1:
            return parts[0][0]
        return self.united(parts)

    def option(self) -> tuple[ato.Type | None, Token]:
        first = self.token
        type = self.atom()
        last = self.tokens[max(self.index - 1, 0)]
        text = self.scalar.text[first.start : last.end]
        return type, Token(first.kind, text, first.start, last.end)

    def united(self, parts: list[tuple[ato.Type | None, Token]]) -> ato.Type:
        seen: set[object] = set()
        for type, token in parts:
            keys = [] if type is None else _keys(type)
            if seen.intersection(keys):
                self.refuse(Misread(f"{token.shown} stands in the union twice", token.start, token.end))
            seen.update(keys)
        return merged(union_of(type for type, _ in parts if type is not None))

    def atom(self) -> ato.Type | None:
        match self.token.kind:
            case "string":
                return ato.Literal(string_of(self.advance()))
            case "number":
                return self.number(1)
            case "name":
                return self.name(self.advance())
            case _:
                return self.bracketed()

    def number(self, sign: int) -> ato.Type:
        token = self.advance()
        value = number_of(token) if token.kind == "number" else 0.0
        if isinstance(value, float):
            raise Misread(
                f"{token.shown} cannot be an option: text, whole numbers, True, False and None can",
                token.start,
                token.end,
            )
        return ato.Literal(sign * value)

    def bracketed(self) -> ato.Type | None:
        if self.take("-"):
            return self.number(-1)
        if not self.take("("):
            raise self.unexpected("where a type is expected")
        type = self.union()
        self.expect(")")
        return type

    def name(self, token: Token) -> ato.Type | None:
        match token.text:
            case "None":
                return ato.NULL
            case "True" | "False" | "true" | "false":
                return ato.Literal(token.text in ("True", "true"))
            case "list" | "set" | "tuple" | "dict":
                return self.container(token)
            case _:
                return self.named(token)

    def named(self, token: Token) -> ato.Type | None:
        type = SCALARS.get(token.text) or self.lookup(token.text)
        end = token.end
        while self.take("."):
            end = self.advance().end
        bracket = self.token
        closing = self.skip_brackets()
        if type is not None and closing > bracket.start:
            raise Misread(f"'{token.text}' takes nothing in brackets", bracket.start, closing)
        if type is not None and end == token.end:
            return type
        name = self.scalar.text[token.start : end]
        held = self.scalar.text[bracket.start + 1 : closing - 1]
        self.refuse(self.unknown(name, token.start, end, held))
        return None

    def skip_brackets(self) -> int:
        """Where the brackets end that begin here; where they would begin if there are none."""
        depth = 0
        closing = self.token.start
        while self.token.kind != "end" and (depth or self.token.text == "["):
            depth += (self.token.text == "[") - (self.token.text == "]")
            closing = self.advance().end
        return closing

    def unknown(self, name: str, start: int, end: int, held: str) -> Misread:
        message = f"'{name}' is not a type"
        meant = native(name, held)
        if meant is not None:
            return Misread(message, start, end, f"write {meant}")
        names = (*SCALARS, *CONTAINERS)
        known = (*names, *self.known)
        help = ato.suggestion(name, known) or ("declare it under types, or use one of " + " ".join(names),)
        return Misread(message, start, end, *help, near=ato.nearest(name, known))

    def container(self, token: Token) -> ato.Type | None:
        if self.token.text != "[":
            raise Misread(
                f"'{token.text}' does not say what it holds",
                token.start,
                token.end,
                f"write {CONTAINERS[token.text]}",
            )
        first = self.tokens[self.index + 1]
        if token.text == "tuple" and self.is_empty_tuple():
            return ato.Tuple()
        arguments = self.arguments()
        open_ended = arguments[-1:] == [...]
        types = [argument for argument in arguments if isinstance(argument, ato.Type)]
        end = self.tokens[self.index - 1].end
        self.check_count(token, arguments, first.start, end)
        if len(types) + open_ended < len(arguments):
            return None
        return _container(token.text, types, open_ended)

    def is_empty_tuple(self) -> bool:
        texts = [token.text for token in self.tokens[self.index : self.index + 4]]
        if texts != ["[", "(", ")", "]"]:
            return False
        self.index += 4
        return True

    def arguments(self) -> list[ato.Type | EllipsisType | None]:
        self.expect("[")
        arguments: list[ato.Type | EllipsisType | None] = [self.union()]
        while self.take(","):
            if self.token.text == "]":
                break
            arguments.append(... if self.take("...") else self.union())
        self.expect("]")
        return arguments

    def check_count(
        self, token: Token, arguments: list[ato.Type | EllipsisType | None], start: int, end: int
    ) -> None:
        name = token.text
        example = f"write {CONTAINERS[name]}"
        if name in ("list", "set") and len(arguments) != 1:
            raise Misread(f"'{name}' takes the one type of its items", start, end - 1, example)
        if name == "dict" and len(arguments) != 2:
            raise Misread("'dict' takes the type of its keys and that of its values", start, end - 1, example)
        if name == "dict" and arguments[0] not in (ato.STR, None):
            raise Misread("the keys of a dict are always str", start, end - 1, example)
        if ... in arguments and (name != "tuple" or len(arguments) != 2):
            raise Misread("'...' stands only in tuple[T, ...]", start, end - 1, "write tuple[int, ...]")


def _container(name: str, types: list[ato.Type], open_ended: bool) -> ato.Type:
    match name:
        case "list":
            return ato.List(types[0])
        case "set":
            return ato.Set(types[0])
        case "dict":
            return ato.Dict(types[1])
        case _:
            return ato.Tuples(types[0]) if open_ended else ato.Tuple(*types)


def _keys(type: ato.Type) -> list[object]:
    """What two options of a union may not share: each literal by itself, anything else as a whole."""
    keys: list[object] = []
    for option in options(type):
        if isinstance(option, ato.Literal) and not option.name:
            keys.extend((value.__class__, value) for value in option.values)
        else:
            keys.append(option)
    return keys


def _help(token: Token) -> tuple[str, ...]:
    if token.text in ("||", "or", ","):
        return ("write | between the options of a union",)
    if token.text == "?":
        return ("write int | None for a value that may be absent",)
    return ()

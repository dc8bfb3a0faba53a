"""Random expressions as texts, well typed by the way they are made, and random values of their fields."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

import ato.config as ato
from atoc.source.node import Scalar
from atoc.span import Span

TYPES: dict[str, ato.Type] = {
    "n": ato.INT,
    "m": ato.INT,
    "lr": ato.FLOAT,
    "model.width": ato.INT,
    "flag": ato.BOOL,
    "name": ato.STR,
    "data": ato.Literal("a", "b", "it's"),
    "maybe": ato.Union(ato.INT, ato.NULL),
    "either": ato.Union(ato.INT, ato.STR),
    "tags": ato.List(ato.STR),
    "sizes": ato.List(ato.INT),
    "pair": ato.Tuple(ato.INT, ato.FLOAT),
    "rates": ato.Dict(ato.FLOAT),
    "open": ato.ANY,
}

_INTS = st.one_of(st.integers(-4, 9), st.sampled_from([2**70, -(10**30), 2**5000]))
_FLOATS = st.sampled_from([0.0, -0.0, 0.5, -2.5, 1e-5, 1e300, 3.0])
_TEXTS = st.sampled_from(["", "a", "b", 'say "hi"', "it's", "{x}\n\\"])


@st.composite
def states(draw: st.DrawFn) -> dict[str, object]:
    """A value for every field."""
    return {
        "n": draw(_INTS),
        "m": draw(_INTS),
        "lr": draw(_FLOATS),
        "model.width": draw(_INTS),
        "flag": draw(st.booleans()),
        "name": draw(_TEXTS),
        "data": draw(st.sampled_from(["a", "b", "it's"])),
        "maybe": draw(st.none() | st.integers(-3, 3)),
        "either": draw(st.sampled_from([0, 3, "a", "zz"])),
        "tags": draw(st.lists(_TEXTS, max_size=3).map(tuple)),
        "sizes": draw(st.lists(st.integers(-3, 9), min_size=1, max_size=3).map(tuple)),
        "pair": draw(st.tuples(_INTS, _FLOATS)),
        "rates": ato.FrozenDict(draw(st.dictionaries(st.sampled_from(["a", "b"]), _FLOATS))),
        "open": draw(st.sampled_from([None, True, 3, 0.5, "7", "x", (1, "a")])),
    }


def config_of(state: dict[str, object]) -> SimpleNamespace:
    """The state as an object whose attributes are the fields."""
    config = SimpleNamespace(model=SimpleNamespace())
    for path, value in state.items():
        owner, _, name = path.rpartition(".")
        setattr(config.model if owner else config, name, value)
    return config


def scalar(text: str) -> Scalar:
    """A text as if it stood alone in a file, from its first character."""
    return Scalar(Span("a.yaml", 1, 1, 1, 1 + len(text)), text)


def _infix(operands: SearchStrategy[str], *operators: str) -> SearchStrategy[str]:
    return st.tuples(operands, st.sampled_from(operators), operands).map(" ".join)


def _call(*parts: str | SearchStrategy[str]) -> SearchStrategy[str]:
    return st.tuples(*(st.just(part) if isinstance(part, str) else part for part in parts)).map("".join)


def _choice(of: SearchStrategy[str], conditions: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.tuples(of, conditions, of).map(lambda parts: "({} if {} else {})".format(*parts))


_BOUNDS = st.sampled_from([":", "1:", ":-1", "n:", "n:m:2", "::-1", "-n:9", "::n", "1:m"])


def _grown(depth: int) -> dict[str, SearchStrategy[str]]:
    base: dict[str, SearchStrategy[str]] = {
        "int": st.sampled_from(["n", "m", "model.width", "0", "1", "2", "7", "0x10", "1_000"]),
        "number": st.sampled_from(["n", "lr", "0.5", "1e-3", "3", "pair[1]"]),
        "bool": st.sampled_from(
            ["flag", "True", "maybe == None", "data in ['a', 'b']", "data != 'a'", "open == 3"]
        ),
        "text": st.sampled_from(["name", "str(data)", "''", "'it\\'s'", '"\\n"', "'x'"]),
        "list": st.sampled_from(["tags", "[]", "['a', name]", "('x',)"]),
        "ints": st.sampled_from(["sizes", "[n, 2]", "[3] * 2", "(1, m)", "{4, n}"]),
    }
    if depth == 0:
        return base
    inner = _grown(depth - 1)
    return {kind: base[kind] | _compound(kind, inner) for kind in base}


def _compound(kind: str, inner: dict[str, SearchStrategy[str]]) -> SearchStrategy[str]:
    ints, numbers, bools, texts = inner["int"], inner["number"], inner["bool"], inner["text"]
    lists, counted = inner["list"], inner["ints"]
    match kind:
        case "int":
            return st.one_of(
                _infix(ints, "+", "-", "*", "//", "%"),
                _call("-", ints),
                _call("(", ints, ")"),
                _call("(", ints, ") ** ", st.sampled_from(["0", "1", "2", "9", "400"])),
                _call("n ** ", st.sampled_from(["2", "3", "20"])),
                _call("len(", st.one_of(texts, lists, counted), ")"),
                _call(st.sampled_from(["ceil(", "floor(", "round(", "int("]), numbers, ")"),
                _call("sum(", counted, ")"),
                _call("sizes[", ints, "]"),
                _call("max(", ints, ", ", ints, ")"),
                _choice(ints, bools),
                st.just("(maybe + 1 if maybe != None else 0)"),
                st.just("(0 if maybe == None else maybe * 2)"),
                st.just("(either + 1 if either in [3, 0] else n)"),
                st.just("(-maybe if not (maybe == None or maybe < n) else m)"),
            )
        case "number":
            return st.one_of(
                _infix(numbers, "+", "-", "*", "/", "//", "%"),
                _call("-", numbers),
                _call("(", numbers, ") ** (", numbers, ")"),
                _call("lr ** ", st.sampled_from(["2", "-2", "30"])),
                _call(st.sampled_from(["sqrt(", "exp(", "log(", "abs(", "float("]), numbers, ")"),
                _call("round(", numbers, ", 2)"),
                _call("min(", numbers, ", ", ints, ")"),
                _call(st.sampled_from(["math.add(", "math.sub(", "math.div("]), numbers, ", ", numbers, ")"),
                _call("math.max(", numbers, ", ", ints, ")"),
                _call("rates[", texts, "]"),
                _choice(numbers, bools),
            )
        case "bool":
            return st.one_of(
                _infix(_call("(", bools, ")"), "==", "!="),
                _infix(bools, "and", "or"),
                _call("not ", bools),
                _call("(", bools, ")"),
                _infix(numbers, "<", "<=", ">", ">=", "==", "!="),
                _call(ints, " < ", ints, " <= ", numbers),
                _infix(texts, "<", "==", "in", "not in"),
                _call(ints, " in ", counted),
                _call(texts, " not in ", lists),
                _call(st.sampled_from(["any(", "all("]), "[", bools, ", ", bools, "])"),
                _call("bool(", st.one_of(numbers, texts, lists), ")"),
                st.just("(maybe != None and maybe > 1)"),
                _call("(", texts, ")", st.sampled_from([".startswith(", ".endswith("]), texts, ")"),
            )
        case "text":
            return st.one_of(
                _infix(texts, "+"),
                _call("str(", st.one_of(ints, bools, texts), ")"),
                _call("'ab' * (", ints, ")"),
                _call("tags[", ints, "]"),
                _call("name[", ints, "]"),
                _call("(", texts, ")[", _BOUNDS, "]"),
                _call("(", texts, ").", st.sampled_from(["lower()", "upper()", "strip()", "strip('ab')"])),
                _call("name.replace(", texts, ", ", texts, ")"),
                _call("(", texts, ").replace('', ", texts, ", ", ints, ")"),
                _call("(", texts, ").join(", lists, ")"),
                _call("'{:>4}|{{}}{:.2f}'.format(", texts, ", ", numbers, ")"),
                _call("str.lower(", texts, ")"),
                _call("str.join(", texts, ", ", lists, ", ", texts, ")"),
                _call(st.sampled_from(["path.basename(", "path.stem("]), texts, ")"),
                _call("str(path.dirname(path.join(", texts, ", ", texts, ")))"),
                _call("'{1}\\n{0:05d}'.format(", ints, ", ", bools, ")"),
                st.just(
                    "(either.upper() if either == 'a' or either == 'zz' else data if data != 'a' else name)"
                ),
                _choice(texts, bools),
            )
        case "list":
            return st.one_of(
                _infix(lists, "+"),
                _call("[", texts, "] * (", ints, ")"),
                _call("(", lists, ")[", _BOUNDS, "]"),
                _call("(", texts, ").split(", st.sampled_from(["", "'a'", "name", "',', n"]), ")"),
                _call("sorted(", lists, ")"),
                _choice(lists, bools),
            )
        case _:
            return st.one_of(
                _call("[", ints, ", ", ints, "]"),
                _call("range(", ints, ")"),
                _call("range(", ints, ", ", ints, ", ", ints, ")"),
                _call("sorted(", counted, ")"),
                _call("range(9)[", _BOUNDS, "]"),
            )


_GROWN = _grown(2)

EXPRESSIONS = st.one_of(*_GROWN.values())
"""Texts of expressions of every kind, well typed over :data:`TYPES`."""

TEMPLATES = st.lists(
    st.one_of(
        st.sampled_from(["run-", "$${", "{", "}", '"', "'", "\\", "é\n"]),
        _call("${", st.one_of(_GROWN["int"], _GROWN["text"], _GROWN["bool"]), "}"),
        _call("${str.join: ,a,${", _GROWN["text"], "},'b,c'}"),
        _call("${math.mul:1_0,${", _GROWN["int"], "}}"),
        _call("${path.join:runs,${name}-${n},${path.stem:${", _GROWN["text"], "}}}"),
    ),
    min_size=1,
    max_size=4,
).map("".join)
"""Texts of values with expressions in them."""

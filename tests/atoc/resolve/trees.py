"""Random documents as plain data: most of them shaped as the language wants, with names that often meet."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Plains = st.SearchStrategy[Any]
"""Strategies of ``Plain`` data, which is invariant in what it holds."""

WORDS = (
    "scope", "doc", "types", "fields", "groups", "views", "default", "priority", "chain_with", "lazy",
    "group", "set", "when", "why", "type", "enum", "extends", "input", "final", "secret", "deprecated",
    "renamed_from", "ge", "lt", "pattern", "finite", "a", "b", "A", "train", "a.b", "a.", ".", "int",
    "list[int]", "list[A]", "A | None", "dict[str, B]", "tuple[A, B]", "1", "0", "1e-3", "true", "false",
    "null", "nan", "", "${a}", "${a+b}", "${b.c*2}", "$${x}", "${a", "a > 1", "a and b", "${[a, b]}", "'x'",
)  # fmt: skip
"""Words of documents, in no order: noise is made of them."""

LEAVES: Plains = st.sampled_from(WORDS) | st.text(max_size=6)
NOISE: Plains = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from(["a", "b", "c"])
PATHS = st.sampled_from(["a", "b", "c", "a.b", "a.c", "b.a", "c.a", "a.b.c"])
VIEWS = st.sampled_from(["v", "w", "x"])
GROUPS = st.sampled_from(["g", "h"])
TYPES = st.sampled_from(
    [
        "int",
        "int",
        "float",
        "str",
        "bool",
        "E",
        "A",
        "B",
        "A | None",
        "B | int",
        "list[A]",
        "tuple[A, int]",
        "any",
    ]
)
SCALARS = st.sampled_from(
    ["1", "0.5", "x", "true", "null", "${a}", "${b + 1}", "${a.b}", "${a.b * 2 + c}", "${1 if b else c}"]
)
GIVEN: Plains = SCALARS | st.dictionaries(PATHS, SCALARS, max_size=3) | st.lists(SCALARS, max_size=2)
FLAGS = st.sampled_from(["true", "false"])


@st.composite
def mostly(draw: st.DrawFn, values: Plains) -> Any:
    """Such a value, but for one in sixty."""
    return draw(NOISE if draw(st.integers(0, 59)) == 0 else values)


def shaped(**keys: Plains) -> Plains:
    """A mapping that may have these keys."""
    return mostly(
        st.fixed_dictionaries({}, optional={name.strip("_"): mostly(of) for name, of in keys.items()})
    )


def mappings(keys: st.SearchStrategy[str], values: Plains) -> Plains:
    return mostly(st.dictionaries(keys, values, min_size=1, max_size=3))


def fields(depth: int) -> Plains:
    kinds: list[Plains] = [
        TYPES,
        st.fixed_dictionaries({"type": TYPES, "default": GIVEN}),
        st.fixed_dictionaries(
            {"type": TYPES},
            optional={
                "default": GIVEN,
                "ge": SCALARS,
                "renamed_from": PATHS,
                "secret": FLAGS,
                "final": FLAGS,
            },
        ),
    ]
    if depth:
        kinds.append(
            st.builds(lambda inner, given: {"fields": inner, **given}, fields(depth - 1), st.just({}))
        )
    return mappings(FIELDS, mostly(st.one_of(kinds)))


VIEW = shaped(
    set=mappings(PATHS, GIVEN),
    chain_with=VIEWS | st.lists(VIEWS, max_size=2),
    when=st.sampled_from(["a > 1", "b", "a.b == 'x'", "c == 1 and b == 0"]),
    group=GROUPS,
    priority=st.sampled_from(["1", "-1"]),
    default=FLAGS,
)
DOCUMENTS: Plains = st.fixed_dictionaries(
    {
        "scope": st.sampled_from(["train", "train", "test"]),
        "fields": fields(2),
        "types": mostly(
            st.fixed_dictionaries(
                {
                    "E": st.just({"enum": ["x", "1"]}),
                    "A": st.builds(lambda inner: {"fields": inner}, fields(1)),
                },
                optional={"B": st.builds(lambda inner: {"fields": inner}, fields(0))},
            )
        ),
    },
    optional={
        "groups": mappings(GROUPS, shaped(default=VIEWS)),
        "views": mappings(VIEWS, VIEW),
    },
)
ANY: Plains = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=20,
)

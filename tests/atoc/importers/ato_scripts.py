"""Random scripts of Ato, as text: views with priorities, chains, conditions, lazy blocks and whole mappings.

Every script begins with a view that sets most keys. The others change them and add some of their own, which
not every run has, so that Ato itself fails in some runs: those say nothing. Expressions are small: what is
worth finding is in the order of things.
"""

from __future__ import annotations

from hypothesis import strategies as st

from tests.python_programs import PythonSketch

Script = tuple[PythonSketch, ...]

HEAD = "from ato.adict import ADict\nfrom ato.scope import Scope\n\nscope = Scope(name='train')\n"
FOOT = "\n\n@scope\ndef main(train):\n    pass\n\n\nif __name__ == '__main__':\n    main()\n"

BASE = PythonSketch(
    "base",
    (
        "config.i0 = 1",
        "config.i1 = 2",
        "config.word = 'a'",
        "config.flag = False",
        "config.box = ADict(x=1, y=2)",
    ),
    default=True,
    priority=-9,
)

_NUMBERS = st.sampled_from(("1", "2", "-3", "config.i0", "config.i1", "config.i0 + 1", "config.box.x * 2"))
_PLAIN = st.sampled_from(
    (
        "config.word = 'b'",
        "config.word = config.word + 'c'",
        "config.flag = True",
        "config.flag = not config.flag",
        "config.i1 += 2",
        "config.i0 -= config.i1",
        "config.box.x = 5",
        "config.box.update(y=7, z=8)",
        "config.box = ADict(x=config.i0)",
        "config.box = {'x': 3, 'y': 4}",
        "config.side = ADict(a=1)",
        "config.side = {'a': 2, 'b': 'two'}",
        "config.extra = 4",
        "config.double = config.extra * 2",
        "config.pair = (config.i0, 3)",
        "config.names = ['p', 'q']",
        "config.i0, config.extra = 6, 7",
        "config.word = 'on' if config.flag else 'off'",
        "config['i1'] = 9",
        "config.text = f'{config.word}-{config.i0:03d}{{}}'",
    )
)
_TESTS = st.sampled_from(
    (
        "config.flag",
        "not config.flag",
        "config.word == 'a'",
        "config.word != 'b'",
        "config.i0 > 1",
        "config.i1 == 2",
    )
)


def _assignments() -> st.SearchStrategy[str]:
    given = st.tuples(st.sampled_from(("i0", "i1", "late")), _NUMBERS).map(
        lambda pair: f"config.{pair[0]} = {pair[1]}"
    )
    return _PLAIN | given


@st.composite
def _branches(draw: st.DrawFn) -> tuple[str, ...]:
    lines = [f"if {draw(_TESTS)}:", f"    {draw(_inner())}"]
    if draw(st.booleans()):
        lines += [f"elif {draw(_TESTS)}:", f"    {draw(_inner())}"]
    if draw(st.booleans()):
        lines += ["else:", f"    {draw(_inner())}"]
    return tuple(lines)


def _inner() -> st.SearchStrategy[str]:
    """What a branch may do without changing what conditions ask for."""
    return st.sampled_from(
        (
            "config.box.x = 11",
            "config.extra = 12",
            "config.late = config.i0 + config.i1",
            "config.names = ['r']",
        )
    )


def _bodies(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    single = _assignments().map(lambda line: (line,))
    return st.lists(single | single | _branches(), min_size=1, max_size=most).map(
        lambda found: tuple(line for lines in found for line in lines)
    )


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """A script with up to three views beside the first."""
    views = [BASE]
    for number in range(draw(st.integers(1, 3))):
        lazy = draw(st.integers(0, 3)) == 0
        views.append(
            PythonSketch(
                f"v{number}",
                draw(_bodies(3)),
                draw(_bodies(2)) if not lazy and draw(st.integers(0, 2)) == 0 else (),
                default=draw(st.integers(0, 2)) == 0,
                lazy=lazy,
                priority=draw(st.integers(-1, 2)),
                chain=tuple(draw(st.lists(st.sampled_from(views[1:]), unique=True).map(_names)))
                if number
                else (),
            )
        )
    return tuple(views)


def _names(views: list[PythonSketch]) -> list[str]:
    return [view.name for view in views]


def source(script: Script) -> str:
    """The script as a file."""
    return "\n\n".join((HEAD, *(view.text for view in script), FOOT))

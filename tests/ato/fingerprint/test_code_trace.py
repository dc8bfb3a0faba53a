"""Functions under ids: looked at when asked, and left as they are."""

from __future__ import annotations

from typing import Any

import pytest

from ato import fingerprint
from ato.config import ConfigError
from ato.fingerprint import Traces, _code_trace, code_of
from tests.ato.fingerprint.modules import Load


@pytest.fixture(autouse=True)
def traces(monkeypatch: pytest.MonkeyPatch) -> Traces:
    own = Traces()
    monkeypatch.setattr(_code_trace, "TRACED", own)
    return own


def step(x: int) -> int:
    return below(x) + 1


def below(x: int) -> int:
    return x * 2


def test_each_way_to_trace_leaves_the_function_as_it_is() -> None:
    assert fingerprint.code(step) is step
    assert fingerprint.code()(step) is step
    assert fingerprint.code("one")(step) is step
    assert fingerprint.code(trace_id="two", follow=False)(below) is below
    found = fingerprint.traced()
    assert list(found) == [f"{__name__}.step", "one", "two"]
    assert found["one"] == code_of(step, trace_id="one")
    assert found["one"].digest == found[f"{__name__}.step"].digest
    assert (found["two"].trace_id, found["two"].calls) == ("two", ())


def test_a_function_that_stands_below_is_seen_all_the_same(load: Load) -> None:
    text = """
        from ato import fingerprint
        @fingerprint.code("step")
        def step(x): return later(x)
        def later(x): return x + {0}
    """
    digests: set[str] = set()
    for number in (1, 2):
        load(text.format(number))
        digests.add(fingerprint.traced()["step"].digest)
    assert len(digests) == 2


def test_traces_are_a_mapping_of_digests(traces: Traces) -> None:
    traces.add("step", step, follow=True, roots=())
    assert dict(traces) == traces == {"step": code_of(step).digest}
    assert repr(traces) == repr(dict(traces))
    assert (len(traces), "step" in traces, "other" in traces) == (1, True, False)
    with pytest.raises(KeyError):
        traces.fingerprint("other")


@pytest.mark.parametrize("given", [len, int, object()])
def test_what_is_not_written_in_python_is_refused_where_it_is_traced(given: Any) -> None:
    with pytest.raises(ConfigError, match="has no fingerprint"):
        fingerprint.code("x")(given)

"""Traced functions: they do what they did, and what they give back is told to whoever listens."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from threading import Thread

import pytest

from ato.config import ConfigError
from ato.fingerprint import output_hash
from ato.fingerprint.results._runtime import Output, listen, output, output_series
from ato.fingerprint.results._series import START, chained

Told = list[tuple[str, Output]]


@pytest.fixture
def told() -> Iterator[Told]:
    heard: Told = []
    stop = listen(lambda trace_id, seen: heard.append((trace_id, seen)))
    yield heard
    stop()


def test_a_result_is_given_back_and_told(told: Told) -> None:
    @output("sum")
    def add(a: int, b: int = 1) -> list[int]:
        """Adds."""
        return [a + b]

    result = add(1, b=2)
    assert result == [3]
    assert told == [("sum", Output(output_hash([3])))]
    assert (add.__name__, add.__doc__) == ("add", "Adds.")


def test_without_an_id_it_is_the_name_of_the_function(told: Told) -> None:
    @output
    def twice(x: int) -> int:
        return 2 * x

    twice(2)
    assert told[0][0].endswith(
        "test_runtime.test_without_an_id_it_is_the_name_of_the_function.<locals>.twice"
    )


def test_seeds_are_fixed_before_and_what_counts_is_picked_after(told: Told) -> None:
    order: list[str] = []

    @output(trace_id="t", init_fn=lambda: order.append("init"), inspect_fn=lambda pair: pair[0], atol=0.1)
    def pair() -> tuple[float, object]:
        order.append("call")
        return 1.0, object()

    pair()
    assert order == ["init", "call"]
    assert told == [("t", Output(output_hash(1.0), output_hash(1.0, atol=0.1)))]


def test_a_coroutine_is_awaited(told: Told) -> None:
    @output("later")
    async def later() -> int:
        await asyncio.sleep(0)
        return 5

    assert asyncio.run(later()) == 5
    assert told == [("later", Output(output_hash(5)))]


def test_a_series_keeps_every_call() -> None:
    @output("test_runtime.steps", series=True)
    def step(x: int) -> int:
        return x // 2

    for x in range(4):
        step(x)
    assert [entry.digest for entry in output_series("test_runtime.steps")] == [
        output_hash(x) for x in (0, 0, 1, 1)
    ]
    assert len(output_series("never traced")) == 0


def test_a_call_that_raises_is_not_told(told: Told) -> None:
    @output("broken")
    def broken() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        broken()
    assert told == []


def test_a_result_without_a_fingerprint_is_given_back_with_a_warning(told: Told) -> None:
    @output("opaque")
    def opaque() -> object:
        return print

    with pytest.warns(RuntimeWarning, match="opaque: output: has no fingerprint"):
        assert opaque() is print
    assert told == []


def test_a_result_is_given_back_though_inspecting_it_or_a_listener_fails(
    told: Told, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(trace_id: str, _: Output) -> None:
        raise OSError("the store is gone")

    first = output(trace_id="first", inspect_fn=lambda result: result["missing"])(lambda: {"loss": 1.0})
    with pytest.warns(
        RuntimeWarning, match="first: has no fingerprint: inspect_fn raises KeyError: 'missing'"
    ):
        assert first() == {"loss": 1.0}
    stop = listen(failing)
    try:
        assert output("second")(lambda: 3)() == 3
    finally:
        stop()
    assert [trace_id for trace_id, _ in told] == ["second"]
    assert "second is not told of: the store is gone" in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: output(3),  # type: ignore[call-overload]
        lambda: output(classmethod(lambda cls: 1)),  # type: ignore[call-overload]
        lambda: output("id")(classmethod(lambda cls: 1)),  # type: ignore[type-var]
        lambda: output(atol=-1.0),
        lambda: output(rtol="x"),  # type: ignore[call-overload]
    ],
)
def test_what_cannot_be_traced_is_refused_where_it_is_written(wrong: Callable[[], object]) -> None:
    with pytest.raises(ConfigError, match=r"is nothing to fingerprint|is no tolerance"):
        wrong()


def test_calls_from_many_threads_are_all_in_the_series_and_its_chain_holds() -> None:
    @output("test_runtime.threads", series=True)
    def step(x: int) -> list[int]:
        return [x]

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [Thread(target=lambda: [step(x) for x in range(50)]) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    entries = list(output_series("test_runtime.threads"))
    assert [entry.step for entry in entries] == list(range(200))
    chain = START
    for entry in entries:
        chain = chained(chain, entry.digest)
        assert entry.chain == chain


def test_who_stopped_listening_hears_nothing() -> None:
    heard: list[str] = []
    stop = listen(lambda trace_id, _: heard.append(trace_id))
    stop()
    output("quiet")(lambda: 1)()
    assert heard == []


def test_a_generator_is_given_back_untouched_with_a_warning(told: Told) -> None:
    @output("items")
    def items() -> Iterator[int]:
        yield from range(3)

    with pytest.warns(
        RuntimeWarning, match="items: has no fingerprint: the function gives a generator"
    ) as caught:
        found = items()
    assert list(found) == [0, 1, 2]
    assert caught[0].filename == __file__
    assert told == []

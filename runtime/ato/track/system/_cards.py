"""Graphics cards: how busy, full, warm they are, by NVIDIA's library if it is installed, else its tool."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from ato.fingerprint.surroundings._tools import asked

PATIENCE = 10.0
"""Seconds that the tool may take."""
ASKED = {"utilization.gpu": "", "memory.used": "used", "memory.total": "total",
         "temperature.gpu": ".temperature", "power.draw": ".power"}  # fmt: skip
TRIES = 3


class Cards:
    """The cards of the machine, asked anew each time. Gives up after a few failures."""

    def __init__(self) -> None:
        self._library: Any = _library()
        self._tool = shutil.which("nvidia-smi") if self._library is None else None
        self._left = TRIES

    def sample(self) -> dict[str, float]:
        """Percent busy (``gpu.0``), percent full (``.memory``), degrees, watts (``.power``)."""
        if self._left <= 0 or (self._library is None and self._tool is None):
            return {}
        try:
            return by_library(self._library) if self._library is not None else self._by_tool()
        except Exception:  # a driver that is gone, or that asks for rights
            self._left -= 1
            return {}

    def _by_tool(self) -> dict[str, float]:
        question = [str(self._tool), f"--query-gpu={','.join(ASKED)}", "--format=csv,noheader,nounits"]
        answer = asked(question, PATIENCE)
        if not answer.is_good:
            raise OSError(answer.complaint)
        return parsed(answer.text)


def parsed(text: str) -> dict[str, float]:
    """The numbers in what the tool says, a line a card; what a card does not tell is left out."""
    found: dict[str, float] = {}
    for number, line in enumerate(text.strip().splitlines()):
        told: dict[str, float] = {}
        for word, part in zip(ASKED.values(), line.split(",")):
            try:
                told[word] = float(part)
            except ValueError:
                continue
        used, total = told.pop("used", None), told.pop("total", None)
        if used is not None and total:
            told[".memory"] = 100 * used / total
        found |= {f"gpu.{number}{word}": value for word, value in told.items()}
    return found


def by_library(nvml: Any) -> dict[str, float]:
    """The same by NVIDIA's library: of a part of a card, as MIG makes them, some things are not told."""
    found: dict[str, float] = {}
    refused: Exception | None = None
    for number in range(nvml.nvmlDeviceGetCount()):
        card = nvml.nvmlDeviceGetHandleByIndex(number)
        for word, question in QUESTIONS.items():
            try:
                found[f"gpu.{number}{word}"] = float(question(nvml, card))
            except Exception as error:
                refused = error
    if refused is not None and not found:
        raise refused
    return found


def _full(nvml: Any, card: Any) -> float:
    memory = nvml.nvmlDeviceGetMemoryInfo(card)
    return float(100 * memory.used / memory.total)


QUESTIONS: dict[str, Callable[[Any, Any], float]] = {
    "": lambda nvml, card: nvml.nvmlDeviceGetUtilizationRates(card).gpu,
    ".memory": _full,
    ".temperature": lambda nvml, card: nvml.nvmlDeviceGetTemperature(card, 0),
    ".power": lambda nvml, card: nvml.nvmlDeviceGetPowerUsage(card) / 1000,
}
"""What is asked of a card, by the end of the name it has."""


def _library() -> Any:
    try:
        from importlib import import_module

        nvml: Any = import_module("pynvml")
        nvml.nvmlInit()
    except Exception:  # not installed, or no driver
        return None
    return nvml

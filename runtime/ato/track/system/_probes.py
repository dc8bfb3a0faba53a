"""What is asked of the system, by psutil: each question by itself, so that one may fail."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from time import monotonic
from typing import Any

from ato.fingerprint.surroundings._container import memory_share


class Probes:
    """Asks the system. Shares are percent, sizes bytes, and flows bytes a second since the time before."""

    def __init__(self, folder: Path) -> None:
        self._psutil: Any = import_module("psutil")
        self._process: Any = self._psutil.Process()
        self._folder = folder
        self._before: dict[str, float] = {}
        self._then = monotonic()
        self._questions: list[Callable[[], dict[str, float]]] = [
            self._cpu, self._memory, self._own, self._disk, self._flows,
        ]  # fmt: skip
        self.sample()  # from here on there is a time before

    def sample(self) -> dict[str, float]:
        """What all questions come to. One that the system refuses is not asked again."""
        found: dict[str, float] = {}
        for question in list(self._questions):
            try:
                found |= question()
            except Exception:  # rights, a kernel without it, a disk that is gone
                self._questions.remove(question)
        return found

    def _cpu(self) -> dict[str, float]:
        return {"cpu": float(self._psutil.cpu_percent())}

    def _memory(self) -> dict[str, float]:
        memory = self._psutil.virtual_memory()
        found = {"memory": float(memory.percent), "memory.available": float(memory.available)}
        share = memory_share()
        return found if share is None else {**found, "memory.limit": share}

    def _own(self) -> dict[str, float]:
        with self._process.oneshot():
            return {
                "process.cpu": float(self._process.cpu_percent()),
                "process.memory": float(self._process.memory_info().rss),
                "process.threads": float(self._process.num_threads()),
            }

    def _disk(self) -> dict[str, float]:
        place = next((each for each in (self._folder, *self._folder.parents) if each.exists()), Path("/"))
        return {"disk": float(self._psutil.disk_usage(str(place)).percent)}

    def _flows(self) -> dict[str, float]:
        disk, network = self._psutil.disk_io_counters(), self._psutil.net_io_counters()
        now: dict[str, float] = {}
        if disk is not None:
            now |= {"disk.read": disk.read_bytes, "disk.written": disk.write_bytes}
        if network is not None:
            now |= {"network.received": network.bytes_recv, "network.sent": network.bytes_sent}
        passed = max(monotonic() - self._then, 1e-3)
        flows = {
            name: max(0.0, (value - self._before[name]) / passed)  # counters of 32 bits begin anew
            for name, value in now.items()
            if name in self._before
        }
        self._before, self._then = now, monotonic()
        return flows

"""``python -m ato.track.sync``: send one run, as a line on the standard input says, for a run that goes on.

The line is JSON: ``run``, ``source``, ``target``. What came of it is a line of JSON too. The process ends
when its input does, as the program that has started it is gone then, and after ``AT_MOST`` seconds anyway.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import Any

AT_MOST = 600.0


def main() -> None:
    """Do what the line says."""
    if hasattr(os, "nice"):
        os.nice(10)
    asked: dict[str, str] = json.loads(sys.stdin.buffer.readline())
    for act in (_end_with_input, _end_in_time):
        threading.Thread(target=act, daemon=True).start()
    print(json.dumps(_sent(asked)), flush=True)


def _sent(asked: dict[str, str]) -> dict[str, Any]:
    from ato.track._errors import TrackError
    from ato.track.sync import masked
    from ato.track.sync._sync import send_run

    places = (asked["source"], asked["target"])
    try:
        report = send_run(*places, asked["run"])
    except TrackError as error:
        return {"error": masked(error.problem.message, *places)}
    except Exception as error:  # whatever a driver raises
        return {"error": masked(f"{type(error).__name__}: {error}", *places)}
    remarks = [*report.conflicts, *report.missing, *report.held]
    return {
        "said": "" if report.is_empty else report.said(),
        "remarks": [masked(each, *places) for each in remarks],
    }


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _end_in_time() -> None:
    threading.Event().wait(AT_MOST)
    os._exit(1)


if __name__ == "__main__":
    main()
    os._exit(0)  # no thread of a driver is waited for

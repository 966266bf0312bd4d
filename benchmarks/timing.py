"""Time functions fairly: several runs, the fastest counts."""

from __future__ import annotations

import time
from collections.abc import Callable


def best(function: Callable[[], object], repeats: int = 7) -> float:
    """Fastest of several runs, in seconds: the one least disturbed by the machine."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)

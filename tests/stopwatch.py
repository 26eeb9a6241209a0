"""Processor time, measured so that a busy machine does not tell another story than an idle one.

The time that something takes has no upper end: others slow the processor down, and caches are cold. It has a lower
end. So what is measured is tried again, as often as it takes, until it was quick enough once, or a few times in vain.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

TRIES = 5


def seconds(action: Callable[[], object]) -> float:
    """Return the processor time of `action`, without that of looking through all that other tests left behind."""
    gc.disable()
    try:
        start = time.process_time()
        action()
        return time.process_time() - start
    finally:
        gc.enable()


def takes(action: Callable[[], object], at_most: float) -> None:
    """Fail where `action` takes more than so many seconds each time."""
    best = float("inf")
    for _ in range(TRIES):
        best = min(best, seconds(action))
        if best <= at_most:
            return
    raise AssertionError(f"took {best:.2f} s at best, {at_most} s are allowed")


def keeps_pace(small: Callable[[], object], large: Callable[[], object], times: float, spare: float = 0.02) -> None:
    """Fail where `large` takes more than so many `times` as long as `small`, and more than `spare` seconds."""
    best = [float("inf"), float("inf")]
    for _ in range(2 * TRIES):
        best = [min(known, seconds(action)) for known, action in zip(best, (small, large), strict=True)]
        if best[1] < times * best[0] or best[1] < spare:
            return
    raise AssertionError(f"{best[0]:.3f} s, and the larger one {best[1]:.3f} s")

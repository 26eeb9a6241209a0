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
    less = more = float("inf")
    for _ in range(2 * TRIES):
        more = min(more, seconds(large))
        if more < spare:
            return
        less = min(less, seconds(small))
        if more < times * less:
            return
    raise AssertionError(f"{less:.3f} s, and the larger one {more:.3f} s")

"""Worker processes, each of which is handed one piece of work after another through a pipe of its own.

There is no thread and no queue between. What a worker sends comes through a pipe that nobody else writes to: a worker
that dies, be it in the middle of a result, ends it, and that is noticed at once. And nothing is left running in the
first process that Python would have to wait for at its end.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from copydesk import ending
from copydesk.typed import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import DefaultContext, ForkContext
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")


MOST = 60
"""More processes are not started: on Windows, one process can wait for some sixty others at once, and no more."""


class WorkerKilledError(Exception):
    """A worker process came to its end before its work did."""


class Workers:
    """Worker processes that wait for work."""

    def __init__(self, hands: Sequence[_Hand]) -> None:
        self._hands = hands

    def map(self, work: Callable[[Item], Result], items: Sequence[Item], *, lending: bool = False) -> Iterator[Result]:
        """Yield what `work` makes of each of `items`, in their order. All of it must be fit for pickling.

        Where this process is `lending` a hand, it does some of the work itself while no worker has done any.

        It goes on only while it is asked to, and must be asked to the end before the next work begins. Raises what
        `work` raises, and `WorkerKilledError`.
        """
        from multiprocessing.connection import wait

        todo = deque(enumerate(items))
        done: dict[int, Result | _Failed] = {}  # whose turn it is not yet
        for hand in (*self._hands, *self._hands):  # two each: whoever has done one finds the next one waiting
            hand.give(work, todo)
        for number in range(len(items)):
            while number not in done:
                mine = lending and bool(todo)
                ready = wait([hand.pipe for hand in self._hands if hand.busy], 0 if mine else None)
                if mine and not ready:
                    own, item = todo.popleft()
                    done[own] = _done(work, item)
                for hand in [hand for hand in self._hands if hand.pipe in ready]:
                    with _alive():
                        done[hand.busy.popleft()] = hand.pipe.recv()
                    hand.give(work, todo)
            result = done.pop(number)
            if isinstance(result, _Failed):
                raise result.error
            yield result


class _Failed(NamedTuple):
    """What a worker sends in place of a result."""

    error: Exception


class _Hand:
    """The end of a worker's pipe that the first process holds, and the numbers of what the worker has to do."""

    def __init__(self, pipe: Connection) -> None:
        self.pipe = pipe
        self.busy: deque[int] = deque()

    def give(self, work: Callable[[Item], Result], todo: deque[tuple[int, Item]]) -> None:
        """Hand over the next of what is `todo`; where nothing is, tell a worker that still has some that this is so."""
        if todo:
            number, item = todo.popleft()
            with _alive():
                self.pipe.send((work, item))
            self.busy.append(number)
        elif self.busy:
            with _alive():
                self.pipe.send(None)


@contextmanager
def _alive() -> Iterator[None]:
    """Take the end of a pipe, or of a message that is cut off, for the end of the process behind it."""
    try:
        yield
    except (EOFError, OSError):
        raise WorkerKilledError from None


@contextmanager
def started(number: int) -> Iterator[Workers]:
    """Start `number` worker processes, which inherit what is loaded where the system allows that.

    At the end they are ended, each after the file it is writing, whatever else it has to do.
    """
    import multiprocessing

    # Elsewhere (macOS, Windows) forking is unsafe or not there.
    forked = sys.platform == "linux" and sys.version_info < (3, 14)
    context: ForkContext | DefaultContext
    context = multiprocessing.get_context("fork") if forked else multiprocessing.get_context()
    process: BaseProcess
    watched, held = context.Pipe(duplex=False)
    hands: list[_Hand] = []
    processes: list[BaseProcess] = []
    try:
        with ending.deaf():  # until they have begun, the workers are asked nothing
            for _ in range(number):
                ours, theirs = context.Pipe()
                hands.append(_Hand(ours))
                # A forked process has a copy of each end that is open here, and the pipes would not end with us.
                copies = [held, *(hand.pipe for hand in hands)] if forked else []
                process = context.Process(target=_serve, args=(theirs, watched, copies), daemon=True)
                process.start()
                theirs.close()
                processes.append(process)
        yield Workers(hands)
    finally:
        held.close()  # and with it end the workers
        for process in processes:
            process.join()
        for pipe in (watched, *(hand.pipe for hand in hands)):
            pipe.close()


def _serve(pipe: Connection, watched: Connection, copies: Sequence[Connection]) -> None:
    """Do what comes through `pipe` until it ends."""
    for copy in copies:
        copy.close()
    ending.begin_worker(watched)
    try:
        todo = pipe.recv()
        while True:
            done = [_done(*todo)] if todo is not None else []
            # What comes next is taken first: while the first process sends, it does not listen.
            todo = pipe.recv()
            for one in done:
                _send(pipe, one)
    except (EOFError, OSError):
        return


def _done(work: Callable[[Item], Result], item: Item) -> Result | _Failed:
    try:
        return work(item)
    except Exception as error:
        return _Failed(error)


def _send(pipe: Connection, done: object) -> None:
    try:
        pipe.send(done)
    except OSError:
        raise
    except Exception as error:  # it cannot be pickled; nothing has been sent
        pipe.send(_Failed(RuntimeError(f"{type(error).__name__}: {error}")))

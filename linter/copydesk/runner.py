"""A run over files: each is read, checked or fixed, and turned into plain results, in this process or in several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain

from copydesk.typed import TYPE_CHECKING, Protocol, TypeVar
from copydesk.workspace import FileResult, Gathered, Known, Request, Workspace

if TYPE_CHECKING:
    from copydesk.remote import Ask
    from copydesk.workers import Workers

__all__ = ["FileResult", "Request", "Workspace", "run", "workspace"]

ALONE = 24
"""Up to so many files are checked in this process: starting others would take longer."""

CHUNK = 100
"""So many files at most are worked on together, and between two looks for memory to free."""


@cache
def workspace(request: Request) -> Workspace:
    """Return the workspace of `request`: made once in each process that works for it."""
    return Workspace(request)


Work = TypeVar("Work")


def _chunk(request: Request, paths: Sequence[str]) -> list[FileResult]:
    """Return the results of some files, taken together where the request asks for text."""
    return _worked(request, workspace(request).process_all(paths))


def _second_chunk(request: Request, known: Sequence[Known]) -> list[FileResult]:
    """Return what the rules that compare posts find in some files."""
    return _worked(request, map(workspace(request).judge, known))


def _worked(request: Request, results: Iterator[FileResult]) -> list[FileResult]:
    import gc

    # Documents are released by hand. Looking for circles after every few hundred objects, as Python does by itself,
    # takes as long as all the checking.
    gc.disable()
    try:
        return list(results) if request.render is None else [_together(results)]
    finally:
        gc.enable()


def _together(results: Iterable[FileResult]) -> FileResult:
    """Return one result for several whose findings are text already: that is little to hand to another process."""
    codes: Counter[str] = Counter()
    severities: Counter[str] = Counter()
    files = affected = fixable = unsafely = mended = changed = known = 0
    errors: list[str] = []
    diffs: list[str] = []
    rendered: list[str] = []
    gathered: list[Gathered] = []
    for result in results:
        files += result.files
        gathered += result.gathered
        if result.rendered:
            affected += result.affected
            fixable += result.fixable
            unsafely += result.unsafely_fixable
            for code, number in result.codes.items():
                codes[code] += number
            for severity, number in result.severities.items():
                severities[severity] += number
            rendered.append(result.rendered)
        known += result.known
        mended += result.mended
        changed += result.changed
        diffs.append(result.diff)
        errors += result.errors
    return FileResult(
        "",
        [],
        codes,
        severities,
        fixable,
        unsafely,
        mended,
        changed,
        "".join(diffs),
        tuple(errors),
        rendered="".join(rendered),
        files=files,
        affected=affected,
        gathered=tuple(gathered),
        known=known,
    )


def run(request: Request, paths: Sequence[str], jobs: int, ask: Ask | None = None) -> Iterator[FileResult]:
    """Yield the result of each of `paths`, in their order, worked on by up to `jobs` processes, and no idle ones.

    What rules find by comparing posts, or learn from the network (which is asked by `ask`), comes last. Where this
    process is asked to end, or is killed, the others end as well, each after the file it is writing. Raises
    `config.ConfigError`, and `RuntimeError` where a worker process was killed.
    """
    if request.verb == "fix":
        from copydesk import writing

        folders = dict.fromkeys(writing.folder_of(path, request.roots) for path in paths)
        writing.sweep(filter(None, folders))
    if jobs < 2 or len(paths) <= ALONE:
        workspace(request).comparing = len(paths) > 1
        yield from _run(request, paths, _Here(request), ask)
        return
    import gc

    from copydesk import workers

    # The first posts are worked on here, so that the workers inherit what posts need, made ready once; of many posts
    # some more, because what few of them need (PyYAML) takes longest.
    alone = min(max(ALONE, len(paths) // 40), CHUNK)
    first = _chunk(request, paths[:alone])
    jobs = min(jobs, len(paths) - alone, workers.MOST)
    # Text is little to take over, so that this process has time for posts, too: one process less to start, and to keep
    # in memory. With findings to read and to write it has its hands full.
    lending = request.render is not None
    gc.freeze()
    with workers.started(jobs - lending) as hands:
        try:
            yield from _run(request, paths[alone:], _Divided(request, hands, jobs, lending), ask, first)
        except workers.WorkerKilledError:
            raise RuntimeError("a worker process was killed; the files it had are unchecked") from None


def _run(
    request: Request, paths: Sequence[str], labour: _Labour, ask: Ask | None, first: Iterable[FileResult] = ()
) -> Iterator[FileResult]:
    gathered: list[Gathered] = []
    for result in chain(first, labour.map(_chunk, paths)):
        gathered += result.gathered
        yield result
    if gathered:
        known, unchecked = workspace(request).compare(gathered, ask)
        yield from labour.map(_second_chunk, known)
        if unchecked:
            yield FileResult("", files=0, unchecked=unchecked)


class _Labour(Protocol):
    """Whoever does the work."""

    def map(
        self, work: Callable[[Request, Sequence[Work]], list[FileResult]], items: Sequence[Work]
    ) -> Iterator[FileResult]:
        """Yield what `work` makes of `items`, in their order."""
        ...


class _Here:
    """This process: to start others would take longer."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def map(
        self, work: Callable[[Request, Sequence[Work]], list[FileResult]], items: Sequence[Work]
    ) -> Iterator[FileResult]:
        for at in range(0, len(items), CHUNK):
            yield from work(self._request, items[at : at + CHUNK])


class _Divided:
    """Up to `jobs` processes: `hands`, and this one where it is `lending` a hand."""

    def __init__(self, request: Request, hands: Workers, jobs: int, lending: bool) -> None:
        self._request = request
        self._hands = hands
        self._jobs = jobs
        self._lending = lending

    def map(
        self, work: Callable[[Request, Sequence[Work]], list[FileResult]], items: Sequence[Work]
    ) -> Iterator[FileResult]:
        size = max(1, min(CHUNK, len(items) // (self._jobs * 4)))
        chunks = [items[at : at + size] for at in range(0, len(items), size)]
        for results in self._hands.map(partial(work, self._request), chunks, lending=self._lending):
            yield from results

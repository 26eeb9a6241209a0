"""An inquiry that shows how far it is, where somebody is looking."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TextIO

from copydesk.online.answers import Answer
from copydesk.online.download import Download
from copydesk.online.inquiry import Inquiry, Progress, Step
from copydesk.online.places import Places
from copydesk.online.rounds import Limits
from copydesk.online.settings import Online
from copydesk.online.store import Store, default_path, look_at
from copydesk.remote import Ask, Verdict


def shown(settings: Online, version: str, stream: TextIO) -> Ask:
    """Return an inquiry as `settings` want it, which shows how far it is on `stream` where that is a terminal.

    Raises `NotOurs` where the file for answers is another program's.
    """
    look_at(str(settings.cache or default_path()))

    def ask(addresses: Iterable[str], referrer: str) -> Mapping[str, Verdict]:
        with (
            closing(Store(str(settings.cache or default_path()), settings.max_age)) as store,
            _bar(stream, "asking about pictures") as progress,
        ):
            inquiry = Inquiry(
                places(settings), limits(settings), store, agent=agent(settings, version), progress=progress
            )
            return inquiry(addresses, settings.referrer or referrer)

    return ask


def downloaded(
    settings: Online,
    version: str,
    stream: TextIO,
    wanted: Mapping[str, Path],
    done: Callable[[Answer, Path | None], None],
) -> None:
    """Download pictures (see `Download`) as `settings` want it, and show how far that is on `stream`."""
    longer = limits(settings)._replace(timeout=settings.timeout * PATIENCE)
    with _bar(stream, "fetching pictures") as progress:
        Download(places(settings), longer, agent=agent(settings, version), progress=progress)(wanted, done)


PATIENCE = 6
"""So much longer than the first bytes of a picture may all of it take."""


def places(settings: Online) -> Places:
    """Return the places that `settings` let us ask."""
    return Places.made(settings.private, settings.only, settings.never)


def limits(settings: Online) -> Limits:
    """Return how much `settings` let us ask."""
    return Limits(
        settings.concurrency,
        settings.per_host,
        timeout=settings.timeout,
        budget=settings.budget,
        retries=settings.retries,
    )


def agent(settings: Online, version: str) -> str:
    """Return the name to go by: some servers turn away what does not look like a browser at all."""
    return settings.agent or f"Mozilla/5.0 (compatible; copydesk/{version}; looks whether pictures are there)"


@contextmanager
def _bar(stream: TextIO, title: str) -> Iterator[Progress | None]:
    """Provide what draws a bar on `stream`: how many, how many a second, how long still, and who answered last."""
    if not stream.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar
    from rich.text import Text

    class Rate(TextColumn):
        def render(self, task: object) -> Text:
            speed = getattr(task, "speed", None)
            return Text(f"{speed:.0f}/s" if speed else "")

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        Rate(""),
        TimeRemainingColumn(),
        TextColumn("{task.fields[host]}", markup=False),
    )
    hosts: set[str] = set()
    with Bar(
        *columns, console=Console(file=stream), transient=True, redirect_stdout=False, redirect_stderr=False
    ) as bar:
        task = bar.add_task("", total=None, host="")

        def progress(step: Step) -> None:
            hosts.add(step.host)
            bar.update(task, total=step.all, completed=step.asked, host=f"{len(hosts):,} hosts, {step.host}"[:60])

        yield progress

"""``copydesk images``: what it does and says, apart from reading the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from copydesk import runner, writing
from copydesk.images import fetch, listing
from copydesk.images.orphans import orphans
from copydesk.remote import Ask, address_of
from copydesk.report.json import well_formed
from copydesk.report.words import plural, visible
from copydesk.runner import Request
from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.online.answers import Answer
    from copydesk.site import Site
    from copydesk.workspace import Workspace

Say = Callable[[str], None]
"""Takes text for the user."""

Get = Callable[[Mapping[str, Path], "Callable[[Answer, Path | None], None]"], None]
"""Downloads addresses to paths, and tells of each what became of it (see `copydesk.online.download`)."""


def list_images(request: Request, files: Sequence[str], ask: Ask | None, as_json: bool, say: Say) -> Sequence[str]:
    """Say which pictures `files` name, and what is known of them; `ask` asks the network.

    Returns why files could not be read.
    """
    space = runner.workspace(request)
    errors: list[str] = []
    listed = list(listing.references(space, files, errors))
    if ask is not None:
        remote = dict.fromkeys(address_of(one.address) for one in listed if one.status == "remote")
        listed = listing.with_verdicts(listed, ask(remote, _referrer(files, request)))
    say(listing.as_json(listed) if as_json else listing.table(listed))
    return errors


def _referrer(files: Sequence[str], request: Request) -> str:
    """Return the address of the site of the first of `files`, as its configuration says it; empty where it does not."""
    space = runner.workspace(request)
    return _site_of(space, os.path.dirname(files[0])).settings.address if files else ""


def _site_of(space: Workspace, folder: str) -> Site:
    return space.site(folder, space.settings(folder))


def list_orphans(request: Request, files: Sequence[str], as_json: bool, say: Say) -> None:
    """Say which pictures of the sites that `files` belong to nothing names."""
    space = runner.workspace(request)
    sites: dict[str, Site] = {}
    for folder in dict.fromkeys(map(os.path.dirname, files)):
        site = _site_of(space, folder)
        sites.setdefault(site.folder, site)
    found: list[tuple[str, int]] = []
    for site in sites.values():
        for one in orphans(site):
            full = str(site.root / one.path)
            if _site_of(space, os.path.dirname(full)) is site:  # and not of one within it
                found.append((space.shown(full), one.size))
    size = sum(bytes_ for _, bytes_ in found)
    if as_json:
        items = [{"path": well_formed(path), "size": bytes_} for path, bytes_ in found]
        say(
            json.dumps({"version": 1, "orphans": items, "summary": {"files": len(found), "bytes": size}}, indent=1)
            + "\n"
        )
        return
    if not found:
        say("every picture is named somewhere\n" if sites else "there are no posts here, and so no site\n")
        return
    for path, bytes_ in found:
        say(f"{bytes_:>12,}  {visible(path)}\n")
    say(f"{size:>12,}  bytes in {plural(len(found), 'picture')} that nothing names\n")


def fetch_images(
    request: Request, files: Sequence[str], to: Path | None, get: Get | None, say: Say
) -> tuple[int, Sequence[str]]:
    """Fetch the pictures of other sites that `files` name, and name the copies.

    Without `get` it only says what it would do. Returns how many could not be fetched or named, and what kept the tool
    from its work.
    """
    found = fetch.plan(runner.workspace(request), files, to)
    if get is None:
        for one in found.wanted:
            say(f"would fetch {visible(one.address)}\n")
            for target in one.files.values():
                say(f"         to {_shown(target, request)}.*, named {plural(one.times, 'time')}\n")
        say(f"{plural(len(found.wanted), 'picture')} to fetch, named in {plural(len(found.posts), 'file')}\n")
        return 0, found.errors
    fetched = fetch.Fetched()
    there = _already(found.wanted, fetched)
    failed: dict[str, str] = {}

    def done(answer: Answer, path: Path | None) -> None:
        if path is None:
            failed[answer.address] = answer.reason
            say(f"failed   {visible(answer.address)}: {visible(answer.reason)}\n")
        else:
            there[answer.address] = path
            say(f"fetched  {visible(answer.address)} to {_shown(path, request)}\n")

    missing = {one.address: next(iter(one.files.values())) for one in found.wanted if one.address not in there}
    writing.sweep({str(target.parent) for one in found.wanted for target in one.files.values()})
    get(missing, done)
    files_of = {
        one.address: _everywhere(one, there[one.address], fetched) for one in found.wanted if one.address in there
    }
    changed, left, errors = _rename(request, found.posts, files_of, say)
    say(
        f"{plural(len(missing) - len(failed), 'picture')} fetched, {len(failed):,} failed, "
        f"{plural(changed, 'file')} changed\n"
    )
    if left:
        say(f"{plural(left, 'place')} left: a template makes the address, or no address there leads to the copy\n")
    return len(failed) + left, (*found.errors, *errors)


def _already(wanted: Sequence[fetch.Wanted], fetched: fetch.Fetched) -> dict[str, Path]:
    """Return the files of the pictures that an earlier run has fetched, by address."""
    found = {}
    for one in wanted:
        for target in one.files.values():
            file = fetched.find(target)
            if file is not None:
                found[one.address] = file
                break
    return found


def _everywhere(one: fetch.Wanted, file: Path, fetched: fetch.Fetched) -> dict[str, Path]:
    """Return the file of a picture for each site that wants it, copied from `file` to where it is not."""
    files = {}
    for site, target in one.files.items():
        there = file if target.parent == file.parent else fetched.find(target)
        if there is None:
            with writing.NewFile(target.parent) as copy:
                copy.write(file.read_bytes())
                there = copy.put(f"{target.name}{file.suffix}")
        files[site] = there
    return files


def _rename(
    request: Request, posts: Sequence[str], files: Mapping[str, Mapping[str, Path]], say: Say
) -> tuple[int, int, Sequence[str]]:
    """Name the fetched `files` in `posts`; return how many changed, how many places are left, and what went wrong."""
    runner.workspace.cache_clear()  # it knows the folders as they were
    writing.sweep(filter(None, dict.fromkeys(writing.folder_of(post, request.roots) for post in posts)))
    changed = left = 0
    errors: list[str] = []
    for result in fetch.rename(runner.workspace(request), posts, files) if files else ():
        changed += result.changed
        left += len(result.findings)
        for one in result.findings:
            say(f"left     {visible(one.path)}:{one.place.line}:{one.place.column}\n")
        errors += result.errors
    return changed, left, errors


def _shown(path: Path, request: Request) -> str:
    return visible(runner.workspace(request).shown(str(path)))

"""What copydesk said it would change, taken from its own report, and what a reader may get differently by that.

`replay` makes the fixes that ``copydesk check --output-format json`` offers, pass after pass, so that for each file
there is a chain of texts in which every step is a set of edits that findings named. If the file that ``copydesk fix``
wrote is not the end of that chain, it holds something nobody named.

`unnamed` then takes from the difference between two texts of the chain what the edits of that very step account for:

- a word may go only if an unsafe fix deleted the source it stands in, or any fix did and that is nothing but marks that
  programs print and nobody wrote (`[caption id="a"]`, `【24†source】`); or if it was shown as code and is markup now
  (words between the tags stay); or if it is the text of a link that shows its address, whose address was edited;
- characters that are UTF-8 read as windows-1252, or windows-1252 read as Latin-1, may become what they were;
- a link or picture may go only if the source it stands in was deleted, and may change only from the address written
  where the edit is to the one written there afterwards;
- a field of the front matter may change only if an edit is in its lines.

That a fix has a title, and that its edits cover something, counts for nothing else.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile, zip_longest
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple
from urllib.parse import unquote

from reader_view import UNREADABLE, Block, Difference, Reader, Reference, front_matter, normal, words

PASSES = 40


class Edit(NamedTuple):
    """The characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


class Fix(NamedTuple):
    """One fix of a finding: the code of its rule, whether it needs ``--unsafe-fixes``, its edits in order."""

    code: str
    unsafe: bool
    edits: tuple[Edit, ...]


class Offer(NamedTuple):
    """A finding as the report has it: its rule, where it stands in the text, and its fix, if it has one."""

    code: str
    start: int
    end: int
    fix: Fix | None


class Step(NamedTuple):
    """One pass over one file: the text before, the fixes made, the text after."""

    before: str
    fixes: tuple[Fix, ...]
    after: str


class ReportError(Exception):
    """copydesk did not print a report; the message is what it said instead."""


def read_rightly(step: Step) -> str:
    """Return the text before `step` with those of its edits made that write what was read in the wrong encoding."""
    text = step.before
    edits = [edit for fix in step.fixes for edit in fix.edits if _is_misread(text[edit.start : edit.end], edit.text)]
    for start, end, new in sorted(set(edits), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _is_misread(was: str, now: str) -> bool:
    for _ in range(3):  # it may have been misread more than once
        data = b""
        for character in was:
            try:
                data += character.encode("latin-1" if character < "\xa0" else "cp1252")
            except UnicodeEncodeError:
                return False
        for encoding in ("utf-8", "cp1252"):
            try:
                if data.decode(encoding) == now:
                    return bool(was) and was != now
            except UnicodeDecodeError:
                continue
        was = data.decode("utf-8", "ignore")
    return False


# The report


def run(command: Sequence[str], folder: Path, *arguments: str) -> dict[str, object]:
    """Run copydesk in `folder` and return its JSON report. Raises `ReportError`."""
    line = [*command, *arguments, "--output-format", "json"]
    done = subprocess.run(line, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        said = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
        raise ReportError(f"status {done.returncode}: {' '.join(said)}") from None
    if not isinstance(report, dict):
        raise ReportError("its report is no object")
    return report


def _items(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def by_path(report: Mapping[str, object]) -> dict[str, list[Mapping[str, object]]]:
    """Return the findings of `report` by path."""
    found: dict[str, list[Mapping[str, object]]] = {}
    for finding in _items(report.get("findings")):
        found.setdefault(str(finding["path"]), []).append(finding)
    return found


def offers(text: str, findings: Sequence[Mapping[str, object]]) -> list[Offer]:
    """Return the findings of the file with this `text`."""
    places = _Places(text)
    return [Offer(str(one["code"]), *places.span(one), _fix(one, places)) for one in findings]


class TakenBack(NamedTuple):
    """Fixes that copydesk itself would not write, since the result was not what they promise, in one file.

    `codes` are their rules; `left` are the findings of these rules that a fix run left in the file, whose text is
    `text` then.
    """

    codes: frozenset[str]
    text: str
    left: tuple[Offer, ...]

    def same(self, text: str, offered: Sequence[Offer]) -> set[int]:
        """Return which of the findings in `text`, an earlier state of the file, are those that were left in the end.

        They are told by their own characters and those around them. That a fix is taken for one that was not made
        can only make the judge stricter: what then differs from the file as it is now counts as unnamed.
        """
        found: set[int] = set()
        for one in self.left:
            own = self.text[one.start : one.end]
            alike = [
                (_alike(self.text, one, text, other), -at)
                for at, other in enumerate(offered)
                if at not in found and other.code == one.code and text[other.start : other.end] == own
            ]
            if alike:
                found.add(-max(alike)[1])
        return found


_AROUND = 200


def _alike(text: str, one: Offer, other_text: str, other: Offer) -> int:
    """Return how many characters around two findings are the same."""
    before = zip(
        reversed(text[max(one.start - _AROUND, 0) : one.start]),
        reversed(other_text[max(other.start - _AROUND, 0) : other.start]),
        strict=False,
    )
    after = zip(text[one.end : one.end + _AROUND], other_text[other.end : other.end + _AROUND], strict=False)
    return sum(1 for side in (before, after) for _ in takewhile(_same, side))


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def taken_back(report: Mapping[str, object], folder: Path) -> dict[str, TakenBack]:
    """Return by path the fixes that copydesk itself refused to write, as the `report` of a fix run in `folder` says."""
    codes: dict[str, set[str]] = {}
    summary = report.get("summary")
    errors = summary.get("errors") if isinstance(summary, dict) else None
    for error in errors if isinstance(errors, list) else []:
        found = re.match(r"(.*?): the fix of ([A-Z]+[0-9]+) was taken back", str(error))
        if found:
            codes.setdefault(found[1], set()).add(found[2])
    findings = by_path(report)
    refused = {}
    for path, own in codes.items():
        text = (folder / path).read_bytes().decode("utf-8")
        left = tuple(one for one in offers(text, findings.get(path, [])) if one.code in own and one.fix is None)
        refused[path] = TakenBack(frozenset(own), text, left)
    return refused


class _Places:
    """Offsets by line and column, both from 1; lines end at ``\\n`` only, columns count characters."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def offset(self, line: object, column: object) -> int:
        if not isinstance(line, int) or not isinstance(column, int):
            raise ReportError("a place without numbers")
        return self._starts[line - 1] + column - 1

    def span(self, place: Mapping[str, object]) -> tuple[int, int]:
        return self.offset(place["line"], place["column"]), self.offset(place["end_line"], place["end_column"])


def _fix(finding: Mapping[str, object], places: _Places) -> Fix | None:
    fix = finding["fix"]
    if not isinstance(fix, dict):
        return None
    edits = sorted(Edit(*places.span(edit), str(edit["text"])) for edit in _items(fix["edits"]))
    return Fix(str(finding["code"]), fix["safety"] != "safe", tuple(edits))


# Making the edits


def together(fixes: Sequence[Fix]) -> list[Fix]:
    """Return those of `fixes` that one pass makes: in document order, none overlapping or touching another rule's."""
    chosen: list[Fix] = []
    taken: list[tuple[Edit, str]] = []
    for fix in sorted(fixes, key=lambda fix: fix.edits[0][:2]):
        known = {edit for edit, _ in taken}
        new = [edit for edit in fix.edits if edit not in known]
        if all(_fits(edit, fix.code, taken) for edit in new):
            chosen.append(fix)
            for edit in new:
                taken.insert(bisect_left(taken, (edit, fix.code)), (edit, fix.code))
    return chosen


def _fits(edit: Edit, code: str, taken: Sequence[tuple[Edit, str]]) -> bool:
    for other, owner in taken:
        if other.start < edit.end and edit.start < other.end:
            return False
        if (other.start, other.end) == (edit.start, edit.end):
            return False
        if owner != code and other.start <= edit.end and edit.start <= other.end:
            return False
    return True


def make(text: str, fixes: Sequence[Fix]) -> str:
    """Return `text` with the edits of `fixes`, which do not overlap."""
    parts: list[str] = []
    at = 0
    for edit in sorted({edit for fix in fixes for edit in fix.edits}):
        parts += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*parts, text[at:]))


def replay(
    command: Sequence[str], folder: Path, unsafe: bool, refused: Mapping[str, TakenBack]
) -> dict[str, list[Step]]:
    """Make in `folder` the fixes that copydesk's findings offer until there are none; return the steps by path.

    Those that are `refused` are not made. Raises `ReportError`.
    """
    steps: dict[str, list[Step]] = {}
    for _ in range(PASSES):
        # All files, for some rules compare them: a few alone would hear something else.
        changed = False
        for path, findings in by_path(run(command, folder, "check", "--exit-zero")).items():
            if not any(finding["fix"] for finding in findings):
                continue
            before = (folder / path).read_bytes().decode("utf-8")
            offered = offers(before, findings)
            skipped = refused[path].same(before, offered) if path in refused else set()
            fixes = [one.fix for at, one in enumerate(offered) if one.fix is not None and at not in skipped]
            fixes = [fix for fix in fixes if unsafe or not fix.unsafe]
            chosen = together(fixes)
            after = make(before, chosen)
            if after != before:
                (folder / path).write_bytes(after.encode("utf-8"))
                steps.setdefault(path, []).append(Step(before, tuple(chosen), after))
                changed = True
        if not changed:
            break
    return steps


# What a step may change


class Unnamed(NamedTuple):
    """What differs and no edit accounts for, and the words that unsafe fixes dropped by name."""

    difference: Difference
    dropped: int


def unnamed(reader: Reader, step: Step, difference: Difference) -> Unnamed:
    """Return what of `difference`, between the texts of `step`, its edits do not account for."""
    fields = set(_fields_touched(step))
    if fields and UNREADABLE in difference.fields:
        fields.update(difference.fields)  # what nobody could read had no values; that it can be read now was named
    dropped = _words_deleted(reader, step)
    gone, come = Counter(dropped), Counter[str]()
    pictures, links_come = set(_references_deleted(reader, step)), set[Reference]()
    code: list[tuple[str | None, str | None]] = []
    samples: list[str] = []  # code in what was shown as code
    opens_or_closes = False
    shown: set[tuple[str, ...]] = set()  # code that became markup or went: its words
    for was, now in difference.code:
        markup = _named_code(step, was) if was is not None else None
        if was is None or markup is None:
            code.append((was, now))
            continue
        shown.add(tuple(words(was)))
        opens_or_closes = opens_or_closes or _unbalanced(markup)
        live = reader.body(markup, "html")
        live_words = Counter(word for block in live.blocks for word in block.words)
        gone.update(Counter(words(was)) - live_words)
        come.update(live_words - Counter(words(was)))
        links_come.update((*live.references, *live.bare))
        samples.extend(map(dedent, live.code))
        if now is not None:
            code.append((None, now))
    marks = [source for source in _deleted(step, unsafe_only=False) if _MARKS.fullmatch(source)]
    addresses = list(_addresses(step))
    changes = {(address.old, address.new) for address in addresses}
    for before, after in {one.place: one.shown for one in addresses if one.shown is not None}.values():
        gone.update(words(before))
        come.update(words(after))
    lost, added = difference.lost - gone, difference.added - come
    structure = [block for block in difference.structure if not _was_code(block, shown)]
    if opens_or_closes:
        # The tags that are live now put the text around them into another element, or out of one: a table that was
        # torn in two is whole again, and its text is where it should be.
        lost, added, structure = lost - added, added - lost, []
    return Unnamed(
        Difference(
            tuple(key for key in difference.fields if key not in fields),
            lost,
            added,
            tuple(_references_left(difference, changes, pictures, links_come, marks)),
            tuple(
                (was, now)
                for was, now in code
                if not (was is not None and now is None and _in_deleted(step, was))
                and not (was is None and now is not None and dedent(now) in samples)
            ),
            tuple(structure),
        ),
        (difference.lost & dropped).total(),
    )


def _references_left(
    difference: Difference,
    changes: set[tuple[str, str]],
    gone: set[Reference],
    come: set[Reference],
    marks: Sequence[str],
) -> Iterator[tuple[Reference | None, Reference | None]]:
    """Yield the pairs of references that are neither changed as one of `changes` says, nor among those named.

    A bare address may have run on into one of `marks` that stood behind it.
    """
    pairs = (*difference.references, *difference.bare)
    olds = [old for old, _ in pairs if old is not None]
    news = [new for _, new in pairs if new is not None]
    for old in list(olds):
        for new in news:
            freed = any(html.unescape(unquote(old.target)) == unquote(new.target) + mark for mark in marks)
            if (old.kind, old.alt) == (new.kind, new.alt) and (freed or (old.target, new.target) in changes):
                olds.remove(old)
                news.remove(new)
                break
    olds = [old for old in olds if old not in gone]
    news = [new for new in news if new not in come]
    yield from zip_longest(olds, news)


def _fields_touched(step: Step) -> Iterator[str]:
    """Yield the keys in whose lines an edit is."""
    matter = front_matter(step.before)
    if matter is None:
        return
    lines = list(re.finditer(r"^[ \t{]*[\"']?([^\s\"':=\[\]{},#-][^\"':=\n]*?)[\"']?[ \t]*[:=]", step.before, re.M))
    for fix in step.fixes:
        for edit in fix.edits:
            if matter.start <= edit.start and edit.end <= matter.end:
                above = [found for found in lines if found.start() <= edit.start and found[0][0] not in " \t"]
                above += [found for found in lines if found.start() <= edit.start][-1:]
                yield from (found[1] for found in above[-2:])
                yield edit.text.strip("\"'")  # a key by another name


def _deleted(step: Step, unsafe_only: bool) -> Iterator[str]:
    """Yield the stretches of source that edits deleted."""
    for fix in step.fixes:
        if fix.unsafe or not unsafe_only:
            yield from (step.before[edit.start : edit.end] for edit in fix.edits if edit.end > edit.start)


_MARKS = re.compile(
    r"""(?:\s
      | \\?\[(?=(?:gallery|embed)\b|[^\]]*[=/_])/?[A-Za-z][\w-]*
        (?:\s+[\w-]+\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s\]"']+))*\s*/?\\?\]
      | 【\d+[†:][^】\n]*】 | \[cite(?:_start|_end|:[^\]\n]*)\] | :contentReference\[oaicite:\d+\]\{index=\d+\}
      | oai_citation:\d+[‡,] | [\ue200-\ue20f] | (?:turn\d+[a-z]+\d+|cite)(?=[\ue200-\ue20f])
    )+""",
    re.X,
)
"""What programs print and nobody wrote: halves of WordPress shortcodes, citation marks of assistants."""


def _words_deleted(reader: Reader, step: Step) -> Counter[str]:
    """Return the visible words in what fixes deleted, read as Markdown or as HTML, whichever shows more.

    Of safe fixes only what is nothing but marks of programs counts.
    """
    found: Counter[str] = Counter()
    sources = [*_deleted(step, unsafe_only=True)]
    sources += [source for source in _deleted(step, unsafe_only=False) if _MARKS.fullmatch(source)]
    for source in sources:
        if not front_matter_holds(step.before, source):
            as_post, as_html = (
                Counter(word for block in view.blocks for word in block.words)
                for view in (reader.body(source), reader.body(source if "<" in source else "", "html"))
            )
            found.update(as_post | as_html)
    return found


def front_matter_holds(text: str, source: str) -> bool:
    """Tell whether `source` stands in the front matter of `text` and not in its body."""
    matter = front_matter(text)
    return matter is not None and source in text[: matter.end] and source not in text[matter.end :]


def _references_deleted(reader: Reader, step: Step) -> Iterator[Reference]:
    for source in _deleted(step, unsafe_only=False):
        if "<" in source or "[" in source:
            definitions = "\n\n".join(re.findall(r"^ {0,3}\[[^\]\n]+\]:.*$", step.before, re.M))
            for view in (reader.body(f"{source}\n\n{definitions}"), reader.body(source, "html")):
                yield from (*view.references, *view.bare)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _named_code(step: Step, sample: str) -> str | None:
    """Return what is live of a code sample that is one no more, if that is what a fix did; else None.

    Either a fix took indentation away in its lines (then all of it is markup now), or a fix deleted it or a part.
    """
    flat = _flat(sample)
    for fix in step.fixes:
        first = step.before.rfind("\n", 0, fix.edits[0].start) + 1
        last = step.before.find("\n", fix.edits[-1].end)
        lines = step.before[first : last if last >= 0 else len(step.before)]
        if all(not step.before[edit.start : edit.end].strip() and not edit.text for edit in fix.edits):
            if flat in _flat(lines):
                return sample
        elif flat and flat in _flat(lines) and _STYLE.fullmatch(sample.strip()):
            return ""
    return None


_TAG = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>", re.S)
_NEVER_OPEN = frozenset(("br", "hr", "img", "input", "col", "source", "track", "wbr", "embed", "p", "li", "o"))


def _unbalanced(markup: str) -> bool:
    """Tell whether `markup` closes an element that it does not open, or opens one that it does not close."""
    opened: list[str] = []
    for found in _TAG.finditer(markup):
        name = (found[2] or "").lower()
        if not name or name in _NEVER_OPEN:
            continue
        if not found[1]:
            opened.append(name)
        elif name in opened:
            while opened.pop() != name:
                pass
        else:
            return True
    return bool(opened)


_STYLE = re.compile(r"<style\b.*</style\s*>", re.S | re.I)


def _in_deleted(step: Step, sample: str) -> bool:
    """Tell whether an unsafe fix deleted the code sample with what it stands in."""
    return any(_flat(sample) in _flat(source) for source in _deleted(step, unsafe_only=True))


def _was_code(block: Block, shown: set[tuple[str, ...]]) -> bool:
    return "pre" in block.path and block.words in shown


_STOP = frozenset(" \t\r\n\"'<>`")
_LONGEST = 20_000


class Address(NamedTuple):
    """An address that may be written around an edit, before and after, as browsers send it.

    Where it is what readers see, too, `shown` is what is written at `place`, before and after; else it is None.
    """

    old: str
    new: str
    place: tuple[int, int] = (0, 0)
    shown: tuple[str, str] | None = None


def _addresses(step: Step) -> Iterator[Address]:
    text = step.before
    edits = sorted({edit for fix in step.fixes for edit in fix.edits})
    for edit in edits:
        first, last = edit.start, edit.end
        while first > 0 and text[first - 1] not in _STOP and text[first - 1] != "[" and text[first - 2 : first] != "](":
            first -= 1
        while last < len(text) and text[last] not in _STOP and last - first < _LONGEST:
            last += 1
        for end in {last, *(at for at in range(edit.end, last) if text[at] in ")]")}:
            before, after = _part(step.before, edits, first, end)
            shown = None
            if text[first - 1 : first] in ("[", "<", ">") and text.startswith(("](", ">", "</a"), end):
                shown = html.unescape(before), html.unescape(after)
            for read in (html.unescape, _unescaped):
                yield Address(normal(read(before)), normal(read(after)), (first, end), shown)
        yield from _in_tag(text, edits, edit)


def _part(text: str, edits: Sequence[Edit], first: int, last: int) -> tuple[str, str]:
    """Return the part of `text` from `first` to `last`, before the `edits` in it and after."""
    inside = [Edit(a - first, b - first, new) for a, b, new in edits if first <= a and b <= last]
    return text[first:last], make(text[first:last], [Fix("", False, tuple(inside))])


def _in_tag(text: str, edits: Sequence[Edit], edit: Edit) -> Iterator[Address]:
    """Yield the addresses of the tag that `edit` is in."""
    first = text.rfind("<", max(edit.start - _LONGEST, 0), edit.start)
    last = text.find(">", edit.end, edit.end + _LONGEST)
    if first >= 0 and last >= 0:
        reader = Reader("html")
        views = [reader.body(part) for part in _part(text, edits, first, last + 1)]
        olds, news = ((*view.references, *view.bare) for view in views)
        if len(olds) == len(news):
            yield from (Address(old.target, new.target) for old, new in zip(olds, news, strict=True))


def _unescaped(text: str) -> str:
    return html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text))

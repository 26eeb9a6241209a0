"""What is true of every post, whatever is in it; `test_properties` and `fuzz` try it on the grammar."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from string import ascii_lowercase, ascii_uppercase

from markdown_it import MarkdownIt
from tests.grammar import Post

from copydesk import engine, testing
from copydesk.document import Document
from copydesk.edits import Change, Edit, choose
from copydesk.html import Html
from copydesk.losses import undeclared
from copydesk.rendered import Rendered
from copydesk.rule import Finding, Rule
from copydesk.text import Span


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule there is, those that are off by default included."""
    return tuple(rule() for rule in testing.everything())


# Places

BEGINS = {
    "TRK001": r"<!--|\{/\*",
    "TRK002": r"[A-Za-z@:_]",
    "HTM002": "<",
    "STY001": r"(?i)style",
    "STY002": r"(?i)<style|<link",
    "LNT001": r"<!--|#|\{|[A-Z]",
}
"""How the text begins that findings of a rule point at."""


_SMALL = str.maketrans(ascii_uppercase, ascii_lowercase)  # HTML knows no others


def places(post: Post) -> None:
    """Spans lie in the text, in order, and point at what they name; edits lie in the text, too."""
    doc = post.document()
    text = doc.text
    for tag in doc.html.tags:
        assert tag.span.of(text).startswith("</" if tag.closing else "<")
        assert tag.span.of(text).endswith(">")
        assert tag.name_span.of(text).lower() == tag.name.lower()
        for attribute in tag.attributes:
            assert attribute.name_span.of(text).translate(_SMALL) == attribute.name
            assert tag.span.contains(attribute.span)
            assert attribute.value_span is None or attribute.value_span.of(text) == attribute.raw
    for comment in doc.html.comments:
        assert comment.text_span.of(text) == comment.text
        assert comment.span.contains(comment.text_span)
    if doc.front_matter is not None:
        for entry in doc.front_matter.entries:
            assert entry.span.contains(entry.key_span)
            if re.fullmatch(r"\w+", entry.key):
                assert entry.key in entry.key_span.of(text)
    for one in (*doc.images, *doc.links):
        assert 0 <= one.target_span.start <= one.target_span.end <= len(text)
        if re.fullmatch(r"[\w/:.]+", one.target) and not one.opaque and "&" not in one.target_span.of(text):
            assert one.target in re.sub(r"[\\\t\r\n]", "", one.target_span.of(text))
    checked = engine.check(doc, rules())
    assert not checked.incidents, checked.incidents
    last = 0
    for finding in checked.findings:
        assert last <= finding.span.start <= finding.span.end <= len(text), finding
        last = finding.span.start
        begins = BEGINS.get(finding.code)
        assert begins is None or re.match(begins, finding.span.of(text)), (finding, finding.span.of(text))
        for edit in finding.fix.edits if finding.fix is not None else ():
            assert 0 <= edit.span.start <= edit.span.end <= len(text), finding
            assert not doc.is_opaque(edit.span), finding


# Fixing

Step = tuple[str, str, list[Change]]
"""The text before and after some fixes, and what these declare."""

TRIED = [0]
REFUSED: Counter[str] = Counter()
STRICT: set[bool] = set()
"""Not empty where a fix that the proof takes back counts as a defect."""


def thoroughly(doc: Document, chosen: Sequence[Rule]) -> engine.Checked:
    """Return what a check finds, doubtful fixes judged as `fix` judges them."""
    return engine.check_all([doc], chosen, thorough=True)[0]


def fixing(post: Post, unsafe: bool, some: Sequence[Rule] | None = None) -> None:
    """Fixing settles, is what its findings said and no more, leaves nothing to fix, and is done once and for all.

    Where the proof took a fix back the file is as good as before, and all but the last of this is still true. Which
    fixes those were is counted in `REFUSED`: each is a rule that knew a place too little.
    """
    chosen = rules() if some is None else some
    doc = post.document()
    fixed = engine.fix(doc, chosen, unsafe=unsafe)
    assert all(incident.kind == "promise" for incident in fixed.incidents), fixed.incidents
    TRIED[0] += 1
    if fixed.incidents:
        assert not STRICT, fixed.incidents
        REFUSED.update(incident.message for incident in fixed.incidents)
        again = engine.fix(post.document(fixed.text), chosen, unsafe=unsafe)
        assert again.text == fixed.text
        assert newlines(fixed.text) <= newlines(doc.text)
        return
    after = post.document(fixed.text)
    checked = thoroughly(after, chosen)
    assert not [one for one in checked.findings if one.fix is not None and (unsafe or one.fix.safety == "safe")]
    assert [_plain(one) for one in checked.findings] == [_plain(one) for one in fixed.left]
    if fixed.text != doc.text:
        again = engine.fix(after, chosen, unsafe=unsafe)
        assert again.text == fixed.text
        assert not again.mended
    assert newlines(fixed.text) <= newlines(doc.text)
    # Some fixes only hurt together, and of those that do the engine chooses some.
    problem: str | None = "is not what the findings say"
    for at_once in (None, 1):
        steps = replay(post, chosen, unsafe, at_once) if problem is not None else []
        if problem is not None and fixed.text == (steps[-1][1] if steps else doc.text):
            problem = judged(post, steps, unsafe)
    if problem is not None:
        declared = [change for one in fixed.mended if one.fix is not None for change in one.fix.declares]
        problem = judged(post, [(doc.text, fixed.text, declared)], unsafe)
    assert problem is None, problem


def judged(post: Post, steps: Sequence[Step], unsafe: bool) -> str | None:
    """Return what a second renderer shows differently after `steps` that they do not declare.

    Of a carriage return alone the two renderers think differently: such posts have one judge.
    """
    if _RETURN.search(post.text):
        return None
    for before, following, changes in steps:
        for change in changes:
            assert unsafe or change.kind != "text" or change.after or is_residue(change.before), change
        pages = second_view(post, before), second_view(post, following)
        if any(map(swallows, pages)):  # a quote without an end takes up what follows, and that is not the same here
            continue
        if _TAG_BELOW.search(before):
            continue
        problem = undeclared(*pages, [_in_words(post, before, change) for change in changes])
        if problem is not None:
            return problem
    return None


_RETURN = re.compile(r"\r(?!\n)")

_RESIDUE = re.compile(
    r"[\ue200-\ue20f\ufeff]|oai_?cit|【[^】]*】|turn\d+\w+?\d|span_\d|^.\]$|^！|^\+\d+$|\[\^?/?\w"  # of programs
    r"|adsbygoogle|dataLayer|_gaq|_hmt"  # of scripts
    r"|Copy(?:\b|Edit)|复制|複製|コピー|복사|Копировать|Copiar|Copier|kopieren"  # of chats
    r"|with caution|IGNORE_WHEN"
    r"|^[\"'](?:\s+[\w-]+=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'\[\]]+))*\s*/?\\?\]$"  # of a shortcode, behind its caption
)


_UNSEEN = "\u200b\u2060\ufffc" + "".join(map(chr, (*range(1, 32), 127)))


def is_residue(text: str) -> bool:
    """Tell whether a text that readers see is none that an author wrote; a safe fix may remove no other."""
    return not text.strip(_UNSEEN).strip() or _RESIDUE.search(text) is not None


def _plain(finding: Finding) -> tuple[object, ...]:
    return finding.code, finding.span, finding.message


def newlines(text: str) -> set[str]:
    """Return the kinds of newlines in `text`."""
    return set(re.findall(r"\r\n|\r|\n", text))


def replay(post: Post, chosen: Sequence[Rule], unsafe: bool, at_once: int | None = None) -> list[Step]:
    """Return the text before and after each pass of the fixes that findings offer, and what these declare.

    Of what is offered the first `at_once` are made in a pass; None: as many as go together.
    """
    steps: list[Step] = []
    text = post.text
    for _ in range(50 if at_once is None else 500):
        findings = thoroughly(post.document(text), chosen).findings
        wanted = [(one.code, one.fix) for one in findings if one.fix and (unsafe or one.fix.safety == "safe")]
        if not wanted:
            return steps
        fixes = [fix for _, fix in choose(wanted)][:at_once]
        following = written(text, {edit for fix in fixes for edit in fix.edits})
        steps.append((text, following, [change for fix in fixes for change in fix.declares]))
        text = following
    raise AssertionError("no end of fixes")


def written(text: str, edits: set[Edit]) -> str:
    """Return `text` after `edits`, from its last character to its first, so that nothing moves that is yet to come."""
    for span, new in sorted(edits, reverse=True):
        text = text[: span.start] + new + text[span.end :]
    return text


def swallows(page: Rendered) -> bool:
    """Tell whether an attribute of the page goes on through other tags."""
    html = Html(page.page, page.page)
    return html.unfinished is not None or any("<" in (one.raw or "") for tag in html.tags for one in tag.attributes)


_SECOND = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
_SECOND_MDX = MarkdownIt("commonmark", {"html": True, "maxNesting": 200}).enable(["table", "strikethrough"])
_SECOND_MDX.disable("code")
for _one in (_SECOND, _SECOND_MDX):
    _one.validateLink = lambda _: True  # type: ignore[method-assign]  # it would take away what scripts do
    _one.normalizeLink = lambda url: url  # type: ignore[method-assign]  # as it is written


_NOTE = re.compile(r"^( {0,3})\[\^([^\[\]\s]+)\]:[ \t]*", re.M)


_CONTINUED = re.compile(r"^([ >]*(?:\||\[[^\]\n]+\]:)[^\n]*\n[ >]*?)(?: {4,}|\t)(?=\S)", re.M)


_TAG_BELOW = re.compile(r"^[ >]*\[[^\]\n]+\]:[^\n]*\n[ >]*(?: {4}|\t)\s*<", re.M)
"""A tag that belongs to the paragraph for one, and is code or begins a block for the other."""


def second_view(post: Post, text: str) -> Rendered:
    """Return the page by another renderer, which shares nothing with the one that the proof uses."""
    doc: Document = post.document(text)
    body = _with_words(doc)
    if doc.kind == "html":
        return Rendered(body, True)
    body = _NOTE.sub(r"\1+   note \2 ", body)  # it knows no footnotes, and a list item goes on as far as these do
    body = _CONTINUED.sub(r"\1   ", body)  # it takes for code what others take for a row, or for the paragraph
    return Rendered((_SECOND_MDX if doc.kind == "mdx" else _SECOND).render(body), False)


def _with_words(doc: Document) -> str:
    """Return the body with words for templates, the same for the same one."""
    parts = []
    at = doc.body_start
    for span in doc.templates:
        if span.start >= at:
            parts += (doc.text[at : span.start], _word(span.of(doc.text)))
            at = span.end
    return "".join((*parts, doc.text[at:]))


def _word(template: str) -> str:
    return re.sub(r"[^\n\r]+", f"template{zlib.crc32(template.encode())}", template)


def _in_words(post: Post, text: str, change: Change) -> Change:
    """Return a change of code with the words that `_with_words` has for the templates of `text`."""
    if change.kind == "code":
        doc = post.document(text)
        for template in sorted({span.of(text) for span in doc.templates}, key=len, reverse=True):
            change = change._replace(before=change.before.replace(template, _word(template)))
    return change


# Suppressions


def suppressed(post: Post, residue: str, unsafe: bool) -> None:
    """What an author asked to leave alone is never touched, and never reported."""
    if "copydesk:" in residue or post.path.endswith(".html"):
        return
    names = ", ".join(rule.code for rule in rules() if rule.code != "LNT001")
    text = post.text.replace("copydesk:", "copydesk")
    first = Document(post.path, text, post.document().site)
    at = first.body_start
    silent = f"<!-- copydesk: ignore-file[{names}] the author likes it so -->\n\n"
    text = text[:at] + silent + residue + text[at:]
    doc = post.document(text)
    if "ignore-file" not in "".join(comment.text for comment in doc.html.comments):
        return
    checked = engine.check(doc, rules())
    assert not [one for one in checked.findings if one.code not in ("LNT001", "LNT002", "LNT003")], checked.findings
    some = [rule for rule in rules() if rule.code != "LNT001"]
    assert engine.fix(doc, some, unsafe=unsafe).text == text


PROPERTIES: tuple[Callable[..., None], ...] = (places, fixing, suppressed)

__all__ = ["PROPERTIES", "Span", "fixing", "places", "rules", "suppressed"]

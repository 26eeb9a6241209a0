"""SIT008: head images that stand in many posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from copydesk import Document, Finding, NamedTuple, Reference, Severity, SiteRule, bad, good, option
from copydesk_rules.addresses import in_small_letters
from copydesk_rules.messages import quoted

_POST = "---\ntitle: A\ndate: 2024-05-06 07:08:09\n---\n\nThe sea.\n\n![](https://walks.org/qr.png)\n"
_OTHERS = {f"source/_posts/{name}.md": _POST for name in "abc"}


class Fact(NamedTuple):
    """The head images of a post, and the pictures in its body."""

    heads: tuple[str, ...]
    body: tuple[str, ...]


class RepeatedHeadImage(SiteRule[Fact, dict[str, int]]):
    """The head image of a post should be its own.

    ## Why

    Scrapers take the first picture of a page for its head image. Where that is a QR code, a banner or a button, every
    list of posts and every card in a network shows it, and nothing of what the post is about.

    ## What it reports

    Pictures of image fields in the front matter that also stand in the text of at least `posts` posts.

    ## What it leaves alone

    A cover that many posts share in their fields and none shows in its text: the site has chosen it.
    """

    code = "SIT008"
    name = "repeated-head-image"
    severity = Severity.WARNING
    default = False

    posts: int = option(3, "In the text of so many posts a picture must stand.")

    examples = (
        bad(_POST.replace("date:", "headimg: https://walks.org/qr.png\ndate:"), posts=_OTHERS),
        bad(
            _POST.replace("date:", "headimg: /qr.png\nthumbnail: /qr.png\ndate:").replace("https://walks.org", ""),
            findings=2,
            posts={path: text.replace("https://walks.org", "") for path, text in _OTHERS.items()},
            files=("source/qr.png",),
        ),
        good(_POST.replace("date:", "headimg: https://walks.org/sea.png\ndate:"), posts=_OTHERS),
        good(_POST.replace("date:", "headimg: https://walks.org/qr.png\ndate:"), options={"posts": 5}, posts=_OTHERS),
        good(
            "---\ntitle: A\ncover: https://walks.org/qr.png\n---\n\nText.\n",
            posts=dict.fromkeys(_OTHERS, "---\ntitle: A\ncover: https://walks.org/qr.png\n---\n\nText.\n"),
            note="a cover that the site has chosen for all",
        ),
    )

    def facts(self, doc: Document) -> Fact | None:
        """Return the pictures of `doc`; None where it has none."""
        heads: dict[str, None] = {}
        body: dict[str, None] = {}
        for image in doc.images:
            if image.target and not image.opaque and image.target[:5].lower() != "data:":
                (heads if image.origin == "field" else body)[_plain(image)] = None
        return Fact(tuple(heads), tuple(body)) if heads or body else None

    def compare(self, facts: Mapping[str, Fact]) -> Mapping[str, dict[str, int]]:
        """Return for each post those of its head images that stand in many, with the number of these."""
        shown = Counter(target for fact in facts.values() for target in fact.body)
        found = {
            path: {head: shown[head] for head in fact.heads if shown[head] >= self.posts}
            for path, fact in facts.items()
        }
        return {path: heads for path, heads in found.items() if heads}

    def judge(self, doc: Document, known: dict[str, int]) -> Iterator[Finding]:
        """Yield a finding for each head image that is not the post's own."""
        for image in doc.images:
            number = known.get(_plain(image)) if image.origin == "field" else None
            if number is not None:
                yield self.finding(
                    image.target_span,
                    f"the head image {quoted(image.target)} stands in the text of {number} posts: "
                    "it says nothing about this one",
                    help="choose a picture of this post, or leave the field out",
                )


def _plain(image: Reference) -> str:
    """Return the address without its scheme, query and fragment."""
    target = image.target.partition("?")[0].partition("#")[0]
    return in_small_letters(target).removeprefix("https:").removeprefix("http:")

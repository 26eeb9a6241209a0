"""FM024: fields that an importer left behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import lru_cache

from copydesk import Change, Document, Finding, Fix, Rule, Safety, Severity, bad, good, option

DATA = os.path.join(os.path.dirname(__file__), "importer_fields.toml")
"""What each importer leaves behind."""


class ImporterField(Rule):
    """A post should not carry the fields of the system that it was imported from.

    ## Why

    Importers write down what they know: the post's number in WordPress, its address on Blogger, the thread of its
    comments. Years later nobody reads these lines, everybody scrolls past them, and some tell more about the old
    system than they should.

    The rule is opt-in, because a site may use such a field to redirect old addresses or to find old comments. Name
    those in `keep`. What is looked for stands in `importer_fields.toml`, with its sources.

    ## What the fix does

    It takes the line away; unsafe, because only the site knows that nobody reads it.
    """

    code = "FM024"
    name = "importer-field"
    severity = Severity.INFO
    default = False

    fields: tuple[str, ...] = option((), "More fields that nobody reads; `*` stands for any characters.")
    keep: tuple[str, ...] = option((), "Fields that are still in use.")

    examples = (
        bad(
            "---\ntitle: Low tide\nwordpress_id: 42\ndate: 2009-05-06\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\ndate: 2009-05-06\n---\n\nText.\n",
            unsafe=True,
        ),
        bad(
            "---\ntitle: Low tide\nblogger_orig_url: https://a.example/2009/05/tide.html\ndsq_thread_id:\n  - '42'\n"
            "_wpas_done_all: 1\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\n---\n\nText.\n",
            findings=3,
            unsafe=True,
        ),
        bad("---\ntitle: Low tide\nold_id: 42\n---\n\nText.\n", options={"fields": ("old_*",)}, unsafe=True,
            fixed="---\ntitle: Low tide\n---\n\nText.\n"),
        bad(
            "---\ntitle: Low tide\nwordpress_id: 42\nwordpress_id: 43\n---\n\nText.\n",
            fixed="---\ntitle: Low tide\n---\n\nText.\n",
            unsafe=True,
            note="of the two the last one counts, and then the other one",
        ),
        good("---\ntitle: Low tide\nwordpress: a guide\nid: 42\n---\n\nText.\n"),
        good("---\ntitle: Low tide\ndsq_thread_id: 42\n---\n\nText.\n", options={"keep": ("dsq_thread_id",)}),
    )  # fmt: skip

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each field that an importer wrote."""
        matter = doc.front_matter
        if matter is None:
            return
        known, patterns = _known()
        for entry in matter.counting:
            key = entry.key
            if key in self.keep:
                continue
            what = known.get(key) or next((what for start, what in patterns if key.startswith(start)), "")
            if not what and any(_fits(pattern, key) for pattern in self.fields):
                what = "on this site's list"
            if what:
                from copydesk import remove_field

                edits = remove_field(doc.text, matter, entry)
                fix = Fix(f"remove `{key}`", edits, Safety.UNSAFE, (Change("field", key),)) if edits else None
                yield self.finding(entry.key_span, f"`{key}` is {what}, and nobody reads it here", fix)


def _fits(pattern: str, key: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(key, pattern)


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what each field is, by name, and by the beginning of its name."""
    import tomllib

    with open(DATA, "rb") as file:
        importers = tomllib.load(file)["importer"]
    pairs = [(key, importer["what"]) for importer in importers for key in importer["keys"]]
    return (
        {key: what for key, what in pairs if not key.endswith("*")},
        [(key[:-1], what) for key, what in pairs if key.endswith("*")],
    )

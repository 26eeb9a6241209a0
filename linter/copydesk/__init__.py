"""copydesk: a linter and autofixer for posts with front matter, written in Markdown, MDX or HTML.

These are the names that rules are written with. Each is imported when it is first asked for, so that ``--help`` does
not pay for the parsers, nor a clean check for what only a finding needs.
"""

from __future__ import annotations

from copydesk.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from copydesk.across import SiteRule
    from copydesk.days import date, datetime, timedelta
    from copydesk.deferred import part_of, stand_in
    from copydesk.document import Document, Reference
    from copydesk.edits import Change, Edit, Fix, Safety
    from copydesk.fields import Collection, Field
    from copydesk.fields.kinds import Type, described, is_empty, is_template
    from copydesk.front_matter import Entry, FrontMatter, FrontMatterError, Node
    from copydesk.front_matter.editing import (
        add_item,
        insert_field,
        mended_keys,
        remove_field,
        remove_item,
        rename_key,
        replace_value,
        set_field,
    )
    from copydesk.front_matter.values import UnwritableError, Value, written
    from copydesk.html import (
        Attribute,
        Comment,
        Element,
        Html,
        Tag,
        is_html,
    )
    from copydesk.html.changes import add_attribute, remove_attribute, set_attribute_value, unwrap
    from copydesk.html.names import PLAIN_ATTRIBUTES
    from copydesk.html.references import decode, encode
    from copydesk.images.orphans import orphans, posts
    from copydesk.markdown import Link
    from copydesk.pages import why_no_post
    from copydesk.pictures import Picture, look
    from copydesk.readdress import WRITABLE, changes_of, is_one_of_several, readdressed, text_start
    from copydesk.remote import RemoteRule, Verdict
    from copydesk.rule import Example, Finding, Incident, Misconfigured, Rule, Severity, bad, good, option
    from copydesk.site import Declared, Generator, References, Resolution, Site
    from copydesk.suppress import Suppressions
    from copydesk.text import Span, did_you_mean, has_pair, nearest, regex
    from copydesk.typed import NamedTuple

__version__ = "0.1.0"

__all__ = [
    "PLAIN_ATTRIBUTES",
    "TYPE_CHECKING",
    "WRITABLE",
    "Attribute",
    "Change",
    "Collection",
    "Comment",
    "Declared",
    "Document",
    "Edit",
    "Element",
    "Entry",
    "Example",
    "Field",
    "Finding",
    "Fix",
    "FrontMatter",
    "FrontMatterError",
    "Generator",
    "Html",
    "Incident",
    "Link",
    "Misconfigured",
    "NamedTuple",
    "Node",
    "Picture",
    "Reference",
    "References",
    "RemoteRule",
    "Resolution",
    "Rule",
    "Safety",
    "Severity",
    "Site",
    "SiteRule",
    "Span",
    "Suppressions",
    "Tag",
    "Type",
    "UnwritableError",
    "Value",
    "Verdict",
    "__version__",
    "add_attribute",
    "add_item",
    "bad",
    "changes_of",
    "date",
    "datetime",
    "decode",
    "described",
    "did_you_mean",
    "encode",
    "good",
    "has_pair",
    "insert_field",
    "is_empty",
    "is_html",
    "is_one_of_several",
    "is_template",
    "look",
    "mended_keys",
    "nearest",
    "option",
    "orphans",
    "part_of",
    "posts",
    "readdressed",
    "regex",
    "remove_attribute",
    "remove_field",
    "remove_item",
    "rename_key",
    "replace_value",
    "set_attribute_value",
    "set_field",
    "stand_in",
    "text_start",
    "timedelta",
    "unwrap",
    "why_no_post",
    "written",
]

_HOMES = {
    "across": "SiteRule",
    "deferred": "part_of stand_in",
    "days": "date datetime timedelta",
    "document": "Document Reference",
    "edits": "Change Edit Fix Safety",
    "fields": "Collection Field",
    "fields.kinds": "Type described is_empty is_template",
    "front_matter": "Entry FrontMatter FrontMatterError Node",
    "front_matter.editing": (
        "add_item insert_field mended_keys remove_field remove_item rename_key replace_value set_field"
    ),
    "front_matter.values": "UnwritableError Value written",
    "html": "Attribute Comment Element Html Tag is_html",
    "html.changes": "add_attribute remove_attribute set_attribute_value unwrap",
    "html.names": "PLAIN_ATTRIBUTES",
    "html.references": "decode encode",
    "images.orphans": "orphans posts",
    "pages": "why_no_post",
    "pictures": "Picture look",
    "readdress": "WRITABLE changes_of is_one_of_several readdressed text_start",
    "remote": "RemoteRule Verdict",
    "markdown": "Link",
    "rule": "Example Finding Incident Misconfigured Rule Severity bad good option",
    "site": "Declared Generator References Resolution Site",
    "suppress": "Suppressions",
    "text": "Span did_you_mean has_pair nearest regex",
    "typed": "NamedTuple",
}
"""The modules in which the names are made."""

if not TYPE_CHECKING:  # which would take any name for one that may be here

    def __getattr__(name: str) -> object:
        """Import the module of `name` and keep all its names here (PEP 562)."""
        for module, names in _HOMES.items():
            if name in names.split():
                home = __import__(f"{__name__}.{module}", fromlist=names.split())
                globals().update((each, getattr(home, each)) for each in names.split())
                return globals()[name]
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

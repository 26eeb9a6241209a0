"""The catalogue of vendors: its files, what it refuses, what it answers, and the rules that read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests import stopwatch
from tests.conftest import real_posts

import copydesk_rules
from copydesk import Document, Finding, Rule, Span, engine
from copydesk.edits import apply
from copydesk.site import Site
from copydesk_rules import address_book, addresses, catalogue, entries, pack, queries, vendor_files, vendor_pages
from copydesk_rules.catalogue import Catalogue
from copydesk_rules.signs import LINES, PICTURE, marked, signs
from copydesk_rules.signs_of_elements import PROMOTING
from copydesk_rules.vendor_files import CatalogueError

FILES = [Path(path) for path in vendor_files.files()]
EXAMPLES = list(vendor_files.examples())


RULES: dict[str, type[Rule]] = {rule.code: rule for rule in copydesk_rules.rules()}


def post(text: str, vendors: tuple[Path, ...] = ()) -> Document:
    return Document("source/_posts/post.md", text, Site("/site", "hexo", vendor_files=vendors, files=()))


def findings(code: str, text: str, vendors: tuple[Path, ...] = ()) -> list[Finding]:
    checked = engine.check(post(text, vendors), [RULES[code]()])
    assert not checked.incidents, checked.incidents
    return checked.findings


def fixed(code: str, text: str) -> str:
    done = engine.fix(post(text), [RULES[code]()])
    assert not done.incidents, done.incidents
    return done.text


def whole() -> Catalogue:
    return catalogue.catalogue()


# Files


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_vendor_names_its_sources_and_has_examples(path: Path) -> None:
    vendor = vendor_files.load(path)
    assert vendor.name == path.stem
    assert vendor.source
    kinds = {"bad" if one.example.findings else "good" for one in EXAMPLES if one.vendor == vendor.name}
    assert kinds == {"bad", "good"}, "show what is residue, and what only looks like it"
    codes = {one.rule for one in EXAMPLES if one.vendor == vendor.name and one.example.findings}
    for entry in vendor.entries:
        assert vendor_pages.reader(entry) in {"", *codes}, f"{entry.section} without a bad example"
    for entry in vendor.entries:
        assert not entry.why.endswith(".")
        first = entry.why.split()[0]
        assert first == first.lower() or entry.section in ("blocks", "keep"), entry.why


def test_the_packed_files_are_current() -> None:
    current = {path.name: path.read_text("utf-8") for path in Path(pack.FOLDER).glob("*.py")}
    assert current == pack.texts(), "run `python -m copydesk_rules.pack`"


def test_no_section_is_held_back_that_knows_a_word() -> None:
    known = catalogue.catalogue()
    for section in ("attributes", "classes", "comments", "elements", "shortcodes", "styles", "targets", "parameters"):
        for entry in known.section(section):
            for pieces in (*entry.names, *entry.text, *entry.ids, *entry.classes):
                assert not catalogue.Hints(True).rule_out(section, ("7".join(pieces),)), (section, pieces)
    for section in ("dead", "expiring", "keep", "pixels", "proxies", "standins", "wrappers"):
        for entry in known.section(section):
            for host in entry.hosts or ("any.example",):
                keys = address_book.host_keys("www." + host.replace("*", "com"))
                assert not catalogue.Hints(True).rule_out(section, keys), (section, host)
    assert catalogue.Hints(True).rule_out("comments", ("the author's own",))
    assert not catalogue.Hints(False).rule_out("comments", ("the author's own",))


@pytest.mark.parametrize("section", vendor_files.SECTIONS)
def test_what_is_packed_is_what_the_files_say(section: str) -> None:
    keys = catalogue.Entry.__slots__
    vendors = [vendor_files.load(path) for path in FILES]
    one = [[getattr(entry, key) for key in keys] for vendor in vendors for entry in vendor.section(section)]
    assert one == [[getattr(entry, key) for key in keys] for entry in catalogue.Shipped().section(section)]


def test_a_file_without_examples_or_sources_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('name = "a"\ntitle = "A"\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"a\.toml\.source: is missing"):
        vendor_files.load(path)
    path.write_text('name = "a"\ntitle = "A"\nsource = "s"\n', "utf-8")
    assert not list(vendor_files.examples([path]))
    assert len(FILES) >= 50


def test_what_promotes_contains_what_the_rule_looks_for_first() -> None:
    for entry in whole().section("blocks"):
        lines = (*entry.markdown, *(() if entry.classes else entry.text))
        for patterns, hints in ((entry.classes, PROMOTING), (lines, LINES), (entry.pictures, (PICTURE,))):
            for pieces in patterns:
                assert any(hint in piece for piece in pieces for hint in hints), pieces


def test_a_known_mark_is_never_passed_over() -> None:
    for entry in whole().section("texts"):
        for pieces in entry.text:
            around = {"button": "Né für `b`.\n\nbash\n{}\n", "paragraph": "A.\n\n{}\n"}.get(
                entry.where, "`b`\n{}(){{}})"
            )
            assert marked([post(around.format("1".join(pieces)))]), pieces
    assert not marked([post("[Herons](/may) nest | [^1] `cite`\n\n| *A* |\n\n[^1]: A note.\n")])


@pytest.mark.parametrize("section", [*pack.HOSTS, "expiring", "fragments"])
def test_a_known_address_is_never_passed_over(section: str) -> None:
    sign = {"parameters": "tracking parameter", "expiring": "signed address", "fragments": "tracking parameter"}
    for entry in whole().section(section):
        paths = ["1".join(pieces) for pieces in entry.paths] or ["/a"]
        names = ["1".join(pieces) for pieces in entry.names] or ["a"]
        if section == "fragments":
            paths = [f"/a#{'1'.join(pieces)}".replace("<", "").replace(">", "") for pieces in entry.text]
        for host in entry.hosts or ("", "any.example"):
            site = f"https://Www.{host.replace('*', 'com')}" if host else ""
            for path in paths:
                for name in names if section == "parameters" else ["=1&".join(names)]:
                    mark = "&" if "?" in path else "?"
                    address = f"{site}{path}{mark}{name}=1"
                    assert signs([post(f"![a](<{address}>)\n")])[sign.get(section) or pack.HOSTS[section]], address
    plain = signs([post("[a](https://any.example/a?b=c#d) ![a](https://any.example/a.png) ![a](/a.png)\n")])
    assert not any(plain.values())


def test_a_picture_that_stands_for_a_sign_is_never_passed_over() -> None:
    for entry in whole().section("elements"):
        for pieces in entry.sources:
            address = "https:" + "1".join(pieces).removeprefix("1")
            assert findings("HTM004", f'<img src="{address}" alt="x">\n'), pieces


def test_the_preset_strict_reports_comments_that_are_no_instructions() -> None:
    from copydesk import registry

    rules = registry.discover()
    assert "HTM011" in registry.select(rules, ["strict"])
    assert "HTM011" not in registry.select(rules, ["recommended"])


def test_a_dead_target_is_never_passed_over() -> None:
    for entry in whole().section("targets"):
        for pieces in entry.text:
            target = "1".join(pieces).replace("http1", "https").replace("\\", "&#92;").replace(" ", "%20")
            assert findings("HTM009", f"[a](<{target}>)\n") or " " in pieces[1], pieces


def test_a_dead_host_is_never_passed_over() -> None:
    for entry in whole().section("dead"):
        for host in entry.hosts:
            path = "a".join(entry.paths[0]) if entry.paths else "/a.png"
            for written in (f"http://{host}{path}", f"//img7.{host}{path}", f"HTTPS://{host.upper()}{path}?a=1"):
                assert len(findings("IMG026", f"![a]({written})\n")) == 1, written


def test_pictures_on_one_dead_host_are_one_finding_and_counted() -> None:
    text = "".join(f"![](http://i.minus.com/{name}.png)\n\n" for name in "abc") + "![](http://i44.tinypic.com/a.jpg)\n"
    many, one = findings("IMG026", text)
    assert many.message.endswith("readers see no picture (nor the other 2 on `i.minus.com`)")
    assert one.message.endswith("readers see no picture")


def test_a_site_names_the_hosts_that_it_lost(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(
        'name = "mine"\ntitle = "Ours"\nsource = "we switched it off"\n\n'
        '[[dead]]\nhosts = ["img.walks.example"]\nwhy = "was on our old server"\n',
        "utf-8",
    )
    text = "![The tide](https://img.walks.example/tide.png)\n"
    assert not findings("IMG026", text)
    (found,) = findings("IMG026", text, (path,))
    assert "`https://img.walks.example/tide.png` was on our old server" in found.message


def test_a_known_shortcode_is_never_passed_over() -> None:
    for entry in whole().section("shortcodes"):
        for pieces in entry.names:
            assert findings("TXT002", f'[{"x".join(pieces)} id="1"]\n'), pieces


def test_a_known_parameter_is_never_passed_over() -> None:
    known = whole().addresses
    for entry in whole().section("parameters"):
        for pieces in entry.names:
            name = "x".join(pieces)
            for written in (f"?{name}=1", f"/p?a=1&{name}=1#b", f"#{name.upper()}=1", f"?a=1&amp;{name}=1", f"?{name}"):
                assert known.may_have_parameters(written, (entry.hosts or ("",))[0].replace("*", "com")), written
    assert not known.may_have_parameters(
        "https://walks.org/utm_source?page=2&item=utm_source#fbclid/gclid", "walks.org"
    )


def test_a_picture_of_a_block_is_known_in_front_matter_however_it_is_written() -> None:
    picture = "https://n.sinaimg.cn/finance/cece9e13/20200514/343233024.png"
    for written in (f"cover: {picture}\n", f'cover: "{picture}"\n', f"pictures: [/a.png, '{picture}']\n"):
        assert len(findings("MOD001", f"---\ntitle: A\n{written}---\n\nText.\n")) == 1, written
    escaped = picture.replace("/", "\\/")
    text = f'{{\n"cover": "{escaped}"\n}}\n\nThe QR code was at {picture}.\n'
    assert len(findings("MOD001", text)) == 1
    assert not findings("MOD001", f"---\ntitle: A\n---\n\nThe QR code was at {picture}.\n")


def test_the_readme_describes_the_format(tmp_path: Path) -> None:
    readme = Path(vendor_files.VENDORS, "README.md").read_text("utf-8")
    for section in vendor_files.SECTIONS:
        assert f"| `{section}` |" in readme
    path = tmp_path / "tribune.toml"
    path.write_text(
        next(part for part in readme.split("```toml\n") if part.startswith("name")).split("\n```")[0], "utf-8"
    )
    assert vendor_files.load(path).entries[0].kind == "template"
    assert [one.example.fixed for one in vendor_files.examples([path])] == ["<p>Done.</p>\n"]


def test_the_readme_lists_every_vendor() -> None:
    readme = Path(vendor_files.VENDORS, "README.md").read_text("utf-8")
    table = readme.partition("## What there is")[2].partition("\n## ")[0]
    listed = [name for row in table.splitlines()[4:] if row for name in row.split("|")[2].replace(" ", "").split(",")]
    assert sorted(listed) == sorted(path.stem for path in FILES)


WRONG = {
    'title = "A"\nsource = "s"\n': "a.toml.name: is missing",
    'name = "a"\ntitle = "A"\nsource = []\n': "a.toml.source: must be text or a list of texts, none of them empty",
    'name = "a"\ntitle = "A"\nsource = "s"\n[[coments]]\n': "a.toml.coments: is not known: did you mean `comments`?",
    'name = "a"\ntitle = "A"\nsource = "s"\n[comments]\ntext = "x"\n': (
        "a.toml.comments: must be tables: write [[comments]] above each"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[comments]]\nkind = "bad"\ntext = "abc"\nwhy = "is"\n': (
        "a.toml.comments[1].kind: must be one of tracking, template, editor, not 'bad'"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[comments]]\nkind = "editor"\ntext = "a*"\nwhy = "is"\n': (
        "a.toml.comments[1].text: 'a*' matches nearly everything"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[comments]]\nkind = "editor"\ntext = 3\nwhy = "is"\n': (
        "a.toml.comments[1].text: must be text or a list of texts, none of them empty"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[pixels]]\nhosts = "a*.b"\nwhy = "is"\n': (
        "a.toml.pixels[1].hosts: 'a*.b': an asterisk stands alone or after the last dot"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[pixels]]\nhosts = "*"\nwhy = "is"\n': (
        "a.toml.pixels[1].paths: is missing: any host is too many"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[parameters]]\nnames = "q"\nwhy = "is"\n': (
        "a.toml.parameters[1].names: 'q' means something elsewhere: give hosts or values"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[elements]]\naction = "unwrap"\nelements = "b"\nwhy = "is"\n': (
        "a.toml.elements[1]: needs ids, classes or sources: an element's name alone is anybody's"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[blocks]]\nwhat = "w"\nwhy = "is"\n': (
        "a.toml.blocks[1]: needs classes, text or markdown"
    ),
    'name = "a"\ntitle = "A"\nsource = "s"\n[[texts]]\naction = "report"\nwhere = "button"\nwhy = "x"\ntext = "Co*"': (
        "a.toml.texts[1].text: 'Co*': a button has no asterisk"
    ),
    "name = \n": "a.toml: is not TOML: Invalid value (at line 1, column 8)",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=range(len(WRONG)))
def test_errors_name_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        vendor_files.load(path)
    assert str(caught.value) == message


def test_errors_in_examples_name_the_example(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('name = "a"\ntitle = "A"\nsource = "s"\n\n[[examples]]\nrule = "TRK001"\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"a\.toml\.examples\[1\]: an example is either bad or good"):
        list(vendor_files.examples([path]))
    with pytest.raises(CatalogueError, match=r"b\.toml: cannot be read"):
        vendor_files.load(tmp_path / "b.toml")


def test_two_files_cannot_describe_one_vendor(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('name = "sina"\ntitle = "Sina"\nsource = "me"\n', "utf-8")
    with pytest.raises(CatalogueError, match=r"mine\.toml\.name: there is a vendor 'sina' already"):
        catalogue.catalogue((path,))


OWN = """\
name = "tribune"
title = "The Tribune"
source = "our own exports"

[[comments]]
kind = "template"
text = ["box:*"]
why = "marks a box of the Tribune's page"

[[attributes]]
kind = "tracking"
names = ["title"]
elements = ["a"]
values = ["trib-*"]
why = "reports clicks to the Tribune"

[[pixels]]
hosts = ["tribune.news"]
paths = ["/count/*.png"]
why = "tells the Tribune who reads the post"

[[parameters]]
hosts = ["tribune.news"]
names = ["t"]
why = "tells the Tribune who shared the article"

[[blocks]]
what = "the Tribune's offer"
why = "the Tribune puts it under every article"
markdown = ["Subscribe to the Tribune *"]

[[examples]]
rule = "TRK001"
bad = "<!-- box:1 -->"

# data behind the examples are read as well
[[styles]]
names = ["trib-box"]
why = "dresses a box of the Tribune's page"
"""


def test_a_site_adds_its_own_vendor(tmp_path: Path) -> None:
    path = tmp_path / "tribune.toml"
    path.write_text(OWN, "utf-8", newline="\r\n")
    files = (path,)
    text = (
        "<!-- box:left -->\n\n[A](https://www.tribune.news/a?t=1) ![](https://tribune.news/count/7.png)\n\n"
        '<a href="/a" title="trib-3">A</a> <b title="trib-3">B</b>\n\nSubscribe to the Tribune today!\n'
    )
    for code in ("TRK001", "TRK002", "TRK003", "TRK004", "MOD001"):
        assert not findings(code, text), code
        assert len(findings(code, text, vendors=files)) == 1, code
    assert catalogue.catalogue(files).style("trib-box") is not None
    assert [one.rule for one in vendor_files.examples(files)] == ["TRK001"]


OWN_ELEMENTS = """\
name = "tribune"
title = "The Tribune"
source = "our own exports"

[[elements]]
elements = ["trib-box"]
action = "drop-empty"
why = "is left of a box"

[[elements]]
elements = ["kbd", "figure", "td"]
classes = ["trib-box"]
action = "drop-empty"
why = "is left of a box"
"""


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ('One <trib-box data-box="7"></trib-box>two.\n', "One two.\n"),
        ('One <kbd class="trib-box"></kbd>two <kbd></kbd>.\n', "One two <kbd></kbd>.\n"),
        ('One.\n\n<figure class="trib-box">\n</figure>\n\nTwo.\n', "One.\n\nTwo.\n"),
        ('<table><tr><td class="trib-box"></td><td>1</td></tr></table>\n', ""),
    ],
)
def test_a_site_s_own_vendor_may_leave_any_element_empty(tmp_path: Path, text: str, fixed: str) -> None:
    path = tmp_path / "tribune.toml"
    path.write_text(OWN_ELEMENTS, "utf-8")
    (finding,) = findings("HTM002", text, vendors=(path,))
    assert finding.message.endswith("is left of a box")
    assert (apply(text, finding.fix.edits) if finding.fix is not None else "") == fixed
    assert not findings("HTM002", text)


def test_an_empty_id_leads_nowhere() -> None:
    assert not findings("HTM002", 'One <span id="" class="a"></span>two: #3.\n')


OWN_ADDRESSES = """\
name = "tribune"
title = "The Tribune"
source = "our own exports"

[[standins]]
hosts = ["pictures.tribune.news"]
why = "is whatever picture the Tribune had at hand"

[[elements]]
action = "alt"
elements = ["img"]
sources = ["https://tribune.news/smilies/*"]
why = "stands for a sign"

[[proxies]]
hosts = ["cache.tribune.news"]
paths = ["/fetch/*"]
part = "path"
why = "is a copy that the Tribune keeps for a day"

[[wrappers]]
hosts = ["go.tribune.news"]
paths = ["/to/*"]
part = "path"
why = "counts clicks for the Tribune"
"""


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("IMG009", "![The tide](https://pictures.tribune.news/tide.png)\n"),
        ("HTM004", '<img src="https://tribune.news/smilies/7.png" alt=":-)">\n'),
        ("IMG008", "![The tide](https://cache.tribune.news/fetch/https%3A%2F%2Fwalks.example%2Ftide.png)\n"),
        ("TRK005", "[The tide](https://go.tribune.news/to/https%3A%2F%2Fwalks.example%2Ftide)\n"),
    ],
)
def test_addresses_of_a_site_s_own_vendor_may_look_like_any_other(tmp_path: Path, code: str, text: str) -> None:
    path = tmp_path / "tribune.toml"
    path.write_text(OWN_ADDRESSES, "utf-8")
    assert not findings(code, text)
    assert len(findings(code, text, (path,))) == 1


# Patterns and look-ups


def test_patterns_match_whole_texts() -> None:
    def match(written: str, text: str) -> bool:
        return entries.matches(entries.pattern(written), text)

    assert match("total", "total")
    assert not match("total", "total x")
    assert match("wp:*", "wp:")
    assert not match("wp:*", "see wp:x")
    assert match("a*b*c", "a-b-b-c")
    assert not match("a*b*c", "ac")
    assert not match("ab*bc", "abc")
    assert match("*x*", "x")
    assert match(r"a\*b", "a*b")
    assert not match(r"a\*b", "axb")


def test_hosts_match_at_a_dot() -> None:
    assert entries.on_host(("sina.cn",), "news.sina.cn")
    assert not entries.on_host(("sina.cn",), "mysina.cn")
    assert entries.on_host(("amazon.*",), "www.amazon.co.uk")
    assert not entries.on_host(("amazon.*",), "amazonas.org")
    assert not entries.on_host(("amazon.*",), "my-amazon.com")
    assert entries.on_host(("*",), "")


def test_what_other_rules_ask() -> None:
    known = whole()
    assert known.element("drop-empty", "span", "quote_sz000001", ()) is not None
    assert known.element("drop-empty", "span", "stock_sz000001", ()) is None
    assert known.element("unwrap", "span", "stock_sz000001", ()) is not None
    assert known.element("drop-empty", "div", "", ("wide", "separator")) is not None
    assert known.element("drop-empty", "div", "root", ("clearfix",)) is None
    assert known.style("appendQr_normal_txt") is not None
    assert known.style("article") is None
    assert known.addresses.wrappers("link.zhihu.com")
    assert known.addresses.wrappers("www.google.co.uk")
    assert not known.addresses.wrappers("my-google.com")


@pytest.mark.parametrize(
    ("address", "names", "left"),
    [
        ("https://a.b/c?x=1", "x", "https://a.b/c"),
        ("https://a.b/c?x=1&a=2", "x", "https://a.b/c?a=2"),
        ("/c?a=1&x=2", "x", "/c?a=1"),
        ("/c?a=1&x=2&x=3&amp;y=4&b=5", "xy", "/c?a=1&b=5"),
        ("?x=1&y=2&a=3&x=4#f", "xy", "?a=3#f"),
        ("?a=&#38;x=1&#45;2&b", "x", "?a=&b"),
        ("?a=1&#x26;x=1", "x", "?a=1"),
        ("#x=1&a=2", "x", "#a=2"),
        ("?x=1#x=1&x=2", "x", ""),
        ("#a.b?x=1", "x", "#a.b?x=1"),
        ("#x&x=1", "x", "#x&x=1"),
        ("?a=1&x=2&#top", "x", "?a=1&#top"),
        ("?x=1&", "x", ""),
        ("?a=b?x=1", "x", "?a=b?x=1"),
        ("?&&x=1&&a", "x", "?&&&a"),
    ],
)
def test_parameters_go_and_the_rest_stays(address: str, names: str, left: str) -> None:
    rest, at = [], 0
    for query in queries.queries(address):
        gone = {one for one in query.parameters if one.name and one.name in names}
        if gone:
            for start, end in query.without(gone):
                assert at <= start < end
                rest.append(address[at:start])
                at = end
    assert "".join(rest) + address[at:] == left


def test_addresses_are_cut_up() -> None:
    assert addresses.split("https://me:pw@A.Example:80/p/q?x#y") == ("a.example", "/p/q", "x")
    assert addresses.split("//h/p") == ("h", "/p", "")
    assert addresses.split("p/q?x") == ("", "p/q", "x")
    assert addresses.split("mailto:a@b?utm_source=x") is None
    assert addresses.split("data:text/html,a?utm_source=x") is None


# Rules, beyond their examples


def test_the_span_of_an_address_is_what_goes() -> None:
    text = "[A](https://walks.org/?a=1&utm_source=x&utm_medium=y&b=2)\n"
    (finding,) = findings("TRK004", text)
    assert finding.span.of(text) == "&utm_source=x&utm_medium=y"
    assert finding.message == (
        "tracking parameters `utm_source`, `utm_medium` in a link: "
        "each counts the reader for a campaign of the linked site"
    )
    (finding,) = findings("TRK004", "![A](/a.png?fbclid=x)\n")
    assert finding.message == (
        "tracking parameter `fbclid` in the address of a picture numbers one click of one reader for an advertising"
        " network"
    )


def test_html_references_in_an_address_are_left_as_they_are() -> None:
    text = '<a href="https://walks.org/?a=&quot;1&#45;2&quot;&amp;utm_source=x&amp;b=&eacute;">A</a>\n'
    assert fixed("TRK004", text) == text.replace("&amp;utm_source=x", "")


def test_the_text_of_a_link_changes_only_where_it_is_the_address() -> None:
    text = '<a href="https://walks.org/?fbclid=1"> https://walks.org/?fbclid=1 </a>\n'
    assert fixed("TRK004", text) == '<a href="https://walks.org/"> https://walks.org/ </a>\n'
    text = "[see https://walks.org/?fbclid=1](https://walks.org/?fbclid=1)\n"
    assert fixed("TRK004", text) == "[see https://walks.org/?fbclid=1](https://walks.org/)\n"


def test_a_picture_in_a_link_is_two_addresses() -> None:
    text = "[![A](/a.png?fbclid=1)](https://walks.org/?utm_id=2)\n"
    assert len(findings("TRK004", text)) == 2
    assert fixed("TRK004", text) == "[![A](/a.png)](https://walks.org/)\n"


def test_a_pixel_that_holds_a_line_together_is_left_alone() -> None:
    for rest in ("# not a heading", "- not a list", "1. not a list", "> not a quote", "<div>not a block"):
        text = f"![](https://medium.com/_/stat?event=post.x){rest}\n"
        (finding,) = findings("TRK003", text)
        assert finding.fix is None, rest
    text = "![](https://medium.com/_/stat?event=post.x)     words\n"
    assert fixed("TRK003", text) == "words\n"


def test_a_pixel_never_leaves_a_line_break() -> None:
    pixel = "![](https://medium.com/_/stat?event=post.x)"
    assert fixed("TRK003", f"One  {pixel}\ntwo.\n") == "One\ntwo.\n"
    assert fixed("TRK003", f"One {pixel} two.\n") == "One two.\n"
    assert fixed("TRK003", f"- One\n  {pixel}\n  two.\n") == "- One\n  two.\n"


def test_a_definition_that_links_use_stays() -> None:
    text = "![][p] and [a link][p]\n\n[p]: https://medium.com/_/stat?event=post.x\n"
    assert all(finding.fix is None for finding in findings("TRK003", text))


def test_mentions_are_no_residue() -> None:
    text = (
        "Alexander Graf, Wikipedia: endzone, pkix-ocsp, mso-dumper, spm, mdnice and Technorati, `utm_source`.\n\n"
        "| parameter | meaning |\n| --- | --- |\n| utm_source | where from |\n| fbclid | a click |\n\n"
        "```html\n<!-- wp:paragraph -->\n<a ping='/x' href='https://walks.org/?fbclid=1'>A</a>\n```\n\n"
        "    <div class='appendQr_wrap'>\n"
    )
    for code in ("TRK001", "TRK002", "TRK003", "TRK004", "MOD001"):
        assert not findings(code, text), code


def test_a_block_inside_a_block_is_one_finding() -> None:
    text = '<div class="appendQr_wrap"><div class="appendQr_wrap">App</div></div>\n'
    (finding,) = findings("MOD001", text)
    assert finding.span == Span(0, len(text) - 1)
    assert finding.fix is not None
    assert [change.before for change in finding.fix.declares] == ["App"]


def test_the_picture_of_a_block_is_found_in_every_field() -> None:
    text = (
        "---\ntitle: Rates\nheadimg: https://news.site/qr.png\nimages:\n  - /a.png\n  - https://news.site/qr.png\n---\n\n"
        '<div class="appendQr_wrap"><img src="https://news.site/qr.png"></div>\n'
    )
    found = findings("MOD001", text)
    assert [finding.span.of(text) for finding in found[:2]] == ["https://news.site/qr.png"] * 2
    assert "`headimg` is the picture of a promotional block" in found[0].message
    assert found[1].fix is None


def test_what_readers_see_as_code_waits_until_it_is_markup_again() -> None:
    text = (
        "<div>\n<p>A</p>\n\n    <!-- 总声明-->\n    <p data-sudaclick='x'>B <img src='https://pixel.wp.com/b.gif?a'>\n"
        "    <a href='https://walks.org/?fbclid=1'>C</a></p>\n\n</div>\n"
    )
    for code in ("TRK001", "TRK002", "TRK003", "TRK004"):
        (finding,) = findings(code, text)
        assert finding.fix is None, code
        assert "HTM001" in finding.help
    done = engine.fix(post(text), [rule() for rule in RULES.values()])
    assert not done.incidents
    for word in ("总声明", "suda", "pixel", "fbclid", "    "):
        assert word not in done.text


@pytest.mark.parametrize(
    "unit",
    [
        '<p><span>a</span> <b>b&nbsp;</b><b>c</b><o:p>&nbsp;</o:p> <span class="SpellE">d</span></br></p><p><br></p>',
        '<div class="elementor-row"><div class="cnblogs_code_toolbar"><a href="/a"><img src="/a.png"></a></div></div>',
        '[a](sandbox:/mnt/a) [cite: 1]【2†s】 [caption id="a"]x[/caption] &amp;nbsp;b ]（http://a ',
        '<noscript><img src="/a.png"></noscript><a id="a" name="more"></a>',
        "\ufeffrain\n",
        "`a` Copy code [ \\frac{a}{b} ] Use code with caution. $$ ",
        "`a`\n\nbash\nCopy code\n\n[ \\frac{a}{b} ]\n\n$$\n\ncontent_copy\n",
    ],
)
def test_a_page_of_one_line_takes_time_in_proportion(unit: str) -> None:
    rules = [RULES[code]() for code in RULES if code.startswith(("HTM", "TXT"))]

    def look(size: int) -> None:
        doc = post(unit * (size // len(unit)))
        for rule in rules:
            list(rule.check(doc))

    stopwatch.keeps_pace(partial(look, 60_000), partial(look, 120_000), 3, 0.1)


def test_everything_is_linear() -> None:
    def look(text: str) -> None:
        for code in ("TRK001", "TRK002", "TRK003", "TRK004", "MOD001"):
            findings(code, text)

    for unit in (
        "<!-- wp:x {} -->\n",
        "<!-- [if gte mso 9]><xml> -->\n",
        "[a](https://walks.org/?utm_source=x&a=1)\n",
        '<p data-sudaclick="x" class="appendQr_x">x</p>\n',
        '<div class="appendQr_wrap"><a href="/a?fbclid=1"><img src="/a.png"></a></div>\n',
        "![](https://medium.com/_/stat?event=post.x)\n\n",
    ):
        stopwatch.keeps_pace(partial(look, unit * 1000), partial(look, unit * 2000), 3, 0.05)
    one = "[a](https://walks.org/?" + "&".join(f"utm_{at}=x" for at in range(20_000)) + ")\n"
    stopwatch.takes(lambda: look(one), 5)


# Real posts


def test_the_scraped_post(archive: Callable[[str], Path]) -> None:
    (text,) = (text for path, text in real_posts(archive("rsshub-page")) if "两区" in path)
    comments = findings("TRK001", text)
    assert len(comments) == text.count("<!--")
    assert len(comments) == 11
    (attribute,) = findings("TRK002", text)
    assert attribute.span.of(text) == 'data-sudaclick="content_marketkeywords_p"'
    assert not findings("TRK003", text)
    assert not findings("TRK004", text)
    promotion = findings("MOD001", text)
    picture = "'https://n.sinaimg.cn/finance/cece9e13/20200514/343233024.png'"
    assert [finding.span.of(text) for finding in promotion[:2]] == [picture, picture]
    assert promotion[2].span.of(text).startswith('<div class="clearfix appendQr_wrap">')
    assert promotion[2].span.of(text).endswith("</div>")

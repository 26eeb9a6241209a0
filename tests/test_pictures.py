"""What is in a picture file is told by its bytes: the type, the size, whether all of it is there."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path

import pytest
from tests.stopwatch import keeps_pace, takes

from copydesk import Document, cli, engine, pictures, registry
from copydesk.pictures import SUFFIXES, Picture, fits, look, look_at
from copydesk.rule import Rule
from copydesk.site import PICTURES, Site
from copydesk_rules.img004_damaged_image import DamagedImage
from copydesk_rules.img005_mislabelled_image import MislabelledImage
from copydesk_rules.img007_expiring_address import ExpiringAddress

_SAMPLES = {
    "png": "iBL{Q4GJ0x0000DNk~Le00003000022m$~A01_7QO#lD@6-h)vRCt_YJRzsSz`(%3z`(=+0{|1)0TNj3s(%0g002ovPDHLkV1f",
    "jpeg": (
        "|JeWF01!$>Nk#wx0RR9200961|JwjV00;&K2L=TQ2L}fU2?z=d6b%du3k(?&6Au&}8Xq1V8XO!TBrYc)A}k{u94I#_EHE)NG&CP4IXyT"
        "sJT5adGXL8ELjeg12@DGi7!3^=G9erxGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBPqUGBW?b01*fP0ss"
        "R80U`hb5di}c0sq7R9{>OW1pxs80RaI300000000010s{mE1_uZU3Jd?l0JRVR0s#X90t5pE1q1{D00Dgg0s{a95d{(<F+m0sQDFxnaT"
        "GFvk)a49Lb1UWQqk}vGh%Xr2?`b$7#SKRCMPH<Dl|1VH#j*uLqtVJM@UIZQ&d$}S6EqEV`OD!XJ~0^b98lfcX)YvgM@{Khlq)al9QB`m"
        "Y0~BnxdnmrKYE-sj9NGw6(UkxVgH*!^FkL$H>Xb($mz{*4NnC+Tr5k<mKk)=;`Y5^7Hid_V@Vt`v1fL9{~UZ0RaI40RaI40RR9100001"
        "0s{mE1_uZU3Jd?l0JRYS0s#U91Oo&I1q1{D0Rndb0RjUN1O*{61`<J02Vrp&A~Jyp6he`qvB3!=Gg9ysVsg<679=#`CGi&+85$-"
        "hC@Cs6Ha9pqIzvQ7Mn_0VN>fx-"
        "R##YAT4Q8oW@l(=YIAgTc6WGrdV+(5g@%WSiHeewl$Dm3n3<ZQqok##r>Lo_va__cwzs&sy28W6#m2|T$;#5x)YaD4*xB0R<K*S$=jiF"
        "`^7Hid_V@Vt`v2Mh3<CiG0ucid06zfaXrhYpkJ8Wo*#"
    ),
    "gif": "M@dFFH(>(+0sw&k0LUIF000000000004x9i000930ssIA1^@vF92gJ)I{",
    "webp": "Qb|TeIsgCwS4BclR!}$~E&u=kkO2Ul0V)Fk0ssL(CMBQ(bh-com;nCqO|RnGM?#qo{_&sxai9NjpZtgb000",
    "webp-lossless": "Qb|Te9smFUS4BclR!}%h5dZ)HF9JXS00&TyA{V9qfr#jT000",
    "avif": (
        "0000WW^{RQVRmU|00000VRmU|ZE0pPZE0a<O+hh20002%ZDn*}000000000XXk=`10000000000aA{+7000000000000000000004sdC"
        "7Z2$lO000310016oY;R)#0000)000310RR910RR926951JDF6TfC~0YKW&i*H00031000_kZf0cy000000RRADb}%tRZ)|UJ00000YH4"
        "tCZ~y=ROKEUpZvX%Q6lrsCWdHyG000000{{R30ssI25O8UDX#fBK00RgJ2mk;83}JRLLxBJc000006Ju{|a&BX6cmM$a4FCp!0000NX>"
        "e^}0000000001009I60)qqq001#<WMOm?015~g1S>=YG#U^x8x+TfhGhZ>Af8YF002l@*<98!&aDeAuW1kX"
    ),
    "bmp": "LQPHp00000001@s001Ze0009300062000317ytkO000;O006`e006`e0000000000001Z+$S5AjC?3cF001Z+$S5AjC?3cF000",
    "ico": (
        "000310RRI600000AOKDP000&M004<lPDc$28VUda01Zh<L{b0%00RI300IaC0000I7V%90000$9L_t(|oMSv8r@_F$z`(%3!~g>T6W9R"
        "~SnR5Q00000NkvXXu0mjf"
    ),
}
"""A picture of three by two pixels in each format, written by Pillow."""

SAMPLES = {name: base64.b85decode(text) for name, text in _SAMPLES.items()} | {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"><path d="M0 0h3v2z"/></svg>\n'
}


def test_a_picture_s_name_is_known_wherever_its_type_is() -> None:
    assert {suffix for known in SUFFIXES.values() for suffix in known} == PICTURES


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_picture_is_known_with_its_size(tmp_path: Path, name: str) -> None:
    data = SAMPLES[name]
    wanted = Picture(name.partition("-")[0], 3, 2, size=len(data))  # type: ignore[arg-type]
    assert look(data) == wanted
    (tmp_path / "picture").write_bytes(data)
    assert look_at(str(tmp_path / "picture")) == wanted


@pytest.mark.parametrize("name", SAMPLES)
def test_every_cut_is_found(name: str) -> None:
    whole = SAMPLES[name].rstrip(b"\n")
    unseen = [end for end in range(len(whole)) if not look(whole[:end]).problem]
    assert not unseen


@pytest.mark.parametrize("name", ["png", "jpeg", "gif"])
def test_what_programs_write_behind_the_end_is_no_defect(name: str) -> None:
    assert not look(SAMPLES[name] + b"\0" * 300 + b"a film, perhaps").problem


def large(name: str) -> bytes:
    """Return a picture of more bytes than are read at first, most of which lie before its last ones."""
    data = SAMPLES[name]
    if name == "png":
        text = b"\0\1\x86\xa0tEXt" + b"x" * 100_004
        return data[:33] + text + data[33:]
    if name == "jpeg":
        return data[:2] + b"".join(b"\xff\xe2\xff\xfd" + b"i" * 65_531 for _ in range(5)) + data[2:]
    return data[:-8] + b"<!-- " + b"-" * 100_000 + b" -->" + data[-8:]


@pytest.mark.parametrize("name", ["png", "jpeg", "svg"])
def test_of_a_large_file_the_beginning_and_the_end_are_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "large"
    path.write_bytes(large(name))
    seen = look_at(str(path))
    assert (seen.kind, seen.width, seen.height, seen.problem) == (name, 3, 2, "")
    path.write_bytes(large(name)[:-20])
    assert look_at(str(path)).problem == "truncated"


@pytest.mark.parametrize("name", SAMPLES)
def test_of_the_beginning_alone_its_end_is_not_judged(name: str) -> None:
    data = SAMPLES[name]
    seen = look(data[: max(len(data) * 2 // 3, 40)], len(data))
    assert (seen.kind, seen.problem, seen.size) == (name.partition("-")[0], "", len(data))


def test_a_photograph_is_as_wide_as_browsers_show_it() -> None:
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
    data = SAMPLES["jpeg"]
    turned = data[:2] + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + data[2:]
    assert look(turned)[:4] == ("jpeg", 2, 3, "")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (
            '<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE svg [ <!ENTITY a "b>"> ]>\n<svg viewBox="0 0 40 50"></svg>',
            (40, 50),
        ),
        ('<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0,0,4.6,5"><s:g></s:g></s:svg ><!-- end -->', (5, 5)),
        ('<svg width="100%" height="2em"/>', (0, 0)),
        ('<svg\n  width=\'30px\'\n  height="20.4" data-x="a>b"><svg></svg></svg>', (30, 20)),
    ],
)
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_svg_in_its_many_spellings(text: str, size: tuple[int, int], coding: str) -> None:
    assert look(text.encode(coding))[:4] == ("svg", *size, "")


def test_compressed_svg() -> None:
    assert look(gzip.compress(SAMPLES["svg"]))[:4] == ("svgz", 3, 2, "")


@pytest.mark.parametrize(
    ("data", "problem", "what"),
    [
        (b"", "empty", "is empty"),
        (b"\0" * 5000, "alien", "holds nothing but zeros"),
        (b"\n<!DOCTYPE html><html><svg></svg></html>", "alien", "is an HTML page"),
        (b"<!-- saved --><HTML>", "alien", "is an HTML page"),
        (b'<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', "alien", "is XML, but no SVG"),
        (b'{"error": "not found"}', "alien", "is JSON"),
        ("../images/日落.png".encode(), "alien", "is text"),
        (b"%PDF-1.7\n", "alien", "is a PDF document"),
        (b"\0\0\0\x20ftypisom\0\0\2\0isomiso2", "alien", "is a film"),
        (b"\x93\1\2\3", "alien", "is none of the pictures that browsers know"),
        (
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n",
            "pointer",
            "is a pointer of Git LFS, not the picture",
        ),
        (b"\xef\xbf\xbdPNG\r\n\x1a\n", "damaged", "was saved by a program that took it for text"),
        (b"\x89PNG\n\x1a\n\0\0", "damaged", "had its line ends changed by a program that took it for text"),
    ],
)
def test_what_is_no_picture_is_named(data: bytes, problem: str, what: str) -> None:
    seen = look(data)
    assert (seen.problem, seen.what) == (problem, what)


def test_types_and_suffixes() -> None:
    assert fits("jpeg", "photos/A.JPG")
    assert fits("png", "photos.png/download")
    assert not fits("png", "a.jpg")
    assert not fits("svg", "a.png")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="regular file"):
        look_at(str(tmp_path))


HOSTILE = {
    "unfinished tags": lambda n: b"<svg " * n,
    "unfinished ends": lambda n: b"<svg>" + b"</svg" * n,
    "declarations": lambda n: b"<?" * n,
    "segments": lambda n: b"\xff\xd8" + b"\xff\xe0\0\2" * n,
    "gif blocks": lambda n: b"GIF89a" + b"\0" * 7 + b"\x21\xf9\0" * n,
    "chunks": lambda n: SAMPLES["png"][:8] + b"\0\0\0\0IDAT\0\0\0\0" * n,
    "boxes": lambda n: SAMPLES["avif"][:32] + b"\0\0\0\x08free" * n,
    "sizes": lambda n: SAMPLES["avif"][:32] + b"\0\x7f\0\0meta" + b"ispe" * n,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_take_no_time(name: str) -> None:
    data = HOSTILE[name](300_000)
    takes(lambda: look(data), 1.5)


def test_bytes_and_a_file_of_them_are_judged_alike(tmp_path: Path) -> None:
    for number, data in enumerate((*SAMPLES.values(), b"words " * 200 + b"\x01", b"<p>" + b" " * 2000 + b"<html>")):
        (tmp_path / str(number)).write_bytes(data)
        assert look(data) == look_at(str(tmp_path / str(number)))


# What rules make of it


def codes(site: Site, text: str, *rules: Rule) -> list[tuple[str, str]]:
    """Return the codes of what `rules` find in a post, each with the text it stands at."""
    doc = Document("source/_posts/post.md", text, site)
    checked = engine.check(doc, rules)
    assert not checked.incidents, checked.incidents
    return [(finding.code, finding.span.of(text)) for finding in checked.findings]


@pytest.mark.parametrize("name", ["png", "jpeg", "gif", "webp", "avif", "svg"])
def test_cut_and_mislabelled_files_are_found_where_they_are_named(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "source" / "images"
    folder.mkdir(parents=True)
    other = "gif" if name == "png" else "png"
    (folder / f"whole.{name}").write_bytes(SAMPLES[name])
    (folder / f"cut.{name}").write_bytes(SAMPLES[name][:-9])
    (folder / f"empty.{name}").write_bytes(b"")
    (folder / f"other.{name}").write_bytes(SAMPLES[other])
    text = (
        f"---\ntitle: A\ncover: /images/other.{name}\n---\n\n![a](/images/whole.{name}) ![b](/images/cut.{name})\n\n"
        f'<img src="/images/empty.{name}" alt="c"> <img src="/images/cut.{name}?v=2" alt="d">\n'
    )
    assert codes(Site(tmp_path, "hexo"), text, DamagedImage(), MislabelledImage()) == [
        ("IMG005", f"/images/other.{name}"),
        ("IMG004", f"/images/cut.{name}"),
        ("IMG004", f"/images/empty.{name}"),
        ("IMG004", f"/images/cut.{name}?v=2"),
    ]


def test_each_file_is_opened_once_however_often_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.png").write_bytes(SAMPLES["png"])
    opened: list[str] = []
    monkeypatch.setattr(pictures, "opened", lambda path, real=pictures.opened: opened.append(path) or real(path))
    site = Site(tmp_path, "hexo")
    for _ in range(3):
        assert codes(site, "![a](/a.png) ![b](/a.png?v=1)\n" * 20, DamagedImage(), MislabelledImage()) == []
    assert len(opened) == 1


@pytest.mark.parametrize(
    ("query", "today", "found"),
    [
        ("e=1780000000&token=A:b", "2026-05-27", True),
        ("e=1780000000&token=A:b", "2020-05-27", False),  # 28 May 2026 is six years ahead
        ("e=1780000000&token=A:b", "2036-05-27", True),
        ("e=soon&token=A:b", "2026-05-27", False),
        ("X-Amz-Date=20260501T000000Z&X-Amz-Expires=604800&X-Amz-Signature=0b", "2026-05-27", True),
        ("X-Amz-Date=yesterday&X-Amz-Expires=604800&X-Amz-Signature=0b", "2026-05-27", False),
        ("X-Amz-Date=20260501T000000Z&X-Amz-Expires=9999999999999&X-Amz-Signature=0b", "2026-05-27", False),
        ("se=2026-05-28&sv=2021&sig=0b", "2026-05-27", True),
        ("se=2099-05-28&sv=2021&sig=0b", "2026-05-27", False),
        ("q-sign-time=1779000000;1780000000&q-signature=0b", "2026-05-27", True),
    ],
)
def test_when_an_address_ends(query: str, today: str, found: bool) -> None:
    text = f"![a](https://files.example/a.png?{query})\n"
    assert bool(codes(Site("/site", "hexo", files=()), text, ExpiringAddress(today=today))) is found


MANY = {
    "IMG006": "![a](/Users/ann/b.png) ![b](http://localhost/b.png)\n",
    "IMG007": "![a](https://files.example/a.png?e=1780000000&token=A:b)\n",
    "IMG008": "![a](https://cors-anywhere.herokuapp.com/https://walks.org/a.png)\n",
    "IMG009": "![a](https://picsum.photos/3) <img src=undefined>\n",
    "IMG010": "![]() <img>\n",
    "IMG011": "![a][b] [![c][d]](e)\n",
    "IMG012": "![](/a.png) <img src=a.png>\n",
    "IMG013": "![image](/a.png)\n",
}


@pytest.mark.parametrize("code", MANY)
def test_twice_as_many_pictures_take_twice_as_long(code: str) -> None:
    rule, site = registry.discover()[code](), Site("/site", "hexo", files=("source/a.png",))

    def check(number: int) -> None:
        found = list(rule.check(Document("source/_posts/post.md", MANY[code] * number, site)))
        assert len(found) >= number

    # four times as much; sixteen times as long, were it compared with itself
    keeps_pace(lambda: check(1000), lambda: check(4000), 10, 0.05)


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, str]]:
    """Return code and file of what a check of the working folder finds."""
    cli.main(["check", "--isolated", "--output-format", "json", *arguments])
    return [(one["code"], one["path"]) for one in json.loads(capsys.readouterr().out)["findings"]]


def test_unused_and_double_pictures_of_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    posts, images = tmp_path / "source" / "_posts", tmp_path / "source" / "images"
    posts.mkdir(parents=True)
    images.mkdir()
    (tmp_path / "_config.yml").write_text("title: Tides\nlogo: /images/logo.png\n", "utf-8")
    (tmp_path / "package.json").write_text('{"dependencies": {"hexo": "^7"}}', "utf-8")
    for name in ("a", "b", "copy", "logo", "left-over"):
        (images / f"{name}.png").write_bytes(SAMPLES["png"] + (b"" if name in ("a", "copy") else name.encode()))
    for name, pictures_named in {"one": "a", "two": "a", "three": "b", "four": "copy"}.items():
        (posts / f"{name}.md").write_text(f"![x](/images/{pictures_named}.png)\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    asked = ("--select", "SIT006,SIT007")
    four, one = "source/_posts/four.md", "source/_posts/one.md"
    assert told(capsys, *asked, "source") == [("SIT006", four), ("SIT007", four)]
    assert told(capsys, *asked, one, four) == [("SIT007", four)]  # of some posts alone nothing is called unused

"""IMG013: alternative texts that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, bad, good, option, regex
from copydesk_rules.messages import quoted

_WORDS = frozenset(
    (
        *("image", "images", "img", "picture", "pic", "photo", "photograph", "graphic", "screenshot", "screen shot"),
        *(
            "figure",
            "icon",
            "logo",
            "banner",
            "untitled",
            "placeholder",
            "null",
            "undefined",
            "here",
            ".",
            "-",
            "_",
            "*",
        ),
        *("alt", "alt text", "alt-text", "alternative text", "image alt text", "image description", "description"),
        *("image-desc", "enter image description here", "insert image description here", "image.png", "image.jpg"),
        *(
            "图",
            "图片",
            "图像",
            "照片",
            "截图",
            "插图",
            "配图",
            "示意图",
            "在这里插入图片描述",
            "这里写图片描述",
            "图片描述",
        ),
        *("画像", "写真", "スクリーンショット", "이미지", "사진", "bild", "foto", "imagen", "imagem", "изображение"),
    )
)
"""What editors put there, and what is no more than the word for a picture."""

_CAMERA = regex(
    r"(?:img|dsc|dscn|dscf|pict|imgp|mvimg|pxl|image|wechatimg|微信图片|微信截图|qq图片|qq截图|mmexport|unnamed|download"
    r"|screen[ _-]?shot|bildschirmfoto|capture|截屏|截图|屏幕快照|屏幕截图|pasted[ _-]?image|fig|figure|图)"
    r"[ _.-]*+[0-9][0-9 _.,:()-]*+(?:at [0-9.: ]++)?(?:[ap]m)?",
    2,
)
"""What cameras, phones and programs call the pictures that they make."""


class UnhelpfulAlt(Rule):
    """The alternative text of a picture should say what it shows.

    ## Why

    Who cannot see the picture hears "image", or `IMG_2041.jpg`, and knows as much as before. Such texts are what
    editors put there until somebody writes another.

    ## What it reports

    Alternative texts that are the name of the file, a name that a camera or program made, a word such as "image" or
    "图片", or what an editor puts there ("在这里插入图片描述", "enter image description here").

    ## What it leaves alone

    Empty ones (IMG012), and whatever else somebody wrote, however short.
    """

    code = "IMG013"
    name = "unhelpful-alt"
    severity = Severity.INFO
    default = False
    needs = ("image",)

    words: tuple[str, ...] = option((), "More texts that say nothing; letter case does not count.")

    examples = (
        bad("![image](/images/tide.png)\n", files=("source/images/tide.png",)),
        bad("![low-tide.png](/images/low-tide.png)\n", files=("source/images/low-tide.png",)),
        bad("![low_tide](/images/low_tide.png?v=1)\n", files=("source/images/low_tide.png",)),
        bad('<img src="/images/a.png" alt="IMG_2041">\n', files=("source/images/a.png",)),
        bad("![在这里插入图片描述](/images/a.png)\n", files=("source/images/a.png",)),
        bad("![Photo: Ann](/images/a.png)\n", files=("source/images/a.png",), options={"words": ("photo: ann",)}),
        good("![The tide at noon](/images/tide.png)\n", files=("source/images/tide.png",)),
        good(
            "![low tide](/images/low-tide.png)\n",
            files=("source/images/low-tide.png",),
            note="the file has a good name",
        ),
        good("![Tide](/images/tide.png)\n", files=("source/images/tide.png",), note="a word is a text"),
        good("![Image of the tide](/images/a.png) ![](/images/a.png)\n", files=("source/images/a.png",)),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each alternative text that says nothing."""
        own = frozenset(word.casefold() for word in self.words)
        for image in doc.images:
            if image.opaque or image.origin not in ("markdown", "html") or image.attribute not in ("", "src"):
                continue
            text = " ".join(image.text.split())
            plain = text.casefold()
            if plain and (plain in _WORDS or plain in own or _CAMERA.fullmatch(text) or _is_name(plain, image.target)):
                yield self.finding(
                    image.span,
                    f"the alternative text {quoted(text)} does not say what the picture shows",
                    help='say what it shows, or write alt="" where it only decorates',
                )


def _is_name(text: str, target: str) -> bool:
    """Tell whether `text` is the name of the file, or that without its suffix where one sees that it is a name."""
    name = target.partition("?")[0].partition("#")[0].rpartition("/")[2].casefold().replace("%20", " ")
    stem = name.rpartition(".")[0]
    if not stem:
        return False
    if text == name:
        return True
    # Of words with blanks between them the file may have its name, not the other way round.
    made = "_" in text or (" " not in text and any(mark in text for mark in "-0123456789"))
    return made and text.replace("-", " ").replace("_", " ") == stem.replace("-", " ").replace("_", " ")

"""Styling that editors leave: how the rules about it get on with long posts and with each other."""

from __future__ import annotations

import time

from copydesk import Document, engine
from copydesk.site import Site
from copydesk_rules.sty003_editor_mark import EditorMark
from copydesk_rules.trk002_tracking_attribute import TrackingAttribute


def post(text: str, path: str = "source/_posts/post.md") -> Document:
    return Document(path, text, Site("/site", "hexo", files=()))


def test_ten_thousand_attributes_in_one_tag() -> None:
    many = " ".join(f"data-mce-{number}='1' data-suda{number}=\"x\"" for number in range(5_000))
    text = f"<p {many} id='x'>Rain.</p>\n"
    start = time.process_time()
    done = engine.fix(post(text), [EditorMark(), TrackingAttribute()])
    assert time.process_time() - start < 5
    assert not done.incidents
    assert "data-mce" not in done.text
    assert done.text.count("data-suda") == 5_000
    assert done.text.endswith(" id='x'>Rain.</p>\n")


def test_ten_thousand_names_that_want_company() -> None:
    text = "".join(f'<p class="p{number}">Rain.</p>\n' for number in range(10_000))
    start = time.process_time()
    assert not engine.check(post(text), [EditorMark()]).findings
    assert time.process_time() - start < 3

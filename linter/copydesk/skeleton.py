"""The skeleton of a new rule: a file that passes the tests once its blanks are filled in."""

from __future__ import annotations

import re
from pathlib import Path

from copydesk.registry import is_code

_TEMPLATE = '''"""{code}: {words}."""

from __future__ import annotations

from collections.abc import Iterator

from copydesk import Document, Finding, Rule, Severity, Span, bad, good, option


class {class_name}(Rule):
    """A sentence that says what a post should or should not have.

    ## Why

    What the reader or the site loses when this is not mended.

    ## What it leaves alone

    What only looks like it.
    """

    code = "{code}"
    name = "{name}"
    severity = Severity.WARNING

    word: str = option("FIXME", "The word that is looked for.")

    examples = (
        bad("Coming soon: FIXME\\n"),
        good("Coming soon: the weather.\\n"),
    )

    def check(self, doc: Document) -> Iterator[Finding]:
        """Yield a finding for each place where the word stands in the body, outside code."""
        at = doc.text.find(self.word, doc.body_start) if self.word else -1
        while at >= 0:
            span = Span(at, at + len(self.word))
            if not doc.in_code(span):
                yield self.finding(span, f"`{{self.word}}` was left in the post, and readers will see it")
            at = doc.text.find(self.word, span.end)
'''


def write(code: str, name: str, folder: Path) -> Path:
    """Write the skeleton of the rule with `code` and `name` into `folder` and return its path.

    Raises `ValueError` where code or name break the conventions, or the file exists or cannot be written.
    """
    if not is_code(code):
        raise ValueError(f"`{code}` is no code: two or three capitals and three digits are wanted, such as ACM001")
    if not re.fullmatch(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*", name):
        raise ValueError(f"`{name}` is no name: small letters and hyphens are wanted, such as shouting-title")
    words = name.split("-")
    class_name = "".join(word.capitalize() for word in words)
    if class_name in ("Document", "Finding", "Iterator", "Rule", "Severity", "Span", "None", "True", "False"):
        raise ValueError(f"`{name}` is taken: the class would be called {class_name}, and that is something else")
    path = folder / f"{code.lower()}_{'_'.join(words)}.py"
    text = _TEMPLATE.format(code=code, name=name, words=" ".join(words), class_name=class_name)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise ValueError(f"{path} is there already") from None
    except FileNotFoundError:
        raise ValueError(f"{folder}: no such folder") from None
    except OSError as error:
        raise ValueError(f"{path}: cannot be written: {error.strerror}") from None
    return path

"""The page of a rule and the index of all, made from the rules themselves."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Iterator, Sequence

from copydesk import testing
from copydesk.edits import Safety
from copydesk.registry import Explained
from copydesk.remote import Verdict
from copydesk.rule import Example, Option, Rule
from copydesk.text import regex

FAMILIES = {
    "FM": "Front matter",
    "IMG": "Images",
    "TRK": "Tracking",
    "STY": "Styling",
    "HTM": "Markup residue and broken markup",
    "SEC": "Unsafe HTML",
    "MOD": "Moderation",
    "TXT": "Characters and encoding",
    "LNK": "Links",
    "SIT": "Across files",
    "LNT": "The linter itself",
}


def summary(rule: type[Rule]) -> str:
    """Return the first line of the rule's page."""
    return (rule.__doc__ or "").strip().split("\n")[0]


def body(rule: type[Rule]) -> str:
    """Return the rule's page behind its first line."""
    return inspect.cleandoc(rule.__doc__ or "").partition("\n")[2].strip("\n")


def fixability(rule: type[Rule]) -> str:
    """Return ``safe``, ``unsafe``, ``safe or unsafe`` or ``none``: what running the rule's examples offers."""
    kinds: set[Safety] = set()
    for case in testing.cases([rule]):
        if case.example.findings:
            try:
                findings = testing.check(case, case.example.text)[1]
            except ValueError:  # a collection of the example needs what is not installed
                continue
            kinds.update(finding.fix.safety for finding in findings if finding.fix)
    return " or ".join(str(kind) for kind in (Safety.SAFE, Safety.UNSAFE) if kind in kinds) or "none"


def page(rule: type[Rule], added: Iterable[Explained] = ()) -> str:
    """Return the page of `rule` in Markdown, with what vendor files of a site have `added` to it."""
    fixes = fixability(rule)
    facts = [
        f"Severity: {rule.severity}",
        _default(rule),
        "no fix" if fixes == "none" else f"fix: {fixes}",
    ]
    parts = [f"# {rule.code} {rule.name}", summary(rule), " · ".join(facts), body(rule)]
    options = rule.options()
    if options:
        parts.append("## Options")
        parts.append(f"Set in `copydesk.toml` under `[options.{rule.code}]`.")
        parts.append("\n".join(_option(name, option) for name, option in options.items()))
    parts.append("## Examples")
    parts.extend(_examples(rule.examples))
    for vendor, lines, examples in added:
        parts.append(f"## From this site's file about {vendor}")
        parts.append("\n".join(f"- {line}" for line in lines))
        parts.extend(_examples(examples))
    return "\n\n".join(part for part in parts if part) + "\n"


def _default(rule: type[Rule]) -> str:
    """Return when the rule runs."""
    when = "on by default" if rule.default else "opt-in"
    if rule.online:
        return "with `--online`" if rule.default else "opt-in, with `--online`"
    return when


def _option(name: str, option: Option[object]) -> str:
    return f"- `{name.replace('_', '-')}` (default `{toml(option.default)}`): {option.doc}"


def toml(value: object) -> str:
    """Return the default of an option as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return f"[{', '.join(toml(item) for item in value)}]"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _examples(examples: Sequence[Example]) -> Iterator[str]:
    for example in examples:
        if not example.findings:
            continue
        yield f"Reported{_about(example)}:"
        yield from _configured(example)
        yield _fence(example)
        for path, text in example.posts:
            yield f"beside `{path}`:"
            yield _fence(example._replace(text=text))
        if example.fixed is not None:
            yield f"Fixed{' (with `--unsafe-fixes`)' if example.unsafe else ''}:"
            yield _fence(example._replace(text=example.fixed)) if example.fixed.strip() else "Nothing is left of it."
    good = [example for example in examples if not example.findings]
    if good:
        yield "Left alone:"
        for example in good:
            if example.note:
                yield f"{example.note[0].upper()}{example.note[1:]}:"
            yield from _configured(example)
            yield _fence(example)
            for path, text in example.posts:
                yield f"beside `{path}`:"
                yield _fence(example._replace(text=text))


def _configured(example: Example) -> Iterator[str]:
    """Yield what the configuration says for `example`, if it says anything about front matter."""
    if example.collection:
        text = re.sub(r"(?m)^\[", "[collections.", example.collection.strip())
        yield f'```toml\n[[collections]]\npaths = ["**"]\n{text}\n```'


def _about(example: Example) -> str:
    notes = [example.note] if example.note else []
    if example.options:
        notes.append("with " + ", ".join(f"`{k.replace('_', '-')} = {toml(v)}`" for k, v in example.options.items()))
    said = dict.fromkeys(one.reason or _where(one) for _, one in example.verdicts)
    if any(said):
        notes.append("the network says: " + ", ".join(filter(None, said)))
    if example.generator != "hexo":
        notes.append(f"in a {example.generator} site")
    return f" ({'; '.join(notes)})" if notes else ""


def _where(verdict: Verdict) -> str:
    """Return where a picture that is there is found."""
    found = verdict.secure or verdict.moved or verdict.final
    return f"it is at `{found}`" if found else "it is there"


def _fence(example: Example) -> str:
    text = example.text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    text = _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text).rstrip("\n")
    language = "html" if example.path.endswith(".html") else "markdown"
    return f"````{language}\n{text}\n````"


_UNSEEN = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u2060\ufeff\ufffc]")
"""Characters that nobody would see on the page of a rule; joiners and such show by what they do."""


def index(rules: Iterable[type[Rule]]) -> str:
    """Return the page that lists all rules by family."""
    parts = ["# Rules", "Made from the rules by `copydesk rules --write docs/rules`; do not edit."]
    families: dict[str, list[type[Rule]]] = {}
    for rule in rules:
        families.setdefault(rule.code.rstrip("0123456789"), []).append(rule)
    for family, title in FAMILIES.items():
        if family in families:
            rows = [f"## {title}", "", "| code | name | fix | default | what |", "| --- | --- | --- | --- | --- |"]
            for rule in families[family]:
                default = _default(rule).removesuffix(" by default")
                link = f"[{rule.code}]({rule.code}.md)"
                rows.append(f"| {link} | `{rule.name}` | {fixability(rule)} | {default} | {summary(rule)} |")
            parts.append("\n".join(rows))
    return "\n\n".join(parts) + "\n"

"""Packs vendor files and a list of rules: ``python -m copydesk_rules.pack`` writes the modules in ``shipped``.

A hundred files take a check of one post longer than all its rules do, and so does loading all those rules.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from copydesk import part_of
from copydesk_rules import rules
from copydesk_rules.entries import Entry, key_of
from copydesk_rules.vendor_files import SECTIONS, files, hints_of, load, tables

FOLDER = os.path.join(os.path.dirname(__file__), "shipped")


def texts() -> dict[str, str]:
    """Return the packed modules by file name: nothing but tuples of texts, which Python keeps as one constant."""
    found = {"__init__.py": '"""The tables of all vendor files, made by `python -m copydesk_rules.pack`."""\n'}
    for section, listed in tables().items():
        lines = [
            f'"""The {section} of all vendor files, made by `python -m copydesk_rules.pack`; do not edit."""',
            "",
            "TABLES = (",
            *(f"    {table!r}," for table in listed),
            ")",
        ]
        found[f"{section}.py"] = "\n".join(lines) + "\n"
    found["hints.py"] = _hints()
    found["rules.py"] = _rules()
    found["signs.py"] = _signs()
    found["marks.py"] = _marks()
    return found


def _hints() -> str:
    """Return the module that says by which words the entries of each section are found."""
    vendors = [load(path) for path in files()]
    listed = [
        hints_of(section, [entry for vendor in vendors for entry in vendor.section(section)]) for section in SECTIONS
    ]
    lines = [f"    {one[0]!r}: ({_joined(one[1])}, {one[2]!r})," for one in listed if one is not None]
    head = '"""By what entries are found, made by `python -m copydesk_rules.pack`; do not edit."""\n\nHINTS = {\n'
    return head + "\n".join(lines) + "\n}\n"


def _joined(words: Sequence[str]) -> str:
    """Return `words` as Python writes them in one text, a line for each: that is loaded in a third of the time.

    Python keeps a list of all texts that look like names, and would look up each of them there.
    """
    assert not any("\n" in word or not word for word in words)
    return repr("\n".join(words))


HOSTS = {
    "dead": "dead host",
    "parameters": "parameters",
    "pixels": "tracking pixel",
    "proxies": "proxy",
    "standins": "stand-in",
    "wrappers": "redirector",
}
"""What it is called by `signs_of_addresses` that a section knows the host of an address."""


def _signs() -> str:
    """Return the module that says by what in its addresses a post shows that a rule has something to say of it."""
    vendors = [load(path) for path in files()]

    def entries(section: str) -> list[Entry]:
        return [entry for vendor in vendors for entry in vendor.section(section)]

    hosts = []
    for section, sign in HOSTS.items():
        keys = {key_of(host) for entry in entries(section) for host in entry.hosts if host != "*"}
        hosts.append(f"    {sign!r}: {_joined(sorted(keys))},\n")
        assert section == "pixels" or all("*" not in entry.hosts for entry in entries(section)), section
    parameters = []
    for own in (False, True):
        named = [entry for entry in entries("parameters") if bool(entry.hosts) == own]
        found = hints_of("parameters", named)
        assert found is not None
        parameters.append(f"({_joined(found[1])}, {found[2]!r})")
    kept: dict[str, set[str]] = {}
    for entry in entries("keep"):
        if not (entry.paths or entry.values):
            for host in entry.hosts:
                kept.setdefault(key_of(host), set()).update("*".join(name) for name in entry.names)
    pieces = {max(one, key=len) for entry in entries("pixels") if "*" in entry.hosts for one in entry.paths}
    listed = {
        "FRAGMENTS": tuple(sorted({one[0][:1] for entry in entries("fragments") for one in entry.text})),
        "PIXELS": tuple(sorted(pieces)),
        "SIGNED": tuple(sorted({entry.names[0][0] for entry in entries("expiring")})),
    }
    head = '"""By what the addresses of posts are judged, made by `python -m copydesk_rules.pack`; do not edit."""\n\n'
    head += f"HOSTS = {{\n{''.join(hosts)}}}\nPARAMETERS = ({', '.join(parameters)})\n"
    head += f"KEPT = { ({host: tuple(sorted(names)) for host, names in sorted(kept.items())})!r}\n"
    return head + "".join(f"{name} = {value!r}\n" for name, value in listed.items())


def _marks() -> str:
    """Return the module that says by what on its elements a post shows that a rule has something to say of it."""
    vendors = [load(path) for path in files()]
    listed = {
        "CLASSES": [entry for vendor in vendors for entry in vendor.section("classes")],
        "ELEMENTS": [entry for vendor in vendors for entry in vendor.section("elements")],
        "EDITORS": [entry for vendor in vendors for entry in vendor.section("attributes", "editor")],
        "TRACKERS": [entry for vendor in vendors for entry in vendor.section("attributes", "tracking")],
        "COMMENTS": [entry for vendor in vendors for entry in vendor.section("comments")],
    }
    head = '"""By what the elements of posts are judged, made by `python -m copydesk_rules.pack`; do not edit."""\n\n'
    lines = []
    for name, entries in listed.items():
        found = hints_of(entries[0].section, entries)
        assert found is not None
        lines.append(f"{name} = ({_joined(found[1])}, {found[2]!r})\n")
    return head + "".join(lines)


def _rules() -> str:
    """Return the module that says where each default rule is, how it is called, and what it needs."""
    listed = [
        (rule.__module__, rule.__name__, rule.code, rule.name, tuple(rule.needs), part_of(rule))
        for rule in rules()
        if rule.default
    ]
    lines = [f"    {one!r}," for one in listed]
    head = '"""The default rules, listed by `python -m copydesk_rules.pack`; do not edit."""\n\nRULES = (\n'
    return head + "\n".join(lines) + "\n)\n"


if __name__ == "__main__":
    os.makedirs(FOLDER, exist_ok=True)
    for name, text in texts().items():
        with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

"""Packs the data files of generators: ``python -m copydesk.site.pack`` writes a module for each into ``shipped``.

To read them all at each start, only to know whose site it is, takes longer than to check a post.
"""

from __future__ import annotations

import os
import tomllib

from copydesk.site.generators import FOLDER, SHIPPED, Tables, signs_of


def read() -> dict[str, Tables]:
    """Return the tables of all data files by the name of the generator, the keys before the first header under ``""``.

    Raises ValueError for a value that is neither a text, nor true or false, nor a list of texts.
    """
    found: dict[str, Tables] = {}
    for file in sorted(os.listdir(FOLDER)):
        if file.endswith(".toml"):
            with open(os.path.join(FOLDER, file), "rb") as stream:
                found[file[:-5]] = _tables(file, tomllib.load(stream))
    return found


def _tables(file: str, whole: dict[str, object]) -> Tables:
    top = {key: value for key, value in whole.items() if not isinstance(value, dict)}
    tables: Tables = {"": {}}
    for table, values in {"": top, **whole}.items():
        if isinstance(values, dict):
            tables[table] = {key: _value(f"{file}: {key}", value) for key, value in values.items()}
    return tables


def _value(place: str, value: object) -> str | bool | tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return tuple(value)
    if not isinstance(value, str | bool):
        raise ValueError(f"{place} must be a text, true or false, or a list of texts, not {value!r}")
    return value


def texts() -> dict[str, str]:
    """Return the packed modules by file name: nothing but tuples, which Python keeps as one constant."""
    generators = read()
    signs = signs_of({name: tables["recognise"] for name, tables in generators.items() if "recognise" in tables})
    made = "made by `python -m copydesk.site.pack`; do not edit."
    found = {
        "__init__.py": f'"""What the data files of generators say, {made}"""\n',
        "signs.py": f'"""By what sites are recognised, {made}"""\n\nNAMES = {tuple(generators)!r}\nSIGNS = {signs!r}\n',
    }
    for name, tables in generators.items():
        lines = [f"    ({table!r}, {tuple(values.items())!r})," for table, values in tables.items()]
        whole = "\n".join(lines)
        found[f"of_{name}.py"] = f'"""The facts about {name}, {made}"""\n\nTABLES = (\n{whole}\n)\n'
    return found


if __name__ == "__main__":
    os.makedirs(SHIPPED, exist_ok=True)
    for name, text in texts().items():
        with open(os.path.join(SHIPPED, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)

"""What addresses answered, kept from one run to the next in a SQLite file that several runs may use at once."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path

from copydesk.online.answers import STATES, Answer

_FORMAT = 1
"""The version of the table; one of another version is begun anew."""

_PAUSE = 0.5
"""Seconds between two commits: so much is lost at most where the run is killed."""

_SHARES: Mapping[str, float] = {"ok": 1.0, "broken": 1 / 7, "unknown": 1 / 168}
"""How much of the greatest age answers may reach: of a week, what failed a day, and what is unknown an hour."""

_NEVER = frozenset(("private", "excluded", "late"))
"""What depends on the configuration or the run, and is no answer of anybody."""

_ENDINGS = (".sqlite3", ".sqlite", ".db")
"""What the name of a file ends in that may be removed when it is damaged."""

_COLUMNS = ", ".join(Answer._fields)


class NotOurs(RuntimeError):
    """The file that is to keep answers is another program's."""


class Store:
    """Answers by address. What cannot be kept is not: a store never stops a run.

    Raises `NotOurs`, and leaves the file as it is.
    """

    def __init__(self, path: str, max_age: float) -> None:
        look_at(path)
        self._max_age = max_age
        self._committed = time.monotonic()
        self._base = _opened(path)

    def fresh(self, address: str) -> Answer | None:
        """Return what `address` answered not too long ago."""
        known = self.known(address)
        if known is None or not 0 <= time.time() - known.at < self._max_age * _SHARES[STATES[known.kind]]:
            return None
        return known

    def known(self, address: str) -> Answer | None:
        """Return what `address` answered when it was last asked."""
        try:
            row = self._base.execute(f"SELECT {_COLUMNS} FROM answers WHERE address = ?", (address,)).fetchone()
        except (sqlite3.Error, UnicodeEncodeError):  # an address with half a character in it
            return None
        if row is None or row[1] not in STATES:
            return None
        answer = Answer(*row)
        return answer._replace(permanent=bool(answer.permanent))

    def keep(self, answer: Answer) -> None:
        """Keep an `answer` for later runs."""
        if answer.kind in _NEVER:
            return
        marks = ", ".join("?" * len(answer))
        with suppress(sqlite3.Error, UnicodeEncodeError):  # a full disk, another run that holds it for long
            self._base.execute(f"INSERT OR REPLACE INTO answers ({_COLUMNS}) VALUES ({marks})", answer)
            if time.monotonic() - self._committed > _PAUSE:
                self._commit()

    def close(self) -> None:
        """Write what is not written yet, and let go of the file."""
        with suppress(sqlite3.Error):
            self._commit()
        self._base.close()

    def _commit(self) -> None:
        self._base.commit()
        self._committed = time.monotonic()


def default_path() -> str:
    """Return where the store is kept: in the folder for caches of this system (XDG Base Directory, 0.8)."""
    home = os.path.expanduser("~")
    if sys.platform == "win32":
        folder = os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        folder = os.path.join(home, "Library", "Caches")
    else:
        folder = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
    return os.path.join(folder, "copydesk", "online.sqlite3")


def look_at(path: str) -> None:
    """Raise `NotOurs` where the file at `path` is a SQLite base with anything in it that no store has."""
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", timeout=10, uri=True)) as base:
            tables = {str(name) for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type != 'index'")}
            columns = {str(row[1]) for row in base.execute("PRAGMA table_info(answers)")}
    except sqlite3.Error:
        return  # it is not there, or is no base
    others = sorted(name for name in tables - {"answers"} if not name.startswith("sqlite_"))
    if others or (tables and not columns >= {"address", "kind"}):
        named = ", ".join(f"`{name}`" for name in (others or ["answers"])[:3])
        raise NotOurs(f"{path}: is the base of another program (it has {named}): name another file as `online.cache`")


def _opened(path: str) -> sqlite3.Connection:
    """Return the base in the file at `path`. What should be one and is damaged makes way; else it is in memory."""
    for attempt in range(2):
        try:
            os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
            return _prepared(sqlite3.connect(path, timeout=10))
        except sqlite3.DatabaseError as error:
            if attempt or isinstance(error, sqlite3.OperationalError) or not path.endswith(_ENDINGS):
                break  # the configuration may name somebody's text by mistake
            with suppress(OSError):
                os.unlink(path)
        except OSError:
            break
    return _prepared(sqlite3.connect(":memory:"))


def _prepared(base: sqlite3.Connection) -> sqlite3.Connection:
    try:
        base.execute("PRAGMA journal_mode = WAL")  # readers and a writer do not wait for each other
        base.execute("PRAGMA synchronous = NORMAL")
        version = base.execute("PRAGMA user_version").fetchone()[0]
        if version != _FORMAT:
            base.execute("DROP TABLE IF EXISTS answers")
            base.execute(f"PRAGMA user_version = {_FORMAT}")
        columns = _COLUMNS.replace("address", "address TEXT PRIMARY KEY", 1)
        base.execute(f"CREATE TABLE IF NOT EXISTS answers ({columns}) WITHOUT ROWID")
        base.commit()
    except BaseException:
        base.close()
        raise
    return base

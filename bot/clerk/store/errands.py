"""Errands: what the command line asks of the bot that runs. They are left in the store, and done in their order."""
from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from ..core.errands import Errand
from .connection import StoreRefused


@dataclass(frozen=True)
class Outcome:
    """What became of an errand. done: it was not refused."""

    errand: int
    at: datetime
    done: bool
    text: str


def leave(path: Path, kind: str, body: Mapping[str, Any], at: datetime) -> int:
    """Leave an errand beside the bot that runs: its number. Raises StoreRefused."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=10)) as connection:
            connection.isolation_level = None
            connection.execute("BEGIN IMMEDIATE")
            row = [at.isoformat(), kind, json.dumps(body, ensure_ascii=False)]
            number = connection.execute("INSERT INTO errands (at, kind, body) VALUES (?, ?, ?)", row).lastrowid
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise StoreRefused(f"{path} takes no errands: {error}") from error
    assert number is not None
    return number


def waiting(database: Database) -> list[Errand]:
    """The errands that nobody has seen to, oldest first."""
    rows = database.execute("SELECT id, at, kind, body FROM errands WHERE done_at IS NULL ORDER BY id")
    return [Errand(id, datetime.fromisoformat(at), kind, json.loads(body)) for id, at, kind, body in rows]


def outcome_of(database: Database, errand: int) -> Outcome | None:
    """None as long as nobody has seen to it."""
    row = database.execute("SELECT done_at, done, outcome FROM errands WHERE id = ?", [errand]).fetchone()
    return Outcome(errand, datetime.fromisoformat(row[0]), bool(row[1]), row[2]) if row and row[0] else None


def close(database: Database, outcomes: Iterable[Outcome]) -> None:
    """Within the caller's transaction."""
    for outcome in outcomes:
        database.execute("UPDATE errands SET done_at = ?, done = ?, outcome = ? WHERE id = ?",
                         [outcome.at.isoformat(), int(outcome.done), outcome.text, outcome.errand])  # fmt: skip

"""Seeing to errands: by the desk while it runs, and else by the command line itself, with the same rules."""
from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from .batch import Batch
from .core.errands import Done, Errand, do
from .core.lines import fold
from .core.meeting import Meeting, Room
from .core.view import View
from .store import errands
from .store.books import read_books
from .store.connection import Lock, StoreRefused, connect, read_only
from .store.errands import Outcome
from .store.journal import Journal, Reader

LOGGER = logging.getLogger(__name__)
PATIENCE = 5.0  # seconds in which a bot that runs has seen to an errand
WENT_WRONG = "something went wrong with that; it is in the log, and nothing was changed"


def see_to(errand: Errand, batch: Batch, view: View, at: datetime) -> Outcome:
    """Put what comes of an errand into the batch, where there is nothing else yet."""
    try:
        done = do(view, errand, at, batch.next_id)
    except Exception:
        # An errand that cannot be done must not come again at every tick.
        LOGGER.exception("cannot do %r", errand)
        return Outcome(errand.id, at, False, WENT_WRONG)
    take(done, batch)
    return Outcome(errand.id, at, not done.refused, done.outcome)


def take(done: Done, batch: Batch) -> None:
    batch.take(fold(done.before.channel), done.before, done.heard, done.line)


def ask(store: Path, kind: str, body: Mapping[str, Any], clock: Callable[[], datetime],
        pause: Callable[[float], None]) -> Outcome | None:  # fmt: skip
    """Have an errand done: by the bot, if one runs; None when it has not come to it yet. Raises StoreRefused."""
    try:
        lock = Lock(store)
    except StoreRefused:
        return await_outcome(store, errands.leave(store, kind, body, clock()), pause)
    try:
        return alone(store, kind, body, clock())
    except sqlite3.Error as error:
        raise StoreRefused(f"{store} takes no errands: {error}") from error
    finally:
        lock.release()


def await_outcome(store: Path, errand: int, pause: Callable[[float], None]) -> Outcome | None:
    database = read_only(store)
    with closing(database.conn):
        for _ in range(int(PATIENCE / 0.1)):
            if outcome := errands.outcome_of(database, errand):
                return outcome
            pause(0.1)
    return None


def alone(store: Path, kind: str, body: Mapping[str, Any], at: datetime) -> Outcome | None:
    """No bot runs: whatever errands were left are done now, and this one."""
    database = connect(store)
    with closing(database.conn):
        journal, reader = Journal(database), Reader(database)
        number = errands.leave(store, kind, body, at)
        rooms = {fold(room.channel): room for row in reader.unfinished()
                 if isinstance(room := reader.rebuild(row["line"]), Meeting)}  # fmt: skip
        work_off(journal, View(read_books(database), rooms), at)
        return errands.outcome_of(database, number)


def work_off(journal: Journal, view: View, at: datetime) -> None:
    for errand in errands.waiting(journal.db):
        batch = Batch({}, {}, "", view.books, journal.next_id)
        outcome = see_to(errand, batch, view, at)
        journal.record(batch.entries, batch.postings, [outcome])
        rooms: Mapping[str, Room] = {**view.rooms, **batch.rooms}
        view = replace(view, books=batch.books, rooms=rooms)

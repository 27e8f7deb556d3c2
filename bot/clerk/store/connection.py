"""Opening the store: one process, one writing connection, never an older Clerk on a newer store."""
from __future__ import annotations

import fcntl
import os
import sqlite3
from pathlib import Path
from typing import Literal

from sqlite_utils import Database

from .migrations import DECLARED, migrations

Durability = Literal["normal", "full"]


class StoreRefused(Exception):
    """The store cannot be used; the message says why and what to do."""


class Lock:
    """Held by the one process that writes. It goes with the process, however that ends."""

    def __init__(self, path: Path) -> None:
        try:
            self.file = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StoreRefused(f"{path}.lock cannot be opened: {error.strerror}") from error
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self.file)
            raise StoreRefused(f"another Clerk is using {path}; one process per store") from None

    def release(self) -> None:
        os.close(self.file)


def connect(path: Path | str, durability: Durability = "normal") -> Database:
    """The writing connection, with the schema brought up to date. Raises StoreRefused.

    synchronous=NORMAL survives the death of the process, FULL that of the machine as well.
    """
    try:
        # Its -wal and -shm get the same permissions: all of it is for its owner alone.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, timeout=10, check_same_thread=False)
        database = Database(connection)
        database.enable_wal()
        database.execute(f"PRAGMA synchronous = {durability.upper()}")
        migrate(database)
        database.execute("PRAGMA foreign_keys = ON")
    except (sqlite3.DatabaseError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise StoreRefused(f"{path} cannot be used as a store: {reason}") from error
    return database


def migrate(database: Database) -> None:
    """Under BEGIN IMMEDIATE, so that two starts never migrate at once; and never backwards."""
    database.execute("BEGIN IMMEDIATE")
    try:
        newer = {migration.name for migration in migrations.applied(database)} - DECLARED
        if newer:
            raise StoreRefused(f"a newer Clerk wrote this store (it has {', '.join(sorted(newer))}); update me")
        migrations.apply(database)
        database.execute("COMMIT")
    except BaseException:
        if database.conn.in_transaction:
            database.execute("ROLLBACK")
        raise


def read_only(path: Path | str) -> Database:
    """A connection that only reads: for workers and for the command line. Raises StoreRefused."""
    try:
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=10)
        connection.execute("SELECT 1 FROM meetings LIMIT 1")
    except sqlite3.Error as error:
        raise StoreRefused(f"{path} cannot be read as a store: {error}") from error
    return Database(connection)

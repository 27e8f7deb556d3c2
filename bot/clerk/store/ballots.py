"""The box of secret ballots: a file of its own beside the store, which nothing else opens.

It alone is the truth of what was voted in secret: two files never commit together, so that the box commits before a
receipt is sent, and the store knows only that a poll was opened, closed, by how many votes and with which result. A
voter is kept as HMAC(key of the poll, account): whoever sees the file without its key cannot even tell that a known
account has voted, and whoever runs the bot, who has both, can. When the votes are out, key and mapping are destroyed.
Rows lie in the order of those digests, and have no times: nothing tells in which order they came.
"""
from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from sqlite_utils import Database

from ..core.books import Books
from ..core.poll import EMPTY_BOX, Paper, Poll, Seal, Sealed, Vote, account_meant
from ..core.shape import plain, shaped
from .connection import StoreRefused

IN_MEMORY = ":memory:"
VERSION = 1
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another
SCHEMA = """
    CREATE TABLE keys (
        poll   INTEGER PRIMARY KEY,
        opened TEXT NOT NULL,       -- when that poll was; one of the same number in a store put back is another
        key    BLOB NOT NULL
    ) STRICT;
    CREATE TABLE ballots (
        poll    INTEGER NOT NULL,
        voter   BLOB NOT NULL,      -- HMAC(key, account)
        receipt TEXT NOT NULL UNIQUE,
        vote    TEXT NOT NULL,      -- JSON
        PRIMARY KEY (poll, voter)
    ) STRICT, WITHOUT ROWID;
"""


def beside(store: Path) -> Path:
    """Where the box of a store lies."""
    return store.with_name("ballots.db")


def fresh_receipt() -> str:
    """One of 2^79, so that nobody can guess one: "k7m2-9xq4-w3fa-t8hc"."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))


class BallotBox:
    """What was put in is there for good after `commit`, and not before. Raises StoreRefused if it cannot be opened."""

    def __init__(self, path: Path | str) -> None:
        try:
            if path != IN_MEMORY:
                os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            self.db = Database(sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None))
            self.db.execute("PRAGMA secure_delete = ON")
            self.db.enable_wal()
            # A receipt is a promise: it holds when the machine dies, too.
            self.db.execute("PRAGMA synchronous = FULL")
            self.set_up()
            # What a crash left of destroyed votes.
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        except (sqlite3.DatabaseError, OSError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise StoreRefused(f"{path} cannot be used as a ballot box: {reason}") from error

    def set_up(self) -> None:
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise StoreRefused("a newer Clerk wrote the ballot box; update me")
        if not version:
            self.db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")

    def close(self) -> None:
        self.db.close()

    # --- voting -------------------------------------------------------------------------------

    def put(self, seals: Iterable[Seal]) -> None:
        """Into a transaction that `commit` or `roll_back` ends. A voter's vote takes the place of their last one."""
        for seal in seals:
            if not self.db.conn.in_transaction:
                self.db.execute("BEGIN IMMEDIATE")
            vote = json.dumps(plain(seal.paper.vote), ensure_ascii=False)
            self.db.execute("INSERT INTO ballots (poll, voter, receipt, vote) VALUES (?, ?, ?, ?)"
                            " ON CONFLICT (poll, voter) DO UPDATE SET receipt = excluded.receipt, vote = excluded.vote",
                            [seal.poll, digest(self.key(seal), seal.voter), seal.paper.receipt, vote])  # fmt: skip

    def commit(self) -> None:
        if self.db.conn.in_transaction:
            self.db.execute("COMMIT")

    def roll_back(self) -> None:
        # A connection that cannot roll back holds nothing that was promised to anybody.
        with suppress(sqlite3.Error):
            if self.db.conn.in_transaction:
                self.db.execute("ROLLBACK")

    def key(self, seal: Seal) -> bytes:
        """Of its poll, drawn when the first vote comes; whatever another poll of that number left is gone then."""
        opened = seal.opened.isoformat()
        if found := self.key_of(seal.poll, opened):
            return found
        drawn = secrets.token_bytes(32)
        self.db.execute("DELETE FROM ballots WHERE poll = ?", [seal.poll])
        self.db.execute("INSERT OR REPLACE INTO keys (poll, opened, key) VALUES (?, ?, ?)", [seal.poll, opened, drawn])
        return drawn

    def key_of(self, poll: int, opened: str) -> bytes | None:
        row = self.db.execute("SELECT key FROM keys WHERE poll = ? AND opened = ?", [poll, opened]).fetchone()
        return row[0] if row else None

    # --- counting -----------------------------------------------------------------------------

    def sealed(self, poll: Poll) -> Sealed:
        """What the box lets know of a poll."""
        key = self.key_of(poll.id, poll.opened.isoformat())
        if key is None:
            return EMPTY_BOX
        rows = self.db.execute("SELECT voter, receipt, vote FROM ballots WHERE poll = ? ORDER BY receipt", [poll.id])
        papers, voters = list[Paper](), set[bytes]()
        for voter, receipt, vote in rows:
            papers.append(Paper(receipt, shaped(Vote, json.loads(vote))))
            voters.add(voter)
        voted = (who for who in poll.terms.voters if digest(key, account_meant(who)) in voters)
        return Sealed(tuple(papers), frozenset(voted))

    def polls(self) -> list[int]:
        """Those that it has votes of."""
        return [poll for (poll,) in self.db.execute("SELECT poll FROM keys ORDER BY poll").fetchall()]

    def destroy(self, poll: int) -> None:
        """Votes, mapping and key: no byte of them stays in the file, or in what is beside it."""
        with closing(self.db.conn.cursor()) as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("DELETE FROM ballots WHERE poll = ?", [poll])
            cursor.execute("DELETE FROM keys WHERE poll = ?", [poll])
            cursor.execute("COMMIT")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


class Boxes(Mapping[int, Sealed]):
    """The box as the core sees it: a value for each secret poll of the books, read when it is looked at."""

    def __init__(self, box: BallotBox, books: Books) -> None:
        self.box, self.books = box, books

    def __getitem__(self, id: int) -> Sealed:
        poll = self.books.get(Poll, id)
        if poll is None or not poll.terms.secret:
            raise KeyError(id)
        return self.box.sealed(poll)

    def __iter__(self) -> Iterator[int]:
        return (poll.id for poll in self.books.all(Poll) if poll.terms.secret)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def digest(key: bytes, voter: str) -> bytes:
    return hmac.new(key, voter.encode(), hashlib.sha256).digest()

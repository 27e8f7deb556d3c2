"""What becomes of secret votes once their poll is over: they are published, and then no trace of them is kept."""
from __future__ import annotations

import logging
import sqlite3
from datetime import datetime, timedelta
from typing import Any, Protocol

from .core.books import Books
from .core.poll import Poll, State
from .core.published import document
from .store.ballots import BallotBox

LOGGER = logging.getLogger(__name__)
AGAIN = timedelta(minutes=1)  # after which what could not be published is tried again


class Press(Protocol):
    """Writes them on a thread of its own, and reports where they are."""

    def publish_ballots(self, poll: int, document: dict[str, Any]) -> None: ...


class Scrutiny:
    """Over the box, on the desk's thread. Whatever was broken off by a crash is done again."""

    def __init__(self, box: BallotBox, press: Press) -> None:
        self.box, self.press = box, press
        self.handed: dict[int, datetime] = {}

    def see_to(self, books: Books, now: datetime) -> None:
        try:
            for poll in books.all(Poll):
                if to_publish(poll) and now >= self.handed.get(poll.id, now):
                    self.handed[poll.id] = now + AGAIN
                    self.press.publish_ballots(poll.id, document(poll, self.box.sealed(poll).papers))
            for id in self.box.polls():
                if is_done(books.get(Poll, id)):
                    self.box.destroy(id)
        except sqlite3.Error as error:
            LOGGER.error("the ballot box cannot be used: %s", error)


def to_publish(poll: Poll) -> bool:
    return poll.terms.secret and poll.state is State.CLOSED and not poll.url


def is_done(poll: Poll | None) -> bool:
    """Whether nothing more is needed of its votes. The store alone tells; a poll that it does not know is kept."""
    return poll is not None and (poll.state is State.CANCELLED or (poll.state is State.CLOSED and bool(poll.url)))

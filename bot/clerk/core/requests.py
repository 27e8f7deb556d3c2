"""Time on another meeting's agenda: who asks for it, for which day, and what its chairs say."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from .books import Books, Record
from .lines import fold

LONGEST_REQUEST = 200  # characters
MOST_REQUESTS = 50  # that wait for one meeting


class Stand(StrEnum):
    """What became of a request."""

    ASKED = "asked"
    OFFERED = "offered"  # another day; the asker has to say
    ACCEPTED = "accepted"  # it waits for its day
    PLACED = "placed"  # on the agenda
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


LIVE = frozenset({Stand.ASKED, Stand.OFFERED, Stand.ACCEPTED})


@dataclass(frozen=True)
class Request(Record):
    """place: the meeting that is asked, by its folded name. channel: where it was asked; private: to the bot alone.
    day: the day that is wanted, and once another one was accepted, that one. answer: why it was declined."""

    TABLE: ClassVar[str] = "requests"

    id: int
    place: str
    channel: str
    private: bool
    nick: str
    who: str
    text: str
    day: date
    at: datetime
    state: Stand = Stand.ASKED
    offered: date | None = None
    answer: str = ""


def live(books: Books) -> list[Request]:
    return [request for request in books.all(Request) if request.state in LIVE]


def due(books: Books, places: Collection[str], today: date) -> tuple[Request, ...]:
    """What was accepted for a meeting that is held today, or should have been before. places: its name, its channel."""
    found = (request for request in books.all(Request) if request.place in places)
    return tuple(request for request in found if request.state is Stand.ACCEPTED and request.day <= today)


def same(books: Books, place: str, text: str, day: date) -> Request | None:
    return next((request for request in live(books) if request.place == place and request.day == day
                 and fold(request.text) == fold(text)), None)  # fmt: skip

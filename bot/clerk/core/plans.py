"""What is known of a meeting by its name: why it meets, what it talks about each time, what was noted last time."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from .books import Books, Record
from .calendar import Known

LONGEST_PURPOSE = 200  # characters
MOST_TOPICS = 10  # that stand on one agenda
LAST_ACTIONS, REVIEWS, OPEN_FLOOR = "Action items from last time", "Review priorities", "Open discussion"
OFFERED = (LAST_ACTIONS, REVIEWS, OPEN_FLOOR)  # as standing topics


@dataclass(frozen=True)
class Plan(Record):
    """place: the meeting's name or a channel, folded. topics: what stands on its agenda each time.
    asked: whether its chair was asked for the purpose."""

    TABLE: ClassVar[str] = "plans"
    KEY: ClassVar[tuple[str, ...]] = ("place",)

    place: str
    purpose: str = ""
    topics: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True)
class Note:
    """What was noted under a topic of a meeting: #info, #action and so on. owners: the nicks that an action names."""

    topic: str
    kind: str
    text: str
    owners: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held(Record):
    """A meeting that was held. meeting: its id. place: its name, folded. at: when it began. url: of its minutes, ""
    when none were published. Of a private one nothing is known but its id."""

    TABLE: ClassVar[str] = "held"
    KEY: ClassVar[tuple[str, ...]] = ("meeting",)

    meeting: str
    place: str
    channel: str
    title: str
    at: datetime
    url: str = ""
    notes: tuple[Note, ...] = ()


def plan_of(books: Books, place: str, channel: str) -> Plan:
    """What is planned for a meeting; when nothing is, what its file in the calendar says, or what is planned for its
    channel."""
    own = books.get(Plan, place) or of_its_file(books, place) or books.get(Plan, channel)
    return replace(own, place=place) if own else Plan(place)


def of_its_file(books: Books, place: str) -> Plan | None:
    known = books.get(Known, place)
    told = known and (known.series.purpose or known.series.topics)
    return Plan(place, known.series.purpose, known.series.topics) if known and told else None


def last_held(books: Books, place: str) -> Held | None:
    """The last meeting of that name."""
    held = [each for each in books.all(Held) if each.place == place]
    return max(held, key=lambda each: each.at, default=None)


def in_their_order(topics: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Standing topics that come before the rest of the agenda, and those behind it: the open floor comes last."""
    return tuple(t for t in topics if t != OPEN_FLOOR), tuple(t for t in topics if t == OPEN_FLOOR)

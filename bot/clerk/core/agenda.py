"""The agenda: what is to be talked about, prepared at any time, worked off in a meeting, carried over.

Pure rules over tuples of items. Where a meeting is open its own copy is changed, by facts, and
the books follow; else the books are.
"""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from .books import Record

LONGEST_TEXT = 300  # characters of an item
LONGEST_BOX = 24 * 60  # minutes
MOST_ITEMS = 100  # waiting on one agenda


class State(StrEnum):
    WAITING = "waiting"
    TAKEN = "taken"  # taken up, and not closed yet
    DONE = "done"
    DEFERRED = "deferred"  # to the next meeting
    SKIPPED = "skipped"  # in this meeting, for now: it comes last
    DROPPED = "dropped"


OPEN = frozenset({State.WAITING, State.SKIPPED})


@dataclass(frozen=True)
class Update:
    """What somebody who cannot come has to say on an item."""

    nick: str
    text: str


@dataclass(frozen=True)
class AgendaItem(Record):
    """place: whose agenda, a meeting's name or a channel, folded. n: its number there, until the meeting is over; rank:
    its place in the order. minutes: its time box. nick: who wants it talked about. who: who put it there, as the books
    name people. standing: it comes by itself to every meeting. carried: to how many meetings it was carried over;
    first: when it was put on the agenda.
    """

    TABLE: ClassVar[str] = "agenda_items"

    id: int
    place: str
    n: int
    rank: int
    text: str
    nick: str
    who: str
    first: datetime
    minutes: int | None = None
    why: str = ""
    url: str = ""
    state: State = State.WAITING
    standing: bool = False
    carried: int = 0
    updates: tuple[Update, ...] = ()


Items = tuple[AgendaItem, ...]

"""A few inputs to the desk, and what they come to before it is recorded."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from .core.books import Books, Change
from .core.hearing import Heard
from .core.lines import Kind, Line, Speaker, identity
from .core.meeting import Idle, Meeting, Room
from .core.says import Saying
from .store.books import Posting
from .store.journal import Entry


@dataclass(frozen=True)
class Lost:
    """The connection was lost."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Called:
    """The network knows the bot by this nick now."""

    nick: str


@dataclass(frozen=True)
class Confirmed:
    """The server has taken what was said with that receipt."""

    at: datetime
    receipt: str


@dataclass(frozen=True)
class Published:
    """The votes of a secret poll are out, there."""

    at: datetime
    poll: int
    url: str


@dataclass(frozen=True)
class Clock:
    """It is that late; time to look at what is to be said by itself."""

    at: datetime


Input = tuple[Line, bool] | Lost | Called | Confirmed | Published | Clock


@dataclass
class Batch:
    """What a few lines come to, before it is recorded: nothing of it is true yet.

    next_id: of the line to be stored next. away: the rooms that the bot is not in, by folded channel; since when,
    and why. jobs: the meetings as they were when their minutes were asked for, or forbidden.
    """

    rooms: dict[str, Room]
    away: dict[str, tuple[datetime, str]]
    me: str
    books: Books
    next_id: int
    entries: list[Entry] = field(default_factory=list)
    says: list[Saying] = field(default_factory=list)
    jobs: list[Meeting] = field(default_factory=list)
    postings: list[Posting] = field(default_factory=list)

    def take(self, key: str, before: Room, heard: Heard, line: Line) -> None:
        """What came of a line, in the room of that key."""
        if heard.room.channel:
            self.rooms[key] = heard.room
        if heard.stored:
            self.entries.append(entry(before, heard))
            self.next_id = heard.stored.id + 1
        self.says += heard.says
        self.post(heard.changes, line, own=heard.stored is not None)

    def post(self, changes: Iterable[Change], line: Line, own: bool = False) -> None:
        """own: the line itself is stored."""
        who, nick = (identity(line), line.nick) if line.nick else ("", "")
        self.post_by(changes, line.at, who, nick, own)

    def post_by(
        self, changes: Iterable[Change], at: datetime, who: str = "", nick: str = "", own: bool = False
    ) -> None:
        """who, nick: "" for the bot itself."""
        changes = tuple(changes)
        self.postings += (Posting(self.next_id - 1, own, at, who, nick, change) for change in changes)
        self.books = self.books.changed(changes)


def entry(before: Room, heard: Heard) -> Entry:
    """What is stored: the line with the meeting that it belongs to. The last line belongs to the one it ends."""
    assert heard.stored is not None
    ended = isinstance(heard.room, Idle) and isinstance(before, Meeting)
    room = before if ended else heard.room
    return Entry(heard.stored, heard.facts, room if isinstance(room, Meeting) else None, ended)


def clock_line(line: Line, kind: Kind, text: str) -> Line:
    return Line(line.at, line.channel, "", text, kind, speaker=Speaker.CLERK, network=line.network)


def clock_line_of(room: Room, at: datetime, kind: Kind, text: str) -> Line:
    return Line(at, room.channel, "", text, kind, speaker=Speaker.CLERK, network=room.network)

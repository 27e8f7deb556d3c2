"""Who leads in a channel, also when no meeting is open there."""
from __future__ import annotations

from .books import Books
from .calendar import Known, chairs_of, of_channel
from .lines import Line, Rank
from .meeting import Meeting, Room
from .roles import CHAIRS, among, as_member, is_member
from .view import View


def leads(view: View, room: Room, line: Line) -> bool:
    """Whether the speaker has a chair's rights: a chair of the meeting that is open, an operator of the channel,
    a member of the role chairs, or one whom the calendar names as chair of a meeting that is held there."""
    if line.rank is Rank.OPERATOR or is_member(view.books, CHAIRS, line):
        return True
    if isinstance(room, Meeting) and room.is_chair(room.speaker(line)):
        return True
    here = (known.series for known in of_channel(view.books, room.channel)) if room.channel else ()
    return named_chair(view.books, chairs_of(here, room.channel), line)


def leads_series(view: View, room: Room, line: Line, known: Known) -> bool:
    """The same, for one series: its own chairs anywhere; where it meets, the channel's operators, and the chairs of the
    meeting while it is open."""
    if is_member(view.books, CHAIRS, line) or named_chair(view.books, chairs_of([known.series]), line):
        return True
    if isinstance(room, Meeting) and room.prepared.place == known.place and room.is_chair(room.speaker(line)):
        return True
    return line.rank is Rank.OPERATOR and known in of_channel(view.books, room.channel)


def named_chair(books: Books, names: tuple[str, ...], line: Line) -> bool:
    """By account; by nick only as long as no account of that name is known."""
    return among(tuple(as_member(books, name) for name in names), line)

"""Who leads in a channel, also when no meeting is open there."""
from __future__ import annotations

from .lines import Line, Rank
from .meeting import Meeting, Room
from .roles import CHAIRS, is_member
from .view import View


def leads(view: View, room: Room, line: Line) -> bool:
    """Whether the speaker has a chair's rights: a chair of the meeting that is open, an operator of the channel,
    or a member of the role chairs."""
    if line.rank is Rank.OPERATOR or is_member(view.books, CHAIRS, line):
        return True
    return isinstance(room, Meeting) and room.is_chair(room.speaker(line))

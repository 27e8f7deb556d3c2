"""What the facts of meetings change in the books: they are recorded together."""
from __future__ import annotations

from . import facts as f
from .agenda import AgendaItem, Items, carried
from .books import Books, Changes, puts
from .lines import Line
from .meeting import Meeting, Room


def project(books: Books, before: Room, line: Line, fact: f.Fact, after: Room) -> Changes:
    """What a fact that its line made true changes in the books. Never refuses: facts have happened."""
    match fact:
        case f.MeetingEnded() if isinstance(before, Meeting):
            return agenda_changes(books, carried(before.agenda))
        case _ if isinstance(after, Meeting) and (not isinstance(before, Meeting) or before.agenda != after.agenda):
            return agenda_changes(books, after.agenda)
    return ()


def agenda_changes(books: Books, items: Items) -> Changes:
    return puts(*(item for item in items if books.get(AgendaItem, item.id) != item))

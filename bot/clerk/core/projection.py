"""What the facts of meetings change in the books: they are recorded together."""
from __future__ import annotations

from . import facts as f
from . import ledger_changes, plan_changes
from .agenda import AgendaItem, Items, carried
from .books import Books, Changes, puts
from .lines import Line
from .meeting import Meeting, Room


def project(books: Books, before: Room, line: Line, fact: f.Fact, after: Room) -> Changes:
    """What a fact that its line made true changes in the books. Never refuses: facts have happened."""
    match fact:
        case f.MeetingEnded() if isinstance(before, Meeting):
            left = plan_changes.left_over(before, carried(before.agenda))
            return (*agenda_changes(books, left), *plan_changes.held(before, fact.files),
                    *ledger_changes.ended(books, before))  # fmt: skip
        case (f.ItemAdded() | f.ItemEdited() | f.ItemDropped() | f.ActionsRevised()
              | f.KeptPrivate()) if isinstance(before, Meeting) and isinstance(after, Meeting):  # fmt: skip
            return ledger_changes.noted(books, before, line, fact, after)
        case f.PurposeSet(text) if isinstance(after, Meeting):
            return plan_changes.purpose_set(books, after, text)
        case f.MeetingStarted() if isinstance(after, Meeting):
            return (*agenda_changes(books, after.agenda), *plan_changes.begun(books, after))
        case _ if isinstance(before, Meeting) and isinstance(after, Meeting) and before.agenda != after.agenda:
            return agenda_changes(books, after.agenda)
    return ()


def agenda_changes(books: Books, items: Items) -> Changes:
    return puts(*(item for item in items if books.get(AgendaItem, item.id) != item))

"""What the facts of meetings change in the books: they are recorded together."""
from __future__ import annotations

from . import decision_changes, ledger_changes, plan_changes
from . import facts as f
from .agenda import AgendaItem, Items, carried
from .books import Books, Changes, puts
from .lines import Line
from .meeting import Meeting, Room


def project(books: Books, before: Room, line: Line, fact: f.Fact, after: Room) -> Changes:
    """What a fact that its line made true changes in the books. Never refuses: facts have happened."""
    return (*on_agenda(books, before, fact, after), *in_ledger(books, before, line, fact, after),
            *in_log(books, before, fact, after))  # fmt: skip


def in_ledger(books: Books, before: Room, line: Line, fact: f.Fact, after: Room) -> Changes:
    """Of action items."""
    match fact:
        case f.MeetingEnded() if isinstance(before, Meeting):
            return ledger_changes.ended(books, before)
        case (f.ItemAdded() | f.ItemEdited() | f.ItemDropped() | f.ActionsRevised()
              | f.KeptPrivate()) if isinstance(before, Meeting) and isinstance(after, Meeting):  # fmt: skip
            return ledger_changes.noted(books, before, line, fact, after)
    return ()


def in_log(books: Books, before: Room, fact: f.Fact, after: Room) -> Changes:
    """Of decisions: whatever fact it was, they are what the meeting's items say now."""
    match fact:
        case f.MeetingEnded(files) if isinstance(before, Meeting):
            return decision_changes.published(books, before, files)
        case f.KeptPrivate() if isinstance(after, Meeting):
            return decision_changes.kept_private(books, after)
        case _ if isinstance(after, Meeting):
            return decision_changes.noted(books, before, after)
    return ()


def on_agenda(books: Books, before: Room, fact: f.Fact, after: Room) -> Changes:
    """Of agendas, and of what is known of a meeting by its name."""
    match fact:
        case f.MeetingEnded() if isinstance(before, Meeting):
            left = plan_changes.left_over(books, before, carried(before.agenda, before.secret_since))
            return (*agenda_changes(books, left), *plan_changes.held(before, fact.files))
        case f.PurposeSet(text) if isinstance(after, Meeting):
            return plan_changes.purpose_set(books, after, text)
        case f.MeetingStarted() if isinstance(after, Meeting):
            return (*agenda_changes(books, after.agenda), *plan_changes.begun(books, after))
        case _ if isinstance(before, Meeting) and isinstance(after, Meeting) and before.agenda != after.agenda:
            return agenda_changes(books, after.agenda)
    return ()


def agenda_changes(books: Books, items: Items) -> Changes:
    return puts(*(item for item in items if books.get(AgendaItem, item.id) != item))

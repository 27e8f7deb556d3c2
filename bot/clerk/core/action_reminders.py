"""On the day before a meeting: the channel is told how much is still to be done, without anybody's name."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from .action_phrases import before_a_meeting
from .announcement import ACTIONS, Wanted
from .books import Books
from .calendar import Known, Sitting, in_span
from .ledger import ActionItem, Actions, of_place
from .lines import fold
from .plans import last_held
from .view import View

DAY = timedelta(days=1)
TOO_LATE = timedelta(hours=1)  # before the meeting; it will be told there


def meetings_ahead(books: Books, now: datetime) -> Iterator[tuple[Sitting, Actions]]:
    """The meetings of the next 24 hours with what is open for them; those for which nothing is are left out."""
    places = {each.place for each in books.all(ActionItem) if each.is_open and not each.private}
    if not places:
        return
    for known in books.all(Known):
        channels = {fold(slot.channel) for slot in known.series.slots}
        if known.place not in places and not channels & places:
            continue
        for sitting in in_span(books, now, now + DAY, known.place):
            found = of_place(books, (known.place, fold(sitting.at.channel)), now)
            if sitting.at.skipped is None and sitting.at.channel and found:
                yield sitting, found


def before_meetings(view: View, now: datetime) -> Iterator[Wanted]:
    """A source of announcements: the count and the link, without anybody's name."""
    for sitting, found in meetings_ahead(view.books, now):
        last = last_held(view.books, sitting.place)
        text = before_a_meeting(sitting.at.meeting, sitting.at.start, found, last.url if last else "", now)
        start = sitting.at.start
        yield Wanted(sitting.at.channel, ACTIONS, f"actions {sitting.place} {start:%Y-%m-%dT%H:%M}", start - DAY,
                     start - TOO_LATE, (text,), why=f"{sitting.at.meeting} meets within a day")  # fmt: skip

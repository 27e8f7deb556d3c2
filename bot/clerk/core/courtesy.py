"""What the bot says by itself of a meeting: a reminder ten minutes before; and who chairs it is asked when it is due
and nobody has opened it."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from .agenda import waiting
from .announcement import MEETING, Wanted
from .books import Books
from .calendar import EARLY, Known, Sitting, shifts, within
from .calendar_phrases import week_53
from .lines import fold
from .meeting import Meeting, Room, present
from .places import open_meeting
from .plans import Held
from .preparing import agenda
from .profiles import by_nick
from .view import View

BEFORE = timedelta(minutes=10)
# After its start: when its chair is asked, when whoever is next, and until when.
ASKED, ASKED_NEXT, GIVEN_UP = timedelta(minutes=2), timedelta(minutes=7), timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


def courtesies(view: View, now: datetime) -> Iterator[Wanted]:
    """A source of announcements. It knows only what is near; what is asked of chairs, only while they are there."""
    near = within(view.books, now - GIVEN_UP, now + BEFORE + MINUTE)
    # This is asked every second, and of what was held in ten years only the last hour matters.
    held = [each for each in view.books.all(Held) if each.at >= now - GIVEN_UP - EARLY] if near else []
    for each in near:
        if each.at.skipped is not None or not each.at.channel or was_opened(view, each, held):
            continue
        if now < each.at.start:
            yield reminder(view, each, now)
        elif now >= each.at.start + ASKED:
            yield from asked(view, each, now)


def was_opened(view: View, each: Sitting, held: Iterable[Held]) -> bool:
    """Whether it is going on, or was held already. held: the last ones."""
    if open_meeting(view, each.place):
        return True
    return any(one.place == each.place and one.at >= each.at.start - EARLY for one in held)


def is_over(view: View, each: Sitting) -> bool:
    """Whether it was held, though by its length it would still be on or come."""
    return was_opened(view, each, view.books.all(Held)) and not open_meeting(view, each.place)


def key(each: Sitting) -> str:
    return f"{each.place} {each.at.start:%Y-%m-%dT%H:%M}"


def reminder(view: View, each: Sitting, now: datetime) -> Wanted:
    minutes = max(1, min(10, round((each.at.start - now) / MINUTE)))
    about = ", ".join(filter(None, (items(view.books, each), url(view.books, each))))
    text = f"{each.at.meeting} meets here in {minutes} min ({each.at.start:%H:%M} UTC)"
    text = " ".join(filter(None, (f"{text}: {about}" if about else f"{text}.", again(view.books, each, now))))
    return Wanted(each.at.channel, MEETING, f"reminder {key(each)}", each.at.start - BEFORE, each.at.start, (text,),
                  timed=True, why=f"{each.at.meeting} is in the calendar", topics=(each.place,))  # fmt: skip


def items(books: Books, each: Sitting) -> str:
    n = len(waiting(agenda(books, each.place, fold(each.at.channel))))
    return f"{n} item{'s' if n > 1 else ''}" if n else ""


def url(books: Books, each: Sitting) -> str:
    known = books.get(Known, each.place)
    return known.series.agenda_url if known else ""


def again(books: Books, each: Sitting, now: datetime) -> str:
    known = books.get(Known, each.place)
    told = week_53(known, shifts(books).get(each.place, {}), each.at.day, now) if known else ""
    return told if told.startswith("Again") else ""


def asked(view: View, each: Sitting, now: datetime) -> Iterator[Wanted]:
    """Of the chairs who are there, the first; later also the second. Nobody is while another meeting is open there."""
    room = view.rooms.get(fold(each.at.channel))
    if room is None or isinstance(room, Meeting):
        return
    due = (ASKED, ASKED_NEXT)
    for nick, after in zip(chairs_there(view.books, room, each, now), due, strict=False):
        if now >= each.at.start + after:
            text = f"{nick}: {each.at.meeting} is due; #startmeeting {each.at.meeting} opens it."
            yield Wanted(each.at.channel, MEETING, f"due {key(each)} {fold(nick)}", each.at.start + after,
                         each.at.start + GIVEN_UP, (text,), timed=True,
                         why=f"the calendar names {nick} as its chair")  # fmt: skip


def chairs_there(books: Books, room: Room, each: Sitting, now: datetime) -> list[str]:
    """The nicks by which its chairs are in the channel, in their order; without those who are away."""
    known = by_nick(books)
    found: list[str] = []
    for chair in map(fold, each.at.chairs):
        for nick in present(room):
            profile = known.get(fold(nick))
            is_it = fold(nick) == chair or (profile is not None and fold(profile.who) == chair)
            if is_it and nick not in found and not (profile and profile.away(now)):
                found.append(nick)
    return found

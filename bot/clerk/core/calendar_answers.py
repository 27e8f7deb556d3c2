"""The answers about when meetings are: lists, the next one of a meeting, free time, conflicts."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from . import calendar_words as w
from .agenda import waiting
from .agenda_answers import agenda_of
from .calendar import (
    FAR_AHEAD,
    OVER_NIGHT,
    Known,
    Sitting,
    chairs_of,
    coming,
    in_span,
    next_held,
    of_channel,
    shifts,
)  # fmt: skip
from .calendar_phrases import chairs, conflict, length, row, spans, week_53, when_and_where
from .commands import AnyTime
from .conflicts import clashes, gaps, places
from .courtesy import is_over
from .decision import Answer, Refusal
from .lines import Kind, Line, fold
from .meeting import Room
from .places import named, series_named
from .plans import plan_of
from .profiles import zone_of
from .replies import FEW, replies, reply
from .says import Saying
from .schedule import WEEK
from .view import View
from .when import Unclear, When, duration, read, said, said_day
from .wording import quoted

MOST_LISTED = 25  # rows of a private list
MOST_SKIPPED = 2  # meetings that are told of before the next one
EMPTY = Refusal("I know no meetings that come again yet: clerk schedule import reads them from files.")


def list_meetings(view: View, room: Room, line: Line, command: w.ListMeetings) -> Answer | Refusal:
    if not any(view.books.all(Known)):
        return EMPTY
    zone, text = zone_of(view.books, line, room), command.when.strip()
    if text.lower() == "next":
        return only_next(view, room, line, zone)
    begin, end, called = line.at - OVER_NIGHT, line.at + WEEK, "in the next seven days"
    if text:
        try:
            when = read(text, line.at, zone)
        except Unclear as unclear:
            return Refusal(f"{unclear}.")
        begin, end = span_of(when)
        called = days_said(when, line.at)
    found = [each for each in in_span(view.books, begin, end) if text or each.at.end > line.at]
    if not found:
        return Answer((reply(room, line, f"no meeting {called}."),))
    return Answer(listed(room, line, [row(each, line.at, zone) for each in found]))


def span_of(when: When) -> tuple[datetime, datetime]:
    """Its days, by the clock of its zone."""
    first, last = (datetime.combine(day, time(), ZoneInfo(when.zone)).astimezone(UTC)
                   for day in (when.first, when.last + timedelta(days=1)))  # fmt: skip
    return first, last


def days_said(when: When, now: datetime) -> str:
    if when.first == when.last:
        return f"on {said_day(when.first, now)}"
    return f"from {said_day(when.first, now)} to {said_day(when.last, now)}"


def listed(room: Room, line: Line, rows: Sequence[str]) -> tuple[Saying, ...]:
    """All of them where that does not disturb; in a channel only the first few."""
    most = MOST_LISTED if line.kind is Kind.PRIVATE else FEW
    if len(rows) > most:
        how = "." if line.kind is Kind.PRIVATE else "; say it to me in private to see them."
        rows = [*rows[: most - 1], f"… and {len(rows) - most + 1} more{how}"]
    return replies(room, line, rows)


def only_next(view: View, room: Room, line: Line, zone: str) -> Answer:
    """The next one of this channel; of a channel without any, the next of all."""
    here = of_channel(view.books, room.channel) if room.channel else []
    found = [each for known in here or view.books.all(Known) if (each := next_held(view.books, known.place, line.at))]
    first = min(found, key=lambda each: each.at.start, default=None)
    told = row(first, line.at, zone) if first else "no meeting within a year."
    return Answer((reply(room, line, told),))


# --- one meeting ------------------------------------------------------------------------------


def meeting_meant(view: View, room: Room, name: str, how: str) -> Known | Refusal:
    """The series of that name; without one, the only one that meets here. how: to say it with a name."""
    if name:
        return series_named(view.books, name) or Refusal(unknown(view, name))
    here = of_channel(view.books, room.channel) if room.channel else []
    if len(here) == 1:
        return here[0]
    if here:
        return Refusal(f"which one: {names(here)}? {how}")
    return Refusal(f"no meeting that I know is held here. {how}" if room.channel else f"which one? {how}")


def unknown(view: View, name: str) -> str:
    near = [each for each in view.books.all(Known) if named(name) in each.place or each.place in named(name)]
    some = near or [*view.books.all(Known)]
    return f"I know no meeting {quoted(name)}{f'; I know {names(some)}' if some else ''}."


def names(series: Sequence[Known]) -> str:
    few = ", ".join(each.series.meeting for each in series[:8])
    return f"{few} and {len(series) - 8} more" if len(series) > 8 else few


def show_meeting(view: View, room: Room, line: Line, command: w.ShowMeeting) -> Answer | Refusal:
    known = meeting_meant(view, room, " ".join(command.name.split()), ".meeting NAME")
    if isinstance(known, Refusal):
        return known
    zone, now = zone_of(view.books, line, room), line.at
    texts = [f"{known.series.meeting} ({known.series.project}): {next_ones(view, known, now, zone)}"]
    about = [purpose_of(view, known, room), agenda_of_next(view, known)]
    return Answer(replies(room, line, [*texts, " ".join(filter(None, about))]))


def next_ones(view: View, known: Known, now: datetime, zone: str) -> str:
    """The next one that is held; before it, those that are skipped until then."""
    parts: list[str] = []
    for each in coming(view.books, known.place, now):
        if is_over(view, each):
            continue
        if each.at.skipped is None:
            head = "Next: " if parts else ""
            return " ".join(filter(None, (*parts[:MOST_SKIPPED], f"{head}{when_and_where(each, now, zone)}",
                                          twice(view, known, each, now))))  # fmt: skip
        parts.append(f"{said(each.at.start, now, zone)} is skipped: {each.at.skipped}.")
    if parts:
        return " ".join((*parts[:MOST_SKIPPED], "No other time is set."))
    where = dict.fromkeys(slot.channel or slot.matrix for slot in known.series.slots)
    about = ("no time is set", f"in {', '.join(where)}" if where else "", chairs(chairs_of([known.series])))
    return f"{', '.join(filter(None, about))}."


def twice(view: View, known: Known, each: Sitting, now: datetime) -> str:
    return week_53(known, shifts(view.books).get(known.place, {}), each.at.day, now)


def purpose_of(view: View, known: Known, room: Room) -> str:
    purpose = plan_of(view.books, known.place, fold(room.channel)).purpose
    return f"Purpose: {purpose.rstrip('.')}." if purpose else ""


def agenda_of_next(view: View, known: Known) -> str:
    """How much is on it, and where it is."""
    n = len(waiting(agenda_of(view, known.place)))
    count = "nothing yet" if not n else f"{n} item{'s' if n > 1 else ''}"
    url = known.series.agenda_url
    return f"Agenda: {count}{f', {url}' if url else ''}"


# --- room for another -------------------------------------------------------------------------


def find_free_time(view: View, room: Room, line: Line, command: w.FindFreeTime) -> Answer | Refusal:
    zone = zone_of(view.books, line, room)
    try:
        lasts, when = length_and_day(command.said, line.at, zone)
    except Unclear as unclear:
        return Refusal(f"{unclear}.")
    if when.first != when.last:
        return Refusal("one day at a time: .meetings free 1h thursday")
    midnight, end = span_of(when)
    begin = max(midnight, line.at)
    if begin >= end:
        return Refusal(f"{said_day(when.day, line.at)} is past.")
    taken = [(each.at.start, each.at.end) for each in in_span(view.books, begin - OVER_NIGHT, end)
             if each.at.skipped is None and fold(room.channel) in map(fold, places(each.at))]  # fmt: skip
    found = gaps(taken, begin, end, int(lasts.total_seconds()) // 60)
    where = f"{days_said(when, line.at)} in {room.channel}"
    if found == [(midnight, end)]:
        told = f"all of the time is free {where}."
    elif found:
        told = f"free for {length(lasts)} {where}: {spans(found, zone)}."
    else:
        told = f"nothing is free for {length(lasts)} {where}."
    return Answer((reply(room, line, told),))


def length_and_day(text: str, now: datetime, zone: str) -> tuple[timedelta, When]:
    """ "1h thursday", "90 min on 1 December". Raises Unclear."""
    words = text.split()
    n = 2 if words[0].isdigit() and len(words) > 1 else 1
    return duration(" ".join(words[:n])), read(" ".join(words[n:]), now, zone)


def list_conflicts(view: View, room: Room, line: Line, command: w.ListConflicts) -> Answer | Refusal:
    if not any(view.books.all(Known)):
        return EMPTY
    zone, now = zone_of(view.books, line, room), line.at
    held = [each.at for each in in_span(view.books, now - OVER_NIGHT, now + FAR_AHEAD) if each.at.skipped is None]
    found = clashes(held, now)
    if not found:
        return Answer((reply(room, line, "no two meetings are in each other's way within 60 weeks."),))
    return Answer(listed(room, line, [conflict(each, now, zone) for each in found]))


ANSWERS: dict[type[AnyTime], Callable[..., Answer | Refusal]] = {
    w.ListMeetings: list_meetings, w.FindFreeTime: find_free_time, w.ListConflicts: list_conflicts,
    w.ShowMeeting: show_meeting,
}  # fmt: skip

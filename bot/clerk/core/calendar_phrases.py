"""How meetings of the calendar are told, in words without a channel."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from .calendar import TOLD_AHEAD, Known, Shifts, Sitting, twice_in_a_row
from .conflicts import Conflict
from .schedule import DAY, WEEK
from .when import relative, said, said_day
from .when.zones import wall_clock

MOST_NAMED = 4  # chairs of a meeting


def row(each: Sitting, now: datetime, zone: str) -> str:
    """A meeting in a list."""
    return f"{said(each.at.start, now, zone)}: {each.at.meeting} in {each.at.place}{state(each, now, zone)}"


def state(each: Sitting, now: datetime, zone: str = "UTC") -> str:
    if each.at.skipped is not None:
        return f", skipped: {each.at.skipped}"
    return f", moved from {said(each.by_rule, now, zone)}: {each.moved}" if each.is_moved else ""


def when_and_where(each: Sitting, now: datetime, zone: str) -> str:
    minutes = int((each.at.end - each.at.start).total_seconds()) // 60
    far = "on now" if each.at.start <= now else relative(each.at.start, now)
    about = filter(None, (said(each.at.start, now, zone), far, f"in {each.at.place}", f"{minutes} min",
                          chairs(each.at.chairs)))  # fmt: skip
    return f"{', '.join(about)}{state(each, now, zone)}."


def chairs(names: Sequence[str]) -> str:
    few = ", ".join(names[:MOST_NAMED])
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f"chair{'s' if len(names) > 1 else ''}: {few}{more}" if names else ""


def week_53(known: Known, said_of: Shifts, next: date, now: datetime) -> str:
    """That a meeting which alternates comes twice in a row, some weeks in advance and until the second; else "".

    next: the local date of its next occurrence.
    """
    first, second = next - WEEK, next + TOLD_AHEAD
    for one, other in twice_in_a_row(known, said_of, first, second):
        year = f"{one.isocalendar().year} has 53 weeks"
        if one == next:
            return f"Again next week: {year}."
        return f"In two weeks running, {said_day(one, now)} and {said_day(other, now)}: {year}."
    return ""


def span(start: datetime, end: datetime, zone: str) -> str:
    """ "14:00 to 15:00" by the clock of a zone; midnight at the end is 24:00."""
    first, last = wall_clock(start, zone), wall_clock(end, zone)
    until = "24:00" if last.hour == last.minute == 0 and last.date() == first.date() + DAY else f"{last:%H:%M}"
    return f"{first:%H:%M} to {until}"


def spans(found: Sequence[tuple[datetime, datetime]], zone: str) -> str:
    """In UTC, and by the clock of another zone."""
    zones = ("UTC",) if zone == "UTC" else ("UTC", zone)
    texts = [f"{', '.join(span(*each, name) for each in found)} {name}" for name in zones]
    return texts[0] if len(texts) == 1 else f"{texts[0]} ({texts[1]})"


def near_dates(found: Sequence[Sitting], now: datetime, zone: str) -> str:
    dates = ", ".join(f"{said(each.at.start, now, zone)}{' (skipped)' if each.at.skipped is not None else ''}"
                      for each in found)  # fmt: skip
    return f"Nearest: {dates}." if found else "It has no set time."


def conflict(each: Conflict, now: datetime, zone: str) -> str:
    where = f"in {each.what}" if each.why == "channel" else f"and both have {each.what} as chair"
    who = f"{each.a} and {each.b}" if each.a != each.b else f"two of {each.a}"
    return f"{who} overlap {where}, first on {said(each.start, now, zone)}."


def length(minutes: timedelta) -> str:
    """ "1 h", "90 min"."""
    whole = int(minutes.total_seconds()) // 60
    return f"{whole // 60} h" if whole % 60 == 0 else f"{whole} min"

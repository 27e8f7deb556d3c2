"""Dates as the bot says them: in full, so that a misreading is seen."""
from __future__ import annotations

from datetime import UTC, date, datetime

from .days import MONTHS, WEEKDAYS
from .zones import wall_clock

HOURS_NOT_DAYS = 12  # a time nearer than that is said in hours, even when it is tomorrow's


def said_day(day: date, now: datetime) -> str:
    """ "Fri 27 Nov", with the year if it is not now's. now: UTC, aware."""
    year = "" if day.year == now.astimezone(UTC).year else f" {day.year}"
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {MONTHS[day.month - 1][:3].title()}{year}"


def said(when: datetime, now: datetime, zone: str = "UTC") -> str:
    """ "Fri 27 Nov 14:00 UTC", with another zone "Fri 27 Nov 23:30 UTC (Sat 28 Nov 00:30 Europe/Paris)".

    when, now: aware. The day stands again only where it is another.
    """
    at = when.astimezone(UTC)
    full = f"{said_day(at.date(), now)} {at:%H:%M} UTC"
    if zone == "UTC":
        return full
    there = wall_clock(when, zone)
    other_day = "" if there.date() == at.date() else f"{said_day(there.date(), now)} "
    return f"{full} ({other_day}{there:%H:%M} {zone})"


def relative(when: datetime, now: datetime) -> str:
    """ "in 10 min", "in 3 h", "tomorrow", "in 7 days", "2 days ago"; days are counted by the calendar, in UTC."""
    at, since = when.astimezone(UTC), now.astimezone(UTC)
    minutes = round(abs((at - since).total_seconds()) / 60)
    days = abs((at.date() - since.date()).days)
    if not minutes:
        return "now"
    if minutes < 60:
        length = f"{minutes} min"
    elif days == 0 or minutes < HOURS_NOT_DAYS * 60:
        length = f"{(minutes + 30) // 60} h"
    elif days == 1:
        return "tomorrow" if at > since else "yesterday"
    else:
        length = f"{days} days"
    return f"in {length}" if at > since else f"{length} ago"

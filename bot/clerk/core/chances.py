"""When a channel lets the bot say by itself what has no time of its own: set times, days, quiet hours.

All of it by the clock of the channel's zone, whatever daylight saving does to that.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from .rules import Rules
from .when.zones import instant_kept, wall_clock

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SLOT = timedelta(minutes=10)  # how long after a set time what was due by then may still be said


def clock_of(text: str) -> time:
    """ "09:00". Raises ValueError."""
    if not re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"{text!r} is no time of day such as 09:00")
    return time.fromisoformat(text.zfill(5))


def span_of(text: str) -> tuple[time, time]:
    """ "22:00-07:00": from one time of day to another, which may be the next day's. Raises ValueError."""
    start, _, end = text.partition("-")
    found = clock_of(start.strip()), clock_of(end.strip())
    if found[0] == found[1]:
        raise ValueError(f"{text!r} ends when it begins")
    return found


def in_span(clock: time, span: str) -> bool:
    """span: "" for none; its end is outside of it."""
    if not span:
        return False
    start, end = span_of(span)
    return start <= clock < end if start < end else clock >= start or clock < end


def open_hours(rules: Rules, wall: datetime) -> bool:
    """Whether a day and hour are none of the quiet ones. wall: by the channel's clock, naive."""
    return DAYS[wall.weekday()] in rules.announce_days and not in_span(wall.time(), rules.quiet_hours)


def chance(rules: Rules, at: datetime) -> datetime | None:
    """The first instant from `at` on that the settings leave open; None when they leave none. at: UTC, aware."""
    return next((each for each in candidates(rules, at) if open_hours(rules, wall_clock(each, rules.timezone))), None)


def candidates(rules: Rules, at: datetime) -> Iterator[datetime]:
    """`at` itself and what comes after it, for a week and a day: set times, or else the ends of what is quiet."""
    today = wall_clock(at, rules.timezone).date()
    if not rules.announce_at:
        yield at
    for day in (today + timedelta(days=n) for n in range(-1, 9)):
        for clock in starts(rules):
            instant = starting(day, clock, rules)
            if instant >= at:
                yield instant
            elif rules.announce_at and at < instant + SLOT:
                yield at


def starts(rules: Rules) -> list[time]:
    """At what times of day something may begin to be open."""
    if rules.announce_at:
        return sorted(map(clock_of, rules.announce_at))
    return sorted({time(), *([span_of(rules.quiet_hours)[1]] if rules.quiet_hours else [])})


def starting(day: date, clock: time, rules: Rules) -> datetime:
    return instant_kept(datetime.combine(day, clock), rules.timezone)

"""Reading a date: zone, time of day and day are taken apart, each is read by itself, and one instant comes of it."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from . import leftovers
from .clock import MIDNIGHT, split_time, time_of_day
from .days import Days, days_named, one
from .refusals import why_unread
from .spans import ahead_by_clock, ahead_by_days
from .stamps import offset_named, stamp
from .values import YEARS_AHEAD, YEARS_BACK, Unclear, When, generic_examples, within_reach
from .zones import instant_kept, instants, last_minute, looks_like_a_zone, wall_clock, zone_named

LONGEST = 60  # characters
EDGES = " .,;!?"
GLUED_Z = re.compile(r"(?<![0-9-])([0-9]{1,2}:[0-9]{2}|[0-9]{4})z\b")
CLOCK_DIGITS = re.compile(r"([0-9]{2})([0-9]{2})")
PREPOSITION = re.compile(r"(?:on|by|at) ")


@dataclass(frozen=True)
class Asked:
    """text: in small letters, without commas. now: UTC. zone: an IANA name. shown: the text as it was written."""

    text: str
    now: datetime
    zone: str
    shown: str

    @property
    def wall(self) -> datetime:
        return wall_clock(self.now, self.zone)

    @property
    def day(self) -> date:
        return self.wall.date()


def read(text: str, now: datetime, zone: str = "UTC") -> When:
    """The date that a text names. now: UTC, aware. zone: IANA name, of who wrote it. Raises Unclear.

    "friday" is the coming one, on a Friday the next; with a time the next such instant. Of a time that comes twice,
    when the clock is put back, the first is meant that is still to come; one that the clock leaves out is refused.
    """
    shown = " ".join(text.split()).strip(EDGES)
    asked = Asked(shown.lower().replace(",", ""), now.astimezone(UTC), zone, shown)
    if not shown:
        raise Unclear("no date is given", *generic_examples(asked.day))
    if len(shown) > LONGEST:
        raise Unclear(f"a date has at most {LONGEST} characters", *generic_examples(asked.day))
    when = stamped(asked) or by_zone(asked) or left_over(asked)
    if when is None:
        raise why_unread(shown, asked.day)
    return when


def trailing(text: str, words: Sequence[str], now: datetime, zone: str = "UTC") -> tuple[str, str, When] | None:
    """What stands before a last "due friday", which of the words began that, and the date: the longest that parses.

    None where a line ends in no such date. words: in small letters: "due", "until".
    """
    starts = re.compile(rf"(?:^|(?<=\s))({'|'.join(map(re.escape, words))})\s+(?=\S)", re.IGNORECASE)
    for found in starts.finditer(text) if words else ():
        try:
            when = read(text[found.end() :], now, zone)
        except Unclear:
            continue
        return text[: found.start()].rstrip(" ,;"), found[1].lower(), when
    return None


# --- an instant, by the clocks of a zone ----------------------------------------------------------


def moment(at: datetime, asked: Asked) -> When:
    day = wall_clock(at, asked.zone).date()
    within_reach(day.year, asked.day)
    return When(at, asked.zone, True, day, day, day)


def whole(days: Days, asked: Asked) -> When:
    day = days.day + timedelta(days=days.again if days.day == asked.day else 0)
    within_reach(day.year, asked.day)
    return When(last_minute(day, asked.zone), asked.zone, False, day, *(
        (days.first, days.last) if days.first != days.last else (day, day)))  # fmt: skip


def timed(days: Days, clock: time, asked: Asked) -> When:
    """Of two days that would do, the first whose time is still to come; a day with a date may be past."""
    for day in (days.day, days.day + timedelta(days=days.again)):
        wall = datetime.combine(day, clock)
        found = instants(wall, asked.zone)
        if coming := [at for at in found if at > asked.now]:
            return moment(coming[0], asked)
        if wall > asked.wall:
            break
    if not found:
        raise left_out(wall, asked)
    return moment(found[0], asked)


def left_out(wall: datetime, asked: Asked) -> Unclear:
    """The clocks there go from one minute to a later one: the time between does not exist."""
    after = wall_clock(instant_kept(wall, asked.zone), asked.zone)
    return Unclear(f"on {wall:%Y-%m-%d} the clocks in {asked.zone} are put forward past {wall:%H:%M}",
                   f"{wall - timedelta(hours=1):%Y-%m-%d %H:%M}", f"{after:%Y-%m-%d %H:%M}")  # fmt: skip


# --- the shapes -----------------------------------------------------------------------------------


def stamped(asked: Asked) -> When | None:
    """ "2026-12-01T14:00Z", or with an offset, which names no zone: the day is that of who wrote it."""
    found = stamp(asked.text)
    days = found and days_named(found.day, asked.day)
    if not found or not days:
        return None
    clock = time_of_day(found.clock)
    if not found.offset:
        return timed(days, clock, asked)
    if found.utc:
        return timed(days, clock, replace(asked, zone="UTC"))
    offset = offset_named(found.offset)
    return moment(datetime.combine(days.day, clock, offset).astimezone(UTC), asked) if offset else None


def by_zone(asked: Asked) -> When | None:
    """ "2100 UTC thursday", "friday 14:00 Europe/Paris". Four digits before a zone are a time, or else a year."""
    words = GLUED_Z.sub(r"\1 z", asked.text).split()
    zones = [n for n, word in enumerate(words) if looks_like_a_zone(word)]
    if not zones:
        return by_grammar(asked)
    if len(zones) > 1:
        raise Unclear(f"{asked.shown} has two zones", *generic_examples(asked.day))
    at = zones[0]
    zone, before, behind = zone_named(as_written(words[at], asked)), words[:at], words[at + 1 :]
    digits = CLOCK_DIGITS.fullmatch(before[-1]) if before else None
    if digits and not names_a_year([*before, *behind], int(digits[0]), asked):
        before = [*before[:-1], f"{digits[1]}:{digits[2]}"]
    return by_grammar(replace(asked, text=" ".join([*before, *behind]), zone=zone))


def as_written(word: str, asked: Asked) -> str:
    return next((written for written in asked.shown.split() if written.lower() == word), word)


def names_a_year(words: list[str], year: int, asked: Asked) -> bool:
    near = asked.day.year - YEARS_BACK <= year <= asked.day.year + YEARS_AHEAD
    return near and days_named(" ".join(words), asked.day) is not None


def by_grammar(asked: Asked) -> When | None:
    text = PREPOSITION.sub("", asked.text, count=1) if PREPOSITION.match(asked.text) else asked.text
    if span := ahead_by_clock(text):
        return moment(asked.now + span, asked)
    if day := ahead_by_days(text, asked.day):
        within_reach(day.year, asked.day)
        return moment(instant_kept(datetime.combine(day, asked.wall.time()), asked.zone), asked)
    if days := days_named(text, asked.day):
        return whole(days, asked)
    apart = split_time(text)
    return on_a_day(*apart, asked) if apart else None


def on_a_day(day_text: str, clock_text: str, asked: Asked) -> When | None:
    clock = time_of_day(clock_text)
    if not day_text:
        return timed(one(asked.day, again=1), clock, asked)
    ahead = ahead_by_days(day_text, asked.day)
    days = one(ahead) if ahead else days_named(day_text, asked.day)
    if days is None:
        return None
    if days.first != days.last:
        raise Unclear(f"{day_text} has many days for {clock_text}", f"{days.first.isoformat()} {clock:%H:%M}",
                      f"{days.last.isoformat()} {clock:%H:%M}")  # fmt: skip
    if clock_text == MIDNIGHT:
        raise Unclear(f"{MIDNIGHT} of a day can be its start or its end", f"{day_text} 00:00", f"{day_text} 23:59")
    return timed(days, clock, asked)


def left_over(asked: Asked) -> When | None:
    """What dateparser is let to see."""
    whole_day = leftovers.DAY.fullmatch(asked.text)
    if not whole_day and not leftovers.MOMENT.fullmatch(asked.text):
        return None
    found = leftovers.parsed(asked.text, asked.wall)
    if found is None:
        return None
    within_reach(found.year, asked.day)
    return whole(one(found.date()), asked) if whole_day else moment(instant_kept(found, asked.zone), asked)

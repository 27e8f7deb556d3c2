"""Raw IRC logs of many clients and bots -> Lines, so that any log can be played through the core.

The shapes (see `logrows` for their patterns) are found row by row and may be mixed: MeetBot's .log.txt, irssi,
WeeChat, ZNC, energymech and mIRC, XChat and HexChat, eavesdrop and other ISO 8601 stamps.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from clerk.core.lines import TALK, Kind, Line, Speaker, fold
from clerk.core.logrows import DAY, MONTH, YEAR, Row, Stamp, day_of, find_date, parse

NO_DATE = date(1970, 1, 1)
ONE_DAY = timedelta(days=1)
MIDNIGHT = timedelta(hours=12)  # a clock that goes back by more has passed midnight
AGREES = timedelta(minutes=2)  # between the bot's clock and the log's
PATIENCE = 5  # lines of talk between #startmeeting and the bot's answer

STARTED = re.compile(r"(?:\S{1,64}: )?Meeting started\b", re.ASCII)
DATED_NAME = re.compile(rf"(?<!\d){YEAR}([-_./]?){MONTH}\2{DAY}(?!\d)", re.ASCII)
MEETBOT_NAME = re.compile(r"([^/\\\s]+)\.\d{4}-\d\d-\d\d-\d\d\.\d\d(?!\d)", re.ASCII)
CHANNEL_NAME = re.compile(r"#[^/\\\s,]+")
NAME_ENDS = re.compile(r"[._-]?(?:19|20)\d\d[-_.]?\d\d[-_.]?\d\d.*|(?:\.(?:log|txt|weechatlog))+$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Log:
    """What a log told. channel: None if nobody says. bot: the (first) bot that recorded it.

    dated: False if no year was to be found, and the log was taken to begin on 1970-01-01.
    ignored: how many rows had no known shape (blank rows, comments and clients' chatter do not count).
    """

    lines: tuple[Line, ...]
    channel: str | None
    bot: str | None
    dated: bool
    ignored: int


def read(
    rows: Iterable[str],
    *,
    channel: str = "",
    date: date | None = None,
    zone: tzinfo = UTC,
    bot: str | None = None,
    name: str = "",
) -> Log:
    """The log as Lines with UTC times, numbered from 1. Never raises for what stands in the rows or the name.

    channel, date (the day of the first row), bot: what the caller knows better than the log.
    zone: of the log's clocks, where a row names none. name: the file's, for its date and channel.
    """
    parsed = [parse(row) for row in rows]
    known = [row for row in parsed if row]
    bots = (bot,) if bot else _recorders(known)
    known = _dated_by_bot(known, bots, zone)
    own = _first_day(known)
    first = date or own or _day_of_name(name)
    where = channel or next((row.heard.channel for row in known if row.heard.channel), "") or _channel_of_name(name)
    shift = first - own if first and own else timedelta(0)
    times = _times(known, first - shift if first else NO_DATE, shift, zone)
    return Log(
        lines=tuple(_lines(known, times, where, frozenset(map(fold, bots)))),
        channel=where or None,
        bot=bots[0] if bots else None,
        dated=first is not None,
        ignored=len(parsed) - len(known),
    )


def _lines(rows: Iterable[Row], times: Iterable[datetime], channel: str, bots: frozenset[str]) -> Iterator[Line]:
    number = 0
    for row, at in zip(rows, times, strict=True):
        heard = row.heard
        if heard.kind is not None:
            number += 1
            line = Line(at, channel, heard.nick, heard.text, heard.kind, host=heard.host, rank=heard.rank, id=number)
            yield replace(line, speaker=Speaker.CLERK) if fold(heard.nick) in bots else line


def _recorders(rows: Iterable[Row]) -> tuple[str, ...]:
    """Every nick, in the order found, that answered somebody's #startmeeting with "Meeting started"."""
    found: dict[str, str] = {}
    starter, left = "", 0
    for heard in (row.heard for row in rows if row.heard.kind in TALK):
        if heard.text.lstrip()[:13].lower() == "#startmeeting":
            starter, left = heard.nick, PATIENCE
        elif left:
            left -= 1
            if STARTED.match(heard.text) and fold(heard.nick) != fold(starter):
                found.setdefault(fold(heard.nick), heard.nick)
                left = 0
    return tuple(found.values())


def _times(rows: Iterable[Row], first: date, shift: timedelta, zone: tzinfo) -> Iterator[datetime]:
    """When each row was, UTC: one second after the row before it if it has no clock."""
    at: datetime | None = None
    for row, day in _days(rows, first):
        stamp = row.stamp
        if stamp.clock is not None:
            at = datetime.combine(day + shift, stamp.clock, stamp.zone or zone).astimezone(UTC)
        elif at is None or (stamp.day and row.heard.kind is None):
            at = datetime.combine(day + shift, time.min, zone).astimezone(UTC)
        elif row.heard.kind is not None:
            at += timedelta(seconds=1)
        yield at


def _days(rows: Iterable[Row], day: date) -> Iterator[tuple[Row, date]]:
    """Each row with its day in the log's zone: as the log says, else the next when the clock has passed midnight."""
    before = time.min
    for row in rows:
        stamp = row.stamp
        clock = stamp.clock if stamp.clock is not None or stamp.day is None else time.min
        if stamp.day:
            day = stamp.day
        elif stamp.yearless:
            day = _nearest(*stamp.yearless, day)
        elif clock and _since_midnight(before) - _since_midnight(clock) > MIDNIGHT:
            day += ONE_DAY
        before = clock or before
        yield row, day


def _since_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _nearest(month: int, monthday: int, day: date) -> date:
    """The month and day in the year that brings them nearest to `day` (the 29th of February may be far)."""
    years = range(day.year - 4, day.year + 5)
    days = (found for year in years if (found := day_of(year, month, monthday)))
    return min(days, key=lambda found: abs(found - day), default=day)


def _first_day(rows: Sequence[Row]) -> date | None:
    """The day of the first row, reckoned back from the first full date in the log."""
    at, found = next(((at, row.stamp) for at, row in enumerate(rows) if row.stamp.day), (0, Stamp()))
    if found.day is None:
        return None
    probe = Row(Stamp(found.clock or time.min), rows[at].heard)
    *_, (_, last) = _days([*rows[:at], probe], NO_DATE)
    nights = (last - NO_DATE).days
    if found.clock is None and any(row.stamp.clock for row in rows[:at]):
        nights = max(nights, 1)  # "Day changed" stands at midnight
    return found.day - nights * ONE_DAY


def _dated_by_bot(rows: list[Row], bots: Iterable[str], zone: tzinfo) -> list[Row]:
    """In a log with no date of its own: the rows, with the day that the bot told when it started the meeting."""
    if any(row.stamp.day for row in rows):
        return rows
    names = frozenset(map(fold, bots))
    for at, row in enumerate(rows):
        heard = row.heard
        if heard.kind is Kind.SAID and fold(heard.nick) in names and STARTED.match(heard.text):
            day = _told_day(heard.text, row.stamp.clock, zone)
            if day:
                return [*rows[:at], replace(row, stamp=replace(row.stamp, day=day)), *rows[at + 1 :]]
    return rows


def _told_day(text: str, clock: time | None, zone: tzinfo) -> date | None:
    """The log's day by "Meeting started Tue May  1 13:32:00 2018 UTC", unless the log's clock says another time."""
    told = find_date(text[:200])
    if told.day is None or told.clock is None:
        return None
    spoken = UTC if "UTC" in text or "GMT" in text else zone
    then = datetime.combine(told.day, told.clock, spoken).astimezone(zone).replace(tzinfo=None)
    if clock is None:
        return then.date()
    logged = (datetime.combine(then.date() + days * ONE_DAY, clock) for days in (-1, 0, 1))
    return next((at.date() for at in logged if abs(at - then) <= AGREES), None)


def _day_of_name(name: str) -> date | None:
    found = (day_of(int(match["year"]), int(match["month"]), int(match["day"])) for match in DATED_NAME.finditer(name))
    return next(filter(None, found), None)


def _channel_of_name(name: str) -> str:
    """`#chan` anywhere in the path, without what the client put behind it; or MeetBot's `chan.2018-05-01-13.32`."""
    if match := CHANNEL_NAME.search(name):
        channel = NAME_ENDS.sub("", match[0])
        return channel if channel.strip("#") else ""
    match = MEETBOT_NAME.search(name)
    return f"#{match[1]}" if match else ""

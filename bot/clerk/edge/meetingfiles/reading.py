"""A meeting file read: a series, or everything that is wrong with it.

What yaml2ical 0.15 reads is read, and a little more: times with a colon, YAML's own dates, any case of days.
"""
from __future__ import annotations

import re
from datetime import date, time
from zoneinfo import ZoneInfo

from ...core.schedule import LONGEST, NAMED, RULES, WEEKDAYS, Series, Skip, Slot
from .rows import Row
from .yamltext import Fault, Found, Unreadable, compose

KNOWN = frozenset({
    "project", "meeting_id", "agenda_url", "project_url", "schedule", "chair", "chairs", "description", "agenda",
    "timezone", "purpose", "topics",
})  # fmt: skip
KNOWN_OF_SLOT = frozenset({
    "time", "day", "irc", "matrix", "frequency", "timezone", "start_date", "duration", "chair", "chairs", "skip_dates",
})  # fmt: skip
KNOWN_OF_SKIP = frozenset({"skip_date", "reason"})
CHANNEL = re.compile(r"[^\s,:]{1,64}")
CHANNEL_TYPES = "#&+!"
NICK = re.compile(r"\((?:\s*IRC:?\s)?\s*([^\s()]+)\s*\)", re.IGNORECASE)
BETWEEN_CHAIRS = re.compile(r"[,;]|\s(?:and|&)\s")
MIDNIGHT = time()


def read(data: bytes, file: str) -> Series | tuple[Fault, ...]:
    """file: its name, for the faults and for a meeting without meeting_id."""
    found = Found(file)
    try:
        series = series_of(Row(compose(data), found), file)
    except Unreadable as unreadable:
        return (Fault(file, unreadable.line, str(unreadable)),)
    return found.all() or series


def series_of(row: Row, file: str) -> Series:
    row.need("project", "write project: and the meeting's name in full")
    row.need("schedule", "list when the meeting is, with time, day, irc and frequency; [] if at no set time")
    row.need_key("description", "say in a sentence what the meeting is for")
    zone = row.parsed("timezone", zone_named, "UTC")
    chair_text, chairs = chairs_of(row)
    rows = list(row.rows("schedule", "time, day, irc and frequency"))
    if not any(key in row.values for key in ("chair", "chairs")):
        row_without = next((each for each in rows if not {"chair", "chairs"} & each.values.keys()), None)
        if row_without or not rows:
            row.fault("chair", "chair is missing; write chair: Ann Lee (ann), or a chair in each entry of schedule")
    return Series(
        meeting=row.one_line("meeting_id") or stem(file),
        project=row.one_line("project"),
        slots=tuple(slot_of(each, zone) for each in rows),
        chairs=chairs,
        chair_text=chair_text,
        agenda_url=row.one_line("agenda_url"),
        project_url=row.one_line("project_url"),
        description=row.text("description"),
        agenda="\n".join(f"* {text}" for text in row.texts("agenda")) if row.is_list("agenda") else row.text("agenda"),
        purpose=row.one_line("purpose"),
        topics=tuple(row.texts("topics")),
        extra=row.rest(KNOWN),
    )


def slot_of(row: Row, zone: str) -> Slot:
    row.need("time", "write the time of day, such as '1400'")
    row.need("day", "write the day of the week, such as Wednesday")
    row.need("frequency", "write how often, such as weekly or biweekly-odd")
    channel, matrix = places_of(row)
    frequency = row.parsed("frequency", frequency_named, "")
    day = row.parsed("day", weekday_named, -1)
    if day >= 0 and NAMED.get(frequency, day) != day:
        named = WEEKDAYS[NAMED[frequency]]
        row.fault("day", f"day is {WEEKDAYS[day]}, but {frequency} is a {named}; let them agree")
    chair_text, chairs = chairs_of(row)
    return Slot(
        time=row.parsed("time", time_of_day, MIDNIGHT),
        day=day,
        frequency=frequency,
        channel=channel,
        matrix=matrix,
        timezone=row.parsed("timezone", zone_named, zone),
        duration=row.parsed("duration", minutes, 60),
        start_date=row.parsed("start_date", a_date, None),
        chairs=chairs,
        chair_text=chair_text,
        skips=tuple(skip_of(each) for each in row.rows("skip_dates", "skip_date and reason")),
        extra=row.rest(KNOWN_OF_SLOT),
    )


def skip_of(row: Row) -> Skip:
    row.need("skip_date", "write the day that is skipped, as 20261224")
    row.need("reason", "say why, for those who look for the meeting")
    return Skip(row.parsed("skip_date", a_date, None) or date.min, row.one_line("reason"), row.rest(KNOWN_OF_SKIP))


def places_of(row: Row) -> tuple[str, str]:
    if not row.has("irc") and not row.has("matrix"):
        empty = next((key for key in ("irc", "matrix") if key in row.values), "irc")
        row.need(empty, "write irc: openstack-meeting, or matrix: '#room:server' in quotes, as # begins a comment")
    return row.parsed("irc", channel_named, ""), row.parsed("matrix", room_named, "")


def chairs_of(row: Row) -> tuple[str, tuple[str, ...]]:
    """The text that names the chairs, and their nicks."""
    key = "chairs" if "chairs" in row.values else "chair"
    if key == "chairs" and "chair" in row.values:
        row.fault("chairs", "chair and chairs are both there; keep one")
    if row.is_list(key):
        names = row.texts(key)
        return ", ".join(names), tuple(nick for name in names for nick in nicks_in(name))
    text = row.one_line(key)
    return text, nicks(text)


# --- values -----------------------------------------------------------------------------------


def nicks(text: str) -> tuple[str, ...]:
    """Of "Joe Developer (jdev), Ann" jdev and Ann: what stands in parentheses, else the name as it stands."""
    return tuple(nick for name in BETWEEN_CHAIRS.split(text) for nick in nicks_in(name))


def nicks_in(name: str) -> list[str]:
    return NICK.findall(name) or ([name.strip()] if name.strip() else [])


def stem(file: str) -> str:
    name = file.replace("\\", "/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def time_of_day(text: str) -> time:
    """From 1400, 600, 14:00."""
    digits = re.fullmatch(r"(?a)(\d{1,2}):(\d\d)|(\d\d)(\d\d)|(\d)(\d\d)", text)
    if digits is None:
        raise ValueError("this is no time of day; write it as '0600' or '1400'")
    hour, minute = (int(part) for part in digits.groups() if part is not None)
    if len(text) == 3 and hour < 3 and hour * 10 + minute // 10 < 24:
        # yaml2ical reads 10:00 in '100'; who wrote it meant most likely 01:00.
        raise ValueError(f"this is 0{text} or {text[:2]}0{text[2:]}; write four digits")
    if (hour, minute) == (24, 0):
        raise ValueError("a day ends at 2359; midnight is '0000' of the next day")
    if hour > 23 or minute > 59:
        raise ValueError("hours go from 00 to 23 and minutes from 00 to 59; write it as '0600' or '1400'")
    return time(hour, minute)


def weekday_named(text: str) -> int:
    if text.capitalize() not in WEEKDAYS:
        raise ValueError(f"this is no day of the week; write {', '.join(WEEKDAYS[:-1])} or {WEEKDAYS[-1]}")
    return WEEKDAYS.index(text.capitalize())


def frequency_named(text: str) -> str:
    if text.lower() not in RULES:
        plain = ", ".join(name for name in RULES if name not in NAMED)
        raise ValueError(f"there is no such frequency; write one of {plain}, or first-monday to fourth-sunday")
    return text.lower()


def zone_named(text: str) -> str:
    if text.upper() == "UTC":
        return "UTC"
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError("there is no such time zone; write one like Europe/Berlin, or UTC") from None
    return text


def minutes(text: str) -> int:
    if not re.fullmatch(r"(?a)[+-]?\d{1,9}", text) or not 0 < int(text) <= LONGEST:
        raise ValueError(f"a meeting lasts from 1 to {LONGEST} minutes; write a whole number of minutes, such as 60")
    return int(text)


def a_date(text: str) -> date | None:
    """From 20261224 or 2026-12-24."""
    parts = re.fullmatch(r"(?a)(\d{4})(-?)(\d\d)\2(\d\d)", text)
    if parts is None:
        raise ValueError("this is no date; write year, month and day with all their digits, as 20261224")
    try:
        return date(int(parts[1]), int(parts[3]), int(parts[4]))
    except ValueError:
        raise ValueError("the calendar has no such day; write year, month and day, as 20261224") from None


def channel_named(text: str) -> str:
    """As IRC calls it: OpenStack's files leave out the #."""
    channel = text if text[:1] in CHANNEL_TYPES else f"#{text}"
    if not CHANNEL.fullmatch(channel):
        raise ValueError("this is no channel; write one without blanks, commas and colons, such as openstack-meeting")
    return channel


def room_named(text: str) -> str:
    if re.search(r"\s", text):
        raise ValueError("a Matrix room has no blanks; write it as '#room:server'")
    return text

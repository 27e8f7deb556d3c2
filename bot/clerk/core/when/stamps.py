"""Instants as machines write them, taken apart: the day in a shape of ours, the time of day and the offset."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta, timezone, tzinfo

WEEKDAY, NUMBER = "(?P<weekday>[a-z]{3})", "(?P<number>[0-9]{1,2})"
MONTH, YEAR = "(?P<month>[a-z]{3})", "(?P<year>[0-9]{4})"
CLOCK = "(?P<clock>[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
OFFSET = "(?: ?(?P<offset>z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?"
SHAPES = tuple(re.compile(shape) for shape in (
    # ISO 8601: 2026-12-01T14:00:00.000Z
    rf"(?P<iso>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[t ]{CLOCK}(?:\.[0-9]+)?{OFFSET}",
    # of a mail: Tue, 01 Dec 2026 14:00:00 +0000
    rf"{WEEKDAY} {NUMBER} {MONTH} {YEAR} {CLOCK}{OFFSET}",
    # of git: Tue Dec 1 14:00:00 2026 +0100
    rf"{WEEKDAY} {MONTH} {NUMBER} {CLOCK} {YEAR}{OFFSET}",
    # of date: Tue Dec 1 14:00:00 UTC 2026
    rf"{WEEKDAY} {MONTH} {NUMBER} {CLOCK}{OFFSET} {YEAR}",
))  # fmt: skip


@dataclass(frozen=True)
class Stamp:
    """offset: "z" or "+0100", "" without."""

    day: str
    clock: str
    offset: str

    @property
    def utc(self) -> bool:
        return self.offset in ("z", "utc", "gmt")


def stamp(text: str) -> Stamp | None:
    """text: in small letters, without commas."""
    for shape in SHAPES:
        if found := shape.fullmatch(text):
            part = found.groupdict()
            day = part.get("iso") or f"{part['weekday']} {part['number']} {part['month']} {part['year']}"
            return Stamp(day, part["clock"], part["offset"] or "")
    return None


def offset_named(offset: str) -> tzinfo | None:
    """Of "+0100" or "+01:00"; None of a day or more, which no clock keeps."""
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours >= 24 or minutes >= 60:
        return None
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if offset.startswith("-") else 1))

"""Meetings as an iCalendar file, one event for each occurrence.

Nothing in it repeats by a rule and everything is in UTC, so that every calendar program shows the right dates.
"""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime
from urllib.parse import quote, urlsplit

from icalendar import Calendar, Event

from clerk.core.schedule import Occurrence, Series

PRODID = "-//Clerk//Meetings//EN"
BLANK = re.compile(r"[\x00-\x20\x7f]")


def calendar(series: Iterable[Series], found: Iterable[Occurrence], stamp: datetime, name: str = "Meetings") -> bytes:
    """The file. found: of these series. stamp: UTC, when this was true; the same input gives the same bytes."""
    known = {each.meeting: each for each in series}
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", plain(name))
    for occurrence in found:
        made.add_component(event(known[occurrence.meeting], occurrence, stamp))
    return bytes(made.to_ical())


def event(series: Series, occurrence: Occurrence, stamp: datetime) -> Event:
    skipped = occurrence.skipped is not None
    made = Event()
    made.add("uid", uid(occurrence))
    made.add("dtstamp", stamp)
    made.add("dtstart", occurrence.start)
    made.add("dtend", occurrence.end)
    made.add("summary", plain(f"Cancelled: {occurrence.project}" if skipped else occurrence.project))
    made.add("location", plain(" ".join(filter(None, (occurrence.channel, occurrence.matrix)))))
    made.add("description", plain("\n".join(description(series, occurrence))))
    made.add("status", "CANCELLED" if skipped else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if skipped else "OPAQUE")
    if is_url(series.agenda_url or series.project_url):
        made.add("url", series.agenda_url or series.project_url)
    return made


def uid(occurrence: Occurrence) -> str:
    """The same for the same day of the same slot, also when its hour, channel or chair is another by now."""
    return f"{quote(occurrence.meeting.casefold(), safe='')}-{occurrence.day:%Y%m%d}-{occurrence.slot}@clerk"


def description(series: Series, occurrence: Occurrence) -> Iterator[str]:
    if occurrence.skipped is not None:
        yield f"Skipped: {occurrence.skipped}"
    if series.purpose:
        yield series.purpose
    if occurrence.chairs:
        yield f"Chair: {', '.join(occurrence.chairs)}"
    if series.agenda_url:
        yield f"Agenda: {series.agenda_url}"
    if series.project_url:
        yield f"Project: {series.project_url}"
    if series.description:
        yield f"\n{series.description}"


def plain(text: str) -> str:
    """iCalendar has no way to write a control character."""
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))


def is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and text.isascii() and not BLANK.search(text)

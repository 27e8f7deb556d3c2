"""Why a text is no date, and what would have been one."""
from __future__ import annotations

import re
from datetime import date

from .days import MONTH, MONTHS, WEEKDAY, YEAR, month_number
from .values import YEARS_AHEAD, YEARS_BACK, Unclear, generic_examples

NUMBERS = re.compile(r"(?P<a>[0-9]{1,2})(?P<dash>[./-])(?P<b>[0-9]{1,2})(?:(?P=dash)(?P<year>[0-9]{4}|[0-9]{2}))?")
DAY_OF_NO_MONTH = re.compile(r"(?:the )?(?P<number>[0-9]{1,2})(?:st|nd|rd|th)")
BARE_MONTH = re.compile(f"{MONTH}{YEAR}")
BARE_HOURS = re.compile(r"(?P<hours>[0-9]{1,2})h")
YEAR_OR_TIME = re.compile(rf"(?P<day>{WEEKDAY}|today|tonight|tomorrow) (?P<h>[01][0-9]|2[0-3])(?P<m>[0-5][0-9])")


def why_unread(shown: str, today: date) -> Unclear:
    """shown: what nothing could read, of at most 60 characters."""
    text = shown.lower()
    if found := NUMBERS.fullmatch(text):
        return numbers(shown, found, today)
    if found := DAY_OF_NO_MONTH.fullmatch(text):
        number = int(found["number"])
        return Unclear(f"{shown} of which month", f"{number if 1 <= number <= 31 else 1} december",
                       generic_examples(today)[1])  # fmt: skip
    if found := BARE_MONTH.fullmatch(text):
        month = MONTHS[month_number(found["month"]) - 1]
        return Unclear(f"{shown} has many days", f"1 {month}", f"end of {month}")
    if found := BARE_HOURS.fullmatch(text):
        hours = int(found["hours"])
        return Unclear(f"{shown} can be a time or a length of time", f"{min(hours, 23):02}:00", f"in {max(hours, 1)}h")
    if found := YEAR_OR_TIME.fullmatch(text):
        day, hour, minute = found["day"], found["h"], found["m"]
        return Unclear(f"{hour}{minute} can be a year or a time", f"{day} {hour}:{minute}", f"{day} {hour}{minute} UTC")
    return Unclear(f"{shown} is no date I can read", *generic_examples(today))


def numbers(shown: str, found: re.Match[str], today: date) -> Unclear:
    """Day first or month first: both are written, so neither is read."""
    a, b, year = int(found["a"]), int(found["b"]), found["year"]
    days = [day for day in dict.fromkeys((meant(year, b, a, today), meant(year, a, b, today))) if day]
    names = [f"{day.day} {MONTHS[day.month - 1].title()} {day.year}" for day in days]
    if len(days) == 2:
        return Unclear(f"{shown} can be {names[0]} or {names[1]}", days[0].isoformat(), days[1].isoformat())
    if days:
        return Unclear(f"{shown} may have the day or the month first", days[0].isoformat(), names[0])
    return Unclear(f"{shown} is no date I can read", *generic_examples(today))


def meant(year: str | None, month: int, number: int, today: date) -> date | None:
    """Without a year the coming such day; None of what is no date, or out of reach."""
    try:
        day = date(int(year or today.year) + (2000 if year and len(year) == 2 else 0), month, number)
        if not year and day < today:
            day = day.replace(year=day.year + 1)
    except ValueError:
        return None
    return day if -YEARS_BACK <= day.year - today.year <= YEARS_AHEAD else None

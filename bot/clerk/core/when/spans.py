"""Lengths of time: of a box or a silence, and as a way to name a date."""
from __future__ import annotations

import re
from datetime import date, timedelta

from .days import add_months
from .values import Unclear

LONGEST = timedelta(hours=24)
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}  # fmt: skip
NUMBER = rf"(?:[0-9]{{1,4}}|(?:{'|'.join(NUMBERS)})(?= ))"
HOURS = rf"(?P<hours>{NUMBER}) ?(?:h|hrs?|hours?)"
MINUTES = rf"(?P<minutes>{NUMBER}) ?(?:m|mins?|minutes?)"
CLOCK_SPAN = re.compile(rf"(?:{HOURS})?(?:(?:^|(?<=[a-z]) ?(?:and )?){MINUTES})?")
DAY_SPAN = re.compile(rf"(?P<number>{NUMBER}) ?(?P<unit>d|days?|w|weeks?|months?)")
BARE_HOURS = re.compile(r"[0-9]+h")
EXAMPLES = ("45m", "1h30m")


def count(number: str | None) -> int:
    return 0 if number is None else NUMBERS.get(number) or int(number)


def clock_span(text: str) -> timedelta | None:
    """Hours and minutes in small letters: "1h30m", "90 min", "an hour"."""
    if not text or not (span := CLOCK_SPAN.fullmatch(text)):
        return None
    return timedelta(hours=count(span["hours"]), minutes=count(span["minutes"]))


def duration(text: str) -> timedelta:
    """A length of time of up to a day: "10m", "1h30m", "90 min", "2 hours". Raises Unclear."""
    shown = " ".join(text.split())[:60]
    small = shown.lower()
    span = clock_span(small)
    if span is None and (days := DAY_SPAN.fullmatch(small)):
        span = day_after_span(days, date.min) - date.min
    if span is None:
        raise Unclear(*why_no_duration(shown))
    if not span:
        raise Unclear(f"{shown} is no time at all", *EXAMPLES)
    if span > LONGEST:
        raise Unclear(f"{shown} is more than a day", *EXAMPLES)
    return span


def why_no_duration(shown: str) -> tuple[str, str, str]:
    if not shown:
        return "no length of time is given", *EXAMPLES
    if re.fullmatch("[0-9]+", shown):
        return f"{shown} has no unit", f"{shown}m" if 0 < int(shown) <= 1440 else EXAMPLES[0], EXAMPLES[1]
    if shown.startswith(("-", "−")):
        return f"{shown} is less than no time", *EXAMPLES
    return f"{shown} is no length of time I can read", *EXAMPLES


def day_after_span(span: re.Match[str], day: date) -> date:
    number, unit = count(span["number"]), span["unit"]
    if unit.startswith("m"):
        return add_months(day, number)
    return day + timedelta(days=number * (7 if unit.startswith("w") else 1))


def ahead_by_clock(text: str) -> timedelta | None:
    """ "in 2h", "90 min". "14h" alone may be 14:00: None."""
    return None if BARE_HOURS.fullmatch(text) else clock_span(text.removeprefix("in "))


def ahead_by_days(text: str, today: date) -> date | None:
    """ "in 2 weeks", "3 days", "in a month": the same day of the month, or its last."""
    span = DAY_SPAN.fullmatch(text.removeprefix("in "))
    return day_after_span(span, today) if span else None

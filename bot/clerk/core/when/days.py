"""Days as people name them. Every shape is a row of SHAPES; in small letters, without commas, zone and time."""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from .values import Unclear, generic_examples, within_reach

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
WEEKDAY = (r"(?P<weekday>mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?"
           r"|sun(?:day)?)")  # fmt: skip
MONTH = (r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
         r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)")  # fmt: skip
YEAR = r"(?: (?P<year>[0-9]{4}))?"
NUMBER = r"(?P<number>[0-9]{1,2})(?:st|nd|rd|th)?"
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
            "5th": 5, "last": -1}  # fmt: skip
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6


@dataclass(frozen=True)
class Days:
    """day: the one meant. first, last: of a range. again: so many days later is the next that would do, 0 is never.

    "friday" on a Friday may be the day itself, with a time that is still to come, or the next one.
    """

    day: date
    first: date
    last: date
    again: int = 0


def one(day: date, again: int = 0) -> Days:
    return Days(day, day, day, again)


def until(first: date, last: date) -> Days:
    return Days(last, first, last)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def month_length(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day


def add_months(day: date, months: int) -> date:
    """The same day of the month, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_length(year, month + 1)))


def month_end(day: date) -> date:
    return day.replace(day=month_length(day.year, day.month))


def weekday_number(name: str) -> int:
    return next(n for n, weekday in enumerate(WEEKDAYS) if weekday.startswith(name[:3]))


def coming_day(day: date, weekday: int) -> date:
    """The first such weekday from that day on."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def month_number(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


# --- days by their place in the week --------------------------------------------------------------


def coming_weekday(found: re.Match[str], today: date) -> Days:
    return one(coming_day(today, weekday_number(found["weekday"])), again=7)


def this_weekday(found: re.Match[str], today: date) -> Days:
    """Of this ISO week; one that is past is refused, since the next one may be meant."""
    number = weekday_number(found["weekday"])
    day = monday(today) + timedelta(days=number)
    if day < today:
        name = WEEKDAYS[number]
        raise Unclear(f"{name} of this week is past", name, (day + timedelta(days=7)).isoformat())
    return one(day)


def next_weekday(found: re.Match[str], today: date) -> Days:
    return one(monday(today) + timedelta(days=7 + weekday_number(found["weekday"])))


def a_week(found: re.Match[str], today: date) -> Days:
    first = monday(today) + timedelta(days=7 * (found["which"] == "next"))
    return until(first, first + timedelta(days=SUNDAY))


def a_weekend(found: re.Match[str], today: date) -> Days:
    first = monday(today) + timedelta(days=SATURDAY + 7 * (found["which"] == "next"))
    return until(first, first + timedelta(days=1))


def end_of_week(found: re.Match[str], today: date) -> Days:
    """Of the working week, Friday; who says so at the weekend can only mean its end."""
    if found["which"] == "next":
        return one(monday(today) + timedelta(days=7 + FRIDAY))
    return one(monday(today) + timedelta(days=FRIDAY if today.weekday() <= FRIDAY else SUNDAY))


def iso_week(found: re.Match[str], today: date) -> Days:
    """Without a year the coming one, or the one we are in. Its Monday, or the weekday given."""
    week, this = int(found["week"]), today.isocalendar()
    year = within_reach(int(found["year"] or this.year + (week < this.week)), today)
    weeks = date(year, 12, 28).isocalendar().week
    if not 1 <= week <= weeks:
        raise Unclear(f"{year} has no week {week}", f"{year}-W{weeks}", generic_examples(today)[1])
    first = date.fromisocalendar(year, week, 1)
    if found["n"]:
        return one(date.fromisocalendar(year, week, int(found["n"])))
    return Days(first, first, first + timedelta(days=SUNDAY))


# --- days by their place in the month -------------------------------------------------------------


def calendar_day(year: int, month: int, number: int, today: date) -> date:
    """Raises Unclear for 31 February."""
    within_reach(year, today)
    length = month_length(year, month)
    if 1 <= number <= length:
        return date(year, month, number)
    end = date(year, month, length)
    other = end + timedelta(days=1 if month < 12 else -1)
    of = f" {year}" if number == 29 else ""
    raise Unclear(f"there is no {number} {MONTHS[month - 1].title()}{of}", end.isoformat(), other.isoformat())


def on_its_weekday(day: date, weekday: str | None) -> date:
    """The day; raises Unclear if it is not that weekday."""
    if weekday is None or day.weekday() == weekday_number(weekday):
        return day
    meant = coming_day(day, weekday_number(weekday))
    if meant.year != day.year:
        meant -= timedelta(days=7)
    raise Unclear(f"{day.day} {MONTHS[day.month - 1].title()} {day.year} is a {WEEKDAYS[day.weekday()].title()}",
                  day.isoformat(), meant.isoformat())  # fmt: skip


def month_day(found: re.Match[str], today: date) -> Days:
    """Without a year the coming one, today included; with a weekday that does not fit it this year's, if that does."""
    month, number = month_number(found["month"]), int(found["number"])
    if found["year"]:
        return one(on_its_weekday(calendar_day(int(found["year"]), month, number, today), found["weekday"]))
    coming = today.year + ((month, number) < (today.month, today.day))
    if found["weekday"] and number <= month_length(today.year, month):
        this_year = calendar_day(today.year, month, number, today)
        if this_year.weekday() == weekday_number(found["weekday"]):
            return one(this_year)
    return one(on_its_weekday(calendar_day(coming, month, number, today), found["weekday"]))


def iso_day(found: re.Match[str], today: date) -> Days:
    year, month, number = int(found["year"]), int(found["m"]), int(found["number"])
    if not 1 <= month <= 12:
        raise Unclear(f"there is no month {month}", *generic_examples(today))
    return one(on_its_weekday(calendar_day(year, month, number, today), found["weekday"]))


def first_of_month(found: re.Match[str], today: date) -> date:
    """Of the month named, without a year the coming one or the one we are in; else of this month or the next."""
    named = found.groupdict()
    if not named.get("month"):
        return add_months(today.replace(day=1), int(named["which"] == "next"))
    month = month_number(named["month"])
    return calendar_day(int(named["year"] or today.year + (month < today.month)), month, 1, today)


def end_of_month(found: re.Match[str], today: date) -> Days:
    return one(month_end(first_of_month(found, today)))


def a_month(found: re.Match[str], today: date) -> Days:
    first = first_of_month(found, today)
    return until(first, month_end(first))


def nth_in(first: date, nth: int, weekday: int) -> date:
    """The nth such weekday of the month that begins then, -1 its last. Raises Unclear where there is no fifth."""
    begin = coming_day(first, weekday)
    days = [day for week in range(5) if (day := begin + timedelta(days=7 * week)).month == first.month]
    if nth > len(days):
        raise Unclear(f"{MONTHS[first.month - 1].title()} {first.year} has no fifth {WEEKDAYS[weekday].title()}",
                      days[-1].isoformat(), days[0].isoformat())  # fmt: skip
    return days[nth if nth < 0 else nth - 1]


def nth_weekday(found: re.Match[str], today: date) -> Days:
    """ "first monday of december": without a year the coming one."""
    nth, weekday = ORDINALS[found["nth"]], weekday_number(found["weekday"])
    first = first_of_month(found, today)
    day = nth_in(first, nth, weekday)
    if day < today and found["month"] and not found["year"]:
        day = nth_in(first.replace(year=first.year + 1), nth, weekday)
    return one(day)


def near(days: int) -> Callable[[re.Match[str], date], Days]:
    return lambda _, today: one(today + timedelta(days=days))


def end_of_year(_: re.Match[str], today: date) -> Days:
    return one(date(today.year, 12, 31))


WHICH = r"(?:(?:the|this|(?P<which>next)) )?"
SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days]], ...] = tuple(
    (re.compile(shape), days) for shape, days in {
        "today|tonight": near(0),
        "tomorrow": near(1),
        "yesterday": near(-1),
        rf"(?:coming )?{WEEKDAY}": coming_weekday,
        rf"this {WEEKDAY}": this_weekday,
        rf"next {WEEKDAY}": next_weekday,
        rf"{WEEKDAY} next week": next_weekday,
        rf"next week {WEEKDAY}": next_weekday,
        "(?:this|(?P<which>next)) week": a_week,
        f"{WHICH}weekend": a_weekend,
        f"eow|end of {WHICH}week": end_of_week,
        r"(?:(?P<year>[0-9]{4})-?w|week |w)(?P<week>[0-9]{1,2})(?:-(?P<n>[1-7]))?": iso_week,
        rf"(?:{WEEKDAY} )?(?:the )?{NUMBER}(?: of)? {MONTH}{YEAR}": month_day,
        rf"(?:{WEEKDAY} )?{MONTH} (?:the )?{NUMBER}{YEAR}": month_day,
        rf"(?:{WEEKDAY} )?(?P<year>[0-9]{{4}})(?P<dash>[-/])(?P<m>[0-9]{{2}})(?P=dash)(?P<number>[0-9]{{2}})": iso_day,
        f"eom|end of {WHICH}month": end_of_month,
        f"end of {MONTH}{YEAR}": end_of_month,
        "eoy|end of (?:the |this )?year": end_of_year,
        "(?:this|(?P<which>next)) month": a_month,
        rf"(?:the )?(?P<nth>{'|'.join(ORDINALS)}) {WEEKDAY} (?:of|in) (?:{MONTH}{YEAR}|{WHICH}month)": nth_weekday,
    }.items())  # fmt: skip


def days_named(text: str, today: date) -> Days | None:
    """The days that a text names on that day; None where it has no shape we know. Raises Unclear."""
    for shape, days in SHAPES:
        if found := shape.fullmatch(text):
            return days(found, today)
    return None

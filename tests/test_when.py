"""Dates and times as people write them. Unless a row says otherwise it is Friday 2026-11-20, 13:00 UTC."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clerk.core.when import Unclear, When, duration, read, relative, said, said_day, trailing, zone_named
from clerk.core.when.leftovers import parsed

NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)
PARIS = "Europe/Paris"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- what is read ---------------------------------------------------------------------------------

# What was written, and the day whose end it means.
DAYS = """
    friday                          2026-11-27
    Friday.                         2026-11-27
    coming friday                   2026-11-27
    on friday                       2026-11-27
    by friday                       2026-11-27
    next friday                     2026-11-27
    friday next week                2026-11-27
    next week friday                2026-11-27
    this friday                     2026-11-20
    this sunday                     2026-11-22
    saturday                        2026-11-21
    thursday                        2026-11-26
    next thursday                   2026-11-26
    monday                          2026-11-23
    tues                            2026-11-24
    weds                            2026-11-25
    thurs                           2026-11-26
    sat                             2026-11-21
    sun                             2026-11-22
    next sunday                     2026-11-29
    today                           2026-11-20
    tonight                         2026-11-20
    tomorrow                        2026-11-21
    yesterday                       2026-11-19
    day after tomorrow              2026-11-22
    the day before yesterday        2026-11-18
    2026-12-01                      2026-12-01
    2026/12/01                      2026-12-01
    2026-11-01                      2026-11-01
    2025-01-01                      2025-01-01
    2031-12-31                      2031-12-31
    1 december 2025 UTC             2025-12-01
    1 december 2031 UTC             2031-12-01
    tue 2026-12-01                  2026-12-01
    1 december                      2026-12-01
    1 December 2026                 2026-12-01
    1st of december                 2026-12-01
    the 3rd of december             2026-12-03
    Dec 1st                         2026-12-01
    december 1 2026                 2026-12-01
    December 1, 2027                2027-12-01
    1 december 2026 UTC             2026-12-01
    20 november                     2026-11-20
    19 november                     2027-11-19
    1 may                           2027-05-01
    1 sept                          2027-09-01
    fri 27 nov                      2026-11-27
    Friday, 27 November             2026-11-27
    mon 2 nov                       2026-11-02
    tue 2 nov                       2027-11-02
    28 february 2028                2028-02-28
    29 february 2028                2028-02-29
    end of month                    2026-11-30
    end of the month                2026-11-30
    eom                             2026-11-30
    end of next month               2026-12-31
    end of february                 2027-02-28
    end of february 2028            2028-02-29
    end of november                 2026-11-30
    end of october                  2027-10-31
    eow                             2026-11-20
    end of week                     2026-11-20
    end of next week                2026-11-27
    eoy                             2026-12-31
    end of year                     2026-12-31
    end of the year                 2026-12-31
    first monday of december        2026-12-07
    the 1st tuesday of december     2026-12-01
    last friday of november         2026-11-27
    fourth friday of november       2026-11-27
    third friday of november        2026-11-20
    second friday of november       2027-11-12
    first monday of november        2027-11-01
    last friday of october          2027-10-29
    first monday of december 2027   2027-12-06
    fifth monday of november        2026-11-30
    first monday of next month      2026-12-07
    first monday of this month      2026-11-02
    W48-4                           2026-11-26
    2026-W53-7                      2027-01-03
"""

# What was written, and the time it means, in UTC.
TIMES = """
    eod                                  2026-11-20T23:59
    end of the day                       2026-11-20T23:59
    tomorrow eod                         2026-11-21T23:59
    end of day tomorrow                  2026-11-21T23:59
    friday 14:00                         2026-11-20T14:00
    friday at 14:00                      2026-11-20T14:00
    14:00 on friday                      2026-11-20T14:00
    friday 13:00                         2026-11-27T13:00
    friday 12:59                         2026-11-27T12:59
    next friday 14:00                    2026-11-27T14:00
    this friday 12:00                    2026-11-20T12:00
    today 12:00                          2026-11-20T12:00
    tomorrow 14:00 UTC                   2026-11-21T14:00
    thursday 21:00                       2026-11-26T21:00
    thursday, 21:00                      2026-11-26T21:00
    2100 UTC thursday                    2026-11-26T21:00
    thursday 2100 UTC                    2026-11-26T21:00
    thursday 2100Z                       2026-11-26T21:00
    2026 UTC thursday                    2026-11-26T20:26
    1 december 2100 UTC                  2026-12-01T21:00
    1 december 2024 UTC                  2026-12-01T20:24
    thursday 21:00 Europe/Berlin         2026-11-26T20:00
    thursday 21:00 europe/berlin         2026-11-26T20:00
    21:00 America/New_York thursday      2026-11-27T02:00
    14:00 Japan                          2026-11-21T05:00
    dec 1 14:00 UTC                      2026-12-01T14:00
    Dec 1st 2pm GMT                      2026-12-01T14:00
    2026-12-01 14:00                     2026-12-01T14:00
    2026-12-01T14:00                     2026-12-01T14:00
    2026-12-01T14:00Z                    2026-12-01T14:00
    2026-12-01T14:00:00.123Z             2026-12-01T14:00
    2026-12-01T14:00:30Z                 2026-12-01T14:00:30
    2026-12-01T14:00+02:00               2026-12-01T12:00
    2026-12-01 14:00 -0500               2026-12-01T19:00
    2026-12-01 14:00 Europe/Paris        2026-12-01T13:00
    21:00                                2026-11-20T21:00
    13:00                                2026-11-21T13:00
    9pm                                  2026-11-20T21:00
    9:30 pm                              2026-11-20T21:30
    12am                                 2026-11-21T00:00
    12pm                                 2026-11-21T12:00
    12:30am tomorrow                     2026-11-21T00:30
    noon                                 2026-11-21T12:00
    noon tomorrow                        2026-11-21T12:00
    midnight                             2026-11-21T00:00
    tonight at 9pm                       2026-11-20T21:00
    1400 UTC                             2026-11-20T14:00
    14:00Z                               2026-11-20T14:00
    9:30Z                                2026-11-21T09:30
    in 2 weeks                           2026-12-04T13:00
    2 weeks                              2026-12-04T13:00
    in two weeks                         2026-12-04T13:00
    in a fortnight                       2026-12-04T13:00
    a fortnight                          2026-12-04T13:00
    1w                                   2026-11-27T13:00
    in 3 days                            2026-11-23T13:00
    3 days                               2026-11-23T13:00
    in 3 days at 9:00                    2026-11-23T09:00
    in a month                           2026-12-20T13:00
    in 3 months                          2027-02-20T13:00
    in 2h                                2026-11-20T15:00
    2 hours                              2026-11-20T15:00
    in an hour                           2026-11-20T14:00
    in 1h30m                             2026-11-20T14:30
    90 min                               2026-11-20T14:30
    in 48 hours                          2026-11-22T13:00
    3 days ago                           2026-11-17T13:00
    a week ago                           2026-11-13T13:00
    first monday of december 21:00 UTC   2026-12-07T21:00
    Tue, 01 Dec 2026 14:00:00 +0000      2026-12-01T14:00
    Tue, 1 Dec 2026 14:00:00 -0500       2026-12-01T19:00
    Tue Dec  1 14:00:00 2026             2026-12-01T14:00
    Tue Dec 1 14:00:00 UTC 2026          2026-12-01T14:00
    Tue Dec 1 14:00:00 2026 +0100        2026-12-01T13:00
"""

# What was written, the day it means, and the range it names.
RANGES = """
    this week        2026-11-22 2026-11-16 2026-11-22
    next week        2026-11-29 2026-11-23 2026-11-29
    weekend          2026-11-22 2026-11-21 2026-11-22
    next weekend     2026-11-29 2026-11-28 2026-11-29
    this month       2026-11-30 2026-11-01 2026-11-30
    next month       2026-12-31 2026-12-01 2026-12-31
    week 48          2026-11-23 2026-11-23 2026-11-29
    W48              2026-11-23 2026-11-23 2026-11-29
    2026-W48         2026-11-23 2026-11-23 2026-11-29
    2026W48          2026-11-23 2026-11-23 2026-11-29
    week 47          2026-11-16 2026-11-16 2026-11-22
    week 53          2026-12-28 2026-12-28 2027-01-03
    week 46          2027-11-15 2027-11-15 2027-11-21
"""


def rows(table: str) -> list[tuple[str, ...]]:
    """The text, in which single blanks may stand, and the columns behind it."""
    return [(text.strip(), *columns.split()) for line in table.strip().splitlines()
            for text, columns in [split_at_the_gap(line)]]  # fmt: skip


def split_at_the_gap(line: str) -> tuple[str, str]:
    at = line.index("20", line.rindex("   ")) if "   " in line.strip() else line.rindex(" ")
    return line[:at], line[at:]


@pytest.mark.parametrize(("text", "day"), rows(DAYS))
def test_a_day_is_due_at_its_end(text: str, day: str) -> None:
    one = date.fromisoformat(day)
    assert read(text, NOW) == When(utc(f"{day}T23:59"), "UTC", False, one, one, one)


@pytest.mark.parametrize(("text", "at"), rows(TIMES))
def test_a_time(text: str, at: str) -> None:
    when = read(text, NOW)
    assert (when.at, when.timed) == (utc(at), True)
    assert when.first == when.day == when.last


@pytest.mark.parametrize(("text", "day", "first", "last"), rows(RANGES))
def test_a_range(text: str, day: str, first: str, last: str) -> None:
    when = read(text, NOW)
    assert (when.first, when.day, when.last) == (*map(date.fromisoformat, (first, day, last)),)
    assert (when.at, when.timed) == (utc(f"{day}T23:59"), False)


@pytest.mark.parametrize(("text", "now", "zone", "at", "day"), [
    # the day is that of the speaker's zone, where it may be another one already
    ("tomorrow", "2026-11-20T23:30", PARIS, "2026-11-22T22:59", "2026-11-22"),
    ("friday", "2026-11-20T23:30", PARIS, "2026-11-27T22:59", "2026-11-27"),
    ("friday 14:00", "2026-11-20T13:00", PARIS, "2026-11-27T13:00", "2026-11-27"),
    ("friday 14:01", "2026-11-20T13:00", PARIS, "2026-11-20T13:01", "2026-11-20"),
    ("thursday 21:00", "2026-11-20T13:00", "America/New_York", "2026-11-27T02:00", "2026-11-26"),
    # a zone that is named goes before the speaker's
    ("thursday 21:00 UTC", "2026-11-20T13:00", PARIS, "2026-11-26T21:00", "2026-11-26"),
    ("2026-12-01T23:30Z", "2026-11-20T13:00", PARIS, "2026-12-01T23:30", "2026-12-01"),
    ("today UTC", "2026-11-20T23:30", PARIS, "2026-11-20T23:59", "2026-11-20"),
    # an offset is no zone: the day is the speaker's
    ("2026-12-01T23:30+00:00", "2026-11-20T13:00", PARIS, "2026-12-01T23:30", "2026-12-02"),
    # the wall time is kept when the clocks are put back, and forward, and what is counted in hours is not
    ("in 2 weeks", "2026-10-20T11:00", "Europe/Berlin", "2026-11-03T12:00", "2026-11-03"),
    ("2 weeks", "2027-03-20T12:00", "Europe/Berlin", "2027-04-03T11:00", "2027-04-03"),
    ("in a fortnight", "2026-10-20T11:00", "Europe/Berlin", "2026-11-03T12:00", "2026-11-03"),
    ("in 24h", "2026-10-24T11:00", "Europe/Berlin", "2026-10-25T11:00", "2026-10-25"),
    ("in 2 weeks", "2026-10-20T16:00", "America/New_York", "2026-11-03T17:00", "2026-11-03"),
    # ... and goes as much later as the clock is put forward where there is no such time
    ("in 1 week", "2027-03-21T01:30", "Europe/Berlin", "2027-03-28T01:30", "2027-03-28"),
    # a time that comes twice: the first that is still to come
    ("sunday 02:30", "2026-10-20T11:00", "Europe/Berlin", "2026-10-25T00:30", "2026-10-25"),
    ("02:30", "2026-10-25T00:40", "Europe/Berlin", "2026-10-25T01:30", "2026-10-25"),
    ("02:30", "2026-10-25T01:40", "Europe/Berlin", "2026-10-26T01:30", "2026-10-26"),
    # the end of a day that is longer or shorter than others
    ("2027-03-27", "2026-11-20T13:00", "America/Nuuk", "2027-03-28T00:59", "2027-03-27"),
    ("2027-04-30", "2026-11-20T13:00", "Africa/Cairo", "2027-04-30T20:59", "2027-04-30"),
    ("2027-04-29", "2026-11-20T13:00", "Africa/Cairo", "2027-04-29T21:59", "2027-04-29"),
    # weekends and turns of the year
    ("eow", "2026-11-21T13:00", "UTC", "2026-11-22T23:59", "2026-11-22"),
    ("eow", "2026-11-19T13:00", "UTC", "2026-11-20T23:59", "2026-11-20"),
    ("this monday", "2026-11-16T13:00", "UTC", "2026-11-16T23:59", "2026-11-16"),
    ("next friday", "2026-12-31T13:00", "UTC", "2027-01-08T23:59", "2027-01-08"),
    ("week 53", "2027-01-02T13:00", "UTC", "2026-12-28T23:59", "2026-12-28"),
    ("week 1", "2026-12-29T13:00", "UTC", "2027-01-04T23:59", "2027-01-04"),
    ("1 january", "2026-12-31T13:00", "UTC", "2027-01-01T23:59", "2027-01-01"),
    ("end of next month", "2027-01-31T13:00", "UTC", "2027-02-28T23:59", "2027-02-28"),
    ("in a month", "2027-01-31T13:00", "UTC", "2027-02-28T13:00", "2027-02-28"),
    ("sat 29 feb", "2020-06-01T13:00", "UTC", "2020-02-29T23:59", "2020-02-29"),
])  # fmt: skip
def test_by_zone_and_by_now(text: str, now: str, zone: str, at: str, day: str) -> None:
    when = read(text, utc(now), zone)
    assert (when.at, when.day) == (utc(at), date.fromisoformat(day))


@pytest.mark.parametrize(("text", "zone"), [
    ("friday 14:00", PARIS), ("friday 14:00 UTC", "UTC"), ("friday 14:00 gmt", "UTC"), ("14:00Z", "UTC"),
    ("friday 14:00 asia/kolkata", "Asia/Kolkata"), ("2026-12-01T14:00Z", "UTC"), ("2026-12-01T14:00+05:00", PARIS),
])  # fmt: skip
def test_the_zone_it_was_read_in(text: str, zone: str) -> None:
    assert read(text, NOW, PARIS).zone == zone


def test_the_time_is_utc() -> None:
    assert read("friday 14:00", NOW, PARIS).at.tzinfo is UTC
    assert read("friday", NOW, PARIS).at.tzinfo is UTC
    assert read("2026-12-01T14:00+05:00", NOW, PARIS).at.tzinfo is UTC


# --- what is refused ------------------------------------------------------------------------------

REFUSED = {
    "": "no date is given; try friday 14:00 or 2026-12-01",
    " . ": "no date is given; try friday 14:00 or 2026-12-01",
    "42": "42 is no date I can read; try friday 14:00 or 2026-12-01",
    "1": "1 is no date I can read; try friday 14:00 or 2026-12-01",
    "2026": "2026 is no date I can read; try friday 14:00 or 2026-12-01",
    "1780000000": "1780000000 is no date I can read; try friday 14:00 or 2026-12-01",
    "a": "a is no date I can read; try friday 14:00 or 2026-12-01",
    "Bob": "Bob is no date I can read; try friday 14:00 or 2026-12-01",
    "soon": "soon is no date I can read; try friday 14:00 or 2026-12-01",
    "we may meet": "we may meet is no date I can read; try friday 14:00 or 2026-12-01",
    "last monday": "last monday is no date I can read; try friday 14:00 or 2026-12-01",
    "tomorrow morning": "tomorrow morning is no date I can read; try friday 14:00 or 2026-12-01",
    "friday at 9": "friday at 9 is no date I can read; try friday 14:00 or 2026-12-01",
    "friday 14:00 15:00": "friday 14:00 15:00 is no date I can read; try friday 14:00 or 2026-12-01",
    "in 0 minutes": "in 0 minutes is no date I can read; try friday 14:00 or 2026-12-01",
    "٤٢": "٤٢ is no date I can read; try friday 14:00 or 2026-12-01",
    "Tue, 01 Dec 2026 25:00:00 +0000": "25:00:00 is no time of day; try 14:00 or 9pm",
    "Tue, 01 Xyz 2026 14:00:00 +0000":
        "Tue, 01 Xyz 2026 14:00:00 +0000 is no date I can read; try friday 14:00 or 2026-12-01",
    "2026-12-01T14:00+24:00": "2026-12-01T14:00+24:00 is no date I can read; try friday 14:00 or 2026-12-01",
    "2026-12-01T14:00+01:60": "2026-12-01T14:00+01:60 is no date I can read; try friday 14:00 or 2026-12-01",
    "2026-12-01T14:00+99:00": "2026-12-01T14:00+99:00 is no date I can read; try friday 14:00 or 2026-12-01",
    "x" * 61: "a date has at most 60 characters; try friday 14:00 or 2026-12-01",
    "tomorrow 25:00": "25:00 is no time of day; try 14:00 or 9pm",
    "24:00": "24:00 is no time of day; try 14:00 or 9pm",
    "14:60": "14:60 is no time of day; try 14:00 or 9pm",
    "14:5": "14:5 is no time of day; try 14:00 or 9pm",
    "13pm": "13pm is no time of day; try 14:00 or 9pm",
    "0am": "0am is no time of day; try 14:00 or 9pm",
    "2026-12-01T25:00Z": "25:00 is no time of day; try 14:00 or 9pm",
    "31 February": "there is no 31 February; try 2027-02-28 or 2027-03-01",
    "31 february 2028": "there is no 31 February; try 2028-02-29 or 2028-03-01",
    "29 february": "there is no 29 February 2027; try 2027-02-28 or 2027-03-01",
    "0 december": "there is no 0 December; try 2026-12-31 or 2026-12-30",
    "32 december": "there is no 32 December; try 2026-12-31 or 2026-12-30",
    "2026-02-30": "there is no 30 February; try 2026-02-28 or 2026-03-01",
    "2026-13-01": "there is no month 13; try friday 14:00 or 2026-12-01",
    "2026-00-01": "there is no month 0; try friday 14:00 or 2026-12-01",
    "2026-11-31": "there is no 31 November; try 2026-11-30 or 2026-12-01",
    "01.12.2026": "01.12.2026 can be 1 December 2026 or 12 January 2026; try 2026-12-01 or 2026-01-12",
    "1/12/2026": "1/12/2026 can be 1 December 2026 or 12 January 2026; try 2026-12-01 or 2026-01-12",
    "1-12-26": "1-12-26 can be 1 December 2026 or 12 January 2026; try 2026-12-01 or 2026-01-12",
    "11/12": "11/12 can be 11 December 2026 or 12 November 2027; try 2026-12-11 or 2027-11-12",
    "31.12.2026": "31.12.2026 may have the day or the month first; try 2026-12-31 or 31 December 2026",
    "11/20": "11/20 may have the day or the month first; try 2026-11-20 or 20 November 2026",
    "99/99": "99/99 is no date I can read; try friday 14:00 or 2026-12-01",
    "01.12.2025": "01.12.2025 can be 1 December 2025 or 12 January 2025; try 2025-12-01 or 2025-01-12",
    "01.12.2024": "01.12.2024 is no date I can read; try friday 14:00 or 2026-12-01",
    "01.12.1999": "01.12.1999 is no date I can read; try friday 14:00 or 2026-12-01",
    "the 1st": "the 1st of which month; try 1 december or 2026-12-01",
    "22nd": "22nd of which month; try 22 december or 2026-12-01",
    "december": "december has many days; try 1 december or end of december",
    "Dec 2026": "Dec 2026 has many days; try 1 december or end of december",
    "may": "may has many days; try 1 may or end of may",
    "9h": "9h can be a time or a length of time; try 09:00 or in 9h",
    "14h": "14h can be a time or a length of time; try 14:00 or in 14h",
    "thursday 2100": "2100 can be a year or a time; try thursday 21:00 or thursday 2100 UTC",
    "friday midnight": "midnight of a day can be its start or its end; try friday 00:00 or friday 23:59",
    "next week 14:00": "next week has many days for 14:00; try 2026-11-23 14:00 or 2026-11-29 14:00",
    "this monday": "monday of this week is past; try monday or 2026-11-23",
    "thu 27 nov": "27 November 2026 is a Friday; try 2026-11-27 or 2026-12-03",
    "Thu Dec 1 14:00:00 2026": "1 December 2026 is a Tuesday; try 2026-12-01 or 2026-12-03",
    "wed 31 december 2026": "31 December 2026 is a Thursday; try 2026-12-31 or 2026-12-30",
    "fifth friday of november": "November 2026 has no fifth Friday; try 2026-11-27 or 2026-11-06",
    "2027-W53": "2027 has no week 53; try 2027-W52 or 2026-12-01",
    "week 0": "2027 has no week 0; try 2027-W52 or 2026-12-01",
    "2024-12-31": "2024 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "2032-01-01": "2032 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "9999-12-31": "9999 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "0000-01-01": "0 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "9999-W01": "9999 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "in 9999 weeks": "2218 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "in 9999 months": "2860 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "900 months ago": "1951 is too far away, I read 2025 to 2031; try friday 14:00 or 2026-12-01",
    "friday 14:00 IST": "IST is the time of more than one place; try Asia/Kolkata, Europe/Dublin or Asia/Jerusalem",
    "friday 14:00 pst": "pst is the time of more than one place; try America/Los_Angeles or Asia/Manila",
    "14:00 JST": "JST is no IANA zone; try Asia/Tokyo or UTC",
    "14:00 Mars/Olympus": "Mars/Olympus is no IANA zone; try Europe/Paris or UTC",
    "14:00 UTC+2": "UTC+2 is an offset, which no place keeps all year; try Europe/Paris or UTC",
    "14:00 UTC Europe/Paris": "14:00 UTC Europe/Paris has two zones; try friday 14:00 or 2026-12-01",
    "2027-03-28 02:30 Europe/Berlin":
        "on 2027-03-28 the clocks in Europe/Berlin are put forward past 02:30; "
        "try 2027-03-28 01:30 or 2027-03-28 03:30",
}  # fmt: skip


def can_be_read(text: str) -> bool:
    try:
        read(text, NOW)
    except Unclear:
        return zone_named(text) == text
    return True


@pytest.mark.parametrize(("text", "reason"), REFUSED.items())
def test_refused_with_the_reason_and_what_would_do(text: str, reason: str) -> None:
    with pytest.raises(Unclear) as refused:
        read(text, NOW)
    assert str(refused.value) == reason
    assert len(set(refused.value.examples)) >= 2
    assert all(can_be_read(example) for example in refused.value.examples)


@pytest.mark.parametrize(("text", "now"), [("sunday 02:30", "2027-03-25T12:00"), ("02:30", "2027-03-28T00:00")])
def test_the_coming_one_does_not_exist(text: str, now: str) -> None:
    """And a week later is not what was meant."""
    with pytest.raises(Unclear, match="put forward past 02:30; try 2027-03-28 01:30 or 2027-03-28 03:30"):
        read(text, utc(now), "Europe/Berlin")


def test_a_time_left_out_today_is_tomorrows_once_it_is_past() -> None:
    assert read("02:30", utc("2027-03-28T01:30"), "Europe/Berlin").at == utc("2027-03-29T00:30")


# --- at the end of a line -------------------------------------------------------------------------

WORDS = ("due", "on", "until", "at")


@pytest.mark.parametrize(("text", "rest", "word", "at"), [
    ("triage 1352 due friday", "triage 1352", "due", "2026-11-27T23:59"),
    ("triage 1352, due friday.", "triage 1352", "due", "2026-11-27T23:59"),
    ("triage 1352 DUE Friday", "triage 1352", "due", "2026-11-27T23:59"),
    ("meet on 2026-12-01", "meet", "on", "2026-12-01T23:59"),
    ("hold it until next week", "hold it", "until", "2026-11-29T23:59"),
    ("announce at 14:00", "announce", "at", "2026-11-20T14:00"),
    ("meet on thursday at 21:00", "meet", "on", "2026-11-26T21:00"),
    ("meet on the mezzanine at 21:00", "meet on the mezzanine", "at", "2026-11-20T21:00"),
    ("fix the due date due tomorrow 14:00 UTC", "fix the due date", "due", "2026-11-21T14:00"),
    ("due friday", "", "due", "2026-11-27T23:59"),
    ("x " * 200 + "due friday", ("x " * 200).strip(), "due", "2026-11-27T23:59"),
])  # fmt: skip
def test_a_date_at_the_end_of_a_line(text: str, rest: str, word: str, at: str) -> None:
    found = trailing(text, WORDS, NOW, "UTC")
    assert found
    assert (found[0], found[1], found[2].at) == (rest, word, utc(at))


@pytest.mark.parametrize("text", [
    "", "triage 1352", "friday", "fix what is due", "due ", "due to a bug", "on the 1st", "overdue friday",
    "due friday or so", "at 25:00", "due 42", "until",
])  # fmt: skip
def test_no_date_at_the_end_of_a_line(text: str) -> None:
    assert trailing(text, WORDS, NOW, "UTC") is None


def test_only_after_the_words_asked_for() -> None:
    assert trailing("meet on friday", ("due",), NOW, "UTC") is None
    assert trailing("meet on friday", (), NOW, "UTC") is None


def test_at_the_end_of_a_line_the_zone_counts() -> None:
    found = trailing("meet at 21:00", WORDS, NOW, PARIS)
    assert found
    assert (found[2].at, found[2].zone) == (utc("2026-11-20T20:00"), PARIS)


# --- zones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "zone"), [
    ("europe/paris", PARIS), (" Europe/Paris ", PARIS), ("AMERICA/NEW_YORK", "America/New_York"),
    ("america/new york", "America/New_York"), ("utc", "UTC"), ("Z", "UTC"), ("GMT", "UTC"), ("Etc/UTC", "UTC"),
    ("zulu", "UTC"), ("Europe/London", "Europe/London"), ("singapore", "Singapore"), ("est5edt", "EST5EDT"),
])  # fmt: skip
def test_a_zone_in_its_proper_spelling(name: str, zone: str) -> None:
    assert zone_named(name) == zone


@pytest.mark.parametrize(("name", "reason"), [
    ("IST", "IST is the time of more than one place; try Asia/Kolkata, Europe/Dublin or Asia/Jerusalem"),
    ("CST", "CST is the time of more than one place; try America/Chicago, Asia/Shanghai or America/Havana"),
    ("BST", "BST is the time of more than one place; try Europe/London or Asia/Dhaka"),
    ("EST", "EST is the time of more than one place; try America/New_York, America/Panama or Australia/Sydney"),
    ("pst", "pst is the time of more than one place; try America/Los_Angeles or Asia/Manila"),
    ("CET", "CET is the time of more than one place; try Europe/Paris or Africa/Algiers"),
    ("PDT", "PDT is no IANA zone; try America/Los_Angeles or UTC"),
    ("paris", "paris is no IANA zone; try Europe/Paris or UTC"),
    ("buenos aires", "buenos aires is no IANA zone; try America/Argentina/Buenos_Aires or UTC"),
    ("new york", "new york is no IANA zone; try America/New_York or UTC"),
    ("Mars/Olympus", "Mars/Olympus is no IANA zone; try Europe/Paris or UTC"),
    ("../../etc/passwd", "../../etc/passwd is no IANA zone; try Europe/Paris or UTC"),
    ("UTC+2", "UTC+2 is an offset, which no place keeps all year; try Europe/Paris or UTC"),
    ("Etc/GMT+5", "Etc/GMT+5 is an offset, which no place keeps all year; try Europe/Paris or UTC"),
    ("Factory", "Factory is no IANA zone; try Europe/Paris or UTC"),
    ("", "no zone is given; try Europe/Paris or UTC"),
])  # fmt: skip
def test_no_zone(name: str, reason: str) -> None:
    with pytest.raises(Unclear) as refused:
        zone_named(name)
    assert str(refused.value) == reason
    assert all(zone_named(example) == example for example in refused.value.examples)


def test_every_place_is_a_zone_or_is_refused_with_one() -> None:
    for name in sorted(available_timezones()):
        try:
            assert zone_named(name.lower()) in {name, "UTC"}
        except Unclear as refused:
            assert all(zone_named(example) == example for example in refused.examples)
            assert "/" not in name or name.startswith("Etc/GMT")


# --- lengths of time ------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "minutes"), [
    ("10m", 10), ("1h", 60), ("1h30m", 90), ("1h 30m", 90), ("1 hour and 30 minutes", 90), ("90 min", 90),
    ("90 mins", 90), ("2 hours", 120), ("2h", 120), ("an hour", 60), ("24h", 1440), ("1 day", 1440), ("1440m", 1440),
    (" 5 M ", 5), ("23h60m", 1440),
])  # fmt: skip
def test_a_length_of_time(text: str, minutes: int) -> None:
    assert duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(("text", "reason"), [
    ("45", "45 has no unit; try 45m or 1h30m"),
    ("0", "0 has no unit; try 45m or 1h30m"),
    ("9999", "9999 has no unit; try 45m or 1h30m"),
    ("1440", "1440 has no unit; try 1440m or 1h30m"),
    ("0m", "0m is no time at all; try 45m or 1h30m"),
    ("-5m", "-5m is less than no time; try 45m or 1h30m"),
    ("100h", "100h is more than a day; try 45m or 1h30m"),
    ("24h1m", "24h1m is more than a day; try 45m or 1h30m"),
    ("2 days", "2 days is more than a day; try 45m or 1h30m"),
    ("9999 months", "9999 months is more than a day; try 45m or 1h30m"),
    ("", "no length of time is given; try 45m or 1h30m"),
    ("99999999999h", "99999999999h is no length of time I can read; try 45m or 1h30m"),
    ("1.5h", "1.5h is no length of time I can read; try 45m or 1h30m"),
    ("30m1h", "30m1h is no length of time I can read; try 45m or 1h30m"),
    ("and 5 min", "and 5 min is no length of time I can read; try 45m or 1h30m"),
    ("soon", "soon is no length of time I can read; try 45m or 1h30m"),
    ("30s", "30s is no length of time I can read; try 45m or 1h30m"),
])  # fmt: skip
def test_no_length_of_time(text: str, reason: str) -> None:
    with pytest.raises(Unclear) as refused:
        duration(text)
    assert str(refused.value) == reason
    assert all(duration(example) for example in refused.value.examples)


# --- what is said ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("when", "zone", "words"), [
    ("2026-11-27T14:00", "UTC", "Fri 27 Nov 14:00 UTC"),
    ("2026-12-01T09:05", "UTC", "Tue 1 Dec 09:05 UTC"),
    ("2027-01-01T14:00", "UTC", "Fri 1 Jan 2027 14:00 UTC"),
    ("2026-11-27T14:00", PARIS, "Fri 27 Nov 14:00 UTC (15:00 Europe/Paris)"),
    ("2026-11-27T23:30", PARIS, "Fri 27 Nov 23:30 UTC (Sat 28 Nov 00:30 Europe/Paris)"),
    ("2026-12-31T23:30", PARIS, "Thu 31 Dec 23:30 UTC (Fri 1 Jan 2027 00:30 Europe/Paris)"),
    ("2026-07-01T14:00", PARIS, "Wed 1 Jul 14:00 UTC (16:00 Europe/Paris)"),
])  # fmt: skip
def test_said_in_full(when: str, zone: str, words: str) -> None:
    assert said(utc(when), NOW, zone) == words


@pytest.mark.parametrize(("day", "words"), [
    ("2026-11-27", "Fri 27 Nov"), ("2027-01-01", "Fri 1 Jan 2027"), ("2025-12-31", "Wed 31 Dec 2025"),
])  # fmt: skip
def test_a_day_is_said(day: str, words: str) -> None:
    assert said_day(date.fromisoformat(day), NOW) == words


@pytest.mark.parametrize(("when", "words"), [
    ("2026-11-20T13:00:29", "now"),
    ("2026-11-20T13:00:31", "in 1 min"),
    ("2026-11-20T13:10", "in 10 min"),
    ("2026-11-20T13:59", "in 59 min"),
    ("2026-11-20T13:59:40", "in 1 h"),
    ("2026-11-20T14:29", "in 1 h"),
    ("2026-11-20T14:30", "in 2 h"),
    ("2026-11-20T16:00", "in 3 h"),
    ("2026-11-20T23:59", "in 11 h"),
    ("2026-11-21T00:59", "in 12 h"),
    ("2026-11-21T01:00", "tomorrow"),
    ("2026-11-21T23:59", "tomorrow"),
    ("2026-11-22T00:00", "in 2 days"),
    ("2026-11-27T23:59", "in 7 days"),
    ("2027-11-20T13:00", "in 365 days"),
    ("2026-11-20T12:50", "10 min ago"),
    ("2026-11-20T10:00", "3 h ago"),
    ("2026-11-20T00:00", "13 h ago"),
    ("2026-11-19T23:00", "yesterday"),
    ("2026-11-18T23:00", "2 days ago"),
])  # fmt: skip
def test_said_from_now(when: str, words: str) -> None:
    assert relative(utc(when), NOW) == words


# --- whatever is written --------------------------------------------------------------------------


def examples(count: int) -> settings:
    return settings(max_examples=int(os.environ.get("CLERK_EXAMPLES", count)), deadline=None)


PARTS_TEXT = """
    a an in on at by the of and ago next this last end first fifth today tonight tomorrow yesterday noon midnight
    eod eow eom friday thu monday week weeks weekend month months day days hour h m min w 0 1 2 14 31 42 53 99 2026
    2100 9999 1st 31st december feb may 14:00 25:00 2:30 9pm 13 pm am utc z gmt ist europe/paris a/b america/nuuk
    w53 2026-w53-7 2026-12-01 2026-02-30 2027-03-28 2026-03-29 01.12.2026 11/12 t14:00z +02:00 +0000 tue dec
    14:00:00 fortnight after before 1h30m utc+2 : / - . , ( ) ½ ² ٣ ſunday İ
"""
PARTS = [*PARTS_TEXT.split(), "\x02", "\n"]
sentences = st.lists(st.sampled_from(PARTS), max_size=7).map(" ".join)
glued = st.lists(st.sampled_from(PARTS), max_size=4).map("".join)
nows = st.datetimes(datetime(2001, 1, 1), datetime(2090, 12, 31), timezones=st.just(UTC))
zones = st.sampled_from(["UTC", PARIS, "America/Nuuk", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe",
                         "Pacific/Apia", "Pacific/Kiritimati", "America/St_Johns", "Asia/Kathmandu"])  # fmt: skip


@examples(400)
@given(st.one_of(sentences, glued, st.text(max_size=70)), nows, zones)
@example("sunday 02:30", utc("2027-03-25T12:00"), "Europe/Berlin")
def test_whatever_is_written_is_read_or_refused(text: str, now: datetime, zone: str) -> None:
    try:
        when = read(text, now, zone)
    except Unclear as unclear:
        assert len(unclear.examples) >= 2 and "; try " in str(unclear)
        return
    assert now.year - 2 <= when.at.year <= now.year + 6
    assert when.first <= when.day <= when.last
    assert when.at.utcoffset() == timedelta(0) == when.at - when.at.astimezone(UTC)
    assert abs(when.at.date() - when.day) <= timedelta(days=1)
    assert zone_named(when.zone) == when.zone


@examples(200)
@given(st.one_of(sentences, glued, st.text(max_size=70)))
def test_any_length_of_time_is_read_or_refused(text: str) -> None:
    try:
        assert timedelta(0) < duration(text) <= timedelta(hours=24)
    except Unclear as unclear:
        assert len(unclear.examples) == 2


def read_or_none(text: str) -> When | None:
    try:
        return read(text, NOW)
    except Unclear:
        return None


@examples(100)
@given(sentences, sentences, st.sampled_from(WORDS))
def test_a_line_is_cut_where_its_longest_date_begins(before: str, behind: str, word: str) -> None:
    line = f"{before} {word} {behind}"
    starts = re.finditer(rf"(?<!\S)(?:{'|'.join(WORDS)})\s+(?=\S)", line)
    expected = next((when for start in starts if (when := read_or_none(line[start.end():]))), None)
    found = trailing(line, WORDS, NOW, "UTC")
    assert (found and found[2]) == expected
    assert found is None or (line.startswith(found[0]) and found[1] in WORDS)


@examples(200)
@given(nows, st.integers(-200, 1500), st.integers(0, 1439))
def test_what_is_said_is_read_again(now: datetime, days: int, minute: int) -> None:
    when = datetime.combine(now.date() + timedelta(days=days), datetime.min.time(), UTC) + timedelta(minutes=minute)
    assert read(said(when, now), now).at == when
    assert read(said_day(when.date(), now), now).day == when.date()


@examples(100)
@given(nows, st.integers(0, 1439), st.sampled_from(range(7)), zones)
def test_a_weekday_with_a_time_is_the_next_such(now: datetime, minute: int, weekday: int, zone: str) -> None:
    name = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[weekday]
    try:
        when = read(f"{name} {minute // 60:02}:{minute % 60:02}", now, zone)
    except Unclear as unclear:
        assert "put forward past" in str(unclear)
        return
    assert timedelta(0) < when.at - now <= timedelta(days=7, hours=1)
    assert when.day.weekday() == weekday


# --- dateparser -----------------------------------------------------------------------------------


def test_dateparser_is_loaded_only_when_it_is_needed() -> None:
    code = "import sys; from clerk.core import when; assert 'dateparser' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


class Stopped(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Stopped:
        raise AssertionError("a clock was asked")

    utcnow = today = now


@pytest.mark.parametrize(("text", "at"), [
    ("day after tomorrow", "2020-02-29T13:00"), ("day before yesterday", "2020-02-25T13:00"),
    ("3 days ago", "2020-02-24T13:00"), ("a week ago", "2020-02-20T13:00"), ("2 months ago", "2019-12-27T13:00"),
    ("in a fortnight", "2020-03-12T13:00"), ("a fortnight", "2020-03-12T13:00"),
])  # fmt: skip
def test_dateparser_asks_no_clock(text: str, at: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed(text, datetime(2026, 11, 20, 13))  # loads its modules
    for name, module in list(sys.modules.items()):
        if name.startswith("dateparser") and getattr(module, "datetime", None) is datetime:
            monkeypatch.setattr(module, "datetime", Stopped)
    assert parsed(text, Stopped(2020, 2, 27, 13)) == datetime.fromisoformat(at)


def test_a_stopped_clock_is_seen() -> None:
    with pytest.raises(AssertionError, match="a clock was asked"):
        Stopped.today()

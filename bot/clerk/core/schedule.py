"""Meetings that come again: a series, its slots, and the occurrences that its rule gives.

Occurrences are found by asking the rule about each date, never by adding an interval: alternating meetings go by the
number of the ISO week, and a year with 53 weeks breaks every count of weeks.
"""
from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK, DAY = timedelta(weeks=1), timedelta(days=1)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST = 24 * 60  # minutes that an occurrence may last
Extra = tuple[tuple[str, str], ...]  # keys of a meeting file that nobody here knows, each with its value as YAML


@dataclass(frozen=True)
class Skip:
    """day: in the slot's zone."""

    day: date
    reason: str
    extra: Extra = ()


@dataclass(frozen=True)
class Slot:
    """One row of a series' schedule.

    time: of day, and day: 0 is Monday, both in `timezone`, an IANA name. frequency: a key of RULES.
    channel: as IRC has it, with its "#"; "" where only a Matrix room is given. duration: in minutes, 1 to LONGEST.
    start_date: the first day on which it may occur. chairs: nicks; none means the series' own.
    chair_text: the chairs as a file words them, with their names.
    """

    time: time
    day: int
    frequency: str
    channel: str
    matrix: str = ""
    timezone: str = "UTC"
    duration: int = 60
    start_date: date | None = None
    chairs: tuple[str, ...] = ()
    skips: tuple[Skip, ...] = ()
    extra: Extra = ()
    chair_text: str = field(default="", compare=False)


@dataclass(frozen=True)
class Series:
    """A meeting and its repetition; one meeting file.

    meeting: what #startmeeting calls it. project: its name in full. chairs: nicks. topics: standing ones.
    agenda: free text. chair_text: the chairs as a file words them, with their names.
    """

    meeting: str
    project: str
    slots: tuple[Slot, ...]
    chairs: tuple[str, ...] = ()
    agenda_url: str = ""
    project_url: str = ""
    description: str = ""
    agenda: str = ""
    purpose: str = ""
    topics: tuple[str, ...] = ()
    extra: Extra = ()
    chair_text: str = field(default="", compare=False)


@dataclass(frozen=True)
class Occurrence:
    """One meeting of a series. start, end: UTC. skipped: the reason why it is not held. slot: its place in the series.

    day: the local date that the rule gave, in the slot's zone; it may differ from the date in UTC.
    """

    meeting: str
    project: str
    start: datetime
    end: datetime
    channel: str
    chairs: tuple[str, ...]
    skipped: str | None
    slot: int
    day: date
    matrix: str = ""

    @property
    def place(self) -> str:
        return self.channel or self.matrix


# --- rules ------------------------------------------------------------------------------------


def in_weeks(divisor: int, rest: int) -> Callable[[date], bool]:
    return lambda day: day.isocalendar().week % divisor == rest


def nth_of_the_month(nth: int, weekday: int) -> Callable[[date], bool]:
    return lambda day: day.weekday() == weekday and (day.day + 6) // 7 == nth


ORDINALS = ("first", "second", "third", "fourth")
# The weekday that a frequency itself names; a slot's day has to agree with it.
NAMED = {f"{ordinal}-{weekday.lower()}": index for ordinal in ORDINALS for index, weekday in enumerate(WEEKDAYS)}
# frequency -> whether a slot occurs on a local date that is its weekday.
RULES: dict[str, Callable[[date], bool]] = {
    "weekly": lambda day: True,
    "biweekly-odd": in_weeks(2, 1),
    "biweekly-even": in_weeks(2, 0),
    "quadweekly": in_weeks(4, 0),
    "quadweekly-week-1": in_weeks(4, 1),
    "quadweekly-week-2": in_weeks(4, 2),
    "quadweekly-week-3": in_weeks(4, 3),
    "quadweekly-alternate": in_weeks(4, 2),
    "adhoc": lambda day: False,
    **{name: nth_of_the_month(ORDINALS.index(name.partition("-")[0]) + 1, day) for name, day in NAMED.items()},
}
TWICE_AT_WEEK_53 = {"biweekly-odd", "quadweekly-week-1"}


def occurrences(series: Series, start: date | datetime, until: date | datetime) -> Iterator[Occurrence]:
    """Those that begin at `start` or later and before `until`, in order of start; skipped ones too.

    start, until: a date is its midnight in UTC; a datetime has to be aware.
    """
    begin, end = instant(start), instant(until)
    each = (of_slot(series, index, begin, end) for index in range(len(series.slots)))
    return heapq.merge(*each, key=lambda found: (found.start, found.slot))


def of_slot(series: Series, index: int, begin: datetime, end: datetime) -> Iterator[Occurrence]:
    slot = series.slots[index]
    zone, length = zone_of(slot), timedelta(minutes=slot.duration)
    chairs, reasons = slot.chairs or series.chairs, {skip.day: skip.reason for skip in reversed(slot.skips)}
    for day in days_of(slot, begin.date() - DAY, end.date() + DAY):
        start = datetime.combine(day, slot.time, zone).astimezone(UTC)
        if begin <= start < end:
            yield Occurrence(series.meeting, series.project, start, start + length, slot.channel, chairs,
                             reasons.get(day), index, day, slot.matrix)  # fmt: skip


def days_of(slot: Slot, first: date, last: date) -> Iterator[date]:
    """The local dates of a slot from `first` to `last`, both included."""
    rule, first = RULES[slot.frequency], max(first, slot.start_date or first)
    if first > last:  # and may be the last day that there is
        return
    day = first + timedelta(days=(slot.day - first.weekday()) % 7)
    while day <= last:
        if rule(day):
            yield day
        day += WEEK


def double_weeks(series: Series, start: date, until: date) -> list[tuple[date, date]]:
    """Where a slot comes again after one week although it alternates: its local dates in week 53 and in week 1.

    The first of the two is at `start` or later and before `until`. After week 53 comes week 1: both are odd, and both
    are 1 modulo 4, so biweekly-odd and quadweekly-week-1 come twice in a row. The others only pause a week longer:
    biweekly-even three weeks from week 52 to 2, the other quadweekly ones five, as from 52 to 4. No date is given
    where one of the two is skipped, or lies before the slot's start_date.
    """
    found = set()
    for slot in series.slots:
        skipped = {skip.day for skip in slot.skips}
        for monday in weeks_53(start.year - 1, until.year) if slot.frequency in TWICE_AT_WEEK_53 else ():
            first = monday + slot.day * DAY
            second = first + WEEK
            if max(start, slot.start_date or start) <= first < until and not skipped & {first, second}:
                found.add((first, second))
    return sorted(found)


def weeks_53(first: int, last: int) -> Iterator[date]:
    """The Mondays of the weeks 53 of these years, the last one included."""
    for year in range(first, last + 1):
        within = date(year, 12, 28)  # always in the last week
        if within.isocalendar().week == 53:
            yield within - within.weekday() * DAY


# --- time -------------------------------------------------------------------------------------


def zone_of(slot: Slot) -> ZoneInfo:
    """A time that the clocks skip is taken as if they had not yet changed; of one that comes twice, the first."""
    return ZoneInfo(slot.timezone)


def instant(moment: date | datetime) -> datetime:
    """In UTC; a date is its midnight there."""
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no zone")
    return moment.astimezone(UTC)

"""The calendar: the series that the books know, and when each of their meetings is held after all skips and moves."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from .books import Books, Record
from .lines import fold
from .schedule import (
    DAY,
    LONGEST,
    WEEK,
    Occurrence,
    Series,
    Skip,
    Slot,
    double_weeks,
    instant,
    occurrences,
    of_slot,
    zone_of,
)  # fmt: skip

OVER_NIGHT = timedelta(minutes=LONGEST)
EARLY = timedelta(minutes=30)  # before its start in which a meeting that is opened is the one that is due
NEAR = 10 * WEEK  # in which those nearest to a wrong date are looked for
FAR_AHEAD = 60 * WEEK  # beyond which nobody is told of a meeting
TOLD_AHEAD = 5 * WEEK  # before a week 53 in which it is said that a meeting comes twice in a row
Day = tuple[int, date]  # a slot's place in its series, and a local date that its rule gives


@dataclass(frozen=True)
class Known(Record):
    """A series in the books. place: its meeting's name, folded."""

    TABLE: ClassVar[str] = "series"
    KEY: ClassVar[tuple[str, ...]] = ("place",)

    place: str
    series: Series


@dataclass(frozen=True)
class Shift(Record):
    """What was said of one occurrence. day: the local date that its rule gives.

    skipped: why it is not held; "" when it is. start: when it is held instead, UTC; None where it is not moved.
    moved: why it is. nick, who: of whoever said so last.
    """

    TABLE: ClassVar[str] = "shifts"
    KEY: ClassVar[tuple[str, ...]] = ("place", "slot", "day")

    place: str
    slot: int
    day: date
    skipped: str = ""
    start: datetime | None = None
    moved: str = ""
    nick: str = ""
    who: str = ""


@dataclass(frozen=True)
class Sitting:
    """One meeting of a series, as it stands now. at: moved and skipped as people said. by_rule: when its rule has it.
    moved: why it is held at another time; "" where it is not."""

    place: str
    at: Occurrence
    by_rule: datetime
    moved: str = ""

    @property
    def is_moved(self) -> bool:
        return self.at.start != self.by_rule


Shifts = Mapping[Day, Shift]
NONE: Shifts = {}


def shifts(books: Books) -> dict[str, dict[Day, Shift]]:
    """By the place of their series."""
    found: dict[str, dict[Day, Shift]] = {}
    for each in books.all(Shift):
        found.setdefault(each.place, {})[each.slot, each.day] = each
    return found


def in_span(books: Books, begin: datetime, end: datetime, place: str = "") -> list[Sitting]:
    """Those that begin at `begin` or later and before `end`, skipped ones too; in order of start. UTC, aware.

    place: of one series only.
    """
    known = [books.get(Known, place)] if place else books.all(Known)
    said_of = shifts(books)
    found = (each for one in known if one for each in sittings(one, said_of.get(one.place, NONE), begin, end))
    return sorted(found, key=lambda each: each.at.start)


def sittings(known: Known, said_of: Shifts, begin: datetime, end: datetime) -> Iterator[Sitting]:
    for each in occurrences(known.series, begin, end):
        shift = said_of.get((each.slot, each.day))
        if shift is None or shift.start is None:
            yield shifted(known.place, each, shift)
    for (slot, day), shift in said_of.items():
        if shift.start and begin <= shift.start < end and (there := by_rule(known.series, slot, day)):
            yield shifted(known.place, there, shift)


def shifted(place: str, each: Occurrence, shift: Shift | None) -> Sitting:
    if shift is None:
        return Sitting(place, each, each.start)
    start = shift.start or each.start
    skipped = shift.skipped or (None if shift.start else each.skipped)
    now = replace(each, start=start, end=start + (each.end - each.start), skipped=skipped)
    return Sitting(place, now, each.start, shift.moved)


def by_rule(series: Series, slot: int, day: date) -> Occurrence | None:
    """The one on that local date, if there is one; a changed series may no longer have it."""
    if slot >= len(series.slots):
        return None
    midnight = instant(day)
    return next((each for each in of_slot(series, slot, midnight - DAY, midnight + 2 * DAY) if each.day == day), None)


# --- which one --------------------------------------------------------------------------------


def coming(books: Books, place: str, now: datetime) -> Iterator[Sitting]:
    """Those of a series that are not over, skipped ones too, in order of start; 60 weeks ahead at most."""
    begin, ends = now - OVER_NIGHT, (now + TOLD_AHEAD, now + FAR_AHEAD)
    for end in ends:
        yield from (each for each in in_span(books, begin, end, place) if each.at.end > now)
        begin = end


def next_held(books: Books, place: str, now: datetime) -> Sitting | None:
    """The one that is on, or else the next that is not skipped."""
    return next((each for each in coming(books, place, now) if each.at.skipped is None), None)


def meant(books: Books, place: str, channel: str, now: datetime) -> Sitting | None:
    """The one that somebody opens who opens it now in that channel: it is on, or begins within half an hour."""
    near = in_span(books, now - OVER_NIGHT, now + EARLY + timedelta(seconds=1), place)
    due = [each for each in near if each.at.end > now and each.at.skipped is None]
    return min(due, key=lambda each: (fold(each.at.channel) != fold(channel), abs(each.at.start - now)), default=None)


def on_days(books: Books, place: str, first: date, last: date, zone: str) -> list[Sitting]:
    """Those of a series that begin on these days, by the clock of a zone; else by the clock of its own slots."""
    begin, end = instant(first) - 2 * DAY, instant(last) + 3 * DAY
    around, known = in_span(books, begin, end, place), books.get(Known, place)
    own = [each for each in around if first <= each.at.start.astimezone(ZoneInfo(zone)).date() <= last]
    slots = known.series.slots if known else ()
    there = ((each, each.at.start.astimezone(zone_of(slots[each.at.slot])).date()) for each in around)
    return own or [each for each, day in there if first <= day <= last]


def nearest(books: Books, place: str, at: datetime, now: datetime) -> list[Sitting]:
    """The two next to an instant that are still to come, skipped or not; in order of start."""
    around = in_span(books, max(now, at - NEAR), max(now, at + NEAR), place)
    found = sorted(around, key=lambda each: abs(each.at.start - at)) or [*coming(books, place, now)]
    return sorted(found[:2], key=lambda each: each.at.start)


def of_channel(books: Books, channel: str) -> list[Known]:
    """The series that meet in a channel."""
    return [each for each in books.all(Known) if any(fold(slot.channel) == fold(channel) for slot in each.series.slots)]


def chairs_of(series: Iterable[Series], channel: str = "") -> tuple[str, ...]:
    """All who chair any of them, as files name them. channel: only where they meet there."""
    names: list[str] = []
    for each in series:
        here = [slot for slot in each.slots if not channel or fold(slot.channel) == fold(channel)]
        names += [*each.chairs, *(name for slot in here for name in slot.chairs)] if here or not channel else []
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold(name), name)
    return tuple(first.values())


# --- the next few minutes, asked every second ---------------------------------------------------


def within(books: Books, begin: datetime, end: datetime) -> list[Sitting]:
    """As `in_span`, for a span of an hour at most, and quick where most series are far from it."""
    said_of = shifts(books)
    days = {(begin.weekday() + i) % 7 for i in (-1, 0, 1)} | {(end.weekday() + 1) % 7}
    found: list[Sitting] = []
    for known in books.all(Known):
        own = said_of.get(known.place, NONE)
        if own or any(slot.day in days and near(slot, begin, end) for slot in known.series.slots):
            found += sittings(known, own, begin, end)
    return sorted(found, key=lambda each: each.at.start)


def near(slot: Slot, begin: datetime, end: datetime) -> bool:
    """Whether its time of day may lie between; elsewhere than in UTC it always may."""
    return slot.timezone != "UTC" or slot.time.hour in (begin.hour, end.hour)


# --- a series as it stands ------------------------------------------------------------------------


def as_it_stands(known: Known, said_of: Shifts) -> Series:
    """The series with what was said of its occurrences as its own skips. A move is a skip that says where to."""
    slots = (with_skips(known.series, index, said_of) for index in range(len(known.series.slots)))
    return replace(known.series, slots=tuple(slots))


def with_skips(series: Series, index: int, said_of: Shifts) -> Slot:
    slot = series.slots[index]
    fresh = {day: Skip(day, reason_of(each)) for (n, day), each in said_of.items()
             if n == index and by_rule(series, n, day)}  # fmt: skip
    if not fresh:
        return slot
    kept = (skip for skip in slot.skips if skip.day not in fresh)
    return replace(slot, skips=tuple(sorted((*kept, *fresh.values()), key=lambda skip: skip.day)))


def reason_of(shift: Shift) -> str:
    if shift.skipped or shift.start is None:
        return shift.skipped
    return f"moved to {shift.start:%Y-%m-%d %H:%M} UTC: {shift.moved}"


def twice_in_a_row(known: Known, said_of: Shifts, start: date, until: date) -> list[tuple[date, date]]:
    """As `double_weeks`, after all skips and moves."""
    return double_weeks(as_it_stands(known, said_of), start, until)

"""Where meetings get into each other's way, and where there is room for another."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .schedule import DAY, LONGEST, Occurrence, Series, instant, occurrences

HORIZON = 60  # weeks: more than a year, so that meetings of single weeks meet each other as well
OVER_NIGHT = timedelta(minutes=LONGEST)


@dataclass(frozen=True)
class Conflict:
    """Two meetings that overlap; a sorts before b, and is b where two slots of one meeting overlap.

    start: UTC, when for the first time both are going on. why: "channel" or "chair". what: which channel, or whom.
    """

    a: str
    b: str
    start: datetime
    why: str
    what: str


def conflicts(all: Iterable[Series], start: date | datetime, weeks: int = HORIZON) -> list[Conflict]:
    """Each pair once for each why, in order of start. What is skipped is in nobody's way.

    A Matrix room is a channel here. start: a date is its midnight in UTC.
    """
    begin = instant(start)
    held = held_between(all, begin - OVER_NIGHT, begin + timedelta(weeks=weeks))
    found = [*overlaps(held, "channel", places), *overlaps(held, "chair", lambda meeting: meeting.chairs)]
    first: dict[tuple[str, str, str], Conflict] = {}
    for conflict in found:
        if conflict.start >= begin:
            first.setdefault((conflict.a, conflict.b, conflict.why), conflict)
    return sorted(first.values(), key=lambda conflict: (conflict.start, conflict.a, conflict.b, conflict.why))


def overlaps(held: list[Occurrence], why: str, shared: Callable[[Occurrence], Iterable[str]]) -> Iterator[Conflict]:
    """A sweep over time: each meeting is compared only with those that are going on where it begins."""
    going: dict[str, list[Occurrence]] = {}
    for meeting in held:
        for what in {name.lower(): name for name in shared(meeting)}.items():
            others = [other for other in going.get(what[0], ()) if other.end > meeting.start]
            for other in others:
                a, b = sorted((other.meeting, meeting.meeting))
                yield Conflict(a, b, meeting.start, why, what[1])
            going[what[0]] = [*others, meeting]


def free(all: Iterable[Series], channel: str, day: date, minutes: int,
         zone: str = "UTC") -> list[tuple[datetime, datetime]]:  # fmt: skip
    """The stretches of a day, in UTC, of at least `minutes` in which no meeting is held in a channel or Matrix room.

    day: in `zone`, an IANA name; it has 23 or 25 hours where the clocks change. Nothing adhoc is in the way.
    """
    begin, end = (instant(datetime.combine(each, time(), ZoneInfo(zone))) for each in (day, day + DAY))
    held = held_between(all, begin - OVER_NIGHT, end)
    taken = [(each.start, each.end) for each in held if channel.lower() in map(str.lower, places(each))]
    found, since = [], begin
    for start, until in [*taken, (end, end)]:
        if start - since >= timedelta(minutes=minutes):
            found.append((since, start))
        since = max(since, until)
    return found


def held_between(all: Iterable[Series], begin: datetime, end: datetime) -> list[Occurrence]:
    """Those not skipped, in order of start."""
    held = [found for series in all for found in occurrences(series, begin, end) if found.skipped is None]
    return sorted(held, key=lambda found: found.start)


def places(meeting: Occurrence) -> tuple[str, ...]:
    return tuple(filter(None, (meeting.channel, meeting.matrix)))
